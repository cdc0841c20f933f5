"""``netops render`` with a site's own templates, and with features that not every platform has."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of templates beside the inventory."""
    shutil.copytree(ROOT / "inventory", tmp_path / "inventory")
    (tmp_path / "site" / "frr").mkdir(parents=True)
    return tmp_path / "site" / "frr"


def test_a_site_template_that_says_another_fact_is_refused_with_the_fact(site: Path, shell: Shell) -> None:
    (site / "identity.j2").write_text("hostname somebody-else\n", "utf-8")
    done = shell("render", "-F", "finance-ce1", "--templates", "site")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        "NET-RND-009 finance-ce1: the site's templates for platform frr make of device, hostname: somebody-else"
        in done.stderr
    )
    assert "right: finance-ce1, as intended" in done.stderr


def test_a_site_template_that_says_the_same_is_used(site: Path, shell: Shell) -> None:
    ours = (ROOT / "templates" / "frr" / "identity.j2").read_text("utf-8")
    (site / "identity.j2").write_text(f"! kept by the network centre\n{ours}", "utf-8")
    done = shell("render", "-F", "finance-ce1", "--templates", "site")
    assert (done.returncode, "! kept by the network centre" in done.stdout) == (0, True)


def test_a_feature_that_no_chosen_host_has_is_an_error_that_names_those_there_are(site: Path, shell: Shell) -> None:
    done = shell("render", "-F", "finance-ce1", "--feature", "moonlight")
    assert (done.returncode, done.stdout) == (1, "")
    assert "NET-RND-006 platform frr has no template for feature moonlight" in done.stderr
    assert "bgp" in done.stderr
