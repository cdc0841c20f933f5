"""Management planes and address translation as the templates for Ruijie RGOS can express them."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from netops.model import (
    Aaa,
    AaaMethod,
    AaaServer,
    Binding,
    Clock,
    Device,
    Logging,
    LogTarget,
    Management,
    PasswordPolicy,
    Pool,
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
    Translation,
    User,
    Vrf,
)

NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,9}", fullmatch=True).filter(lambda name: not name.isdigit())
PORT = st.builds("{} {}".format, st.sampled_from(["GigabitEthernet 0/", "Loopback", "VLAN"]), st.integers(1, 48)).map(
    lambda name: name.replace("/ ", "/")
)
ADDRESS4 = st.builds(IPv4Address, st.integers(1 << 24, (1 << 32) - 1))
ADDRESS6 = st.builds(IPv6Address, st.integers(0x2001 << 112, (0x2002 << 112) - 1))
ADDRESS = ADDRESS4 | ADDRESS6
ANY_PORT = st.integers(1, 65535)
COUNT = st.integers(1, 9)
OF_LINES = st.sampled_from([Secret("plain"), Secret("reversible", "type 7")])
OF_USERS = OF_LINES | st.sampled_from([Secret("hash", "md5"), Secret("hash", "sha256")])
LEVEL = st.sampled_from(["emergencies", "errors", "warnings", "informational", "debugging"])
LIST = st.frozensets(NAME.map(Binding), max_size=1)
LISTS = st.tuples(LIST, st.frozensets(NAME.map(lambda name: Binding(name, version=6)), max_size=1)).map(
    lambda both: both[0] | both[1]
)
# Settings that no other fact has a field for, of each template that writes some.
SETTINGS = [
    ("nfpp arp-guard rate-limit", "per-src-ip 8"),
    ("nfpp ip-guard enable", "off"),
    ("service password-encryption", "on"),
    ("ip source-route", "off"),
    ("ip name-server", "10.9.0.53"),
    ("ip domain-lookup", "off"),
    ("ip ssh source-interface", "Loopback0"),
    ("logging userinfo", "command-log"),
    ("logging count", "on"),
    ("service sequence-numbers", "on"),
    ("sntp", "enable"),
    ("ntp update-calendar", "on"),
    ("aaa accounting update", "periodic 30"),
    ("radius-server timeout", "5"),
    ("tacacs-server key", "type 7"),
    ("radius-server key", "plain"),
    ("ip radius source-interface", "Loopback0"),
    ("login privilege log", "on"),
    ("zam", "off"),
]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def each_once(strategy: st.SearchStrategy[Any], *names: str, most: int = 3) -> st.SearchStrategy[Any]:
    """Return sets of facts of which no two have the same name."""
    by = st.lists(strategy, max_size=most, unique_by=lambda each: tuple(getattr(each, name) for name in names))
    return by.map(frozenset)


USERS = each_once(
    st.builds(
        User,
        NAME,
        privilege=maybe(st.integers(0, 15)),
        secret=maybe(OF_USERS),
        services=st.frozensets(st.sampled_from(["ssh", "telnet", "terminal", "aux"]), max_size=1),
        fields=st.frozensets(st.sampled_from([("online-amount", "3"), ("nopassword", "on")])),
    ).filter(
        # A name alone is no account, and a password beside none is no password.
        lambda each: each != User(each.name) and (each.secret is None or ("nopassword", "on") not in each.fields)
    ),
    "name",
)
POLICY = st.builds(
    PasswordPolicy,
    length=maybe(st.integers(1, 31)),
    lifetime=maybe(ANY_PORT),
    history=maybe(COUNT),
    tries=maybe(COUNT),
    fields=st.frozensets(
        st.sampled_from([("password policy strong", "on"), ("aaa local authentication lockout-time", "10")]), max_size=2
    ),
)
LINE_SETTINGS = st.frozensets(
    st.sampled_from([("logging synchronous", "on"), ("accounting commands 15", "default"), ("length", "0")]), max_size=2
)


@st.composite
def terminals(draw: st.DrawFn) -> frozenset[TerminalLine]:
    cuts = sorted(draw(st.lists(st.integers(0, 35), unique=True, max_size=4)))
    places = [("vty", first, last - 1) for first, last in pairwise(cuts)]
    places += draw(st.sampled_from([[], [("console", 0, 0)], [("console", 0, 0), ("aux", 0, 0)]]))
    found = []
    for kind, first, last in places:
        login = draw(st.sampled_from([None, "aaa", "local", "password", "none"]))
        bound = draw(st.lists(st.builds(Binding, NAME, st.booleans()), max_size=2, unique_by=lambda each: each.inbound))
        found.append(
            TerminalLine(
                kind,
                first,
                last,
                login=login,
                method=draw(maybe(NAME)) if login == "aaa" else None,
                privilege=draw(maybe(st.integers(0, 15))),
                secret=draw(maybe(OF_LINES)),
                transports=draw(
                    maybe(st.sampled_from(["ssh", "telnet", "all", "none"]).map(lambda way: frozenset({way})))
                ),
                idle=draw(maybe(st.integers(0, 9000))),
                filters=frozenset(bound),
                fields=draw(LINE_SETTINGS),
            )
        )
    return frozenset(found)


@st.composite
def servers(draw: st.DrawFn, vrfs: list[str]) -> frozenset[AaaServer]:
    found = []
    groups = {
        name: (draw(st.sampled_from(["tacacs", "radius"])), draw(st.sampled_from([None, *vrfs])))
        for name in ("ONE", "TWO")
    }
    for host in draw(st.lists(ADDRESS4, unique=True, max_size=3)):
        protocol = draw(st.sampled_from(["tacacs", "radius"]))
        one = AaaServer(protocol, str(host), host, port=draw(maybe(ANY_PORT)), secret=draw(maybe(OF_LINES)))
        within = [name for name, (kind, _) in groups.items() if kind == protocol and draw(st.booleans())]
        found += [replace(one, group=name, vrf=groups[name][1]) for name in within]
        if not within:
            found.append(replace(one, vrf=draw(st.sampled_from([None, *vrfs])) if protocol == "tacacs" else None))
    return frozenset(found)


METHODS = each_once(
    st.one_of(
        st.builds(
            AaaMethod,
            st.sampled_from(
                ["authentication login", "authentication enable", "authorization exec", "authorization commands 15"]
            ),
            st.just("default") | NAME,
            st.sampled_from([("group tacacs+", "local"), ("local",), ("group ONE", "none")]),
        ),
        st.builds(
            AaaMethod,
            st.sampled_from(["accounting exec", "accounting commands 15"]),
            NAME,
            st.just(("start-stop", "group tacacs+")),
        ),
    ),
    "kind",
    "name",
)
SSH = st.builds(
    SshServer,
    port=maybe(ANY_PORT),
    login_grace=maybe(st.integers(1, 120)),
    auth_tries=maybe(st.integers(0, 5)),
    ciphers=st.sampled_from([(), ("ctr",), ("ctr", "gcm")]),
    macs=st.sampled_from([(), ("sha2-256", "sha2-512")]),
    key_exchanges=st.sampled_from([(), ("ecdh_sha2_nistp256",)]),
    enabled=maybe(st.booleans()),
    version=maybe(st.sampled_from(["1", "2"])),
    filters=LIST,
)
SERVICES = each_once(
    st.builds(
        Service,
        st.sampled_from(["telnet", "http", "https", "snmp", "ftp", "tftp", "lldp", "dhcp", "dhcp-snooping", "scp"]),
        st.booleans(),
        port=maybe(ANY_PORT),
    ).map(lambda each: each if each.name.startswith("http") else replace(each, port=None)),
    "name",
    most=5,
)


@st.composite
def groups(draw: st.DrawFn) -> SnmpGroup:
    version = draw(st.sampled_from(["v1", "v2c", "v3"]))
    views = draw(st.dictionaries(st.sampled_from(["read", "write", "notify"]), NAME, max_size=3))
    level = draw(st.sampled_from(["noauth", "auth", "priv"])) if version == "v3" else None
    return SnmpGroup(draw(NAME), version, level, frozenset(views.items()), draw(LISTS))


@st.composite
def targets(draw: st.DrawFn, vrfs: list[str]) -> SnmpTarget:
    version = draw(st.sampled_from(["v1", "v2c", "v3"]))
    level = draw(st.sampled_from(["noauth", "auth", "priv"])) if version == "v3" else None
    user = draw(NAME) if version == "v3" else None
    vrf = draw(st.sampled_from([None, *vrfs]))
    return SnmpTarget(str(draw(ADDRESS4)), version, level, vrf, draw(maybe(ANY_PORT)), user)


@st.composite
def snmps(draw: st.DrawFn, vrfs: list[str]) -> Snmp:
    communities = st.builds(SnmpCommunity, st.booleans(), OF_LINES, filters=LISTS, view=maybe(NAME))
    proofs = draw(st.sampled_from([(None, None), ("sha", None), ("md5", "des56"), ("sha", "aes128")]))
    users = st.builds(SnmpUser, NAME, NAME, st.just(proofs[0]), st.just(proofs[1]), filters=LIST)
    views = draw(st.dictionaries(st.tuples(NAME, st.sampled_from(["1.3.6.1", "iso"])), st.booleans(), max_size=3))
    return Snmp(
        communities=draw(st.frozensets(communities, max_size=3)),
        users=draw(each_once(users, "name")),
        groups=draw(each_once(groups(), "name")),
        targets=draw(each_once(targets(vrfs), "host")),
        views=frozenset((name, tree, included) for (name, tree), included in views.items()),
        source=draw(maybe(PORT)),
        fields=draw(
            st.frozensets(
                st.sampled_from(
                    [
                        ("snmp-server enable traps", "on"),
                        ("snmp-server location", "room 3"),
                        ("snmp-server contact", "noc"),
                    ]
                )
            )
        ),
    )


@st.composite
def clocks(draw: st.DrawFn, vrfs: list[str]) -> tuple[Clock, frozenset[tuple[str, str]]]:
    """Draw a clock, and the settings that say of its lists what they are for."""
    found = [
        TimeSource(
            str(host),
            None if isinstance(host, str) else host,
            key=draw(maybe(COUNT)),
            preferred=draw(st.booleans()),
            vrf=draw(st.sampled_from([None, *vrfs])),
            source=draw(maybe(PORT)),
            version=draw(maybe(st.integers(1, 4))),
        )
        for host in draw(st.lists(ADDRESS4 | st.sampled_from(["ntp.example.cn", "time1"]), unique=True, max_size=3))
    ]
    asked = draw(st.dictionaries(st.sampled_from(["peer", "serve", "serve-only", "query-only"]), NAME, max_size=2))
    clock = Clock(
        zone=draw(maybe(st.tuples(st.sampled_from(["beijing", "UTC"]), st.sampled_from([480, 0, -210, 345])))),
        sources=frozenset(found),
        authenticate=draw(maybe(st.booleans())),
        keys=draw(st.frozensets(st.tuples(COUNT, st.just("md5")), max_size=2)),
        trusted=draw(st.frozensets(COUNT, max_size=2)),
        source=draw(maybe(PORT)),
        master=draw(maybe(st.integers(1, 15))),
        filters=frozenset(map(Binding, asked.values())),
    )
    return clock, frozenset((f"ntp access-group {kind}", name) for kind, name in asked.items())


@st.composite
def loggings(draw: st.DrawFn, vrfs: list[str]) -> tuple[Logging, frozenset[tuple[str, str]]]:
    """Draw what is recorded, and the setting that says when events were."""
    found = []
    for host in draw(st.lists(ADDRESS, unique=True, max_size=3)):
        port = draw(maybe(ANY_PORT))
        vrf = draw(st.sampled_from([None, *vrfs]))
        found.append(LogTarget(str(host), vrf=vrf, port=port, transport=None if port is None else "udp"))
    stamps, said = draw(
        st.sampled_from(
            [(None, ""), ("date", "datetime"), ("date", "datetime msec"), ("uptime", "uptime"), ("none", "off")]
        )
    )
    buffer = draw(maybe(st.just(0) | st.integers(4096, 128000)))
    logging = Logging(
        syslog_level=draw(maybe(LEVEL)),
        enabled=draw(maybe(st.booleans())),
        targets=frozenset(found),
        buffer=buffer,
        buffer_level=None if buffer == 0 else draw(maybe(LEVEL)),
        console_level=draw(maybe(LEVEL | st.just("none"))),
        timestamps=stamps,
        source=draw(maybe(PORT | ADDRESS.map(str))),
    )
    return logging, frozenset({("service timestamps log", said)} if said else ())


@st.composite
def translations(draw: st.DrawFn, vrfs: list[str]) -> Translation:
    kind = draw(st.sampled_from(["source", "static", "server"]))
    vrf = draw(st.sampled_from([None, *vrfs]))
    host = ADDRESS4.map(IPv4Network)
    port = draw(st.booleans())
    if kind == "static":
        return Translation(kind, draw(host), draw(host), vrf=vrf)
    if kind == "source":
        name, own = (None, draw(PORT)) if port else (draw(NAME), None)
        return Translation(
            kind, access_list=draw(NAME), pool=name, interface=own, vrf=vrf, overload=draw(st.booleans())
        )
    return Translation(
        kind,
        draw(host),
        None if port else draw(host),
        interface=draw(PORT) if port else None,
        protocol=draw(st.sampled_from(["tcp", "udp"])),
        ports=(draw(ANY_PORT), draw(ANY_PORT)),
        vrf=vrf,
    )


def _translated(each: Translation) -> object:
    """Return what only one translation of a device is about."""
    match each.kind:
        case "source":
            return each.access_list, each.vrf
        case "static":
            return each.inside
        case _:
            return each


def _shown(each: Translation) -> object:
    """Return what only one static translation shows outside."""
    return each.outside if each.kind == "static" else each


RANGE = st.tuples(ADDRESS4, ADDRESS4).map(lambda pair: (min(pair), max(pair)))
POOLS = each_once(st.builds(Pool, NAME, st.frozensets(RANGE, min_size=1, max_size=2), st.integers(1, 32)), "name")


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Draw a device with any management plane and translation that the templates for RGOS can express."""
    names = draw(st.lists(NAME, unique=True, max_size=2))
    clock, asked = draw(clocks(names))
    logging, stamped = draw(loggings(names))
    own = draw(servers(names))
    waits = {(f"{each.protocol} server {each.host} timeout", "7") for each in own if draw(st.booleans())}
    lists = draw(METHODS)
    management = Management(
        ssh=draw(SSH),
        logging=logging,
        users=draw(USERS),
        terminals=draw(terminals()),
        aaa=Aaa(True if lists else draw(maybe(st.booleans())), lists, own),
        passwords=draw(POLICY),
        enable=draw(maybe(OF_USERS)),
        services=draw(SERVICES),
        snmp=draw(snmps(names)),
        clock=clock,
        banners=draw(st.frozensets(st.sampled_from(["login", "motd", "exec", "incoming"]))),
        fields=draw(st.frozensets(st.sampled_from(SETTINGS), max_size=6)) | asked | stamped | waits,
    )
    return Device(
        draw(st.from_regex(r"([a-z][a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)),
        "ruijie_os",
        vrfs=frozenset(Vrf(name, rd=f"65000:{at}") for at, name in enumerate(names)),
        management=management,
        translations=frozenset(draw(st.lists(translations(names), max_size=3, unique_by=(_translated, _shown)))),
        pools=draw(POOLS),
    )
