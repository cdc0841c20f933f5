"""Asking one device for a table of its state; read-only."""

import re
from collections.abc import Mapping, Sequence

from netops.devices.outcome import Kind
from netops.devices.state_plan import Plan, plans
from netops.devices.state_reading import Read, read_state
from netops.devices.tasks import AnySession


def state_of(session: AnySession, table: str) -> Read:
    """Ask a device for a table and read it; what wasn't understood is shown without secrets.

    Raises:
        Failure: NET-DEV-080 the platform has no such table, NET-DEV-045 the device refused a command; kind
            ``unreachable`` or ``timeout``.
    """
    platform = str(session.host.platform)
    found = plans(platform)
    if table not in found:
        raise session.failure(Kind.REJECTED, "NET-DEV-080", table=table, platform=platform)
    read = read_state(table, found, lambda commands: _answers(session, found, table, commands))
    return Read(read.rows, tuple(session.redactor.hide(line) for line in read.unread))


def _answers(session: AnySession, found: Mapping[str, Plan], table: str, commands: Sequence[str]) -> list[str]:
    texts = []
    for ran in session.run(commands):
        session.log.weighed(session.name, ran.output)
        text = ran.text if ran.status == 0 else f"{ran.text}\n{ran.errors}"
        if ran.status != 0 and not _harmless(found, table, ran.command, text):
            raise session.failure(
                Kind.REJECTED, "NET-DEV-045", command=ran.command, answer=session.shown(text.strip()) or "-"
            )
        texts.append(text)
    return texts


def _harmless(found: Mapping[str, Plan], table: str, command: str, text: str) -> bool:
    """Return whether a refusal only says that there is nothing to show.

    A device without BGP calls the question a mistake, and so does one without VRFs; what the latter said is among the
    lines that nobody understood, so that a user without the right to ask is seen.
    """
    if table != "vrfs" and command == found["vrfs"].command:
        return True
    return any(re.search(pattern, text, re.MULTILINE) for pattern in found[table].absent)
