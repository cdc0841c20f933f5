"""A platform as one value, and the platforms that there are: one folder each, found by listing.

A folder has ``rulebook.yml`` and, as modules, ``session`` with ``SESSION``, ``reader`` with ``read`` and ``refusals`` with
``refusals``. A seventh vendor is a seventh folder; nothing here changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import yaml

from netops.config.reading import parse
from netops.config.rulebook import Rulebook
from netops.config.rulebook_file import load_rulebook
from netops.config.tree import Tree
from netops.errors import InputError
from netops.model import Device, Line
from netops.platforms.session import SessionProfile

ROOM = Path(__file__).parent


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
        templates: folder of its templates below ``templates/``.
        defaults: what a missing line means, by topic and field of the model: ``defaults["ssh"]["auth_tries"]``.
        refusals: what of a device the platform can't express, by name: `netops.render` refuses it.
    """

    name: str
    rulebook: Rulebook
    read: Callable[[Tree], Device]
    profile: SessionProfile | None
    templates: str
    defaults: Mapping[str, Mapping[str, Any]]
    refusals: Callable[[Device], Iterable[Refusal]]

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
    return tuple(sorted(each.parent.name for each in ROOM.glob("*/rulebook.yml")))


@cache
def get_platform(name: str) -> Platform:
    """Return a platform.

    Raises:
        InputError: NET-PLT-101, there is no such platform; NET-CFG-020 and 021, its rulebook is wrong.

    Example:
        >>> get_platform("frr").templates
        'frr'
    """
    if name not in platform_names():
        raise InputError.of("NET-PLT-101", name=name, known=", ".join(platform_names()))
    return Platform(
        name,
        rulebook_of(name),
        _module(name, "reader", "read", _unread),
        _module(name, "session", "SESSION", None),
        name,
        _defaults(name),
        _module(name, "refusals", "refusals", _all_refused),
    )


def _module(name: str, file: str, what: str, otherwise: Any) -> Any:  # noqa: ANN401  # whatever the file holds under that name
    """Return what a platform's file defines; ``otherwise`` where the platform doesn't have that file yet."""
    if not any((ROOM / name / each).exists() for each in (f"{file}.py", file)):
        return otherwise
    return getattr(import_module(f"netops.platforms.{name}.{file}"), what)


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


def _defaults(name: str) -> Mapping[str, Mapping[str, Any]]:
    path = ROOM / name / "defaults.yml"
    if not path.exists():
        return MappingProxyType({})
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return MappingProxyType(loaded)


@cache
def rulebook_of(name: str) -> Rulebook:
    """Return the text rules of a platform."""
    path = ROOM / name / "rulebook.yml"
    return load_rulebook(path.read_text(encoding="utf-8"), f"platforms/{name}/rulebook.yml", _family)


def _family(name: str) -> tuple[str, str]:
    """Return what several vendors' rulebooks share, and its file."""
    path = ROOM / "families" / f"{name}.yml"
    return path.read_text(encoding="utf-8"), f"platforms/families/{name}.yml"


@dataclass(frozen=True, slots=True)
class _Text:
    """The part of a platform that is needed to read a text."""

    name: str
    rulebook: Rulebook


def detect(data: bytes | str, *, path: str | None = None) -> Platform:
    r"""Return the platform that a config comes from.

    Raises:
        InputError: NET-PLT-102, it looks like none, or like more than one: say which it is.

    Example:
        >>> detect("frr version 8.4.4\nhostname r1\nrouter ospf\n ospf router-id 10.255.0.1\nexit\n").name
        'frr'
    """
    likely = [name for name in platform_names() if _looks_like(name, data, path)]
    if len(likely) != 1:
        known = ", ".join(platform_names())
        raise InputError.of("NET-PLT-102", path, likely=", ".join(likely) or "-", known=known)
    return get_platform(likely[0])


def _looks_like(name: str, data: bytes | str, path: str | None) -> bool:
    rulebook = rulebook_of(name)
    try:
        tree = parse(_Text(name, rulebook), data, path=path)
    except InputError:
        return False
    lines = (line.strip() for line in tree.source.split("\n")[:500])
    return any(sign.fullmatch(line) for line in lines for sign in rulebook.signs)
