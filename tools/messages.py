"""Collect the texts that people read, bring the Chinese catalogue up to date, and compile it.

    python tools/messages.py           write netops.po and netops.mo
    python tools/messages.py --check   change nothing; say what is missing, stale or wrong, and exit 1

English stands in the source: in ``errors.yml``, in ``_("…")``, ``translate("…")`` and ``mark("…")``, in the help and
the examples of commands. A translator edits only the ``msgstr`` lines of ``netops.po``.
"""

import argparse
import ast
import inspect
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "netops"
FOLDER = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "netops.po", FOLDER / "netops.mo"

MARKING = {"_", "translate", "mark"}
FRAMEWORK = (
    "Options",
    "Commands",
    "Arguments",
    "required",
    "default: {default}",
    "env var: {var}",
    "Usage: ",
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)
"""What Typer itself prints on a help page."""

HEADER = """\
# 中文目录：只改 msgstr；msgid 由 `make messages` 写入。
msgid ""
msgstr ""
"Project-Id-Version: netops\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Catalogues carry dates; a fixed one keeps the compiled file the same until a text changes."""

Found = Iterator[tuple[str, str]]
"""Texts with a word on where they come from."""


def from_errors() -> Found:
    """Yield the words of every error code."""
    for code, entry in yaml.safe_load((SOURCE / "errors.yml").read_text("utf-8")).items():
        yield from ((entry[key], code) for key in ("what", "right") if entry[key])


def from_python(path: Path) -> Found:
    """Yield the marked texts, the help and the examples of one module."""
    place = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Call):
            yield from ((text, place) for text in _in_call(node))
        elif isinstance(node, ast.FunctionDef) and any(_called(mark) == "command" for mark in node.decorator_list):
            yield inspect.cleandoc(ast.get_docstring(node) or ""), place


def _called(node: ast.expr) -> str:
    """Return the name of the function that an expression calls, or nothing."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _in_call(call: ast.Call) -> Iterator[str]:
    name = _called(call)
    if name in MARKING and call.args:
        yield from _texts(call.args[0])
    elif name == "Entry" and len(call.args) > 1:
        yield from _texts(call.args[1])
    elif name == "command":
        for keyword in call.keywords:
            pairs = keyword.value.elts if keyword.arg == "examples" and isinstance(keyword.value, ast.Tuple) else []
            for pair in pairs:
                yield from _texts(pair.elts[1]) if isinstance(pair, ast.Tuple) else ()


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the constant texts of an expression: one, or both of ``a if x else b``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def from_template(path: Path) -> Found:
    """Yield the texts that a Jinja2 page marks with ``_("…")``."""
    with path.open("rb") as stream:
        for _line, _function, text, _comments in babel_extract(stream, ("_", "translate", "gettext"), [], {}):
            if isinstance(text, str):
                yield text, str(path.relative_to(ROOT))


def collect() -> Catalog:
    """Return a catalogue of all texts without translations, in a fixed order."""
    catalog = Catalog(locale="zh_CN", charset="utf-8", creation_date=UNDATED, revision_date=UNDATED)
    found: list[tuple[str, str]] = [*from_errors(), *((text, "the framework") for text in FRAMEWORK)]
    for path in sorted(SOURCE.rglob("*.py")):
        found += from_python(path)
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.html.j2")]):
        found += from_template(path)
    for text, place in found:
        if text:
            catalog.add(text, auto_comments=[place])
    return catalog


def current() -> Catalog:
    """Return the catalogue as it stands in ``netops.po``."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh_CN", charset="utf-8")


def merged() -> Catalog:
    """Return all texts of the source with the translations that exist; what the source no longer has is left out."""
    catalog, known = collect(), current()
    for message in catalog:
        if message.id and (translated := known.get(message.id)):
            message.string = translated.string
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Return the text of ``netops.po``: no line numbers and no dates, so that only changed texts change it."""
    stream = BytesIO()
    write_po(stream, catalog, width=120, no_location=True, omit_header=True)
    return HEADER.encode() + stream.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    stream = BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def faults(catalog: Catalog) -> list[str]:
    """Return what is wrong: no translation, placeholders that differ, files that aren't up to date."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        if not message.string:
            found.append(f"no translation: {message.id!r} ({', '.join(message.auto_comments)})")
        elif _placeholders(str(message.id)) != _placeholders(str(message.string)):
            found.append(f"placeholders differ: {message.id!r} / {message.string!r}")
    for path, content in ((PO, as_po(catalog)), (MO, as_mo(catalog))):
        if not path.exists() or path.read_bytes() != content:
            found.append(f"out of date, run `make messages`: {path.relative_to(ROOT)}")
    return found


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a brace that stands alone: no text to be filled
        return set()


def main() -> int:
    """Write the catalogue, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    catalog = merged()
    if not check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(as_po(catalog))
        MO.write_bytes(as_mo(catalog))
    found = faults(catalog)
    print("\n".join(found) or f"{len(catalog)} texts, none missing")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
