"""Secrets that only a device knows: what the inventory leaves open is what the device has, or the plan is refused."""

import pytest

from netops.change.adopting import adopted, still_open
from netops.config import build_patch, parse
from netops.platforms import get_platform

OPEN = "<secret:{name}:0000000000000000>"
USERS = {
    "huawei_vrp": ("aaa\n local-user netops password irreversible-cipher {secret}\n", "irreversible", "$1a$x$y$"),
    "huawei_vrpv8": ("aaa\n local-user netops password irreversible-cipher {secret}\n", "irreversible", "$1d$x$y$"),
    "h3c_comware": ("local-user netops class manage\n password hash {secret}\n", "hash", "$h$6$x$y=="),
    "ruijie_os": ("username netops secret 8 {secret}\n", "user-secret", "$8$x$y$"),
    "cisco_ios": ("username netops privilege 15 secret 9 {secret}\n", "user-secret", "$9$x$y"),
}


def texts(platform: str) -> tuple[str, str]:
    form, name, value = USERS[platform]
    return form.format(secret=value), form.format(secret=OPEN.format(name=name))


@pytest.mark.parametrize("name", USERS)
def test_a_user_keeps_the_password_that_the_device_has(name: str) -> None:
    platform = get_platform(name)
    shown, intended = (parse(platform, text) for text in texts(name))
    found = adopted(platform, shown, intended)
    assert still_open(intended)
    assert not still_open(found)
    assert found.format() == shown.format()
    assert build_patch(platform, shown, found).empty


def test_more_words_of_the_device_are_no_other_user() -> None:
    platform = get_platform("ruijie_os")
    shown = parse(platform, "username netops privilege 15 secret 8 $8$x$y$\nusername other secret 8 $8$z$z$\n")
    intended = parse(
        platform, f"username netops secret 8 {OPEN.format(name='user-secret')}\nusername netops privilege 15\n"
    )
    assert "username netops secret 8 $8$x$y$\n" in adopted(platform, shown, intended).format()


@pytest.mark.parametrize(
    "shown",
    [
        "username other privilege 15 secret 9 $9$x$y\n",
        "username netops privilege 15 secret 5 $1$x$y\n",
        "username netops privilege 15 password 7 082D4D4C\n",
        "hostname r1\n",
    ],
)
def test_what_the_device_has_in_another_place_or_form_stays_open(shown: str) -> None:
    platform = get_platform("cisco_ios")
    intended = parse(platform, texts("cisco_ios")[1])
    found = adopted(platform, parse(platform, shown), intended)
    assert still_open(found) == (texts("cisco_ios")[1].strip(),)


def test_the_same_line_in_another_section_is_another_secret() -> None:
    platform = get_platform("huawei_vrp")
    form = "bgp 65000\n{family} peer 10.0.0.1 as-number 65001\n peer 10.0.0.1 password cipher {secret}\n"
    shown = parse(platform, form.replace("65000", "65009").format(family="", secret="%^%#a%^%#"))
    intended = parse(platform, form.format(family="", secret=OPEN.format(name="cipher")))
    assert still_open(adopted(platform, shown, intended))


def test_two_values_for_one_place_are_none() -> None:
    platform = get_platform("cisco_ios")
    shown = parse(platform, "snmp-server community one RO\nsnmp-server community two RO\n")
    intended = parse(platform, f"snmp-server community {OPEN.format(name='snmp-community')} RO\n")
    assert still_open(adopted(platform, shown, intended))
