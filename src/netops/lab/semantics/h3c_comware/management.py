"""How Comware is managed: users, lines, SSH, SNMP, time, logs, banners, keys, and its QoS and MPLS."""

from __future__ import annotations

from netops.lab.semantics.core.bodies import between_marks, until
from netops.lab.semantics.core.effects import needs, refuses, wipes
from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Node, Rule
from netops.lab.semantics.h3c_comware import services
from netops.lab.semantics.h3c_comware.lines import LINES
from netops.lab.semantics.vrp_family.rules import always_on, many, off, single, switch

SERVICE_MERGE, SERVICE_UNMERGE = word_list("service-type {services}", "services", ordered=False)
VERSION_MERGE, VERSION_UNMERGE = word_list("snmp-agent sys-info version {versions}", "versions", ordered=False)
KIND = "[class {kind=manage|network}]"
MANAGED = Rule(
    "local-user {user}",
    opens="user",
    prompt="luser-{user}",
    expands=lambda groups: (f"local-user {groups['user']} class manage",),
)
ROLE = Rule("authorization-attribute user-role {role}", "user", undo=("=",))
OPERATOR = "authorization-attribute user-role network-operator"


def _may_look(act: Act) -> None:
    """Give a user that comes the role that every user of the kind manage has from its start."""
    if act.old is None and act.node is not None and act.groups.get("kind") == "manage":
        act.node.children[OPERATOR] = Node(OPERATOR, OPERATOR, ROLE, {"role": "network-operator"})


USERS = (
    Rule(
        f"local-user {{user}} {KIND}",
        key="local-user {user} {kind}",
        opens="user",
        prompt="luser-{kind}-{user}",
        undo=(f"local-user {{user}} {KIND}",),
        effects=(_may_look,),
        source="HPE, local-user: undo local-user user-name class { manage | network }; RBAC: by default, network-operator is assigned",
    ),
    single("password", "[{how=simple|cipher|hash} {value:rest}]", "user"),
    Rule(
        "service-type {services:rest}",
        "user",
        "service-type",
        undo=("=",),
        merge=SERVICE_MERGE,
        unmerge=SERVICE_UNMERGE,
        source="HPE, service-type: types add up; undo service-type names them",
    ),
    ROLE,
    Rule(
        "authorization-attribute level {n:int}",
        "user",
        "authorization-attribute level",
        undo=("authorization-attribute level",),
    ),
    Rule(
        "authorization-attribute {head=idle-cut|work-directory|acl|vlan} {value}",
        "user",
        "authorization-attribute {head}",
        undo=("authorization-attribute {head=idle-cut|work-directory|acl|vlan}",),
    ),
    *(single(head, views="user") for head in ("state", "access-limit", "group", "validity-datetime")),
)
HOST = "snmp-agent target-host {kind=trap|inform} address udp-domain {a:host} [udp-port {port:int}] [vpn-instance {vpn}] params securityname"
SNMP = (
    Rule(
        "snmp-agent",
        negative=True,
        default=("undo snmp-agent",),
        undo_effects=(wipes("snmp-agent **"),),
        source="HPE, snmp-agent: off by default",
    ),
    Rule(
        "snmp-agent sys-info version {versions:rest}",
        key="snmp-agent sys-info version",
        undo=("=",),
        merge=VERSION_MERGE,
        unmerge=VERSION_UNMERGE,
    ),
    *(
        single(f"snmp-agent {head}")
        for head in ("sys-info contact", "sys-info location", "local-engineid", "trap source", "packet max-size")
    ),
    Rule(
        "snmp-agent community [{mode=read|write}] [{form=cipher|simple}] {name} [{more:rest}]",
        key="snmp-agent community {name}",
        undo=("snmp-agent community [{mode=read|write}] [{form=cipher|simple}] {name}",),
    ),
    Rule(
        "snmp-agent group {version} {group} [{more:rest}]",
        key="snmp-agent group {version} {group}",
        undo=("snmp-agent group {version} {group} [{_level=authentication|privacy}]",),
    ),
    Rule(
        "snmp-agent usm-user {version} {user} {group} [{more:rest}]",
        key="snmp-agent usm-user {version} {user}",
        undo=("snmp-agent usm-user {version} {user} [{_more:rest}]",),
    ),
    Rule(
        "snmp-agent mib-view {how=included|excluded} {view} {tree}",
        key="snmp-agent mib-view {view} {tree}",
        undo=("snmp-agent mib-view {view} [{tree}]",),
    ),
    Rule(
        f"{HOST} {{name}} [{{more:rest}}]",
        key="snmp-agent target-host {kind} {a} {vpn} {name}",
        undo=(
            f"{HOST} {{name}} [vpn-instance {{vpn}}]",
            f"{HOST} {{name}} [{{_more:rest}}]",
        ),
        source="HPE, snmp-agent target-host: undo … address udp-domain address params securityname name [ vpn-instance name ]",
    ),
    Rule(
        "snmp-agent trap enable [{feature:rest}]", key="snmp-agent trap enable {feature}", negative=True, toggles=True
    ),
)
TIME = (
    always_on("info-center enable"),
    always_on("info-center logfile enable"),
    always_on("info-center logbuffer"),
    single("info-center logbuffer size", "{n:int}"),
    Rule(
        "info-center timestamp {target=loghost|log|debugging|trap} {form=date|boot|none|iso|no-year-date} [{more:rest}]",
        key="info-center timestamp {target}",
        undo=("info-center timestamp {target=loghost|log|debugging|trap}",),
    ),
    Rule(
        "ntp-service {kind=peer|query|server|synchronization} acl {acl:int}",
        key="ntp-service {kind} acl",
        undo=("ntp-service {kind=peer|query|server|synchronization} [acl {acl:int}]",),
        source="HPE (Comware 7), ntp-service acl",
    ),
    *(
        Rule(
            f"info-center loghost {vpn} {{a:host}} [{{more:rest}}]",
            key="info-center loghost {vpn} {a}",
            undo=(f"info-center loghost {vpn} {{a:host}}",),
            source="HPE, info-center loghost: undo info-center loghost [ vpn-instance name ] address; without, a public host",
        )
        for vpn in ("vpn-instance {vpn}", "")
    ),
    single("info-center loghost source"),
    Rule(
        "info-center source {module} {target=loghost|logbuffer|monitor|console|logfile} {more:rest}",
        key="info-center source {module} {target}",
        undo=("info-center source {module} {target=loghost|logbuffer|monitor|console|logfile}",),
    ),
    *(
        Rule(
            f"ntp-service {{kind=unicast-server|unicast-peer}} {{a:host}} {vpn} [{{more:rest}}]",
            key="ntp-service {kind} {a} {vpn}",
            undo=(f"ntp-service {{kind=unicast-server|unicast-peer}} {{a:host}} {vpn}",),
            source="HPE, ntp-service unicast-server: undo names the VPN instance; without, a public server",
        )
        for vpn in ("vpn-instance {vpn}", "")
    ),
    switch("ntp-service enable"),
    off("ntp-service authentication enable"),
    Rule(
        "ntp-service authentication-keyid {n:int} {more:rest}",
        key="ntp-service authentication-keyid {n}",
        undo=("ntp-service authentication-keyid {n:int}",),
    ),
    many("ntp-service reliable authentication-keyid {n:int}"),
    *(single(f"ntp-service {head}") for head in ("source", "refclock-master")),
    single("clock timezone"),
    single("clock protocol"),
)
SSH = (
    off("ssh server enable"),
    off("sftp server enable"),
    off("telnet server enable"),
    off("ftp server enable"),
    off("netconf ssh server enable"),
    Rule("ssh user {user} {more:rest}", key="ssh user {user}", undo=("ssh user {user}",)),
    *(single(f"ssh server {head}") for head in ("acl", "port")),
    *(
        Rule(
            f"ssh server {head} {{n:int}}",
            key=f"ssh server {head}",
            default=(f"ssh server {head} {usual}",),
            undo=(f"ssh server {head}",),
            missing="ignore",
            source="HP 5500 HI, ssh server: 60 seconds, 3 attempts and no update of the key by default",
        )
        for head, usual in (("authentication-timeout", 60), ("authentication-retries", 3), ("rekey-interval", 0))
    ),
    *(single(f"telnet server {head}") for head in ("acl", "dscp")),
    *(single(f"ssh2 algorithm {what}") for what in ("cipher", "mac", "key-exchange", "public-key")),
    single("ssh server ipv6 acl"),
    off("scp server enable"),
    *(off(f"netconf soap {form} enable") for form in ("http", "https")),
    *(single(f"{head} acl") for head in ("ftp server", "ip http", "ip https")),
    *(single(f"ip {form} port", "{n:int}") for form in ("http", "https")),
)
SSH1 = off("ssh server compatible-ssh1x enable")
"""Comware 7: off by default. Source: H3C (Comware 7), ``ssh server compatible-ssh1x enable``."""
SSH1_5 = Rule(
    "ssh server compatible-ssh1x enable",
    negative=True,
    default=("ssh server compatible-ssh1x enable",),
    source="HPE 3100 v2 (Comware 5), ssh server compatible-ssh1x: by default, the SSH server supports SSH1 clients",
)
BANNERS = (
    Rule(
        "header {where=login|motd|shell|legal|incoming} {text:rest}",
        key="header {where}",
        undo=("header {where=login|motd|shell|legal|incoming}",),
        body=between_marks("text", "%"),
    ),
)
KEYS = (
    Rule("public-key peer {name}", opens="peer-key", prompt="pkey-public-key-{name}"),
    Rule("public-key-code begin", "peer-key", key="public-key-code", body=until("public-key-code end"), undo=()),
    Rule("public-key local {more:rest}", hidden=True, undo=()),
    Rule(
        "keychain {name} [mode {mode=absolute}]",
        key="keychain {name}",
        opens="keychain",
        prompt="keychain-{name}",
        undo=("keychain {name}",),
    ),
    Rule("key {n:int}", "keychain", opens="keychain-key", prompt="keychain-key-{n}"),
    *(
        single(head, views="keychain-key")
        for head in ("authentication-algorithm", "key-string", "send-lifetime", "accept-lifetime")
    ),
)
RADIUS = (
    Rule("{kind=radius|hwtacacs} scheme {name}", opens="radius", prompt="{kind}-{name}"),
    *(
        single(f"{head}", views="radius")
        for head in (
            "primary authentication",
            "primary accounting",
            "primary authorization",
            "key authentication",
            "key accounting",
            "key authorization",
        )
    ),
    *(
        single(head, views="radius")
        for head in ("user-name-format", "nas-ip", "vpn-instance", "retry", "timer response-timeout", "timer quiet")
    ),
    many("secondary {what=authentication|accounting|authorization} {more:rest}", "radius"),
    Rule(
        "domain default enable {name}",
        key="domain default enable",
        undo=("domain default enable",),
        default=("domain default enable system",),
        missing="ignore",
        source="HPE, domain default enable: the default domain is system",
    ),
    Rule(
        "domain [name] {name}",
        key="domain {name}",
        opens="domain",
        prompt="isp-{name}",
        implicit="domain (name )?system",
    ),
    *(
        single(f"{what} {who}", views="domain")
        for what in ("authentication", "authorization", "accounting")
        for who in ("login", "default", "lan-access", "super", "command")
    ),
)
QOS = (
    Rule(
        "traffic classifier {name} [operator {operator=and|or}]",
        key="traffic classifier {name}",
        opens="classifier",
        prompt="classifier-{name}",
        undo=("traffic classifier {name}",),
    ),
    Rule("traffic behavior {name}", opens="behavior", prompt="behavior-{name}"),
    Rule(
        "qos policy {name}",
        opens="policy",
        prompt="qospolicy-{name}",
        undo_checks=(refuses("interface ** / qos apply policy {name} **", "The QoS policy has been applied."),),
        source="HPE, qos policy: an applied policy can't be deleted",
    ),
    Rule(
        "classifier {name} behavior {behavior} [{more:rest}]",
        "policy",
        "classifier {name}",
        undo=("classifier {name}",),
    ),
    many("if-match {value:rest}", "classifier"),
    *(single(head, views="behavior") for head in ("car", "remark dscp", "remark dot1p", "filter", "redirect", "gts")),
    Rule(
        "queue {kind=ef|af|wfq} [{more:rest}]",
        "behavior",
        "queue {kind}",
        undo=("queue {kind=ef|af|wfq}",),
        source="HPE, queue ef: undo queue ef",
    ),
    single("accounting", "[{unit=byte|packet}]", "behavior"),
    Rule(
        "qos apply policy {name} {way=inbound|outbound}",
        "interface vlan",
        "qos apply policy {way}",
        undo=("qos apply policy [{name}] {way=inbound|outbound}",),
        checks=(needs("qos policy {name}", "The QoS policy does not exist."),),
    ),
    Rule(
        "qos {head=lr|gts|car} {way=inbound|outbound|any} {more:rest}",
        "interface",
        "qos {head} {way}",
        undo=("qos {head=lr|gts|car} {way=inbound|outbound|any} [{_more:rest}]",),
    ),
)
MPLS = (
    Rule("mpls lsr-id {a:ip}", key="mpls lsr-id", undo=("mpls lsr-id",)),
    Rule("mpls ldp", opens="ldp", prompt="ldp"),
    switch("arp source-suppression enable"),
    Rule(  # HPE (Comware 7), aaa session-limit: the undo names the kind alone
        "aaa session-limit {kind} {count:int}",
        key="aaa session-limit {kind}",
        undo=("aaa session-limit {kind}",),
        missing="ignore",
    ),
    always_on("mpls ttl propagate public"),  # HPE (Comware 7), mpls ttl propagate: on for public packets
    switch("mpls enable", "interface"),
    switch("mpls ldp enable", "interface"),
    *(single(head, views="ldp") for head in ("lsp-trigger", "graceful-restart")),
    # HPE FlexFabric 11900 and MSR (V7), md5-authentication: undo md5-authentication peer-lsr-id.
    single("md5-authentication {peer}", views="ldp", undo=("md5-authentication {peer}",)),
)
OF_FIVE = (
    Rule(
        "info-center source {module} channel {channel} {more:rest}",
        key="info-center source {module} channel {channel}",
        undo=("info-center source {module} channel {channel}",),
        source="HP A5500 (Comware 5), info-center source",
    ),
    Rule(
        "ntp-service {kind=unicast-server|unicast-peer} vpn-instance {vpn} {a:host} [{more:rest}]",
        key="ntp-service {kind} {a} {vpn}",
        undo=("ntp-service {kind=unicast-server|unicast-peer} vpn-instance {vpn} {a:host}",),
        source="HP A5500 (Comware 5), ntp-service unicast-server: the VPN instance stands before the server",
    ),
    single("ntp-service source-interface"),
    Rule(
        "ntp-service access {kind=peer|query|server|synchronization} {acl:int}",
        key="ntp-service access {kind}",
        undo=("ntp-service access {kind=peer|query|server|synchronization} [{acl:int}]",),
    ),
    off("stp enable"),
    off("lldp enable"),
    Rule(
        "nat address-group {n:int} {first:ip} {last:ip}",
        key="nat address-group {n}",
        undo=("nat address-group {n:int}",),
    ),
    Rule(
        "mpls",
        opens="mpls",
        prompt="mpls",
        source="HP A5500 and 6600 (Comware 5), mpls: first of the device, then of a port",
    ),
    Rule("mpls", "interface", missing="ignore", undo_effects=(wipes("mpls **"),)),
    switch("mpls ldp", "interface"),
)
"""What Comware 5 says otherwise."""
FORBIDDEN_MERGE, FORBIDDEN_UNMERGE = word_list("forbidden-ip {servers}", "servers", ordered=False)


def _servers(head: str) -> Rule:
    """Return a list of a DHCP pool; typed again it is replaced, and its undo takes some addresses or all.

    Source: H3C (Comware 7), ``gateway-list``, ``dns-list``, ``nbns-list``: undo dns-list [ ip-address&<1-8> ].
    """
    _, unmerge = word_list(f"{head} {{servers}}", "servers")
    return Rule(
        f"{head} {{servers:rest}}",
        "pool pool2",
        head,
        undo=("=", head),
        merge=lambda _, groups: f"{head} {groups['servers']}",
        unmerge=unmerge,
        missing="ignore",
    )


CONTROLS = (
    "aging|alert-before-expire|authentication-timeout|history|length|login idle-time|login-attempt|update-interval"
)
SYSTEM = (
    off("password-control enable"),
    *(
        always_on(f"password-control {what} enable")
        for what in ("aging", "composition", "history", "length", "change-password first-login")
    ),
    off("password-control change-password weak-password enable"),
    Rule(
        "password-control composition type-number {kinds:int} [type-length {each:int}]",
        key="password-control composition",
        undo=("password-control composition",),
        missing="ignore",
        source="HPE (Comware 7), password-control composition",
    ),
    *(
        Rule(
            f"password-control complexity {what} check",
            undo=("=",),
            missing="ignore",
            source="HPE (Comware 7), password-control complexity",
        )
        for what in ("same-character", "user-name")
    ),
    Rule(
        "password-control expired-user-login delay {days:int} times {times:int}",
        key="password-control expired-user-login",
        undo=("password-control expired-user-login",),
        missing="ignore",
    ),
    *(single(f"password-control super {what}", "{n:int}") for what in ("aging", "length")),
    *(
        off(f"{what} enable")
        for what in ("ip redirects", "ip unreachables", "ip ttl-expires", "tcp syn-cookie", "dhcp snooping")
    ),
    off("stp bpdu-protection"),
    # H3C Comware 7 MPLS Command Reference, mpls ttl propagate: on for the public network.
    always_on("mpls ttl propagate public"),
    switch("mpls ttl propagate vpn"),
    *(always_on(f"{what} enable") for what in ("copyright-info", "password-recovery", "irf auto-update")),
    *(single(f"archive configuration {what}") for what in ("location", "interval", "max")),
    Rule(
        f"password-control {{what={CONTROLS}}} {{value:rest}}",
        "top user",
        "password-control {what}",
        undo=(f"password-control {{what={CONTROLS}}}",),
        missing="ignore",
        source="HPE, password-control length: undo password-control length",
    ),
    single("sysname", "{name}"),
    Rule("description {text:rest}", "*", "description", undo=("description",), missing="ignore"),
    *(single(head) for head in ("super password", "router id", "irf mac-address persistent", "ip host")),
    Rule(
        "irf member {n:int} priority {value:int}",
        key="irf member {n} priority",
        default=("irf member {n} priority 1",),
        undo=("irf member {n:int} priority",),
        missing="ignore",
        source="HPE, irf member priority: 1 by default",
    ),
    Rule(
        "irf link-delay {ms:int}",
        key="irf link-delay",
        default=("irf link-delay 0",),
        undo=("irf link-delay",),
        missing="ignore",
    ),
    Rule(
        "irf link-delay",
        negative=True,
        default=("undo irf link-delay",),
        source="HPE, irf link-delay: no delay by default",
    ),
    many("dns server {a:address} vpn-instance {vpn}"),  # HPE, dns server: the undo without one means the public server
    many("dns server {a:address}"),
    switch("dhcp enable"),
    switch("lldp global enable"),
    switch("stp global enable"),
    Rule(
        "stp mode {mode}",
        key="stp mode",
        default=("stp mode mstp",),
        undo=("stp mode",),
        missing="ignore",
        source="HPE, stp mode: MSTP by default",
    ),
    Rule("dhcp server ip-pool {name}", opens="pool", prompt="dhcp-pool-{name}"),
    Rule("network {a:ip} [mask] {m:mask}", "pool", "network", undo=("network",)),
    Rule("network {a:ip} [mask] {m:mask} secondary", "pool", opens="pool2", prompt="dhcp-pool-secondary"),
    *(_servers(head) for head in ("gateway-list", "dns-list", "nbns-list")),
    *(single(head, views="pool") for head in ("expired", "domain-name", "vpn-instance")),
    Rule(
        "forbidden-ip {servers:rest}",
        "pool",
        "forbidden-ip",
        undo=("=", "forbidden-ip"),
        merge=FORBIDDEN_MERGE,
        unmerge=FORBIDDEN_UNMERGE,
        source="H3C (Comware 7), forbidden-ip: typed again it adds",
    ),
)
RULES = (*SYSTEM, MANAGED, *USERS, *LINES, *SNMP, *TIME, *SSH, *BANNERS, *KEYS, *RADIUS, *QOS, *MPLS, *services.RULES)


def rules(*, classes: bool) -> tuple[Rule, ...]:
    """Return the rules of management; users have classes from Comware 7 on, and are of class manage where none is typed."""
    if classes:
        return (*services.WEB, SSH1, *RULES)
    return (*services.WEB_5, SSH1_5, *OF_FIVE, *(rule for rule in RULES if rule is not MANAGED))
