"""Accounts, lines, AAA and what passwords must be."""

import re
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from itertools import combinations

from netops.model import Aaa, AaaServer, Device, PasswordPolicy, Secret, TerminalLine, User
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.refusals.ground import WORDS, five, unfit

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}"
_ALGORITHMS = {"plain": "", "reversible": "cipher", "hash": ""}
_SWITCH = "on|off"
_OF_SSH = {
    "ssh user": "on",
    "ssh service-type": "all|netconf|scp|sftp|stelnet",
    "ssh authentication-type": "any|password|password-publickey|publickey",
    "ssh assign": rf"(publickey|pki-domain) {_NAME}",
}
_OF_USER = {
    "group": _NAME,
    "access-limit": "[0-9]+",
    "description": WORDS,
    "password-control": r"(aging|length) [0-9]+",
    "bind-attribute": WORDS,
}
_OF_LINE = {
    "user-role": _NAME,
    "screen-length": "[0-9]+",
    "history-command": "max-size [0-9]+",
    "shell": "off",
    "command": "authorization|accounting",
}
_CONTROLS = {
    "password-control": _SWITCH,
    "password-control aging": _SWITCH,
    "password-control composition": _SWITCH,
    "password-control history": _SWITCH,
    "password-control length": _SWITCH,
    "password-control change-password first-login": _SWITCH,
    "password-control change-password weak-password": _SWITCH,
    "password-control complexity user-name": "check",
    "password-control complexity same-character": "check",
    "password-control login idle-time": "[0-9]+",
    "password-control alert-before-expire": "[0-9]+",
    "password-control update-interval": "[0-9]+",
    "password-control authentication-timeout": "[0-9]+",
    "password-control super length": "[0-9]+",
    "password-control super aging": "[0-9]+",
    "type-length": "[0-9]+",
    "login-attempt exceed": "unlock",
}
_RANKS = {"primary", "accounting", "authorization"}


def _users(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.management.users), "user")
    for each in device.management.users:
        for why in _user(each, older=five(device)):
            yield Beyond(f"user {each.name}", why, each.lines)


def _user(each: User, *, older: bool) -> Iterator[str]:
    if each.privilege is not None and not older:
        yield "on Comware 7 roles say what it may do"
    if each.roles and older:
        yield "on Comware 5 a level says what it may do"
    yield from _secret(each.secret, "plain", "reversible", "hash")
    yield from unfit(each.fields, {**_OF_USER, **_OF_SSH}, many={"password-control", "bind-attribute"})
    if older and ("password-control", "") in each.fields:
        yield "Comware 5 rules passwords for all accounts"
    ssh = {name for name, _ in each.fields if name.startswith("ssh ")}
    if ssh and not {"ssh user", "ssh service-type", "ssh authentication-type"} <= ssh:
        yield "a user of SSH has a service and a way to prove itself"
    if ("ssh assign" in ssh) and not {
        ("ssh authentication-type", way) for way in ("publickey", "password-publickey")
    } & each.fields:
        yield "a key is of a user that proves itself by one"


def _secret(secret: Secret | None, *forms: str) -> Iterator[str]:
    if secret is None:
        return
    if secret.form not in forms:
        yield f"its secret lies there as {' or '.join(forms)}"
    elif secret.algorithm != _ALGORITHMS[secret.form]:
        yield f"the line doesn't say that its secret is {secret.algorithm or 'without algorithm'}"


def _terminals(device: Device) -> Iterator[Beyond]:
    lines = sorted(device.management.terminals, key=lambda each: (each.kind, each.first))
    for each in lines:
        for why in _terminal(each, older=five(device)):
            yield Beyond(f"line {each.kind} {each.first}", why, each.lines)
    for one, two in combinations(lines, 2):
        if one.kind == two.kind and two.first <= one.last:
            yield Beyond(f"line {two.kind} {two.first}", "it stands in two ranges", two.lines)


def _terminal(each: TerminalLine, *, older: bool) -> Iterator[str]:
    if each.first > each.last:
        yield "a range that ends before it begins"
    if each.transports is not None and len(each.transports) != 1:
        yield "one protocol comes in, or all do"
    if each.privilege is not None and not older:
        yield "on Comware 7 roles say what it may do"
    if older and "user-role" in {name for name, _ in each.fields}:
        yield "on Comware 5 a level says what it may do"
    yield from _secret(each.secret, "plain", "reversible", *(() if older else ("hash",)))
    yield from unfit(each.fields, _OF_LINE, many={"user-role", "command"})
    if any(not bound.name.isdigit() for bound in each.filters):
        yield "a line takes lists by their number"
    sides = [(bound.version, bound.inbound) for bound in each.filters]
    if len(set(sides)) < len(sides):
        yield "two lists in one direction"


def _aaa(device: Device) -> Iterator[Beyond]:
    aaa = device.management.aaa
    schemes = {(each.protocol, each.group) for each in aaa.servers}
    for name, value in device.management.fields:
        protocol, _, group = name.partition(" ")
        if value == "without servers":
            schemes.add((protocol, group))
    for why in _domains(aaa, schemes):
        yield Beyond("AAA", why, aaa.lines)
    for each in aaa.servers:
        for why in _server(each):
            yield Beyond(f"server {each.host}", why, each.lines)
    firsts = ((each.protocol, each.group, each.role) for each in aaa.servers if each.role in _RANKS)
    yield from once(firsts, "server of")
    others = ((each.protocol, each.group, each.role, each.host, each.vrf) for each in aaa.servers)
    yield from once(others, "server of")


def _domains(aaa: Aaa, schemes: set[tuple[str, str]]) -> Iterator[str]:
    domains = {each.name for each in aaa.methods}
    kinds = [(each.name, each.kind) for each in aaa.methods]
    if len(set(kinds)) < len(kinds):
        yield "a domain answers a question in two ways"
    for each in aaa.methods:
        if not each.methods:
            yield f"{each.kind} of {each.name}: nobody is asked"
        for method in each.methods:
            kind, _, scheme = method.partition("-scheme ")
            if scheme and ("tacacs" if kind == "hwtacacs" else kind, scheme) not in schemes:
                yield f"there is no {method}"
    defaults = {name for domain, what, name in aaa.domains if (domain, what) == ("", "default")}
    if len(defaults) != len(aaa.domains) or len(defaults) > 1 or not defaults <= {*domains, "system"}:
        yield "of domains it is said which is the default one, and that one stands"


def _server(each: AaaServer) -> Iterator[str]:
    try:
        address = IPv4Address(each.host)
    except ValueError:
        address = None
    if each.address != address:
        yield "its address is the one that the line names"
    if each.protocol == "radius" and each.role.startswith("authorization"):
        yield "RADIUS answers what somebody may do together with who it is"
    if not each.group:
        yield "it stands in a scheme"
    yield from _secret(each.secret, "plain", "reversible")


def _passwords(device: Device) -> Iterator[Beyond]:
    passwords = device.management.passwords
    for why in _password(passwords):
        yield Beyond("passwords", why, passwords.lines)


def _password(each: PasswordPolicy) -> Iterator[str]:
    known = dict(_CONTROLS)
    for name, _ in each.fields:
        if re.fullmatch(r"password-control expired-user-login delay [0-9]+ times", name):
            known[name] = "[0-9]+"
    yield from unfit(each.fields, known)
    names = {name for name, _ in each.fields}
    if "type-length" in names and each.kinds is None:
        yield "how many of each kind is said beside how many kinds"
    if each.tries is None and (each.block is not None or "login-attempt exceed" in names):
        yield "what happens after wrong passwords is said beside how many"
    if each.block is not None and (each.block % 60 or "login-attempt exceed" in names):
        yield "whoever tried too often is blocked for whole minutes, or not"


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_users, _terminals, _aaa, _passwords)
