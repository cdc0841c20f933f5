"""YAML with the line of everything in it."""

import pytest

from netops.inventory.document import parse


def value_of(text: str) -> object:
    reading = parse(text, "x.yml")
    assert reading.faults == ()
    assert reading.document is not None
    return reading.document.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("0101", "0101"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("22:30", "22:30"),
        ("2027-06-30", "2027-06-30"),
        ("1.5", 1.5),
        ("10.0.0.1", "10.0.0.1"),
        ("8.4.4", "8.4.4"),
        ('"12"', "12"),
        ("=", "="),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_scalar_is_what_yaml_1_2_and_editors_take_it_for(text: str, value: object) -> None:
    found = value_of(f"a: {text}\n")
    assert found == {"a": value} if text != "9" * 30 else found == {"a": float("9" * 30)}


def test_keys_are_always_text() -> None:
    assert value_of("1: a\nno: b\nnull: c\n") == {"1": "a", "no": "b", "null": "c"}


def test_every_key_and_entry_has_its_line() -> None:
    document = parse("# one\na:\n  - b: 1\n    c:\n      [2,\n       3]\n", "x.yml").document
    assert document is not None
    lines = [document.line(*keys) for keys in (("a",), ("a", 0, "b"), ("a", 0, "c"), ("a", 0, "c", 1), ("none",))]
    assert lines == [2, 3, 4, 6, 2]


def test_a_merge_key_is_no_hidden_second_source() -> None:
    reading = parse("a: &x {b: 1}\nc: {<<: *x}\n", "x.yml")
    assert [fault.code for fault in reading.faults] == ["NET-INV-004"]


def test_an_alias_of_itself_does_not_loop() -> None:
    assert [fault.code for fault in parse("a: &x [*x]\n", "x.yml").faults] == ["NET-INV-004"]


def test_a_bomb_of_aliases_is_not_built() -> None:
    levels = "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 40))
    reading = parse("l0: &l0 [x]\n" + levels, "x.yml")
    assert {fault.code for fault in reading.faults} == {"NET-INV-004"}


@pytest.mark.parametrize("text", ["[" * 20000, "{a: " * 20000, "- " * 5000, "? " * 5000])
def test_a_file_nested_without_end_is_refused_and_ends_nothing(text: str) -> None:
    assert [fault.code for fault in parse(text, "x.yml").faults] == ["NET-INV-001"]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!binary", "!vault", "!!int", "!!set", "!!omap"])
def test_a_tag_makes_nothing_else_of_a_value(tag: str) -> None:
    assert "NET-INV-005" in [fault.code for fault in parse(f"a: {tag} x\n", "x.yml").faults]
    assert "NET-INV-005" in [fault.code for fault in parse(f"a: {tag} {{x: y}}\n", "x.yml").faults]


def test_ansible_files_may_hold_tags_and_aliases() -> None:
    assert parse("a: &x !vault |\n  6162\nb: *x\n", "x.yml", ansible=True).faults == ()


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff"])
def test_a_character_that_can_not_be_seen_is_refused_with_its_line(character: str) -> None:
    faults = parse(f"a: 1\nb: x{character}y\n", "x.yml").faults
    assert [(fault.code, fault.line) for fault in faults] == [("NET-INV-028", 2)]
