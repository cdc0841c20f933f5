"""``netops audit --fix-plan``: what a change would mend, told beside its diff."""

from collections.abc import Collection

import typer

from netops.audit import Policy, check_entries
from netops.change.commands import Project
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.plan import as_dict, show
from netops.errors import Fault, InputError, raise_all
from netops.inventory import Inventory
from netops.language import translate as _
from netops.operations import PEOPLE, Asked, FixPlan, Wish, plan_fixes

_ASKS = frozenset({"B003", "B005", "B006"})
"""Checks whose lines make passwords end: with age, at the first login, where they are weak. Whose is over is asked for a new one."""


def plan(place: Project, loaded: Inventory, hosts: tuple[str, ...], wish: Wish | None, *, as_json: bool) -> None:
    """Plan the change, tell it, and leave: 0 nothing to mend, 2 a change was written, 3 one that is unproven.

    Where a device that was to be mended could not be audited it is 1, after all others were planned.
    """
    if wish is None:
        raise InputError.of("NET-CLI-013", option="--fix-plan", needs="--as NAME")
    found = plan_fixes(place, loaded, hosts, wish)
    if as_json:
        left = [{"device": each.device, "check": each.check, "why": each.why} for each in found.left]
        brings = [{"device": each.device, "check": each.check, "found": each.why} for each in found.brings]
        others = {"unsure": found.unsure, "not_audited": found.not_audited, "unread": found.unread}
        output.emit_json({**as_dict(found.change), "mended": found.mended, "left": left, "brings": brings, **others})
    else:
        _tell(found)
    if found.not_audited:
        raise typer.Exit(ExitCode.ERROR)
    if found.change is None:
        raise typer.Exit(ExitCode.DONE)
    proven = all(found.change.device(host)["proven"] for host in found.change.hosts)
    raise typer.Exit(ExitCode.DIFFERENCES if proven else ExitCode.REFUSED)


def wish(
    author: str | None, level: int | None, policy: Policy, checks: Collection[str], *, advice: bool
) -> Wish | None:
    """Return what is to be mended; None where nobody says who plans it.

    Raises:
        InputError: NET-CLI-019, there is no such check.
    """
    asked = Asked(known(checks), advice)
    return Wish(author, policy, level=level, asked=asked) if author else None


def known(checks: Collection[str]) -> tuple[str, ...]:
    """Return these checks, or raise NET-CLI-019 for those that there are not: nothing would be mended, in silence."""
    there = check_entries()
    raise_all(Fault("NET-CLI-019", {"check": each}) for each in checks if each not in there)
    return tuple(checks)


def _tell(found: FixPlan) -> None:
    if found.change is None:
        output.say(_("no finding that lines could mend"), "green")
    else:
        show(found.change)
        output.table((_("device"), _("mends")), [(host, " ".join(checks)) for host, checks in found.mended.items()])
    for each in found.left:
        if each.why != PEOPLE:
            words = _("{device}: {check} stays, since its lines can't be taken: {why}")
            output.warn(words.format(device=each.device, check=each.check, why=each.why))
    _tell_of_devices(found)
    people: dict[str, list[str]] = {}
    for each in found.left:
        if each.why == PEOPLE:
            people.setdefault(each.device, []).append(each.check)
    for device, checks in people.items():
        output.note(_("{device}: for people to mend: {checks}").format(device=device, checks=" ".join(checks)))


def _tell_of_devices(found: FixPlan) -> None:
    """Say which devices were left out, which weren't looked at, and which will ask somebody something."""
    for device, why in found.not_audited.items():
        output.warn(_("{device}: not audited, and nothing is planned for it: {why}").format(device=device, why=why))
    for device, why in found.unread.items():
        words = _("{device}: not read, so who reaches whom there is what the inventory says: {why}")
        output.warn(words.format(device=device, why=why))
    for each in found.brings:
        words = _("{device}: with these lines {check} is asked, too: {found}")
        output.note(words.format(device=each.device, check=each.check, found=each.why))
    for device, checks in found.unsure.items():
        words = _("{device}: lines are taken, and a person must still look: {checks}")
        output.warn(words.format(device=device, checks=" ".join(checks)))
    for device in {**found.mended, **found.unsure}:
        lines = (*found.mended.get(device, ()), *found.unsure.get(device, ()))
        asking = [check for check in lines if check in _ASKS]
        if asking:
            words = _("{device}: may ask for a new password at the next login, of netops too: {checks}")
            output.warn(words.format(device=device, checks=" ".join(asking)))
