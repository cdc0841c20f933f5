"""Nornir reads the hosts that Ansible reads, by the plugin's name."""

from pathlib import Path

import pytest
from nornir import InitNornir

INVENTORY = Path(__file__).parents[3] / "inventory"


def test_nornir_finds_the_plugin_and_the_sample_city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETOPS_PASSWORD", "s3cret-of-nornir")
    nornir = InitNornir(
        inventory={"plugin": "netops", "options": {"root": str(INVENTORY), "state": str(tmp_path)}},
        runner={"plugin": "serial"},
        logging={"enabled": False},
    )
    host = nornir.inventory.hosts["pe1"]
    connection = host.get_connection_parameters("netmiko")
    assert (host.hostname, host.port, host.username, host.platform) == ("127.0.0.1", 22011, "netops", "frr")
    assert (connection.platform, connection.password) == ("linux", "s3cret-of-nornir")
    assert connection.extras is not None
    assert connection.extras["ssh_strict"]
    assert connection.extras["alt_key_file"] == str(INVENTORY.parent / ".netops/lab/known_hosts")
    assert "pe" in [group.name for group in host.groups]
    assert "s3cret" not in f"{host!r} {nornir.inventory.hosts}"
