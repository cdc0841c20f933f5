"""Groups whose members are all of one kind: what two texts say of them, before any line is planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.grammar import clean
from netops.config.marks import Kin
from netops.config.rulebook import Rulebook
from netops.config.tree import Tree


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to which group of a section, and of which kind each is.

    Attributes:
        group: member → its group.
        within: member or group → whether it is of the section's own kind; only of those of which the text says it.
    """

    group: dict[str, str] = field(default_factory=dict)
    within: dict[str, bool] = field(default_factory=dict)

    def kinds(self) -> Mapping[str, dict[bool, str]]:
        """Return, for each group that has no kind of its own, a member of each kind that it has."""
        found: dict[str, dict[bool, str]] = {}
        for name, group in self.group.items():
            if name in self.within and group not in self.within:
                found.setdefault(group, {}).setdefault(self.within[name], name)
        return found


def mixed(book: Rulebook, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield what stands in the way where a group has, or is to get, members of two kinds."""
    for each in book.marks.kin:
        here, there = _sections(each, running), _sections(each, intended)
        for name, sections in (("running", here), ("intended", there)):
            for head, members in sections.items():
                yield from _beside(each, f"“{head}” of the {name} text", members)
        for head in here.keys() & there.keys():
            yield from _turned(each, head, here[head], there[head])


def _beside(each: Kin, where: str, members: Members) -> Iterator[str]:
    for group, kinds in members.kinds().items():
        if len(kinds) > 1:
            yield f"{where} has both “{kinds[True]}” and “{kinds[False]}” in “{group}”: {each.why}"


def _turned(each: Kin, head: str, here: Members, there: Members) -> Iterator[str]:
    """Yield groups whose members were of one kind and are to be of the other: the device keeps in mind which it was."""
    before, after = here.kinds(), there.kinds()
    for group in sorted(before.keys() & after.keys()):
        if len(before[group].keys() | after[group].keys()) > len(before[group]) == len(after[group]):
            yield f"“{head}”: the members of “{group}” become others in kind: {each.turned}"


def _sections(each: Kin, tree: Tree) -> Mapping[str, Members]:
    """Return the members of groups in each section that has any, by the section's line."""
    found: dict[str, Members] = {}
    for part in tree.parts:
        for text in part.lines.chunks().texts:
            opened = each.section.match(text)
            if opened is not None and each.joins.search(text) is not None:
                head, *lines = text.split("\n")
                _collect(each, opened["own"], lines, found.setdefault(clean(head), Members()))
    return found


def _collect(each: Kin, own: str, lines: list[str], members: Members) -> None:
    for line in map(clean, lines):
        joined, told = each.joins.fullmatch(line), each.kind.fullmatch(line)
        if joined is not None:
            members.group[joined["name"]] = joined["group"]
        if told is not None:
            members.within[told["name"]] = told["kind"] in (own, each.inside)
