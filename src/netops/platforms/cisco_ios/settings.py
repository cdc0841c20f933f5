"""What stands in one line of Cisco IOS by itself: whether the device would understand it as it is meant."""

from collections.abc import Iterator
from functools import lru_cache

from netops.config.node import Node
from netops.model import Management, PasswordPolicy, Secret, Snmp, TerminalLine
from netops.platforms.cisco_ios.reader import DIALECT, READERS
from netops.platforms.ios_family.access import line_setting
from netops.platforms.ios_family.device import said_alone

Settings = frozenset[tuple[str, str]]

_KEPT = 1 << 12
# How a secret can lie in a line, by the type before it (Cisco IOS Security Command Reference, enable secret; key config-key).
HASHES = frozenset({Secret("hash", "md5"), Secret("hash", "sha256"), Secret("hash", "scrypt")})
READABLE = frozenset({Secret("plain"), Secret("reversible", "type 7")})
ENCRYPTED = frozenset({Secret("reversible", "aes")})


def line_of(name: str, value: str) -> str:
    """Return the line of a setting, as templates/cisco_ios/_settings.j2 writes it.

    Example:
        >>> line_of("ip source-route", "off"), line_of("ip icmp", "rate-limit unreachable 100")
        ('no ip source-route', 'ip icmp rate-limit unreachable 100')
    """
    return {"off": f"no {name}", "on": name}.get(value, f"{name} {value}")


@lru_cache(_KEPT)
def _said(line: str) -> Management | None:
    return said_alone(line, DIALECT, READERS)


def of_device(fields: Settings) -> Iterator[str]:
    """Yield why a setting of the device as a whole can't be written; the line must say it, and nothing else."""
    for pair in sorted(fields):
        if _said(line_of(*pair)) != Management(fields=frozenset({pair})):
            yield _unknown(pair)


def of_snmp(fields: Settings) -> Iterator[str]:
    """Yield why a setting of SNMP can't be written."""
    for pair in sorted(fields):
        if _said(line_of(*pair)) != Management(snmp=Snmp(fields=frozenset({pair}))):
            yield _unknown(pair)


def of_passwords(fields: Settings) -> Iterator[str]:
    """Yield why a rule for passwords can't be written."""
    for pair in sorted(fields):
        if _said(line_of(*pair)) != Management(passwords=PasswordPolicy(fields=frozenset({pair}))):
            yield _unknown(pair)


def of_line(each: TerminalLine) -> Iterator[str]:
    """Yield why a setting below ``line vty`` can't be written."""
    for pair in sorted(each.fields):
        if pair[0].startswith("access-class "):
            way = pair[0].removeprefix("access-class ")
            if pair[1] != "vrf-also" or way not in {"in" if one.inbound else "out" for one in each.filters}:
                yield _unknown(pair)
        elif line_setting(DIALECT, Node(line_of(*pair))) != {pair}:
            yield _unknown(pair)


def once(fields: Settings) -> Iterator[str]:
    """Yield the names that stand twice where the device has one line for each."""
    names = [name for name, _ in fields]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield f"{name} has two values"


def _unknown(pair: tuple[str, str]) -> str:
    return f"the device has no line that says {pair[0]}: {pair[1]}"
