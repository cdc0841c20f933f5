"""Cryptography: what of all algorithms is broken or national, key chains, trust points; and administration apart from all else."""

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.audit.checks.algorithms import weak_of
from netops.audit.checks.barriers import boundary
from netops.audit.checks.reaching import is_called_management, management
from netops.audit.crypto import CryptoState, crypto_uses
from netops.model import Interface, Key, KeyChain, TrustPoint


def in_use(subject: Subject) -> Answer:
    """B190: no algorithm that the device offers is broken; which are national (SM2, SM3, SM4) is said beside.

    Evidence for GB/T 39786-2021, never its verdict: neither keys nor modules are in a config.
    """
    uses = [
        each for each in crypto_uses(subject.device, subject.known.defaults) if each.state is not CryptoState.UNKNOWN
    ]
    named = {state: sorted({each.algorithm for each in uses if each.state is state}) for state in CryptoState}
    values = {
        state.value: ", ".join(names) or "-" for state, names in named.items() if state is not CryptoState.UNKNOWN
    }
    if not uses:
        return Answer(Word.MANUAL, Basis.ABSENCE, values=values)
    broken = [each for each in uses if each.state is CryptoState.BROKEN]
    outdated = subject.known.defaults.get("snmp", {}).get("outdated", ())
    best = [each for each in broken if each.purpose == _BEST[0] and each.algorithm == _BEST[1] and not outdated]
    chosen = broken or uses
    lines = tuple(dict.fromkeys(line for each in chosen for line in each.lines))
    basis = Basis.EXPLICIT if lines else Basis.PLATFORM_DEFAULT
    word = Word.COMPLIANT if not broken else Word.MANUAL if len(best) == len(broken) else Word.NON_COMPLIANT
    return Answer(word, basis, lines, values)


_BEST = ("snmp_authentication", "sha")
"""What many releases have nothing better than: whether this one has SHA-2 is for a person, unless the platform's defaults say so."""


def key_chains(subject: Subject) -> Answer:
    """B191: keys of routing protocols prove packets by SM3 or SHA-2; MD5 and SHA-1 are partial, a clear password proves nothing.

    A key without an algorithm has what the protocol brings, which the chain doesn't tell.
    """
    keys = [(chain, key) for chain in subject.device.management.key_chains for key in chain.keys]
    keys.sort(key=lambda pair: (pair[0].name, pair[1].number))
    if not keys:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"keys": "-"})
    clear = [pair for pair in keys if pair[1].algorithm in {"simple", "none", "null"}]
    weak = [pair for pair in keys if pair[1].algorithm and weak_of([pair[1].algorithm], subject.policy.weak_keys)]
    silent = [pair for pair in keys if pair[1].algorithm is None]
    wrong = clear or weak or silent
    lines = tuple(dict.fromkeys(line for chain, key in wrong or keys for line in key.lines or chain.lines))
    shown = {"keys": ", ".join(map(_key, wrong)) or "-"}
    word = Word.NON_COMPLIANT if clear else Word.PARTIAL if weak else Word.MANUAL if silent else Word.COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, shown)


def _key(found: tuple[KeyChain, Key]) -> str:
    chain, key = found
    return f"{chain.name} {key.number} {key.algorithm or '?'}"


def trust_points(subject: Subject) -> Answer:
    """B192: keys of certificates are long enough; an identity that the device signed itself, or no check of revocation, is partial.

    How long a certificate holds isn't in a config.
    """
    points = sorted(subject.device.management.trust_points, key=lambda each: each.name)
    if not points:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"points": "-"})
    faults = [(each, _faults(each, subject)) for each in points]
    short = [(each, found) for each, found in faults if any(text.isdigit() for text in found)]
    doubtful = [(each, found) for each, found in faults if found]
    wrong = short or doubtful
    lines = tuple(dict.fromkeys(line for each, _ in wrong or faults for line in each.lines))
    shown = {"points": ", ".join(f"{each.name}: {' '.join(found)}" for each, found in wrong) or "-"}
    word = Word.NON_COMPLIANT if short else Word.PARTIAL if doubtful else Word.COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, shown)


def _faults(point: TrustPoint, subject: Subject) -> list[str]:
    """Return what is wrong with a trust point: a length of its keys in bits, ``selfsigned``, ``revocation``."""
    named = [word for name, text in point.fields if "key" in name for word in text.split() if word.isdigit()]
    short = [
        word for word in named if int(word) >= 256 and int(word) < subject.policy.modulus_bits
    ]  # less is no length
    found = short[:1]
    if point.enrollment == "selfsigned":
        found.append("selfsigned")
    if (
        point.revocation is not None and "none" in point.revocation.split()
    ):  # behind other ways: where these give no answer
        found.append("revocation")
    return found


def own_network(subject: Subject) -> Answer:
    """B046: administration has a network of its own: a VRF, or a port that no other network shares.

    Which networks are the management's the inventory or the policy says; without them a VRF of such a name counts.
    """
    known, ports = management(subject), _ports(subject)
    called = {each for each in {port.vrf for port in ports} if each is not None and is_called_management(each, subject)}
    named = [each for each in ports if each.vrf in called]
    standing = [
        each
        for each in ports
        if known
        and any(address.ip in net for address in each.addresses for net in known if net.version == address.version)
    ]
    chosen = standing or named
    lines = tuple(line for each in chosen for line in each.lines)
    shown = {"ports": ", ".join(each.name for each in chosen) or "-", "shared": "-"}
    if not chosen:
        return Answer(Word.MANUAL, Basis.ABSENCE, values=shown)
    mixed = [each for each in standing if each.vrf is None and _is_shared(each, subject)]
    if mixed:
        lines = tuple(line for each in mixed for line in each.lines)
        return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {**shown, "shared": ", ".join(each.name for each in mixed)})
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, shown)


def _ports(subject: Subject) -> list[Interface]:
    return sorted(
        (each for each in subject.device.interfaces if each.enabled and each.addresses), key=lambda each: each.name
    )


def _is_shared(port: Interface, subject: Subject) -> bool:
    """Return whether a port of the management carries something else: the boundary, a department, another network."""
    others = [
        each
        for each in port.addresses
        if not any(each.ip in net for net in management(subject) if net.version == each.version)
    ]
    facing = {*(boundary(subject) or ()), *subject.context.customer_ports}
    return bool(others) or port.name in facing


CHECKS = {
    "B046": own_network,
    "B190": in_use,
    "B191": key_chains,
    "B192": trust_points,
}
