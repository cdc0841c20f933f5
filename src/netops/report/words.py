"""The labels of reports, in the language of the reader."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

from netops.language import Spoken

Language: TypeAlias = Spoken
TABLE = Path(__file__).parent / "labels.yml"


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Return every label with its texts by language."""
    loaded: dict[str, dict[str, str]] = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def label(name: str, language: Language) -> str:
    """Return one label.

    Example:
        >>> label("findings", "zh"), label("findings", "en")
        ('发现', 'Findings')
    """
    return labels()[name][language]
