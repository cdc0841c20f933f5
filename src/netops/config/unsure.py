"""Lines of which nobody knows whether they stay when another comes in or goes: what stands then makes a patch unproven."""

from collections.abc import Iterator

from netops.config.rulebook import Rule
from netops.config.state import Entry, Section
from netops.config.telling import placed
from netops.config.wiping import agreeing


def unsure_beside(section: Section, rule: Rule, entry: Entry) -> Iterator[str]:
    """Yield what nobody knows of the lines that stand when a line of this rule comes in or goes."""
    for each in rule.unsure:
        for key in agreeing(section, each, entry.names):
            if key == entry.key:
                continue
            yield f"{placed(section, section.entries[key].text)} beside “{entry.text}”: nobody knows whether it stays"


def left_behind(section: Section, rule: Rule, gone: Entry) -> Iterator[str]:
    """Yield what nobody knows of lines that stand without the last one they hung on: settings of a group without an address."""
    standing = [section.entries[key] for each in rule.with_last for key in agreeing(section, each, gone.names)]
    if not any(each.rule is rule and not each.negative for each in standing):
        for each in standing:
            yield f"{placed(section, each.text)} without “{gone.text}”: nobody knows whether it stays"
