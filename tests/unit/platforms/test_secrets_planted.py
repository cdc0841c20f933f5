"""A secret in any line of any platform is in nothing that people read: ``tests/cases/secrets`` names the lines, one each."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops.config import build_patch, mask, parse
from netops.config.marks import plain_word
from netops.errors import InputError
from netops.platforms import Platform, get_platform

LINES = Path(__file__).parents[2] / "cases" / "secrets"
PLATFORMS = {
    "huawei": ("huawei_vrp", "huawei_vrpv8"),
    "h3c": ("h3c_comware",),
    "cisco": ("cisco_ios",),
    "ruijie": ("ruijie_os",),
    "frr": ("frr",),
}
HEADS = {
    "huawei": "sysname A\n#\n",
    "h3c": "sysname A\n#\n",
    "cisco": "hostname A\n!\n",
    "ruijie": "hostname A\n!\n",
    "frr": "hostname A\n",
}
ONE, OTHER = "Zq7Marker", "Yp6Marker"


def written(name: str) -> list[str]:
    lines = (LINES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [each for each in lines if "SECRET" in each and not each.startswith("#")]


def config(name: str, line: str, secret: str) -> str:
    lines = line.replace("SECRET", secret).split(" / ")
    return HEADS[name] + "".join(f"{' ' * depth}{each}\n" for depth, each in enumerate(lines))


CASES = [
    (platform, name, line) for name, platforms in PLATFORMS.items() for platform in platforms for line in written(name)
]


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_there_are_lines(name: str) -> None:
    assert len(written(name)) > 20


@pytest.mark.parametrize(("platform", "name", "line"), CASES)
def test_a_secret_is_hidden_wherever_people_read(platform: str, name: str, line: str) -> None:
    p = get_platform(platform)
    assert ONE not in mask(p, config(name, line, ONE))
    for shown in outputs(platform, name, line):
        assert ONE not in shown
        assert OTHER not in shown


@pytest.mark.parametrize(("platform", "name", "line"), CASES)
@pytest.mark.parametrize("space", ["\t", "\u3000", "\xa0"], ids=["tab", "wide", "hard"])
def test_another_space_in_a_line_shows_no_secret(platform: str, name: str, line: str, space: str) -> None:
    p = get_platform(platform)
    lines = [
        f"{line[:at]}{space}{line[at + 1 :]}"
        for at, each in enumerate(line)
        if each == " " and "/" not in line[at - 1 : at + 2]
    ]
    every = line.replace(" / ", "\n").replace(" ", space).replace("\n", " / ")
    texts = [config(name, each, ONE) for each in (*lines, every, f"{line}{space}")]

    assert [each for each in texts if ONE in mask(p, each)] == []


@pytest.mark.parametrize(("platform", "name", "line"), CASES)
def test_a_changed_secret_is_seen_as_changed(platform: str, name: str, line: str) -> None:
    p = get_platform(platform)
    patch = build_patch(p, parse(p, config(name, line, ONE)), parse(p, config(name, line, OTHER)))
    assert patch.diff or patch.proof.obstacles


def outputs(platform: str, name: str, line: str) -> Iterator[str]:
    """Yield all that is made of two configs of which one, the other or both have the secret."""
    p = get_platform(platform)
    texts = (HEADS[name], config(name, line, ONE), config(name, line, OTHER))
    for running in texts:
        for intended in texts:
            trees = parse(p, running), parse(p, intended)
            patch = build_patch(p, *trees)
            yield from (repr(trees), repr(patch), patch.diff, patch.commands, patch.rollback.commands)
            yield "\n".join((*patch.script, *patch.rollback.script))
            yield json.dumps(patch.proof.as_dict())


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrp"])
def test_a_refusal_shows_no_secret(platform: str) -> None:
    p = get_platform(platform)
    body = f"pki import-certificate local domain d pem password {ONE}\nMIIC\n"
    for text in (body, f"crypto pki import t pem terminal password {ONE}\n-----BEGIN RSA PRIVATE KEY-----\n{ONE}\n"):
        shown = told(p, text)
        assert shown
        assert ONE not in shown


def told(p: Platform, text: str) -> str:
    """Return what people see of a text: the tree, or the refusal."""
    try:
        return repr(parse(p, text, path="a.cfg"))
    except InputError as error:
        return str(error)


def test_the_word_by_which_lines_are_found_stands_in_them() -> None:
    assert plain_word(r"(?: (?<=#\n ))?sysname (?P<name>\S+)") == "sysname "


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("huawei_vrp", f"ntp-service authentication-keyid 1 authentication-mode md5\xa0{ONE}\n"),
        ("huawei_vrp", f"snmp-agent\xa0usm-user v3 nms authentication-mode sha2-256\xa0{ONE}\n"),
        ("h3c_comware", f"pki domain d\n certificate request mode auto password\xa0cipher {ONE}\n"),
        ("cisco_ios", f"username\xa0ops priv 15\xa0pass {ONE}\n"),
        ("frr", f"interface core0\n vrrp 5\xa0authentication\xa0text {ONE}\n"),
    ],
)
def test_a_hard_space_brings_no_secret_into_the_model(platform: str, text: str) -> None:
    p = get_platform(platform)
    assert ONE not in repr(p.read(parse(p, text)))


@pytest.mark.parametrize("platform", sorted({each for each, _, _ in CASES}))
def test_no_word_that_tells_of_secrets_asks_for_one_kind_of_space(platform: str) -> None:
    assert [each.word for each in get_platform(platform).rulebook.secrets if " " in each.word] == []
