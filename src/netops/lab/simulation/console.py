"""One login to a device, line by line: what it takes in which view, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from netops.lab.semantics import Answer, Device
from netops.lab.semantics.core.model import TOP, Node
from netops.lab.semantics.core.walking import Label, Road, straight, walk
from netops.lab.simulation.box import Box
from netops.lab.simulation.filtering import WAYS, filtered
from netops.lab.simulation.forms import compiled, values, way
from netops.lab.simulation.helping import Help, helped
from netops.lab.simulation.meaning import Meaning, Wrong, meaning
from netops.lab.simulation.speaking import Asking, Reply, yes_or_no
from netops.lab.simulation.vocabulary import beginnings, vocabulary

Act = Callable[["Console", Mapping[str, str]], Reply]
USER, CONFIG, GUEST = "user", "config", "guest"


@dataclass(frozen=True, slots=True)
class Operation:
    """A command that is no config line.

    Attributes:
        form: see ``forms``.
        act: does it.
        places: where it is known: ``user`` (the user view; the privileged mode of IOS), ``config`` (all other views),
            ``guest`` (IOS before ``enable``).
        source: the manual that says so.
    """

    form: str
    act: Act
    places: str = f"{USER} {CONFIG}"
    source: str = ""


@dataclass(frozen=True)
class Vendor:
    """How a vendor's system behaves at its terminal, beside the config.

    Attributes:
        version: what its SSH server calls itself.
        operations: its commands; the first that fits wins.
        more: the words at the end of a page.
        erase: what it sends to take them away again.
        unknown: the answer to a line in the user view that it doesn't know; ``marked`` puts the mark above it.
        again: the answer to something else than yes or no.
        rejected: the answer to a line that ``Faults.rejects`` means.
        denied: the answer to a line that the user has no right to; "" for the one to a line that it doesn't know.
        page: lines of a page.
        wrap: what it sends where a typed line reaches the edge of the terminal: "" nothing, ``back`` a space and a step
            back (VRP), ``scroll`` the line's end again behind a ``$`` (IOS).
        interrupt: what ctrl-Z types for the user.
        breaks: what ctrl-C types for the user where config is typed; "" for nothing.
        obeys_first: whether ctrl-Z has the line obeyed before which it is pressed (IOS).
        name_length: letters of the device's name in prompts of config views; 0 for all.
        greeting: what is displayed after the login; it may ask something before the first prompt.
        banner: what is sent before the password is asked.
        closing: what the end of a session ends.
        collecting: the words with which it waits for the lines of a banner.
        others: place → keywords of it that the device knows and the simulated one doesn't do: they count where words are
            cut short, and in its help.
        stranger: the answer to a line of one word that the device doesn't know where no config is typed; None for that to
            any line.
        help: how it answers a question mark.
        filters: what may stand behind ``|``.
    """

    version: str
    operations: tuple[Operation, ...]
    more: str
    erase: str
    unknown: str
    again: str
    rejected: str
    denied: str = ""
    page: int = 24
    wrap: str = ""
    interrupt: str = "return"
    breaks: str = ""
    obeys_first: bool = False
    name_length: int = 0
    greeting: Callable[[Console], Reply] = lambda console: Reply(console.box.simulated.greeting)
    banner: Callable[[Box], str] = lambda box: box.simulated.banner
    closing: Callable[[Console], None] | None = None
    collecting: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    stranger: Callable[[Console, str], Reply] | None = None
    help: Help = field(default_factory=Help)
    filters: tuple[str, ...] = WAYS

    @cached_property
    def index(self) -> Mapping[str, list[tuple[re.Pattern[str], Operation]]]:
        """The operations by place."""
        found: dict[str, list[tuple[re.Pattern[str], Operation]]] = {USER: [], CONFIG: [], GUEST: []}
        for operation in self.operations:
            for place in operation.places.split():
                found[place].append((compiled(operation.form), operation))
        return found

    @cached_property
    def roads(self) -> Mapping[str, tuple[Road, ...]]:
        """The operations by place, word by word."""
        found = {}
        for place in (USER, CONFIG, GUEST):
            forms = [way(operation.form) for operation in self.operations if place in operation.places.split()]
            words = [straight([Label(word)]) for word in self.others.get(place, "").split()]
            found[place] = (*forms, *words)
        return found

    @cached_property
    def own(self) -> frozenset[str]:
        """Keywords that operations begin with wherever config is typed."""
        return frozenset(each.labels[0].word for each in self.roads[CONFIG]) - {"undo", "clear", "configuration"}

    def find(self, place: str, words: str) -> tuple[Operation, Mapping[str, str]] | None:
        """Return the operation that a line means, with its values."""
        for form, operation in self.index[place]:
            found = form.fullmatch(words)
            if found is not None:
                return operation, values(found)
        return None


@dataclass(slots=True)
class Console:
    """A login.

    Attributes:
        box: the device.
        vendor: its ways.
        user: who logged in.
        line: number of the virtual terminal line.
        privileged: whether the user may do everything (IOS: ``enable``).
        length: lines of a page; 0: no paging.
        width: columns.
        asking: the question that the next line answers.
        count: lines that were typed.
        device: the login to the config.
        base: the running config that this login's candidate was made from.
        seen: the running config when the last line was typed.
        immediate: each line is committed by itself (VRP 8, ``system-view immediately``).
        quiet: a banner is being typed: no prompt comes before its end.
        own: what a vendor keeps for this login.
        obeyed: the line that is obeyed, as it was typed.
    """

    box: Box
    vendor: Vendor
    user: str = "netops"
    line: int = 0
    privileged: bool = True
    length: int = 24
    width: int = 80
    asking: Asking | None = None
    count: int = 0
    device: Device = field(init=False)
    base: Node = field(init=False)
    seen: Node = field(init=False)
    immediate: bool = False
    quiet: bool = False
    own: dict[str, object] = field(default_factory=dict)
    obeyed: str = ""

    def __post_init__(self) -> None:
        self.device = self.box.device.another()
        self.base = self.seen = self.box.root
        self.length = self.vendor.page
        self.privileged = not self.box.simulated.enable

    @property
    def place(self) -> str:
        """Which operations are known now."""
        if self.device.view is not None:
            return CONFIG
        return USER if self.privileged else GUEST

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        name = self.box.faults.hostname or self.device.name
        if self.vendor.name_length and self.device.view is not None:
            name = name[: self.vendor.name_length]
        shown = self.box.simulated.prefix + self.device.prompt_of(name)
        if self.immediate:
            shown = shown.replace("[~", "[", 1).replace("[*", "[", 1)
        return shown if self.privileged or not shown.endswith("#") else f"{shown[:-1]}>"

    @property
    def is_raw(self) -> bool:
        """Tell whether the next line is taken as it stands: the answer to a question, a line of a banner."""
        return self.asking is not None or self.device.is_collecting

    def close(self) -> None:
        """Log out: what the session alone held ends with it."""
        self.box.settle()
        if self.vendor.closing is not None:
            self.vendor.closing(self)

    def settle(self) -> None:
        """Make the running config of the device what this login has just committed; it can be gone back to.

        What the device did beside it (a way back, a reboot) is taken over.
        """
        if self.device.committed is not self.seen:
            before = self.box.root
            self.box.keep(self.device.committed)
            self.base = self.box.root
            self.box.point(before, self.user, self.line)
        self.follow()

    def follow(self) -> None:
        """Take over the running config as the device has it now."""
        if self.device.adopt(self.box.root):
            self.base = self.box.root
        self.seen = self.device.committed

    def type(self, line: str) -> Reply:
        """Take one line; return what the device says."""
        self.box.settle()
        self.follow()
        self.count += 1
        asking, self.asking = self.asking, None
        self.box.typed.append("" if asking is not None and asking.hidden else line)
        reply = self._unasked(line) if asking is None else asking.then(line)
        self.settle()
        self.asking = reply.asks
        return reply

    def _unasked(self, line: str) -> Reply:
        faults = self.box.faults
        if not faults.question or not re.fullmatch(faults.question_at or ".*", line.strip()):
            return self.obey(line)
        return Reply(asks=yes_or_no(faults.question, lambda: self.obey(line), Reply, self.vendor.again))

    def obey(self, line: str) -> Reply:
        """Do what a line says."""
        words = " ".join(line.split())
        self.obeyed = line
        if self.device.is_collecting:
            return self.configure(line)
        if not words:
            return Reply()
        fault = self._fault(words)
        if fault is not None:
            return fault
        found = self.operate(self.place, words)
        if found is not None:
            return found
        return self.configure(line) if self.place == CONFIG else self._looked_up(line)

    def _fault(self, words: str) -> Reply | None:
        """Return the refusal of a line that is refused on demand."""
        faults = self.box.faults
        if faults.denies and re.fullmatch(faults.denies, words):
            return Reply(self.vendor.denied) if self.vendor.denied else self.unknown(words, 0)
        if faults.unknown and re.fullmatch(faults.unknown, words):
            return self.unknown(words, 0)
        return Reply(self.vendor.rejected) if faults.rejects and re.fullmatch(faults.rejects, words) else None

    def operate(self, place: str, words: str) -> Reply | None:
        """Do an operation, whole or the part of its display that stands behind ``|``; None where the line is none."""
        found = self.vendor.find(place, words)
        if found is not None and ("more" in found[1] or "|" not in words):
            return found[0].act(self, found[1])
        head, bar, part = words.partition(" |")
        whole = self.operate(place, self.spelled(place, head)) if bar else None
        kept = None if whole is None else self.filtered(whole.text, f"| {part.strip()}")
        if kept is not None:
            return Reply(kept)
        return None if found is None else found[0].act(self, found[1])

    def filtered(self, text: str, more: str) -> str | None:
        """Return the part of a display that the words behind ``|`` ask for; None where the vendor's system doesn't know them."""
        return filtered(text.rstrip("\n"), more, self.vendor.filters)

    def spelled(self, place: str, words: str) -> str:
        """Return an operation with the words that were cut short spelled out, where it is one."""
        found = meaning([walk(self.vendor.roads[place], words.split())], words)
        return found.line if found.wrong is None else words

    def port(self, typed: str) -> str:
        """Return the name of an interface that was typed short: ``g0/0/1``."""
        return self.device.platform.kinds["port"].normal(typed)

    def _looked_up(self, line: str) -> Reply:
        """Answer a line in the user view that is no operation as it is typed: it may be one cut short."""
        found = self.meaning(line)
        done = self.operate(self.place, self.spelled(self.place, " ".join(line.split())))
        if done is not None:
            return done
        if self.vendor.stranger is not None and found.wrong is Wrong.UNKNOWN and len(line.split()) == 1:
            return self.vendor.stranger(self, line.strip())
        return self.refused(line, found)

    def completed(self, begun: str) -> str:
        """Return the beginning of a line with its last word written whole, where only one keyword begins so."""
        *words, last = begun.split(" ")
        roads = walk(next(self.roads()), [word for word in words if word])
        if not last or roads.reached < len(roads.words):
            return begun
        near = {label.word for label in roads.next() if label.word.lower().startswith(last.lower())}
        return f"{begun[: len(begun) - len(last)]}{near.pop()} " if len(near) == 1 else begun

    def help(self, begun: str) -> Reply:
        """Answer a question mark behind the beginning of a line."""
        *words, last = begun.split(" ")
        whole = [word for word in words if word]
        place = self.device.place
        view = place[-1].view if place else self.place
        heading = "" if whole or last else self.vendor.help.headings.get(view, "")
        if heading and place:
            heading = heading.format(kind=re.split(r"[ \d]", place[-1].text.partition(" ")[2])[0])
        roads = next(self.roads())
        return Reply(helped(self.vendor.help, [walk(roads, whole)], last, heading))

    def meaning(self, line: str) -> Meaning:
        """Say what a line means in this view."""
        words = line.split()
        return meaning((walk(roads, words) for roads in self.roads()), line)

    def roads(self) -> Iterator[tuple[Road, ...]]:
        """Yield what may be typed: in this view, then where the platform takes lines of the uppermost one here too."""
        operations, grammar, place = self.vendor.roads[self.place], self.device.grammar, self.device.place
        if not place:
            yield operations
            return
        view = place[-1].view
        words = [straight([Label(word)]) for word in self.device.platform.shell.special.get(view, ())]
        above = [way for node in place[1:-1] for way in grammar.roads(node.view, view)] if view else []
        yield (*operations, *words, *grammar.roads(view), *above)
        if grammar.platform.climbs == TOP and len(place) > 1:
            yield grammar.roads(TOP)

    def configure(self, line: str) -> Reply:
        """Have the config take a line, with the words that were cut short spelled out."""
        if self._is_as_typed(line):
            return self._take(line)
        found = self.meaning(line)
        if found.wrong is None:
            done = self.operate(CONFIG, " ".join(found.line.split()))
            return self._take(found.line) if done is None else done
        upper = self._upper(line)
        if upper is not None:
            return upper
        if self._is_other_command(line, found):
            return self._take(line, line, found)
        return self.refused(line, found) if self._is_wrong(line, found) else self._take(found.line, line, found)

    def _is_other_command(self, line: str, found: Meaning) -> bool:
        """Tell whether a line begins with a word that is whole although a longer one begins so: ``hwtacacs``, ``-server``."""
        undo = f"{self.device.platform.undo} "
        typed, spelled = (each.lstrip().removeprefix(undo).split(" ")[0] for each in (line, found.line))
        return typed != spelled and typed in self._beginnings

    @property
    def _beginnings(self) -> frozenset[str]:
        """Words that commands of this device begin with."""
        return beginnings(self.device.grammar, self.device.view or "") | self.box.words

    def _is_wrong(self, line: str, found: Meaning) -> bool:
        """Tell whether a line that no rule takes is wrong, and no command that nobody wrote a rule for.

        Such a one begins with a whole word, which belongs to no operation, and goes on with words of its own.
        """
        first, whole = line.split(maxsplit=1)[0].lower(), found.line.split(maxsplit=1)[0].lower()
        if whole in self.vendor.own or found.line.strip() == self.device.platform.undo:
            return True
        if self._is_loose:
            return False
        if found.sure or (first != whole and found.wrong is not Wrong.INCOMPLETE):
            return True
        return found.wrong is Wrong.AMBIGUOUS and line[found.at :].split(maxsplit=1)[0] not in self._known

    def _upper(self, line: str) -> Reply | None:
        """Answer a line that means something in the system view, typed in a view below it; None for any other.

        VRP and Comware take one that opens a view, and go there: ``[S1-GigabitEthernet0/0/1] interface GigabitEthernet
        0/0/2`` is how people go from port to port. The proof of patches is stricter (``semantics``): what depends on it is
        no good patch. Source: transcripts of configurations, Huawei HCIP lab guides.
        """
        device = self.device
        if device.platform.climbs != "no" or len(device.place) < 2 or self._is_loose:
            return None
        grammar = device.grammar
        found = meaning([walk(grammar.roads(TOP), line.split())], line)
        if found.wrong is not None:
            return None
        rule = grammar.find(TOP, " ".join(found.line.split()))
        if rule is None or not rule.rule.opens or device.view in device.platform.shell.special:
            return self.refused(line, Meaning(line, Wrong.UNKNOWN, len(line) - len(line.lstrip()), 0))
        while len(device.place) > 1:
            device.type("quit")
        return self._take(found.line)

    def _is_as_typed(self, line: str) -> bool:
        """Tell whether a line goes to the config as it stands: a text, a comment, what a rule takes, a view that takes all."""
        device, words = self.device, " ".join(line.split())
        if device.is_collecting or re.fullmatch(device.platform.comment, words) or device.takes(line):
            return True
        return words in {word for these in device.platform.shell.special.values() for word in these}

    @property
    def _known(self) -> frozenset[str]:
        """Words that this device knows; one of them is not the beginning of another."""
        return vocabulary(self.device.grammar) | self.box.words

    def _take(self, line: str, typed: str = "", found: Meaning | None = None) -> Reply:
        """Type a line; where the config refuses it, say what is wrong with what was typed."""
        if found is not None and not self._is_loose and not self._begins_known(line):
            return self.refused(typed, found)
        answer = self.device.type(line)
        if self.immediate and not answer.refused:
            self.device.type("commit")
        was_quiet, self.quiet = self.quiet, self.device.is_collecting and (self.quiet or _is_banner(line))
        if self.quiet and not was_quiet:
            return Reply(self.vendor.collecting)
        if answer.refused and answer.text == self.device.platform.errors.unknown:
            found = found or self.meaning(line)
            if found.wrong is not None:
                return self.refused(typed or line, found)
        return self.said(answer, typed or line)

    @property
    def _is_loose(self) -> bool:
        """Whether this view takes whatever is typed."""
        view, platform = self.device.view, self.device.platform
        return not view or view in platform.loose.split()

    def _begins_known(self, line: str) -> bool:
        """Tell whether a line begins as any command does, where every command of the view has a rule."""
        platform = self.device.platform
        first = " ".join(line.split()).removeprefix(f"{platform.undo} ").split(" ")[0]
        return not first[:1].isalpha() or first in self._beginnings

    def refused(self, line: str, found: Meaning) -> Reply:
        """Say in the vendor's words what is wrong with a line."""
        errors = self.device.platform.errors
        words = {
            Wrong.UNKNOWN: self.vendor.unknown,
            Wrong.VALUE: errors.value or self.vendor.unknown,
            Wrong.INCOMPLETE: errors.incomplete,
            Wrong.TOO_MANY: errors.too_many,
            Wrong.AMBIGUOUS: errors.ambiguous,
        }[found.wrong or Wrong.UNKNOWN]
        if found.wrong is Wrong.AMBIGUOUS and "'^'" not in words:
            return Reply(f'{words}:  "{line.strip()}"')
        return Reply(self.marked(line, words, found.at))

    def said(self, answer: Answer, line: str = "") -> Reply:
        """Turn the answer of the config into what the terminal shows; its question ends the last line."""
        if not self.device.is_asking:
            return Reply(self.marked(line, answer.text) if answer.refused else answer.text)
        *lines, question = answer.text.split("\n")

        answers = ("y", "yes", "n", "no", "c", "cancel", *([""] if "confirm" in question else []))

        def then(said: str) -> Reply:
            if said.strip().lower() in answers:
                return self.said(self.device.type(said))
            return Reply(asks=Asking(self.vendor.again, then))

        return Reply("\n".join(lines), Asking(question, then))

    def unknown(self, line: str, at: int | None = None) -> Reply:
        """Return the vendor's words for a line that it doesn't know here; ``at`` is the column of the mark, where it is told."""
        return Reply(self.marked(line, self.vendor.unknown, at))

    def misread(self, part: str) -> Reply:
        """Refuse a line for a part of it that can't be what stands there, or for what stands behind ``|``."""
        bar, *words = part.split() or [""]
        where = max(self.obeyed.rfind(part), 0)
        if bar != "|":
            return self.refused(self.obeyed, Meaning(self.obeyed, Wrong.VALUE, where, 0))
        begun = not words or any(way.startswith(words[0]) for way in self.vendor.filters)
        wrong = Wrong.INCOMPLETE if len(words) < 2 and begun else Wrong.UNKNOWN
        return self.refused(
            self.obeyed, Meaning(self.obeyed, wrong, self.obeyed.rfind(words[0]) if words else where, 0)
        )

    def marked(self, line: str, words: str, at: int | None = None) -> str:
        """Put the mark under the word that the device doesn't understand, where the vendor's words speak of a mark."""
        words = re.sub(r"^ *\^\n", "", words)
        if "'^'" not in words:
            return words
        column = self.meaning(line).at if at is None else at
        if "ncomplete" in words:
            column = len(line.rstrip())
        return f"{' ' * (len(self.prompt) + column)}^\n{words}"


def _is_banner(line: str) -> bool:
    return line.split()[:1] in (["banner"], ["header"])
