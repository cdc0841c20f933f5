"""The checks: each a function of a device's model, never of a vendor's text.

Every module here that has ``CHECKS`` answers those; what each says in words, and which clause it answers, stands in
``catalogue/checks``.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeAlias

from netops.audit.answer import Answer, Subject

Check: TypeAlias = Callable[[Subject], Answer]

_FOUND = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
MODULES: tuple[ModuleType, ...] = tuple(each for each in _FOUND if hasattr(each, "CHECKS"))

CHECKS: Mapping[str, Check] = dict(sorted(pair for module in MODULES for pair in module.CHECKS.items()))

__all__ = ["CHECKS", "MODULES", "Check"]
