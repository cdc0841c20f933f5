"""Who can talk to whom, measured in the lab and computed from the configs, for people."""

from collections.abc import Iterable, Mapping, Sequence

from netops.change.planning import matrix
from netops.cli import output
from netops.intent import Party, intended_devices
from netops.inventory import Inventory
from netops.lab import Lab
from netops.language import translate as _
from netops.reachability import Reach, pair

Pairs = Mapping[tuple[str, str], bool]


def measure(lab: Lab, parties: Sequence[Party]) -> dict[tuple[str, str], bool]:
    """Ask every station to call every other one and return who reached whom, each pair once.

    Two departments may use one address, so what counts is the name of the station that answers. A pair can talk
    where each of the two reaches the other.
    """
    ways = [(one, other) for one in parties for other in parties if one.name != other.name]
    questions = sorted({(one.name, str(other.address.ip)) for one, other in ways})
    answers = dict(zip(questions, lab.probe(questions), strict=True))
    reached = {(one.name, other.name) for one, other in ways if answers[one.name, str(other.address.ip)] == other.name}
    names = sorted(each.name for each in parties)
    return {
        (one, other): (one, other) in reached and (other, one) in reached
        for one in names
        for other in names
        if one < other
    }


def compute(inventory: Inventory) -> dict[tuple[str, str], bool]:
    """Return who can talk to whom by the intended configs alone."""
    answers = matrix(inventory, intended_devices(inventory)).pairs
    return {each: answers[each] is Reach.REACHABLE for each in answers}


def show(pairs: Pairs, names: Iterable[str], title: str, before: Pairs | None = None) -> None:
    """Print the matrix, its columns by number so that it fits a terminal; what differs from ``before`` is marked."""
    numbered = list(enumerate(names, start=1))
    rows = [
        (str(number), source, *(_cell(pairs, before, source, other) for _number, other in numbered))
        for number, source in numbered
    ]
    output.table(("", _("from \\ to"), *(str(number) for number, _name in numbered)), rows, title=title)


def _cell(pairs: Pairs, before: Pairs | None, source: str, other: str) -> str:
    if source == other:
        return ""
    now = pairs[pair(source, other)]
    mark = "●" if now else "·"
    return f"{mark}!" if before is not None and before[pair(source, other)] != now else mark
