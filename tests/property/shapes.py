"""Random configs made from a rulebook's own line shapes, as a device would hold them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from netops.config import Rejection, Tree, parse, simulate
from netops.config.listing import Listing
from netops.config.pattern import Word
from netops.config.rulebook import Context, Rule
from netops.platforms import Platform

WORDS = [
    "10",
    "20",
    "30",
    "65001",
    "65002",
    "1",
    "2",
    "5",
    "100",
    "200",
    "2000",
    "2001",
    "3000",
    "3001",
    "0",
    "24",
    "30",
    "443",
    "80",
    "in",
    "out",
    "inbound",
    "outbound",
    "import",
    "export",
    "permit",
    "deny",
    "10.1.0.1",
    "10.1.0.5",
    "10.255.0.1",
    "192.0.2.7",
    "255.255.255.0",
    "255.255.255.252",
    "0.0.0.255",
    "0.0.0.3",
    "10.1.0.0/24",
    "10.2.0.0/16",
    "2001:db8::1",
    "2001:db8::/64",
    "65001:1",
    "65001:2",
    "10.1.0.1:5",
    "GigabitEthernet0/0/1",
    "GigabitEthernet0/0/2",
    "GigabitEthernet0/1",
    "GigabitEthernet1/0/1",
    "GigabitEthernet0/0/1.10",
    "GigabitEthernet0/1.10",
    "GigabitEthernet1/0/1.10",
    "Vlanif10",
    "Vlan-interface10",
    "Vlan10",
    "LoopBack0",
    "Loopback0",
    "Eth-Trunk1",
    "Bridge-Aggregation1",
    "Port-channel1",
    "AggregatePort1",
    "Tunnel0",
    "Tunnel0/0/1",
    "eth0",
    "core0",
    "lo",
    "A",
    "B",
    "FIN",
    "HEALTH",
    "ops",
    "audit",
    "ipv4",
    "ipv6",
    "unicast",
    "multicast",
    "vpnv4",
    "vpn",
    "static",
    "direct",
    "connected",
    "ospf",
    "bgp",
    "isis",
    "rip",
    "tcp",
    "udp",
    "ip",
    "icmp",
    "any",
    "cipher",
    "irreversible",
    "md5",
    "sha2-256",
    "both",
    "source",
    "destination",
    "vty",
    "console",
    "con",
    "aux",
    "level-2",
    "level-1-2",
    "basic",
    "advanced",
    "standard",
    "extended",
    "all",
    "none",
]
"""Words that holes of any type are tried with."""

LINES = 14
DEPTH = 3


@dataclass
class Shapes:
    """Makes lines of one platform.

    Attributes:
        platform: the platform.
        rng: decides.
        fitting: type → words that it takes.
    """

    platform: Platform
    rng: random.Random
    fitting: dict[str, list[str]] = field(default_factory=dict)

    def text(self, lines: int = LINES) -> str:
        """Return lines of the top level and below, as people might type them; a device needn't take all of them."""
        top = self.platform.rulebook.parts[0].context
        return "".join(f"{line}\n" for line in self._of_one_device(self._section(top, lines, 0)))

    def _of_one_device(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines but a second name or head: these make a text several devices', which the parser refuses."""
        marks, said = self.platform.rulebook.marks, set[int]()
        for line in lines:
            once = [at for at, each in enumerate((marks.device, *marks.heads)) if each and any(each.lines(f"{line}\n"))]
            if said.isdisjoint(once):
                yield line
            said.update(once)

    def _section(self, context: Context, lines: int, depth: int) -> list[str]:
        rules = [rule for rule in context.every if not unknowable(rule) and (depth < DEPTH or rule.section is None)]
        found: list[str] = []
        for rule in self.rng.choices(rules, k=lines) if rules else []:
            line = self.line(rule)
            if line is None:
                continue
            found.append(" " * depth + line)
            if rule.section is not None and not rule.section.numbered:
                found += self._section(rule.section.context, self.rng.randrange(1, 7), depth + 1)
        return found

    def line(self, rule: Rule) -> str | None:
        """Return a line of a rule's shape; None where no word fits one of its holes."""
        words = [self.members(rule, word) or word.literal or self.word(word) for word in rule.pattern.words]
        line = " ".join(each or "" for each in words).strip()
        opaque = any(each.start.match(line) for each in self.platform.rulebook.parts[0].opaque)
        # A hole takes any port's name, but `interface Vlanif10` makes a text Huawei's, which the parser refuses.
        strange = any(each.pattern.fullmatch(line) for each in self.platform.rulebook.marks.foreign)
        return None if None in words or opaque or strange else re.sub(" +", " ", line)

    def members(self, rule: Rule, word: Word) -> str:
        """Return what a set holds; nothing for a word that isn't the set's."""
        if not rule.listing or word.literal or word.identity:
            return ""
        choices = {Listing.TO: ("10", "20 to 22", "10 20 to 30"), Listing.COMMA: ("10", "20-22", "10,20-30")}
        return self.rng.choice(choices.get(rule.listing, ("65001:1", "65001:2 65001:3")))

    def word(self, word: Word) -> str | None:
        """Return a word that fits a hole."""
        if word.is_rest:
            return self.rng.choice(["", "10", "x"])
        if word.type is None:
            return self.rng.choice(["10", "20", "A"])
        shape = word.type.shape.pattern
        if shape not in self.fitting:
            self.fitting[shape] = [each for each in WORDS if word.type.shape.fullmatch(each)][:4] or _literals(shape)
        return self.rng.choice(self.fitting[shape]) if self.fitting[shape] else None


def every_rule(context: Context) -> Iterator[Rule]:
    """Yield the rules of a context and of all sections below it, each context once."""
    waiting, seen = [context], {id(context)}
    while waiting:
        for rule in waiting.pop().every:
            yield rule
            below = rule.section.context if rule.section is not None else None
            if below is not None and id(below) not in seen:
                seen.add(id(below))
                waiting.append(below)


def _literals(shape: str) -> list[str]:
    """Return the words of a shape that is a choice of words."""
    return [each for each in shape.strip("()?:").split("|") if re.fullmatch(r"[\w.-]+", each)][:4]


def unknowable(rule: Rule) -> bool:
    """Whether the rulebook itself says that nobody knows what becomes of a line."""
    shown = rule.default.shown and rule.default.usual is None  # a device has one form or the other in every text
    return bool(rule.unproven or rule.unproven_change or rule.span or rule.pattern.words[0].hole or shown)


def held(p: Platform, text: str) -> Tree:
    """Return the config of a device at which a text was typed block by block; what it refuses isn't in it."""
    tree = parse(p, "")
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if block and not line.startswith(" "):
            tree = _typed(p, tree, block)
            block = []
        block.append(line)
    return tree


def _typed(p: Platform, tree: Tree, block: list[str]) -> Tree:
    after = simulate(p, tree, "\n".join(block) + "\n")
    while isinstance(after, Rejection) and len(block) > 1 and after.number > 1:
        # The line that was refused goes, with what stands below it.
        refused = after.number - 1
        depth = len(block[refused]) - len(block[refused].lstrip())
        end = refused + 1
        while end < len(block) and len(block[end]) - len(block[end].lstrip()) > depth:
            end += 1
        del block[refused:end]
        after = simulate(p, tree, "\n".join(block) + "\n")
    return tree if isinstance(after, Rejection) else after
