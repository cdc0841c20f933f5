"""The SNMP agent: which versions, how users prove themselves, and who may ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from netops.audit.answer import Answer, Basis, Subject, Word, weakest
from netops.audit.checks.reaching import guarded, needs_source
from netops.model import Binding, Line, Snmp, SnmpCommunity, SnmpGroup, SnmpUser

PORT = 161
_OLD = frozenset({"v1", "v2c"})
_NOBODY = Answer(Word.NOT_APPLICABLE, Basis.ABSENCE)


def in_use(snmp: Snmp) -> bool:
    """Return whether somebody can ask the agent: an agent without a community, a group and a user answers nobody."""
    return snmp.enabled is not False and bool(snmp.enabled or snmp.communities or snmp.groups or snmp.users)


def versions(subject: Subject) -> Answer:
    """B036: only version 3 is on, and no community is left over: its name is a password in clear text.

    A community that is left while version 3 alone is on answers nobody, and yet it is to go.
    """
    snmp = subject.device.management.snmp
    if not in_use(snmp):
        return replace(_NOBODY, values={"what": "-"})
    setting = subject.setting("snmp", "versions", snmp.versions, _saying(snmp, snmp.versions))
    off = {word for name, text in snmp.fields if name == "versions off" for word in text.split()}
    on = _OLD & {*(setting.value if isinstance(setting.value, (frozenset, list, tuple)) else ())} - off
    old = [each for each in snmp.groups if each.version in _OLD]
    lines = tuple(line for some in (snmp.communities, old) for each in some for line in each.lines)
    if on and setting.basis is not None:
        shown = {"what": ", ".join([*sorted(on), *_counted(snmp)])}
        said = {"versions": " ".join(sorted(on))} if setting.basis is Basis.EXPLICIT else {}
        places = (*_named(snmp.communities), *_grouped(old), said) if said or not lines else ()
        return Answer(Word.NON_COMPLIANT, setting.basis, (*setting.lines, *lines), shown, places=places)
    if lines:
        known = setting.basis is not None
        word = Word.PARTIAL if known else Word.NON_COMPLIANT
        places = (*_named(snmp.communities), *_grouped(old))
        return Answer(word, Basis.EXPLICIT, lines, {"what": ", ".join(_counted(snmp))}, places=places)
    if setting.basis is not None or any(each.version == "v3" for each in snmp.groups) or snmp.users:
        cited = setting.lines or _lines([*snmp.groups], [*snmp.users])
        basis = setting.basis or Basis.EXPLICIT
        return Answer(Word.COMPLIANT, basis, cited, {"what": "-"}, whole=True)
    return Answer(Word.MANUAL, Basis.ABSENCE, values={"what": "?"})


def _named(communities: Iterable[SnmpCommunity]) -> Iterator[Mapping[str, str]]:
    """Yield what takes each community away: its name, where everybody knows it; another one is a secret that no fix can tell."""
    for each in sorted(communities, key=lambda each: each.lines[:1]):
        way = {"access": "write" if each.writable else "read"}
        yield {**way, "community": each.name} if each.name else way


def _grouped(groups: Iterable[SnmpGroup]) -> Iterator[Mapping[str, str]]:
    for each in groups:
        yield {"group": each.name, "version": each.version or ""}


def _counted(snmp: Snmp) -> list[str]:
    return [f"community × {len(snmp.communities)}"] if snmp.communities else []


def _saying(snmp: Snmp, said: frozenset[str]) -> tuple[Line, ...]:
    """Return the lines that name these versions."""
    wanted = {*said, "all"} if said else set()
    return tuple(each for each in snmp.lines if "version" in each.text.split() and wanted & {*each.text.split()})


def strength(subject: Subject) -> Answer:
    """B037: groups of version 3 ask for privacy, and users have algorithms that aren't broken.

    Users of IOS don't stand in its config, so that what their groups ask for is all that it tells.
    """
    snmp = subject.device.management.snmp
    groups, users = [each for each in snmp.groups if each.version == "v3"], list(snmp.users)
    if not in_use(snmp) or not (groups or users):
        return replace(_NOBODY, values={"weak": "-"})
    weak = [(each.name, _group_fault(each), each.lines) for each in groups]
    weak += [(each.name, _user_fault(each, subject), each.lines) for each in users]
    found = sorted(each for each in weak if each[1])
    if found:
        lines = tuple(line for *_, lines in found for line in lines)
        shown = ", ".join(f"{name}: {fault}" for name, fault, _ in found)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"weak": shown})
    lines = _lines(groups, users)
    word = Word.COMPLIANT if users else Word.MANUAL
    return Answer(word, Basis.EXPLICIT, lines, {"weak": "?" if word is Word.MANUAL else "-"}, whole=True)


def _lines(groups: list[SnmpGroup], users: list[SnmpUser]) -> tuple[Line, ...]:
    return (*(line for each in groups for line in each.lines), *(line for each in users for line in each.lines))


def _group_fault(group: SnmpGroup) -> str:
    return "" if group.level == "priv" else group.level or "noauth"


def _user_fault(user: SnmpUser, subject: Subject) -> str:
    outdated = subject.known.defaults.get("snmp", {}).get("outdated", ())
    patterns = (*subject.policy.weak_snmp, *(outdated if isinstance(outdated, (list, tuple)) else ()))
    found = [
        f"{what} {algorithm or 'none'}"
        for what, algorithm in (("authentication", user.authentication), ("privacy", user.privacy))
        if any(fnmatchcase(algorithm or "none", each) for each in patterns)
    ]
    return ", ".join(found)


def communities(subject: Subject) -> Answer:
    """B038: no community has a name that everybody tries, and none may write.

    Whether any other name can be guessed is for a person: it may lie as a cipher in the config, or was hidden before it was read.
    """
    snmp = subject.device.management.snmp
    values = {"usual": "0", "writable": "0"}
    if not in_use(snmp):
        return replace(_NOBODY, values=values)
    held = sorted(snmp.communities, key=lambda each: each.lines[:1])
    wrong = [each for each in held if each.usual or each.writable]
    if wrong:
        usual, writable = sum(each.usual for each in wrong), sum(each.writable for each in wrong)
        lines = tuple(line for each in wrong for line in each.lines)
        found = {"usual": str(usual), "writable": str(writable)}
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, found, places=tuple(_named(wrong)))
    lines = tuple(line for each in held for line in each.lines)
    if held:
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, {**values, "usual": "?"})
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), values, whole=True)


def sources(subject: Subject) -> Answer:
    """B039: whoever asks over SNMP comes from the management networks, by a list of the agent, a community, a group or a user.

    VRP8 receives nothing until a line says by which interface, so that there none is asked for what nobody reaches.
    """
    snmp = subject.device.management.snmp
    if not in_use(snmp):
        return replace(_NOBODY, values={"open": "-"})
    asking = [*_asking(snmp)]
    if not asking:
        return replace(_NOBODY, values={"open": "-"})
    everywhere = [Binding(text, lines=_with(snmp, text)) for name, text in snmp.fields if name == "acl"]
    answer = weakest(
        [guarded(subject, [*everywhere, *bound], PORT, protocol="udp", at=lines) for bound, lines in asking]
    )
    heard = any(name == "protocol-source" for name, _ in snmp.fields) or snmp.source is not None
    if answer.word is Word.NON_COMPLIANT and needs_source(subject, "snmp") and not heard:
        return replace(answer, word=Word.MANUAL)
    return answer


def _with(snmp: Snmp, name: str) -> tuple[Line, ...]:
    return tuple(each for each in snmp.lines if each.text.split()[-2:] == ["acl", name])


def _asking(snmp: Snmp) -> Iterator[tuple[list[Binding], tuple[Line, ...]]]:
    """Yield each way to ask the agent: the lists that stand before it, and its lines."""
    groups: dict[str, list[SnmpGroup]] = {}
    for group in snmp.groups:
        groups.setdefault(group.name, []).append(group)
    ways: list[SnmpCommunity | SnmpGroup | SnmpUser] = [*snmp.communities, *snmp.groups]
    for each in sorted(ways, key=lambda each: each.lines[:1]):
        yield list(each.filters), each.lines
    for user in sorted(snmp.users, key=lambda each: each.name):
        before = [bound for group in groups.get(user.group, ()) for bound in group.filters]
        yield [*user.filters, *before], user.lines


CHECKS = {
    "B036": versions,
    "B037": strength,
    "B038": communities,
    "B039": sources,
}
