"""Every line that names an object says so: the order of a patch follows from nothing else.

A rule whose line has a word like ``route-map`` with a hole behind it must refer to what stands there (``uses``), or make it
(``defines``). What doesn't is listed with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from netops.config.pattern import Word
from netops.config.rulebook import Context, Rule
from netops.platforms import get_platform, platform_names

NAMING = frozenset(
    [
        "access-class",
        "access-group",
        "acl",
        "advertise-map",
        "attribute-map",
        "attribute-policy",
        "bfd-session",
        "boundary",
        "connect-interface",
        "distribute-list",
        "exist-map",
        "filter-list",
        "filter-policy",
        "ike-peer",
        "ike-proposal",
        "ip-prefix",
        "ipsec-policy",
        "ipv6-prefix",
        "key-chain",
        "keychain",
        "mib-view",
        "notify-view",
        "origin-policy",
        "packet-filter",
        "peer-group",
        "peer-policy",
        "peer-session",
        "policy",
        "prefix-list",
        "qos-profile",
        "read-view",
        "route-map",
        "route-policy",
        "service-policy",
        "source-interface",
        "ssl-policy",
        "suppress-map",
        "suppress-policy",
        "table-map",
        "tnl-policy",
        "track",
        "traffic-policy",
        "transform-set",
        "unnumbered",
        "unsuppress-map",
        "update-source",
        "view",
        "vpn-instance",
        "vrf",
        "vrfname",
        "write-view",
    ]
)
"""Words behind which the name of an object stands."""
EXCEPTIONS = {
    # The line is about the object and keeps nothing of it.
    "ip prefix-list {list} description *": "a text about the list",
    "ipv6 prefix-list {list} description *": "a text about the list",
    # The word isn't the object's kind here.
    "aaa common-criteria policy {policy}": "makes a policy of passwords, which no known line names",
    "crypto isakmp policy {number:number}": "makes a policy; negotiation tries all of them",
    "crypto isakmp policy {priority:number}": "makes a policy; negotiation tries all of them",
    "vlan internal allocation policy <policy>": "ascending or descending",
    "nfpp {guard:guard} policy {kind} <rate> <attack>": "a rate",
    "command-privilege level {level:number} view {view} *": "a view of the command line",
    "local-aaa-user password policy {who}": "of administrators or of users",
    "vrrp vrid {vrid:number} track bfd-session {session} *": "the session's discriminator, not its name",
    "aspf apply policy <number>": "the number of a policy, which no known line makes",
    "import vrf {vrf}": "offered as unproven: it makes BGP instances of its own",
}


def _rules(context: Context) -> Iterator[Rule]:
    for rule in context.every:
        yield rule
        if rule.section is not None:
            yield from _rules(rule.section.context)


def _all(platform: str) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for part in get_platform(platform).rulebook.parts:
        for rule in _rules(part.context):
            found.setdefault(rule.pattern.text, []).append(rule)
    return found


def _keywords(word: Word) -> frozenset[str]:
    """Return the words that a place of a line may have, where they are few: a literal, or a type that lists them."""
    if word.literal:
        return frozenset([word.literal])
    shape = word.type.shape.pattern if word.type is not None else ""
    return frozenset(shape.split("|")) if re.fullmatch(r"[a-z+|-]+", shape) else frozenset()


def _unsaid(rule: Rule) -> Iterator[str]:
    """Yield each naming word of a line none of whose holes, up to the next word of the command, the rule refers to."""
    said = " ".join(name for _, name in (*rule.uses, *rule.defines))
    words = rule.pattern.words
    for at, word in enumerate(words):
        if not _keywords(word) & NAMING:
            continue
        holes: list[str] = []
        for each in words[at + 1 :]:
            if each.literal or _keywords(each) & NAMING or each.is_rest:
                break
            if not _keywords(each):  # `acl advanced 3000`: the kind is no name
                holes.append(each.hole)
        if holes and not any(re.search(rf"[{{<]{hole}[}}>]", said) for hole in holes):
            yield word.literal or word.hole


@pytest.mark.parametrize("platform", platform_names())
def test_lines_that_name_objects_say_so(platform: str) -> None:
    """A route map is never deleted before the line that names it has let it go."""
    unsaid = {
        text: sorted({each for rule in rules for each in _unsaid(rule)})
        for text, rules in _all(platform).items()
        if text not in EXCEPTIONS and any(True for rule in rules for _ in _unsaid(rule))
    }

    assert unsaid == {}


def test_every_exception_is_needed() -> None:
    """An exception whose line is gone, or says what it names, is taken out."""
    needed = {
        text
        for platform in platform_names()
        for text, rules in _all(platform).items()
        if any(True for rule in rules for _ in _unsaid(rule))
    }

    assert set(EXCEPTIONS) - needed == set()


def test_a_line_that_says_nothing_is_found() -> None:
    """The check sees a rule that has lost what it refers to."""
    rule = _all("cisco_ios")["neighbor {peer:any_peer} route-map <map> {direction:direction}"][0]

    assert list(_unsaid(rule)) == []
    assert list(_unsaid(replace(rule, uses=()))) == ["route-map"]
