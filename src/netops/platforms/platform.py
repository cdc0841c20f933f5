"""A platform as one value, and the platforms that there are: one folder each, found by listing.

A folder has ``rulebook.yml`` and, as modules, ``session`` with ``SESSION``, ``reader`` with ``read``, ``refusals`` with
``refusals`` and, where it shares templates with others, ``templates`` with ``FOLDERS``. A seventh vendor is a seventh folder; nothing here changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import yaml

from netops.config.decode import decode
from netops.config.guessing import Signs, load_signs, sampled
from netops.config.reading import parse
from netops.config.recognising import score
from netops.config.rulebook import Rulebook
from netops.config.rulebook_file import load_rulebook
from netops.config.tree import Tree
from netops.errors import InputError
from netops.model import Device, Line
from netops.platforms.abilities import Abilities, read_abilities
from netops.platforms.reading.logins import without_logins
from netops.platforms.reading.meanings import Meanings, meanings
from netops.platforms.session import SessionProfile

PACKAGE = "netops.platforms"
"""Its folders are the platforms, wherever Python finds parts of the package: a site's own platform needs no fork."""


class Refusal(Protocol):
    """A fact that a platform can't express."""

    @property
    def what(self) -> str:
        """The fact, by name: ``VRF FINANCE``."""

    @property
    def why(self) -> str:
        """What the platform, or the device, lacks for it."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Where the fact came from."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What is known of a vendor's devices.

    Attributes:
        name: netmiko's name, ``frr``.
        rulebook: its text rules.
        read: tree → model.
        profile: how one talks to it; None where only its text rules are known so far.
        templates: folders of its templates below ``templates/``, searched in their order: its own, and one that it shares
            with others where its ``templates.py`` names that in ``FOLDERS``.
        defaults: what a missing line means, by topic and field of the model: ``defaults["ssh"]["auth_tries"]``.
        refusals: what of a device the platform can't express, by name: `netops.render` refuses it.
        abilities: what an audit can ask it.
    """

    name: str
    rulebook: Rulebook
    read: Callable[[Tree], Device]
    profile: SessionProfile | None
    templates: tuple[str, ...]
    defaults: Meanings
    refusals: Callable[[Device], Iterable[Refusal]]
    abilities: Abilities

    def missing(self, release: str | None) -> Meanings:
        """Return what a missing line means on this release, by topic and field of the model."""
        return meanings(self.defaults, release)

    @property
    def is_read(self) -> bool:
        """Whether somebody has written its reader."""
        return self.read is not _unread

    @property
    def session(self) -> SessionProfile:
        """How one talks to it.

        Raises:
            InputError: NET-PLT-103, nobody has said that yet.
        """
        if self.profile is None:
            raise InputError.of("NET-PLT-103", platform=self.name, file="session.py")
        return self.profile


@cache
def platform_names() -> tuple[str, ...]:
    """Return the names of all platforms.

    Example:
        >>> "frr" in platform_names()
        True
    """
    return tuple(sorted(each.parent.name for room in _rooms() for each in room.glob("*/rulebook.yml")))


def _rooms() -> tuple[Path, ...]:
    return tuple(Path(each) for each in import_module(PACKAGE).__path__)


def _folder(name: str) -> Path:
    """Return a platform's folder."""
    return next((room / name for room in _rooms() if (room / name).is_dir()), _rooms()[0] / name)


@cache
def get_platform(name: str) -> Platform:
    """Return a platform.

    Raises:
        InputError: NET-PLT-101, there is no such platform; NET-CFG-020 and 021, its rulebook is wrong.

    Example:
        >>> get_platform("frr").templates
        ('frr',)
    """
    if name not in platform_names():
        raise InputError.of("NET-PLT-101", name=name, known=", ".join(platform_names()))
    return Platform(
        name,
        rulebook_of(name),
        _reader(name),
        _module(name, "session", "SESSION", None),
        _module(name, "templates", "FOLDERS", (name,)),
        _defaults(name),
        _module(name, "refusals", "refusals", _all_refused),
        _abilities(name),
    )


def _module(name: str, file: str, what: str, otherwise: Any) -> Any:  # noqa: ANN401  # whatever the file holds under that name
    """Return what a platform's file defines; ``otherwise`` where the platform doesn't have that file yet."""
    if not any((_folder(name) / each).exists() for each in (f"{file}.py", file)):
        return otherwise
    return getattr(import_module(f"netops.platforms.{name}.{file}"), what)


def _reader(name: str) -> Callable[[Tree], Device]:
    """Return a platform's reader, which sees no password of an address."""
    read: Callable[[Tree], Device] = _module(name, "reader", "read", _unread)
    return read if read is _unread else lambda tree: read(without_logins(tree))


def _unread(tree: Tree) -> Device:
    """Stand in for the reader of a platform that only has its text rules so far."""
    raise InputError.of("NET-PLT-103", tree.path, platform=tree.platform, file="reader.py")


@dataclass(frozen=True, slots=True)
class _NoTemplates:
    """The refusal of everything, where a platform has no templates yet."""

    what: str
    why: str
    lines: tuple[Line, ...] = ()


def _all_refused(device: Device) -> Iterable[Refusal]:
    return [_NoTemplates(device.hostname, "the platform has no templates yet")]


def _defaults(name: str) -> Meanings:
    return MappingProxyType(_written(name, "defaults.yml") or {})


def _abilities(name: str) -> Abilities:
    content = _written(name, "audit.yml")
    return Abilities() if content is None else read_abilities(content, f"platforms/{name}/audit.yml", _themes)


@cache
def _themes(family: str) -> Any:  # noqa: ANN401  # whatever the file holds
    """Return what lines of a family speak of."""
    return _written(family, "themes.yml") or {}


def _written(name: str, file: str) -> Any:  # noqa: ANN401  # whatever the file holds
    """Return what a file of a platform's folder holds; None where it has none of that name."""
    path = _folder(name) / file
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if path.exists() else None


@cache
def rulebook_of(name: str) -> Rulebook:
    """Return the text rules of a platform."""
    path = _folder(name) / "rulebook.yml"
    return load_rulebook(path.read_text(encoding="utf-8"), f"platforms/{name}/rulebook.yml", _family)


def _family(name: str) -> tuple[str, str]:
    """Return what several vendors' rulebooks share, and its file."""
    path = _folder("families") / f"{name}.yml"
    return path.read_text(encoding="utf-8"), f"platforms/families/{name}.yml"


@dataclass(frozen=True, slots=True)
class _Text:
    """The part of a platform that is needed to read a text."""

    name: str
    rulebook: Rulebook


OTHERS = frozenset({"NET-CFG-005", "NET-CFG-007", "NET-CFG-008", "NET-CFG-009", "NET-CFG-010"})
"""What a platform says of a text that isn't its own; anything else is said of the text itself."""
LEAD = 2
"""Likely lines by which one platform must be ahead of the others where no line is certain."""


def detect(data: bytes | str, *, path: str | None = None) -> Platform:
    r"""Return the platform that a config comes from.

    Raises:
        InputError: NET-PLT-102, it looks like more than one: say which it is; NET-PLT-105, like none; NET-CFG-001 to 013,
            it is no config of one device.

    Example:
        >>> detect("frr version 8.4.4\nhostname r1\nrouter ospf\n ospf router-id 10.255.0.1\nexit\n").name
        'frr'
    """
    likely = _guessed(data, path)
    return get_platform(likely or _held_against_all(data, path))


def _guessed(data: bytes | str, path: str | None) -> str | None:
    """Return the platform that a text seems to come from, where only one does and its own rules don't say otherwise.

    So of one platform the rules are read, not of all, which takes seconds.
    """
    try:
        lines = sampled(decode(data, path).text)
        scores = {name: found for name in platform_names() if any(found := _signs(name).score(lines))}
        name = _first(scores)
        if name is not None and any(score(rulebook_of(name).marks, parse(_Text(name, rulebook_of(name)), data))):
            return name
    except InputError:
        pass  # what is wrong with the text is said when it is held against all platforms
    return None


@cache
def _signs(name: str) -> Signs:
    return load_signs((_folder(name) / "rulebook.yml").read_text(encoding="utf-8"), _family)


def _first(scores: Mapping[str, tuple[int, int]]) -> str | None:
    """Return the platform that is clearly ahead of all others, or None."""
    ranked = sorted(scores, key=lambda each: scores[each], reverse=True)
    return ranked[0] if ranked and all(_ahead(scores[ranked[0]], scores[each]) for each in ranked[1:]) else None


def _held_against_all(data: bytes | str, path: str | None) -> str:
    scores: dict[str, tuple[int, int]] = {}
    broken: list[InputError] = []
    for name in platform_names():
        rulebook = rulebook_of(name)
        try:
            tree = parse(_Text(name, rulebook), data, path=path)
        except InputError as error:
            broken += [error] if error.faults[0].code not in OTHERS else []
            continue
        found = score(rulebook.marks, tree)
        if any(found):
            scores[name] = found
    if not scores and broken:
        raise broken[0]
    first = _first(scores)
    if first is None:
        known, ranked = ", ".join(platform_names()), sorted(scores, key=lambda each: scores[each], reverse=True)
        if not ranked:
            raise InputError.of("NET-PLT-105", path, known=known)
        raise InputError.of("NET-PLT-102", path, likely=", ".join(ranked), known=known)
    return first


def _ahead(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a text is clearly one platform's: only that one has certain lines, or clearly more of the likely ones."""
    if first[0] or second[0]:
        return bool(first[0]) and not second[0]
    return first[1] >= second[1] + LEAD
