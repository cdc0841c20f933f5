"""Every case of tests/cases/patch: running, intended, and what must be typed. A case is added without Python."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.config import Tree, build_patch, fingerprint, parse, reveal, simulate
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "patch"
FILES = sorted(CASES.glob("*/*.yml"))
KEY = b"the key of the cases"


def test_there_are_enough_cases_on_every_platform() -> None:
    counts = {name: len(list(CASES.glob(f"{name}/*.yml"))) for name in platform_names()}
    assert min(counts.values()) >= 40, counts
    assert sum(counts.values()) >= 300


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_patch_is_the_one_that_an_engineer_would_type(file: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    p = get_platform(file.parent.name)
    running, intended = parse(p, case["running"], path=str(file)), parse(p, case["intended"], path=str(file))

    patch = build_patch(p, running, intended, key=KEY)

    assert reveal(patch.commands, patch.secrets) == reveal(case["patch"], patch.secrets)
    assert reveal(patch.rollback.commands, patch.secrets) == reveal(case["rollback"], patch.secrets)
    assert [" / ".join((*line.section, line.text)) for line in patch.proof.kept] == case.get("kept", [])
    assert patch.proof.proven == case.get("proven", True), patch.proof.obstacles
    if case.get("proven", True):
        after = simulate(p, running, patch.commands, secrets=patch.secrets, key=KEY)
        assert isinstance(after, Tree)
        if not patch.proof.kept and not patch.proof.exceptions:
            assert fingerprint(p, after, release=running.release) == fingerprint(p, intended, release=running.release)
        back = simulate(p, after, patch.rollback.commands, secrets=patch.secrets, key=KEY)
        assert isinstance(back, Tree)
        assert fingerprint(p, back, release=running.release) == fingerprint(p, running)
