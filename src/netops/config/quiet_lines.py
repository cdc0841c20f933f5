"""Lines of the top level that concern no other while what they refer to stands: planned, typed and compared by themselves.

A static route that gets another preference has to be looked up among ten thousand lines of the top level for nothing, as
long as its VRF stands in both texts and no line is another way to write it. Such lines are *quiet* like the sections of
`netops.config.quiet`: whoever asks for one, or takes away what one refers to, has all worked out again (`Stirred`).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netops.config.apart import Apart
from netops.config.chunks import Chunks
from netops.config.grammar import clean
from netops.config.knowing import known, learn, made
from netops.config.pattern import Match, Pattern
from netops.config.quiet import Spots, between
from netops.config.references import bound
from netops.config.refusing import in_the_way, wrong_value
from netops.config.root import LAST, Shared
from netops.config.rulebook import Context, Part, Rule
from netops.config.state import Entry, Hides, Key, Section
from netops.config.steps import Object, Phase, Step, uses
from netops.config.undoing import undo_line
from netops.config.wiping import covered

MOST_RIVALS = 20_000
"""Shapes of undo lines of which is remembered what else they may be, a context: descriptions make new ones without end."""


@dataclass(frozen=True, slots=True)
class QuietLines:
    """Lines of the top level that only one text has, or that have another value in the other.

    Attributes:
        first: those of the one text.
        second: those of the other.
    """

    first: Section
    second: Section


Found = dict[Key, Entry]


def quiet_lines(
    part: Part,
    shared: Shared,
    texts: tuple[Chunks, Chunks],
    differing: tuple[Sequence[int], Sequence[int]],
    hides: Hides,
) -> QuietLines | None:
    """Return the quiet lines of two texts; `shared` counts their texts as common from now on, and knows what they rely on.

    Args:
        part: its rules.
        shared: what both texts have.
        texts: the two.
        differing: the indices of the chunks that each of them has for itself.
        hides: hides secrets.
    """
    context = part.context
    if "" in context.respelled or any(rule.flips for rule in context.every):
        return None
    (ours, mine, loud), (theirs, others, more) = (
        _plain(part, *each, hides) for each in zip(texts, differing, strict=True)
    )
    used = [{key: tuple(uses(entry)) for key, entry in lines.items()} for lines in (ours, theirs)]
    standing = _Standing(shared, texts)
    wanted = dict.fromkeys(thing for lines in used for things in lines.values() for thing in things)
    anchors = {thing: standing.anchor(thing) for thing in wanted}
    for lines in used:  # what one text lacks
        loud |= {key for key, things in lines.items() if any(anchors[thing] is None for thing in things)}
    for found in (ours, theirs):
        loud |= {key for key, each in found.items() if not standing.has_needs(each)}
    loud |= more | {key for key in ours.keys() & theirs.keys() if ours[key].rule is not theirs[key].rule}
    loud |= _Twins(shared, texts, hides).of((*ours.values(), *theirs.values()), {*mine.values(), *others.values()})
    first, second = ({key: each for key, each in found.items() if key not in loud} for found in (ours, theirs))
    if not first and not second:
        return None
    relied = {thing for lines in used for key, things in lines.items() if key not in loud for thing in things}
    apart = Apart(
        frozenset([*(mine[key] for key in first), *(others[key] for key in second)]),
        frozenset(first) | frozenset(second),
        frozenset([key[:size] for key in first.keys() | second.keys() for size in range(len(key) + 1)]),
        frozenset(anchor for thing in relied if (anchor := anchors[thing])),
        frozenset(relied),
    )
    shared.apart, shared.texts = apart, shared.texts | apart.texts
    lasting = replace(context, given=context.given | apart.relied)
    return QuietLines(Section(lasting, held=first), Section(lasting, held=second))


def _plain(part: Part, chunks: Chunks, places: Sequence[int], hides: Hides) -> tuple[Found, dict[Key, str], set[Key]]:
    """Return the lines that only one text has and that may be quiet by their identity, their chunks, and which stand twice."""
    context = part.context
    section = Section(context)
    found: Found = {}
    texts: dict[Key, str] = {}
    twice: set[Key] = set()
    lines = {at: clean(chunks.texts[at]) for at in places if "\n" not in chunks.texts[at]}
    together = "\n".join(lines.values())
    hidden = hides.text(together) != together
    if not hidden:
        learn(context, lines.values())
    said = [each.fullmatch for each in (part.noise, part.volatile) if each is not None]
    for at, line in lines.items():
        if any(each(line) for each in said):
            continue  # it is no config, and doesn't count
        if hidden and hides.text(line) != line:
            continue  # lines that are looked up are remembered
        entry = _entry(context, line, chunks.numbers.of(at))
        if entry is None or wrong_value(section, entry) is not None:
            continue
        if entry.key in found:
            twice.add(entry.key)
        found[entry.key] = entry
        texts[entry.key] = chunks.texts[at]
    return found, texts, twice


def _entry(context: Context, line: str, number: int) -> Entry | None:
    """Return a line that concerns no other while what it refers to stands; None for any other."""
    found = known(context, line)
    rule = found.rule
    if rule is None or not rule.alone or found.negative or found.match is None or "\n" in line:
        return None
    words = found.match.words
    if context.is_shared(line) or context.deciding.finds(words) or context.barring.finds(words):
        return None
    if rule.may_wipe and not _takes_neighbours(context, rule):
        return None
    entry = made(found, line, number)
    return entry if _is_its_own(context, entry, rule) else None


def _is_its_own(context: Context, entry: Entry, rule: Rule) -> bool:
    """Whether a line's undo form takes away no line but this one."""
    words = context.rewriter.apart(undo_line(entry, context.negation))
    candidates = context.undos.candidates(words)
    found = context.rivals.get((id(rule), id(candidates)))
    if found is None:
        if len(context.rivals) >= MOST_RIVALS:
            context.rivals.clear()
        others = [
            (form, each)
            for form, each in candidates
            if each is not rule and not (each.alone and _means_the_same(rule, form, each))
        ]
        # As long as these candidates are kept no others have their id.
        found = context.rivals[id(rule), id(candidates)] = candidates, others
    for form, each in found[1]:
        if form.fits(words) and (not each.alone or each.pattern.key_of(Match(form, words).names) != entry.key):
            return False
    return True


def _means_the_same(rule: Rule, form: Pattern, other: Rule) -> bool:
    """Whether what undoes a line of one rule, taken for another rule's undo form, is about a line of the same identity whatever its words.

    Args:
        rule: the one rule.
        form: the other's undo form.
        other: the other rule.
    """
    template = (rule.undo or "").split()
    if other.undo == rule.undo and other.pattern.identity == rule.pattern.identity:
        return True
    if form.rest >= 0 or len(template) != len(form.words):
        return False
    spelled = {f"{{{each.hole}}}": each.spell for each in rule.pattern.words if each.identity}
    bound: dict[str, str] = {}
    for word, each in zip(template, form.words, strict=True):
        if each.literal and each.literal != word:
            return False
        if each.hole and (word not in spelled or spelled[word] is not each.spell):
            return False
        bound[each.hole] = word
    theirs = [each.literal or bound.get(each.hole, "") for each in other.pattern.words if each.literal or each.identity]
    ours = [each.literal or f"{{{each.hole}}}" for each in rule.pattern.words if each.literal or each.identity]
    return theirs == ours


@dataclass(frozen=True, slots=True)
class _Standing:
    """Knows which lines of the top level stand in both texts with all that is below them.

    Attributes:
        shared: what both texts have.
        texts: the two.
        heads: by first word, the first lines of that, each with its text; filled as it is asked for.
        needs: by a section's line and what is needed in it, whether it has that.
    """

    shared: Shared
    texts: tuple[Chunks, Chunks]
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    needs: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def anchor(self, thing: Object) -> Key | None:
        """Return the line that makes an object in both texts, and stays; None where none does. An empty one needs no line."""
        context = self.texts[0].part.context
        if thing in context.given:
            return ()
        for rule, template in context.makers.get(thing[0], ()):
            names = bound(template, thing[1])
            line = _written(rule.pattern, names) if names is not None and not rule.listing else ""
            if line and line in self._beginning(line.partition(" ")[0]) and not self._is_doubtful(line):
                found = known(context, line)
                if found.rule is rule and not found.negative:
                    return found.key
        return None

    def has_needs(self, entry: Entry) -> bool:
        """Whether all sections stand in both texts, or in none, in which a line needs others, and have these."""
        return entry.rule is None or all(self._has_need(entry, path) for path in entry.rule.needs_elsewhere)

    def _has_need(self, entry: Entry, path: tuple[Pattern, ...]) -> bool:
        line = _written(path[0], entry.names)
        need = (line, *(each.text for each in path[1:]))
        if need not in self.needs:
            word = line.partition(" ")[0]
            text = self._beginning(word).get(line)
            heads = self.shared.heads_of(word, self.texts)
            if text is None:  # a device asks for nothing in a section that it doesn't have
                self.needs[need] = heads.is_as_written() and not any(line in lines for lines in heads.lines)
            else:
                below = "".join(f"\n{' ' * depth}{each.text}" for depth, each in enumerate(path[1:], 1))
                self.needs[need] = f"{below}\n" in f"{text}\n" and not self._is_doubtful(line)
        return self.needs[need]

    def _is_doubtful(self, line: str) -> bool:
        """Whether a line stands twice, or negated as well."""
        heads = self.shared.heads_of(line.partition(" ")[0], self.texts)
        return heads.negated or line not in heads.once

    def _beginning(self, word: str) -> dict[str, str]:
        if word not in self.heads:
            lines = self.shared.heads_of(word, self.texts).lines[0]
            found = zip(self.texts[0].beginning(word), lines, strict=True)
            self.heads[word] = {line: text for text, line in found if text in self.shared.texts}
        return self.heads[word]


def _written(pattern: Pattern, names: Mapping[str, str]) -> str:
    """Return the line of a pattern that is all identity; nothing where it isn't."""
    words = [each.literal or (names.get(each.hole, "") if each.identity else "") for each in pattern.words]
    return " ".join(words) if all(words) else ""


@dataclass(frozen=True, slots=True)
class _Twins:
    """Finds lines that stand in another spelling as well: `24` for `255.255.255.0`, with two spaces, or negated."""

    shared: Shared
    texts: tuple[Chunks, Chunks]
    hides: Hides

    def of(self, entries: Sequence[Entry], own: set[str]) -> set[Key]:
        """Return the identities of lines that have a twin.

        Args:
            entries: the lines.
            own: their chunks.
        """
        starts: dict[str, dict[str, list[Entry]]] = {}
        for entry in entries:
            match = entry.match
            if match is not None:
                start = " ".join(match.words[: _as_written(match.pattern)])
                wiping = starts.setdefault(match.words[0], {}).setdefault(start, [])
                if entry.rule is not None and entry.rule.may_wipe:
                    wiping.append(entry)
        return {key for word, begins in starts.items() for key in self._beginning(word, begins, own)}

    def _beginning(self, word: str, starts: Mapping[str, list[Entry]], own: set[str]) -> Iterator[Key]:
        """Yield the identities of lines that begin as some do; of these, too, where they may take a line along that begins so."""
        context = self.texts[0].part.context
        heads = self.shared.heads_of(word, self.texts)
        every = dict.fromkeys((*heads.lines[0], *heads.lines[1]))
        if heads.is_as_written():
            written = {each: each for each in every}
        else:
            written = {f"{' '.join(context.rewriter.apart(each))} {at}": each for at, each in enumerate(every)}
        lines = sorted(written)
        for start, wiping in starts.items():
            for at in range(bisect_left(lines, start), len(lines)):
                if not lines[at].startswith(start):
                    break
                line = written[lines[at]]
                if line not in own:
                    yield self._key(line)
                if wiping:
                    text = self.hides.text(clean(line))
                    other = made(known(context, text), text)
                    yield from (each.key for each in wiping if _may_go_with(other, each))
        if heads.negated:
            yield from (self._key(each) for each in every if each.split(None, 1)[0] == context.negation)

    def _key(self, line: str) -> Key:
        return known(self.texts[0].part.context, self.hides.text(clean(line))).key


def _may_go_with(other: Entry, entry: Entry) -> bool:
    """Whether a line may be taken along by the undo of another."""
    return entry.rule is not None and covered(other, entry.rule.may_wipe, entry.names)


def _as_written(pattern: Pattern) -> int:
    """Return how many of a line's first words have one spelling and stand in its identity."""
    size = 0
    for at, spell in pattern.keyed:
        if at != size or spell is not None:
            break
        size += 1
    return size


def _takes_neighbours(context: Context, rule: Rule) -> bool:
    """Whether all lines that may go with one begin with the same words, so that they are found beside it."""
    found = context.neighbours.get(id(rule))
    if found is None:
        found = context.neighbours[id(rule)] = all(_begins_alike(rule.pattern, each) for each in rule.may_wipe)
    return found


def _begins_alike(pattern: Pattern, wiped: Pattern) -> bool:
    """Whether a line that may go with another begins with the same words, so that it is found beside it."""
    size = _as_written(pattern)
    first, second = ([(each.literal, each.hole) for each in found.words[:size]] for found in (pattern, wiped))
    return size > 1 and first == second


@dataclass(frozen=True, slots=True)
class TurnedLines:
    """What is typed for quiet lines, each step with the number of its line: as it is where the way begins or leads."""

    undo: Sequence[tuple[int, Step]] = ()
    set: Sequence[tuple[int, Step]] = ()
    late: Sequence[tuple[int, Step]] = ()


def turned_lines(here: Section, there: Section, negation: str, typed: Mapping[Key, int]) -> TurnedLines:
    """Return what takes quiet lines from one state to the other; ``typed`` numbers those that no text had."""
    undo: list[tuple[int, Step]] = []
    late: list[tuple[int, Step]] = []
    for key, entry in here.held.items():
        wanted = there.held.get(key)
        if wanted is None or in_the_way(entry, wanted, here):
            waits = wanted is None and entry.rule is not None and entry.rule.late
            step = Step(Phase.LATE if waits else Phase.UNDO, 0, (), undo_line(entry, negation), key)
            (late if waits else undo).append((entry.number or typed.get(key, LAST), step))
    set_ = [
        (entry.number, Step(Phase.SET, 0, (), entry.text, key))
        for key, entry in there.held.items()
        if (held := here.held.get(key)) is None or not held.same(entry)
    ]
    return TurnedLines(undo, set_, late)


def woven(steps: Sequence[Step], lines: TurnedLines, number_of: Callable[[Key], int | None]) -> list[Step]:
    """Return steps with what goes of quiet lines between them: each at its turn, by the numbers in the text where it stands.

    Args:
        steps: all others, in the order of the plan.
        lines: what is typed for quiet lines.
        number_of: tells the number of a line of the top level.
    """
    places: dict[int, list[Step]] = {}
    for phase, going in ((Phase.UNDO, lines.undo), (Phase.LATE, lines.late)):
        spots = Spots(steps, next((at for at, step in enumerate(steps) if _is_behind(step, phase)), len(steps)))
        for at, step in enumerate(steps):
            if step.phase is phase and not step.turn and not step.inside:
                spots.add(number_of(step.about), at)
        for number, step in sorted(going, key=lambda each: each[0]):
            places.setdefault(spots.place(number), []).append(step)
    return between(steps, places)


def _is_behind(step: Step, phase: Phase) -> bool:
    """Whether a step comes behind all lines of the top level that go in a phase."""
    below = phase is Phase.UNDO and step.phase is phase and bool(step.inside)
    return bool(step.turn) or step.phase > phase or below
