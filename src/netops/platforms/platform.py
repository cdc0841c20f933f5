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
        session: how one talks to it.
        templates: folder of its templates below ``templates/``.
        defaults: what a missing line means, by topic and field of the model: ``defaults["ssh"]["auth_tries"]``.
        refusals: what of a device the platform can't express, by name: `netops.render` refuses it.
    """

    name: str
    rulebook: Rulebook
    read: Callable[[Tree], Device]
    session: SessionProfile
    templates: str
    defaults: Mapping[str, Mapping[str, Any]]
    refusals: Callable[[Device], Iterable[Refusal]]


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
    folder = f"netops.platforms.{name}"
    session: SessionProfile = import_module(f"{folder}.session").SESSION
    read: Callable[[Tree], Device] = import_module(f"{folder}.reader").read
    refusals: Callable[[Device], Iterable[Refusal]] = import_module(f"{folder}.refusals").refusals
    return Platform(name, rulebook_of(name), read, session, name, _defaults(name), refusals)


def _defaults(name: str) -> Mapping[str, Mapping[str, Any]]:
    loaded = yaml.load((ROOM / name / "defaults.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return MappingProxyType(loaded)


@cache
def rulebook_of(name: str) -> Rulebook:
    """Return the text rules of a platform."""
    path = ROOM / name / "rulebook.yml"
    return load_rulebook(path.read_text(encoding="utf-8"), f"platforms/{name}/rulebook.yml")


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
