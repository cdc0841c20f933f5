"""A rulebook with an error says which rule and which line."""

import pytest

from netops.config import load_rulebook
from netops.errors import InputError

GOOD = """platform: x
release: "1"
types:
  number: {shape: '[0-9]+'}
parts:
  - name: x
    grammar: sections
    push: commands
    lines:
      - {line: "vlan {id:number}"}
      - line: interface {port}
        lines:
          - {line: description *, undo: "no description"}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_rulebook(text, "x/rulebook.yml")
    return [f"{fault.line} {fault.what}" for fault in caught.value.faults]


def test_a_good_rulebook_is_read() -> None:
    assert load_rulebook(GOOD, "x").parts[0].name == "x"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("vlan {id:number}", "vlan {id:digits}", 10, "digits"),
        ("vlan {id:number}", "vlan {id", 10, "neither a word nor"),
        ("vlan {id:number}", "vlan {id>", 10, "closes with"),
        ("vlan {id:number}", "vlan {id} {id}", 10, "twice"),
        ('"no description"', '"no description {port}"', 13, "names port"),
        ("undo: ", "undoo: ", 13, "Extra inputs"),
        ("'[0-9]+'", "'[0-9'", 4, "not a regular expression"),
        ("push: commands", "push: pigeon", 6, "commands"),
        ('- {line: "vlan {id:number}"}', "- {group: nowhere}", 10, "no such group"),
        ("grammar: sections", "grammar: [sections", 8, "YAML"),
        ("- line: interface {port}", "- line: interface {port}\n        uses: interface", 11, "kind and its name"),
    ],
)
def test_an_error_names_rule_and_line(old: str, new: str, line: int, words: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    found = faults_of(text)
    assert any(each.startswith(f"{line} ") and words in each for each in found), found


def test_all_errors_are_reported_at_once() -> None:
    text = GOOD.replace("vlan {id:number}", "vlan {id:digits}").replace('"no description"', '"no {nothing}"')
    assert len(faults_of(text)) == 2


def test_a_rulebook_that_is_no_mapping_is_refused() -> None:
    assert faults_of("- a\n")
