"""What a platform says of itself, and the tree of lines that its device keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.lab.semantics.core.kinds import KINDS
from netops.lab.semantics.core.pattern import Kind

TOP = "top"
"""The view of global lines: the system view of VRP, global configuration of IOS."""


class Refusal(Exception):
    """The device refuses a line; its words are the device's answer."""


class Question(Exception):
    """The device asks before it obeys; its words are the device's question."""


@dataclass(slots=True)
class Node:
    """A line that the device keeps, with the lines below it.

    Attributes:
        text: as the device displays it, without indentation.
        key: what it is: the next line of the same key in the same section takes its place.
        rule: the rule that placed it; None for a line that nobody wrote a rule for.
        groups: its values.
        children: key → line, in the order in which they came.
        body: opaque lines after the first (banner, certificate), as they stand, the last one included.
    """

    text: str
    key: str
    rule: Rule | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    children: dict[str, Node] = field(default_factory=dict)
    body: tuple[str, ...] = ()

    @property
    def view(self) -> str:
        """The view that this line opens; "" where nobody wrote it down."""
        if self.rule is None:
            return TOP if self.key == TOP else ""
        return self.rule.opens

    def copy(self) -> Node:
        """Return a copy that shares no changeable part."""
        below = {key: child.copy() for key, child in self.children.items()}
        return Node(self.text, self.key, self.rule, self.groups, below, self.body)

    def walk(self) -> Iterator[tuple[Node, Node]]:
        """Yield every line below with the line above it, outermost first."""
        for child in list(self.children.values()):
            yield self, child
            yield from child.walk()


@dataclass(slots=True)
class Act:
    """One line at work, as an effect sees it.

    Attributes:
        root: the whole config (the one that waits for its commit, on a two-stage device). Effects change it in place.
        path: sections from the root to the one in which the line is typed.
        groups: the values of the line (and, at an undo, of the line that goes).
        text: the line as it will be kept, or at an undo the line that goes.
        old: the line that this one replaces, or None where there was none. At an undo, the line that goes.
        node: the line as placed (None before it is, and where none is kept); at an undo, the line that goes.
        said: what the device says although it obeys; an effect may append.
        agreed: the user has answered yes.
        release: the device's release, as given to ``simulated``.
    """

    root: Node
    path: tuple[Node, ...]
    groups: Mapping[str, str]
    text: str
    old: Node | None
    node: Node | None
    said: list[str]
    agreed: bool
    release: str

    @property
    def section(self) -> Node:
        """The section in which the line is typed."""
        return self.path[-1]


Effect = Callable[[Act], None]
"""Changes the config, or raises ``Refusal`` or ``Question``. Ready-made ones: ``core.effects``."""
Merge = Callable[[Node | None, Mapping[str, str]], str | None]
"""(line kept until now, values typed) → line to keep, or None for no line at all. Ready-made ones: ``core.lists``."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number that a device gives to a line typed without one.

    Attributes:
        form: the form without a number.
        shown: template of the line with it; ``{n}`` is the number.
        first: the first number in an empty list.
        step: numbers given are multiples of it (VRP) or the highest plus it (IOS).
        within: names of values that tell one list from another in the same section.
        multiple: True: the next multiple of ``step`` above the highest; False: the highest plus ``step``.
        given: section → the number, where it follows another rule than the above.
    """

    form: str
    shown: str
    first: int = 5
    step: int = 5
    within: tuple[str, ...] = ()
    multiple: bool = True
    given: Callable[[Node], int] | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Opaque lines that follow a line: a banner's text, a certificate, a public key.

    Attributes:
        ends: values of the first line → test for the last line of the body, or None where the first line is all.
        normal: (values, first line, body) → first line and body as the device displays them.
    """

    ends: Callable[[Mapping[str, str]], Callable[[str], bool] | None]
    normal: Callable[[Mapping[str, str], str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = lambda _, text, body: (
        text,
        body,
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """One command of a platform.

    Attributes:
        pattern: its form (see ``core.pattern``).
        views: names of the views that know it, with spaces between; ``*`` is every view but the top.
        key: template of what it is; a line with the same key replaces the one before. None: the whole line, so that
            lines add up.
        opens: name of the view that it opens; "" for a line without lines below.
        prompt: template of the prompt's part for that view.
        closes: a line that the device displays after the section (``exit-address-family``).
        undo: forms that the undo word takes; ``=`` is ``pattern`` itself. A value that stands in the form must be the
            line's; a form without it removes all lines of this rule. Nothing else is taken. ``()``: no undo at all.
        negative: undo is a setting that is displayed (``undo http server enable``, ``no ip http server``).
        default: lines that say what the device does anyway, so that they are not displayed; templates.
        shown: template of the line as displayed, where it isn't the line as typed.
        key_order: template: lines with the same result count as a sequence, in which order has a meaning.
        meaning: template of what counts when two devices are compared; None: the whole line.
        sort: name of the value by whose number lines of this rule are displayed.
        merge: how a list takes more values; unmerge: how it loses some.
        expands: values → lines that this one stands for (``both`` → two); ``A / B`` is line B in the section A.
        numbering: how the device numbers it.
        checks: effects before anything changes; they refuse or ask.
        effects: effects after the line was placed, where something changed.
        undo_checks, undo_effects: the same for the undo, once for every line that goes.
        hidden: obeyed and not kept (``reset bgp all``).
        implicit: regex of lines whose section is always there (a physical port); "" for none.
        toggles: with ``negative``: a setting is displayed only where it isn't the default, and nobody says which the
            default is; so the opposite of the displayed line takes it away (``portswitch``, ``switchport``).
        missing: "ignore", "refuse", or "" for the platform's way, when undone although it isn't there.
        body: opaque lines that follow.
        below: views under its own that take the line too, by leaving themselves (``class`` in a class of a policy map).
        fans: (section, values) → lines of sections that this one opens all at once (``interface range``); what is typed
            next goes into each. One line or none: the line is itself.
        written: a section as the device displays it, where that isn't its line with the lines below it.
        spread: values → what a section stands for, where it is several things that the device may display as one or apart
            (``line vty 0 4`` is five lines); each is compared by itself.
        source: the manual that says so.
    """

    pattern: str
    views: str = TOP
    key: str | None = None
    opens: str = ""
    prompt: str = ""
    closes: str = ""
    undo: tuple[str, ...] = ("=",)
    negative: bool = False
    toggles: bool = False
    default: tuple[str, ...] = ()
    shown: str = ""
    key_order: str = ""
    meaning: str | None = None
    sort: str = ""
    merge: Merge | None = None
    unmerge: Merge | None = None
    expands: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    numbering: Numbering | None = None
    checks: tuple[Effect, ...] = ()
    effects: tuple[Effect, ...] = ()
    undo_checks: tuple[Effect, ...] = ()
    undo_effects: tuple[Effect, ...] = ()
    hidden: bool = False
    implicit: str = ""
    missing: str = ""
    body: Body | None = None
    below: str = ""
    fans: Callable[[Node, Mapping[str, str]], tuple[str, ...]] | None = None
    written: Callable[[Node], tuple[str, ...]] | None = None
    spread: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Errors:
    """The device's words for what it doesn't take.

    Attributes:
        value: a word can't be the value that stands in its place; "" where that is told as ``unknown``.
    """

    unknown: str
    incomplete: str
    too_many: str
    missing: str
    ambiguous: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """The words that move between views and save.

    Attributes:
        configure: regex of lines that go from the user's view to the top view.
        leave: words that go one view up, from the top view to the user's view.
        home: words that go to the user's view at once.
        special: view → words that leave just that view (``exit-address-family``).
        harmless: regex of lines that the device answers without a change, in every view (display, ping, terminal length).
        show: regex of lines that display the running config.
        save: regex of lines that save.
        question: what the device asks before it saves; "" where it doesn't.
        save_now: regex of lines that save without the question (``save force``).
        commit: regex of lines that make what waits the running config; "" on a device without two stages.
        pending: what the device asks when the user leaves the top view with changes that are not committed.
        clear: regex of lines that throw the uncommitted changes away.
    """

    configure: str
    leave: tuple[str, ...]
    home: tuple[str, ...]
    harmless: str
    show: str
    save: str
    special: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""
    save_now: str = ""
    commit: str = ""
    pending: str = ""
    clear: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the session stands, for the prompt.

    Attributes:
        host: the device's name.
        sections: prompt parts of the open sections, outermost first; None in the user's view, () in the top view.
        pending: changes wait for a commit.
        several: further sections are open at once (``interface range``).
    """

    host: str
    sections: tuple[str, ...] | None
    pending: bool
    several: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
    """Everything that tells one vendor's system from another.

    Attributes:
        name: the folder's name.
        release: as given to ``simulated``.
        rules: its commands. The first that matches in a view wins.
        undo: the undo word.
        comment: regex of typed lines without effect; also what separates sections in a config file.
        noise: regex of lines of a displayed config that are no config (headers, ``return``, ``end``).
        separator: the line displayed between sections.
        hostname: form of the line that names the device; its value is ``name``.
        host: the name of a device without such a line.
        prompt: standing → prompt.
        climbs: "no": a line of an upper view is refused in a sub-view (VRP, Comware); "top": it is taken globally (IOS);
            "each": the view above takes it, then the next (FRR).
        missing: "ignore" or "refuse": undo of what isn't there.
        negatives: regex of lines nobody wrote a rule for, whose undo is a setting that is kept.
        started: effects on a config that was loaded: what a device adds by itself.
        header, footer: lines around a displayed config.
        kinds: kinds of values.
        indent: width of one level.
        loose: views, with spaces between, that keep lines without a rule although other views know them.
        strict: view → regex of beginnings; a line that begins so and fits no rule is refused and not kept.
        blurred: regex of what the device displays otherwise each time (a secret with another salt).
        alike: effects on copies of two configs before they are compared: what a device may display in two ways becomes one.
    """

    name: str
    release: str
    rules: tuple[Rule, ...]
    undo: str
    comment: str
    noise: str
    separator: str
    hostname: str
    host: str
    prompt: Callable[[Standing], str]
    shell: Shell
    errors: Errors
    climbs: str = "no"
    missing: str = "refuse"
    negatives: str = r".* enable"
    started: tuple[Effect, ...] = ()
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    indent: int = 1
    loose: str = ""
    strict: Mapping[str, str] = field(default_factory=dict)
    blurred: str = ""
    alike: tuple[Effect, ...] = ()


def matches(regex: str, line: str) -> bool:
    """Tell whether a whole line has the form of a regex; an empty regex has no lines."""
    return bool(regex) and re.fullmatch(regex, line) is not None
