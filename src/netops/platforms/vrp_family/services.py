"""What listens and what is watched: SSH, telnet, HTTP, FTP, NETCONF, SNMP (command references, "Basic Configuration", "SNMP")."""

from collections.abc import Mapping

from netops.config.node import Node
from netops.model import Service, SnmpCommunity, SnmpGroup, SnmpTarget, SnmpUser
from netops.platforms.reading.sheet import Draft, Place, Table, filled, line
from netops.platforms.reading.words import USUAL_COMMUNITIES, number, word
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import one, options, secret, whole

# Line that turns a service on → the service. Behind `undo`, or with `disable` for `enable`, it is turned off.
_SERVICES: Mapping[str, str] = {
    "telnet server enable": "telnet",
    "telnet ipv4 server enable": "telnet",
    "telnet ipv6 server enable": "telnet-ipv6",
    "ftp server enable": "ftp",
    "FTP server enable": "ftp",  # so the switches show it
    "ftp ipv6 server enable": "ftp-ipv6",
    "tftp server enable": "tftp",
    "tftp-server enable": "tftp",
    "sftp server enable": "sftp",
    "sftp ipv4 server enable": "sftp",
    "sftp ipv6 server enable": "sftp-ipv6",
    "scp server enable": "scp",
    "scp ipv4 server enable": "scp",
    "scp ipv6 server enable": "scp-ipv6",
    "stelnet ipv6 server enable": "ssh-ipv6",
    "snetconf server enable": "netconf",
    "snetconf ipv4 server enable": "netconf",
    "netconf ssh server enable": "netconf",
    "netconf soap http enable": "netconf-http",
    "netconf soap https enable": "netconf-https",
    "http server enable": "http",
    "http secure-server enable": "https",
    "ip http enable": "http",
    "ip https enable": "https",
    "dhcp enable": "dhcp",
    "dhcp snooping enable": "dhcp-snooping",
    "dhcp server enable": "dhcp-server",
    "lldp enable": "lldp",
    "lldp global enable": "lldp",
    "ntp-service server enable": "ntp-server",
    "ntp server enable": "ntp-server",
    "ntp ipv6 server enable": "ntp-server-ipv6",
    "hwtacacs enable": "hwtacacs",
    "hwtacacs server enable": "hwtacacs",
    "stp enable": "stp",
    "stp global enable": "stp",
    "stp bpdu-protection enable": "bpdu-guard",
    "icmp source-quench send": "source-quench",
    "password-recovery enable": "password-recovery",
    "irf auto-update enable": "irf-auto-update",
    "info-center logfile enable": "logfile",
}
_SERVICES_ALONE: Mapping[str, str] = {"stp bpdu-protection": "bpdu-guard"}
_PORTS: Mapping[str, str] = {
    "telnet server port": "telnet",
    "ftp server port": "ftp",
    "http server port": "http",
    "http secure-server port": "https",
    "ip http port": "http",
    "ip https port": "https",
}
_FILTERS: Mapping[str, str] = {
    "telnet server acl": "telnet",
    "ftp acl": "ftp",
    "ftp server acl": "ftp",
    "http acl": "http",
    "http server acl": "http",
    "ip http acl": "http",
    "ip https acl": "https",
    "http secure-server acl": "https",
    "netconf ssh acl": "netconf",
}
_SOURCES: Mapping[str, str] = {
    "telnet server-source": "telnet",
    "ftp server-source": "ftp",
    "http server-source": "http",
}

_SSH = Table(
    said={
        "stelnet server enable": ("enabled", True),
        "stelnet ipv4 server enable": ("enabled", True),
        "undo stelnet server enable": ("enabled", False),
        "undo stelnet ipv4 server enable": ("enabled", False),
        "stelnet server disable": ("enabled", False),
        "ssh server enable": ("enabled", True),
        "undo ssh server enable": ("enabled", False),
        "ssh server compatible-ssh1x enable": ("version", "1.99"),
        "undo ssh server compatible-ssh1x enable": ("version", "2"),
        "ssh server compatible-ssh1x disable": ("version", "2"),
        "ssh server-source all-interface": ("source", "all"),
    },
    valued={
        "ssh server port": ("port", number),
        "ssh ipv4 server port": ("port", number),
        "ssh server timeout": ("login_grace", number),
        "ssh server authentication-timeout": ("login_grace", number),
        "ssh server authentication-retries": ("auth_tries", number),
        "ssh server rekey-interval": ("rekey", lambda text: number(text) * 60),
        "ssh server-source -i": ("source", word),
        "ssh server-source -a": ("source", word),
    },
)
_ALGORITHMS: Mapping[str, str] = {
    "ssh server cipher": "ciphers",
    "ssh server hmac": "macs",
    "ssh server key-exchange": "key_exchanges",
    "ssh2 algorithm cipher": "ciphers",
    "ssh2 algorithm mac": "macs",
    "ssh2 algorithm key-exchange": "key_exchanges",
}
_HOST_KEYS = ("ssh server publickey", "ssh2 algorithm public-key")
_SSH_LISTS = {"ssh ipv4 server": 4, "ssh ipv6 server": 6}
_SSH_FIELDS = (
    "ssh server dh-exchange min-len",
    "ssh authorization-type default",
    "ssh server keepalive",
    "ssh server login-failed",
    "ssh server ip-block",
    "ssh server rsa-key min-length",
    "ssh client first-time",
    "ssh client cipher",
    "ssh client hmac",
    "ssh client key-exchange",
    "ssh client publickey",
    "ssh2 client algorithm",
)


def read_service(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a line that turns a service on or off, or says where it listens."""
    if node.children:
        return False
    text, on = _positive(node.text)
    name = _SERVICES.get(text) or _SERVICES_ALONE.get(text)
    if name is not None:
        sheet.service(name).set("enabled", on, node)
        return True
    if words[0] == "undo":
        return False
    head, _, value = node.text.rpartition(" ")
    if head in _PORTS:
        sheet.service(_PORTS[head]).set("port", number(value), node)
    elif head in _FILTERS:
        sheet.service(_FILTERS[head]).add("filters", sheet.bound(value, node), node)
    elif head.removesuffix(" -i").removesuffix(" -a") in _SOURCES:
        service = sheet.service(_SOURCES[head.removesuffix(" -i").removesuffix(" -a")])
        service.set("source", "all" if value == "all-interface" else value, node)
    else:
        return False
    return True


def _positive(text: str) -> tuple[str, bool]:
    """Return the line that turns on what a line speaks of, and whether it does."""
    on = not text.startswith("undo ")
    text = text.removeprefix("undo ")
    if text.endswith(" disable"):
        text, on = f"{text.removesuffix('disable')}enable", not on
    return text, on


def settle_services(sheet: VrpSheet, place: Place) -> frozenset[Service]:
    """Return the services; one of which no line says whether it runs, does what the release does, where that is known."""
    known = sheet.dialect.services(sheet.release)
    found = []
    for name, draft in sheet.services.items():
        if not draft.nodes:
            continue
        if "enabled" not in draft.values and name not in known:
            place.unread(*draft.nodes)
            continue
        draft.values.setdefault("enabled", known.get(name))
        found.append(draft.made())
    return frozenset(found)


def read_ssh(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``ssh server …``, ``stelnet server enable``, ``ssh2 algorithm …``, ``ssh user NAME …``."""
    if node.children:
        return False
    if filled(sheet.ssh, node, _SSH):
        return True
    if words[:2] == ["ssh", "user"] and len(words) > 2:
        return _read_ssh_user(sheet, node, words[2], words[3:])
    return _read_ssh_list(sheet, node, words) or read_service(sheet, node, words, place)


def _read_ssh_list(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    """Read which algorithms SSH offers, who may connect, and what the model keeps by name."""
    head, rest = " ".join(words[:3]), words[3:]
    name = next((each for each in _SSH_FIELDS if node.text.startswith(f"{each} ")), None)
    if name is not None:
        sheet.fields.add((name, node.text.removeprefix(f"{name} ")))
    elif head in _ALGORITHMS and rest:
        sheet.ssh.set(_ALGORITHMS[head], tuple(rest), node)
    elif head in _HOST_KEYS and rest:
        sheet.ssh.set("host_keys", frozenset(rest), node)
    elif head == "ssh server acl" and len(rest) in {1, 2}:
        version = 6 if rest[0] == "ipv6" else 4
        sheet.ssh.add("filters", sheet.bound(rest[-1], node, version=version), node)
    elif head in _SSH_LISTS and rest[:1] == ["acl"] and len(rest) == 2:
        sheet.ssh.add("filters", sheet.bound(rest[-1], node, version=_SSH_LISTS[head]), node)
    elif head == "ssh server ipv6" and rest[:2] == ["acl", "ipv6"] and len(rest) == 3:  # Comware's words
        sheet.ssh.add("filters", sheet.bound(rest[-1], node, version=6), node)
    else:
        return False
    return True


def _read_ssh_user(sheet: VrpSheet, node: Node, name: str, words: list[str]) -> bool:
    """Read how an account proves who it is over SSH; the account itself may stand on a server."""
    known = {"authentication-type": 1, "service-type": 1, "sftp-directory": 1, "assign": 2, "authorization-cmd": 1}
    if words[:1] == ["service-type"]:  # one or several, up to the next setting
        size = next((at for at, each in enumerate(words[1:], 1) if each in known), len(words))
        known["service-type"] = max(size - 1, 1)
    found = options(words, known)
    draft = sheet.user(name)
    draft.add("fields", ("ssh user", "on"), node)
    for key, values in found.items():
        draft.values["fields"].add((f"ssh {key}", " ".join(values)))
    return True


_SNMP_FIELDS: Mapping[str, str] = {
    "snmp-agent sys-info contact": "contact",
    "snmp-agent sys-info location": "location",
    "snmp-agent local-engineid": "engine",
    "snmp-agent acl": "acl",
    "snmp-agent udp-port": "port",
    "snmp-agent trap source": "trap-source",
    "snmp-agent protocol source-interface": "protocol-source",
    "snmp-agent protocol source-status": "protocol-source",
    "snmp-agent blacklist": "blacklist",
    "snmp-agent packet max-size": "packet-size",
    "snmp-agent trap queue-size": "trap-queue",
    "snmp-agent trap life": "trap-life",
    "snmp-agent community complexity-check": "complexity-check",
    "snmp-agent password min-length": "password-length",
    "snmp-agent usm-user password": "password-rules",
}
_LEVELS = {"authentication": "auth", "privacy": "priv", "noauthentication": "noauth"}


def read_snmp(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a ``snmp-agent`` line."""
    if node.children:
        return False
    match words:
        case ["snmp-agent", "community", "read" | "write" as way, *rest]:
            return _read_community(sheet, node, rest, writable=way == "write")
        case ["snmp-agent", "group", version, name, *rest]:
            return _read_group(sheet, node, version, name, rest)
        case ["snmp-agent", "usm-user", "v3", name, *rest]:
            return _read_snmp_user(sheet, node, name, rest)
        case ["snmp-agent", "target-host", *rest]:
            return sheet.trap_hosts.read(node, rest) or _read_target(sheet, node, rest)
        case _:
            return _read_snmp_setting(sheet, node, words)


def _read_snmp_setting(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    match words:
        case ["snmp-agent"] | ["undo", "snmp-agent"]:
            sheet.snmp.set("enabled", len(words) == 1, node)
        case ["snmp-agent", "sys-info", "version", *versions] if versions:
            sheet.snmp.set("versions", {"v1", "v2c", "v3"} if versions == ["all"] else set(versions), node)
        case ["snmp-agent", "mib-view", "included" | "excluded" as way, name, tree]:
            sheet.snmp.add("views", (name, tree, way == "included"), node)
        case ["snmp-agent", "mib-view", name, "include" | "exclude" as way, tree]:
            sheet.snmp.add("views", (name, tree, way == "include"), node)
        case ["undo", "snmp-agent", "sys-info", "version", *versions] if versions:
            sheet.snmp.add("fields", ("versions off", " ".join(versions)), node)
        case ["undo", "snmp-agent", "protocol", "source-status", *where] if where:
            sheet.snmp.add("fields", (f"protocol source-status {' '.join(where)}", "off"), node)
        case ["snmp-agent", "trap", "enable", *rest]:
            sheet.snmp.add("fields", ("traps", " ".join(rest) or "all"), node)
        case _:
            return _read_snmp_field(sheet, node)
    return True


def _read_snmp_field(sheet: VrpSheet, node: Node) -> bool:
    for start, name in _SNMP_FIELDS.items():
        value = node.text.removeprefix(f"{start} ")
        if value != node.text:
            sheet.snmp.add("fields", (name, value), node)
            return True
    return False


def _read_community(sheet: VrpSheet, node: Node, words: list[str], *, writable: bool) -> bool:
    form = "plain"
    if words[0] in {"cipher", "simple"} and len(words) > 1:
        form, words = words[0], words[1:]
    found = options(words[1:], {"acl": 1, "mib-view": 1, "alias": 1, "user-role": 1})
    filters = frozenset({sheet.bound(found["acl"][0], node)}) if "acl" in found else frozenset()
    usual = form != "cipher" and words[0].lower() in USUAL_COMMUNITIES
    sheet.snmp.add(
        "communities",
        SnmpCommunity(
            writable,
            secret(form),
            usual=usual,
            filters=filters,
            view=one(found, "mib-view"),
            name=words[0] if usual else "",
            lines=(line(node),),
        ),
        node,
    )
    return True


def _read_group(sheet: VrpSheet, node: Node, version: str, name: str, words: list[str]) -> bool:
    level = None
    if words[:1] and words[0] in _LEVELS:
        level, words = _LEVELS[words[0]], words[1:]
    found = options(words, {"read-view": 1, "write-view": 1, "notify-view": 1, "acl": 1})
    views = frozenset((each.removesuffix("-view"), found[each][0]) for each in found if each != "acl")
    filters = frozenset({sheet.bound(found["acl"][0], node)}) if "acl" in found else frozenset()
    sheet.snmp_groups.append(SnmpGroup(name, version, level, views, filters, lines=(line(node),)))
    return True


def _read_snmp_user(sheet: VrpSheet, node: Node, name: str, words: list[str]) -> bool:
    """Read VRP's ``usm-user v3 NAME group G`` and its like, one setting a line, or Comware's whole user in one."""
    draft = sheet.snmp_users.setdefault(name, Draft(SnmpUser, {"name": name, "group": ""}))
    at = 0
    values: dict[str, object] = {}
    filters = set()
    while at < len(words):
        match words[at:]:
            case ["group" | "user-role", group, *_]:
                values["group"] = group
                at += 2
            case ["authentication-mode" | "privacy-mode" as what, algorithm, *rest]:
                values["authentication" if what == "authentication-mode" else "privacy"] = algorithm
                at += (
                    2 if not rest or rest[0] in {"privacy-mode", "acl"} else 4 if rest[0] in {"cipher", "simple"} else 3
                )
            case ["acl", acl, *_]:
                filters.add(sheet.bound(acl, node))
                at += 2
            case ["cipher" | "simple", *_]:
                at += 1  # how the keys of this line are written
            case [group, *_] if at == 0:
                values["group"] = group
                at += 1
            case _:
                return False
    for key, value in values.items():
        draft.set(key, value, node)
    for each in filters:
        draft.add("filters", each, node)
    if not values and not filters:
        draft.nodes.append(node)
    return True


def _read_target(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    """Read ``target-host [host-name N] trap address udp-domain A … params securityname S [v1|v2c|v3 [privacy]]``."""
    beside = " ".join(words[:2]) if words[:1] == ["host-name"] else ""
    if beside:
        words = words[2:]
    if (
        words[:3] not in (["trap", "address", "udp-domain"], ["inform", "address", "udp-domain"])
        or "params" not in words
    ):
        return False
    at = words.index("params")
    found = options(words[4:at], {"udp-port": 1, "source": 1, "vpn-instance": 1, "public-net": 0})
    params = words[at + 1 :]
    if params[:1] != ["securityname"] or len(params) < 2:
        return False
    user = None if params[1] in {"cipher", "simple"} else params[1]
    params = params[3:] if user is None else params[2:]
    beside = " ".join(
        filter(
            None,
            (
                beside,
                *(" ".join((name, *found[name])) for name in ("source", "public-net") if name in found),
                *(each for each in params if each == "private-netmanager"),
            ),
        )
    )
    params = [each for each in params if each != "private-netmanager"]
    version = params.pop(0) if params else None
    level = _LEVELS[params.pop(0)] if params and params[0] in _LEVELS else None
    if params or version not in {None, "v1", "v2c", "v3"}:
        return False
    target = SnmpTarget(
        words[3],
        version,
        level,
        one(found, "vpn-instance"),
        whole(found, "udp-port"),
        user if version == "v3" else None,  # before that it is a password
        informs=words[0] == "inform",
        lines=(line(node),),
    )
    sheet.snmp.add("targets", target, node)
    if beside:  # no field of the model holds it
        sheet.snmp.add("fields", (f"target-host {words[3]}", beside), node)
    return True


def settle_snmp(sheet: VrpSheet, place: Place) -> None:
    """Put the parts together; the agent's source is where it listens, else where traps come from."""
    values = sheet.snmp.values
    values["users"] = frozenset(each.made() for each in sheet.snmp_users.values() if each.nodes)
    values["groups"] = frozenset(sheet.snmp_groups)
    for draft in sheet.snmp_users.values():
        sheet.snmp.nodes.extend(draft.nodes)
    targets, nodes, beside = sheet.trap_hosts.settle(place)
    if targets:
        sheet.snmp.nodes.extend(nodes)
        values.setdefault("targets", set()).update(targets)
        values.setdefault("fields", set()).update(beside)
    fields = values.get("fields", set())
    for name in ("protocol-source", "trap-source"):
        source = next((pair for pair in fields if pair[0] == name), None)
        if source is not None:
            fields.discard(source)
            values["source"] = source[1]
            break
