"""The management plane of devices with Comware."""

from ipaddress import IPv4Address
from typing import Any

from hypothesis import strategies as st
from tests.property.comware_ground import (
    ADDRESS4,
    DESCRIPTION,
    NAME,
    NOTHING,
    PORT,
    SECONDS,
    SHORT,
    VRF_NAME,
    maybe,
    settings_of,
    some,
    unlike,
)

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

CIPHER, PLAIN, HASH = Secret("reversible", "cipher"), Secret("plain"), Secret("hash")
LIST = st.integers(2000, 3999).map(str)
ONE_LIST = some(st.builds(Binding, LIST), 1)
HOST = ADDRESS4.map(str) | st.sampled_from(["time.gov", "log-1.gov"])
SWITCH = st.sampled_from(["on", "off"])


def address_of(host: str) -> IPv4Address | None:
    return IPv4Address(host) if host[0].isdigit() else None


OF_SSH = st.fixed_dictionaries(
    {
        "ssh user": st.just("on"),
        "ssh service-type": st.sampled_from(["all", "stelnet", "sftp"]),
        "ssh authentication-type": st.sampled_from(["password", "any", "publickey"]),
    }
).map(lambda each: frozenset(each.items()))
OF_USER = {
    "group": NAME,
    "access-limit": SECONDS.map(str),
    "description": DESCRIPTION,
    "password-control": st.sampled_from(["aging 90", "length 12"]),
}


@st.composite
def user(draw: st.DrawFn, *, five: bool) -> User:
    fields = draw(settings_of(OF_USER)) | (draw(OF_SSH) if draw(st.booleans()) else NOTHING)
    return User(
        draw(NAME),
        privilege=draw(maybe(st.integers(0, 3))) if five else None,
        roles=NOTHING if five else draw(some(st.sampled_from(["network-admin", "network-operator", "level-3"]))),
        secret=draw(maybe(st.sampled_from([CIPHER, PLAIN, HASH]))),
        services=draw(some(st.sampled_from(["ssh", "telnet", "terminal", "ftp"]))),
        enabled=draw(st.booleans()),
        fields=fields,
    )


OF_LINE = {
    "screen-length": SHORT.map(str),
    "history-command": st.just("max-size 20"),
    "shell": st.just("off"),
    "command": st.sampled_from(["authorization", "accounting"]),
}


@st.composite
def terminal(draw: st.DrawFn, kind: str, first: int, last: int, *, five: bool) -> TerminalLine:
    fields = draw(settings_of(OF_LINE if five else {**OF_LINE, "user-role": NAME}))
    forms = [CIPHER, PLAIN] if five else [CIPHER, PLAIN, HASH]
    bound = st.builds(Binding, LIST, st.booleans(), st.sampled_from([4, 6]))
    return TerminalLine(
        kind,
        first,
        last,
        login=draw(maybe(st.sampled_from(["aaa", "password", "none"]))),
        privilege=draw(maybe(st.integers(0, 3))) if five else None,
        secret=draw(maybe(st.sampled_from(forms))),
        transports=draw(maybe(st.sampled_from(["ssh", "telnet", "all"]).map(lambda each: frozenset({each})))),
        idle=draw(maybe(SHORT)),
        filters=draw(unlike(bound, "inbound", "version")),
        fields=fields,
    )


@st.composite
def terminals(draw: st.DrawFn, *, five: bool) -> frozenset[TerminalLine]:
    cuts = sorted(draw(st.sets(st.integers(0, 63), max_size=4)))
    ranges = [("vty", first, last) for first, last in zip(cuts[::2], cuts[1::2], strict=False)]
    ranges += draw(st.sampled_from([[], [("console", 0, 0)], [("aux", 0, 0), ("console", 0, 1)]]))
    return frozenset(draw(terminal(*each, five=five)) for each in ranges)


METHOD = st.sampled_from(["authentication", "authorization", "accounting"])
ASKED = st.sampled_from(["login", "super", "default", "command", "lan-access"])
ROLES = ["primary", "secondary", "accounting", "accounting secondary"]


@st.composite
def server(draw: st.DrawFn, protocol: str, group: str) -> AaaServer:
    host = draw(HOST)
    roles = ROLES if protocol == "radius" else [*ROLES, "authorization", "authorization secondary"]
    return AaaServer(
        protocol,
        host,
        address_of(host),
        port=draw(maybe(SECONDS)),
        secret=draw(maybe(st.sampled_from([CIPHER, PLAIN]))),
        vrf=draw(maybe(VRF_NAME)),
        group=group,
        role=draw(st.sampled_from(roles)),
    )


def servers(protocol: str, group: str) -> st.SearchStrategy[Any]:
    return st.lists(
        server(protocol, group),
        max_size=4,
        unique_by=(
            lambda each: (each.host, each.vrf, each.role),
            lambda each: each.role if "s" not in each.role else each,
        ),
    )


@st.composite
def aaa(draw: st.DrawFn) -> tuple[Aaa, frozenset[tuple[str, str]]]:
    found: list[AaaServer] = []
    fields: dict[str, str] = {}
    asked = ["local", "none"]
    for protocol, word in (("radius", "radius"), ("tacacs", "hwtacacs")):
        for group in draw(st.lists(NAME, unique=True, max_size=2)):
            own = draw(servers(protocol, group))
            found += own
            fields |= {} if own else {f"{protocol} {group}": "without servers"}
            more = {
                "nas-ip": ADDRESS4.map(str),
                "user-name-format": st.just("without-domain"),
                "timer": st.just("quiet 5"),
            }
            fields |= {f"{protocol} {group} {name}": value for name, value in draw(settings_of(more))}
            asked.append(f"{word}-scheme {group}")
    methods = [
        AaaMethod(f"{draw(METHOD)} {draw(ASKED)}", draw(st.sampled_from(["gov", "system", "old"])), tuple(each))
        for each in draw(st.lists(st.lists(st.sampled_from(asked), min_size=1, max_size=3, unique=True), max_size=4))
    ]
    once = {(each.name, each.kind): each for each in methods}
    default = draw(st.sampled_from([None, "system", *(name for name, _ in sorted(once))]))
    domains = frozenset({("", "default", default)} if default else NOTHING)
    return Aaa(None, frozenset(once.values()), frozenset(found), domains), frozenset(fields.items())


CONTROLS = {
    "password-control": SWITCH,
    "password-control aging": SWITCH,
    "password-control composition": SWITCH,
    "password-control change-password first-login": SWITCH,
    "password-control complexity user-name": st.just("check"),
    "password-control login idle-time": SHORT.map(str),
    "password-control super length": st.integers(4, 63).map(str),
    "password-control expired-user-login delay 30 times": st.integers(0, 10).map(str),
}


@st.composite
def passwords(draw: st.DrawFn) -> PasswordPolicy:
    kinds, tries = draw(maybe(st.integers(1, 4))), draw(maybe(st.integers(2, 10)))
    block = draw(maybe(st.integers(0, 360).map(lambda minutes: minutes * 60))) if tries is not None else None
    fields = dict(CONTROLS)
    if kinds is not None:
        fields["type-length"] = st.integers(1, 9).map(str)
    if tries is not None and block is None:
        fields["login-attempt exceed"] = st.just("unlock")
    return PasswordPolicy(
        length=draw(maybe(st.integers(4, 32))),
        kinds=kinds,
        lifetime=draw(maybe(st.integers(1, 365))),
        history=draw(maybe(st.integers(2, 15))),
        tries=tries,
        block=block,
        fields=draw(settings_of(fields)),
    )


WITH_LISTS = {"telnet", "ftp", "http", "https"}
NAMES = ["telnet", "ftp", "sftp", "scp", "http", "https", "netconf", "netconf-http", "netconf-https", "lldp", "dhcp", "stp",
    "password-recovery", "bpdu-guard", "dhcp-snooping", "irf-auto-update", "logfile"]  # fmt: skip


@st.composite
def service(draw: st.DrawFn) -> Service:
    name = draw(st.sampled_from(NAMES))
    return Service(
        name,
        draw(st.booleans()),
        port=draw(maybe(SECONDS)) if name.startswith("http") else None,
        filters=draw(ONE_LIST) if name in WITH_LISTS else NOTHING,
    )


ALGORITHMS = st.lists(st.sampled_from(["aes256-ctr", "sha2-256", "ecdh-sha2-nistp256"]), unique=True, max_size=3)
SSH = st.builds(
    SshServer,
    port=maybe(SECONDS),
    login_grace=maybe(st.integers(1, 120)),
    auth_tries=maybe(st.integers(1, 5)),
    ciphers=ALGORITHMS.map(tuple),
    macs=ALGORITHMS.map(tuple),
    key_exchanges=ALGORITHMS.map(tuple),
    enabled=maybe(st.booleans()),
    version=maybe(st.sampled_from(["2", "1.99"])),
    host_keys=some(st.sampled_from(["ecdsa-sha2-nistp256", "rsa"])),
    filters=unlike(st.builds(Binding, LIST, st.just(value=True), st.sampled_from([4, 6])), "version"),
    rekey=maybe(st.integers(1, 24).map(lambda hours: hours * 60)),
)
VIEWS = st.dictionaries(st.sampled_from(["read", "write", "notify"]), NAME, max_size=3).map(
    lambda each: frozenset(each.items())
)
VERSION = st.sampled_from(["v1", "v2c", "v3"])


@st.composite
def group(draw: st.DrawFn) -> SnmpGroup:
    version = draw(VERSION)
    level = draw(maybe(st.sampled_from(["auth", "priv"]))) if version == "v3" else None
    return SnmpGroup(draw(NAME), version, level, draw(VIEWS), draw(ONE_LIST))


@st.composite
def snmp_user(draw: st.DrawFn) -> SnmpUser:
    proof = draw(maybe(st.sampled_from(["md5", "sha"])))
    privacy = draw(maybe(st.sampled_from(["aes128", "des56"]))) if proof is not None else None
    return SnmpUser(draw(NAME), draw(NAME), proof, privacy, draw(ONE_LIST))


@st.composite
def target(draw: st.DrawFn) -> SnmpTarget:
    version = draw(maybe(VERSION))
    level = draw(maybe(st.sampled_from(["auth", "priv"]))) if version == "v3" else None
    user = draw(NAME) if version == "v3" else None
    return SnmpTarget(draw(HOST), version, level, draw(maybe(VRF_NAME)), draw(maybe(SHORT)), user)


@st.composite
def snmp(draw: st.DrawFn) -> Snmp:
    enabled = draw(st.sampled_from([None, False, True, True]))
    if not enabled:
        return Snmp(enabled)
    community = st.builds(
        SnmpCommunity, st.booleans(), st.sampled_from([CIPHER, PLAIN]), filters=ONE_LIST, view=maybe(NAME)
    )
    fields = {
        "contact": DESCRIPTION,
        "location": DESCRIPTION,
        "engine": st.just("800063A280AABBCC"),
        "traps": st.just("all"),
    }
    views = st.dictionaries(st.tuples(NAME, st.sampled_from(["iso", "1.3.6.1"])), st.booleans(), max_size=2)
    return Snmp(
        enabled,
        versions=draw(some(VERSION)),
        communities=draw(some(community)),
        users=draw(unlike(snmp_user(), "name")),
        groups=draw(unlike(group(), "name", "version", "level")),
        targets=draw(unlike(target(), "host", "vrf")),
        views=frozenset((*pair, how) for pair, how in draw(views).items()),
        source=draw(maybe(PORT)),
        fields=draw(settings_of(fields)),
    )


@st.composite
def clock(draw: st.DrawFn, *, five: bool) -> tuple[Clock, frozenset[tuple[str, str]]]:
    keys = draw(st.dictionaries(SECONDS, st.sampled_from(["md5", "hmac-sha-256"]), max_size=2))
    sources = [
        TimeSource(
            host,
            address_of(host),
            key=draw(st.sampled_from([None, *keys])),
            preferred=draw(st.booleans()),
            peer=draw(st.booleans()),
            vrf=draw(maybe(VRF_NAME)),
            source=draw(maybe(PORT)),
            version=draw(maybe(st.integers(1, 4))),
        )
        for host in draw(st.lists(HOST, max_size=2, unique=True))
    ]
    fields = draw(settings_of({f"ntp access {kind}": LIST for kind in ("peer", "query", "server", "synchronization")}))
    found = Clock(
        zone=draw(maybe(st.tuples(NAME, st.integers(-1439, 1439)))),
        sources=frozenset(sources),
        authenticate=draw(maybe(st.booleans())),
        keys=frozenset(keys.items()),
        trusted=frozenset(keys) if draw(st.booleans()) else NOTHING,
        enabled=None if five else draw(maybe(st.booleans())),
        source=draw(maybe(PORT)),
        master=draw(maybe(st.integers(1, 15))),
        filters=frozenset(Binding(name) for _, name in fields),
    )
    return found, fields


LEVEL = st.sampled_from(
    ["none", "emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging"]
)
LOGGING = st.builds(
    Logging,
    enabled=maybe(st.booleans()),
    targets=unlike(
        st.builds(LogTarget, HOST, vrf=maybe(VRF_NAME), port=maybe(SECONDS), facility=maybe(st.just("local6"))),
        "vrf",
        "host",
    ),
    buffer=maybe(st.integers(0, 1024)),
    buffer_level=maybe(LEVEL),
    console_level=maybe(LEVEL),
    timestamps=maybe(st.sampled_from(["date", "uptime", "none"])),
    source=maybe(PORT),
    syslog_level=maybe(LEVEL),
)


@st.composite
def management(draw: st.DrawFn, vlans: frozenset[int], *, five: bool) -> Management:
    time, of_time = draw(clock(five=five))
    asked, of_schemes = draw(aaa())
    own: dict[str, Any] = {f"vlan {vlan} name": DESCRIPTION for vlan in vlans}
    own |= dict.fromkeys(("ip redirects", "ip unreachables", "ip ttl-expires", "tcp syn-cookie"), SWITCH)
    own |= {"clock protocol": st.just("ntp"), "archive configuration": st.just("interval 60")}
    own |= {f"line class {kind} user-role": NAME for kind in ("con", "vty")} | {"user-group system": st.just("on")}
    fields = draw(settings_of(own))
    if draw(st.booleans()):
        fields |= {("role audit", "on"), ("role audit description", draw(DESCRIPTION))}
    return Management(
        ssh=draw(SSH),
        logging=draw(LOGGING),
        users=draw(unlike(user(five=five), "name")),
        terminals=draw(terminals(five=five)),
        aaa=asked,
        passwords=draw(passwords()),
        services=draw(unlike(service(), "name")),
        snmp=draw(snmp()),
        clock=time,
        banners=draw(some(st.sampled_from(["legal", "login", "motd", "exec", "incoming"]))),
        archive=True if "archive configuration" in dict(fields) else None,
        fields=fields | of_time | of_schemes,
    )
