"""Which devices ``-F`` means."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Protocol

from netops.errors import InputError

KEYS = ("role", "platform", "group", "department")


class Selectable(Protocol):
    """What is asked of a host of the inventory."""

    @property
    def name(self) -> str:
        """The host's name."""

    @property
    def platform(self) -> str:
        """The platform's name."""

    @property
    def role(self) -> str:
        """P, pe, ce or legacy."""

    @property
    def groups(self) -> Iterable[str]:
        """The groups of ``hosts.yml`` that the host is in."""


def select(
    hosts: Mapping[str, Selectable], filters: Sequence[str] | None, departments: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """Return the names of the hosts for which every filter holds, in the inventory's order.

    Args:
        hosts: the inventory's hosts by name.
        filters: ``pe1``, ``finance-*``, ``role=ce``, ``group=backbone``, ``platform=frr``, ``department=finance``.
        departments: the hosts of each department.

    Raises:
        InputError: NET-CLI-006 where nothing is left, NET-CLI-007 where a key is unknown.
    """
    wanted = tuple(filters or ())
    chosen = tuple(name for name, host in hosts.items() if all(_fits(host, word, departments) for word in wanted))
    if not chosen:
        raise InputError.of("NET-CLI-006", filters=" ".join(wanted), known=", ".join(hosts), keys=", ".join(KEYS))
    return chosen


def _fits(host: Selectable, word: str, departments: Mapping[str, Iterable[str]]) -> bool:
    key, equals, value = word.partition("=")
    if not equals:
        return fnmatchcase(host.name, word)
    match key:
        case "role":
            return host.role == value
        case "platform":
            return host.platform == value
        case "group":
            return value in host.groups
        case "department":
            return host.name in departments.get(value, ())
        case _:
            raise InputError.of("NET-CLI-007", key=key, keys=", ".join(KEYS))
