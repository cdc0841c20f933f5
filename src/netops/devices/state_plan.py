"""What is asked for a table of state on each platform, and how its answer is read: ``platforms/<name>/state.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Objects:
    """Where the rows lie in an answer that is JSON.

    Attributes:
        keys: an object that has all of these is a row.
        where: keys that must have these values besides.
        inner: a list inside of it whose objects are the rows, each with what stands around it; empty for the object
            itself.
        inner_where: keys that those must have with these values.
    """

    keys: tuple[str, ...]
    where: Mapping[str, object] = field(default_factory=dict)
    inner: str = ""
    inner_where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one table is asked for and read on one platform.

    Attributes:
        command: asks for the global table, or for all.
        families: further address family → the command that asks for it, and maybe for all VRFs in it.
        vrf_command: asks for one VRF, ``{vrf}`` standing for its name; empty where ``command`` answers for all.
        template: a TextFSM template as text; None where the answer is JSON.
        objects: where the rows lie in JSON.
        row: column → ``{VALUE}`` of the template; ``{vrf}`` is the VRF that was asked.
        words: column → (regular expression over the whole value → what stands for it), first match.
        ignore: regular expressions of lines that say nothing of the table: headings, legends, sums.
        absent: regular expressions of answers that mean that there is nothing to show.
        source: the manual.
    """

    command: str
    families: Mapping[str, str]
    vrf_command: str
    template: str | None
    objects: Objects | None
    row: Mapping[str, str]
    words: Mapping[str, Words]
    ignore: tuple[str, ...]
    absent: tuple[str, ...]
    source: str


@cache
def plans(platform: str) -> Mapping[str, Plan]:
    """Return table → how it is asked for; empty for a platform without ``state.yml``."""
    folder = resources.files("netops.platforms") / platform
    if not (folder / "state.yml").is_file():
        return MappingProxyType({})
    loaded = yaml.load((folder / "state.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if "extends" in loaded:
        inherited = dict(plans(loaded["extends"]))
        own = loaded.get("tables") or {}
        return MappingProxyType(inherited | {table: _plan(loaded, entry, folder) for table, entry in own.items()})
    return MappingProxyType({table: _plan(loaded, entry, folder) for table, entry in loaded["tables"].items()})


def _plan(loaded: Mapping[str, Any], entry: Mapping[str, Any], folder: Any) -> Plan:  # noqa: ANN401 (a folder in the package)
    objects = entry.get("objects")
    return Plan(
        command=entry["command"],
        families=entry.get("families", {}),
        vrf_command=entry.get("vrf_command", ""),
        template=_template(entry, folder),
        objects=Objects(**{**objects, "keys": tuple(objects["keys"])}) if objects else None,
        row=entry["row"],
        words={column: tuple(words.items()) for column, words in entry.get("words", {}).items()},
        ignore=tuple(entry.get("ignore", ())),
        absent=(*loaded.get("absent", ()), *entry.get("absent", ())),
        source=entry.get("source", loaded.get("source", "")),
    )


def _template(entry: Mapping[str, Any], folder: Any) -> str | None:  # noqa: ANN401 (as above)
    if "template" in entry:
        return str((folder / "state" / f"{entry['template']}.textfsm").read_text(encoding="utf-8"))
    if "ntc" in entry:
        path = Path(str(resources.files("ntc_templates"))) / "templates" / f"{entry['ntc']}.textfsm"
        return path.read_text(encoding="utf-8")
    return None
