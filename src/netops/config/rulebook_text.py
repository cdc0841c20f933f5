"""The form of a rulebook as people write it; `netops.config.rulebook_file` reads it. An unknown key is a fault."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from netops.config.listing import Listing
from netops.config.rulebook_pieces import Change, Grammar, Push, Turn

PLACE = "__place__"
"""Key under which the loader keeps (file, line) of every mapping."""
_NAMED_TYPE = re.compile(r"\{([a-z_][a-z_0-9]*)\}")


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _listing(value: object) -> object:
    return {True: Listing.WORDS, False: Listing.NONE}.get(value, value) if isinstance(value, bool) else value


Texts = Annotated[list[str], BeforeValidator(_one_or_many)]


def _with_groups(*names: str) -> AfterValidator:
    """Return what refuses a pattern that lacks a group; one that is no regular expression is told elsewhere."""

    def check(text: str) -> str:
        lacking = next((each for each in names if f"(?P<{each}>" not in text), None)
        if lacking is not None:
            message = f"what it is about is what the group “{lacking}” finds: (?P<{lacking}>…)"
            raise ValueError(message)
        return text

    return AfterValidator(check)


Place = tuple[str, int]
Defaults = bool | str | dict[str, bool | str]


class Written(BaseModel):
    """What people write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: Place = Field(default=("", 0), alias=PLACE)


class FlipText(Written):
    """What a change of a line rewrites elsewhere."""

    section: str
    line: str
    each: Texts


class LeaderText(Written):
    """Whose line decides what a missing one means."""

    named: Texts
    line: str


class NumberedText(Written):
    """A section whose lines are an ordered list."""

    first: int = 10
    step: int = 10
    resequence: str = ""
    notes: Texts = []
    notes_bound: bool = False
    entries: Texts = []
    takes: Texts = []


class NetworkText(Written):
    """A network that only one section of the device may hold at a time."""

    of: str
    within: Texts = []


class RuleText(Written):
    """One kind of line."""

    line: str
    undo: str = ""
    change: Change = Change.REPLACE
    listing: Annotated[Listing, BeforeValidator(_listing)] = Listing.NONE
    accumulates: bool = False
    add: str = ""
    remove_words: str = Field(default="", alias="remove")
    most: int = 0
    sequence: bool = False
    default: Defaults = False
    default_follows: str | None = None
    default_like: LeaderText | None = None
    turn: Turn = Turn.NORMAL
    unique: bool = False
    entry: bool = False
    options: Texts = []
    options_unless: str = ""
    missing_undo: Literal["rejected", "ignored"] = "ignored"
    needs: Texts = []
    excludes: Texts = []
    needs_elsewhere: Texts = []
    excludes_elsewhere: Texts = []
    bars: Texts = []
    alike: Texts = []
    wipes: Texts = []
    change_wipes: Texts = []
    may_wipe: Texts = []
    unsure: Texts = []
    with_last: Texts = []
    set_wipes: Texts = []
    wipes_elsewhere: Texts = []
    flips: FlipText | None = None
    brings: Texts = []
    defines: Texts = []
    uses: Texts = []
    exclusive: Texts = []
    insists: Texts = []
    goes_with: Texts = []
    holds: Texts = []
    freed_late: str = ""
    network: NetworkText | None = None
    inside: str = ""
    blockers: Texts = []
    blockers_elsewhere: Texts = []
    unproven: str = ""
    unproven_when: str = ""
    unproven_change: str = ""
    adds_first: bool = False
    kept: bool = True
    shuts: bool = False
    guards: bool = False
    span: Texts = []
    single: str = ""
    lasting: int = 0
    rebuild: bool = False
    enclosed: bool = False
    since: str = ""
    before: str = ""
    leave: str = ""
    deletable: bool = True
    empty: Literal["", "same as absent"] = ""
    numbered: NumberedText | None = None
    lines: "list[RuleText | UseText | SpellingText] | None" = None
    takes: Texts = []
    why: str = ""
    source: str = ""

    @property
    def late(self) -> bool:
        """Whether the line is taken away only after all new ones are in."""
        return self.remove_words == LATE

    @property
    def remove(self) -> str:
        """What takes members from a set."""
        return "" if self.remove_words in {LATE, EARLY} else self.remove_words


_BETWEEN = re.compile(r" / | (?=\[)|(?<=\]) (?=[^/\[ ])")
"""What stands between the lines of a path: a stroke, or the brackets around one that must stand beside."""


def pieces(path: str) -> list[str]:
    """Return the lines of a path, those beside others in their brackets.

    Example:
        >>> pieces("interface {port} [vrf forwarding <vrf>] / ip address *")
        ['interface {port}', '[vrf forwarding <vrf>]', 'ip address *']
    """
    return _BETWEEN.split(path)


def single(texts: Iterable[str]) -> list[str]:
    """Return what is one line, and none that others in brackets lead to."""
    return [each for each in texts if not each.startswith("[")]


def paths_of(text: RuleText) -> dict[str, list[str]]:
    """Return what a rule says of lines by their paths: to lines of other sections, and to those that others lead to."""
    return {
        "needs_chain": [each for each in text.needs if each.startswith("[")],
        "excludes_chain": [each for each in text.excludes if each.startswith("[")],
        "needs_elsewhere": text.needs_elsewhere,
        "excludes_elsewhere": text.excludes_elsewhere,
        "wipes_elsewhere": text.wipes_elsewhere,
        "blockers_elsewhere": text.blockers_elsewhere,
    }


LATE, EARLY = "after additions", "before additions"


class UseText(Written):
    """The rules of a group, put in here, and what those need that say nothing of it themselves."""

    group: str
    needs: Texts = []


class SpellingText(Written):
    """A line that is only another way to write others."""

    spelling: str
    means: Texts
    each: Annotated[Listing, BeforeValidator(_listing)] = Listing.NONE
    why: str = ""
    source: str = ""


def in_need(rule: RuleText | SpellingText, needs: list[str]) -> RuleText | SpellingText:
    """Return a rule of a group with what its lines need wherever the group says so."""
    silent = isinstance(rule, RuleText) and not rule.needs
    return rule.model_copy(update={"needs": needs}) if silent and needs else rule


class DefinitionText(Written):
    """What a file part's line makes, or needs."""

    line: str
    below: str | None = None
    defines: str = ""
    insists: str = ""

    @model_validator(mode="after")
    def _either(self) -> Self:
        if bool(self.defines) == bool(self.insists):
            message = "a line of a file makes an object (defines) or needs one (insists)"
            raise ValueError(message)
        return self


class UntypableText(Written):
    """What can't be typed, and why."""

    pattern: str
    why: str


class OpaqueText(Written):
    """Text that isn't made of config lines."""

    line: str
    delimiter: bool = False
    until: str = ""


class DialogText(Written):
    """A question that the device asks behind a line."""

    line: str
    asks: str
    answer: str


class PartText(Written):
    """One part of the config."""

    name: str = ""
    path: str = ""
    grammar: Grammar
    push: Push
    enter: Texts = []
    commit: Texts = []
    leave: Texts = []
    check: Texts = []
    apply: Texts = []
    save: Texts = []
    comments: Texts = []
    separators: Texts = []
    leave_words: Texts = ["exit", "quit", "end"]
    opaque: list[OpaqueText] = []
    dialogs: list[DialogText] = []
    noise: Texts = []
    volatile: Texts = []
    untypable: list[UntypableText] = []
    expands: dict[str, str] = {}
    ordered: bool = False
    blocks: Texts = []
    lines: list[RuleText | UseText | SpellingText] = []
    objects: list[DefinitionText] = []


class TypeText(Written):
    """What a word may look like; with ``parts``, a line's whole value: it begins so, and goes on with any of them, each once.

    ``apart`` names first words of parts, and those beside which they can't stand.
    """

    shape: str
    spell: Literal["", "prefix", "mask", "wildcard", "lower", "address", "area", "interface"] = ""
    takes: str = ""
    what: str = ""
    parts: Texts = []
    apart: dict[str, Texts] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.parts and (self.spell or self.takes):
            message = "of a value that is made of parts only its shape is looked at: neither spell nor takes"
            raise ValueError(message)
        if self.apart and not self.parts:
            message = "only parts can't stand beside others: apart is of a type that has some"
            raise ValueError(message)
        return self

    @property
    def expression(self) -> str:
        """The shape, with the parts where there are any."""
        if not self.parts:
            return self.shape
        if not self.shape:
            return rf"(?:(?:{'|'.join(self.parts)})(?!\S)(?: (?=\S)|$))*"
        return rf"(?:{self.shape})(?!\S)(?: (?:{'|'.join(self.parts)})(?!\S))*"

    @property
    def part(self) -> str:
        """What finds each of the parts in a value; nothing where there are none."""
        return rf"(?<!\S)(?:{'|'.join(self.parts)})(?!\S)" if self.parts else ""


class AnywhereText(Written):
    """Words of any line that must be what they look like."""

    find: str
    type: str
    words: Texts = []
    unless: str = ""


class SecretText(Written):
    """What nobody may read."""

    name: str
    word: str
    find: str
    decode: Literal["", "cisco7"] = ""
    reencrypted: str = ""


class ForeignText(Written):
    """A line of somebody else's config."""

    pattern: str
    whose: str
    platform: Texts = []


class ProfileText(Written):
    """The line that names a set of defaults."""

    line: str
    otherwise: str


class RewriteText(Written):
    """Another spelling of a part of any line, undone before the line is looked up."""

    find: str
    put: str
    word: str = ""
    why: str = ""


class BoundText(Written):
    """A line that shows what another part sets."""

    line: Annotated[str, _with_groups("what", "value")]
    by: str
    why: str


class ToldByReleaseText(Written):
    """A line of which only the release tells what it means that a text lacks it."""

    line: str
    why: str


class PendingText(Written):
    """A section whose lines wait until another one in it is typed."""

    section: str
    until: str
    why: str


class TwoKindsText(Written):
    """Sections that are of one kind or of the other."""

    section: Annotated[str, _with_groups("alike")]
    one: str
    other: str
    said: str
    why: str


class KinText(Written):
    """Groups whose members are all of one kind."""

    section: Annotated[str, _with_groups("own")]
    joins: Annotated[str, _with_groups("name", "group")]
    kind: Annotated[str, _with_groups("name", "kind")]
    inside: str
    why: str
    turned: str


class RulebookText(Written):
    """A whole rulebook."""

    platform: str
    release: str
    extends: str = ""
    without: Texts = []
    source: str = ""
    release_line: str = ""
    device_line: str = ""
    head_lines: Texts = []
    whole_after: Texts = []
    last_line: str = ""
    bound_elsewhere: list[BoundText] = []
    told_by_release: list[ToldByReleaseText] = []
    pending: list[PendingText] = []
    two_kinds: list[TwoKindsText] = []
    kindred: list[KinText] = []
    negation: str = "no"
    exact_undo: bool = False
    given: Texts = []
    unshown: Texts = []
    types: dict[str, TypeText] = {}
    values: dict[str, str] = {}
    anywhere: list[AnywhereText] = []
    interface_names: Texts = []
    rewrites: list[RewriteText] = []
    joins: Texts = []
    signs: Texts = []
    certain: Texts = []
    foreign: list[ForeignText] = []
    profile: ProfileText | None = None
    secrets: list[SecretText] = []
    parts: list[PartText]
    groups: dict[str, list[RuleText | UseText | SpellingText]] = {}

    def regex_of(self, expression: str, within: tuple[str, ...] = ()) -> str:
        """Return a regex with those of the types that it names in braces: ``any|host {host_name}``.

        Args:
            expression: as it is written.
            within: types that it is a part of; where it names one of these, the regex is none.
        """

        def named(found: re.Match[str]) -> str:
            name = found[1]
            if name in within:
                return f"({name} names itself"  # without its end, so that it is refused with this text
            return (
                f"(?:{self.regex_of(self.types[name].expression, (*within, name))})" if name in self.types else found[0]
            )

        return _NAMED_TYPE.sub(named, expression)
