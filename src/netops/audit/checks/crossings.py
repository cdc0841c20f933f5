"""Ways from one zone into another: addresses and VLANs that mix zones, and translation of addresses."""

from collections.abc import Iterator
from itertools import pairwise

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.audit.checks.together import is_anybody
from netops.model import Action, Interface, IPNetwork, Line, Translation


def zoning(subject: Subject) -> Answer:
    """B130: networks of one table don't overlap, addresses stand in the plan, and nobody works in VLAN 1.

    How the zones should be drawn isn't in a config: that is the plan's, and a person's.
    """
    networks = sorted(_networks(subject), key=lambda each: (each[0], each[1].version, int(each[1].network_address)))
    overlapping = list(_overlapping(networks))
    outside = [port for _, network, port in networks if not _planned(subject, network)]
    in_one = [each for each in subject.device.interfaces if _is_used(each) and _in_vlan_one(each, subject)]
    wrong = {
        "overlap": [port for pair in overlapping for port in pair],
        "outside": outside,
        "vlan1": sorted(in_one, key=lambda each: each.name),
    }
    values = {name: ", ".join(dict.fromkeys(each.name for each in ports)) or "-" for name, ports in wrong.items()}
    if not networks and not in_one:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=values)
    lines = tuple(dict.fromkeys(line for ports in wrong.values() for each in ports for line in each.lines[:1]))
    if overlapping or outside:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values)
    if in_one:
        return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, values)
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), values, whole=True)


def _networks(subject: Subject) -> Iterator[tuple[str, IPNetwork, Interface]]:
    for port in subject.device.interfaces:
        for address in port.addresses:
            if address.network.prefixlen < address.max_prefixlen and not address.is_link_local:
                yield port.vrf or "", address.network, port


def _overlapping(networks: list[tuple[str, IPNetwork, Interface]]) -> Iterator[tuple[Interface, Interface]]:
    """Yield the ports of networks that hold each other; sorted by their first address, only neighbours can."""
    for (table, one, port), (other_table, other, other_port) in pairwise(networks):
        same = table == other_table and one.version == other.version and port.name != other_port.name
        if same and other.network_address in one:
            yield port, other_port


def _planned(subject: Subject, network: IPNetwork) -> bool:
    plan = subject.policy.address_plan
    held = [each for each in plan if each.version == network.version]
    return not held or any(network.network_address in each and each.prefixlen <= network.prefixlen for each in held)


def _is_used(port: Interface) -> bool:
    return port.enabled and port.switchport is not None


def _in_vlan_one(port: Interface, subject: Subject) -> bool:
    """Return whether a port puts hosts into VLAN 1: an access port without a VLAN of its own."""
    held = port.switchport
    if held is None or held.mode != "access":
        return False
    usual = subject.known.defaults.get("switchport", {}).get("access", 1)
    return (held.access or usual) == 1


def translated_sources(subject: Subject) -> Answer:
    """B132: what is translated on its way out is named by a list that doesn't hold for everybody."""
    rules = [each for each in subject.device.translations if each.kind == "source"]
    if not rules:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"rules": "-"})
    rules.sort(key=lambda each: each.lines[:1])
    wrong = [(each, fault) for each in rules if (fault := _fault(subject, each))]
    if not wrong:
        lines = tuple(line for each in rules for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"rules": "-"}, whole=True)
    word = Word.MANUAL if all(fault == "?" for _, fault in wrong) else Word.NON_COMPLIANT
    lines = tuple(line for each, _ in wrong for line in (*each.lines, *_wide(subject, each)))
    shown = ", ".join(dict.fromkeys(f"{each.access_list or each.interface or '-'}: {fault}" for each, fault in wrong))
    return Answer(word, Basis.EXPLICIT, lines, {"rules": shown})


def _fault(subject: Subject, rule: Translation) -> str:
    if rule.inside is not None:
        return "any" if rule.inside.prefixlen == 0 else ""
    if rule.policy is not None:
        return "?"
    if rule.access_list is None:
        return "any"
    held = subject.list_of(rule.access_list, 4)
    if held is None or not held.rules:
        return "?" if held is not None and held.gaps else "no list"
    return "any" if _wide(subject, rule) else ""


def _wide(subject: Subject, rule: Translation) -> tuple[Line, ...]:
    held = subject.list_of(rule.access_list or "", 4)
    rules = [each for each in (held.rules if held is not None else ()) if each.action is Action.PERMIT]
    alone = [each for each in rules if is_anybody(each.sources)]
    together = rules if is_anybody({one for each in rules for one in each.sources}) else []
    return tuple(line for each in (alone or together if rules else ()) for line in each.lines)


def published_services(subject: Subject) -> Answer:
    """B133: no port of administration of an inside host is shown outside; a host shown whole shows them all."""
    rules = sorted(subject.device.translations, key=lambda each: each.lines[:1])
    if not rules:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"hosts": "-"})
    managing = {*subject.policy.published_ports}
    open_ = [each for each in rules if each.kind == "server" and (each.ports is None or managing & {*each.ports})]
    whole = [each for each in rules if each.kind == "static"]
    wrong = open_ or whole
    if wrong:
        word = Word.NON_COMPLIANT if open_ else Word.PARTIAL
        shown = ", ".join(f"{each.inside}{f':{each.ports[0]}' if each.ports else ''}" for each in wrong)
        return Answer(word, Basis.EXPLICIT, tuple(line for each in wrong for line in each.lines), {"hosts": shown})
    lines = tuple(line for each in rules for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"hosts": "-"}, whole=True)


CHECKS = {
    "B130": zoning,
    "B132": translated_sources,
    "B133": published_services,
}
