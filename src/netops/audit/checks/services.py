"""Services of the device itself that somebody could use against it, and the versions that it runs (x.1.4.4 a, b, e)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.audit.answer import Answer, Basis, Setting, Subject, Word, weakest
from netops.audit.checks.filters import risky_ports as risky_openings
from netops.audit.checks.outward import layer_3, outward
from netops.audit.checks.reaching import lets_all
from netops.audit.checks.ssh import for_all
from netops.audit.checks.tally import Part, tallied
from netops.audit.policy import Advisory
from netops.audit.releases import within
from netops.model import Interface, InterfaceKind, Service

SMALL = ("small-tcp", "small-udp", "finger", "bootp", "identd", "pad", "rcp", "rsh")
"""Services of old: nobody needs them (DISA STIG, Cisco IOS and IOS XE Router NDM)."""
RISKY = ("telnet", "ftp", "tftp", "http")
"""Services by which passwords or files go in clear text, or without a password."""
OFF = frozenset({"off", "disable", "rx", False})


def _is_on(value: object) -> bool:
    return value not in OFF


def small_services(subject: Subject) -> Answer:
    """B100: none of the small services of old runs."""
    parts = [Part(each, subject.service(each), {"service": each}) for each in SMALL]
    return tallied(parts, _is_on, "services")


def source_routing(subject: Subject) -> Answer:
    """B101: packets don't choose their own way: by one line for the device, or at every port with an address."""
    setting = subject.told("source-route")
    if setting.basis is not None:
        return tallied([Part("device", setting)], _is_on, "ports")
    parts = [
        Part(each.name, subject.guard(each, "source-route"), {"port": each.name}) for each in layer_3(subject.device)
    ]
    return tallied(parts, _is_on, "ports")


def icmp_messages(subject: Subject) -> Answer:
    """B102: ports that face others send no redirects and no mask replies (RFC 1812, 4.3.2, 5.2.7), and no unreachables if the policy says so.

    Which ports face others, the inventory knows; without it a port that sends them is for a person.
    """
    needed = ("redirects", "unreachables") if subject.policy.forbid_unreachables else ("redirects",)
    return _outwards(subject, (*needed, "mask-reply"), needed)


def _outwards(subject: Subject, names: tuple[str, ...], needed: tuple[str, ...]) -> Answer:
    known = outward(subject)
    ports = list(layer_3(subject.device)) if known is None else [each for each in known if each.addresses]
    usual = _usual_of(subject, names)
    parts = [part for each in ports for part in _said_of(each, subject, usual, needed)]
    answer = tallied(parts, _is_on, "ports")
    return replace(answer, word=Word.MANUAL) if known is None and answer.word is Word.NON_COMPLIANT else answer


def _usual_of(subject: Subject, names: tuple[str, ...]) -> Mapping[str, Setting]:
    """Return what ports do that say nothing themselves: what a line of the device says, else its default."""
    told = {name: subject.told(name) for name in names}
    return {name: each if each.basis is not None else subject.usual_guard(name) for name, each in told.items()}


def _said_of(
    port: Interface, subject: Subject, usual: Mapping[str, Setting], needed: tuple[str, ...]
) -> Iterator[Part]:
    """Yield what a port does, by its own line or that of the device; what the platform doesn't have is no part."""
    own = subject.on_port(port)
    for name, otherwise in usual.items():
        said = own.get(name)
        setting = otherwise if said is None else Setting(said.value, Basis.EXPLICIT, said.lines)
        if setting.basis is not None or name in needed:
            yield Part(port.name, setting, guard=name)


def proxy_arp(subject: Subject) -> Answer:
    """B103: no port answers for others' addresses or sends directed broadcasts on, where a line asks for it or it faces others.

    Where the release does so without a line, and nobody said which ports face others, a person looks.
    """
    known = outward(subject)
    facing = {each.name for each in known or ()}
    parts: list[Part] = []
    usual = _usual_of(subject, ("proxy-arp", "directed-broadcast"))
    for port in layer_3(subject.device):
        for part in _said_of(port, subject, usual, ("proxy-arp",)):
            setting = part.setting
            if (
                setting.basis is Basis.EXPLICIT
                or port.name in facing
                or not (setting.basis is None or _is_on(setting.value))
            ):
                parts.append(part)
            elif known is None:
                parts.append(part._replace(setting=Setting(None, None)))
    return tallied(parts, _is_on, "ports")


def discovery(subject: Subject) -> Answer:
    """B104: LLDP and CDP tell nothing to others: off for the device, or at the ports that face them."""
    running = [(name, each) for name, each in _discovering(subject) if each.basis is None or _is_on(each.value)]
    if not running:
        return tallied((Part(name, each) for name, each in _discovering(subject)), _is_on, "ports")
    ports = _wires(outward(subject), subject)
    if ports is None:
        lines = tuple(line for _, each in running for line in each.lines)
        return Answer(Word.MANUAL, Basis.ABSENCE, lines, {"ports": "?"})
    parts = [
        Part(f"{port.name} {name}", _at(port, subject, name, device), {"port": port.name, "protocol": name})
        for port in ports
        for name, device in running
    ]
    return tallied(parts, _is_on, "ports")


def _wires(ports: list[Interface] | None, subject: Subject) -> list[Interface] | None:
    """Return the ports that the frames of ports go over: a sub-interface speaks no discovery protocol, the port that it is of does."""
    if ports is None:
        return None
    names = dict.fromkeys(
        each.name.partition(".")[0] if each.kind is InterfaceKind.SUB else each.name for each in ports
    )
    held = {each.name: each for each in subject.device.interfaces}
    return [held[name] for name in names if name in held]


def _discovering(subject: Subject) -> list[tuple[str, Setting]]:
    """Return the protocols that the platform has, with whether they run."""
    found = [(name, subject.service(name)) for name in ("cdp", "lldp")]
    return [(name, each) for name, each in found if each.basis is not None or name == "lldp"]


def _at(port: Interface, subject: Subject, name: str, device: Setting) -> Setting:
    """Return whether a port tells of itself: by its own line, else as the device does."""
    said = subject.on_port(port)
    own = said.get(f"{name}-transmit") or said.get(name)
    return Setting(own.value, Basis.EXPLICIT, own.lines) if own is not None else device


MACHINES = ("netconf", "netconf-http", "netconf-https", "restconf", "grpc")
"""Ways in for programs; of them ``netconf-http`` alone is in clear text."""


def machine_access(subject: Subject) -> Answer:
    """B105: ways in for programs are off, or only some may use them; none is in clear text."""
    known = [(name, subject.service(name)) for name in MACHINES]
    held = [(name, each) for name, each in known if each.basis is not None or name == "netconf"]
    on = [(name, each) for name, each in held if each.basis is not None and each.value]
    if not on:
        answer = tallied((Part(name, each) for name, each in held), _is_on, "services")
        return replace(answer, values={"open": "-", **answer.values})
    answers = {name: _limited(name, each, subject) for name, each in on}
    wrong = ", ".join(name for name, each in answers.items() if each.word is not Word.COMPLIANT) or "-"
    return weakest(answers.values(), services=", ".join(answers), open=wrong)


def _limited(name: str, setting: Setting, subject: Subject) -> Answer:
    service = next(
        (each for each in subject.device.management.services if each.name == name), Service(name, enabled=True)
    )
    filters = service.filters or (subject.device.management.ssh.filters if name == "netconf" else frozenset())
    limited = any(not lets_all(subject, each) for each in filters)
    word = Word.NON_COMPLIANT if name == "netconf-http" else Word.COMPLIANT if limited else Word.PARTIAL
    lines = setting.lines + (tuple(line for each in filters for line in each.lines) if limited else ())
    return Answer(word, setting.basis or Basis.ABSENCE, lines, whole=not limited, places=({"service": name},))


def unused_dhcp(subject: Subject) -> Answer:
    """B106: DHCP runs only where there are addresses to give, a server to send on to, or requests to watch."""
    setting = subject.service("dhcp")
    device = subject.device
    used = bool(device.dhcp_pools) or any(_serves_dhcp(each) for each in device.interfaces)
    used = used or subject.service("dhcp-snooping").value is True
    if used and setting.basis is not None and setting.value:
        lines = setting.lines or next((each.lines[:1] for each in device.dhcp_pools), ())
        return Answer(Word.COMPLIANT, setting.basis, lines, {"services": "-"})
    answer = tallied([Part("dhcp", setting)], _is_on, "services")
    return replace(answer, word=Word.PARTIAL) if answer.word is Word.NON_COMPLIANT else answer


def _serves_dhcp(port: Interface) -> bool:
    guards, fields = dict(port.guards), dict(port.fields)
    return bool(port.relays) or guards.get("dhcp-relay", False) or bool(fields.keys() & {"dhcp-select", "dhcp-server"})


def automatic_setup(subject: Subject) -> Answer:
    """B107: nobody on the network can hand the device its config: no autoloading, no Smart Install, no zero-touch setup.

    Smart Install is a switch's (CVE-2018-0171).
    """
    parts = []
    for name in ("config-from-network", "smart-install"):
        setting = subject.service(name)
        switch = name != "smart-install" or any(each.switchport for each in subject.device.interfaces)
        relevant = setting.basis is not None or (switch and "config-from-network" in _usual(subject))
        parts += [Part(name, setting, {"service": name})] if relevant else []
    touched = [Setting(each.value, Basis.EXPLICIT, each.lines) for each in subject.stated.get("zero-touch", ())]
    parts += [Part("zero-touch", each, {"service": "zero-touch"}) for each in touched]
    if not parts:
        parts.append(Part("zero-touch", subject.told("zero-touch")))
    return tallied(parts, _is_on, "services")


def _usual(subject: Subject) -> frozenset[str]:
    """Return the services of which the platform says what holds without a line, and so has."""
    return frozenset(subject.known.defaults.get("says", {}))


def risky_services(subject: Subject) -> Answer:
    """B108: no service with a risky port runs; where a packet filter guards the device, none of these ports can be reached.

    What listens for certain, only the device shows.
    """
    if subject.device.filters:
        return risky_openings(subject)
    parts = [Part(each, _reachable(each, subject), {"service": each}) for each in RISKY]
    return tallied(parts, _is_on, "ports")


def _reachable(name: str, subject: Subject) -> Setting:
    """Return whether a service answers anybody: some releases ask for a source before they do."""
    setting = subject.service(name)
    if name == "telnet" and setting.basis is None:
        return _telnet_lines(subject)
    waits = name in _of(subject.known.defaults.get("management", {}).get("need_source"))
    source = next((each.source for each in subject.device.management.services if each.name == name), None)
    return Setting("off", Basis.PLATFORM_DEFAULT) if waits and source is None and setting.value else setting


def _of(names: object) -> list[str]:
    return [str(each) for each in names] if isinstance(names, list) else []


def _telnet_lines(subject: Subject) -> Setting:
    """Return whether a line takes Telnet, on a device that has no service of that name."""
    lines = [each for each in subject.device.management.terminals if each.kind == "vty"]
    if not lines or any(not each.transports for each in lines):
        return Setting(None, None)
    open_ = [each for each in lines if {"telnet", "all"} & (each.transports or set())]
    return Setting(bool(open_), Basis.EXPLICIT, tuple(line for each in open_ or lines for line in each.lines[:1]))


def advisories(subject: Subject) -> Answer:
    """B109: no advisory of the imported list speaks of the release; without a list, or without a release, a person looks.

    A patch that isn't in the release's name may have mended it, so that the risk is always to be confirmed.
    """
    device = subject.device
    known = [each for each in subject.policy.advisories if each.platform == device.platform]
    if not known or device.release is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"release": device.release or "?", "advisories": "?"})
    found = {each: within(device.release, each.first, each.fixed) for each in known}
    met = [each for each, hit in found.items() if hit]
    unclear = [each for each, hit in found.items() if hit is None]
    shown = ", ".join([*(each.identifier for each in met), *(f"{each.identifier}?" for each in unclear)]) or "-"
    values = {"release": device.release, "advisories": shown}
    word = _severity(met)
    return Answer(Word.MANUAL if unclear and word is not Word.NON_COMPLIANT else word, Basis.EXPLICIT, values=values)


def _severity(met: list[Advisory]) -> Word:
    if any(each.severity in {"critical", "high"} for each in met):
        return Word.NON_COMPLIANT
    return Word.PARTIAL if met else Word.COMPLIANT


@for_all
def login_banner(subject: Subject) -> Answer:
    """B110: whoever logs in is warned before. What the warning gives away, a person reads."""
    management = subject.device.management
    shown = management.banners & {"login", "legal"}
    said = subject.ssh("banner").lines
    if management.ssh.banner not in {None, "none"}:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, said, {"banner": str(management.ssh.banner)})
    if shown:
        lines = tuple(line for name, line in management.sources if name in {f"banner {each}" for each in shown})
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"banner": ", ".join(sorted(shown))})
    empty = (*said, *(line for name, line in management.sources if name in {"banner login", "banner legal"}))
    return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT if empty else Basis.ABSENCE, empty, {"banner": "-"})


CHECKS = {
    "B100": small_services,
    "B101": source_routing,
    "B102": icmp_messages,
    "B103": proxy_arp,
    "B104": discovery,
    "B105": machine_access,
    "B106": unused_dhcp,
    "B107": automatic_setup,
    "B108": risky_services,
    "B109": advisories,
    "B110": login_banner,
}
