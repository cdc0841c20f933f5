"""The management plane of a device that the templates for Cisco IOS can express."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_words import ADDRESS4, ADDRESS6, NAME, PORT, maybe, some

from netops.model import (
    Aaa,
    AaaMethod,
    AaaServer,
    Binding,
    Clock,
    Logging,
    LogTarget,
    Management,
    PasswordPolicy,
    Secret,
    Service,
    Snmp,
    SnmpCommunity,
    SnmpGroup,
    SnmpTarget,
    SnmpUser,
    SshServer,
    TerminalLine,
    TimeSource,
    User,
)

Pairs = frozenset[tuple[str, str]]

PLAIN = Secret("plain")
TYPE_7 = Secret("reversible", "type 7")
AES = Secret("reversible", "aes")
HASH = st.sampled_from([Secret("hash", "md5"), Secret("hash", "sha256"), Secret("hash", "scrypt")])
READABLE = st.sampled_from([PLAIN, TYPE_7, AES])
HOST = st.from_regex(r"[a-z][a-z0-9-]{2,12}\.example\.org", fullmatch=True)
NUMBER = st.integers(1, 65535)
# SNMP would take a list of such a name for a word of its own.
LIST_NAME = NAME.filter(
    lambda name: name.lower() not in {"ro", "rw", "view", "access", "read", "write", "auth", "priv"}
)
COUNT = st.integers(1, 1000).map(str)
LEVEL = st.sampled_from(
    ["emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging"]
)
ON = st.just("on")
SWITCH = st.sampled_from(["on", "off"])
# A setting → what can stand behind it; all of them at the top level.
SETTINGS: dict[str, st.SearchStrategy[str]] = {
    "service password-encryption": SWITCH,
    "service tcp-keepalives-in": SWITCH,
    "service sequence-numbers": SWITCH,
    "service timestamps debug": st.just("datetime msec"),
    "ip source-route": SWITCH,
    "ip gratuitous-arps": SWITCH,
    "ip domain lookup": SWITCH,
    "ip domain name": st.just("example.org"),
    "ip name-server": ADDRESS4.map(str),
    "ip host": st.builds("{} {}".format, NAME, ADDRESS4),
    "ip tcp": st.just("synwait-time 10"),
    "ip icmp": st.just("rate-limit unreachable 1000"),
    "ip options": st.just("drop"),
    "ip forward-protocol": st.just("nd"),
    "ip cef": SWITCH,
    "ip classless": SWITCH,
    "ip dhcp snooping": st.just("vlan 10,30"),
    "ip dhcp snooping information option": st.just("off"),
    "ip arp inspection": st.just("vlan 10"),
    "errdisable recovery": st.just("cause bpduguard"),
    "privilege": st.just("exec level 7 show ip route"),
    "memory free": st.just("low-watermark processor 20000"),
    "logging facility": st.sampled_from(["local6", "local7"]),
    "logging monitor": LEVEL | st.just("off"),
    "logging origin-id": st.just("hostname"),
    "ntp update-calendar": ON,
    "ntp logging": ON,
    "clock summer-time": st.just("CEST recurring"),
    "ip ssh source-interface": PORT,
    "ip ssh dh min size": st.sampled_from(["2048", "4096"]),
    "ip ssh logging events": ON,
    "ip ssh maxstartups": st.just("10"),
    "cdp timer": COUNT,
    "lldp timer": COUNT,
    "ip tftp source-interface": PORT,
    "radius-server retransmit": COUNT,
    "radius-server vsa": st.just("send authentication"),
    "tacacs-server timeout": COUNT,
    "ip tacacs source-interface": PORT,
    "ip radius source-interface": PORT,
    "enable level 5": st.sampled_from(["plain", "reversible", "hash"]),
    "tacacs-server key": st.sampled_from(["plain", "type 7", "aes"]),
    "radius-server key": st.sampled_from(["plain", "type 7", "aes"]),
}
UNDER_AAA = {
    "aaa session-id": st.just("common"),
    "aaa authorization console": ON,
    "aaa authorization config-commands": SWITCH,
    "aaa accounting update": st.just("newinfo"),
}
IN_LINE: dict[str, st.SearchStrategy[str]] = {
    "logging synchronous": SWITCH,
    "history size": COUNT,
    "length": COUNT,
    "stopbits": st.just("1"),
    "session-timeout": COUNT,
    "transport output": st.sampled_from(["none", "ssh", "all"]),
    "transport preferred": st.just("none"),
    "exec": SWITCH,
    "authorization exec": NAME,
    "authorization commands 15": NAME,
    "accounting exec": NAME,
    "accounting commands 15": NAME,
    "ipv6 access-class": NAME.map("{} in".format),
    "timeout login": st.just("response 30"),
}
COMMON_CRITERIA = {
    "common-criteria STRONG min-length": COUNT,
    "common-criteria STRONG lifetime": st.just("day 90"),
    "common-criteria WEAK upper-case": st.just("1"),
}
PASSWORDS: dict[str, st.SearchStrategy[str]] = {
    **COMMON_CRITERIA,
    "login on-failure": st.just("log"),
    "login on-success": st.just("log"),
    "login delay": COUNT,
    "login quiet-mode": NAME.map("access-class {}".format),
    "security authentication failure rate": st.just("3 log"),
    "aaa password": st.just("restriction"),
}
SNMP: dict[str, st.SearchStrategy[str]] = {
    "snmp-server location": st.just("room 1, row 2"),
    "snmp-server contact": st.just("operations"),
    "snmp-server enable traps": st.just("bgp"),
    "snmp-server ifindex persist": ON,
    "snmp-server packetsize": COUNT,
    "source-interface informs": PORT,
}
WEB = {
    "authentication": st.just("local"),
    "max-connections": COUNT,
    "timeout-policy": st.just("idle 60 life 86400 requests 10000"),
}
ARCHIVE = {
    "archive path": st.sampled_from(["flash:backup", "scp://netops:@10.9.0.40/$h-$t", "tftp://10.9.0.40/$h"]),
    "archive maximum": COUNT,
    "archive time-period": COUNT,
    "archive write-memory": ON,
}
RECORDED = {
    "archive log config hidekeys": SWITCH,
    "archive log config logging size": COUNT,
    "archive log config notify syslog": st.sampled_from(["on", "contenttype plaintext"]),
}


@st.composite
def chosen(draw: st.DrawFn, known: dict[str, st.SearchStrategy[str]], most: int = 5) -> Pairs:
    names = draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=most))
    return frozenset((name, draw(known[name])) for name in names)


def bound(versions: list[int], *, inbound: bool = True) -> st.SearchStrategy[Any]:
    each = st.builds(Binding, LIST_NAME, st.just(inbound), st.sampled_from(versions))
    return st.lists(each, max_size=2, unique_by=lambda one: one.version).map(frozenset)


@st.composite
def users(draw: st.DrawFn) -> frozenset[User]:
    fields = {
        "access-class": NAME,
        "common-criteria-policy": NAME,
        "view": NAME,
        "autocommand": st.just("show ip route"),
    }
    privilege = maybe(st.integers(2, 15) | st.just(0))
    closed = st.builds(User, NAME, privilege, secret=maybe(HASH | READABLE), fields=chosen(fields, 2))
    opened = st.builds(
        User, NAME, privilege, fields=chosen(fields, 2).map(lambda known: known | {("nopassword", "on")})
    )
    found = (closed | opened).filter(lambda each: each != User(each.name))  # a name alone is no account
    return frozenset(draw(st.lists(found, max_size=3, unique_by=lambda each: each.name)))


@st.composite
def terminals(draw: st.DrawFn, *, aaa: bool) -> frozenset[TerminalLine]:
    found = []
    for kind, first, last in draw(
        st.lists(
            st.sampled_from(
                [("console", 0, 0), ("aux", 0, 0), ("tty", 2, 5), ("tty", 9, 9), ("vty", 0, 4), ("vty", 5, 15)]
            ),
            unique=True,
        )
    ):
        login = draw(st.sampled_from([None, "aaa"] if aaa else [None, "local", "password", "none"]))
        fields = draw(chosen(IN_LINE))
        filters = draw(bound([4])) | draw(bound([4], inbound=False))
        if filters and draw(st.booleans()):
            way = "in" if next(iter(filters)).inbound else "out"
            fields |= {(f"access-class {way}", "vrf-also")}
        ways = some(st.sampled_from(["ssh", "telnet", "rlogin"])).filter(bool) | st.sampled_from(
            [frozenset({"none"}), frozenset({"all"})]
        )
        found.append(
            TerminalLine(
                kind,
                first,
                last,
                login=login,
                method=draw(maybe(NAME)) if login == "aaa" else None,
                privilege=draw(maybe(st.integers(0, 15))),
                secret=draw(maybe(READABLE)),
                transports=draw(maybe(ways)),
                idle=draw(maybe(st.integers(0, 100000))),
                filters=filters,
                fields=fields,
            )
        )
    return frozenset(found)


METHOD = st.sampled_from(["local", "none", "group tacacs+", "group ADMINS", "if-authenticated"])
KINDS = [
    "authentication login",
    "authentication enable",
    "authorization exec",
    "authorization commands 15",
    "accounting exec",
    "accounting commands 1",
    "accounting system",
]


@st.composite
def servers(draw: st.DrawFn, vrf_names: list[str]) -> tuple[frozenset[AaaServer], Pairs]:
    """Draw servers in groups or in none, some by names of their own, and what is set beside their addresses."""
    found: list[AaaServer] = []
    fields: set[tuple[str, str]] = set()
    addresses = draw(st.lists(ADDRESS4 | ADDRESS6, unique=True, max_size=4))
    places = draw(st.lists(st.sampled_from(["", "ADMINS", "OTHERS"]), min_size=4, max_size=4))
    protocols = {"ADMINS": "tacacs", "OTHERS": "radius", "": draw(st.sampled_from(["tacacs", "radius"]))}
    vrfs = {group: draw(st.sampled_from([None, *vrf_names])) for group in ("ADMINS", "OTHERS")}
    for at, (address, group) in enumerate(zip(addresses, places, strict=False)):
        protocol = protocols[group]
        own = AaaServer(
            protocol, str(address), address, draw(maybe(NUMBER)), draw(maybe(READABLE)), vrfs.get(group), group
        )
        own = replace(own, name=draw(st.sampled_from(["", f"S{at}"])))
        found.append(own)
        of = f"{protocol} server {own.name or own.host}"
        whats = {"timeout": COUNT} | (
            {"single-connection": ON} if protocol == "tacacs" else {"retransmit": COUNT, "acct-port": COUNT}
        )
        fields |= {(f"{of} {name}", value) for name, value in draw(chosen(whats))}
        if own.group:
            fields |= {
                (f"aaa group {group} {name}", value)
                for name, value in draw(st.just(frozenset()) | st.just(frozenset({("deadtime", "5")})))
            }
    return frozenset(found), frozenset(fields)


def _named(each: AaaMethod) -> AaaMethod:
    """Of some kinds there is the default list alone."""
    return replace(each, name="default") if each.kind in {"authentication enable", "accounting system"} else each


@st.composite
def aaas(draw: st.DrawFn, vrf_names: list[str], *, enabled: bool) -> tuple[Aaa, Pairs]:
    own, fields = draw(servers(vrf_names))
    if not enabled:
        own = frozenset(each for each in own if not each.group)
        names = {f"{each.protocol} server {each.name or each.host}" for each in own}
        fields = frozenset(pair for pair in fields if pair[0].rpartition(" ")[0] in names)
        return Aaa(draw(st.sampled_from([None, False])), servers=own), fields
    methods = st.builds(AaaMethod, st.sampled_from(KINDS), NAME, st.lists(METHOD, min_size=1, max_size=3).map(tuple))
    listed = draw(st.lists(methods.map(_named), max_size=4, unique_by=lambda each: (each.kind, each.name)))
    return Aaa(enabled=True, methods=frozenset(listed), servers=own), fields | draw(chosen(UNDER_AAA))


@st.composite
def passwords(draw: st.DrawFn, *, aaa: bool) -> PasswordPolicy:
    own = (
        PASSWORDS
        if aaa
        else {name: each for name, each in PASSWORDS.items() if not name.startswith(("aaa ", "common"))}
    )
    fields = draw(chosen(own))
    block = draw(maybe(NUMBER))
    if block is not None:
        fields |= {("within", draw(COUNT))}
        fields |= (
            draw(chosen({"aaa local authentication attempts max-fail": COUNT} if aaa else {"login delay": COUNT}))
            if not any(name == "login delay" for name, _ in fields)
            else frozenset()
        )
    tries = draw(NUMBER if block is not None else maybe(NUMBER) if aaa else st.none())
    return PasswordPolicy(draw(maybe(st.integers(0, 16))), tries=tries, block=block, fields=fields)


@st.composite
def services(draw: st.DrawFn) -> frozenset[Service]:
    names = ["http", "https", "cdp", "lldp", "netconf", "bootp", "pad", "dhcp", "finger", "scp", "small-tcp", "small-udp",
             "restconf", "smart-install", "dhcp-snooping", "identd", "config-from-network"]  # fmt: skip
    found = []
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=5)):
        own = Service(name, draw(st.booleans()), draw(maybe(NUMBER)) if name.startswith("http") else None)
        if name == "http":
            own = replace(own, filters=draw(bound([4, 6])), fields=draw(chosen(WEB)))
        found.append(own)
    return frozenset(found)


@st.composite
def snmps(draw: st.DrawFn, vrf_names: list[str]) -> Snmp:
    level = st.sampled_from(["noauth", "auth", "priv"])
    communities = st.builds(SnmpCommunity, st.booleans(), st.just(PLAIN), filters=bound([4, 6]), view=maybe(NAME))
    one_list = bound([4]).filter(lambda each: len(each) < 2)
    user = st.builds(
        SnmpUser,
        NAME,
        NAME,
        st.sampled_from(["md5", "sha", "sha2-256"]),
        maybe(st.sampled_from(["des56", "aes128"])),
        one_list,
    ) | st.builds(SnmpUser, NAME, NAME)
    views = chosen({"read": NAME, "write": NAME, "notify": NAME})
    group = st.builds(SnmpGroup, NAME, st.just("v3"), level, views, one_list) | st.builds(
        SnmpGroup, NAME, st.sampled_from(["v1", "v2c"]), views=views, filters=one_list
    )
    vrf = st.sampled_from([None, *vrf_names])
    host = ADDRESS4.map(str) | HOST
    informs = st.booleans()
    target = (
        st.builds(SnmpTarget, host, st.just("v3"), level, vrf, maybe(NUMBER), NAME, informs)
        | st.builds(SnmpTarget, host, st.just("v2c"), vrf=vrf, port=maybe(NUMBER), informs=informs)
        | st.builds(SnmpTarget, host, vrf=vrf, port=maybe(NUMBER))
    )
    targets = draw(st.lists(target, max_size=3, unique_by=lambda each: each.host))
    fields = draw(chosen(SNMP))
    fields |= {(f"host {each.host}", "bgp snmp") for each in targets if draw(st.booleans())}
    return Snmp(
        communities=draw(some(communities)),
        users=frozenset(draw(st.lists(user, max_size=2, unique_by=lambda each: each.name))),
        groups=frozenset(draw(st.lists(group, max_size=2, unique_by=lambda each: each.name))),
        targets=frozenset(targets),
        views=frozenset((name, "iso", draw(st.booleans())) for name in draw(some(NAME))),
        source=draw(maybe(PORT)),
        fields=fields,
    )


@st.composite
def clocks(draw: st.DrawFn, vrf_names: list[str]) -> tuple[Clock, Pairs]:
    fields: set[tuple[str, str]] = set()
    found = []
    for address in draw(st.lists(ADDRESS4 | HOST, unique=True, max_size=3)):
        own = TimeSource(
            str(address),
            None if isinstance(address, str) else address,
            key=draw(maybe(NUMBER)),
            preferred=draw(st.booleans()),
            peer=draw(st.booleans()),
            vrf=draw(st.sampled_from([None, *vrf_names])),
            source=draw(maybe(PORT)),
            version=draw(maybe(st.integers(1, 4))),
        )
        found.append(own)
        of = f"ntp {'peer' if own.peer else 'server'} {own.host if own.vrf is None else f'vrf {own.vrf} {own.host}'}"
        chances = draw(chosen({"minpoll": st.just("4"), "maxpoll": st.just("10"), "iburst": ON, "burst": ON}))
        fields |= {(f"{of} {name}", value) for name, value in chances}
    filters = set()
    for kind, version in draw(
        st.lists(
            st.tuples(st.sampled_from(["peer", "serve", "serve-only", "query-only"]), st.sampled_from([4, 6])),
            unique=True,
            max_size=3,
        )
    ):
        name = draw(NAME)
        filters.add(Binding(name, version=version))
        fields.add((f"ntp access-group {'ipv6 ' if version == 6 else ''}{kind}", name))
    zone = st.tuples(
        st.from_regex(r"[A-Z]{3,4}", fullmatch=True), st.integers(-720, 840).filter(lambda each: not -60 < each < 0)
    )
    keys = draw(st.dictionaries(NUMBER, st.sampled_from(["md5", "hmac-sha2-256", "sha1"]), max_size=3))
    own_clock = Clock(
        zone=draw(maybe(zone)),
        sources=frozenset(found),
        authenticate=draw(maybe(st.booleans())),
        keys=frozenset(keys.items()),
        trusted=draw(some(NUMBER)),
        source=draw(maybe(PORT)),
        master=draw(maybe(st.integers(1, 15))),
        filters=frozenset(filters),
    )
    return own_clock, frozenset(fields)


@st.composite
def loggings(draw: st.DrawFn, vrf_names: list[str]) -> tuple[Logging, Pairs]:
    way = st.sampled_from([(None, None), ("udp", None), ("tcp", 6514), ("udp", 5514), ("tls", None)])
    targets = {
        LogTarget(str(host), vrf=draw(st.sampled_from([None, *vrf_names])), port=port, transport=transport)
        for host in draw(st.lists(ADDRESS4 | HOST, unique=True, max_size=3))
        for transport, port in [draw(way)]
    }
    buffer = draw(maybe(st.integers(4096, 2147483647) | st.just(0)))
    timestamps = draw(st.sampled_from([None, "date", "uptime", "none"]))
    own = Logging(
        draw(maybe(LEVEL)),
        commands=draw(st.booleans()),
        enabled=draw(maybe(st.booleans())),
        targets=frozenset(targets),
        buffer=buffer,
        buffer_level=draw(maybe(LEVEL)) if buffer != 0 else None,
        console_level=draw(maybe(LEVEL | st.just("none"))),
        timestamps=timestamps,
        source=draw(maybe(PORT)),
    )
    how = {
        "date": st.sampled_from(["datetime msec localtime show-timezone", "datetime"]),
        "uptime": st.just("uptime"),
        "none": st.just("off"),
    }
    said = frozenset() if timestamps is None else frozenset({("service timestamps log", draw(how[timestamps]))})
    return own, said


SSH = st.builds(
    SshServer,
    login_grace=maybe(st.integers(1, 120)),
    auth_tries=maybe(st.integers(0, 5)),
    version=maybe(st.sampled_from(["1", "2"])),
    rekey=maybe(st.integers(10, 1440)),
    host_keys=some(st.sampled_from(["rsa-sha2-512", "rsa-sha2-256", "ecdsa-sha2-nistp256"])),
    ciphers=st.permutations(["aes256-gcm", "aes256-ctr", "aes128-ctr"]).map(tuple) | st.just(()),
    macs=st.just(("hmac-sha2-512", "hmac-sha2-256")) | st.just(()),
    key_exchanges=st.just(("ecdh-sha2-nistp384",)) | st.just(()),
)


@st.composite
def managements(draw: st.DrawFn, vrf_names: list[str]) -> Management:
    """Draw the management plane of a device that has these VRFs."""
    enabled = draw(st.booleans())
    aaa, of_aaa = draw(aaas(vrf_names, enabled=enabled))
    clock, of_clock = draw(clocks(vrf_names))
    logging, of_logging = draw(loggings(vrf_names))
    enable = draw(maybe(HASH | READABLE))
    beside = (
        draw(chosen({"enable password": st.sampled_from(["plain", "reversible"])}))
        if enable in {Secret("hash", "md5"), Secret("hash", "scrypt")}
        else frozenset()
    )
    kept, recorded = draw(chosen(ARCHIVE)), draw(chosen(RECORDED))
    archive = True if kept or logging.commands else draw(st.sampled_from([None, False]))
    return Management(
        ssh=draw(SSH),
        logging=logging,
        users=draw(users()),
        terminals=draw(terminals(aaa=enabled)),
        aaa=aaa,
        passwords=draw(passwords(aaa=enabled)),
        enable=enable,
        services=draw(services()),
        snmp=draw(snmps(vrf_names)),
        clock=clock,
        banners=draw(some(st.sampled_from(["motd", "login", "exec", "incoming"]))),
        archive=archive,
        fields=of_aaa | of_clock | of_logging | beside | kept | recorded | draw(chosen(SETTINGS, 12)),
    )
