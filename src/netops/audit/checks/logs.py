"""Logging of the routing software (FRR manual, "Basic Config Commands": ``log syslog``, ``log commands``)."""

from typing import get_args

from netops.audit.answer import Answer, Basis, Subject, Word, cited
from netops.audit.policy import LogLevel

LEVELS = list(get_args(LogLevel))
"""From the tersest to the most detailed."""


def logging_on(subject: Subject) -> Answer:
    """B080: events go to syslog."""
    logging = subject.device.management.logging
    if logging.syslog_level is None:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"level": "-"})
    lines = cited(logging.sources, logging.lines, "syslog_level", logging.syslog_level)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"level": logging.syslog_level})


def log_level(subject: Subject) -> Answer:
    """B084: the level is detailed enough; nothing to say where nothing is sent (B080 says that)."""
    logging = subject.device.management.logging
    least = subject.policy.log_level
    values = {"level": logging.syslog_level or "-", "least": least}
    if logging.syslog_level is None:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=values)
    lines = cited(logging.sources, logging.lines, "syslog_level", logging.syslog_level)
    if logging.syslog_level not in LEVELS:
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, values)
    enough = LEVELS.index(logging.syslog_level) >= LEVELS.index(least)
    return Answer(Word.COMPLIANT if enough else Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values)


def command_log(subject: Subject) -> Answer:
    """B086: the commands that people type are recorded."""
    logging = subject.device.management.logging
    if not logging.commands:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"value": "no"})
    lines = cited(logging.sources, logging.lines, "commands", "commands")
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"value": "yes"})


CHECKS = {
    "B080": logging_on,
    "B084": log_level,
    "B086": command_log,
}
