"""What guards the device's own processor, and what it gives away of the core."""

from dataclasses import replace
from ipaddress import IPv6Network

from netops.audit.answer import Answer, Basis, Setting, Subject, Word
from netops.audit.checks.barriers import ALWAYS, drops, list_asked
from netops.audit.checks.openings import decides
from netops.audit.checks.outward import outward
from netops.audit.checks.tally import Part, tallied
from netops.model import AccessList, Action, Interface, IPNetwork, TrafficClass


def _off(value: object) -> bool:
    return value == "off"


def control_plane(subject: Subject) -> Answer:
    """B170: what reaches the processor is limited by a policy that exists, is applied, and drops something.

    Where the release has a policy of its own that nobody turned off, that is half of it.
    """
    applied = subject.stated.get("control-plane-policy", ())
    known = {each.value for each in subject.stated.get("control-plane-defined", ())}
    known |= _limiting(subject)
    held = [each for each in applied if each.value.split(" ")[0] in known]
    opened = [each for each in subject.stated.get("control-plane-open", ()) if each.value != "on"]
    if opened:
        lines = tuple(line for each in opened for line in each.lines)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"policy": "-"})
    if held:
        lines = tuple(line for each in held for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"policy": ", ".join(each.value for each in held)})
    lines = tuple(line for each in applied for line in each.lines)
    usual = subject.told("control-plane")
    if usual.basis is None:
        word = Word.NON_COMPLIANT if lines else Word.MANUAL
        return Answer(word, Basis.EXPLICIT if lines else Basis.ABSENCE, lines, {"policy": "-"})
    word = {"on": Word.COMPLIANT, "usual": Word.PARTIAL}.get(str(usual.value), Word.NON_COMPLIANT)
    return Answer(word, usual.basis, usual.lines or lines, {"policy": str(usual.value)}, whole=True)


def _limiting(subject: Subject) -> set[str]:
    """Return the policies that drop something: a class without a rate, or one that passes whatever exceeds it, holds back nothing.

    Neither does a class that no packet is of: without a condition, or by a list that isn't there or is empty.
    """
    done = {each.name: each.actions for each in subject.device.traffic_behaviors}
    met = ALWAYS | {each.name for each in subject.device.traffic_classes if _matches(each, subject)}
    return {
        policy.name
        for policy in subject.device.traffic_policies
        if any(
            _holds_back(action)
            for step in policy.steps
            if step.name in met
            for action in step.actions | done.get(step.behavior or "", _NOTHING)
        )
    }


def _matches(known: TrafficClass, subject: Subject) -> bool:
    """Tell whether any packet can be of a class: what meets one condition where one is enough, else what meets all."""
    met = [each[0] != "access-group" or decides(list_asked(each, subject)) for each in known.matches]
    return any(met) if known.any else bool(met) and all(met)


_NOTHING: frozenset[tuple[str, str]] = frozenset()


def _holds_back(action: tuple[str, str]) -> bool:
    what, how = action
    if what == "police":  # what exceeds the rate is dropped where no word says otherwise
        return "exceed-action" not in how or "drop" in how
    if what == "car":
        return "red pass" not in how and "red remark" not in how
    return drops((action,))


def label_ttl(subject: Subject) -> Answer:
    """B171: the core doesn't show its routers to those who trace through it: the TTL isn't copied into labels (RFC 3443)."""
    labelled = subject.device.ldp is not None or any(each.mpls for each in subject.device.interfaces)
    if not labelled:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    setting = subject.told("label-ttl")
    return tallied([Part("on", setting)], lambda value: value != "off", "value")


def arp_protection(subject: Subject) -> Answer:
    """B172: floods of ARP and forged ARP are held back on a device that has hosts on its networks."""
    off = [each for each in subject.stated.get("arp-open", ()) if each.value == "off"]
    held = [each for each in subject.stated.get("arp-guard", ()) if each.value != "off"]
    if off and not held:
        return Answer(
            Word.NON_COMPLIANT, Basis.EXPLICIT, tuple(line for each in off for line in each.lines), {"guard": "-"}
        )
    if held:
        lines = tuple(line for each in held for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"guard": str(len(held))})
    usual = subject.told("arp-guard")
    if usual.basis is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"guard": "?"})
    return Answer(
        Word.NON_COMPLIANT if _off(usual.value) else Word.COMPLIANT, usual.basis, values={"guard": "-"}, whole=True
    )


def tcp_protection(subject: Subject) -> Answer:
    """B173: half-open and dead TCP sessions don't pile up: SYN cookies, or keepalives both ways."""
    names = ("syn-cookie", "keepalives-in", "keepalives-out")
    parts = [
        Part(each, subject.told(each), {"setting": each}) for each in names if subject.told(each).basis is not None
    ]
    return tallied(parts, _off, "settings")


def segment_boundary(subject: Subject) -> Answer:
    """B175: nobody outside can send to the device's segments: ports that face others deny its locators (RFC 8754, 5.1; RFC 8986, 9).

    A port in a VPN's VRF reaches no locator of the global table.
    """
    routing = subject.device.segment_routing
    if routing is None or not routing.locators:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    ports = outward(subject)
    if ports is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, routing.lines, {"ports": "?"})
    locators = [prefix for _, prefix in routing.locators]
    parts = [
        Part(each.name, _locked(each, locators, subject)) for each in ports if each.vrf is None and _speaks_ipv6(each)
    ]
    answer = tallied(parts, _off, "ports")
    if answer.word is Word.NOT_APPLICABLE:
        return replace(answer, word=Word.COMPLIANT, lines=routing.lines)
    return answer


def _speaks_ipv6(port: Interface) -> bool:
    return any(each.version == 6 for each in port.addresses)  # of IP


def _locked(port: Interface, locators: list[IPNetwork], subject: Subject) -> Setting:
    bound = [each for each in port.filters if each.inbound and each.version == 6]  # of IP
    lists = [subject.lists[each.name] for each in bound if each.name in subject.lists]
    lines = tuple(line for each in bound for line in each.lines)
    locked = any(all(_denies(each, prefix) for prefix in locators) for each in lists)
    return Setting("on" if locked else "off", Basis.EXPLICIT if bound else Basis.ABSENCE, lines or port.lines[:1])


def _denies(held: AccessList, prefix: IPNetwork) -> bool:
    """Tell whether all packets to a prefix are denied, whoever sends them, before any that could be one of them is permitted."""
    for rule in held.rules:
        if rule.destinations and not any(_covers(each, prefix) or _covers(prefix, each) for each in rule.destinations):
            continue
        if rule.action is Action.PERMIT:
            return False
        narrowed = rule.sources or rule.protocol or rule.destination_ports or rule.source_ports or rule.flags
        if not narrowed and (not rule.destinations or any(_covers(each, prefix) for each in rule.destinations)):
            return True
    return False


def _covers(outer: object, inner: object) -> bool:
    return isinstance(outer, IPv6Network) and isinstance(inner, IPv6Network) and inner.subnet_of(outer)


CHECKS = {
    "B170": control_plane,
    "B171": label_ttl,
    "B172": arp_protection,
    "B173": tcp_protection,
    "B175": segment_boundary,
}
