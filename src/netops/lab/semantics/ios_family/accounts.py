"""Users, AAA, lines and banners (IOS CR Security, Terminal Services; RGOS CR AAA, Basic Management, SSH)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.lab.semantics.core.bodies import between_marks
from netops.lab.semantics.core.effects import asks, remove, selected
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.ios_family.forms import (
    Options,
    flags,
    on_by_default,
    option_list,
    parse_options,
    restores,
    section,
    single,
    singles,
)

USER_OPTIONS: Options = {
    "privilege": 1,
    "password": r".*",
    "secret": r".*",
    "nopassword": 0,
    "view": 1,
    "access-class": 1,
    "login": 1,
    "online": 1,
}
SURE = (
    "This operation will remove all username related configurations with same name.Do you want to continue? [confirm]"
)
TWO_SECRETS = "ERROR: Can not have both a user password and a user secret.\nPlease choose one or the other."


def _plain(text: str) -> str:
    """Return a user's options with the type of a clear text left out: ``secret 0 x`` is ``secret x``."""
    return text.replace(" 0 ", " ") if " 0 " in text else text


def _one_secret(act: Act) -> None:
    """Refuse a password beside a secret (IOS XE 17.6, verbatim)."""
    if act.old is None:
        return
    kept = parse_options(act.old.groups.get("opts", ""), USER_OPTIONS)
    typed = parse_options(act.groups.get("opts", ""), USER_OPTIONS)
    if ("secret" in typed and "password" in kept) or ("password" in typed and "secret" in kept):
        raise Refusal(TWO_SECRETS)


def users(*, confirm: bool, level: str = "") -> Rule:
    """Return the rule of local users: options are added to the user's line, ``no username x`` takes the user.

    Args:
        confirm: the device asks before it deletes a user.
        level: the privilege that a user has anyway, which is not displayed; "" where each is.
    """
    add, _ = option_list("username {user}", USER_OPTIONS)
    usual = re.compile(rf"^(username \S+) privilege {level}(?= |$)") if level else None

    def merge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        text = add(old, {**groups, "opts": _plain(groups.get("opts", ""))})
        return usual.sub(r"\1", text) if usual is not None and text is not None else text

    return Rule(
        "username {user:name} [{opts:rest}]",
        key="username {user}",
        undo=("username {user:name} [{_x:rest}]",),
        merge=merge,
        checks=(_one_secret,),
        undo_checks=(asks(SURE),) if confirm else (),
        source="IOS CR Security, username",
    )


def _aaa_on(act: Act) -> None:
    """Put lines under AAA: ``login`` and ``login local`` go (IOS CR Security, ``aaa new-model``)."""
    for where, login in list(selected(act, "line ** / login **")):
        if not login.text.startswith("login authentication"):
            remove(where, login)


def _aaa_off(act: Act) -> None:
    """Take everything of AAA away with it."""
    for form in (
        "aaa **",
        "line ** / login authentication **",
        "line ** / authorization **",
        "line ** / accounting **",
    ):
        for where, node in list(selected(act, form)):
            if node is not act.node:
                remove(where, node)


def needs_aaa(act: Act) -> None:
    """Refuse a line of AAA before ``aaa new-model``."""
    model = act.root.children.get("aaa new-model")
    if model is None or model.text.startswith("no "):
        raise Refusal("% Invalid input detected at '^' marker.")


def _aaa(what: str) -> Rule:
    """Return a method list: one line a list, the next takes its place."""
    form = f"aaa {what}"
    return Rule(
        f"{form} {{methods:rest}}", key=form.replace(":rest", ""), undo=(f"{form} [{{_x:rest}}]",), checks=(needs_aaa,)
    )


AAA: tuple[Rule, ...] = (
    Rule(
        "aaa new-model",
        key="aaa new-model",
        negative=True,
        implicit="no aaa new-model",
        effects=(_aaa_on,),
        undo_effects=(_aaa_off,),
        source="IOS CR Security, aaa new-model",
    ),
    *(
        _aaa(f"{what} {{list}}")
        for what in (
            "authentication login",
            "authentication enable",
            "authentication ppp",
            "authentication dot1x",
            "authorization exec",
            "authorization network",
            "authorization auth-proxy",
            "accounting exec",
            "accounting network",
            "accounting system",
            "accounting connection",
        )
    ),
    _aaa("authorization commands {level:int} {list}"),
    _aaa("accounting commands {level:int} {list}"),
    Rule("aaa authorization {what=console|config-commands}", checks=(needs_aaa,)),
    single("aaa session-id"),
    single("aaa local authentication attempts max-fail"),
    section("aaa group server {kind=radius|tacacs+|ldap} {group}", "server-group", "config-sg"),
    section("radius server {server}", "server", "config-radius-server"),
    section("tacacs server {server}", "server", "config-server-tacacs"),
    section("aaa server radius dynamic-author", "loose", "config-locsvr-da-radius"),
    *singles("server", "address ipv4", "address ipv6", "key", "timeout", "retransmit", "port"),
    *flags("server", "single-connection"),
    Rule("server {server:rest}", "server-group", key_order="servers"),
    Rule(
        "server-private {a:ip} [{more:rest}]",
        "server-group",
        key="server-private {a}",
        undo=("server-private {a:ip} [{_x:rest}]",),
        key_order="servers",
    ),
    *singles(
        "server-group",
        "ip vrf forwarding",
        "vrf forwarding",
        "ip tacacs source-interface",
        "ip radius source-interface",
    ),
    *(
        Rule(
            f"{kind}-server host {{a}} [{{more:rest}}]",
            key=f"{kind}-server host {{a}}",
            undo=(f"{kind}-server host {{a}} [{{_x:rest}}]",),
            key_order=f"{kind} servers",
        )
        for kind in ("radius", "tacacs")
    ),
    *singles("top", "radius-server key", "tacacs-server key", "radius-server timeout", "radius-server retransmit"),
    *singles("top", "tacacs-server timeout", "radius-server deadtime", "radius-server dead-criteria"),
    *flags(
        "top",
        "tacacs-server directed-request",
        "radius-server vsa send accounting",
        "radius-server vsa send authentication",
    ),
    *(
        Rule(
            f"ip {what} source-interface {{port:port}} vrf {{vrf}}",
            key=f"ip {what} source-interface vrf {{vrf}}",
            source="IOS Security CR, ip tacacs source-interface; ip radius source-interface: [vrf vrf-name]",
        )
        for what in ("tacacs", "radius")
    ),
    single("ip tacacs source-interface", "{value:port}"),
    single("ip radius source-interface", "{value:port}"),
)


def _pieces(root: Node, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines that ``line vty 0 15`` opens: those that are there, cut to the range that is typed."""
    first = int(groups["first"])
    last = int(groups.get("last", first))
    starts = {first}
    for low, high in _ranges(root):
        starts |= {low, high + 1}
    cuts = sorted(start for start in starts if first <= start <= last)
    ends = [*(start - 1 for start in cuts[1:]), last]
    return tuple(f"line vty {low} {high}" for low, high in zip(cuts, ends, strict=True))


def _ranges(root: Node) -> list[tuple[int, int]]:
    lines = (node for node in root.children.values() if node.text.startswith("line vty "))
    return [_range_of(node.groups) for node in lines]


def _range_of(groups: Mapping[str, str]) -> tuple[int, int]:
    return int(groups["first"]), int(groups.get("last", groups["first"]))


def _cut_from(act: Act) -> None:
    """Cut a part out of the lines that are there: ``line vty 0 2`` of ``line vty 0 4``; it starts as they were."""
    if act.node is None or act.old is not None:
        return
    first, last = _range_of(act.node.groups)
    for node in list(act.root.children.values()):
        if node is act.node or not node.text.startswith("line vty ") or node.rule is None:
            continue
        low, high = _range_of(node.groups)
        if low <= first and last <= high:
            act.node.children = node.copy().children
            remove(act.root, node)
            for start, end in ((low, first - 1), (last + 1, high)):
                _add_rest(act.root, node, start, end)


def _add_rest(root: Node, node: Node, start: int, end: int) -> None:
    if start <= end:
        text = f"line vty {start} {end}"
        groups = {"first": str(start), "last": str(end)}
        root.children[text] = Node(text, text, node.rule, groups, node.copy().children)


def _each(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of a range: the device displays lines with equal settings as one range or as several."""
    first, last = _range_of(groups)
    return tuple(f"line vty {number}" for number in range(first, last + 1))


def _delete_lines(act: Act) -> None:
    """Delete lines out of wider ranges; the first five the device keeps."""
    first, last = _range_of(act.groups)
    if first < 5:
        raise Refusal("% Can't delete last 5 VTY lines")
    for node in [node for node in act.root.children.values() if node.text.startswith("line vty ")]:
        low, high = _range_of(node.groups)
        if low <= last and first <= high and (low, high) != (first, last):
            remove(act.root, node)
            _add_rest(act.root, node, low, first - 1)
            _add_rest(act.root, node, last + 1, high)


VTY = Rule(
    "line vty {first:int} [{last:int}]",
    key="line vty {first} {last}",
    opens="line",
    prompt="config-line",
    fans=_pieces,
    sort="first",
    effects=(_cut_from,),
    undo_checks=(_delete_lines,),
    spread=_each,
    implicit=r"line vty [0-4](?: [0-4])?",
    source="IOS CR Terminal Services, line",
)

LINES: tuple[Rule, ...] = (
    VTY,
    restores("line"),
    Rule("line {what=aux|tty} {n:rest}", key="line {what} {n}", opens="line", prompt="config-line"),
    Rule("login [{how:rest}]", "line", key="login", undo=("login [{_x:rest}]",)),
    Rule("no login", "line", key="login"),
    Rule(
        "access-class {acl} {way=in|out} [{more:rest}]",
        "line",
        key="access-class {way}",
        undo=("access-class {acl} {way=in|out} [{_x:rest}]",),
    ),
    Rule(
        "ipv6 access-class {acl} {way=in|out} [{more:rest}]",
        "line",
        key="ipv6 access-class {way}",
        undo=("ipv6 access-class {acl} {way=in|out} [{_x:rest}]",),
    ),
    Rule(
        "transport {way=input|output|preferred} {how:rest}",
        "line",
        key="transport {way}",
        undo=("transport {way} [{_x:rest}]",),
    ),
    Rule(
        "exec-timeout {minutes:int} [{seconds:int}]",
        "line",
        key="exec-timeout",
        shown="exec-timeout {minutes} {seconds}",
        undo=("exec-timeout [{_x:rest}]",),
        default=("exec-timeout 10 0", "exec-timeout 10"),
        source="IOS CR Configuration Fundamentals, exec-timeout: 10 minutes",
    ),
    Rule("no exec-timeout", "line", expands=lambda _: ("exec-timeout 0 0",)),
    Rule(
        "authorization {what} {list:rest}",
        "line",
        key="authorization {what}",
        undo=("authorization {what} [{_x:rest}]",),
    ),
    Rule("accounting {what} {list:rest}", "line", key="accounting {what}", undo=("accounting {what} [{_x:rest}]",)),
    single("password", "{value:secret}", "line"),
    *singles("line", "privilege level", "session-timeout", "history size", "length", "width", "speed"),
    *singles("line", "stopbits", "session-limit", "location", "absolute-timeout", "rotary"),
    *on_by_default("line", "exec"),
    *flags("line", "logging synchronous", "no vacant-message"),
)


def console(word: str) -> Rule:
    """Return the rule of the console's line, with the word that the device displays."""
    return Rule(
        "line {_w=console|con|consol|cons} {n:int}",
        key="line console {n}",
        opens="line",
        prompt="config-line",
        shown=f"line {word} {{n}}",
        undo=(),
        implicit=rf"line {word} 0",
    )


BANNERS: tuple[Rule, ...] = (
    Rule(
        "banner {kind=motd|login|exec|incoming|slip-ppp|config-save} {text:rest}",
        key="banner {kind}",
        undo=("banner {kind} [{_x:rest}]",),
        body=between_marks("text", "^C"),
        source="IOS CR Configuration Fundamentals, banner motd",
    ),
)


def _secret(word: str) -> tuple[Rule, ...]:
    return (
        Rule(
            f"{word} level {{level:int}} {{value:secret}}",
            key=f"{word} level {{level}}",
            undo=(f"{word} level {{level:int}} [{{_x:rest}}]",),
        ),
        Rule(
            f"{word} {{value:secret}}",
            key=word,
            undo=(word, f"{word} {{_kind=0|4|5|7|8|9}} {{_x:rest}}"),  # `no enable secret level 10` is another's
        ),
    )


ENABLE: tuple[Rule, ...] = (*_secret("enable secret"), *_secret("enable password"))
