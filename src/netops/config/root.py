"""The top level of a state, read piece by piece: lines of one first word at a time, sections when somebody looks into them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq
from weakref import ref

from netops.config.apart import Apart, Stirred
from netops.config.chunks import Chunks
from netops.config.grammar import clean, is_tidy, read_text
from netops.config.heads import Heads
from netops.config.holders import Holders, Words, may_name
from netops.config.index import MANY
from netops.config.knowing import known, learn, made
from netops.config.narrowing import Halves, Narrowing, Parted, has_noise, narrowing, nodes, taken_apart
from netops.config.node import Node
from netops.config.reader import Reader, spelled
from netops.config.rulebook import Part, Rulebook, SectionKind
from netops.config.state import PAIR, Entry, Hides, Key, Section, hollow, is_default, settle
from netops.config.tree import Lines, Tree


@dataclass(slots=True)
class Shared:
    """What the texts of two configs have in common: of most of it nobody needs to know more than its identity.

    Attributes:
        texts: chunks that stand once in each, and those that count as common because they are worked at elsewhere.
        both: chunks that stand once in each.
        latent: by first word, identity → chunk; of lines that may stay unread.
        doubtful: by first word, chunks that must be read all the same: repeated lines, other spellings, unknown lines.
        heads: by first word, the first lines of both.
        halves: first line of a section that differs → its two texts.
        narrowed: the same → what these have in common; None where nothing may stay unread.
        lists: by first word, identities that differ in their last word only; made when somebody asks for a list.
        apart: lines of the top level that do.
        in_order: whether the chunks that stand once in each come in the same order; None until somebody has looked.
        hushed: chunks that count as common though they differ, because they are worked at elsewhere → the other text's.
    """

    texts: frozenset[str] = field(default=frozenset(), repr=False)
    both: frozenset[str] = field(default=frozenset(), repr=False)
    latent: dict[str, dict[Key, str]] = field(default_factory=dict, repr=False)
    doubtful: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    heads: dict[str, Heads] = field(default_factory=dict, repr=False)
    halves: dict[str, Halves] = field(default_factory=dict, repr=False)
    narrowed: dict[str, Narrowing | None] = field(default_factory=dict, repr=False)
    lists: dict[str, dict[Key, list[Key]]] = field(default_factory=dict, repr=False)
    in_order: bool | None = None
    hushed: Mapping[str, str] = field(default_factory=dict, repr=False)
    apart: Apart = field(default_factory=Apart, repr=False)

    def common(self, head: str, part: Part, kind: SectionKind, hides: Hides) -> Narrowing | None:
        """Return what the two texts of a section have in common, once for both."""
        if head not in self.narrowed:
            self.narrow(part, {head: kind}, hides)
        return self.narrowed[head]

    def narrow(self, part: Part, kinds: Mapping[str, SectionKind | None], hides: Hides) -> None:
        """Find out what the two texts of many sections have in common: most hold no secret, so that all are asked at once."""
        found: dict[str, Parted] = {}
        self.narrowed |= dict.fromkeys(kinds)
        for head, kind in kinds.items():
            parted = taken_apart(part, kind, self.halves[head]) if kind is not None else None
            if parted is not None:
                found[head] = parted
        own = "".join([each.own() for each in found.values()])
        hidden, tidy = hides.text(own) != own, is_tidy(text for each in found.values() for text in each.texts())
        noisy = not tidy or has_noise(part, own)
        if tidy and not hidden:
            lines: dict[int, list[str]] = {}
            for each in found.values():
                lines.setdefault(id(each.kind.context), []).extend(each.texts())
            for each in found.values():
                learn(each.kind.context, lines.pop(id(each.kind.context), ()))
        for head, parted in found.items():
            self.narrowed[head] = narrowing(part, parted, hides, hidden=hidden, tidy=tidy, noisy=noisy)

    def heads_of(self, word: str, both: Sequence[Chunks]) -> Heads:
        """Return the first lines of all that begins with a word in the two texts."""
        found = self.heads.get(word)
        if found is None:
            found = self.heads[word] = Heads.of(word, both)
        return found

    def look(self, word: str, root: "Root") -> None:
        """Find out the identities of the chunks that begin with a word, once for both texts."""
        if word in self.latent:
            return
        found: dict[Key, str] = {}
        doubtful: set[str] = set()
        own = self.apart.texts
        texts = [text for text in root.chunks.beginning(word) if text in self.texts and text not in own]
        for text, key in zip(texts, root.keys(texts), strict=True):
            if key is None or key in found:
                doubtful.add(text)
                if key is not None:
                    doubtful.add(found[key])
            else:
                found[key] = text
        self.latent[word] = {key: text for key, text in found.items() if text not in doubtful} if doubtful else found
        self.doubtful[word] = frozenset(doubtful)

    def are_in_order(self, one: Chunks, other: Chunks) -> bool:
        """Whether what stands once in each text comes in the same order in both, as mostly."""
        if self.in_order is None:
            ours, theirs = (filter(self.both.__contains__, chunks.texts) for chunks in (one, other))
            self.in_order = all(map(eq, ours, theirs))  # each has all of them
        return self.in_order

    def siblings(self, word: str, key: Key) -> list[Key]:
        """Return the identities that differ from one in their last word only."""
        lists = self.lists.get(word)
        if lists is None:
            lists = self.lists[word] = {}
            for each in self.latent.get(word, NO_KEYS):
                lists.setdefault(each[:-1], []).append(each)
        return lists.get(key[:-1], [])


NO_KEYS: dict[Key, str] = {}
LAST = 1 << 60
"""Behind all lines of a text."""


@dataclass(slots=True)
class Root(Section):
    """The top level of a part.

    Attributes:
        chunks: the text, cut; ``reader`` reads it.
        shared: what the other text has, too: it is left unread.
        read: first words whose lines were read; ``roused``: of which all that stands in both texts was read.
        places: chunk index → identities of the lines that were read from it.
        met: identities that somebody has asked for; what was never met is the same in both.
        differing: first words of lines that the other text doesn't have; None until somebody has looked.
        undone: identities of lines that were taken away.
        holders: which sections have some line; None until somebody asks.
    """

    chunks: Chunks = field(kw_only=True)
    reader: Reader = field(kw_only=True)
    shared: Shared = field(default_factory=Shared, kw_only=True)
    read: set[str] = field(default_factory=set, kw_only=True)
    places: dict[int, tuple[Key, ...]] = field(default_factory=dict, kw_only=True)
    met: set[Key] = field(default_factory=set, kw_only=True)
    differing: frozenset[str] | None = field(default=None, kw_only=True)
    roused: set[str] = field(default_factory=set, kw_only=True)
    undone: set[Key] = field(default_factory=set, kw_only=True)
    holders: Holders | None = field(default=None, kw_only=True, repr=False)

    def load(self, word: str) -> None:
        """Read the lines that begin with a word, and those that may mean the same."""
        if word in self.read:
            return
        words = self._words(word)
        found: list[int] = []
        shared, texts = self.shared, self.chunks.texts
        for each in words:
            self.read.add(each)
            places = self.chunks.words.get(each, ())
            if not shared.texts:
                found += places
                continue
            shared.look(each, self)
            doubtful = shared.doubtful[each]
            found += [at for at in places if texts[at] not in shared.texts or texts[at] in doubtful]
        lines = dict(zip(found, map(clean, self._heads([texts[at] for at in found])), strict=True))
        found += self._twins(lines.values())
        keys = dict.fromkeys(key for at in sorted(found) for key in self._read(at, lines.get(at)))
        for key in keys:  # at the end, because a list is made by many lines of the top level
            self._settle(key)

    def _twins(self, lines: Iterable[str]) -> list[int]:
        """Return chunks of both texts that are about the same lines as these, so that all are read in the order of the text."""
        if not self.shared.texts:
            return []
        twins: list[int] = []
        for line in lines:
            key = known(self.context, line).key
            text = self._latent(key) if key and key not in self.met else None
            if text is not None:
                self.met.add(key)
                twins.append(self._place(text))
        return twins

    def load_all(self) -> "Root":
        """Read everything."""
        self.shared.apart.ask(())
        for word in list(self.chunks.words):
            self.load(word)
            self.group(word)
        return self

    def find(self, key: Key) -> Entry | None:
        """Return the line with this identity."""
        if key in self.met:
            return self.held.get(key)
        if key in self.shared.apart.keys:
            raise Stirred
        word = self._word_of(key)
        if word and word not in self.read:
            self.load(word)
        self._awaken(key)
        return self.held.get(key)

    def _awaken(self, key: Key) -> None:
        """Read a line that stands in both texts and that somebody asks for now."""
        if key in self.met or not key:
            return
        text = self._latent(key)
        if text is not None:
            self.met.add(key)
            for each in self._read(self._place(text)):
                self._settle(each)

    def _place(self, text: str) -> int:
        """Return the index of a chunk that both texts have."""
        return self.chunks.place(text, self.shared.hushed.get(text, text))

    def _latent(self, key: Key) -> str | None:
        latent, first = self.shared.latent, self._word_of(key)
        aliases = self.context.aliases.get(first) if self.context is not None else None
        for word in (first,) if aliases is None else aliases:
            if word in latent and key in latent[word]:
                return latent[word][key]
        return None

    def _word_of(self, key: Key) -> str:
        """Return the first word under which a line's chunk is found: a negated line's second."""
        negation = self.context.negation if self.context is not None else ""
        return "" if not key else key[1] if key[0] == negation and len(key) > 1 else key[0]

    def _words(self, word: str) -> Iterable[str]:
        found = self.context.aliases.get(word) if self.context is not None else None
        return (word,) if found is None else sorted(found)  # in one order, whatever process reads them

    def put(self, entry: Entry) -> None:
        """Let a line stand."""
        self.met.add(entry.key)
        self.held[entry.key] = entry
        self._note(entry)
        if self.holders is not None:
            self.holders.watch(self, entry.key)

    def inside(self, key: Key) -> Section:
        """Return the section below a line for typing in it: this state's own copy."""
        below = super(Root, self).inside(key)
        if self.holders is not None:
            self.holders.watch(self, key)
        return below

    def take(self, key: Key) -> Entry | None:
        """Take a line away and return it."""
        if key in self.shared.apart.anchors:
            raise Stirred
        self.undone.add(key)
        return super(Root, self).take(key)  # the short form doesn't work in a class with slots

    def refers(self, thing: tuple[str, str]) -> None:
        """Let nobody miss a line that refers to an object and is worked at elsewhere."""
        if thing in self.shared.apart.relied:
            raise Stirred

    def group(self, word: str) -> Iterable[Entry]:
        """Return the lines whose key may begin with a word."""
        self.shared.apart.ask((word,))
        return self.awake(word)

    def awake(self, word: str) -> Iterable[Entry]:
        """Return the same, but for lines that are worked at elsewhere."""
        self._rouse(word)
        return [entry for key, entry in self.held.items() if key[0] == word]

    def _rouse(self, word: str) -> None:
        """Read all lines that begin with a word, those in both texts, too."""
        if word in self.roused:
            return
        self.load(word)
        for each in self._words(word):
            for key in self.shared.latent.get(each, NO_KEYS):
                self._awaken(key)
        self.roused.add(word)

    def starting(self, start: Key) -> Iterable[Entry]:
        """Return the lines whose key may begin with these words."""
        self.shared.apart.ask(start)
        if not start:
            return self.entries.values()
        self._rouse(start[0])
        if len(start) < PAIR or len(self.held) < MANY:
            return [entry for key, entry in self.held.items() if key[0] == start[0]]
        return [self.held[key] for key in self.indexed().starting(start)]

    def opening(self) -> list[Entry]:
        """Return the lines that have others below them."""
        return [each for each in self.held.values() if each.section is not None]

    def siblings(self, key: Key) -> Iterable[Entry]:
        """Return the lines of both texts that belong to one list with this one."""
        self.load(key[0])
        keys = [each for word in self._words(key[0]) for each in self.shared.siblings(word, key)]
        return [entry for entry in map(self.find, keys) if entry is not None]

    def copy(self, above: Section | None = None) -> "Root":
        """Return a copy that changes without this one."""
        del above
        return Root(
            self.context,
            None,
            dict(self.held),
            said=set(self.said),
            said_below=dict(self.said_below),
            chunks=self.chunks,
            reader=self.reader,
            shared=self.shared,
            read=set(self.read),
            places=dict(self.places),
            met=set(self.met),
            differing=self.differing,
            roused=set(self.roused),
            undone=set(self.undone),
        )

    def naming(self, words: Iterable[str], first: str = "") -> Iterator[Entry]:
        """Yield the lines that were read and may name all of these words below them; unread ones are searched as text.

        Args:
            words: the words.
            first: what the lines begin with; nothing where that may be anything.
        """
        wanted = tuple(words)
        self._awaken_naming(wanted, first)
        for entry in list(self.held.values()):
            if (not first or entry.key[0] == first) and may_name(entry.section, wanted):
                yield entry

    def having(self, line: tuple[Key, Words], named: Sequence[str], first: str) -> list[Entry]:
        """Return those of them that have a line, by its identity and its words."""
        self._awaken_naming(named, first)
        if self.holders is None:
            self.holders = Holders.of(self)
        return self.holders.having(self, first, line, named)

    def _awaken_naming(self, wanted: Sequence[str], first: str) -> None:
        """Read what stands in both texts and may name all of some words."""
        for each in self._words(first) if first else list(self.read):
            for key, text in self.shared.latent.get(each, NO_KEYS).items():
                if all(word in text for word in wanted):
                    self._awaken(key)

    def keys(self, texts: Sequence[str]) -> list[Key | None]:
        """Return the identities of chunks; None where more than that must be known of one."""
        context = self.context
        if context is None:
            return [None] * len(texts)
        heads = self._heads(texts)
        lines, respelled = list(map(context.rewriter.quickly("\n".join(heads)), heads)), context.respelled
        keys: list[Key | None] = []
        for text, words, found in zip(texts, lines, context.rules.firsts(lines), strict=True):
            if found is None or (words[0] in respelled and context.spellings.find(words) is not None):
                keys.append(None)
                continue
            pattern, rule = found
            bare = rule.span or rule.sequence or (rule.section is None and "\n" in text)
            keys.append(None if bare else pattern.key(words))
        return keys

    def _heads(self, texts: Iterable[str]) -> list[str]:
        """Return the first lines of chunks, secrets hidden; most hold none, so that all are asked at once."""
        heads = [text.partition("\n")[0] for text in texts]
        together, hides = "\n".join(heads), self.reader.hides
        return heads if hides.text(together) == together else [hides.text(head) for head in heads]

    def _read(self, at: int, line: str | None = None) -> tuple[Key, ...]:
        """Read a chunk, and return the identities of its lines; ``line`` is its first where somebody knows it."""
        text = self.chunks.texts[at]
        part = self.chunks.part
        alone = "\n" not in text
        line = clean(self._heads([text])[0]) if line is None else line
        if alone and _quiet(part, line):
            return ()
        if not alone and (self._lazy(at, text, line) or self._narrow(at, text, line)):
            return self.places[at]
        node: tuple[Node, ...]
        if alone:
            node = (Node(line, self.chunks.numbers.of(at)),)
        else:
            node = read_text(part, self.reader.hides.text(text), self.chunks.numbers.of(at))
        keys: list[Key] = []
        for each in node:
            for path in spelled(self, each.text):
                self.reader.add(self, path, each)
                keys.append(known(self.context, path[0]).key)
        self.places[at] = tuple(keys)
        for key in keys:
            self._awaken(key)
            self.met.add(key)
        return self.places[at]

    def _narrow(self, at: int, text: str, line: str) -> bool:
        """Read only the lines of a section that the other text doesn't have, where the rest is no concern of theirs."""
        head = text.partition("\n")[0]
        if head not in self.shared.halves:
            return False
        found = known(self.context, line)
        kind = found.rule.section if found.rule is not None and not found.negative else None
        fresh = found.key not in self.held and self._latent(found.key) is None and spelled(self, line) == ((line,),)
        common = self.shared.common(head, self.chunks.part, kind, self.reader.hides) if kind and fresh else None
        if common is None:
            return False
        reader, part, number = self.reader, self.chunks.part, self.chunks.numbers.of(at)
        own = common.first if text is self.shared.halves[head].first else common.second

        def widen(section: Section) -> None:
            there = frozenset(section.held)
            reader.fill(section, nodes(part, head, common.shared(part, text, reader.hides), number))
            settle(section, reader.profile, there)
            section.held = dict(sorted(section.held.items(), key=lambda each: each[1].number or LAST))

        entry = made(found, line, number)
        entry.section = Section(common.context, ref(self), opener=entry.match)
        entry.section.latent, entry.section.widen = common, widen
        reader.fill(entry.section, nodes(part, head, own, number))
        self.put(entry)
        self.places[at] = (found.key,)
        return True

    def _lazy(self, at: int, text: str, line: str) -> bool:
        """Let a section stand unread, where the rulebook knows its line and the other text has the very same."""
        if text not in self.shared.texts:
            return False
        found = known(self.context, line)
        kind = found.rule.section if found.rule is not None and not found.negative else None
        if kind is None or found.key in self.held or spelled(self, line) != ((line,),):
            return False
        entry = made(found, line, self.chunks.numbers.of(at))
        reader, chunks, hushed = self.reader, self.chunks, text in self.shared.hushed

        def unread(section: Section) -> None:
            if hushed:
                raise Stirred
            for node in read_text(chunks.part, reader.hides.text(text), chunks.numbers.of(at)):
                reader.fill(section, node.children)
            settle(section, reader.profile)
            section.raw = text

        raw = min(text, self.shared.hushed[text]) if hushed else text  # what is worked at elsewhere is equal here
        entry.section = Section(
            kind.context, ref(self), unread=unread, raw=raw, numbered=kind.numbered, opener=entry.match
        )
        self.put(entry)
        self.places[at] = (found.key,)
        return True

    def _settle(self, key: Key) -> None:
        entry = self.held.get(key)
        if entry is None:
            return
        if entry.section is not None and entry.section.unread is not None:
            return
        if entry.section is not None:
            settle(entry.section, self.reader.profile)
            if not hollow(entry):
                return
            self.said_below[key] = entry.section.said
        elif is_default(entry, self, self.reader.profile):
            self.said.add(key)
        else:
            return
        del self.held[key]
        if self.index is not None:
            self.index.drop(key, entry.place)


def _quiet(part: Part, line: str) -> bool:
    """Whether a line of the top level is no config: noise, or what the device says of itself."""
    return any(each is not None and each.fullmatch(line) for each in (part.noise, part.volatile))


def read_root(rulebook: Rulebook, part: Part, tree: Tree, hides: Hides, *, shared: Shared | None = None) -> Root:
    """Return the state of a part that is changed by commands; nothing of it is read yet."""
    chunks = chunks_of(tree, part) or Lines(part, "").chunks()
    profile = profile_of(rulebook, chunks)
    return Root(part.context, None, chunks=chunks, reader=Reader(hides, profile), shared=shared or Shared())


def chunks_of(tree: Tree, part: Part) -> Chunks | None:
    """Return a part cut at its top level, or None where the tree doesn't have it."""
    return next((each.lines.chunks() for each in tree.parts if each.name == part.name), None)


def profile_of(rulebook: Rulebook, chunks: Chunks) -> str:
    """Return the set of defaults that a config asks for."""
    if rulebook.profile is not None:
        for at in chunks.words.get(rulebook.profile.words[0].literal, ()):
            found = rulebook.profile.match(chunks.texts[at].split())
            if found is not None:
                return found.names["profile"]
    return rulebook.usual_profile
