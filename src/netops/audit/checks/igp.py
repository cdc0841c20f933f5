"""Routing protocols inside of the network: OSPF, IS-IS, LDP; who is believed, and who is spoken to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from netops.audit.answer import Answer, Basis, Subject, Word, once
from netops.audit.checks.outward import faces_neighbor, named
from netops.audit.checks.proofs import chains, worth
from netops.model import (
    Interface,
    InterfaceKind,
    IPNetwork,
    IsisInterface,
    IsisProcess,
    Line,
    OspfArea,
    OspfInterface,
    OspfProcess,
)

Network = tuple[IPNetwork, OspfProcess, int]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A port at which OSPF looks for neighbours, by a line of its own or by a network of its process.

    Attributes:
        process: None where no line begins it.
        area: number of the area.
    """

    port: Interface
    process: OspfProcess | None
    area: int

    def proof(self) -> tuple[str | None, str | None, frozenset[int]]:
        """Return how packets are proved, by which chain, and by which keys; what stands at the port counts before its area."""
        own, area = self.port.ospf or OspfInterface(self.area), self._area()
        if own.authentication is not None or area is None:
            return own.authentication, own.key_chain, own.keys
        return area.authentication, area.key_chain, own.keys | area.keys

    def _area(self) -> OspfArea | None:
        areas = self.process.areas if self.process is not None else ()
        return next((each for each in areas if each.number == self.area), None)

    def lines(self) -> tuple[Line, ...]:
        """Return what the port says of OSPF; its heading where it says nothing."""
        return (self.port.ospf.lines if self.port.ospf is not None else ()) or self.port.lines[:1]

    def proving(self) -> tuple[Line, ...]:
        """Return what says how packets are proved: the port's lines, with those of its area where these say it."""
        area = self._area()
        by_area = area is not None and (self.port.ospf is None or self.port.ospf.authentication is None)
        return (*self.lines(), *(area.lines if area is not None and by_area else ()))

    def evidence(self) -> tuple[Line, ...]:
        """Return what says how packets are proved; where nothing does, the line by which OSPF speaks at the port."""
        return self.lines()[:1] if self.proof()[0] is None else self.proving()


@once
def speakers(subject: Subject) -> list[Speaker]:
    """Return where OSPF looks for neighbours: ports that are up, no loopbacks, passive neither by themselves nor by their process."""
    processes = {(each.process, each.vrf if each.process is None else None): each for each in subject.device.ospf}
    networks = [
        (network, each, area.number) for each in subject.device.ospf for area in each.areas for network in area.networks
    ]
    found = []
    for port in named(subject.device):
        if (
            port.enabled
            and port.kind is not InterfaceKind.LOOPBACK
            and not (port.ospf is not None and port.ospf.passive)
        ):
            speaker = _own(port, processes) or _covered(port, networks)
            if speaker is not None and not _silent(speaker):
                found.append(speaker)
    return found


def _own(port: Interface, known: Mapping[tuple[str | None, str | None], OspfProcess]) -> Speaker | None:
    if port.ospf is None:
        return None
    name = port.ospf.process
    process = known.get((name, None if name is not None else port.vrf)) or known.get((None, port.vrf))
    return Speaker(port, process, port.ospf.area)


def _covered(port: Interface, networks: list[Network]) -> Speaker | None:
    """Return a port that a network of a process of its VRF covers, the longest first."""
    first = next((each for each in port.addresses if each.version == 4 and each not in port.secondary), None)  # of IP
    if first is None:
        return None
    held = [each for each in networks if each[1].vrf == port.vrf and first.ip in each[0]]
    if not held:
        return None
    _, process, area = max(held, key=lambda each: each[0].prefixlen)
    return Speaker(port, process, area)


def _silent(speaker: Speaker) -> bool:
    process, name = speaker.process, speaker.port.name
    return process is not None and (name in process.passive or (process.passive_default and name not in process.active))


def ospf_authentication(subject: Subject) -> Answer:
    """B160: every interface on which OSPF looks for neighbours authenticates them; by MD5 only is partial.

    What stands at the interface counts before what stands at its area; ``null`` there turns the area's off. Virtual links
    prove themselves by their own line, else as the backbone does.
    """
    if not speakers(subject):
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    held = [*_proofs(subject), *_weak_links(subject)]
    wrong = [each for each in held if each.word is Word.NON_COMPLIANT]
    weak = [each for each in held if each.word is Word.PARTIAL]
    lines = tuple(dict.fromkeys(line for each in wrong or weak or held for line in each.lines))
    word = Word.NON_COMPLIANT if wrong else Word.PARTIAL if weak else Word.COMPLIANT
    shown = ", ".join(each.name for each in wrong or weak) or "-"
    chained = any(each.chained for each in wrong)  # that a chain has no secret rests on all of it being read
    whole = chained or word is Word.COMPLIANT  # another virtual link may stand in a line that nobody understood
    basis = Basis.ABSENCE if any(each.missing for each in wrong) else Basis.EXPLICIT
    return Answer(word, basis, lines, {"ports": shown}, whole=whole)


class _Proof(NamedTuple):
    """What the proof of a port or a virtual link is worth.

    Attributes:
        missing: no line says how packets of a port are proved.
        chained: it rests on a key chain.
    """

    name: str
    word: Word
    lines: tuple[Line, ...]
    missing: bool = False
    chained: bool = False


def _proofs(subject: Subject) -> Iterator[_Proof]:
    """Yield what the proofs of ports are worth."""
    known = chains(subject)
    for each in speakers(subject):
        kind, chain, keys = each.proof()
        word = worth(kind, chain, known, has_key=bool(keys) or kind != "md5")
        yield _Proof(each.port.name, word, each.evidence(), kind is None, chain is not None)


_LINK = "virtual link "


def _weak_links(subject: Subject) -> Iterator[_Proof]:
    """Yield the virtual links that prove nothing or little; they belong to area 0, through whichever area they go."""
    known = chains(subject)
    for process in subject.device.ospf:
        backbone = next((each for each in process.areas if each.number == 0), None)
        for area in process.areas:
            found = []
            for name, said in sorted(each for each in area.fields if each[0].startswith(_LINK)):
                kind, _, chain = said.partition(" ")
                proof: tuple[str | None, str | None] = (kind, chain or None)
                if said == "on":
                    proof = (backbone.authentication, backbone.key_chain) if backbone is not None else (None, None)
                word = worth(*proof, known)
                if word is not Word.COMPLIANT:
                    found.append(_Proof(name, word, (), chained=proof[1] is not None))
            yield from _with_lines(found, area)


def _with_lines(links: list[_Proof], area: OspfArea) -> Iterator[_Proof]:
    """Yield virtual links with the lines of their area that name their peers."""
    peers: dict[str, list[Line]] = {each.name.removeprefix(_LINK): [] for each in links}
    for line in area.lines if peers else ():
        for peer in peers.keys() & {*line.text.split(" ")}:
            peers[peer].append(line)
    for each, lines in zip(links, peers.values(), strict=True):
        yield each._replace(lines=tuple(lines) or area.lines[:1])


def isis_authentication(subject: Subject) -> Answer:
    """B162: IS-IS proves its hellos at every port and its link state packets in the area or the domain (RFC 5304, RFC 5310).

    What is only sent with a proof and taken in without one proves nothing (``send-only``), at the levels that are spoken.
    Its MD5 is an HMAC, other than that of OSPF. Where keys stand in chains alone, a way without one proves nothing.
    """
    processes = {each.process: each for each in subject.device.isis}
    ports = [each for each in named(subject.device) if speaks_isis(each, processes)]
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    known = chains(subject)
    kept_apart = subject.told("isis-keys").value == "chain"
    words: dict[str, Word] = {}
    for each in ports:
        process = processes.get(each.isis.process if each.isis is not None else "")
        level = process.level if process is not None else None
        own, chain = _heard(each.isis, (each.isis.level if each.isis else None) or level), _chain(each)
        hello = _proved(worth(kind, chain, known, has_key=chain is not None or not kept_apart) for kind in own)
        of_all, chain = _heard(process, level), _of_process(process)
        link = _proved(worth(kind, chain, known, has_key=chain is not None or not kept_apart) for kind in of_all)
        words[each.name] = hello if hello is link else Word.PARTIAL
    wrong = [each for each in ports if words[each.name] is not Word.COMPLIANT]
    bad = bool(wrong) and all(words[each.name] is Word.NON_COMPLIANT for each in ports)
    word = Word.NON_COMPLIANT if bad else Word.PARTIAL if wrong else Word.COMPLIANT
    lines = tuple(line for each in wrong for line in (each.isis.lines[:1] if each.isis else ()))
    if not wrong:
        lines = tuple(line for each in ports for line in (each.isis.lines if each.isis else ()))
        lines += tuple(line for each in processes.values() for line in each.lines)
    basis = Basis.ABSENCE if wrong else Basis.EXPLICIT
    return Answer(word, basis, lines, {"ports": ", ".join(each.name for each in wrong) or "-"})


_OTHER = {"level-1": frozenset({"domain", "level-2"}), "level-2": frozenset({"area", "level-1"})}
"""Parts that say nothing of a router that speaks at one level only."""


def _heard(held: IsisInterface | IsisProcess | None, level: str | None) -> Iterator[str | None]:
    """Yield how packets are proved at the levels that are spoken; None where nobody looks at the proofs of others."""
    if held is None:
        return
    unheard = {value for name, value in held.fields if name == "unheard"} - _OTHER.get(level or "", frozenset())
    for part, kind in sorted(held.authentication):
        if part not in _OTHER.get(level or "", ()):
            yield None if part in unheard or (not part and unheard) else kind


def _proved(words: Iterable[Word]) -> Word:
    """Return ``compliant`` where there is a proof and each is one."""
    found = list(words)
    return Word.COMPLIANT if found and Word.NON_COMPLIANT not in found else Word.NON_COMPLIANT


def _chain(port: Interface) -> str | None:
    """Return the key chain of a port's hellos; a device may name it in a line of its own."""
    fields = port.isis.fields if port.isis is not None else ()
    return next((value.split()[0] for name, value in sorted(fields) if "key-chain" in name or "keychain" in name), None)


def _of_process(process: IsisProcess | None) -> str | None:
    fields = process.fields if process is not None else ()
    return next((value.split()[0] for name, value in sorted(fields) if "key-chain" in name or "keychain" in name), None)


def speaks_isis(port: Interface, known: Mapping[str, IsisProcess]) -> bool:
    """Tell whether IS-IS looks for neighbours at a port."""
    if port.isis is None or port.isis.passive or not port.enabled or port.kind is InterfaceKind.LOOPBACK:
        return False
    process = known.get(port.isis.process)
    return process is None or port.name not in process.passive


def ldp_authentication(subject: Subject) -> Answer:
    """B168: sessions of LDP have passwords: all by one line, or as many as there are ports to look for neighbours at (RFC 5036, 2.9)."""
    ldp = subject.device.ldp
    ports = [each for each in named(subject.device) if ldp is not None and each.name in ldp.interfaces and each.enabled]
    if ldp is None or not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"peers": "-"})
    values = {"peers": ", ".join(sorted(ldp.passwords)) or "-"}
    if ldp.passwords & {"all"} or len(ldp.passwords) >= len(ports):
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, ldp.lines, values)
    word = Word.PARTIAL if ldp.passwords or ldp.authenticated else Word.NON_COMPLIANT
    return Answer(word, Basis.ABSENCE, ldp.lines[:1] or ports[0].lines[:1], values)


def igp_towards_customers(subject: Subject) -> Answer:
    """B169: the IGP doesn't speak on ports that face a department: those of the inventory, in a VRF, or with external BGP."""
    isis = {each.process: each for each in subject.device.isis}
    if not subject.device.ospf and not any(each.ospf or each.isis for each in subject.device.interfaces):
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    speaking = {each.port.name: (each.port, each.lines()) for each in speakers(subject)}
    for port in named(subject.device):
        if speaks_isis(port, isis):
            speaking.setdefault(port.name, (port, port.isis.lines if port.isis is not None else ()))
    facing = {name: lines for name, (port, lines) in speaking.items() if _faces_customer(port, subject)}
    if facing:
        lines = tuple(line for each in facing.values() for line in each)
        places = tuple({"port": name} for name in facing)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"ports": ", ".join(sorted(facing))}, places=places)
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), {"ports": "-"}, whole=True)


def _faces_customer(interface: Interface, subject: Subject) -> bool:
    if interface.name in subject.context.customer_ports or interface.vrf is not None:
        return True
    return faces_neighbor(interface, subject)


CHECKS = {
    "B160": ospf_authentication,
    "B162": isis_authentication,
    "B168": ldp_authentication,
    "B169": igp_towards_customers,
}
