"""The stage of a department in its file: edited only after the change was verified and confirmed."""

import re
from collections.abc import Mapping
from pathlib import Path

from netops.change.directory import Change
from netops.errors import Refused
from netops.inventory import Inventory

_LINE = re.compile(r"(\r\n|\r|\n)")
# Key and value bare or in quotes, as YAML has them; behind the value nothing but a comment.
_STAGE = re.compile(
    r"""(?P<key>\ufeff?(?:stage|"stage"|'stage')[ \t]*:[ \t]+)(?P<quote>["']?)(?P<stage>[a-z_]+)(?P=quote)"""
    r"(?P<rest>[ \t]*|[ \t]+#.*)"
)


def reached(inventory: Inventory, change: Change) -> Mapping[Path, str]:
    """Return the department files with the stages that a confirmed change has reached: path → new text.

    One word of one line changes in each file; comments, quotes, line ends and everything else stay as people wrote them.

    Raises:
        Refused: NET-CHG-060 where a file no longer says the stage that the change started from.
    """
    texts = {}
    for move in change.plan["moves"]:
        place = inventory.place(f"departments/{move['department']}.yml", "stage")
        path = Path(place.path)
        texts[path] = _moved(path, place.line, move, change.id)
    return texts


def _moved(path: Path, line: int, move: Mapping[str, str], change: str) -> str:
    parts = _LINE.split(path.read_bytes().decode("utf-8"))  # lines at even places, what ends them at odd ones
    at = 2 * (line - 1)
    found = _STAGE.fullmatch(parts[at]) if at < len(parts) else None
    if found is None or found["stage"] != move["from"]:
        raise Refused.of("NET-CHG-060", str(path), line, stage=move["from"], change=change)
    quote = found["quote"]
    parts[at] = f"{found['key']}{quote}{move['to']}{quote}{found['rest']}"
    return "".join(parts)
