"""Patch cases a third way (all of them in `make soak`): each script typed at a terminal, whose answers and questions are those of a session."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.lab.simulation.bench import Put

from netops.config import build_patch, parse, reveal
from netops.lab.semantics import simulated
from netops.platforms import get_platform

CASES = Path(__file__).parents[3] / "cases" / "patch"
KEY = b"the key of the cases"


@pytest.mark.parametrize("platform", ["huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os", "cisco_ios"])
def test_a_script_typed_at_a_terminal_does_what_it_does_to_the_config(put: Put, platform: str) -> None:
    files = sorted(CASES.glob(f"{platform}/*.yml"))
    assert len(files) > 40
    files = files if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else files[::8]
    p, apart = get_platform(platform), {}
    for file in files:
        case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        patch = build_patch(p, parse(p, case["running"]), parse(p, case["intended"]), key=KEY)
        device = simulated(platform, case["running"], release=case.get("release", ""))
        bench = put(platform, case["running"], release=case.get("release", ""))
        for line in [reveal(line, patch.secrets) for line in patch.script] if patch.proof.proven else []:
            device.type(line)
            said = bench.type(line)
            if bench.prompt != device.prompt:
                apart[file.stem] = (line, said)
                break
        if bench.box.running() != device.running():
            apart.setdefault(file.stem, ("", ""))
    assert apart == {}
