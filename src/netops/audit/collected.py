"""What may be said of a device of which a part of the config wasn't collected: a Linux router's frr.conf without its ruleset."""

from dataclasses import replace

from netops.audit.answer import FINDINGS, Answer, Basis, Known, Subject, Word
from netops.model import Device
from netops.platforms.abilities import PartUse


def known_without(known: Known, device: Device) -> Known:
    """Return what is known of a platform where a part is missing: whether it lacks a line nobody knows, so no default holds."""
    silent = {topic for name in device.missing_parts & known.parts.keys() for topic in known.parts[name].settings}
    if not silent:
        return known
    return replace(known, defaults={topic: each for topic, each in known.defaults.items() if topic not in silent})


def collected(check: str, answer: Answer, subject: Subject) -> Answer:
    """Leave an answer to a person where a part that it leans on wasn't collected and could say otherwise.

    A violation stays where its own lines prove it.
    """
    if not subject.device.missing_parts:
        return answer
    parts = subject.known.parts
    missing = [name for name in parts if name in subject.device.missing_parts and check in parts[name].checks]
    if not missing:
        return answer
    if answer.sure and answer.word in FINDINGS:
        return replace(answer, basis=Basis.EXPLICIT, lines=answer.sure)
    if answer.word is not Word.MANUAL and all(_stands(check, answer.word, parts[name]) for name in missing):
        return answer
    lines = answer.lines if answer.word is Word.MANUAL else ()
    titles = tuple(subject.known.titles.get(name, name) for name in missing)
    return replace(answer, word=Word.MANUAL, lines=lines, places=(), missing=titles)


def _stands(check: str, word: Word, use: PartUse) -> bool:
    """Return whether an answer holds whatever the missing part says."""
    if check in use.needed:
        return False
    return word in (FINDINGS if check in use.worsening else {Word.COMPLIANT})
