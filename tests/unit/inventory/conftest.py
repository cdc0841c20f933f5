"""A small city, and hosts without the 0.7 s that ansible-inventory takes to start."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from netops.inventory import Listing

CASES = Path(__file__).parents[2] / "cases" / "inventory"


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return Path(__file__).parents[3]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the cases' city, in the current folder and so called ``inventory`` in faults."""
    shutil.copytree(CASES / "city", tmp_path / "inventory")
    monkeypatch.chdir(tmp_path)
    return Path("inventory")


def variables(path: Path) -> dict[str, object]:
    """What a file of variables holds, read as Ansible reads it: YAML 1.1."""
    return yaml.safe_load(path.read_text("utf-8")) or {} if path.exists() else {}


def members(
    groups: Mapping[str, Mapping[str, Mapping[str, object]] | None], outer: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], dict[str, object]]]:
    """Each host with its groups, outermost first, and its own variables."""
    for name, group in groups.items():
        inner = outer if name == "all" else (*outer, name)
        for host, own in ((group or {}).get("hosts") or {}).items():
            yield host, inner, dict(own or {})  # type: ignore[call-overload]  # plain YAML has no types
        yield from members((group or {}).get("children") or {}, inner)  # type: ignore[arg-type]  # plain YAML has no types


@pytest.fixture
def stand_in() -> Callable[[Path], Listing]:
    """What ansible-inventory says of a simple city; a test compares it with the real one."""

    def answer(hosts: Path) -> Listing:
        found: dict[str, dict[str, object]] = {}
        groups: dict[str, tuple[str, ...]] = {}
        for host, inner, own in sorted(members(yaml.safe_load(hosts.read_text("utf-8"))), key=lambda each: each[0]):
            folders = [variables(hosts.parent / "group_vars" / f"{group}.yml") for group in ("all", *inner)]
            folders.append(variables(hosts.parent / "host_vars" / f"{host}.yml"))
            found[host] = {key: value for each in (*folders, own) for key, value in each.items()}
            groups[host] = inner
        return Listing(found, groups)

    return answer
