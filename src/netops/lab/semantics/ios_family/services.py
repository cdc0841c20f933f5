"""Services of the device itself: SNMP, NTP, logging, SSH, names, DHCP (IOS CR of each; RGOS CR Network Management)."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.bodies import hexadecimal, until
from netops.lab.semantics.core.effects import remove, selected
from netops.lab.semantics.core.lists import number_list, word_list
from netops.lab.semantics.core.model import Act, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.ios_family.forms import flags, on_by_default, section, single, singles
from netops.lab.semantics.ios_family.switching import written


def _in_table(head: str, rest: str, order: str = "", shown: str = "") -> tuple[Rule, ...]:
    """Return a command that names a server, in the global table and in a VRF; ``no`` needs the server alone."""
    found: list[Rule] = []
    for where, vrf in (("vrf {vrf} ", "vrf {vrf} "), ("", "")):
        form = head.replace("@ ", where)
        found.append(
            Rule(
                f"{form} {{a}} {rest}".strip(),
                key=head.replace("@ ", vrf) + " {a}",
                undo=(f"{form} {{a}} [{{_x:rest}}]",),
                key_order=order,
                shown=shown.replace("@ ", vrf),
            )
        )
    return tuple(found)


def _all_ntp(act: Act) -> None:
    for where, node in list(selected(act, "ntp **")):
        remove(where, node)


NTP: tuple[Rule, ...] = (
    Rule("ntp", undo=("ntp",), hidden=True, undo_checks=(_all_ntp,), source="IOS CR Basic System Management, ntp"),
    *_in_table("ntp server @ ", "[{more:rest}]"),
    *_in_table("ntp peer @ ", "[{more:rest}]"),
    Rule(
        "ntp authentication-key {n:int} md5 {key:rest}",
        key="ntp authentication-key {n}",
        undo=("ntp authentication-key {n:int} [{_x:rest}]",),
    ),
    Rule("ntp trusted-key {n:rest}"),
    Rule("ntp access-group {what} {acl}", key="ntp access-group {what}", undo=("ntp access-group {what} [{_x:rest}]",)),
    *flags("top", "ntp authenticate", "ntp update-calendar", "ntp logging"),
    single("ntp source", "{port:port}"),
    single("ntp master", "[{n:int}]"),
    Rule("sntp server {a} [{more:rest}]", key="sntp server {a}", undo=("sntp server {a} [{_x:rest}]",)),
    *flags("top", "sntp enable"),
    single("clock timezone"),
    single("clock summer-time"),
)

_LEVELS = "emergencies|alerts|critical|errors|warnings|notifications|informational|debugging"

LOGGING: tuple[Rule, ...] = (
    Rule(
        "logging host {a:address} vrf {vrf} [{more:rest}]",
        key="logging host {a} vrf {vrf}",
        undo=("logging host {a:address} vrf {vrf} [{_x:rest}]",),
    ),
    Rule(
        "logging host {a:address} [{more:options}]",
        key="logging host {a}",
        undo=("logging host {a:address} [{_x:options}]", "logging {a:address}"),
        source="IOS CR Embedded Syslog, logging host: several servers",
    ),
    Rule("logging {a:address}", undo=(), shown="logging host {a}"),
    Rule("logging server {a:rest}", undo=("=",)),
    Rule("logging source-interface {port:port} vrf {vrf}", key="logging source-interface vrf {vrf}"),
    single("logging source-interface", "{port:port}"),
    Rule(
        "logging trap {level:rest}",
        key="logging trap",
        undo=("logging trap [{_x:rest}]",),
        default=("logging trap informational",),
    ),
    *singles(
        "top", "logging buffered", "logging facility", "logging origin-id", "logging rate-limit", "logging history"
    ),
    *singles("top", "logging count", "logging file flash", "logging source", "logging device-id"),
    Rule("logging console {level:rest}", key="logging console", undo=("logging console {_x:rest}",)),
    Rule("logging monitor {level:rest}", key="logging monitor", undo=("logging monitor {_x:rest}",)),
    *on_by_default("top", "logging console", "logging monitor", "logging on"),
    *flags("top", "logging userinfo", "logging buginf"),
)

_TRAPS = word_list("snmp-server enable traps {group} {names}", "names")

SNMP: tuple[Rule, ...] = (
    Rule(
        "snmp-server community {name} [{more:rest}]",
        key="snmp-server community {name}",
        undo=("snmp-server community {name} [{_x:rest}]",),
        source="IOS CR SNMP, snmp-server community",
    ),
    Rule(
        "snmp-server host {a:address} vrf {vrf} {more:rest}",
        key="snmp-server host {a} vrf {vrf} {more}",
        undo=("=",),
        source="IOS CR SNMP, snmp-server host: the community belongs to the identity",
    ),
    Rule("snmp-server host {a:address} {more:rest}", key="snmp-server host {a} {more}", undo=("=",)),
    Rule("snmp-server enable traps", key="snmp-server enable traps", undo=("=",), undo_effects=()),
    Rule(
        "snmp-server enable traps {group} {names:rest}",
        key="snmp-server enable traps {group}",
        merge=_TRAPS[0],
        unmerge=_TRAPS[1],
        undo=("=", "snmp-server enable traps {group}"),
        source="IOS CR SNMP, snmp-server enable traps: without names the whole kind is turned off",
    ),
    Rule("snmp-server enable traps {group}", key="snmp-server enable traps {group}", undo=("=",)),
    Rule(
        "snmp-server view {name} {oid} {how=included|excluded}",
        key="snmp-server view {name} {oid}",
        undo=("snmp-server view {name} [{oid}]", "="),
    ),
    Rule(
        "snmp-server group {name} {version} [{more:rest}]",
        key="snmp-server group {name} {version}",
        undo=("snmp-server group {name} {version} [{_x:rest}]",),
    ),
    Rule(
        "snmp-server user {name} {group} [{more:rest}]",
        key="snmp-server user {name} {group}",
        undo=("snmp-server user {name} {group} [{_x:rest}]",),
    ),
    *singles("top", "snmp-server location", "snmp-server contact", "snmp-server chassis-id"),
    single("snmp-server engineID local"),
    *(
        single(what, "{value:port}")
        for what in (
            "snmp-server trap-source",
            "snmp-server source-interface traps",
            "snmp-server source-interface informs",
            "ip ssh source-interface",
            "ip domain lookup source-interface",
        )
    ),
    *singles("top", "snmp-server packetsize", "snmp-server queue-length", "snmp-server trap timeout"),
    *flags("top", "snmp-server ifindex persist", "snmp ifmib ifindex persist", "snmp-server logging set-operation"),
)

SSH: tuple[Rule, ...] = (
    Rule("ip ssh version {n:int}", key="ip ssh version", undo=("ip ssh version [{_n:int}]",)),
    *singles("top", "ip ssh time-out", "ip ssh authentication-retries", "ip ssh rsa keypair-name"),
    *singles("top", "ip ssh server algorithm encryption", "ip ssh server algorithm mac", "ip ssh server algorithm kex"),
    *singles("top", "ip ssh dh min size", "ip ssh port", "ip ssh server algorithm hostkey", "ip ssh maxstartups"),
    *singles("top", "ip ssh key-exchange", "ip ssh cipher-mode", "ip ssh hmac-algorithm"),
    *flags("top", "ip scp server enable", "ip ssh logging events"),
    Rule(
        "crypto key {what=generate|zeroize} {more:rest}",
        undo=(),
        hidden=True,
        source="IOS CR Security, crypto key: no line of the config",
    ),
    section("ip ssh pubkey-chain", "pubkey-chain", "conf-ssh-pubkey"),
    section("username {user}", "pubkey-user", "conf-ssh-pubkey-user", "pubkey-chain", below="pubkey-user"),
    Rule("key-string", "pubkey-user", key="key-string", body=until("exit"), source="IOS CR Security, key-string (SSH)"),
    Rule("key-hash {hash:rest}", "pubkey-user"),
    section("crypto pki trustpoint {name}", "loose", "ca-trustpoint"),
    section("crypto pki certificate chain {name}", "certificates", "config-cert-chain"),
    Rule(
        "certificate {serial:rest}",
        "certificates",
        key="certificate {serial}",
        body=hexadecimal("serial", "quit", "nvram:"),
        source="IOS CR Security, crypto pki certificate chain, certificate: hexadecimal words up to quit, or a file of the device",
    ),
)


def _name_servers(where: str, vrf: str) -> tuple[Rule, ...]:
    """Return the name servers of one table: those that are asked first stand first."""
    head = f"ip name-server {where}"

    def each(groups: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(fill(f"ip name-server {vrf}{server}", groups) for server in [groups["a"], *groups["more"].split()])

    return (
        Rule(f"{head}{{a:address}}", key_order="name servers"),
        Rule(f"{head}{{a:address}} {{more:rest}}", expands=each),
    )


NAMES: tuple[Rule, ...] = (
    single("hostname", "{name}"),
    Rule(
        "ip (domain name|domain-name) {name}",
        key="ip domain name",
        shown="ip domain name {name}",
        undo=("ip (domain name|domain-name) [{_x:rest}]",),
    ),
    Rule(
        "ip (domain lookup|domain-lookup)",
        key="ip domain lookup",
        negative=True,
        default=("ip domain lookup", "ip domain-lookup"),
        meaning="no ip domain lookup",
    ),
    *_name_servers("", ""),
    *_name_servers("vrf {vrf} ", "vrf {vrf} "),
    Rule(
        "ip host vrf {vrf} {name} {a:rest}",
        key="ip host vrf {vrf} {name}",
        undo=("ip host vrf {vrf} {name} [{_x:rest}]",),
    ),
    Rule("ip host {name} {a:rest}", key="ip host {name}", undo=("ip host {name} [{_x:rest}]",)),
)

_SNOOPED = number_list("ip dhcp snooping vlan {vlans}", "vlans", write=written)

DHCP: tuple[Rule, ...] = (
    section("ip dhcp pool {pool}", "dhcp", "dhcp-config"),
    Rule("network {net:rest}", "dhcp", key="network", undo=("network [{_x:rest}]",)),
    *singles("dhcp", "default-router", "dns-server", "domain-name", "lease", "host", "client-identifier", "vrf"),
    Rule("option {n:int} {value:rest}", "dhcp", key="option {n}", undo=("option {n:int} [{_x:rest}]",)),
    Rule("ip dhcp excluded-address {range:rest}"),
    Rule(
        "ip dhcp snooping vlan {vlans:vlans}",
        key="ip dhcp snooping vlan",
        undo=("=", "ip dhcp snooping vlan"),
        merge=_SNOOPED[0],
        unmerge=_SNOOPED[1],
        source="IOS CR LAN Switching, ip dhcp snooping vlan: VLANs are added, and all displayed in one line",
    ),
    *flags("top", "ip dhcp snooping", "ip dhcp snooping information option"),
    *on_by_default("top", "ip dhcp snooping verify mac-address"),
)

SERVICES: tuple[Rule, ...] = (*NTP, *LOGGING, *SNMP, *SSH, *NAMES, *DHCP)
