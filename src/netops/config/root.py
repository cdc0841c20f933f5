"""The top level of a state, read piece by piece: lines of one first word at a time, sections when somebody looks into them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netops.config.chunks import Chunks
from netops.config.grammar import clean, read_text
from netops.config.knowing import known, made
from netops.config.node import Node
from netops.config.reader import Reader, spelled
from netops.config.rulebook import Part, Rulebook
from netops.config.state import Entry, Hides, Key, Section, hollow, is_default, settle
from netops.config.tree import Lines, Tree


@dataclass(slots=True)
class Shared:
    """What the texts of two configs have in common: of most of it nobody needs to know more than its identity.

    Attributes:
        texts: chunks that stand once in each.
        latent: by first word, identity → chunk; of lines that may stay unread.
        doubtful: by first word, chunks that must be read all the same: repeated lines, other spellings, unknown lines.
    """

    texts: frozenset[str] = field(default=frozenset(), repr=False)
    latent: dict[str, dict[Key, str]] = field(default_factory=dict, repr=False)
    doubtful: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def look(self, word: str, root: "Root") -> None:
        """Find out the identities of the chunks that begin with a word, once for both texts."""
        if word in self.latent:
            return
        found: dict[Key, str] = {}
        doubtful: set[str] = set()
        texts = root.chunks.texts
        for at in root.chunks.words.get(word, ()):
            text = texts[at]
            if text not in self.texts:
                continue
            key = root.key(text)
            if key is None or key in found:
                doubtful.add(text)
                if key is not None:
                    doubtful.add(found[key])
            else:
                found[key] = text
        self.latent[word] = {key: text for key, text in found.items() if text not in doubtful} if doubtful else found
        self.doubtful[word] = frozenset(doubtful)


NO_KEYS: dict[Key, str] = {}


@dataclass(slots=True)
class Root(Section):
    """The top level of a part.

    Attributes:
        chunks: the text, cut.
        reader: reads it.
        shared: what the other text has, too: it is left unread.
        read: first words whose lines were read.
        places: chunk index → identities of the lines that were read from it.
        met: identities that somebody has asked for; what was never met is the same in both.
        differing: first words of lines that the other text doesn't have; None until somebody has looked.
    """

    chunks: Chunks = field(kw_only=True)
    reader: Reader = field(kw_only=True)
    shared: Shared = field(default_factory=Shared, kw_only=True)
    read: set[str] = field(default_factory=set, kw_only=True)
    places: dict[int, tuple[Key, ...]] = field(default_factory=dict, kw_only=True)
    met: set[Key] = field(default_factory=set, kw_only=True)
    differing: frozenset[str] | None = field(default=None, kw_only=True)

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
        found += self._twins(found)
        for at in sorted(found):
            self._read(at)

    def _twins(self, found: list[int]) -> list[int]:
        """Return chunks of both texts that are about the same lines as these, so that all are read in the order of the text."""
        if not self.shared.texts:
            return []
        twins: list[int] = []
        for at in found:
            line = self.reader.hides.text(clean(self.chunks.texts[at].partition("\n")[0]))
            key = known(self.context, line).key
            text = self._latent(key) if key and key not in self.met else None
            if text is not None:
                self.met.add(key)
                twins.append(self.chunks.place(text))
        return twins

    def load_all(self) -> "Root":
        """Read everything."""
        for word in list(self.chunks.words):
            self.load(word)
            self.group(word)
        return self

    def find(self, key: Key) -> Entry | None:
        """Return the line with this identity."""
        if key in self.met:
            return self.held.get(key)
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
            self._read(self.chunks.place(text))

    def _latent(self, key: Key) -> str | None:
        for word in self._words(self._word_of(key)):
            text = self.shared.latent.get(word, NO_KEYS).get(key)
            if text is not None:
                return text
        return None

    def _word_of(self, key: Key) -> str:
        """Return the first word under which a line's chunk is found: a negated line's second."""
        negation = self.context.negation if self.context is not None else ""
        return "" if not key else key[1] if key[0] == negation and len(key) > 1 else key[0]

    def _words(self, word: str) -> Iterable[str]:
        return self.context.aliases.get(word, (word,)) if self.context is not None else (word,)

    def put(self, entry: Entry) -> None:
        """Let a line stand."""
        self.met.add(entry.key)
        self.held[entry.key] = entry

    def group(self, word: str) -> Iterable[Entry]:
        """Return the lines whose key may begin with a word."""
        self.load(word)
        for each in self._words(word):
            for key in self.shared.latent.get(each, NO_KEYS):
                self._awaken(key)
        return [entry for key, entry in self.held.items() if key[0] == word]

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
        )

    def naming(self, words: Iterable[str]) -> Iterator[Entry]:
        """Yield the lines that were read and may name one of these words below them; unread ones are searched as text."""
        wanted = tuple(words)
        for first in list(self.read):
            for key, text in self.shared.latent.get(first, NO_KEYS).items():
                if all(word in text for word in wanted):
                    self._awaken(key)
        for entry in list(self.held.values()):
            below = entry.section
            if below is None:
                continue
            raw = below.raw if below.unread is not None else None
            if raw is None or not wanted or all(word in raw for word in wanted):
                yield entry

    def key(self, text: str) -> Key | None:
        """Return the identity of a chunk; None where more than that must be known of it."""
        context = self.context
        if context is None:
            return None
        words = context.rewriter.apart(self.reader.hides.text(text.partition("\n")[0]))
        if words[0] in context.respelled and context.spellings.find(words) is not None:
            return None
        found = context.rules.find(words)
        if found is None:
            return None
        match, rule = found
        if rule.span or rule.sequence or (rule.section is None and "\n" in text):
            return None
        return match.key

    def _read(self, at: int) -> None:
        text = self.chunks.texts[at]
        part = self.chunks.part
        masked = self.reader.hides.text(text)
        first, _, rest = masked.partition("\n")
        line = clean(first)
        if not rest and _quiet(part, line):
            return
        if rest and self._lazy(at, text, line):
            return
        node: tuple[Node, ...]
        if rest:
            node = read_text(part, masked, self.chunks.numbers.of(at))
        else:
            node = (Node(line, self.chunks.numbers.of(at)),)
        keys: list[Key] = []
        for each in node:
            for path in spelled(self, each.text):
                self.reader.add(self, path, each)
                keys.append(known(self.context, path[0]).key)
        self.places[at] = tuple(keys)
        for key in keys:
            self._awaken(key)
            self.met.add(key)
            self._settle(key)

    def _lazy(self, at: int, text: str, line: str) -> bool:
        """Let a section stand unread, where the rulebook knows its line and the other text has the very same."""
        if text not in self.shared.texts:
            return False
        found = known(self.context, line)
        kind = found.rule.section if found.rule is not None and not found.negative else None
        if kind is None or found.key in self.held or spelled(self, line) != ((line,),):
            return False
        entry = made(found, line, self.chunks.numbers.of(at))

        def unread(section: Section) -> None:
            masked = self.reader.hides.text(text)
            nodes = read_text(self.chunks.part, masked, self.chunks.numbers.of(at))
            for node in nodes:
                self.reader.fill(section, node.children)
            settle(section, self.reader.profile)
            section.raw = text

        entry.section = Section(kind.context, self, unread=unread, raw=text, numbered=kind.numbered, opener=entry)
        self.held[found.key] = entry
        self.met.add(found.key)
        self.places[at] = (found.key,)
        return True

    def _settle(self, key: Key) -> None:
        entry = self.held.get(key)
        if entry is None:
            return
        if entry.section is not None:
            settle(entry.section, self.reader.profile)
            if hollow(entry):
                self.said_below[key] = entry.section.said
                del self.held[key]
        elif is_default(entry, self, self.reader.profile):
            self.said.add(key)
            del self.held[key]


def _quiet(part: Part, line: str) -> bool:
    """Whether a line of the top level is no config: noise, or what the device says of itself."""
    return any(each is not None and each.fullmatch(line) for each in (part.noise, part.volatile))


def read_root(rulebook: Rulebook, part: Part, tree: Tree, hides: Hides, *, shared: Shared | None = None) -> Root:
    """Return the state of a part that is changed by commands; nothing of it is read yet."""
    chunks = next((each.lines.chunks() for each in tree.parts if each.name == part.name), None)
    if chunks is None:
        chunks = Lines(part, "").chunks()
    profile = profile_of(rulebook, chunks)
    return Root(part.context, None, chunks=chunks, reader=Reader(hides, profile), shared=shared or Shared())


def profile_of(rulebook: Rulebook, chunks: Chunks) -> str:
    """Return the set of defaults that a config asks for."""
    if rulebook.profile is not None:
        for at in chunks.words.get(rulebook.profile.words[0].literal, ()):
            found = rulebook.profile.match(chunks.texts[at].split())
            if found is not None:
                return found.names["profile"]
    return rulebook.usual_profile
