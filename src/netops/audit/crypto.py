"""国密 state: which algorithms a device uses, and whether each is national (SM2, SM3, SM4), acceptable or broken.

It is evidence for 密评 (GB/T 39786-2021), never its verdict: a config shows neither how keys are managed nor whether a module
is certified. What the model has no algorithm of (the password of a BGP session, IPsec) isn't here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from netops.audit.answer import Basis, cited
from netops.audit.catalogue import algorithms
from netops.model import Device, Line


class CryptoState(StrEnum):
    """What an algorithm is."""

    NATIONAL = "national"
    ACCEPTABLE = "acceptable"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CryptoUse:
    """One algorithm that a device uses for one purpose.

    Attributes:
        purpose: ``ssh_cipher``, ``snmp_privacy``, ``key_chain`` …
        algorithm: as the device writes it; ``?`` where neither a line nor a known default says it.
        name: of the user, chain or port that has it; empty where it is the device's.
        lines: those that say it; none for a default.
    """

    purpose: str
    algorithm: str
    state: CryptoState
    basis: Basis
    name: str = ""
    lines: tuple[Line, ...] = ()

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the use for ``--json``."""
        texts = algorithms()
        return {
            "purpose": self.purpose,
            "label": texts.purposes[self.purpose].of(language),
            "name": self.name,
            "algorithm": self.algorithm,
            "state": self.state.value,
            "state_label": texts.states[self.state.value].of(language),
            "basis": self.basis.value,
            "lines": [{"n": line.number, "text": line.text} for line in self.lines],
        }


@cache
def state_of(algorithm: str) -> CryptoState:
    """Return what an algorithm is, by its name.

    Example:
        >>> [state_of(name).value for name in ("sm4_gcm", "aes256-ctr", "hmac-sha1", "something")]
        ['national', 'acceptable', 'broken', 'unknown']
    """
    name = algorithm.lower().replace("_", "-")
    for state, patterns in algorithms().patterns.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return CryptoState(state)
    return CryptoState.UNKNOWN


def crypto_uses(device: Device, defaults: Mapping[str, Mapping[str, object]]) -> tuple[CryptoUse, ...]:
    """Return the algorithms that a device uses, by purpose and name.

    Args:
        device: as it was read, or as it is intended.
        defaults: what a missing line means on this platform and release.
    """
    found = [*_ssh(device, defaults), *_snmp(device), *_keys(device), *_routing(device)]
    order = {name: place for place, name in enumerate(algorithms().purposes)}
    return tuple(sorted(set(found), key=lambda use: (order[use.purpose], use.name, use.algorithm)))


def counted(uses: Iterable[CryptoUse]) -> Mapping[str, int]:
    """Return how many uses have each state."""
    counts = Counter(each.state for each in uses)
    return {state.value: counts[state] for state in CryptoState}


def _use(purpose: str, algorithm: str, lines: tuple[Line, ...], name: str = "") -> CryptoUse:
    return CryptoUse(purpose, algorithm, state_of(algorithm), Basis.EXPLICIT, name, lines)


SSH_FIELDS = {
    "ciphers": "ssh_cipher",
    "macs": "ssh_mac",
    "key_exchanges": "ssh_key_exchange",
    "host_keys": "ssh_host_key",
}


def _ssh(device: Device, defaults: Mapping[str, Mapping[str, object]]) -> Iterator[CryptoUse]:
    """What the SSH service offers; an algorithm that is offered may be taken."""
    server = device.management.ssh
    if server.enabled is False:
        return
    for field, purpose in SSH_FIELDS.items():
        named = tuple(getattr(server, field))
        for each in named:
            yield _use(purpose, each, cited(server.sources, server.lines, field, (each,)))
        if named:
            continue
        known = defaults.get("ssh", {}).get(field)
        for each in known if isinstance(known, (list, tuple, set, frozenset)) else ():
            yield CryptoUse(purpose, str(each), state_of(str(each)), Basis.PLATFORM_DEFAULT)
        if known is None and field != "host_keys":
            yield CryptoUse(purpose, "?", CryptoState.UNKNOWN, Basis.ABSENCE)


def _snmp(device: Device) -> Iterator[CryptoUse]:
    snmp = device.management.snmp
    if snmp.communities:
        yield _use("snmp_community", "community", tuple(line for each in snmp.communities for line in each.lines))
    for user in snmp.users:
        yield _use("snmp_authentication", user.authentication or "none", user.lines, user.name)
        yield _use("snmp_privacy", user.privacy or "none", user.lines, user.name)


def _keys(device: Device) -> Iterator[CryptoUse]:
    for chain in device.management.key_chains:
        for key in chain.keys:
            yield _use("key_chain", key.algorithm or "?", key.lines or chain.lines, f"{chain.name} {key.number}")
    clock = device.management.clock
    for number, algorithm in clock.keys:
        yield _use("ntp", algorithm, clock.lines, str(number))


CHAIN = frozenset({"key-chain", "keychain"})
"""The algorithm is the chain's, which has a row of its own."""


def _routing(device: Device) -> Iterator[CryptoUse]:
    for port in device.interfaces:
        if port.ospf is not None:
            yield from _proved("ospf", port.ospf.authentication, port.ospf.lines or port.lines, port.name)
        if port.isis is not None:
            for _, kind in port.isis.authentication:
                yield from _proved("isis", kind, port.isis.lines or port.lines, port.name)
    for area in (each for process in device.ospf for each in process.areas):
        yield from _proved("ospf", area.authentication, area.lines, f"area {area.number}")
    for process in device.isis:
        for scope, kind in process.authentication:
            yield from _proved("isis", kind, process.lines, f"{process.process} {scope}".strip())


def _proved(purpose: str, kind: str | None, lines: tuple[Line, ...], name: str) -> Iterator[CryptoUse]:
    if kind is not None and kind not in CHAIN:
        yield _use(purpose, kind, lines, name)
