"""Services, logging, SNMP and lines of RGOS (RGOS CR Basic Management, Line, Syslog, SNMP, HTTP; RG-S5760C, RGOS 12.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.lab.semantics.core.model import Node, Rule
from netops.lab.semantics.ios_family.forms import both_shown, flags, off_by_default, on_by_default, single, singles

WEB = ("enable service web-server http", "enable service web-server https")

LOGGING: tuple[Rule, ...] = (
    Rule("logging {a:address}", undo=(), shown="logging server {a}"),
    Rule(
        "logging server {a:address} vrf {vrf} [{more:rest}]",
        key="logging server {a} vrf {vrf}",
        undo=("logging server {a:address} vrf {vrf} [{_x:rest}]",),
    ),
    Rule(
        "logging server {a:address} [{more:options}]",
        key="logging server {a}",
        undo=("logging server {a:address} [{_x:options}]", "logging {a:address}"),
        source="RGOS CR Syslog, logging server",
    ),
    *flags("top", "logging count"),
    single("logging userinfo"),
    Rule(
        "logging source [interface] {port:port}",
        key="logging source",
        shown="logging source interface {port}",
        undo=("logging source [{_x:rest}]",),
    ),
)


def _telnet(release: str) -> tuple[Rule, ...]:
    """Return the rule of Telnet: it runs unless told otherwise; 12.x displays it where it runs, older releases where not."""
    major = re.match(r"\d+", release)
    if major is not None and int(major.group()) >= 12:
        return flags("top", "enable service telnet-server")
    return on_by_default("top", "enable service telnet-server")


def services(release: str) -> tuple[Rule, ...]:
    """Return the rules of the services of a release (RGOS CR Basic Management and HTTP, ``enable service``).

    SSH and both kinds of web pages don't run unless told, SNMP does. ``web-server`` alone, or with ``all``, is both kinds.
    """
    return (
        *flags("top", "enable service ssh-server"),
        *_telnet(release),
        *on_by_default("top", "enable service snmp-agent"),
        Rule("enable service web-server [all]", negative=True, expands=lambda _: WEB),
        *off_by_default("top", *WEB),
    )


_PROTOCOLS = frozenset({"ssh", "telnet"})


def _loses(old: Node | None, groups: Mapping[str, str]) -> str | None:
    """Take one way of access from a line: what is left is displayed."""
    held = _PROTOCOLS if old is None else _PROTOCOLS & set(old.text.split())
    left = held - (_PROTOCOLS if groups["how"] == "all" else {groups["how"]})
    return None if left == _PROTOCOLS else f"transport input {' '.join(sorted(left)) or 'none'}"


TRANSPORT: tuple[Rule, ...] = (
    Rule(
        "no transport input {how=all|ssh|telnet|none}",
        "line",
        key="transport input",
        undo=(),
        merge=_loses,
        source="RGOS CR Line, transport input: no takes one protocol away, default brings all back",
    ),
    Rule(
        "transport input {how=all|ssh|telnet|none}",
        "line",
        key="transport input",
        undo=(),
        default=("transport input all",),
        source="RGOS CR Line, transport input",
    ),
)

GLOBALS: tuple[Rule, ...] = (
    *on_by_default("top", "cwmp", "ip redirects", "ip routing", "ip source-route"),
    *both_shown("top", "zam"),  # RGOS CR ZAM, zam: whether a device does it by itself differs from model to model
    *(
        Rule(f"snmp-server enable version {version}", negative=True, key=f"snmp-server enable version {version}")
        for version in ("v1", "v2c", "v3")
    ),
    *off_by_default(
        "top", "service password-encryption", "service dhcp", "login privilege log", "service sequence-numbers"
    ),
    Rule(
        "ip helper-address [vrf {vrf}] {server:ip}",
        undo=("=",),
        source="RGOS CR DHCP, ip helper-address: of the whole device in global configuration mode, of a port in interface mode",
    ),
    *singles("top", "service timestamps message-type", "service timestamps debug", "service timestamps log"),
    *singles("top", "password policy min-size", "password policy life-cycle", "password policy no-repeat-times"),
    *flags(
        "top",
        "password policy strong",
        "password policy printable-character-check",
        "password policy forced-password-modify",
    ),
    Rule(
        "webmaster level {level:int} username {user} {more:rest}",
        key="webmaster level {level} username {user}",
        undo=("webmaster level {level:int} username {user} [{_x:rest}]",),
    ),
    Rule(
        "snmp-server community {type=0|7} {name} [{more:rest}]",
        key="snmp-server community {type} {name}",
        undo=("snmp-server community {type=0|7} {name} [{_x:rest}]",),
    ),
    *singles("top", "mtu forwarding", "ip ref load-sharing"),
    *singles("top", "aaa local authentication attempts", "aaa local authentication lockout-time"),
    *singles("top", "aaa accounting update"),
    *off_by_default("top", "ftp-server enable", "tftp-server enable"),
    *singles("top", "http port", "http secure-port", "ip ssh access-class"),
    Rule(
        "snmp-server view {view} {tree} {how=include|exclude}",
        key="snmp-server view {view} {tree}",
        undo=("snmp-server view {view} [{tree}] [{_x:rest}]",),
        source="RGOS CR SNMP, snmp-server view",
    ),
    single("errdisable recovery interval"),
    *off_by_default("interface", "ip proxy-arp"),
)
