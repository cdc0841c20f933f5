"""Who gets in: users, the secret of the highest level, lines, password rules (Cisco IOS: Security; RGOS: Basic Management)."""

from collections.abc import Mapping
from typing import Any

from netops.config.node import Node
from netops.model import Binding, PasswordPolicy, TerminalLine, User
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.settings import add_setting
from netops.platforms.ios_family.sheet import Dialect, Sheet
from netops.platforms.ios_family.words import secret
from netops.platforms.reading.sheet import Draft, Place, Table, Traced, filled, line
from netops.platforms.reading.words import number, word

_MOST_LEVEL = 15
_KINDS = {"con": "console", "console": "console", "aux": "aux", "vty": "vty", "tty": "tty"}
_ACCOUNT = ("access-class", "common-criteria-policy", "view")
_WAYS = {"console": "terminal", "remote-login": "terminal"}  # who is rejected from afar logs in at the console


def read_user(sheet: Sheet, found: Said) -> bool:
    """Read ``username NAME …``; RGOS says a user's password and privilege by two lines."""
    match found.words:
        case ("username", name, *what) if not found.off and what:
            values = _account(what)
        case _:
            return False
    known = sheet.management.users.setdefault(name, Traced(User, {"name": name}))
    for key, value in values.items():
        old = known.values.get(key)
        known.values[key] = old | value if isinstance(old, set) else value
        known.sources.setdefault(key, found.node)
    known.nodes.append(found.node)
    return True


def _account(words: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left = list(words)
    while left:
        match left:
            case ["secret" | "password", *rest]:
                return {**found, "secret": secret(rest)}
            case ["algorithm-type", _, *rest]:  # the secret's own type says what it became
                left = rest
            case ["nopassword", *rest]:  # anybody may log in by the name, unlike an account that AAA or a key proves
                found.setdefault("fields", set()).add(("nopassword", "on"))
                left = rest
            case ["privilege", level, *rest] if number(level) <= _MOST_LEVEL:
                found["privilege"], left = number(level), rest
            case ["login", "mode", way, *rest] | ["reject", "remote-login" as way, *rest]:
                found["services"], left = {_WAYS.get(way, way)}, rest
            case ["online", "amount", amount]:
                found.setdefault("fields", set()).add(("online-amount", amount))
                left = []
            case ["autocommand", first, *rest]:
                found.setdefault("fields", set()).add(("autocommand", " ".join((first, *rest))))
                left = []
            case [name, value, *rest] if name in _ACCOUNT:
                found.setdefault("fields", set()).add((name, value))
                left = rest
            case _:
                raise ValueError(left[0])
    return found


def read_enable(sheet: Sheet, found: Said) -> bool:
    """Read ``enable secret|password [level 15] …``; a secret goes before a password."""
    match found.words:
        case ("enable", "secret" | "password" as kind, "level", "15", *rest) if not found.off:
            how = secret(rest)
        case ("enable", "secret" | "password" as kind, "level", level, *rest) if not found.off:
            sheet.management.fields.add((f"enable level {number(level)}", secret(rest).form))
            return True
        case ("enable", "secret" | "password" as kind, *rest) if not found.off:
            how = secret(rest)
        case _:
            return False
    if kind == "password" and sheet.management.enable is not None:
        sheet.management.fields.add(("enable password", how.form))
        return True
    if kind == "secret" and sheet.enabled_by == "password" and sheet.management.enable is not None:
        sheet.management.fields.add(("enable password", sheet.management.enable.form))
    sheet.management.enable, sheet.enabled_by = how, kind
    sheet.management.fields.note("enable")
    return True


def read_line(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``line con 0``, ``line vty 0 4``, ``line 2``."""
    match found.words:
        case ("line", kind, first) if kind in _KINDS:
            values = (_KINDS[kind], number(first), number(first))
        case ("line", kind, first, last) if kind in _KINDS:
            values = (_KINDS[kind], number(first), number(last))
        case ("line", first) | ("line", first, _) if first.isdigit():
            values = ("tty", number(first), number(found.words[-1]))
        case _:
            return False
    if found.off:
        return False
    draft = Traced(TerminalLine, dict(zip(("kind", "first", "last"), values, strict=True)))
    draft.nodes.append(found.node)
    each(sheet, found.node.children, place.under(found.node), lambda child: _read_line(draft, child))
    sheet.management.terminals.append(draft)
    return True


_LINE = Table(
    said={
        "login": ("login", "password"),
        "login local": ("login", "local"),
        "no login": ("login", "none"),
        "no exec-timeout": ("idle", 0),
    },
    valued={"privilege level": ("privilege", number)},
)
_SETTINGS = frozenset(
    {"logging synchronous", "history size", "length", "width", "stopbits", "session-timeout", "absolute-timeout", "transport output",
    "transport preferred", "exec", "authorization exec", "accounting exec", "speed", "flowcontrol", "escape-character", "exec-character-bits",
    "rotary", "modem", "databits", "parity", "no-activation-character", "activation-character", "location", "monitor", "session-limit",
    "logout-warning", "notify", "timeout login", "ip netmask-format", "history", "autologout", "vacant-message", "exec-prompt", "ipv6 access-class",
    }
)  # fmt: skip


def line_setting(dialect: Dialect, node: Node) -> frozenset[tuple[str, str]]:
    """Return what one line below ``line vty 0 4`` sets by name, and nothing where it says more or isn't known."""
    draft = Draft(TerminalLine, {})
    try:
        known = _read_line(draft, said(dialect, node))
    except (ValueError, LookupError):
        return frozenset()
    return frozenset(draft.values["fields"]) if known and set(draft.values) == {"fields"} else frozenset()


def _read_line(draft: Draft[TerminalLine], child: Said) -> bool:
    node = child.node
    match child.words:
        case ("login", "authentication", name) if not child.off:
            draft.values["method"] = None if name == "default" else name
            draft.set("login", "aaa", node)
        case ("exec-timeout", minutes, *seconds) if not child.off and len(seconds) < 2:
            draft.set("idle", number(minutes) * 60 + (number(seconds[0]) if seconds else 0), node)
        case ("password", *rest) if not child.off:
            draft.set("secret", secret(rest), node)
        case ("transport", "input", *ways):
            draft.set("transports", {"none"} if child.off else set(ways), node)
        case ("access-class", name, "in" | "out" as way, *more) if not child.off and set(more) <= {"vrf-also"}:
            draft.add("filters", Binding(name, way == "in", lines=(line(node),)), node)
            draft.values.setdefault("fields", set()).update((f"access-class {way}", each) for each in more)
        case ("access-class", name) if not child.off:
            draft.add("filters", Binding(name, lines=(line(node),)), node)
        case ("authorization" | "accounting" as kind, "commands", level, name) if not child.off:
            draft.add("fields", (f"{kind} commands {number(level)}", name), node)
        case _:
            return filled(draft, node, _LINE) or add_setting(draft, child, _SETTINGS)
    return True


_LOCAL = "local tries"
_MAX_FAIL = "aaa local authentication attempts max-fail"
_PASSWORDS: Mapping[str, str] = {
    "security passwords min-length": "length",
    "password policy min-size": "length",
    "password policy life-cycle": "lifetime",
    "password policy no-repeat-times": "history",
    "aaa local authentication attempts": "tries",
    _MAX_FAIL: _LOCAL,
}
_RULES = frozenset(
    {"security authentication failure rate", "password policy strong", "password policy printable-character-check",
    "password policy forced-password-modify", "aaa local authentication lockout-time", "aaa password",
    }
)  # fmt: skip


def read_password_rule(sheet: Sheet, found: Said) -> bool:
    """Read what a password must be."""
    draft = sheet.management.passwords
    head, _, value = found.text.rpartition(" ")
    if head in _PASSWORDS and not found.off:
        draft.set(_PASSWORDS[head], number(value), found.node)
        return True
    return add_setting(draft, found, _RULES)


def password_rules(sheet: Sheet) -> PasswordPolicy:
    """Return what a password must be; where ``login block-for`` counts tries, an account's own count is a setting beside it."""
    draft = sheet.management.passwords
    own = draft.values.pop(_LOCAL, None)
    if own is not None and "block" in draft.values:
        draft.values.setdefault("fields", set()).add((_MAX_FAIL, str(own)))
    elif own is not None:
        draft.values["tries"] = own
    return draft.made_with_sources()


def read_login(sheet: Sheet, found: Said) -> bool:
    """Read ``login block-for SECONDS attempts N within SECONDS`` and the other global lines of logging in."""
    draft = sheet.management.passwords
    match found.words:
        case ("login", "block-for", seconds, "attempts", tries, "within", span) if not found.off:
            block, count, within = number(seconds), number(tries), number(span)
            draft.set("block", block, found.node)
            draft.also("tries", count, found.node)
            draft.values.setdefault("fields", set()).add(("within", str(within)))
        case ("login", "delay" | "on-failure" | "on-success" | "quiet-mode" | "privilege" as what, *rest):
            value = "off" if found.off else " ".join(rest) or "on"
            known = draft.values.get("fields", set())
            known -= {pair for pair in known if pair[0] == f"login {what}"}  # the last one typed is it
            draft.add("fields", (f"login {what}", value), found.node)
        case _:
            return False
    return True


def read_common_criteria(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``aaa common-criteria policy NAME``: it holds for the users that name it, so that each line is a setting."""
    match found.words:
        case ("aaa", "common-criteria", "policy", name) if not found.off:
            pass
        case _:
            return False
    draft = sheet.management.passwords
    children = [said(sheet.dialect, node) for node in found.node.children]
    if any(child.off or child.node.children for child in children):
        return False
    draft.nodes.append(found.node)
    for child in children:
        setting_name = f"common-criteria {name} {child.words[0]}"
        draft.add("fields", (setting_name, word(" ".join(child.words[1:]) or "on")), child.node)
    return True
