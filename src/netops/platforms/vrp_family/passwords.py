"""What passwords must be: VRP's policies in ``aaa`` and beside it, Comware's ``password-control``."""

from collections.abc import Callable, Mapping
from typing import Any

from netops.config.node import Node
from netops.model import PasswordPolicy
from netops.platforms.reading.sheet import Place, Traced
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import options

FIRST_CHANGE = "first change"
"""Whoever logs in with a password that somebody else set must change it: NetEngine rules it for all, the others in a policy."""
_KINDS = {"two-of-kinds": 2, "three-of-kinds": 3, "four-of-kinds": 4}
_MINUTE = 60

# First words of a line → field; what follows them is its value. Sources: S, NE and CE Command References, "AAA"; H3C Comware 7
# Security Command Reference, "Password control".
_VALUES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "user-password min-len": ("length", number),
    "user-password expire": ("lifetime", number),
    "user-password complexity-check": ("kinds", _KINDS.__getitem__),
    "local-user policy password min-len": ("length", number),
    "local-user policy password expire": ("lifetime", number),
    "password min-length": ("length", number),
    "password expire": ("lifetime", number),
    "password history record number": ("history", number),
    "password complexity": ("kinds", _KINDS.__getitem__),
    "set password min-length": ("length", number),
    "password-control length": ("length", number),
    "password-control aging": ("lifetime", number),
    "password-control history": ("history", number),
    "user-block reactive": ("block", lambda text: number(text) * _MINUTE),
}
# Rules that hold until a line turns them off.
_TURNED_OFF = frozenset(
    {"local-aaa-user wrong-password", "user-password complexity-check", "local-user policy security-enhance"}
)
_ADMINISTRATORS = "local-aaa-user password policy administrator"
_ACCESS_USERS = "local-aaa-user password policy access-user"
_RULED = ("length", "kinds", "history", "lifetime")
_POLICIES = frozenset(
    {
        _ADMINISTRATORS,
        _ACCESS_USERS,
        "local-user policy password",
    }
)


def read_aaa_policy(sheet: VrpSheet, node: Node, place: Place) -> bool:
    """Read a line of ``aaa`` that rules passwords."""
    positive = node.text.removeprefix("undo ")
    if positive != node.text and positive in _POLICIES | _TURNED_OFF and not node.children:
        sheet.passwords.add("fields", (positive, "off"), node)
        return True
    if node.text in _POLICIES and (node.children or node.text.startswith("local-aaa-user")):
        sheet.passwords.nodes.append(node)
        read = _read_of_users if node.text == _ACCESS_USERS else _read
        place.under(node).each(node.children, lambda child: read(sheet.passwords, child))
        # What administrators' passwords must be says by itself that there is a policy for them.
        if node.text != _ADMINISTRATORS or not any(sheet.passwords.values.get(each) is not None for each in _RULED):
            sheet.passwords.add("fields", (node.text, "on"), node)
        return True
    return _read(sheet.passwords, node)


def read_password_control(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``password-control …``, ``undo password-control … enable|check``, ``user-password …``, ``set password …``."""
    if words[0] == "undo":
        if node.children or words[-1] != ("check" if "complexity" in words else "enable"):
            return False
        sheet.passwords.add("fields", (" ".join(words[1:-1]), "off"), node)
        return True
    return _read(sheet.passwords, node)


def _read(draft: Traced[PasswordPolicy], node: Node) -> bool:
    if node.children:
        return False
    head, _, value = node.text.rpartition(" ")
    if head in _VALUES and value != "enable":  # Comware turns a rule on and off beside its value
        name, convert = _VALUES[head]
        draft.set(name, convert(value), node)
        return True
    words = node.text.split(" ")
    match words:
        case ["local-user" | "local-aaa-user", "wrong-password", *rest]:
            return _wrong(draft, node, rest)
        case ["password-control", *rest] if rest:
            return _read_control(draft, node, rest)
        case ["user-block", "failed-times", tries, "period", period]:
            within = ("tries within minutes", str(number(period)))
            draft.set("tries", number(tries), node)
            draft.values.setdefault("fields", set()).add(within)
        case ["user-password", "expire", days, "prompt", before]:
            found = ("user-password prompt", str(number(before)))
            draft.set("lifetime", number(days), node)
            draft.values.setdefault("fields", set()).add(found)
        case ["password", "alert", "original"] | ["undo", "password", "alert", "original"]:
            draft.add("fields", (FIRST_CHANGE, "off" if words[0] == "undo" else "on"), node)
        case ["password", "alert", *rest] if rest:
            draft.add("fields", (" ".join(words[:-1]), rest[-1]), node)
        case ["undo", "password", "alert", *rest] if rest:
            draft.add("fields", (" ".join(words[1:]), "off"), node)
        case _:
            return _read_alone(draft, node)
    return True


def _read_of_users(draft: Traced[PasswordPolicy], node: Node) -> bool:
    """Read a rule for those who come through the device into the network: it says nothing of the passwords of its administrators."""
    head, _, value = node.text.rpartition(" ")
    if node.children or head not in _VALUES:
        return False
    draft.add("fields", (f"{_ACCESS_USERS} {head}", value), node)
    return True


def _read_alone(draft: Traced[PasswordPolicy], node: Node) -> bool:
    """Read a line without a value; of upper case, lower case, digits and others ``complexity-check`` asks two."""
    if node.text == "user-password complexity-check":
        draft.set("kinds", 2, node)
    elif node.text == "local-user policy security-enhance":
        draft.add("fields", (node.text, "on"), node)
    elif node.text in {"user-password change", "undo user-password change"}:
        draft.add("fields", (FIRST_CHANGE, "off" if node.text.startswith("undo ") else "on"), node)
    else:
        return False
    return True


def _read_control(draft: Traced[PasswordPolicy], node: Node, words: list[str]) -> bool:
    """Read Comware's ``password-control …``."""
    match words:
        case ["composition", "type-number", kinds, *rest] if rest[:1] in ([], ["type-length"]):
            least = str(number(rest[1])) if rest else None
            draft.set("kinds", number(kinds), node)
            if least is not None:
                draft.values.setdefault("fields", set()).add(("type-length", least))
        case ["login-attempt", tries, *rest]:
            return _attempts(draft, node, number(tries), rest)
        case [*_, last]:
            value = "on" if last == "enable" else last
            draft.add("fields", (" ".join(["password-control", *words[:-1]]), value), node)
        case _:
            return False
    return True


def _wrong(draft: Traced[PasswordPolicy], node: Node, rest: list[str]) -> bool:
    """Read ``retry-interval MINUTES retry-time N block-time MINUTES``."""
    found = options(rest, {"retry-interval": 1, "retry-time": 1, "block-time": 1})
    if set(found) != {"retry-interval", "retry-time", "block-time"}:
        return False
    tries, minutes = number(found["retry-time"][0]), number(found["block-time"][0])
    draft.set("tries", tries, node)
    draft.also("block", minutes * _MINUTE, node)
    draft.values.setdefault("fields", set()).add(("tries within minutes", found["retry-interval"][0]))
    return True


def _attempts(draft: Traced[PasswordPolicy], node: Node, tries: int, rest: list[str]) -> bool:
    match rest:
        case [] | ["exceed", "unlock"]:
            block = None
        case ["exceed", "lock"]:
            block = 0
        case ["exceed", "lock-time", minutes]:
            block = number(minutes) * _MINUTE
        case _:
            return False
    draft.set("tries", tries, node)
    if block is not None:
        draft.also("block", block, node)
    if rest[1:] == ["unlock"]:
        draft.values.setdefault("fields", set()).add(("login-attempt exceed", "unlock"))
        draft.sources.setdefault("login-attempt exceed", node)
    return True
