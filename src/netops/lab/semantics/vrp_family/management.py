"""How VRP is managed: users, lines, SSH, SNMP, time, logs, banners, keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from netops.lab.semantics.core.bodies import between_marks, until
from netops.lab.semantics.core.effects import needs, refuses, refuses_always, when, wipes
from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.vrp_family.rules import always_on, many, off, single, switch

VERSION_MERGE, VERSION_UNMERGE = word_list("snmp-agent sys-info version {versions}", "versions", ordered=False)


def _user(head: str, undo: tuple[str, ...] = ()) -> Rule:
    """Return an attribute of a local user, who must be there. Source: S V200R019, ``local-user``."""
    text = f"local-user {{user}} {head}"
    known = needs(". / local-user {user} password **", "Error: The user does not exist.")
    return Rule(f"{text} {{value:rest}}", "aaa", text, undo=undo or (text,), missing="ignore", checks=(known,))


STATES = ("local-user {user} state active", "local-user {user} state block fail-times 3 interval 5")
"""What a user is anyway. Sources: S V200R019, ``local-user state`` (active); NE V8R10, the same (three failures)."""
USERS = (
    replace(_user("password expire"), source="NetEngine 8000 Command Reference, local-user password expire"),
    Rule(
        "local-user {user} password {value:rest}",
        "aaa",
        "local-user {user} password",
        undo=("local-user {user}",),
        undo_effects=(wipes("local-user {user} **"),),
        source="S V200R019, local-user: undo local-user user-name deletes the user and all of his lines",
    ),
    Rule(
        "local-user {user} service-type {services:rest}",
        "aaa",
        "local-user {user} service-type",
        undo=("local-user {user} service-type",),
        checks=(needs(". / local-user {user} password **", "Error: The user does not exist."),),
        source="S V200R019, local-user service-type: the types typed last are all that the user has",
    ),
    *(
        _user(head)
        for head in (
            "privilege level",
            "ftp-directory",
            "access-limit",
            "idle-timeout",
            "user-group",
            "expire-date",
        )
    ),
    replace(_user("state"), default=STATES),
)


def _built_in(act: Act) -> bool:
    return re.fullmatch(r"default(\d|_admin)?", act.groups["name"]) is not None


MODES = (("authentication-mode", "local"), ("authorization-mode", "local"), ("accounting-mode", "none"))
"""What the schemes do where nothing is displayed. Source: NE V8R10, ``authentication-mode`` and its siblings."""


def _mode(head: str, default: str) -> Rule:
    return replace(single(head, views="aaa-scheme"), default=(f"{head} {default}",))


SCHEMES = (
    *(
        Rule(
            f"{word} {{name}}",
            "aaa",
            opens=view,
            prompt=f"{word}-{{name}}",
            implicit=rf"{word} default(\d|_admin)?",
            undo_checks=(when(_built_in, refuses_always("Error: The default object can't be deleted.")),),
            source="S V200R019, authentication-scheme and domain: what is named default can be changed, not deleted",
        )
        for word, view in (
            *((f"{kind}-scheme", "aaa-scheme") for kind in ("authentication", "authorization", "accounting")),
            ("domain", "aaa-domain"),
            ("recording-scheme", "aaa-scheme"),
        )
    ),
    single("recording-mode", views="aaa-scheme"),
    *(single(f"{what} recording-scheme", views="aaa") for what in ("cmd", "outbound", "system")),
    # S V200R019, authorization-cmd, authentication-super, accounting start-fail: undo and the head.
    Rule(
        "authorization-cmd {level:int} {modes:rest}",
        "aaa-scheme",
        "authorization-cmd {level}",
        undo=("authorization-cmd {level:int}",),
    ),
    *(
        single(head, views="aaa-scheme")
        for head in ("authentication-super", "accounting start-fail", "accounting realtime")
    ),
    # S V200R019, local-aaa-user password policy administrator; CE V300R023, the same: a view of its own.
    Rule(
        "local-aaa-user password policy {who=administrator|access-user}",
        "aaa",
        opens="password-policy",
        prompt="lupp-admin",
    ),
    single("local-aaa-user wrong-password", views="aaa"),
    always_on("password alert original", "password-policy"),
    *(
        single(f"password {head}", views="password-policy")
        for head in ("alert before-expire", "history record number", "expire", "min-length", "complexity")
    ),
    # NE V8R10, user-password and user-block (AAA view).
    switch("user-password change", views="aaa"),
    *(
        single(head, views="aaa")
        for head in (
            "user-password min-len",
            "user-password complexity-check",
            "user-password expire",
            "user-block failed-times",
            "user-block reactive",
        )
    ),
    *(_mode(head, default) for head, default in MODES),
    *(
        single(head, views="aaa-domain")
        for head in (
            "authentication-scheme",
            "authorization-scheme",
            "accounting-scheme",
            "radius-server",
            "hwtacacs-server",
            "state",
        )
    ),
)
TRAP_HOST = (
    "snmp-agent target-host {kind=trap|inform} [host-name {host}] address udp-domain {a:address} [udp-port {_port:int}] "
    "[source {_source}] [{_net=public-net}] [vpn-instance {vpn}] params securityname [{_form=cipher}] {name}"
)
SNMP = (
    Rule(
        "snmp-agent",
        undo_effects=(wipes("snmp-agent **"),),
        source="S V200R019, snmp-agent: undo snmp-agent deletes all",
    ),
    Rule(
        "snmp-agent sys-info version {versions:rest}",
        key="snmp-agent sys-info version",
        undo=("=", "snmp-agent sys-info version"),
        merge=VERSION_MERGE,
        unmerge=VERSION_UNMERGE,
    ),
    *(
        single(f"snmp-agent {head}")
        for head in ("sys-info contact", "sys-info location", "local-engineid", "trap source", "packet max-size", "acl")
    ),
    Rule(
        "snmp-agent community {mode=read|write} [{form=cipher|simple}] {name} [{more:rest}]",
        key="snmp-agent community {mode} {name}",
        undo=("snmp-agent community [{mode=read|write}] [cipher] {name}",),
    ),
    Rule(
        f"{TRAP_HOST} [{{more:rest}}]",
        key="snmp-agent target-host {kind} {host} {a} {vpn} {name}",
        undo=(TRAP_HOST,),
        source="USG, snmp-agent target-host trap: undo … address udp-domain address … params securityname [ cipher ] name",
    ),
    Rule(
        "snmp-agent target-host [{kind=trap|inform}] [host-name {host}] address udp-domain {a:address} {more:rest}",
        key=None,
        undo=(
            "=",
            "snmp-agent target-host [{kind=trap|inform}] [host-name {host}] address udp-domain {a:address} {_more:rest}",
        ),
    ),
    Rule(
        "snmp-agent group {version} {group} [{more:rest}]",
        key="snmp-agent group {version} {group}",
        undo=("snmp-agent group {version} {group} [{_level=authentication|noauthentication|privacy}]",),
    ),
    Rule(
        "snmp-agent usm-user {version} {user} group {group}",
        key="snmp-agent usm-user {version} {user} group",
        undo=("snmp-agent usm-user {version} {user} group",),
    ),
    Rule(
        "snmp-agent usm-user {version} {user} {head=authentication-mode|privacy-mode|acl} {more:rest}",
        key="snmp-agent usm-user {version} {user} {head}",
        undo=("snmp-agent usm-user {version} {user} {head=authentication-mode|privacy-mode|acl}",),
    ),
    Rule(
        "snmp-agent usm-user {version} {user}",
        key="snmp-agent usm-user {version} {user}",
        undo_effects=(wipes("snmp-agent usm-user {version} {user} **"),),
    ),
    Rule(
        "snmp-agent usm-user {version} {user} {group} {more:rest}",
        key="snmp-agent usm-user {version} {user}",
        undo=("snmp-agent usm-user {version} {user} [{_more:rest}]",),
    ),
    Rule(
        "snmp-agent mib-view {how=included|excluded} {view} {tree}",
        key="snmp-agent mib-view {view} {tree}",
        undo=("snmp-agent mib-view [{how=included|excluded}] {view} [{tree}]",),
    ),
    Rule(
        "snmp-agent trap enable [{feature:rest}]",
        key="snmp-agent trap enable {feature}",
        negative=True,
        default=("undo snmp-agent trap enable",),
    ),
)


def vpn_named(act: Act) -> None:
    """Refuse the undo of a server that is in another VPN instance than the one typed, or in none.

    Source: S V200R019, ``ntp-service unicast-server`` and ``info-center loghost``: the undo has [ vpn-instance name ].
    """
    held = re.search(r" vpn-instance (\S+)", act.text)
    if (held[1] if held else None) != act.groups.get("_vpn"):
        raise Refusal("Error: The server does not exist.")


NTP = tuple(
    Rule(
        f"{word} {{kind=unicast-server|unicast-peer}} {{a:address}} [{{more:rest}}]",
        key=f"{word} {{kind}} {{a}}",
        undo=(f"{word} {{kind=unicast-server|unicast-peer}} {{a:address}} [vpn-instance {{_vpn}}]",),
        undo_checks=(vpn_named,),
    )
    for word in ("ntp-service", "ntp")
)
TIME = (
    *NTP,
    *(
        single(f"{word} {head}")
        for word in ("ntp-service", "ntp")
        for head in ("source-interface", "refclock-master", "max-dynamic-sessions")
    ),
    *(switch(f"{word} authentication enable") for word in ("ntp-service", "ntp")),
    *(
        Rule(
            f"{word} authentication-keyid {{n:int}} {{more:rest}}",
            key=f"{word} authentication-keyid {{n}}",
            undo=(f"{word} authentication-keyid {{n:int}}",),
        )
        for word in ("ntp-service", "ntp")
    ),
    *(many(f"{word} reliable authentication-keyid {{n:int}}") for word in ("ntp-service", "ntp")),
    Rule("clock timezone {more:rest}", key="clock timezone", undo=("clock timezone",)),
    Rule(
        "clock daylight-saving-time {more:rest}", key="clock daylight-saving-time", undo=("clock daylight-saving-time",)
    ),
)
LOGS = (
    always_on("info-center enable"),
    Rule(
        "info-center loghost {a:address} [{more:rest}]",
        key="info-center loghost {a}",
        undo=("info-center loghost {a:address} [vpn-instance {_vpn}]",),
        undo_checks=(vpn_named,),
        source="S V200R019, info-center loghost: undo info-center loghost ip-address [ vpn-instance name ]",
    ),
    single("info-center loghost source"),
    Rule(
        "info-center source {module} channel {channel} [{more:rest}]",
        key="info-center source {module} channel {channel}",
        undo=("info-center source {module} channel {channel}",),
    ),
    Rule(
        "info-center timestamp {kind=debugging|log|trap} {value:rest}",
        key="info-center timestamp {kind}",
        undo=("info-center timestamp {kind=debugging|log|trap}",),
        missing="ignore",
        source="S V200R019, info-center timestamp: undo info-center timestamp { debugging | log | trap }",
    ),
    Rule("info-center logbuffer size {n:int}", key="info-center logbuffer size", undo=("info-center logbuffer size",)),
)
OFF = r"undo (telnet|ftp|http) .*"
"""A service that is off; whether its undo is displayed differs by release, so that it is no difference."""


def _allowed(head: str) -> Rule:
    """Return a list of algorithms: a new list takes the old one's place, and the device offers them in its own order.

    Source: NE V8R10, ``ssh server cipher``, ``ssh server hmac``.
    """

    def line(_: Node | None, groups: Mapping[str, str]) -> str:
        return f"{head} {' '.join(sorted(groups['value'].split()))}"

    return Rule(f"{head} {{value:rest}}", key=head, undo=(head,), merge=line, missing="ignore")


HWTACACS = always_on("hwtacacs enable")
"""Of VRP 5: only its undo is displayed. S configuration guide, Configuring an HWTACACS Server Template: "By default, HWTACACS is enabled"."""
ALGORITHMS = ("cipher", "hmac", "key-exchange", "publickey")
SSH = (
    switch("stelnet [{family=ipv4|ipv6}] server enable"),
    switch("sftp [{family=ipv4|ipv6}] server enable"),
    switch("scp [{family=ipv4|ipv6}] server enable"),
    Rule("{service=telnet|ftp} [{family=ipv4|ipv6}] server enable", negative=True, implicit=OFF),
    Rule("http {service=server|secure-server} enable", negative=True, implicit=OFF),
    # Both forms are displayed, whatever the release does by itself (S V200R019 and NE V8R10, stp enable, lldp enable, ntp-service).
    *(
        Rule(form, negative=True)
        for form in (
            "stp enable",
            "lldp enable",
            "ssh server compatible-ssh1x enable",
            "ntp-service enable",
            "info-center logfile enable",
        )
    ),
    *(off(f"{word} {family}server disable") for word in ("ntp-service", "ntp") for family in ("", "ipv6 ")),
    always_on("info-center logbuffer"),
    single("ssh authorization-type default"),  # NE V8R10, ssh authorization-type default: aaa or root
    Rule(
        "{service=telnet|ftp} [{family=ipv4|ipv6}] server disable", negative=True
    ),  # CE V300R023, telnet server disable
    Rule(
        "ssh user {user} {head=authentication-type|service-type|sftp-directory} {value:rest}",
        key="ssh user {user} {head}",
        undo=("ssh user {user} {head=authentication-type|service-type|sftp-directory}", "ssh user {user}"),
        source="S V200R019, ssh user: undo ssh user user-name deletes all of the user's lines",
    ),
    Rule(
        "ssh user {user} assign {kind=rsa-key|dsa-key|ecc-key|pki} {name}",
        key="ssh user {user} assign",
        undo=("ssh user {user} assign {kind=rsa-key|dsa-key|ecc-key|pki}", "ssh user {user}"),
        source="S V200R019, ssh user assign: undo ssh user user-name assign { rsa-key | dsa-key | ecc-key }",
    ),
    Rule("ssh user {user}", key="ssh user {user}", undo=("=",)),
    replace(single("ssh server timeout"), default=("ssh server timeout 60",)),
    replace(single("ssh server authentication-retries"), default=("ssh server authentication-retries 3",)),
    *(single(f"ssh server {head}") for head in ("rekey-interval", "port", "acl")),
    single("ssh ipv6 server acl"),
    single("ssh server dh-exchange min-len"),  # S V200R019 and NE V8R10, the same: undo ssh server dh-exchange min-len
    *(_allowed(f"ssh {side} {head}") for side in ("server", "client") for head in ALGORITHMS),
    Rule("ssh server-source {more:rest}", key=None, undo=("ssh server-source [{more:rest}]",)),
    single("ssh client first-time"),
)


def ssh_users_stand(act: Act) -> None:
    """Say of every SSH user that he is there: releases that show no line of his own show what else is said of him.

    Source: S V200R019, ``ssh user authentication-type``: it makes the user where he isn't there.
    """
    for line in list(act.root.children.values()):
        key = " ".join(line.text.split()[:3])
        if line.text.startswith("ssh user ") and key not in act.root.children:
            act.root.children[key] = Node(key, key)


BANNER = between_marks("text", "%")
BANNERS = (
    Rule(
        "header {where=login|shell} information {text:rest}",
        key="header {where}",
        undo=("header {where=login|shell}",),
        body=BANNER,
    ),
    Rule(
        "header {where=login|shell} file {name}", key="header {where} file", undo=("header {where=login|shell} file",)
    ),
)
KEYS = (
    Rule(
        "{kind=rsa|dsa|ecc} peer-public-key {name} [encoding-type {code}]",
        key="{kind} peer-public-key {name}",
        opens="peer-key",
        prompt="{kind}-public-key",
        undo=("{kind=rsa|dsa|ecc} peer-public-key {name}",),
    ),
    Rule(
        "public-key-code begin",
        "peer-key",
        key="public-key-code",
        body=until("public-key-code end"),
        undo=("public-key-code",),
    ),
    Rule("rsa local-key-pair {more:rest}", hidden=True, undo=()),
    Rule("pki realm {name}", opens="pki", prompt="pki-realm-{name}"),
    Rule(
        "keychain {name} mode {mode:rest}",
        key="keychain {name}",
        opens="keychain",
        prompt="keychain-{name}",
        undo=("keychain {name}",),
    ),
    Rule("keychain {name}", key="keychain {name}", opens="keychain", prompt="keychain-{name}", undo=()),
    Rule("key-id {n:int}", "keychain", opens="keychain-key", prompt="keychain-key-{n}"),
    *(single(head, views="keychain-key") for head in ("algorithm", "key-string", "send-time", "receive-time")),
    *(single(head, views="keychain") for head in ("receive-tolerance", "tcp-kind")),
)
RADIUS = (
    Rule(
        "radius-server template {name}",
        opens="radius",
        prompt="radius-{name}",
        undo_checks=(refuses("aaa / domain * / radius-server {name}", "Error: The template is in use."),),
    ),
    Rule(
        "hwtacacs-server template {name}",
        opens="radius",
        prompt="hwtacacs-{name}",
        undo_checks=(refuses("aaa / domain * / hwtacacs-server {name}", "Error: The template is in use."),),
    ),
    single("radius-server shared-key", views="radius"),
    single("hwtacacs-server shared-key", views="radius"),
    *(
        Rule(
            f"{word} {{a:address}} {{more:rest}}",
            "radius",
            f"{word} {{a}}",
            undo=(f"{word} {{a:address}} [{{_more:rest}}]",),
        )
        for word in ("radius-server authentication", "radius-server accounting")
    ),
    *(
        Rule(
            f"hwtacacs-server {word} {{a:address}} [{{more:rest}}]",
            "radius",
            f"hwtacacs-server {word} {{more}}",
            undo=(f"hwtacacs-server {word}", f"hwtacacs-server {word} {{a:address}} [{{_more:rest}}]"),
        )
        for word in ("authentication", "authorization", "accounting")
    ),
)


def _addresses(head: str, view: str) -> Rule:
    """Return a list of up to eight addresses, displayed in one line; the undo takes one of them, or all.

    Source: CE V300R023, ``dns-list``: dns-list ip-address &<1-8>, undo dns-list { ip-address | all }.
    """
    merge, unmerge = word_list(f"{head} {{addresses}}", "addresses")

    def less(old: Node | None, groups: Mapping[str, str]) -> str | None:
        return unmerge(old, {**groups, "addresses": groups["gone"]} if "gone" in groups else {})

    undo = (f"{head} {{gone:ip}}", f"{head} all")
    return Rule(f"{head} {{addresses:rest}}", view, head, undo=undo, merge=merge, unmerge=less)


SERVERS = ("gateway-list", "dns-list", "nbns-list")
SYSTEM = (
    single("sysname", "{name}"),
    off("ipv6"),  # S V200R010, ipv6: off until it is typed; undo ipv6
    Rule("description {text:rest}", "*", "description", undo=("description",), missing="ignore"),
    Rule("aaa", opens="aaa", prompt="aaa", undo=(), implicit="aaa"),
    *(single(head) for head in ("ip host", "dns domain", "super password", "header title", "router id")),
    # S V200R019, dns server: without a VPN instance the undo means the server of the public network.
    many("dns server {a:address} vpn-instance {vpn}"),
    many("dns server {a:address}"),
    switch("dns resolve"),
    switch("dhcp enable"),
    Rule(
        "(ftp|FTP) server enable",
        key="ftp server enable",
        negative=True,
        default=("undo ftp server enable",),
        shown="ftp server enable",
        source="S V200R019, ftp server enable: off by default; commands aren't case-sensitive, and switches display it in capitals",
    ),
    Rule("ip pool {name}", opens="pool", prompt="ip-pool-{name}"),
    Rule("network {a:ip} [mask {m:mask}]", "pool", "network", undo=("network",)),
    *(_addresses(head, "pool") for head in SERVERS),
    *(_addresses(f"dhcp server {head}", "interface") for head in SERVERS),
    many("excluded-ip-address {a:rest}", "pool"),
    *(single(head, views="pool") for head in ("lease", "domain-name", "vpn-instance")),
)


def _community_shown(_: Node | None, groups: Mapping[str, str]) -> str:
    """Return a community as VRP 8 displays it: as a cipher, in whatever form it was typed."""
    name, more = groups["name"], groups.get("more", "")
    cipher = name if name.startswith("%^%#") else f"%^%#{name}%^%#"
    return f"snmp-agent community {groups['mode']} cipher {cipher} {more}".rstrip()


COMMUNITY_IN_CIPHER = Rule(
    "snmp-agent community {mode=read|write} [{form=cipher}] {name} [{more:rest}]",
    key="snmp-agent community {mode} {name}",
    undo=("snmp-agent community [{mode=read|write}] [cipher] {name}",),
    merge=_community_shown,
    source="NE, snmp-agent community: the community name is displayed in ciphertext",
)

RULES = (*SYSTEM, *USERS, *SCHEMES, *SNMP, *TIME, *LOGS, *SSH, *BANNERS, *KEYS, *RADIUS)
