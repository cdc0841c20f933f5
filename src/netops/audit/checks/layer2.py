"""Who and what gets onto the network at its edge (8.1.3.1 b, c; 9.1.3.1 e): access ports, their VLANs, and trunks."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from netops.audit.answer import Answer, Basis, Setting, Subject, Word, once, weakest
from netops.audit.checks.outward import named
from netops.audit.saying import Stated
from netops.model import AaaMethod, Interface, InterfaceKind, Line

Ranges = tuple[tuple[int, int], ...]
FIRST = 1
"""The VLAN that all ports are in until a line says another."""


@once
def access_ports(subject: Subject) -> list[Interface]:
    """Return the ports that hosts are plugged into: at layer 2, up, in one VLAN, and no member of an aggregate."""
    usual = subject.known.defaults.get("switchport", {}).get("mode")
    joints = subject.context.joints
    held = [*_switched(subject), *(_silent(subject) if usual == "access" else ())]
    return [each for each in held if (each.switchport is None or _is_access(each, usual)) and each.name not in joints]


def _silent(subject: Subject) -> list[Interface]:
    """Return the ports in use of a switch that say nothing of their VLAN: access ports of the first one, where the platform has them so.

    In use is what has a description; a port without any line is idle, which another check asks for.
    """
    ports = named(subject.device)
    if not any(each.switchport is not None for each in ports):
        return []
    others = {each.name.rpartition(".")[0] for each in ports if each.kind is InterfaceKind.SUB}
    others |= subject.context.management_ports
    return [
        each
        for each in ports
        if each.kind is InterfaceKind.PHYSICAL
        and each.enabled
        and each.description is not None
        and not (each.switchport or each.routed or each.addresses or each.vrf or each.aggregate or each.unnumbered)
        and each.name not in others
    ]


@once
def _switched(subject: Subject) -> list[Interface]:
    """Return the ports at layer 2 that are up; what holds for an aggregate stands at the aggregate."""
    return [
        each
        for each in named(subject.device)
        if each.switchport is not None
        and each.enabled
        and each.aggregate is None
        and each.kind in {InterfaceKind.PHYSICAL, InterfaceKind.AGGREGATE}
        and each.name not in subject.context.management_ports
    ]


def _is_access(port: Interface, usual: object) -> bool:
    own = port.switchport
    if own is None:
        return False
    mode = own.mode or (str(usual) if usual is not None else None)
    if mode is None:
        return own.access is not None and own.native is None and own.allowed is None
    if mode == "hybrid":
        return own.allowed is not None and own.allowed == own.untagged
    return mode == "access"


def _vlan(port: Interface) -> int:
    own = port.switchport
    return (own.access or own.native if own is not None else None) or FIRST


def _each(subject: Subject, judge: Callable[[Interface], Answer]) -> Answer:
    """Return one answer for all access ports: partial where some hold and others don't."""
    answers = {each.name: judge(each) for each in access_ports(subject)}
    wrong = [name for name, each in answers.items() if each.word is not Word.COMPLIANT]
    answer = weakest(answers.values(), ports=", ".join(wrong) or "-")
    if any(not answers[name].places for name in wrong):
        answer = replace(answer, places=())  # half of a fix mends nothing
    if answer.word is not Word.NON_COMPLIANT or all(each.word is Word.NON_COMPLIANT for each in answers.values()):
        return answer
    return Answer(Word.PARTIAL, answer.basis, answer.lines, answer.values, answer.whole, answer.places)


def _good(*stated: Stated | Setting | None) -> Answer:
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, tuple(line for each in stated if each for line in each.lines))


def _lacks(port: Interface, word: Word = Word.NON_COMPLIANT, lines: tuple[Line, ...] = ()) -> Answer:
    """Return that a port lacks something: the line that begins its section is cited, where no other is."""
    return Answer(word, Basis.ABSENCE, lines or port.lines[:1], places=({"port": port.name},))


def _hindered(port: Interface, stated: Stated, word: Word = Word.NON_COMPLIANT) -> Answer:
    """Return that a line of a port keeps it from being guarded: no line more mends that, people take it away."""
    return Answer(word, Basis.ABSENCE, stated.lines or port.lines[:1])


def _on(subject: Subject, port: Interface, *names: str) -> Stated | None:
    """Return what turns the first of some protections of a port on; None where none is on."""
    said = subject.on_port(port)
    return next((said[name] for name in names if name in said and said[name].value != "off"), None)


@once
def admission(subject: Subject) -> Answer:
    """B140: access ports let in known devices only (IEEE 802.1X, or by their MAC addresses at a server).

    Some devices ask for a line that turns it on as a whole. A port in monitor mode, and one that limits addresses by other
    means, is half of it; so is one that puts who doesn't prove anything into the VLAN of those who do, and a list of methods
    that ends in none. One that is forced to be authorized lets in everybody.
    """
    profiles = _admitting(subject)
    whole = subject.told("admission")
    unasked = tuple(line for each in _asking_nobody(subject) for line in each.lines)

    def judge(port: Interface) -> Answer:
        forced = _on(subject, port, "admission-forced")
        if forced is not None:
            return _hindered(port, forced)
        named_ = _on(subject, port, "admission-profile")
        if named_ is not None and named_.value in profiles:
            return _good(named_)
        secured = _secured(subject, port, "admission-mode")
        if secured is not None:
            watched = _on(subject, port, "admission-open")
            return _lacks(port, Word.PARTIAL, watched.lines) if watched is not None else _good(secured)
        own = _on(subject, port, "admission")
        if own is not None and whole.value != "off":
            watched = _on(subject, port, "admission-open")
            open_ = (*(watched.lines if watched is not None else ()), *_as_guests(subject, port), *unasked)
            return _lacks(port, Word.PARTIAL, open_) if open_ else _good(own, whole)
        other = _limit(subject, port) or _on(subject, port, "source-guard", "source-binding")
        if other is not None:
            return _lacks(port, Word.PARTIAL, other.lines)
        # What asks for admission at a port does nothing while no line turns it on as a whole, or one turns it off.
        return _lacks(port, lines=(*whole.lines, *own.lines) if own is not None else ())

    return _each(subject, judge)


def _asking_nobody(subject: Subject) -> list[AaaMethod]:
    """Return the list of methods by which hosts are let in that nobody answers for."""
    aaa = subject.device.management.aaa
    kind = "authentication dot1x"
    return [
        each
        for each in aaa.methods
        if aaa.enabled and (each.kind, each.name) == (kind, "default") and "none" in each.methods
    ]


def _as_guests(subject: Subject, port: Interface) -> tuple[Line, ...]:
    """Return the lines by which a host that proves nothing, or something wrong, comes into the VLAN of all others."""
    said = subject.on_port(port)
    found = [said[name] for name in ("admission-guests", "admission-failed") if name in said]
    return tuple(line for each in found if each.value == str(_vlan(port)) for line in each.lines)


def _admitting(subject: Subject) -> set[str]:
    """Return the profiles of admission that ask: what they name is there, and forces no port to be authorized.

    One way that lets in everybody does so whatever the other one asks.
    """
    asking, forced = set(), set()
    for kind in ("dot1x", "mac"):
        there = {each.value for each in subject.stated.get(f"admission-{kind}", ())}
        open_ = {each.value for each in subject.stated.get(f"admission-{kind}-forced", ())}
        for each in subject.stated.get(f"admission-method-{kind}", ()):
            name, _, access = each.value.partition(" ")
            asking |= {name} if access in there else set()
            forced |= {name} if access in open_ else set()
    return {each.value for each in subject.stated.get("admission-profile", ())} & asking - forced


def _secured(subject: Subject, port: Interface, name: str) -> Stated | None:
    """Return what port security says of a port, where no line that it asks for as a whole is missing."""
    whole = subject.told("port-security")
    return _on(subject, port, name) if whole.basis is None or whole.value != "off" else None


def _limit(subject: Subject, port: Interface) -> Stated | None:
    """Return what limits the MAC addresses of a port; some devices ask for a line that turns port security on as a whole.

    A limit of what is learned that lets through all the rest keeps nobody out.
    """
    learned = _on(subject, port, "mac-limit")
    if learned is not None and not _forwards(subject, port):
        return learned
    return _secured(subject, port, "port-security")


def _forwards(subject: Subject, port: Interface) -> bool:
    """Tell whether frames of addresses that a port learns no more are sent on all the same."""
    return subject.guard(port, "mac-limit-forward").value == "on"


def port_security(subject: Subject) -> Answer:
    """B141: access ports limit the number of MAC addresses, or know each by 802.1X; a limit that lets through the rest is half of it."""
    whole = subject.told("port-security")
    known = admission(subject).word is Word.COMPLIANT

    def judge(port: Interface) -> Answer:
        limit = _limit(subject, port)
        if limit is not None:
            return _good(limit, whole)
        if known:
            return _good(_on(subject, port, "admission", "admission-profile", "admission-mode"))
        learned = _on(subject, port, "mac-limit")
        if learned is not None:
            return _hindered(port, learned, Word.PARTIAL)
        place = {
            "port": port.name,
            "admission": str(subject.told("admission").value),
        }  # some devices have one of the two
        return replace(_lacks(port), places=(place,))

    return _each(subject, judge)


def _numbers(stated: Iterable[Stated]) -> dict[int, Stated]:
    """Return the VLANs that settings name: ``10,20-30``, ``10 20 to 30``."""
    found: dict[int, Stated] = {}
    for each in stated:
        for first, last in _ranges(each.value):
            found |= dict.fromkeys(range(first, last + 1), each)
    return found


def _ranges(text: str) -> Iterable[tuple[int, int]]:
    for part in text.replace(" to ", "-").replace(",", " ").split():
        first, _, last = part.partition("-")
        if first.isdigit() and (last or first).isdigit():
            yield int(first), int(last or first)


def dhcp_snooping(subject: Subject) -> Answer:
    """B142: answers of DHCP are taken from trusted ports only: turned on as a whole, for the VLAN or the port of each host.

    A trusted access port is as good as none, and so is one at which it is turned off; without any trusted port nobody gets an address.
    """
    service = subject.service("dhcp-snooping")
    vlans = _numbers(subject.stated.get("snooping-vlans", ()))
    by_vlan = subject.told("snooping-scope").value != "all"
    if not service.value and (by_vlan or not vlans):
        return _all_lack(subject, Basis.ABSENCE if service.basis is None else service.basis, service.lines)
    everywhere = not by_vlan and not vlans

    def judge(port: Interface) -> Answer:
        trusted = _on(subject, port, "dhcp-snooping-trust")
        if trusted is not None:
            return _lacks(port, lines=trusted.lines)
        off = subject.on_port(port).get("dhcp-snooping")
        if off is not None and off.value == "off":  # it counts before what the VLAN of the port says
            return _hindered(port, off)
        own = _on(subject, port, "dhcp-snooping") or vlans.get(_vlan(port))
        return _good(service, own) if own is not None or everywhere else _lacks(port)

    answer = _each(subject, judge)
    trusts = subject.stated.get("snooping-trust") or any(
        _on(subject, each, "dhcp-snooping-trust") for each in _switched(subject)
    )
    if answer.word is Word.COMPLIANT and not trusts:
        return Answer(Word.PARTIAL, Basis.ABSENCE, answer.lines, {"ports": "trusted?"})
    return answer


def _all_lack(subject: Subject, basis: Basis, lines: tuple[Line, ...]) -> Answer:
    ports = access_ports(subject)
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    return Answer(Word.NON_COMPLIANT, basis, lines, {"ports": ", ".join(each.name for each in ports)}, whole=True)


def arp_inspection(subject: Subject) -> Answer:
    """B143: ARP of hosts is held against what DHCP gave them, for the VLAN or the port of each.

    A list of ARP comes before that, and what it permits isn't held against anything: what it permits, a person reads.
    """
    vlans = _numbers(subject.stated.get("arp-inspection-vlans", ()))

    def judge(port: Interface) -> Answer:
        trusted = _on(subject, port, "arp-inspection-trust")
        if trusted is not None:
            return _lacks(port, lines=trusted.lines)
        own = _on(subject, port, "arp-inspection") or vlans.get(_vlan(port))
        return _good(own) if own is not None else _lacks(port)

    before = subject.stated.get("arp-inspection-list", ())
    answer = _each(subject, judge)
    answer = replace(answer, values={**answer.values, "lists": ", ".join(each.value for each in before) or "-"})
    if before and answer.word is Word.COMPLIANT:
        return Answer(Word.MANUAL, Basis.EXPLICIT, tuple(line for each in before for line in each.lines), answer.values)
    return answer


@once
def source_guard(subject: Subject) -> Answer:
    """B144: hosts send from the addresses that they were given, for the VLAN or the port of each.

    Some devices do nothing at a port whose VLAN has no DHCP snooping, unless lines bind addresses.
    """
    vlans = _numbers(subject.stated.get("source-guard-vlans", ()))
    asleep = subject.told("source-guard-needs").value == "snooping" and not subject.stated.get("binding")
    snooped = _numbers(subject.stated.get("snooping-vlans", ())) if subject.service("dhcp-snooping").value else {}

    def judge(port: Interface) -> Answer:
        own = _on(subject, port, "source-guard") or vlans.get(_vlan(port))
        if own is not None and asleep and _vlan(port) not in snooped:
            return _lacks(port, Word.PARTIAL, own.lines)
        return _good(own) if own is not None else _lacks(port)

    return _each(subject, judge)


def bindings(subject: Subject) -> Answer:
    """B145: addresses are bound to MAC addresses, by lines or, as good, by DHCP snooping with source guard on all access ports.

    Fewer lines than access ports bind some hosts only.
    """
    ports = [each for each in named(subject.device) if _on(subject, each, "source-binding")]
    lines = [line for each in subject.stated.get("binding", ()) for line in each.lines]
    lines += [line for each in ports for line in subject.on_port(each)["source-binding"].lines]
    count = max(len(lines), len(subject.stated.get("binding", ())))
    hosts = access_ports(subject)
    if count and count >= len(hosts):
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, tuple(lines), {"count": str(count)})
    if not hosts:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"count": "0"})
    dynamic = source_guard(subject)
    if dynamic.word is Word.COMPLIANT and subject.service("dhcp-snooping").value:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, (*dynamic.lines, *lines), {"count": str(count)})
    if count:
        return Answer(Word.PARTIAL, Basis.EXPLICIT, tuple(lines), {"count": str(count)})
    return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"count": "0"}, whole=True)


def tree_protection(subject: Subject) -> Answer:
    """B146: a host can't take part in the spanning tree: BPDUs shut its port.

    A line for the device as a whole holds for edge ports only, so that these must be such; filtered BPDUs shut nothing, and
    none is looked at where the spanning tree is off.
    """
    tree = subject.service("stp")
    if tree.basis is Basis.EXPLICIT and not tree.value:
        return _all_lack(subject, tree.basis, tree.lines)
    whole = subject.service("bpdu-guard")
    if whole.basis is None:
        told = subject.told("bpdu-guard")
        whole = Setting(told.value != "off", told.basis, told.lines) if told.basis is not None else whole
    edges = subject.told("edge-ports")

    def judge(port: Interface) -> Answer:
        said = subject.on_port(port)
        deaf = [said[name] for name, value in _DEAF if name in said and said[name].value == value]
        if deaf:
            return _hindered(port, deaf[0])
        own = said.get("bpduguard")
        if own is not None:
            return _good(own) if own.value != "off" else _lacks(port, lines=own.lines)
        edge = _on(subject, port, "edge-port")
        if whole.value and (edge is not None or edges.value == "on"):
            return _good(whole, edge or edges)
        return _lacks(port)

    return _each(subject, judge)


_DEAF = (("stp", "off"), ("bpdufilter", "on"))
"""What makes a port look at no BPDU."""


def storm_control(subject: Subject) -> Answer:
    """B147: access ports hold storms of broadcasts back; a limit beyond which nothing happens only tells of them, and is half of it."""

    def judge(port: Interface) -> Answer:
        own = _on(subject, port, "storm-control")
        if own is not None:
            return _good(own)
        limit, action = _on(subject, port, "storm-limit"), _on(subject, port, "storm-action")
        if limit is None:
            return _lacks(port)
        return _good(limit, action) if action is not None else _hindered(port, limit, Word.PARTIAL)

    return _each(subject, judge)


def trunks(subject: Subject) -> Answer:
    """B148: trunks carry the VLANs that a line names, none without a tag in VLAN 1, and no port becomes a trunk by itself."""
    usual = subject.known.defaults.get("switchport", {}).get("mode")
    access = {each.name for each in _switched(subject) if _is_access(each, usual)}
    answers = {each.name: _negotiated(each, subject) or _carried(each, access, subject) for each in _switched(subject)}
    wrong = [name for name, each in answers.items() if each.word is not Word.COMPLIANT]
    return weakest(answers.values(), ports=", ".join(wrong) or "-")


def _negotiated(port: Interface, subject: Subject) -> Answer | None:
    """Return what is wrong with a port that agrees with its neighbour on what it is (DTP); one that is a trunk only tells of it."""
    own = port.switchport
    if own is None or own.mode == "access" or subject.told("dtp").value != "on" or _on(subject, port, "nonegotiate"):
        return None
    word = Word.PARTIAL if own.mode == "trunk" else Word.NON_COMPLIANT
    if word is Word.PARTIAL and _carried(port, set(), subject).word is Word.NON_COMPLIANT:
        return None
    return _lacks_tag(port, word, Basis.PLATFORM_DEFAULT)


def _lacks_tag(port: Interface, word: Word, basis: Basis) -> Answer:
    lines = port.switchport.lines if port.switchport is not None else ()
    return Answer(word, basis, lines or port.lines[:1], places=({"port": port.name},))


def _carried(port: Interface, access: set[str], subject: Subject) -> Answer:
    own, usual = port.switchport, subject.known.defaults.get("switchport", {})
    if own is None or port.name in access:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, own.lines if own is not None else ())
    allowed = own.allowed if own.allowed is not None else _pairs(usual.get("allowed"))
    basis = Basis.EXPLICIT if own.allowed is not None else Basis.PLATFORM_DEFAULT
    if allowed is None:
        return _lacks_tag(port, Word.MANUAL, Basis.ABSENCE)
    if sum(last - first + 1 for first, last in allowed) >= _MANY:
        return _lacks_tag(port, Word.NON_COMPLIANT, basis)
    if (own.native or FIRST) == FIRST and any(first <= FIRST <= last for first, last in allowed):
        return _lacks_tag(port, Word.PARTIAL, Basis.EXPLICIT if own.native else Basis.PLATFORM_DEFAULT)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, own.lines)


_MANY = 4000
"""So many VLANs at one port are all but a few: nobody named them one by one."""


def _pairs(written: object) -> Ranges | None:
    return tuple((int(first), int(last)) for first, last in written) if isinstance(written, list) else None


def unknown_unicast(subject: Subject) -> Answer:
    """B149: frames to addresses that nobody has aren't sent to access ports."""

    def judge(port: Interface) -> Answer:
        own = _on(subject, port, "block-unicast")
        return _good(own) if own is not None else _lacks(port)

    return _each(subject, judge)


CHECKS = {
    "B140": admission,
    "B141": port_security,
    "B142": dhcp_snooping,
    "B143": arp_inspection,
    "B144": source_guard,
    "B145": bindings,
    "B146": tree_protection,
    "B147": storm_control,
    "B148": trunks,
    "B149": unknown_unicast,
}
