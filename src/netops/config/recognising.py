"""Whose config a text is: what belongs to another platform, or to several devices, is refused with the line that shows it."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from netops.config.chunks import Chunks, known_share
from netops.config.cutoff import number_of, refuse_cut, shown
from netops.config.folding import FOLD
from netops.config.grammar import clean
from netops.config.guessing import Sample
from netops.config.marks import Foreign, Marks, any_line_of
from netops.config.rulebook import Rulebook
from netops.config.rulebook_pieces import Push
from netops.config.secret import Mask
from netops.config.tree import Lines, Tree
from netops.errors import InputError, NetopsError

SAMPLE = 120
"""Sections at the start that are held against the rulebook before a text is taken for this platform's."""
USUAL = 45
"""Of these it mostly knows enough, so that no more are."""
SPREAD = 120
"""Sections of the rest, evenly spread, that are held against the lines of other platforms."""
DEPTH = 6
"""Lines of each section that are."""
HEAD_LINES = 40
"""Lines at the start that are, whatever they are to the device: what a text is often stands in its comments."""
SHOWN = 80
"""Characters of a strange line that are shown."""
REMEMBERED = 5_000
"""Sections that were held against the lines of other platforms and needn't be again."""
FEWEST = 3
"""Lines without which nothing can be said."""
QUOTED = 10
"""Of so many lines and more the rulebook must know one, whatever else a text holds."""


def refuse_foreign(rulebook: Rulebook, tree: Tree) -> None:
    """Refuse another platform's config: it has that one's lines, or hardly a line that this one has.

    Raises:
        InputError: NET-CFG-007, 008, 019; 012, 013 and 015 where a text holds the configs of several devices, or was cut off.
    """
    for part in tree.parts:
        rules = rulebook.part(part.name)
        if rules.push is not Push.COMMANDS:
            continue
        _refuse_markup(rulebook, part.lines, tree.path)
        _refuse_marked(rulebook, part.lines, tree.path)
        _refuse_several(rulebook.marks, part.lines, rules.ends, tree.path)
        refuse_cut(rulebook, part.lines, rules, tree.path)
        known, lines, stranger = known_share(rules, part.lines.chunks(), USUAL, USUAL // FEWEST)
        if known * FEWEST < lines:
            known, lines, stranger = known_share(rules, part.lines.chunks(), SAMPLE, SAMPLE // FEWEST)
        if lines < FEWEST or known * FEWEST >= lines or stranger is None:
            continue
        quoted = (known + 1) * QUOTED <= lines  # a text about a config holds some of its lines, too
        if quoted or not any(score(rulebook.marks, tree)):
            raise InputError.of(
                "NET-CFG-008", tree.path, stranger.number, platform=rulebook.name, known=known, lines=lines
            )


def score(marks: Marks, tree: Tree) -> tuple[int, int]:
    """Return by how many certain and by how many likely lines a text is known as a platform's."""
    lines = Sample(_sampled(tree))
    return lines.kinds(marks.certain), lines.kinds(marks.likely)


def _sampled(tree: Tree) -> Iterator[str]:
    for line in tree.source[: _end_of_head(tree.source)].split("\n"):
        yield clean(line)
    for part in tree.parts:
        for _, text in _sections(part.lines.chunks()):
            yield from map(clean, text.split("\n"))


def _sections(chunks: Chunks) -> Iterator[tuple[int, str]]:
    """Yield index and first lines of the first sections and of some of the rest."""
    texts = chunks.texts
    step = max(1, (len(texts) - SAMPLE) // SPREAD)
    for at in (*range(min(SAMPLE, len(texts))), *range(SAMPLE, len(texts), step)):
        text = texts[at]
        yield at, "\n".join(text.split("\n", DEPTH)[:DEPTH]) if text.count("\n") >= DEPTH else text


_MARKUP = re.compile(
    r"(?mi)^[ \t]*(?P<markup><(?:/\w|\?xml|!doctype|!--|\w+ [\w:-]+=|(?:html|head|body|title|script|style|pre|div|table|rpc-reply)>).*)"
    r"|\A\s*(?P<json>\{\s*(?:[\"}].*)?$|\[\s*(?:[{\[\"].*)?$)"
)
"""What no device takes for config: a prompt like ``<HUAWEI>`` is none of it."""
_FENCED = re.compile(r"(?ms)^[ \t]*(?P<fence>```\w*[ \t]*$).*^[ \t]*```[ \t]*$")
_KINDS = {"markup": "HTML or XML", "json": "JSON", "fence": "Markdown"}


def _refuse_markup(rulebook: Rulebook, lines: Lines, path: str | None) -> None:
    """Refuse a page or a record that holds a config, or none: its own lines would be typed.

    Raises:
        InputError: NET-CFG-019.
    """
    text = lines.text
    found = _FENCED.search(text) if "`" in text and "```" in text else None
    if "<" in text or text.lstrip().startswith(("{", "[")):
        found = found or _MARKUP.search(text)
    if found is not None:
        kind = next(name for name, value in found.groupdict().items() if value is not None)
        line = shown(Mask(rulebook.secrets), text[found.start(kind) :].split("\n", 1)[0])[:SHOWN]
        raise InputError.of("NET-CFG-019", path, number_of(lines, found.start(kind)), kind=_KINDS[kind], strange=line)


def _refuse_marked(rulebook: Rulebook, lines: Lines, path: str | None) -> None:
    foreign = rulebook.marks.foreign
    if not foreign:
        return
    patterns = tuple(each.pattern.pattern for each in foreign)
    strange, own = _strange(patterns)
    found = strange.search("\n" + lines.text[: _end_of_head(lines.text)])
    if found is not None:
        raise _belongs(rulebook, clean(found.group()), path, number_of(lines, found.start()))
    chunks = lines.chunks()
    sample = {text: at for at, text in _sections(chunks) if text not in own}
    if strange.search("\n" + "\n".join(sample)) is None:
        own.update(sample if len(own) < REMEMBERED else ())
        return
    for text, at in sample.items():
        found = strange.search(f"\n{text}")
        if found is not None:
            before = text[: found.start()]
            number = chunks.numbers.of(at) + before.count("\n") + before.count(FOLD)
            raise _belongs(rulebook, clean(found.group()), path, number)


def _end_of_head(text: str) -> int:
    """Return where the first lines end: a large text isn't copied for their sake."""
    end = -1
    for _ in range(HEAD_LINES):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    return end


@lru_cache(maxsize=16)
def _strange(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], set[str]]:
    """Return one expression for all lines that another platform has and this one doesn't, and the sections that were found to have none.

    Each line stands behind a line end: these are found at once, while for the start of a line each character would be looked at.
    An intended config has most sections of the running one, so that they needn't be looked at again.
    """
    return any_line_of(patterns), set()


def _belongs(rulebook: Rulebook, line: str, path: str | None, number: int) -> NetopsError:
    found = next((each for each in rulebook.marks.foreign if each.pattern.fullmatch(line)), Foreign(re.compile(""), ""))
    if not found.platforms:
        return InputError.of("NET-CFG-009", path, number, whose=found.whose, platform=rulebook.name)
    right = " | ".join(found.platforms)
    return InputError.of("NET-CFG-007", path, number, whose=found.whose, platform=rulebook.name, right=right)


def _refuse_several(marks: Marks, lines: Lines, ends: Collection[str], path: str | None) -> None:
    """Refuse a text in which two devices say their names, or a second config begins: one's lines would be taken for the other's."""
    names: dict[str, int] = {}
    for match in marks.device.lines(lines.text) if marks.device is not None else ():
        before = lines.text[names.setdefault(match["name"], match.start("name")) : match.start("name")]
        if before and any(re.search(rf"(?m)^{end}[ \t]*$", before) for end in ends):
            raise InputError.of("NET-CFG-013", path, number_of(lines, match.start("name")), start=match.group().strip())
    if len(names) > 1:
        second = [*names.values()][1]
        raise InputError.of("NET-CFG-012", path, number_of(lines, second), names=", ".join(names))
    for head in marks.heads:
        for again in lines.first_two(head)[1:]:
            raise InputError.of("NET-CFG-013", path, number_of(lines, again.end()), start=again.group().strip())
