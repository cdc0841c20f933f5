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
