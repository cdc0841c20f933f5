"""Model to text: checks first, then the templates, and a fault with template, line and device where one is wrong."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import NoReturn

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, UndefinedError

from netops.errors import Fault, InputError, raise_all
from netops.model import Device
from netops.platforms import Platform
from netops.render.checking import fault, faults, shown, shown_name
from netops.render.reading_back import broken
from netops.render.templates import SUFFIX, WHOLE, NothingToPrint, environment, features

# So many lines are told of a device that was read: an export of an unknown kind has hundreds.
_TOLD = 5
_UNDEFINED = re.compile(r"'(?P<name>[^']*)' is undefined|has no attribute '(?P<attribute>[^']*)'")


def render(p: Platform, device: Device, *, feature: str | None = None, overlays: Sequence[Path] = ()) -> str:
    """Return the config text of a device, as an engineer would have typed it and as the device shows it.

    Nothing is dropped in silence: what the platform can't hold or express is refused by name, all of it together, with
    the line of the inventory that the fact came from.

    Args:
        p: the platform, `netops.platforms.get_platform`.
        device: what to render. Nobody knows what its ``unread`` lines do, so a text without them isn't its config: it is
            refused. Whoever wants the text of what was understood says so: ``replace(device, unread=())``.
        feature: one template alone (``bgp``); None for the whole config.
        overlays: folders searched before the packaged templates. What they write is read back: the whole config must say
            the device's facts, and nothing else.

    Raises:
        InputError: NET-RND-001 a value breaks out of its line, 002 the field can't hold it, 003 the platform can't
            express the fact, 004 a name in a template is undefined, 005 a template's syntax is wrong, 006 there is no such
            feature, 007 a template prints an absent value, 009 an overlay says another fact, 010 it writes a line that no
            reader knows, 011 the device has lines that nobody understood.
    """
    _check(p, device)
    text = _text(p, device, feature or WHOLE, overlays)
    if overlays:
        raise_all(broken(p, device, text if feature is None else _text(p, device, WHOLE, overlays)))
    return text


def _text(p: Platform, device: Device, name: str, overlays: Sequence[Path]) -> str:
    template = _template(p, name, overlays)
    try:
        return template.render(device=device)
    except UndefinedError as error:
        match = _UNDEFINED.search(str(error))
        name = (match["name"] or match["attribute"]) if match else str(error)
        _raise("NET-RND-004", device, error, name=name)
    except NothingToPrint as error:
        _raise("NET-RND-007", device, error)
    except TemplateNotFound as error:
        _raise("NET-RND-008", device, error, name=error.name)
    except TemplateSyntaxError as error:
        raise InputError.of("NET-RND-005", error.filename, error.lineno, detail=error.message) from error


def _check(p: Platform, device: Device) -> None:
    found = [*_not_understood(device), *faults(p.name, device)]
    if not found:
        found = [
            fault("NET-RND-003", device, each.lines, what=each.what, why=each.why, platform=p.name)
            for each in p.refusals(device)
        ]
    raise_all(found)


def _not_understood(device: Device) -> Iterator[Fault]:
    """Yield a fault for the first lines that nobody understood: without them a text would say less than the device was told."""
    count = len(device.unread)
    for each in device.unread[:_TOLD]:
        shown_line = " / ".join((*each.section, each.line.text))
        yield fault("NET-RND-011", device, (), line=shown(shown_line), number=each.line.number, count=count)


def _template(p: Platform, name: str, overlays: Sequence[Path]) -> Template:
    try:
        return environment(p.templates, overlays).get_template(f"{name}{SUFFIX}")
    except TemplateNotFound as error:
        known = ", ".join(features(p.templates, overlays))
        raise InputError.of("NET-RND-006", feature=name, platform=p.name, known=known) from error
    except TemplateSyntaxError as error:
        raise InputError.of("NET-RND-005", error.filename, error.lineno, detail=error.message) from error


def _raise(code: str, device: Device, error: Exception, **values: object) -> NoReturn:
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    inside = [place for place in places if place[0].endswith(SUFFIX)]
    path, line = inside[-1] if inside else (None, None)
    raise InputError.of(code, path, line, device=shown_name(device), **values) from error
