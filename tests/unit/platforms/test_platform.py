"""Platforms are found by listing folders, and known by their configs."""

import pytest

from netops.config import chunks, parse
from netops.config.rulebook import Rulebook
from netops.config.tree import Lines
from netops.errors import InputError
from netops.platforms import detect, get_platform, platform, platform_names
from netops.platforms.platform import rulebook_of


def test_every_platform_loads() -> None:
    assert platform_names()
    for name in platform_names():
        p = get_platform(name)
        assert p.name == p.rulebook.name == name
        assert p.rulebook.parts


def test_an_unknown_platform_is_named_with_those_that_are_known() -> None:
    with pytest.raises(InputError, match=r"NET-PLT-101 .*junos"):
        get_platform("junos")


def test_a_config_is_known_by_its_signs() -> None:
    text = "frr version 8.4.4\nfrr defaults datacenter\nhostname r1\nrouter ospf\n ospf router-id 10.255.0.1\nexit\n"
    assert detect(text).name == "frr"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NET-PLT-105"),
        ("hello\n", "NET-PLT-105"),
        ("sysname PE1\ninterface Vlanif10\n#\nreturn\n", "NET-PLT-102 .*: huawei_vrp, huawei_vrpv8"),
    ],
)
def test_what_is_not_known_is_not_guessed(text: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        detect(text, path="pe1.cfg")


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_a_line_of_isis_names_no_second_device(platform: str) -> None:
    assert parse(get_platform(platform), "hostname PE1\nrouter isis\n hostname dynamic\n").parts


def _long_config() -> str:
    """Return an IOS config of ten thousand lines."""
    ports = (f"interface GigabitEthernet{at}/0/1\n description port {at}\n no ip redirects\n!\n" for at in range(2_500))
    return f"version 15.2\nhostname bench\n!\n{''.join(ports)}end\n"


def test_a_long_config_is_known_without_a_look_into_its_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def looked(*what: object) -> tuple[()]:
        read.append(what)
        return ()

    monkeypatch.setattr(Lines, "nodes", looked)
    monkeypatch.setattr(chunks, "read_text", looked)
    monkeypatch.setattr(chunks, "read_nodes", looked)
    assert detect(_long_config()).name == "cisco_ios"
    assert read == []


def test_a_config_that_one_platform_alone_may_have_is_held_against_that_one_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: set[str] = set()

    def rules(name: str) -> Rulebook:
        asked.add(name)
        return rulebook_of(name)

    monkeypatch.setattr(platform, "rulebook_of", rules)
    assert detect(_long_config()).name == "cisco_ios"
    assert asked <= {"cisco_ios"}


@pytest.mark.parametrize("name", platform_names())
def test_the_quick_guess_knows_the_signs_that_the_rulebook_has(name: str) -> None:
    marks, signs = rulebook_of(name).marks, platform._signs(name)  # the quick way and the whole one
    assert signs.certain == marks.certain
    assert signs.likely == marks.likely
    assert signs.certain or signs.likely
