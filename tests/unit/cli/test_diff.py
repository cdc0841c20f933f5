"""``netops diff --from DIR``: running configs out of files, as bytes that nobody decoded before."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.intent import intended_devices
from netops.inventory import load
from netops.platforms import get_platform
from netops.render import render

SAMPLE = Path(__file__).parents[3] / "inventory"
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def text(tmp_path: Path) -> str:
    """What finance-ce1 is told, with the inventory beside the folder that the case writes."""
    shutil.copytree(SAMPLE, tmp_path / "inventory")
    (tmp_path / "seen").mkdir()
    return render(get_platform("frr"), intended_devices(load(SAMPLE))["finance-ce1"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_config_in_another_encoding_is_read_as_parse_reads_it(
    encoding: str, text: str, shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "seen" / "finance-ce1.cfg").write_bytes(f"! 财政局\n{text}".encode(encoding))
    done = shell("diff", "-F", "finance-ce1", "--from", "seen")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_file_that_is_not_there_is_named(text: str, shell: Shell, tmp_path: Path) -> None:
    done = shell("diff", "-F", "finance-ce1", "--from", "seen")
    assert done.returncode == 1
    assert done.stderr.startswith("seen/finance-ce1.cfg: NET-CLI-008 there is no running config of finance-ce1 here\n")
