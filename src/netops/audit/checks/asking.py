"""Who is asked or told in truth: the list of a line or the scheme of a domain names groups, and only groups have servers.

A group, a template or a scheme that isn't there has none: nobody is asked. Sources: Cisco IOS Security Configuration Guide,
"Configuring Authentication"; S series and CE series Command References, "AAA"; H3C Comware 7 Security Command Reference, "AAA".
"""

from netops.audit.answer import Subject
from netops.audit.checks.reaching import has_vrf
from netops.audit.checks.terminals import answers, default_domain, of_domain, same, terminals
from netops.model import AaaMethod, AaaServer, TerminalLine

PROTOCOLS = {"hwtacacs": "tacacs", "tacacs+": "tacacs", "tacacs": "tacacs", "radius": "radius"}
_SERVICES = {"tacacs": "hwtacacs", "radius": "radius"}
_UNREAD = frozenset({"ldap", "group ldap"})
_FIRST = frozenset({"", "primary", "secondary"})
_ROLES = {
    "authentication": _FIRST,
    "authorization": frozenset({"", "authorization", "authorization secondary"}),
    "accounting": frozenset({"", "accounting", "accounting secondary"}),
}
_ANY_LINE = (TerminalLine("vty", 0, 4),)


def remote(method: AaaMethod) -> list[str]:
    """Return what a method asks that isn't the device itself.

    Example:
        >>> remote(AaaMethod("authentication login", "default", ("group TACS", "local")))
        ['group TACS']
    """
    return [each for each in method.methods if _is_remote(each.split(" "))]


def _is_remote(words: list[str]) -> bool:
    return words[0] in PROTOCOLS or words[0] in {"group", "ldap"} or words[0].endswith("-scheme")


def is_unknown(method: AaaMethod) -> bool:
    """Return whether it asks servers of a kind that no part of the model holds."""
    return any(each in _UNREAD or each.startswith("ldap-") for each in remote(method))


def groups(subject: Subject, method: AaaMethod) -> list[AaaServer]:
    """Return the servers of all groups that a method names, whatever they are for, in the order of groups and hosts."""
    aaa = subject.device.management.aaa
    wanted = _recording(method) if method.kind == "recording" else [_named(subject, each) for each in remote(method)]
    found = {
        server
        for protocol, names in wanted
        for server in aaa.servers
        if (protocol in {None, server.protocol})
        and (names is None or same(subject)(server.group) in names)
        and _runs(subject, server.protocol)
    }
    return sorted(found, key=lambda each: (each.group, each.host, each.role))


def servers(subject: Subject, method: AaaMethod, what: str) -> list[AaaServer]:
    """Return the servers that are asked or told by a method.

    Args:
        subject: the device.
        method: a list, or what a scheme or domain says.
        what: ``authentication``, ``authorization`` or ``accounting``.
    """
    return [each for each in groups(subject, method) if each.role in _roles(each, what) and has_vrf(subject, each.vrf)]


def _roles(server: AaaServer, what: str) -> frozenset[str]:
    """Return the roles of servers that do something; RADIUS says what somebody may do as it says who they are (RFC 2865)."""
    return _FIRST if server.protocol == "radius" and what == "authorization" else _ROLES[what]


def _recording(method: AaaMethod) -> list[tuple[str | None, frozenset[str] | None]]:
    """Return protocol and template of a scheme that records commands: ``hwtacacs TEMPLATE``."""
    match method.methods:
        case (protocol, template) if protocol in PROTOCOLS:
            return [(PROTOCOLS[protocol], frozenset({template.casefold()}))]
    return []


def _named(subject: Subject, text: str) -> tuple[str | None, frozenset[str] | None]:
    """Return the protocol and the names of groups that one word of a method means; None where it means all of them."""
    kind, _, name = text.partition(" ")
    key = same(subject)
    if kind == "group":
        return (PROTOCOLS[name], None) if name in PROTOCOLS else (None, frozenset({key(name)}))
    if name:
        return PROTOCOLS.get(kind.removesuffix("-scheme")), frozenset({key(name)})
    if subject.device.management.aaa.enabled:
        return PROTOCOLS.get(kind), None
    domain = key(default_domain(subject))
    bound = subject.device.management.aaa.domains
    templates = {key(each) for of, what, each in bound if key(of) == domain and what == f"{kind}-server"}
    return PROTOCOLS.get(kind), frozenset(templates)


def _runs(subject: Subject, protocol: str) -> bool:
    held = subject.service(_SERVICES[protocol])
    return held.basis is None or bool(held.value)


def held_at(subject: Subject, *kinds: str) -> list[tuple[AaaMethod, ...]]:
    """Return what decides a question for each range of VTY lines: the list that the line names, else the default one.

    Where domains decide it is the same for all lines: what the default domain says.

    Args:
        subject: the device.
        kinds: ``accounting commands``, ``authorization exec`` …; of a domain the first that it has anything of.
    """
    aaa = subject.device.management.aaa
    if not aaa.enabled:
        return [of_domain(subject, *kinds)]
    lists = [each for each in aaa.methods if any(answers(each.kind, kind) for kind in kinds)]
    ranges = terminals(subject, "vty") or _ANY_LINE
    return [_chosen(dict(each.fields), lists) for each in ranges]


def _chosen(fields: dict[str, str], lists: list[AaaMethod]) -> tuple[AaaMethod, ...]:
    found = (each for each in lists if each.name == fields.get(each.kind, "default") and {*each.methods} - {"none"})
    return tuple(sorted(found, key=lambda each: (each.kind, each.name)))


def told(subject: Subject, *kinds: str) -> list[AaaMethod]:
    """Return the lists or schemes by which what is done at each line is told to servers that there are; none where a line is left out."""
    ranges = told_at(subject, *kinds)
    return list(dict.fromkeys(each for held in ranges for each in held)) if all(ranges) else []


def told_at(subject: Subject, *kinds: str) -> list[list[AaaMethod]]:
    """Return for each range of VTY lines the lists or schemes by which what is done there is told to servers that there are."""
    return [[each for each in held if servers(subject, each, "accounting")] for held in held_at(subject, *kinds)]
