"""Write the pages of the documentation that are made from the source.

python tools/document.py           write docs/errors.md, docs/commands.md, docs/clauses.md, the tables of docs/audit.md and docs/platforms.md
python tools/document.py --check   change nothing; name the pages that are out of date, and exit 1
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import yaml

from netops.audit import check_entries, clauses
from netops.audit.catalogue import LEVELS, CheckEntry, Clause, areas, asked, check_levels, evidence_clauses
from netops.cli.app import COMMANDS
from netops.cli.frame import Entry, load
from netops.language import translate
from netops.platforms import get_platform, platform_names
from netops.render import features

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CASES = ROOT / "tests" / "cases"

ROOMS = {
    "INV": "the inventory",
    "ALO": "numbers handed out",
    "CFG": "config text, diff, patch",
    "PLT": "platforms and their readers",
    "INT": "what a device should be",
    "RND": "templates",
    "DEV": "devices",
    "CHG": "changes",
    "RCH": "reachability",
    "AUD": "audit",
    "RPT": "reports",
    "STO": "the archive, and the history of audits",
    "OPS": "what runs on a schedule",
    "LAB": "the lab",
    "CLI": "the command line",
}


def errors_page() -> str:
    """Return ``docs/errors.md``: every code with its words in both languages, by room."""
    table = yaml.safe_load((ROOT / "src/netops/errors.yml").read_text("utf-8"))
    parts = [
        "# Errors",
        "<!-- written by `make docs` from src/netops/errors.yml; edit there -->",
        "Every message has a code. `{…}` stands for what the message fills in. Exit 1, but codes that netops refuses with: exit 3.",
    ]
    for room, codes in groupby(sorted(table), key=lambda code: code.split("-")[1]):
        parts.append(f"## NET-{room}: {ROOMS[room]}")
        parts += [_error(code, table[code]) for code in codes]
    return "\n\n".join(parts) + "\n"


def _error(code: str, words: dict[str, str]) -> str:
    lines = [f"### {code}", "", f"{words['what']}  ", f"*What would be right:* {words['right']}", ""]
    os.environ["NETOPS_LANG"] = "zh_CN"
    lines += [f"{translate(words['what'])}  ", f"*正确做法：* {translate(words['right'])}"]
    os.environ["NETOPS_LANG"] = "en"
    return "\n".join(lines).replace("{{", "{").replace("}}", "}")


BEGIN, END = "<!-- checks: written by `make docs` from src/netops/audit/catalogue -->", "<!-- end of checks -->"
LEVEL = 3
"""The level whose clauses the table of checks shows."""


def filled(name: str, marks: tuple[str, str], rows: list[str]) -> str:
    """Return a page with a table between two marks; the rest is as people wrote it."""
    begin, end = marks
    before, found, rest = (DOCS / name).read_text("utf-8").partition(begin)
    _old, ended, after = rest.partition(end)
    if not (found and ended):
        sys.exit(f"docs/{name} has lost the place of its table")
    return before + begin + "\n\n" + "\n".join(rows) + "\n\n" + end + after


PLATFORMS = "<!-- platforms: written by `make docs` from the folders and the cases -->", "<!-- end of platforms -->"


def platforms_page() -> str:
    """Return ``docs/platforms.md``: what is known of each platform, and how many cases say so."""
    rows = ["| platform | patch | read | templates | sessions |", "|---|---|---|---|---|"]
    for name in platform_names():
        platform = get_platform(name)
        patched, read, rendered = (
            len(list((CASES / kind / name).glob("*.yml"))) for kind in ("patch", "read", "render")
        )
        written = ", ".join(features(platform.templates))
        rows.append(
            f"| `{name}` | {patched} cases | {f'{read} cases' if platform.is_read else '–'} "
            f"| {f'{rendered} cases: {written}' if written else '–'} | {'yes' if platform.profile else '–'} |"
        )
    return filled("platforms.md", PLATFORMS, rows)


def audit_page() -> str:
    """Return ``docs/audit.md`` with its table of checks as the catalogue has them; the rest is as people wrote it."""
    head = [
        f"| check | 检查项 | what it asks | GB/T 22239, level {LEVEL} | unit of GB/T 28448 | levels | high-risk items |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [_check(name, entry) for name, entry in sorted(check_entries().items())]
    return filled("audit.md", (BEGIN, END), head + rows)


def _check(name: str, entry: CheckEntry) -> str:
    levels = sorted(check_levels(name))
    shown = asked(name, LEVEL if LEVEL in levels else levels[0])[0].clause
    title = entry.title.en + (" (evidence only)" if entry.supporting else "")
    risks = ", ".join(each.item for each in entry.high_risk) or "–"
    where, unit = shown.clause.get(LEVEL, "–"), shown.unit.get(LEVEL, "–")
    return f"| {name} | {entry.title.zh} | {title} | {where} {shown.control.zh} | {unit} | {levels[0]}–{levels[-1]} | {risks} |"


CLAUSES = (
    "What GB/T 22239-2019 (general requirements) asks of networks at each level, with the unit of GB/T 28448-2019, in our own "
    "short words. A step that no check answers is for a person, and keeps its unit from being compliant. *by*: what can affirm a "
    "step: the config, what the device shows (state), inventory and topology (plan), a test, or a person. Checks in brackets are "
    "evidence only. A private clause pack has clauses of the same form (docs/audit.md)."
)


def clauses_page() -> str:
    """Return ``docs/clauses.md``: every clause with its units, its steps, and what answers each step."""
    parts = [
        "# Clauses",
        "<!-- written by `make docs` from src/netops/audit/catalogue; edit there -->",
        CLAUSES,
    ]
    for area, title in areas().items():
        parts.append(f"## {title.zh} · {title.en}")
        parts += [_clause(each) for each in clauses().values() if each.area == area]
    parts.append("## 安全运维管理 · Operation")
    parts.append("No config decides these; this is what netops has to show for them.")
    for name, each in evidence_clauses().items():
        where = " · ".join(each.clause.values())
        shown = "; ".join(f"{text.zh} ({text.en})" for text in each.evidence)
        parts.append(f"### `{name}` {each.title.zh}\n\n{where}\n\n{each.item.zh} · {each.item.en}\n\n{shown}")
    return "\n\n".join(parts) + "\n"


def _clause(clause: Clause) -> str:
    where = "; ".join(f"{path} {clause.unit[level]}" for level, path in clause.clause.items())
    notes = [] if clause.logic == "all" else ["One step that holds is enough."]
    for held, words in ((clause.not_applicable, "Not applicable"), (clause.uncertain, "Uncertain")):
        if held is not None:
            levels = ", ".join(str(each) for each in held.levels if each in clause.clause)
            notes.append(f"{words} at level {levels}: {held.reason.zh} · {held.reason.en}.")
    rows = ["| step | | | by | levels | checks |", "|---|---|---|---|---|---|"]
    rows += [_step(clause, number) for number in range(1, len(clause.steps) + 1)]
    head = f"### `{clause.key}` {clause.control.zh}: {clause.item.zh}\n\n{clause.item.en}. {where}."
    return "\n\n".join([head, *notes, "\n".join(rows)])


def _step(clause: Clause, number: int) -> str:
    step = clause.steps[number - 1]
    held: dict[str, dict[bool, list[str]]] = {}
    for name in check_entries():
        for level in LEVELS:
            for each in asked(name, level):
                if each.clause.key == clause.key and each.step == step.key:
                    held.setdefault(name, {}).setdefault(each.supporting, []).append(str(level))
    named = ", ".join(_answering(name, by) for name, by in sorted(held.items())) or "–"
    levels = ", ".join(str(each) for each in step.levels if each in clause.clause)
    return f"| {number} `{step.key}` | {step.text.zh} | {step.text.en} | {step.by} | {levels} | {named} |"


def _answering(name: str, levels: Mapping[bool, Sequence[str]]) -> str:
    """Return a check that answers a step, in brackets where it is evidence; with the levels where that isn't the same at all of them."""
    words = {evidence: f"({name})" if evidence else name for evidence in sorted(levels)}
    if len(words) == 1:
        return next(iter(words.values()))
    return ", ".join(f"{word} at level {'/'.join(levels[evidence])}" for evidence, word in words.items())


def command_words(entry: Entry) -> list[list[str]]:
    """Return the words of a command and of the commands inside it: ``["lab"]``, ``["lab", "up"]``."""
    inside = [str(info.name) for info in load(entry).registered_commands]
    return [[entry.name]] if len(inside) == 1 else [[entry.name], *([entry.name, name] for name in inside)]


def commands_page() -> str:
    """Return ``docs/commands.md``: every ``--help`` as it is printed 80 columns wide."""
    parts = [
        "# Commands",
        "<!-- written by `make docs` from the commands' own --help; edit src/netops/cli -->",
        _help([]),
    ]
    for words in [words for entry in COMMANDS for words in command_words(entry)]:
        parts += [f"## netops {' '.join(words)}", _help(words)]
    return "\n\n".join(parts) + "\n"


def _help(words: list[str]) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("NETOPS_", "LC_"))}
    run = subprocess.run(
        [sys.executable, "-c", "import sys; from netops.cli.app import main; sys.exit(main())", *words, "--help"],
        env=plain | {"NETOPS_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return f"```text\n{run.stdout.rstrip()}\n```"


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    pages = {
        DOCS / "errors.md": errors_page(),
        DOCS / "commands.md": commands_page(),
        DOCS / "audit.md": audit_page(),
        DOCS / "clauses.md": clauses_page(),
        DOCS / "platforms.md": platforms_page(),
    }
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{'out of date, run `make docs`' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(pages[path], "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
