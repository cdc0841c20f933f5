"""What one check says of one device, before clause and level are put to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from netops.audit.bearing import Spoken, Themes
from netops.audit.policy import Context, Policy
from netops.audit.saying import Dictionary, Stated, of_device, of_port
from netops.model import AccessList, Device, Interface, Line, Topic
from netops.platforms.abilities import PartUse

T = TypeVar("T")


class Word(StrEnum):
    """The words of a verdict (DESIGN section 9)."""

    COMPLIANT = "compliant"
    PARTIAL = "partial"
    NON_COMPLIANT = "non_compliant"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    NOT_AUDITED = "not_audited"


FINDINGS = frozenset({Word.PARTIAL, Word.NON_COMPLIANT})
"""What somebody has to act on."""


class Basis(StrEnum):
    """What a verdict rests on."""

    EXPLICIT = "explicit"
    PLATFORM_DEFAULT = "platform_default"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check says.

    Attributes:
        basis: lines of the config, the default of platform and release, or that something isn't there.
        lines: those lines.
        values: fills the check's own words.
        whole: it holds only if all lines of its part were read: "no rule permits everything" does, "this rule does" doesn't.
        places: what of the device isn't as it should be, each with the names that a fix asks for: ``{"line": "vty 0 4"}``.
        sure: lines that violate it by themselves, whatever unread lines say: the answer rests on these once there are any.
        confirm: whether the risk is high is for a person: who makes use of it must stand before the device.
        part: the part whose unread lines could say otherwise, where that isn't the one that the check's entry names.
        missing: files of the device that would tell and that weren't collected.
    """

    word: Word
    basis: Basis
    lines: tuple[Line, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    places: tuple[Mapping[str, str], ...] = ()
    part: Topic | None = None
    sure: tuple[Line, ...] = ()
    confirm: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a platform and a release, whatever the device.

    Attributes:
        defaults: what a missing line means: topic (``ssh``, ``logging``) to field of the model to value.
        decides: checks that a config of the platform can pass and fail; None where any is asked.
        manual: checks that concern the platform and that only a person can answer.
        fixes: check → template of the lines that mend it.
        says: the checks' words for settings of the device as a whole; ``ports`` for those of ports.
        themes: what lines speak of that nobody understood.
        disproves: those of ``manual`` that a config can fail.
        parts: part of a config → what leans on it; ``titles`` for what people call it.
    """

    defaults: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    decides: frozenset[str] | None = None
    manual: frozenset[str] = frozenset()
    fixes: Mapping[str, str] = field(default_factory=dict)
    says: Dictionary = field(default_factory=lambda: Dictionary({}))
    ports: Dictionary = field(default_factory=lambda: Dictionary({}))
    themes: Themes = field(default_factory=Themes)
    parts: Mapping[str, PartUse] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    disproves: frozenset[str] = frozenset()

    def concerns(self, check: str) -> bool:
        """Return whether the platform has what a check asks about."""
        return self.decides is None or check in self.decides or check in self.manual


class Setting(NamedTuple):
    """The value in force of one setting: from a line, or the default; ``basis`` None where neither is known."""

    value: object
    basis: Basis | None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The device that is asked, and what is known beside its config.

    Attributes:
        level: protection level that is asked: at the second two duties are apart, from the third on three.
        lists: the device's access lists by name and by number.
        lists_v6: those of IPv6, which on some devices have names of their own.
        stated: what settings of the device as a whole say, in the checks' words.
        on_ports: what those of ports say, by port, as far as anybody asked.
        kept: what one check found out and others ask again.
    """

    device: Device
    policy: Policy
    context: Context
    known: Known
    level: int = 3
    lists: Mapping[str, AccessList] = field(default_factory=dict)
    lists_v6: Mapping[str, AccessList] = field(default_factory=dict)
    stated: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)
    on_ports: dict[str, Mapping[str, Stated]] = field(default_factory=dict, compare=False, repr=False)
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def setting(self, topic: str, name: str, said: object, lines: tuple[Line, ...] = ()) -> Setting:
        """Return the value in force: what a line says, else what holds without one on this platform and release.

        Args:
            topic: part of the defaults: ``ssh``, ``terminals``, ``passwords`` …
            name: field of the model.
            said: what the model has; None or empty where no line says it.
            lines: where it was read from.
        """
        if said not in (None, (), frozenset()):
            return Setting(said, Basis.EXPLICIT, lines)
        fields = self.known.defaults.get(topic, {})
        return Setting(fields[name], Basis.PLATFORM_DEFAULT) if name in fields else Setting(None, None)

    def list_of(self, name: str, version: int) -> AccessList | None:
        """Return the access list of this name or number that looks at addresses of ``version``; None where there is none."""
        if version != 4:  # IPv4
            return self.lists_v6.get(name)
        found = self.lists.get(name)
        return found if found is not None and found.version == version else None

    def ssh(self, name: str) -> Setting:
        """Return the value in force of a field of the SSH service."""
        server = self.device.management.ssh
        said: object = getattr(server, name)
        return self.setting("ssh", name, said, cited(server.sources, server.lines, name, said))

    def told(self, name: str) -> Setting:
        """Return what a line says of a setting of the device as a whole, by the checks' name of it, else its default."""
        found = self.stated.get(name)
        if found:
            return Setting(found[0].value, Basis.EXPLICIT, found[0].lines)
        return self.setting("says", name, None)

    def service(self, name: str) -> Setting:
        """Return whether a service runs, by its name in the model."""
        found = next((each for each in self.device.management.services if each.name == name), None)
        if found is not None:
            return Setting(found.enabled, Basis.EXPLICIT, found.lines)
        usual = self.setting("services", name, None)
        return usual if usual.basis is not None else self.setting("says", name, None)

    def guard(self, interface: Interface, name: str) -> Setting:
        """Return ``on`` or ``off`` of a protection of a port, else what holds on the release."""
        found = self.on_port(interface).get(name)
        return Setting(found.value, Basis.EXPLICIT, found.lines) if found is not None else self.usual_guard(name)

    def usual_guard(self, name: str) -> Setting:
        """Return ``on`` or ``off`` of a protection of ports where no line of theirs says it."""
        value = self.setting("guards", name, None)
        return Setting("on" if value.value else "off", value.basis) if value.basis is not None else value

    def on_port(self, interface: Interface) -> Mapping[str, Stated]:
        """Return what the protections and settings of a port say, by the checks' names of them."""
        found = self.on_ports.get(interface.name)
        if found is None:
            found = self.on_ports[interface.name] = of_port(interface, self.known.ports)
        return found

    def unread(self, part: Topic, hears: frozenset[str] = frozenset()) -> tuple[Line, ...]:
        """Return the unread lines that could speak of a part, or of these themes."""
        if not self.device.unread:
            return ()
        known: tuple[Line, ...] | None = self.kept.get((part, hears))
        if known is None:
            known = self.kept[part, hears] = self.known.themes.bearing(spoken(self), part, hears)
        return known


def once(ask: Callable[[Subject], T]) -> Callable[[Subject], T]:
    """Let what several checks ask of a device be found out once."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def asked(subject: Subject) -> T:
        if name not in subject.kept:
            subject.kept[name] = ask(subject)
        found: T = subject.kept[name]
        return found

    return asked


@once
def spoken(subject: Subject) -> Spoken:
    """Return the unread lines by what they speak of."""
    return subject.known.themes.spoken(subject.device.unread)


def subject_of(device: Device, policy: Policy, context: Context, known: Known, level: int = 3) -> Subject:
    """Return a device ready to be asked."""
    six, four = _by_name(device, 6), _by_name(device, 4)
    return Subject(device, policy, context, known, level, {**six, **four}, six, of_device(device, known.says))


def _by_name(device: Device, version: int) -> Mapping[str, AccessList]:
    held = [each for each in device.access_lists if each.version == version]
    return {str(each.number): each for each in held if each.number is not None} | {each.name: each for each in held}


def judged(setting: Setting, word: Callable[[Any], Word], **values: object) -> Answer:
    """Return the answer that rests on one setting; for a person where neither a line nor a known default gives a value.

    Args:
        setting: the value in force.
        word: what the value means.
        values: for the check's own words.
    """
    if setting.basis is None:
        return replace(UNKNOWN, values={name: str(each) for name, each in values.items()})
    shown = {name: str(each) for name, each in values.items()}
    return Answer(word(setting.value), setting.basis, setting.lines, shown)


def passed(held: bool) -> Word:  # noqa: FBT001  # the one question
    """Return ``compliant`` where it holds, else ``non_compliant``."""
    return Word.COMPLIANT if held else Word.NON_COMPLIANT


_WORST = (Word.NON_COMPLIANT, Word.PARTIAL, Word.MANUAL, Word.COMPLIANT, Word.NOT_APPLICABLE)
_WEAKEST = (Basis.ABSENCE, Basis.PLATFORM_DEFAULT, Basis.EXPLICIT)


def weakest(answers: Iterable[Answer], **values: object) -> Answer:
    """Return one answer for many places of a device: the weakest counts, with the lines of all that are as weak.

    Args:
        answers: one a place, such as one for each range of VTY lines; not applicable where there is none.
        values: for the check's own words, beside those of the answers that count.
    """
    held = list(answers)
    shown = {name: str(each) for name, each in values.items()}
    if not held:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=shown)
    word = min((each.word for each in held), key=_WORST.index)
    chosen = [each for each in held if each.word is word]
    shown = {**_together(chosen), **shown}
    return Answer(
        word,
        min((each.basis for each in chosen), key=_WEAKEST.index),
        tuple(line for each in chosen for line in each.lines),
        shown,
        whole=any(each.whole for each in chosen),
        places=tuple(place for each in chosen for place in each.places),
        part=next((each.part for each in chosen), None),
        sure=tuple(dict.fromkeys(line for each in chosen for line in _sure(each))),
    )


def _sure(answer: Answer) -> tuple[Line, ...]:
    """Return the lines by which one place violates what is asked, whatever other lines say of other places."""
    if answer.word not in FINDINGS:
        return ()
    return answer.lines if answer.basis is Basis.EXPLICIT and not answer.whole else answer.sure


def _together(answers: list[Answer]) -> dict[str, str]:
    """Return the values of several answers, each once."""
    said: dict[str, dict[str, None]] = {}
    for each in answers:
        for name, value in each.values.items():
            said.setdefault(name, {})[value] = None
    return {name: ", ".join(texts) for name, texts in said.items()}


def cited(sources: tuple[tuple[str, Line], ...], lines: tuple[Line, ...], name: str, value: object) -> tuple[Line, ...]:
    """Return the lines that a field was read from; where the reader noted none, those that show its value."""
    noted = tuple(line for field_name, line in sources if field_name == name)
    if noted:
        return noted
    shown = {str(each).lower() for each in value} if isinstance(value, (tuple, frozenset)) else {str(value).lower()}
    near = tuple(line for line in lines if shown & set(line.text.lower().replace(",", " ").split()))
    return near or lines


UNKNOWN = Answer(Word.MANUAL, Basis.ABSENCE)
"""Neither a line nor a known default says anything."""
