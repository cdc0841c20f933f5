"""Every bad input has its exact message: ``tests/cases/inventory/*.yml`` on top of ``tests/cases/inventory/city``.

A case says why it is there, what is changed in the city (``edit``: a text that occurs once, and what stands there
instead; ``files``: whole files; ``absent``: files or folders taken away), and what a person then reads (``faults``).
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from netops.errors import InputError, wordings
from netops.inventory import Listing, load

CASES = sorted((Path(__file__).parents[2] / "cases" / "inventory").glob("*.yml"))
PARTS = {"why", "edit", "files", "absent", "faults"}


def apply(case: dict[str, object], city: Path) -> None:
    """Change the city as the case has it."""
    edits, files, absent = (case.get(part) or empty for part, empty in (("edit", {}), ("files", {}), ("absent", [])))
    assert isinstance(edits, dict)
    assert isinstance(files, dict)
    assert isinstance(absent, list)
    for file, changes in edits.items():
        text = (city / file).read_text("utf-8")
        for change in changes:
            assert text.count(change["old"]) == 1, f"{change['old']!r} must occur once in {file}"
            text = text.replace(change["old"], change["new"])
        (city / file).write_text(text, "utf-8")
    for file, text in files.items():
        (city / file).parent.mkdir(exist_ok=True)
        (city / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    for name in absent:
        shutil.rmtree(city / name) if (city / name).is_dir() else (city / name).unlink()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_input_is_answered_with_its_exact_message(
    path: Path, city: Path, stand_in: Callable[[Path], Listing]
) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    assert set(case) <= PARTS
    assert case["why"]
    apply(case, city)
    with pytest.raises(InputError) as raised:
        load(city, list_hosts=stand_in)
    assert str(raised.value) == case["faults"].rstrip("\n")


def test_the_city_of_the_cases_has_no_fault(city: Path, stand_in: Callable[[Path], Listing]) -> None:
    assert load(city, list_hosts=stand_in).notes == ()


def test_no_two_cases_are_answered_alike() -> None:
    answers = [yaml.safe_load(path.read_text("utf-8"))["faults"] for path in CASES]
    assert len(set(answers)) == len(answers)


WITHOUT_A_CASE = {
    "NET-INV-009": "the folder itself is missing: test_loading",
    "NET-INV-034": "a text of more than 200 characters: test_loading",
    "NET-INV-037": "what pydantic may say in a later release and nobody worded yet",
    "NET-INV-053": "ansible-inventory is missing: test_listing",
    "NET-INV-054": "ansible-inventory refuses the file: test_listing",
    "NET-INV-104": "a vault that is opened at a login: test_vault",
    "NET-ALO-003": "a note and no fault: test_loading",
    "NET-ALO-004": "numbers that are asked for before they were given: unit/allocation",
    "NET-ALO-005": "a pool that is exhausted: unit/allocation",
}


def test_every_code_of_the_room_has_a_case() -> None:
    answers = "".join(yaml.safe_load(path.read_text("utf-8"))["faults"] for path in CASES)
    codes = {code for code in wordings() if code.startswith(("NET-INV-", "NET-ALO-"))}
    assert {code for code in codes if code not in answers} == set(WITHOUT_A_CASE)
