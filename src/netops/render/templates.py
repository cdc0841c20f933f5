"""Where templates are found, and how Jinja2 is told to be strict."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from netops.render.ordering import by_rank, grouped, ordered

SUFFIX = ".j2"
WHOLE = "device"


def packaged() -> Path:
    """Return the folder of templates that came with netops: inside the wheel, or the checkout's ``templates/``."""
    inside = Path(str(resources.files("netops"))) / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def environment(name: str, overlays: Sequence[Path] = ()) -> Environment:
    """Return the template environment of one platform.

    Args:
        name: folder of the platform's templates, ``frr``.
        overlays: folders like ``templates/``, searched first in their order: a file ``<name>/bgp.j2`` there replaces ours.
    """
    return _environment(name, tuple(str(each) for each in overlays))


@cache
def _environment(name: str, overlays: tuple[str, ...]) -> Environment:
    folders = [Path(each) / name for each in (*overlays, str(packaged()))]
    made = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- a device's config isn't HTML; values are checked before they are rendered
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=printed,
    )
    made.filters.update(ordered=ordered, grouped=grouped, by_rank=by_rank)
    return made


def printed(value: object) -> object:
    """Let a value into the text, unless it is nothing: an absent fact must not become the word ``None``."""
    if value is None:
        raise NothingToPrint
    return value


class NothingToPrint(Exception):
    """A template printed an absent value."""


def features(name: str, overlays: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the features that a platform's templates have, sorted, without the one that puts them together."""
    names = environment(name, overlays).list_templates(extensions=[SUFFIX[1:]])
    return tuple(sorted({Path(each).stem for each in names} - {WHOLE}))
