"""Where templates are found, and how Jinja2 is told to be strict."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from netops.render.ordering import by_rank, grouped, ordered
from netops.render.ranges import dotted, less, masked, runs

SUFFIX = ".j2"
WHOLE = "device"


def packaged() -> Path:
    """Return the folder of templates that came with netops: inside the wheel, or the checkout's ``templates/``."""
    inside = Path(str(resources.files("netops"))) / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def environment(folders: tuple[str, ...], overlays: Sequence[Path] = ()) -> Environment:
    """Return the template environment of one platform.

    Args:
        folders: of the platform's templates, its own before those that it shares with others: ``huawei_vrp``, ``vrp_family``.
        overlays: folders like ``templates/``, searched first in their order: a file ``<folder>/bgp.j2`` there replaces ours.
    """
    return _environment(folders, tuple(str(each) for each in overlays))


@cache
def _environment(folders: tuple[str, ...], overlays: tuple[str, ...]) -> Environment:
    searched = [Path(each) / name for each in (*overlays, str(packaged())) for name in folders]
    made = Environment(
        loader=FileSystemLoader(searched),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- a device's config isn't HTML; values are checked before they are rendered
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=printed,
    )
    made.filters.update(
        ordered=ordered, grouped=grouped, by_rank=by_rank, runs=runs, less=less, dotted=dotted, masked=masked
    )
    return made


def printed(value: object) -> object:
    """Let a value into the text, unless it is nothing: an absent fact must not become the word ``None``."""
    if value is None:
        raise NothingToPrint
    return value


class NothingToPrint(Exception):
    """A template printed an absent value."""


def features(folders: tuple[str, ...], overlays: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the features that a platform's templates have, sorted, without the one that puts them together.

    A template whose name begins with ``_`` holds what others share; it is no feature.

    Example:
        >>> "bgp" in features(("frr",))
        True
    """
    names = environment(folders, overlays).list_templates(extensions=[SUFFIX[1:]])
    stems = (Path(each).stem for each in names)
    return tuple(sorted({each for each in stems if not each.startswith("_")} - {WHOLE}))
