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


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("types:\n  whole: {shape: a, parts: [b], takes: address}\n", "parts"),
        ("types:\n  whole: {shape: a, parts: [b], spell: lower}\n", "parts"),
        ("types:\n  one: {shape: 'a {other}'}\n  other: {shape: b, parts: ['{one}']}\n", "one names itself"),
        ("kindred:\n  - {section: 'bgp', joins: j, kind: k, inside: i, why: w, turned: t}\n", "(?P<own>"),
        (
            "kindred:\n  - {section: 'bgp (?P<own>.)', joins: '(?P<name>.)', kind: k, inside: i, why: w, turned: t}\n",
            "(?P<group>",
        ),
        ("bound_elsewhere:\n  - {line: 'vrf (?P<what>.)', by: x, why: w}\n", "(?P<value>"),
    ],
)
def test_what_would_be_passed_over_or_missed_only_in_a_patch_is_an_error(written: str, words: str) -> None:
    """A range beside `parts` would be asked of nothing; a group that a pattern lacks would be looked for in the midst of a patch."""
    head, rest = GOOD.split("types:\n")
    text = f"{head}{written}{rest}" if written.startswith("types:") else f"{head}{written}types:\n{rest}"
    found = faults_of(text)
    assert any(words in each for each in found), found


@pytest.mark.parametrize("said", ["", ", defines: 'vrf {name}', insists: 'vrf {name}'"])
def test_a_line_of_a_file_either_makes_an_object_or_needs_one(said: str) -> None:
    text = GOOD.replace(
        "    push: commands\n", "    push: commands\n    objects:\n      - {line: 'iface {name}'" + said + "}\n"
    )
    assert any("needs one (insists)" in each for each in faults_of(text)), faults_of(text)


def test_of_several_types_each_is_one_of_whole_values() -> None:
    """Of words the first of two types would spell and check, and the other wouldn't."""
    text = GOOD.replace('"no description"', '"no description", takes: [number, number]')
    assert any("parts" in each for each in faults_of(text))


def test_all_errors_are_reported_at_once() -> None:
    text = GOOD.replace("vlan {id:number}", "vlan {id:digits}").replace('"no description"', '"no {nothing}"')
    assert len(faults_of(text)) == 2


def test_a_rulebook_that_is_no_mapping_is_refused() -> None:
    assert faults_of("- a\n")


def test_a_group_that_is_put_in_twice_needs_what_each_place_says() -> None:
    text = GOOD.replace(
        '{line: description *, undo: "no description"}',
        "{group: of_a_port, needs: one}, {group: of_a_port, needs: other}".replace("}, {", "}\n          - {"),
    )
    lines = "".join(f"    - {{line: line{at} *}}\n" for at in range(50))
    section = load_rulebook(f"{text}groups:\n  of_a_port:\n{lines}", "x").parts[0].context.every[1].section
    assert section is not None
    told = [(rule.pattern.text, rule.needs[0].text) for rule in section.context.every]
    assert told == [(f"line{at} *", need) for need in ("one", "other") for at in range(50)]
