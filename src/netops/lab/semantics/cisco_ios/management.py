"""The management plane of IOS and IOS XE beyond what RGOS has of it (IOS CR Security, Network Management, NAT, HTTP Services)."""

from __future__ import annotations

from netops.lab.semantics.core.lists import number_list
from netops.lab.semantics.core.model import Act, Refusal, Rule
from netops.lab.semantics.ios_family.accounts import needs_aaa
from netops.lab.semantics.ios_family.forms import flags, off_by_default, on_by_default, section, single, singles
from netops.lab.semantics.ios_family.switching import written

_INSPECTED = number_list("ip arp inspection vlan {vlans}", "vlans", write=written)

PASSWORDS: tuple[Rule, ...] = (
    section(
        "aaa common-criteria policy {policy}",
        "cc-policy",
        "config-cc-policy",
        source="IOS CR Security, aaa common-criteria policy",
    ),
    *singles(
        "cc-policy",
        "min-length",
        "max-length",
        "numeric-count",
        "upper-case",
        "lower-case",
        "special-case",
        "char-changes",
    ),
    *singles("cc-policy", "lifetime", "character-repetition", "restrict-consecutive-letters"),
    single("security authentication failure rate", source="IOS CR Security, security authentication failure rate"),
    single("login quiet-mode access-class", source="IOS CR Security, login quiet-mode access-class"),
    *flags("top", "aaa password restriction"),
    Rule("privilege {mode} level {n:int} {command:rest}", source="IOS CR Security, privilege"),
    *singles("top", "aaa accounting update"),
    single(
        "timeout login response", views="line", source="IOS CR Security, timeout login response: 30 seconds without it"
    ),
)

SERVICES: tuple[Rule, ...] = (
    *flags("top", "netconf-yang", "restconf", "netconf ssh", "service config"),
    *off_by_default(
        "top",
        "service tcp-small-servers",
        "service udp-small-servers",
        "ip identd",
        "ip rcmd rcp-enable",
        "ip rcmd rsh-enable",
    ),
    *on_by_default("top", "vstack"),
    *singles("top", "cdp timer", "cdp holdtime", "lldp timer", "lldp holdtime", "lldp reinit"),
    *singles("top", "ip http port", "ip http access-class ipv4", "ip http access-class ipv6"),
    *singles("top", "ip ssh rekey time", "ip ssh rekey volume"),
    *singles("top", "ip icmp rate-limit unreachable", "ip options"),
    *singles("top", "memory free low-watermark processor", "memory free low-watermark io"),
    Rule(
        "ip arp inspection vlan {vlans:vlans}",
        key="ip arp inspection vlan",
        undo=("=", "ip arp inspection vlan"),
        merge=_INSPECTED[0],
        unmerge=_INSPECTED[1],
        source="IOS CR LAN Switching, ip arp inspection vlan: as ip dhcp snooping vlan",
    ),
    *flags("route-map", "set global"),
)

TIME: tuple[Rule, ...] = (
    Rule(
        "ntp authentication-key {n:int} {how=md5|sha1|sha2|hmac-sha1|hmac-sha2-256|cmac-aes-128} {key:rest}",
        key="ntp authentication-key {n}",
        undo=("ntp authentication-key {n:int} [{_x:rest}]",),
        source="IOS XE 17 CR Basic System Management, ntp authentication-key",
    ),
    Rule(
        "ntp access-group {family=ipv4|ipv6} {what=peer|serve|serve-only|query-only} {acl}",
        key="ntp access-group {family} {what}",
        undo=("ntp access-group {family=ipv4|ipv6} {what} [{_x:rest}]",),
        source="IOS CR Basic System Management, ntp access-group",
    ),
)

# Hosts by name, and of IPv6: they stand behind those that are told by an address.
HOSTS: tuple[Rule, ...] = (
    Rule(
        "logging host ipv6 {a} [{more:rest}]",
        key="logging host ipv6 {a}",
        undo=("logging host ipv6 {a} [{_x:rest}]",),
        source="IOS CR Embedded Syslog, logging host",
    ),
    Rule(
        "logging host {a} vrf {vrf} [{more:rest}]",
        key="logging host {a} vrf {vrf}",
        undo=("logging host {a} vrf {vrf} [{_x:rest}]",),
    ),
    Rule("logging host {a} [{more:rest}]", key="logging host {a}", undo=("logging host {a} [{_x:rest}]",)),
    Rule(
        "snmp-server host {a} vrf {vrf} {more:rest}",
        key="snmp-server host {a} vrf {vrf} {more}",
        undo=("=",),
        source="IOS CR SNMP, snmp-server host: a name or an address",
    ),
    Rule("snmp-server host {a} {more:rest}", key="snmp-server host {a} {more}", undo=("=",)),
    Rule(
        "server-private {a} [{more:rest}]",
        "server-group",
        key="server-private {a}",
        undo=("server-private {a} [{_x:rest}]",),
        key_order="servers",
    ),
)


def _not_under_aaa(act: Act) -> None:
    """Refuse ``login`` and ``login local`` where the lines are under AAA, and a list of methods where they aren't."""
    if act.groups.get("how", "").startswith("authentication"):
        needs_aaa(act)
        return
    model = act.root.children.get("aaa new-model")
    if model is not None and not model.text.startswith("no "):
        raise Refusal("% AAA is enabled. Command not supported. Use an aaa authentication methodlist")


LINES: tuple[Rule, ...] = (
    Rule(
        "login [{how:rest}]",
        "line",
        key="login",
        undo=("login [{_x:rest}]",),
        checks=(_not_under_aaa,),
        source="Cisco document 200173, Verify AAA behaviour when login local: no `login local` under AAA",
    ),
    Rule(
        "line {first:int} [{last:int}]",
        key="line {first} {last}",
        opens="line",
        prompt="config-line",
        undo=(),
        implicit=r"line \d+(?: \d+)?",
        source="IOS CR Terminal Services, line: of an interface card by its number",
    ),
)

NAT: tuple[Rule, ...] = (
    Rule(
        "ip nat pool {pool} {_by=prefix-length|netmask} {size}",
        key="ip nat pool {pool}",
        opens="nat-pool",
        prompt="config-ipnat-pool",
        undo=("ip nat pool {pool} [{_x:rest}]",),
        source="IOS CR IP Addressing, ip nat pool: several ranges stand below it",
    ),
    Rule("address {first:ip} {last:ip}", "nat-pool"),
    Rule(
        "ip nat {side=inside|outside} source static network {local:ip} {global:ip} {size} [{more:rest}]",
        key="ip nat {side} source static network {local} {size}",
        undo=("=",),
        source="IOS CR IP Addressing, ip nat inside source static network",
    ),
    Rule(
        "ip nat inside source static {local:ip} interface {port:port} [{more:rest}]",
        key="ip nat inside source static {local}",
        undo=("=",),
        source="IOS CR IP Addressing, ip nat inside source static: the address of an interface",
    ),
)

MANAGEMENT: tuple[Rule, ...] = (*PASSWORDS, *SERVICES, *TIME, *LINES, *NAT)
