"""Bytes of any origin end in a tree that gives the text back, or in a refusal with its place; never in a traceback."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netops.config import Patch, Tree, build_patch, fingerprint, mask, parse
from netops.errors import InputError
from netops.platforms import Platform, detect, get_platform, platform_names

PIECES = [
    "#", "!", "return", "end", "quit", "exit", "sysname HW", "hostname R1", "interface GigabitEthernet0/0/1", " description ",
    "财政局", " undo shutdown", " ip address 10.0.0.1 255.255.255.0", "router ospf 1", "bgp 65000", " peer 10.0.0.2 as-number 65001",
    "banner motd ^C", 'header login information "', "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "<HW>dis cur",
    "R1#show run", "  ---- More ----", " --More-- ", "\x1b[42D", "\x08\x08\x08", "\r", "\x00", "\ufeff", "\ud800", "\udcbe", "\u2028", "\x0b", "\x85",
    "\u3000", "password cipher x", "### /etc/frr/frr.conf", "### /etc/nftables.conf", "{", "}", "version 7.1.070, Release 1", "\\",
]  # fmt: skip
ENCODINGS = ["utf-8", "gb18030", "utf-16-le", "utf-16", "utf-8-sig"]

PLATFORMS = {name: get_platform(name) for name in platform_names()}  # read once: the first reading would be late

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).flatmap(
    lambda pieces: st.sampled_from(["\n", "\r\n", "", "\n "]).map(lambda ends: ends.join(pieces))
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a file: a text in an encoding, or several joined, cut off, with any bytes in between."""
    parts = [
        draw(texts).encode(draw(st.sampled_from(ENCODINGS)), "replace") for _ in range(draw(st.integers(1, 2)))
    ] + draw(st.lists(st.binary(max_size=4), max_size=1))
    whole = b"".join(draw(st.permutations(parts)))
    return whole[: len(whole) - draw(st.integers(0, 2))]


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@given(data=files() | texts)
@example(data=b"  ---- More ----  ---- More ----")
def test_anything_is_read_back_or_refused(platform: str, data: bytes | str) -> None:
    p = PLATFORMS[platform]
    tree = read(p, data)
    if isinstance(tree, str):
        assert tree.startswith("device.cfg")
        return
    text = tree.format()
    if isinstance(data, str) and not tree.normalised:
        assert text == data
    assert parse(p, text).parts == tree.parts
    assert fingerprint(p, parse(p, text)) == fingerprint(p, tree)
    mask(p, text)


def read(p: Platform, data: bytes | str) -> Tree | str:
    """Return the tree of a text, or the words with which it is refused."""
    try:
        return parse(p, data, path="device.cfg")
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@given(first=texts, second=texts)
def test_a_patch_between_any_two_texts_ends_in_a_patch(platform: str, first: str, second: str) -> None:
    p = PLATFORMS[platform]
    try:
        trees = parse(p, first), parse(p, second)
    except InputError:
        return
    patch = build_patch(p, *trees)
    assert isinstance(patch, Patch)
    repr(patch)


@given(data=files())
def test_detection_names_a_platform_or_refuses(data: bytes) -> None:
    try:
        assert detect(data).name in platform_names()
    except InputError as error:
        str(error)
