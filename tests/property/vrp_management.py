"""The management plane of generated devices with VRP, and their address translation."""

from dataclasses import replace
from ipaddress import IPv4Network
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from tests.property.vrp_devices import any_port
from tests.property.vrp_words import ADDRESS4, ADDRESS6, NUMBER, SECONDS, maybe, pairs, some

from netops.model import (
    Aaa,
    AaaMethod,
    AaaServer,
    AccessList,
    Binding,
    Clock,
    Interface,
    Logging,
    LogTarget,
    Management,
    PasswordPolicy,
    Pool,
    Secret,
    Service,
    Side,
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
)

WORD = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,11}", fullmatch=True)
LIST = st.integers(2000, 2899).map(str) | WORD
FILTER = some(st.builds(Binding, LIST), 1)
HASH, CIPHER = Secret("hash"), Secret("reversible", "cipher")
SECRET = st.sampled_from([HASH, CIPHER])
LEVEL = st.sampled_from(
    ["emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging"]
)
USER_FIELDS = pairs(
    {
        "user-group": WORD,
        "idle-timeout": st.just("5 0"),
        "access-limit": st.just("3"),
        "ftp-directory": st.just("flash:"),
        "expire-date": st.just("2030/01/01"),
        "password-force-change": st.just("disable"),
        "user-type": st.just("netmanager"),
        "state block": st.just("fail-times 3 interval 5"),
    }
)
SSH_USER = pairs(
    {
        "ssh authentication-type": st.just("password"),
        "ssh service-type": st.sampled_from(["stelnet", "stelnet snetconf"]),
        "ssh sftp-directory": st.just("flash:"),
        "ssh assign": st.just("rsa-key K1"),
        "ssh authorization-cmd": st.just("aaa"),
    }
)
SSH_FIELDS = pairs(
    {
        "ssh server dh-exchange min-len": st.just("2048"),
        "ssh authorization-type default": st.just("aaa"),
        "ssh server keepalive": st.just("enable"),
        "ssh server ip-block": st.just("failed-times 5 period 3"),
        "maximum-vty": st.just("15"),
    }
)
BOUND = [
    "authentication-scheme",
    "authorization-scheme",
    "accounting-scheme",
    "hwtacacs-server",
    "radius-server",
    "service-scheme",
    "state",
]
RECORDED = ["cmd recording", "outbound recording", "system recording"]


@st.composite
def users(draw: st.DrawFn) -> frozenset[User]:
    found = []
    for name in draw(st.lists(WORD, unique=True, max_size=3)):
        local, remote = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
        fields = draw(USER_FIELDS) if local else frozenset()
        if remote:
            fields |= draw(SSH_USER) | {("ssh user", "on")}
        user = User(name, fields=fields)
        blocked = any(name == "state block" for name, _ in fields)
        if local:
            services = draw(some(st.sampled_from(["ssh", "telnet", "terminal", "http", "ftp"])))
            level, enabled = draw(maybe(st.integers(0, 15))), blocked or draw(st.booleans())
            user = replace(user, privilege=level, services=services, enabled=enabled, secret=draw(SECRET))
        found.append(user)
    return frozenset(found)


@st.composite
def terminals(draw: st.DrawFn) -> frozenset[TerminalLine]:
    bounds = sorted(draw(st.lists(st.integers(0, 20), unique=True, max_size=4)))
    places = [("vty", first, last - 1) for first, last in pairwise(bounds)]
    found = []
    for kind, first, last in [*places, *([("console", 0, 0)] if draw(st.booleans()) else [])]:
        filters = draw(
            st.lists(
                st.builds(Binding, LIST, st.booleans(), st.sampled_from([4, 6])),
                max_size=2,
                unique_by=lambda each: (each.version, each.inbound),
            )
        )
        found.append(
            TerminalLine(
                kind,
                first,
                last,
                login=draw(maybe(st.sampled_from(["aaa", "password", "none"]))),
                privilege=draw(maybe(st.integers(0, 15))),
                secret=draw(maybe(SECRET)),
                transports=draw(maybe(st.sampled_from(["ssh", "telnet", "all"]).map(lambda each: frozenset({each})))),
                idle=draw(maybe(st.integers(0, 100000))),
                filters=frozenset(filters),
                fields=draw(
                    pairs(
                        {
                            "history-command": st.just("max-size 50"),
                            "shell": st.sampled_from(["on", "off"]),
                            "screen-length": st.just("30"),
                        }
                    )
                ),
            )
        )
    return frozenset(found)


METHODS = st.lists(st.sampled_from(["hwtacacs", "radius", "local"]), min_size=1, max_size=3, unique=True).map(tuple)
SCHEMES = ["authentication", "authorization", "accounting"]


@st.composite
def methods(draw: st.DrawFn) -> frozenset[AaaMethod]:
    found = []
    for kind, name in draw(st.lists(st.tuples(st.sampled_from(SCHEMES), WORD), unique=True, max_size=4)):
        if draw(st.booleans()):
            found.append(AaaMethod(kind, name))
            continue
        more = {
            "authentication": ["super"],
            "authorization": ["commands 3", "commands 15"],
            "accounting": ["start-fail"],
        }[kind]
        kinds = [kind, *(f"{kind} {each}" for each in draw(some(st.sampled_from(more))))]
        found += [AaaMethod(each, name, ("online",) if "start-fail" in each else draw(METHODS)) for each in kinds]
    if draw(st.booleans()):
        found.append(AaaMethod("recording", draw(WORD), ("hwtacacs", draw(WORD))))
    return frozenset(found)


@st.composite
def servers(draw: st.DrawFn, vrf_names: list[str]) -> tuple[frozenset[AaaServer], frozenset[tuple[str, str]]]:
    found, fields = [], set()
    for protocol, group in draw(
        st.lists(st.tuples(st.sampled_from(["tacacs", "radius"]), WORD), unique=True, max_size=2)
    ):
        secret = draw(maybe(st.just(CIPHER)))
        roles = ["primary", "secondary", "accounting", "accounting secondary"] + (
            ["authorization"] if protocol == "tacacs" else []
        )
        chosen = draw(some(st.sampled_from(roles)))
        for role in sorted(chosen):
            address = draw(ADDRESS4 | ADDRESS6)
            port = draw(st.integers(1, 65535)) if protocol == "radius" else draw(maybe(st.integers(1, 65535)))
            vrf = draw(st.sampled_from([None, *vrf_names]))
            found.append(AaaServer(protocol, str(address), address, port, secret, vrf, group, role))
        if not chosen:
            fields.add((f"{protocol} {group}", "without servers"))
        told = draw(
            pairs(
                {
                    "source-ip": ADDRESS4.map(str),
                    "timeout": st.just("7"),
                    "timer": st.just("quiet 5"),
                    "retransmit": st.just("2"),
                }
            )
        )
        fields |= {(f"{protocol} {group} {name}", text) for name, text in told}
    return frozenset(found), frozenset(fields)


@st.composite
def aaa(draw: st.DrawFn, vrf_names: list[str]) -> tuple[Aaa, frozenset[tuple[str, str]]]:
    made, fields = draw(servers(vrf_names))
    domains: set[tuple[str, str, str]] = set()
    for name in draw(st.lists(WORD, unique=True, max_size=2)):
        bound = draw(some(st.tuples(st.sampled_from(BOUND), WORD)))
        domains |= {(name, what, to) for what, to in bound} or {(name, "", "")}
    domains |= {("", what, draw(WORD)) for what in sorted(draw(some(st.sampled_from(RECORDED))))}
    return Aaa(methods=draw(methods()), servers=made, domains=frozenset(domains)), fields


FIRST_CHANGE = pairs({"first change": st.sampled_from(["on", "off"])})


@st.composite
def passwords(draw: st.DrawFn, *, routes: bool) -> PasswordPolicy:
    length, kinds = draw(maybe(st.integers(6, 128))), draw(maybe(st.integers(2, 4)))
    lifetime, counted = draw(maybe(st.integers(0, 999))), draw(st.booleans())
    block = draw(st.integers(1, 100).map(lambda each: each * 60)) if counted else None
    tries = draw(st.integers(1, 10)) if counted else None
    fields = {("tries within minutes", "5")} if counted else set()
    if routes:
        fields |= {("user-password prompt", "7")} if lifetime is not None and draw(st.booleans()) else set()
        fields |= draw(FIRST_CHANGE)
        return PasswordPolicy(length, kinds, lifetime, None, tries, block, frozenset(fields))
    history = draw(maybe(st.integers(0, 12)))
    told = any(each is not None for each in (length, kinds, lifetime, history))
    policy = "on" if told else draw(st.sampled_from([None, "on", "off"]))
    fields |= {("local-aaa-user password policy administrator", policy)} if policy is not None and not told else set()
    if policy == "on":
        fields |= draw(pairs({"password alert before-expire": st.just("30")})) | draw(FIRST_CHANGE)
    return PasswordPolicy(length, kinds, lifetime, history, tries, block, frozenset(fields))


LISTENING = {"telnet", "ftp", "http"}
SERVICES = ["telnet", "telnet-ipv6", "ftp", "ftp-ipv6", "sftp", "scp", "ssh-ipv6", "netconf", "http", "https", "dhcp", "dhcp-snooping", "lldp",
    "hwtacacs", "stp", "bpdu-guard", "ntp-server", "ntp-server-ipv6", "logfile"]  # fmt: skip


@st.composite
def services(draw: st.DrawFn, platform: str) -> frozenset[Service]:
    found = []
    for name in draw(st.lists(st.sampled_from(SERVICES), unique=True, max_size=4)):
        source = draw(maybe(any_port(platform) | st.just("all"))) if name in {"telnet", "ftp"} else None
        port = draw(maybe(SECONDS)) if name in LISTENING | {"https"} else None
        filters = draw(FILTER) if name in LISTENING else frozenset()
        found.append(Service(name, draw(st.booleans()), port, source, filters))
    return frozenset(found)


def ssh(platform: str) -> st.SearchStrategy[SshServer]:
    algorithms = st.lists(
        st.sampled_from(["aes256_ctr", "aes128_ctr", "sha2_256", "dh_group14_sha256"]), unique=True, max_size=3
    ).map(tuple)
    return st.builds(
        SshServer,
        port=maybe(SECONDS),
        login_grace=maybe(st.integers(1, 120)),
        auth_tries=maybe(st.integers(1, 5)),
        ciphers=algorithms,
        macs=algorithms,
        key_exchanges=algorithms,
        enabled=maybe(st.booleans()),
        version=maybe(st.sampled_from(["2", "1.99"])),
        host_keys=some(st.sampled_from(["rsa", "ecc", "rsa_sha2_256"])),
        source=maybe(any_port(platform) | st.just("all")),
        filters=st.builds(frozenset.union, FILTER, some(st.builds(Binding, LIST, version=st.just(6)), 1)),
        rekey=maybe(st.integers(0, 24).map(lambda each: each * 60)),
    )


SNMP_FIELDS = pairs(
    {
        "contact": st.just("ops desk"),
        "location": st.just("Room 1"),
        "engine": st.just("800007DB03AABBCCDDEEFF"),
        "acl": st.just("2001"),
        "port": st.just("1161"),
        "complexity-check": st.just("disable"),
        "blacklist": st.just("ip-block disable"),
        "traps": st.sampled_from(["all", "feature-name BGP"]),
    }
)
VERSION = st.sampled_from(["v1", "v2c", "v3"])
SNMP_LEVEL = st.sampled_from(["auth", "priv", "noauth"])


@st.composite
def snmp_targets(draw: st.DrawFn, platform: str, vrf_names: list[str]) -> SnmpTarget:
    version = draw(maybe(VERSION))
    level, user = (draw(maybe(SNMP_LEVEL)), draw(WORD)) if version == "v3" else (None, None)
    vrf, port = draw(st.sampled_from([None, *vrf_names])), draw(maybe(SECONDS))
    informs = platform == "huawei_vrp" and version in {"v2c", "v3"} and draw(st.booleans())
    return SnmpTarget(str(draw(ADDRESS4)), version, level, vrf, port, user, informs)


@st.composite
def snmp_groups(draw: st.DrawFn) -> SnmpGroup:
    version = draw(VERSION)
    level = draw(maybe(SNMP_LEVEL)) if version == "v3" else None
    views = draw(pairs({"read": WORD, "write": WORD, "notify": WORD}))
    return SnmpGroup(draw(WORD), version, level, views, draw(FILTER))


@st.composite
def snmp(draw: st.DrawFn, platform: str, vrf_names: list[str]) -> Snmp:
    source = draw(maybe(any_port(platform) | st.just("all-interface")))
    if platform == "huawei_vrp" and source == "all-interface":
        source = None
    fields = draw(SNMP_FIELDS)
    if source is not None and draw(st.booleans()):
        fields |= {("trap-source", draw(any_port(platform)))}
    algorithm = maybe(st.sampled_from(["sha2-256", "sha", "md5"]))
    privacy = maybe(st.sampled_from(["aes128", "aes256"]))
    users = st.builds(SnmpUser, WORD, WORD | st.just(""), algorithm, privacy, FILTER)
    return Snmp(
        enabled=draw(maybe(st.booleans())),
        versions=draw(some(VERSION)),
        communities=draw(
            some(st.builds(SnmpCommunity, st.booleans(), st.just(CIPHER), filters=FILTER, view=maybe(WORD)))
        ),
        users=frozenset(draw(st.lists(users, max_size=2, unique_by=lambda each: each.name))),
        groups=frozenset(draw(st.lists(snmp_groups(), max_size=2, unique_by=lambda each: each.name))),
        targets=frozenset(draw(st.lists(snmp_targets(platform, vrf_names), max_size=2))),
        views=frozenset(
            draw(
                st.lists(
                    st.tuples(WORD, st.sampled_from(["iso", "internet"]), st.booleans()),
                    max_size=2,
                    unique_by=lambda each: each[:2],
                )
            )
        ),
        source=source,
        fields=fields,
    )


@st.composite
def clock(
    draw: st.DrawFn, platform: str, vrf_names: list[str], called: dict[str, str]
) -> tuple[Clock, frozenset[tuple[str, str]]]:
    sources = []
    for address, vrf, peer in draw(
        st.lists(st.tuples(ADDRESS4, st.sampled_from([None, *vrf_names]), st.booleans()), max_size=2, unique=True)
    ):
        key, version = draw(maybe(NUMBER)), draw(maybe(st.integers(1, 4)))
        port = draw(maybe(any_port(platform)))
        sources.append(TimeSource(str(address), address, key, draw(st.booleans()), peer, vrf, port, version))
    lists = draw(
        pairs({f"ntp access {each}": LIST for each in ("peer", "query", "server", "synchronization", "limited")})
    )
    keys = draw(st.dictionaries(NUMBER, st.sampled_from(["md5", "hmac-sha256"]), max_size=2))
    made = Clock(
        zone=draw(maybe(st.tuples(WORD.filter(str.isalnum), st.integers(-12 * 60, 14 * 60)))),
        sources=frozenset(sources),
        authenticate=draw(maybe(st.booleans())),
        keys=frozenset(keys.items()),
        trusted=draw(some(NUMBER)),
        enabled=draw(maybe(st.booleans())) if platform == "huawei_vrp" else None,
        source=draw(maybe(any_port(platform))),
        master=draw(maybe(st.integers(1, 15))),
        filters=frozenset(Binding(called.get(name, name)) for _, name in lists),
    )
    return made, lists


@st.composite
def logging(draw: st.DrawFn, platform: str, vrf_names: list[str]) -> Logging:
    targets = [
        LogTarget(
            str(address),
            draw(maybe(LEVEL)),
            vrf,
            draw(maybe(SECONDS)),
            transport,
            draw(maybe(st.just("local5"))),
            draw(maybe(st.just("10.255.0.1"))),
            "LOGS" if transport == "tls" else None,
        )
        for address, vrf in draw(
            st.lists(st.tuples(ADDRESS4, st.sampled_from([None, *vrf_names])), max_size=2, unique=True)
        )
        for transport in [draw(st.sampled_from([None, "udp", "tls"]))]
    ]
    levels = {name: draw(maybe(LEVEL | st.just("none"))) for name in ("syslog_level", "buffer_level", "console_level")}
    return Logging(
        enabled=draw(maybe(st.booleans())),
        targets=frozenset(targets),
        buffer=draw(maybe(st.integers(0, 10240))),
        timestamps=draw(maybe(st.sampled_from(["date", "uptime", "none"]))),
        source=draw(maybe(any_port(platform))),
        **levels,
    )


@st.composite
def management(draw: st.DrawFn, platform: str, release: str | None, routing: dict[str, Any]) -> Management:
    """Draw all of the management plane."""
    vrf_names = sorted(each.name for each in routing["vrfs"])
    lists: frozenset[AccessList] = routing["access_lists"]
    called = {str(each.number): each.name for each in lists if each.number is not None}
    routes = platform == "huawei_vrpv8" and (release is None or release.startswith("V8"))
    schemes, asked = draw(aaa(vrf_names))
    time, access = draw(clock(platform, vrf_names, called))
    saved = (
        {("set save-configuration", draw(st.sampled_from(["on", "interval 60 delay 5"])))}
        if draw(st.booleans())
        else set()
    )
    whats = st.sampled_from(["description", "name"])
    named = {(f"vlan {each} {draw(whats)}", "to the wall") for each in sorted(routing["vlans"]) if draw(st.booleans())}
    others = draw(SSH_FIELDS)
    return Management(
        ssh=draw(ssh(platform)),
        logging=draw(logging(platform, vrf_names)),
        users=draw(users()),
        terminals=draw(terminals()),
        aaa=schemes,
        passwords=draw(passwords(routes=routes)),
        services=draw(services(platform)),
        snmp=draw(snmp(platform, vrf_names)),
        clock=time,
        banners=draw(some(st.sampled_from(["login", "exec"]))),
        archive=True if saved else None,
        fields=frozenset(asked | access | others | saved | named),
    )


@st.composite
def translated(draw: st.DrawFn, ports: frozenset[Interface], vrf_names: list[str]) -> dict[str, Any]:
    """Draw pools, translations, and the ports with the side on which they stand."""
    found: list[Translation] = []
    marked = set()
    for port in sorted(ports, key=lambda each: each.name):
        if not draw(st.booleans()):
            marked.add(port)
            continue
        marked.add(replace(port, side=Side.OUTSIDE))
        found += draw(st.lists(translations(port.name, vrf_names), max_size=2))
    pools = [
        Pool(str(number), frozenset({(address, address + 7)}))
        for number, address in draw(
            st.dictionaries(st.integers(0, 99), ADDRESS4.filter(lambda each: int(each) < 1 << 31), max_size=2)
        ).items()
    ]
    return {"translations": frozenset(found), "pools": frozenset(pools), "interfaces": frozenset(marked)}


@st.composite
def translations(draw: st.DrawFn, port: str, vrf_names: list[str]) -> Translation:
    kind = draw(st.sampled_from(["source", "static", "server"]))
    if kind == "source":
        pool = draw(maybe(st.just("1")))
        return Translation(
            kind, access_list=draw(LIST), pool=pool, interface=port, overload=pool is None or draw(st.booleans())
        )
    vrf, size = draw(st.sampled_from([None, *vrf_names])), draw(st.sampled_from([32, 24]))
    if kind == "static":
        inside, outside = (IPv4Network((draw(ADDRESS4), size), strict=False) for _ in range(2))
        return Translation(kind, inside, outside, interface=port, vrf=vrf)
    protocol = draw(st.sampled_from([None, "icmp", "tcp", "udp"]))
    ports = draw(st.tuples(SECONDS, SECONDS)) if protocol in {"tcp", "udp"} else None
    outside_host = draw(maybe(ADDRESS4.map(IPv4Network)))
    return Translation(
        kind, IPv4Network(draw(ADDRESS4)), outside_host, interface=port, protocol=protocol, ports=ports, vrf=vrf
    )
