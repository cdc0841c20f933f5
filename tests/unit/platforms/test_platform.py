"""Platforms are found by listing folders, and known by their configs."""

import pytest

from netops.config import parse
from netops.errors import InputError
from netops.platforms import detect, get_platform, platform_names


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


@pytest.mark.parametrize("text", ["", "hello\n", "sysname PE1\ninterface Vlanif10\n#\nreturn\n"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    with pytest.raises(InputError, match="NET-PLT-102"):
        detect(text, path="pe1.cfg")


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_a_line_of_isis_names_no_second_device(platform: str) -> None:
    assert parse(get_platform(platform), "hostname PE1\nrouter isis\n hostname dynamic\n").parts
