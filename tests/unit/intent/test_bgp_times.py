"""How soon a BGP session is tried again is the network's to say."""

import shutil
from pathlib import Path

import pytest

from netops.intent import intended_devices
from netops.inventory import load

SAMPLE = Path(__file__).parents[3] / "inventory"


@pytest.mark.parametrize(("written", "seconds"), [("", 5), ("bgp: {connect_retry: 7}\n", 7)])
def test_every_session_is_tried_again_after_what_the_network_says(tmp_path: Path, written: str, seconds: int) -> None:
    root = tmp_path / "inventory"
    shutil.copytree(SAMPLE, root)
    network = root / "network.yml"
    network.write_text(network.read_text("utf-8") + written, "utf-8")
    instances = [bgp for device in intended_devices(load(root)).values() for bgp in device.bgp]
    assert {neighbor.connect_retry for bgp in instances for neighbor in bgp.neighbors} == {seconds}
