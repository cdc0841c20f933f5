"""Who gets in: accounts, lines, AAA schemes and the servers that they ask (command references, "User Access and Authentication")."""

from collections.abc import Mapping
from functools import partial
from ipaddress import ip_address

from netops.config.node import Node
from netops.model import AaaMethod, AaaServer, Secret, TerminalLine, User
from netops.platforms.reading.sheet import Draft, Place, Table, Traced, filled, line
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.passwords import read_aaa_policy
from netops.platforms.vrp_family.sheet import VrpSheet, direction
from netops.platforms.vrp_family.words import ends_in_secret, one, options, secret

LINE_KINDS: Mapping[str, str] = {"con": "console", "console": "console", "aux": "aux", "vty": "vty", "tty": "tty"}
_LOGINS: Mapping[str, str] = {"aaa": "aaa", "scheme": "aaa", "password": "password", "none": "none", "local": "local"}
_USER = Table(
    said={"state block": ("enabled", False), "state active": ("enabled", True)},
    valued={
        "privilege level": ("privilege", number),
        "level": ("privilege", number),
        "authorization-attribute level": ("privilege", number),
    },
)
# Settings of an account that the model keeps by name, with the rest of the line as their value.
_USER_FIELDS = frozenset(
    {"user-group", "group", "expire", "idle-timeout", "access-limit", "ftp-directory", "expire-date", "password-force-change",
     "validity-date", "description", "bind-attribute", "user-type", "device-type", "state", "password-control"}
)  # fmt: skip


def read_local_user(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``local-user NAME [class manage]``."""
    if words[2:] == ["class", "network"]:
        return _read_network_user(sheet, node, words[1], place)
    if len(words) not in {2, 4} or (len(words) == 4 and words[2:] != ["class", "manage"]):
        return False
    draft = sheet.user(words[1])
    draft.nodes.append(node)
    place.under(node).each(node.children, lambda child: _read_user(draft, child, child.text.split(" ")))
    return True


def _read_network_user(sheet: VrpSheet, node: Node, name: str, place: Place) -> bool:
    """Read Comware's ``local-user NAME class network``: it gives nobody a shell, so that it is no account of the device's."""
    account = f"local-user {name} class network"
    sheet.fields.add((account, "on"))

    def read(child: Node) -> bool:
        match [] if child.children else child.text.split(" "):
            case ["password", *rest]:
                pair = ("password", ends_in_secret(rest).form)
            case ["service-type" | "authorization-attribute" | "state" | "group" | "description" as what, *rest] if (
                rest
            ):
                pair = (what, " ".join(rest))
            case _:
                return False
        sheet.fields.node = child
        sheet.fields.add((f"{account} {pair[0]}", pair[1]))
        return True

    place.under(node).each(node.children, read)
    return True


def _read_user(draft: Draft[User], node: Node, words: list[str]) -> bool:
    """Read one setting of an account; ``words`` are the line without the account's name."""
    if node.children or not words:
        return False
    match words:
        case ["password", "expire", days]:
            draft.add("fields", ("password expire", str(number(days))), node)
        case ["password", *rest]:
            draft.set("secret", ends_in_secret(rest), node)
        case ["service-type", *services]:
            known = draft.values.get("services", set())
            draft.set("services", known | set(services), node)
        case ["authorization-attribute", "user-role", role] | ["user-role", role]:
            draft.add("roles", role, node)
        case _:
            if filled(draft, node, _USER, " ".join(words)):
                return True
            if words[0] not in _USER_FIELDS or len(words) == 1:
                return False
            draft.add("fields", (words[0], " ".join(words[1:])), node)
    return True


def read_aaa(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read VRP's ``aaa``: accounts, schemes, domains."""
    if len(words) != 1:
        return False
    sheet.aaa.nodes.append(node)
    below = place.under(node)
    below.each(node.children, partial(_read_aaa_line, sheet, below))
    return True


def _read_aaa_line(sheet: VrpSheet, place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    match words:
        case ["local-user", "policy" | "wrong-password" | "user-name", *_]:
            return read_aaa_policy(sheet, node, place)
        case ["undo", "local-user", name] if not node.children:  # an account that the device has by itself is gone
            sheet.fields.node = node
            sheet.fields.add((f"aaa local-user {name}", "off"))
        case ["local-user", name, *rest] if not node.children:
            return _read_local_user_line(sheet.user(name), node, rest)
        case [
            "authentication-scheme" | "authorization-scheme" | "accounting-scheme" | "recording-scheme" as kind,
            name,
        ]:
            below = place.under(node)
            below.each(node.children, partial(_read_scheme, sheet, kind.removesuffix("-scheme"), name))
            if not node.children:
                sheet.methods.append(AaaMethod(kind.removesuffix("-scheme"), name, (), lines=(line(node),)))
        case ["domain", name]:
            sheet.aaa.nodes.append(node)
            place.under(node).each(node.children, partial(_read_domain, sheet, name))
            if not node.children:
                sheet.aaa.add("domains", (name, "", ""), node)
        case ["cmd" | "outbound" | "system" as what, "recording-scheme", name]:
            sheet.aaa.add("domains", ("", f"{what} recording", name), node)
        case _:
            return read_aaa_policy(sheet, node, place)
    return True


def _read_local_user_line(draft: Draft[User], node: Node, rest: list[str]) -> bool:
    """Read one line of an account, which may say more than one thing of it."""
    match rest:
        case ["password", form, value, *more] if more:
            found = secret(form, value)
            if not _read_user(draft, node, more):
                return False
            draft.set("secret", found, node)
            return True
        case ["state", "block", *more] if more:
            draft.add("fields", ("state block", " ".join(more)), node)
            return True
    return _read_user(draft, node, rest)


def _read_scheme(sheet: VrpSheet, kind: str, name: str, node: Node) -> bool:
    words = node.text.split(" ")
    if node.children:
        return False
    match words:
        case ["authentication-mode" | "authorization-mode" | "accounting-mode" | "recording-mode", *methods] if methods:
            found = AaaMethod(kind, name, tuple(methods), lines=(line(node),))
        case ["authorization-cmd", level, *methods] if methods:
            found = AaaMethod(f"authorization commands {number(level)}", name, tuple(methods), lines=(line(node),))
        case ["authentication-super", *methods] if methods:
            found = AaaMethod("authentication super", name, tuple(methods), lines=(line(node),))
        case ["accounting", *methods] if methods:
            found = AaaMethod(f"accounting {methods[0]}", name, tuple(methods[1:]), lines=(line(node),))
        case _:
            return False
    sheet.methods.append(found)
    return True


def _read_domain(sheet: VrpSheet, domain: str, node: Node) -> bool:
    words = node.text.split(" ")
    if words[:2] in (["hwtacacs", "server"], ["radius", "server"]):  # so CloudEngine says it
        words = ["-".join(words[:2]), *words[2:]]
    if node.children or words[0] == "undo" or len(words) != 2:
        return False
    what = words[0]
    if what not in {
        "authentication-scheme",
        "authorization-scheme",
        "accounting-scheme",
        "hwtacacs-server",
        "radius-server",
        "service-scheme",
        "state",
    }:
        return False
    sheet.aaa.add("domains", (domain, what, words[1]), node)
    return True


_SCHEMES = frozenset({"hwtacacs-scheme", "radius-scheme", "ldap-scheme"})
_FOR = frozenset({"login", "super", "default", "command", "lan-access", "portal", "ppp"})


def read_domain(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``domain NAME`` and ``domain default enable NAME``."""
    match words:
        case ["domain", "default", "enable", name]:
            sheet.aaa.add("domains", ("", "default", name), node)
        case ["domain", name] | ["domain", "name", name]:  # newer releases say that it is a name
            sheet.aaa.nodes.append(node)
            place.under(node).each(node.children, partial(_read_comware_domain, sheet, name))
        case _:
            return False
    return True


def _read_comware_domain(sheet: VrpSheet, domain: str, node: Node) -> bool:
    words = node.text.split(" ")
    if words[0] == "state" and len(words) == 2 and not node.children:
        sheet.aaa.add("domains", (domain, "state", words[1]), node)
        return True
    if node.children or words[0] not in {"authentication", "authorization", "accounting"} or len(words) < 3:
        return False
    if words[1] not in _FOR:
        return False
    methods: list[str] = []
    rest = words[2:]
    while rest:
        size = 2 if rest[0] in _SCHEMES else 1
        methods.append(" ".join(rest[:size]))
        rest = rest[size:]
    kind = f"{words[0]} {words[1]}"
    sheet.methods.append(AaaMethod(kind, domain, tuple(methods), lines=(line(node),)))
    return True


def read_servers(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``hwtacacs-server template T``, ``radius-server template T`` and Comware's ``hwtacacs scheme T``."""
    match words:
        case ["hwtacacs-server" | "radius-server" as kind, "template", group]:
            protocol = kind.removesuffix("-server")
        case ["hwtacacs" as protocol, "server", "template", group]:  # CloudEngine
            pass
        case ["hwtacacs" | "radius" as protocol, "scheme", group]:
            pass
        case _:
            return False
    found = _Servers("tacacs" if protocol == "hwtacacs" else "radius", group)
    place.under(node).each(node.children, lambda child: found.read(sheet, child))
    for server in found.servers:
        server.values["secret"] = server.values["secret"] or found.key(str(server.values["role"]))
        server.nodes.insert(0, node)
        sheet.servers.append(server.made())
    if not found.servers:
        sheet.fields.add((f"{found.protocol} {group}", "without servers"))
    return True


_SERVER_OPTIONS: Mapping[str, int] = {
    "vpn-instance": 1,
    "secondary": 0,
    "weight": 1,
    "source": 2,
    "key": 2,
    "public-net": 0,
    "mux-mode": 0,
}
_USUAL_WEIGHT = "80"  # VRP shows it at every server of RADIUS
_SERVER_FIELDS = frozenset(
    {"source-ip", "nas-ip", "user-name-format", "user-name", "timeout", "retransmit", "timer", "retry"}
)


class _Servers:
    """Reads the lines of a template or scheme."""

    __slots__ = ("_group", "keys", "protocol", "servers")

    def __init__(self, protocol: str, group: str) -> None:
        self.protocol, self._group = protocol, group
        self.servers: list[Draft[AaaServer]] = []
        self.keys: dict[str, Secret] = {}

    def read(self, sheet: VrpSheet, node: Node) -> bool:
        """Read one line."""
        words = node.text.split(" ")
        if node.children:
            return False
        if words[0] in {"hwtacacs-server", "radius-server"}:
            words = words[1:]
        elif words[:2] == ["hwtacacs", "server"]:
            words = words[2:]
        match words:
            case ["shared-key", *rest]:
                self.keys[""] = ends_in_secret(rest)
            case ["key", "authentication" | "authorization" | "accounting" as what, *rest]:
                self.keys[what] = ends_in_secret(rest)
            case ["authentication" | "authorization" | "accounting" as what, host, *rest]:
                return self._server(sheet, (node, what, host, rest), rank="primary")
            case [
                "primary" | "secondary" as rank,
                "authentication" | "authorization" | "accounting" as what,
                host,
                *rest,
            ] if "weight" not in rest:
                return self._server(sheet, (node, what, host, rest), rank=rank)
            case ["undo", "hwtacacs-server" | "radius-server", *rest] if rest:
                sheet.fields.add((f"{self.protocol} {self._group} {' '.join(rest)}", "off"))
            case [name, *rest] if name in _SERVER_FIELDS and rest:
                sheet.fields.add((f"{self.protocol} {self._group} {name}", " ".join(rest)))
            case _:
                return False
        return True

    def key(self, role: str) -> Secret | None:
        """Return the form of the key that servers of a role have in common; VRP has one for all that a server does."""
        what = role.partition(" ")[0]
        return self.keys.get("authentication" if what in {"primary", "secondary"} else what) or self.keys.get("")

    def _server(self, sheet: VrpSheet, said: tuple[Node, str, str, list[str]], *, rank: str) -> bool:
        node, what, host, rest = said
        port = None
        if rest and rest[0].isdigit():
            port, rest = number(rest[0]), rest[1:]
        found = options(rest, _SERVER_OPTIONS)
        weight = one(found, "weight")
        if weight not in {
            None,
            _USUAL_WEIGHT,
        }:  # which one is asked first, or how they share the load, no field of the model holds
            sheet.fields.add((f"{self.protocol} {self._group} {what} {host} weight", str(weight)))
            rank = "secondary"
        if "secondary" in found:
            rank = "secondary"
        role = rank if what == "authentication" else what if rank == "primary" else f"{what} {rank}"
        values = {
            "protocol": self.protocol,
            "host": host,
            "address": _address(host),
            "port": port,
            "group": self._group,
        }
        values |= {"vrf": one(found, "vpn-instance"), "role": role}
        values["secret"] = secret(found["key"][0]) if "key" in found else None
        for name in ("source", "public-net", "mux-mode"):
            if name in found:  # no field of the model holds it
                setting = f"{self.protocol} {self._group} {what} {host} {name}"
                sheet.fields.add((setting, " ".join(found[name]) or "on"))
        self.servers.append(Draft(AaaServer, values, [node]))
        return True


def _address(text: str) -> object:
    try:
        return ip_address(text)
    except ValueError:
        return None


_LINE_FIELDS = frozenset({"screen-length", "history-command", "shell", "command", "auto-execute", "flow-control", "speed", "databits",
    "stopbits", "parity", "lock-key", "escape-key", "terminal"})  # fmt: skip


def read_terminal(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``user-interface vty 0 4`` and Comware's ``line vty 0 63``."""
    match words:
        case ["user-interface", "vty", "security-policy", "disable"]:
            sheet.fields.add(("user-interface vty security-policy", "off"))
            return True
        case ["user-interface", "maximum-vty", most]:
            sheet.fields.add(("maximum-vty", str(number(most))))
            return True
        case [_, kind, first] if kind in LINE_KINDS:
            last = first
        case [_, kind, first, last] if kind in LINE_KINDS:
            pass
        case _:
            return False
    draft = Traced(TerminalLine, {"kind": LINE_KINDS[kind], "first": number(first), "last": number(last)})
    draft.nodes.append(node)
    place.under(node).each(node.children, partial(read_line_setting, sheet, draft))
    sheet.terminals.append(draft.made_with_sources())
    return True


def read_super(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``super password [level N | role R] cipher|hash …``: that a higher level has a secret, and how that lies there."""
    if node.children:
        return False
    match words:
        case ["super", "password", "level" | "role" as what, which, *rest]:
            sheet.fields.add((f"super password {what} {which}", ends_in_secret(rest).form))
        case ["super", "password", *rest]:
            sheet.fields.add(("super password", ends_in_secret(rest).form))
        case ["super", "authentication-mode", *rest] if rest:
            sheet.fields.add(("super authentication-mode", " ".join(rest)))
        case _:
            return False
    return True


def read_crypto(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``crypto password irreversible-algorithm …``: by what passwords are hashed."""
    match words:
        case ["crypto", "password", "irreversible-algorithm", algorithm] if not node.children:
            sheet.fields.add((" ".join(words[:3]), algorithm))
            return True
    return False


def read_role(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``role name NAME`` and ``user-group NAME`` as far as they only say that there is one."""
    match words:
        case ["role", "name", name] | ["user-group", name]:
            sheet.fields.add((f"{words[0]} {name}", "on"))
        case _:
            return False

    def read(child: Node) -> bool:
        what, _, text = child.text.partition(" ")
        if what == "rule" and text[:1].isdigit() and not child.children:
            number_, _, rule = text.partition(" ")
            sheet.fields.node = child
            sheet.fields.add((f"{words[0]} {name} rule {number_}", rule))
            return bool(rule)
        if what == "password-control" and words[0] == "user-group" and not child.children:
            rule, _, value = text.partition(" ")
            sheet.fields.node = child
            sheet.fields.add((f"user-group {name} password-control {rule}", value or "on"))
            return bool(rule)
        if what != "description" or not text or child.children:
            return False
        sheet.fields.add((f"{words[0]} {name} description", text))
        return True

    place.under(node).each(node.children, read)
    return True


def read_line_setting(sheet: VrpSheet, draft: Draft[TerminalLine], node: Node) -> bool:
    """Read what a range of lines, or a class of them, says."""
    words = node.text.split(" ")
    if node.children:
        return False
    match words:
        case ["authentication-mode", mode] if mode in _LOGINS:
            draft.set("login", _LOGINS[mode], node)
        case ["user", "privilege", "level", level]:
            draft.set("privilege", number(level), node)
        case ["user-role", role]:
            draft.add("fields", ("user-role", role), node)
        case ["protocol", "inbound", protocol]:
            draft.set("transports", frozenset({protocol}), node)
        case ["idle-timeout", minutes] | ["idle-timeout", minutes, _]:
            seconds = number(words[2]) if len(words) == 3 else 0
            draft.set("idle", number(minutes) * 60 + seconds, node)
        case ["set", "authentication", "password", *rest]:
            draft.set("secret", ends_in_secret(rest), node)
        case _:
            return _read_line_field(sheet, draft, node, words)
    return True


def _read_line_field(sheet: VrpSheet, draft: Draft[TerminalLine], node: Node, words: list[str]) -> bool:
    match words:
        case ["acl", name, side]:
            draft.add("filters", sheet.bound(name, node, inbound=direction(side)), node)
        case ["acl", "ipv6", name, side]:
            draft.add("filters", sheet.bound(name, node, inbound=direction(side), version=6), node)
        case ["undo", first] if first in _LINE_FIELDS:
            draft.add("fields", (first, "off"), node)
        case [first, *rest] if first in _LINE_FIELDS:
            draft.add("fields", (first, " ".join(rest) or "on"), node)
        case _:
            return False
    return True
