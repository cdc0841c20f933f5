"""Texts captured from a terminal: prompts, echoed commands and pagers are no lines, and take no indentation along."""

import pytest

from netops.config import Node, build_patch, parse
from netops.config.decode import decode
from netops.platforms import get_platform

VRP = "#\nsysname HW\n#\ninterface {}\n description to core\n ip address 10.0.0.1 255.255.255.0\n#\nreturn\n"
IOS = "hostname R1\n!\ninterface {}\n description to core\n ip address 10.0.0.1 255.255.255.0\n!\nend\n"
TEXTS = {
    "huawei_vrp": VRP.format("GigabitEthernet0/0/1"),
    "huawei_vrpv8": VRP.format("GigabitEthernet0/1/1"),
    "h3c_comware": VRP.format("GigabitEthernet1/0/1"),
    "cisco_ios": IOS.format("GigabitEthernet0/1"),
    "ruijie_os": IOS.format("GigabitEthernet 0/1"),
    "frr": "hostname r1\n!\ninterface eth1\n description to core\n ip address 10.0.0.1/24\nexit\n!\nend\n",
}
VRP_PROMPTS = [
    "<HW>",
    "HRP_M<HW>",
    "HRP_S[FW]",
    "[~HW]",
    "[*HW-GE0/0/1]",
    "<H3C>display cur",
    "<H3C>dis cu",
    "[HW]dis this",
]
IOS_PROMPTS = [
    "R1#",
    "R1>",
    "Ruijie#show run",
    "R1(config)#",
    "R1(config-if)#",
    "R1#terminal length 0",
    "R1(config)#end",
]
FRR_PROMPTS = ["ce1# show running-config", "ce1#", "ce1(config)#", "ce1# sh run", "root@ce1:~# vtysh"]
PROMPTS = [
    (platform, prompt)
    for platforms, prompts in (
        (("huawei_vrp", "huawei_vrpv8", "h3c_comware"), VRP_PROMPTS),
        (("cisco_ios", "ruijie_os"), IOS_PROMPTS),
        (("frr",), FRR_PROMPTS),
    )
    for platform in platforms
    for prompt in prompts
]
PAGERS = [
    "  ---- More ----\x1b[42D" + " " * 42 + "\x1b[42D",  # VRP
    "---- More ----\x1b[16D" + " " * 16 + "\x1b[16D",  # Comware
    " --More-- " + "\x08" * 9 + " " * 8 + "\x08" * 9,  # IOS
    " --More-- " + "\x08" * 10 + "\x1b[K",
    " --More-- \r          \r",
    "--- more ---\r            \r",
    "<--- More --->\r              \r",
    "  ---- More ----[42D" + " " * 42 + "[42D",  # the escape characters were lost on the way
    "  ---- More ----" + " " * 42,  # and all that moves the cursor
    " --More-- " + " " * 8,
    "---- More ----  ---- More ----",  # somebody paged on quickly
]

Shape = list[tuple[str, "Shape"]]


def shape(nodes: tuple[Node, ...]) -> Shape:
    return [(node.text, shape(node.children)) for node in nodes]


@pytest.mark.parametrize(("platform", "prompt"), PROMPTS)
def test_a_prompt_is_no_line(platform: str, prompt: str) -> None:
    p, text = get_platform(platform), TEXTS[platform]
    for captured in (f"{prompt}\n{text}", f"{text}{prompt}\n", f"{text}{prompt}"):
        tree = parse(p, captured)
        assert [shape(part.nodes) for part in tree.parts] == [shape(part.nodes) for part in parse(p, text).parts]
        assert build_patch(p, tree, parse(p, text)).empty
        assert tree.format() == captured


@pytest.mark.parametrize("platform", sorted(TEXTS))
@pytest.mark.parametrize("pager", PAGERS)
def test_a_pager_takes_no_indentation_along(platform: str, pager: str) -> None:
    p, text = get_platform(platform), TEXTS[platform]
    lines = text.split("\n")
    for at in range(len(lines) - 1):
        captured = "\n".join([*lines[:at], pager + lines[at], *lines[at + 1 :]])
        tree = parse(p, captured)
        assert tree.normalised == ("traces of a pager or terminal removed",)
        assert tree.format() == text


def test_a_description_that_speaks_of_more_stays() -> None:
    text = "interface eth1\n description see -- more -- below\nexit\n"
    assert parse(get_platform("frr"), text).format() == text


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (
            "描述 财政局专线\n".encode() + "描述 财政局\n".encode("gb18030"),
            "描述 财政局专线\n描述 财政局\n",
            "each in its own",
        ),
        (b"description \xb2\xc6\xd5\xfe\xbe\n", "description 财政\udcbe\n", "kept"),
        ("description 财政局专线".encode()[:-1] + b"\n", "description 财政局专\udce7\udcba\n", "kept"),
        (b"return\n\x00\n\x00", "return\n\n", "NUL"),
    ],
)
def test_no_byte_is_lost(data: bytes, text: str, note: str) -> None:
    found = decode(data)
    assert found.text == text
    assert any(note in each for each in found.notes)


@pytest.mark.parametrize("odd", ["\x85reload", "\x0breload", "\udcbe"])
def test_what_a_terminal_would_act_on_is_not_offered_as_proven(odd: str) -> None:
    p, text = get_platform("cisco_ios"), TEXTS["cisco_ios"]
    patch = build_patch(p, parse(p, text), parse(p, text.replace("core", f"core{odd}")))
    assert not patch.proof.proven
    assert any("can't be typed" in each for each in patch.proof.obstacles)


@pytest.mark.parametrize("odd", ["\u2028shutdown", "\u2029shutdown"])
def test_one_line_stays_one_line(odd: str) -> None:
    p, text = get_platform("cisco_ios"), TEXTS["cisco_ios"]
    patch = build_patch(p, parse(p, text), parse(p, text.replace("core", f"core{odd}")))
    assert f"description to core{odd}" in patch.script
