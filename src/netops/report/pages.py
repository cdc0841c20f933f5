"""The templates of pages and documents: what they print is escaped, and shows what no page may hold."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from netops.report.visible import visible

PAGES = Path(__file__).parent / "page"


@cache
def environment(folder: str = "") -> Environment:
    """Return where templates come from, and how they are filled.

    Args:
        folder: below `PAGES`, for a form with templates of its own.
    """
    return Environment(
        loader=FileSystemLoader(PAGES / folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )


def _plain(value: object) -> object:
    """Spell out what no page may hold; what the templates made themselves stays."""
    return visible(value) if type(value) is str else value
