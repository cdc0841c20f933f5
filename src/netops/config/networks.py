"""Networks that one section of a device may hold at a time, in one VRF: who holds which, and which overlap."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from netops.config.equality import level
from netops.config.grammar import clean
from netops.config.knowing import known
from netops.config.nets import Index, Net, read_net
from netops.config.pattern import fill
from netops.config.root import Root
from netops.config.rulebook import Context, Rule
from netops.config.state import Entry, Key, Section
from netops.config.steps import Object
from netops.config.wiping import agreeing


def scope_of(section: Section | None, rule: Rule) -> str:
    """Return what sets a section apart from others: the words that its lines bind, such as its VRF, or its own line does."""
    if section is None or rule.network is None:
        return ""
    words: list[str] = []
    for pattern in rule.network.within:
        key = pattern.key_of({})
        if key is None:  # the section's own line, such as the port of a sub-interface
            own = section.opener.names if section.opener is not None else {}
            words += [pattern.text, *(own.get(each.hole, "") for each in pattern.words if each.hole)]
            continue
        held = section.find(key)
        if held is not None and not held.negative:
            words += [held.names.get(each.hole, "") for each in pattern.words if each.hole]
    return " ".join(words)


def network_of(entry: Entry, scope: str) -> Net | None:
    """Return the network that a line gives its section."""
    rule = entry.rule
    if rule is None or rule.network is None or entry.negative:
        return None
    return read_net(fill(rule.network.of, entry.names), scope)


def networks_of(section: Section | None) -> dict[Net, Key]:
    """Return the networks of a section, and the lines that give them."""
    found: dict[Net, Key] = {}
    if section is None or not rules_of(section.context):
        return found
    for key, entry in section.entries.items():
        if entry.rule is not None and entry.rule.network is not None:
            net = network_of(entry, scope_of(section, entry.rule))
            if net is not None:
                found[net] = key
    return found


def outside(section: Section, entry: Entry) -> bool:
    """Whether an address of a line lies in no network of its section, though it must; what can't be read isn't asked."""
    rule = entry.rule
    if rule is None or not rule.inside or entry.negative:
        return False
    net = read_net(fill(rule.inside, entry.names), "")
    if net is None:
        return False
    held = networks_of(section)
    if not held:  # no address, or one that is hidden
        return not any(each.rule is not None and each.rule.network is not None for each in section.entries.values())
    return not any(overlap(net, replace(each, scope="")) for each in held)


def objects_of(entries: Iterable[Entry], here: Section | None) -> frozenset[Object]:
    """Return the networks of lines, and of the sections among them, as objects of a plan.

    Args:
        entries: the lines.
        here: the section that they stand in; None where they stand in none.
    """
    found: set[Object] = set()
    for entry in entries:
        if entry.section is not None:
            found |= {net.object() for net in networks_of(entry.section)}
        if entry.rule is not None and entry.rule.network is not None:
            net = network_of(entry, scope_of(here, entry.rule))
            if net is not None:
                found.add(net.object())
    return frozenset(found)


def given_up(before: Root | None, taken: Collection[Entry], key: Key) -> frozenset[Object]:
    """Return the networks that went with lines, in the VRF in which their section had them before the change.

    Args:
        before: the running state as it was.
        taken: the lines.
        key: the section that they stood in; empty where they stood at the top level.
    """
    if not any(each.section is not None or (each.rule is not None and each.rule.network) for each in taken):
        return frozenset()
    held = before.find(key) if before is not None and key else None
    return objects_of(taken, held.section if held is not None else None)


@lru_cache(maxsize=1024)
def rules_of(context: Context | None) -> tuple[Rule, ...]:
    """Return the rules of a section's lines that give it a network."""
    return tuple(each for each in context.every if each.network is not None) if context is not None else ()


@lru_cache(maxsize=64)
def _holders(context: Context) -> tuple[tuple[str, re.Pattern[str], tuple[Rule, ...]], ...]:
    """Return the first words of the sections that hold networks, what finds such lines in them, and their rules."""
    kinds: dict[str, tuple[Rule, ...]] = {}
    for rule in context.every:
        rules = rules_of(rule.section.context) if rule.section is not None else ()
        if rules:
            kinds[rule.pattern.words[0].literal] = rules
    return tuple((word, _finder(rules), rules) for word, rules in kinds.items())


def _finder(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    starts = sorted({" ".join(rule.pattern.start_of({})) for rule in rules})
    return re.compile(rf"\n[ \t]+((?:{'|'.join(map(re.escape, starts))})[ \t]+\S.*)")


def _written(root: Root) -> Index[str]:
    """Return the networks that a text names anywhere, each with the line of its section; VRFs are looked at later."""
    chunks = root.chunks
    if chunks.networks is None:
        index: Index[str] = Index()
        chunks.networks = index
        for word, finder, rules in _holders(chunks.part.context):
            for at in chunks.words.get(word, ()):
                text = chunks.texts[at]
                for found in finder.finditer(text):
                    net = _named(found[1].split(), rules)
                    if net is not None:
                        index.add(net, text.partition("\n")[0])
    return chunks.networks


def _named(words: list[str], rules: tuple[Rule, ...]) -> Net | None:
    for rule in rules:
        match = rule.pattern.match(words)
        if match is not None and rule.network is not None:
            return read_net(fill(rule.network.of, match.names), "")
    return None


@dataclass(slots=True)
class Holdings:
    """Knows which sections hold a network, while lines are typed.

    Attributes:
        typed: networks that were typed since, and the sections that they were typed in.
    """

    typed: Index[Key] = field(default_factory=Index)

    def refuses(self, section: Section, entry: Entry) -> str:
        """Return why the device doesn't let a section have a network; nothing where it does."""
        root, opener = section.above, section.opener
        net = network_of(entry, scope_of(section, entry.rule)) if entry.rule is not None else None
        if net is None or opener is None or not isinstance(root, Root):
            return ""
        if net.is_of_no_host:
            return "the address is the network's own, or that of all its hosts"
        anywhere = replace(net, scope="")
        lines = dict.fromkeys(_written(root).overlapping(anywhere))
        keys = [*(known(root.context, clean(line)).key for line in lines), *self.typed.overlapping(anywhere)]
        self.typed.add(anywhere, opener.key)
        for key in dict.fromkeys(keys):
            held = root.find(key) if key != opener.key else None
            for other, line in networks_of(held.section).items() if held is not None else ():
                if held is not None and held.section is not None and overlap(net, other):
                    told = held.section.entries[line].text
                    return f"it overlaps with “{told}” of “{held.text}”"
        return ""


def overlap(one: Net, other: Net) -> bool:
    """Whether two networks have an address in common, in the same VRF."""
    if (one.scope, one.version) != (other.scope, other.version):
        return False
    length = min(one.length, other.length)
    return one.number >> (one.length - length) == other.number >> (other.length - length)


@dataclass(slots=True)
class _Change:
    """What a section loses and gains of networks."""

    key: Key
    loses: dict[Net, Key]
    gains: dict[Net, Key]


def given_up_first(running: Root, intended: Root) -> dict[Key, frozenset[Key]]:
    """Return the lines that must go before anything new is typed, by section: each has what the next one is to get.

    Where sections only wait for each other in a row, the order of their lines is enough.
    """
    changes = list(_changes(running, intended))
    losing: Index[_Change] = Index()
    for each in changes:
        for net in each.loses:
            losing.add(net, each)
    waits = {
        each.key: {other.key for net in each.gains for other in losing.overlapping(net) if other is not each}
        for each in changes
    }
    gaining: Index[_Change] = Index()
    for each in changes:
        for net in each.gains:
            gaining.add(net, each)
    found: dict[Key, frozenset[Key]] = {}
    while True:
        ready = [key for key, others in waits.items() if not others]
        for key in ready:
            del waits[key]
        if not waits:
            return found
        gone = set(ready)
        if not gone:
            first = next(each for each in changes if any(each.key in others for others in waits.values()))
            wanted = {net for net in first.loses if any(other is not first for other in gaining.overlapping(net))}
            found[first.key] = _with_blockers(running, first.key, {first.loses[net] for net in wanted})
            gone = {first.key}
        waits = {key: others - gone for key, others in waits.items()}


def _with_blockers(running: Root, key: Key, lines: set[Key]) -> frozenset[Key]:
    """Return lines that a section gives up, and those that must be gone before."""
    held = running.find(key)
    if held is None or held.section is None:
        return frozenset(lines)
    found = set(lines)
    for each in map(held.section.find, lines):
        if each is not None and each.rule is not None:
            found.update(*(agreeing(held.section, blocker, each.names) for blocker in each.rule.blockers))
    return frozenset(found)


def _changes(running: Root, intended: Root) -> Iterator[_Change]:
    for key, entry in list(running.held.items()):
        if entry.section is None or entry.section.unread is not None or not rules_of(entry.section.context):
            continue
        wanted = intended.find(key)
        if wanted is None or wanted.section is None:
            continue
        level(entry.section, wanted.section)
        if _telling(entry.section) == _telling(wanted.section):
            continue
        before, after = networks_of(entry.section), networks_of(wanted.section)
        loses = {net: line for net, line in before.items() if net not in after}
        gains = {net: line for net, line in after.items() if net not in before}
        if loses and gains:
            yield _Change(key, loses, gains)


def _telling(section: Section) -> dict[Key, str]:
    """Return the lines that give a section its networks, and those that set it apart, with their values."""
    apart = _apart(section.context)
    return {
        key: entry.value
        for key, entry in section.lines.items()
        if (entry.rule is not None and entry.rule.network is not None) or key in apart
    }


@lru_cache(maxsize=1024)
def _apart(context: Context | None) -> frozenset[Key]:
    patterns = [each for rule in rules_of(context) if rule.network is not None for each in rule.network.within]
    return frozenset(key for key in (each.key_of({}) for each in patterns) if key is not None)
