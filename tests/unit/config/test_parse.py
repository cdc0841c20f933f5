"""Reading text of any origin: decoding, parts, sections, refusals."""

import pytest

from netops.config import Node, Tree, fingerprint, parse
from netops.errors import InputError
from netops.platforms import get_platform

FRR = get_platform("frr")
TEXT = "hostname r1\nrouter bgp 65000\n bgp router-id 10.255.0.1\nexit\n"
PARTS = """### /etc/frr/frr.conf
hostname r1
### /etc/network/interfaces
auto lo
iface lo inet loopback
### /etc/nftables.conf
table inet filter {
  chain input { type filter hook input priority 0; policy drop;
    ct state established,related accept # answers
    tcp dport { 22, 23 } accept comment "a # b; c { d }"
  }
}
### /etc/ssh/sshd_config
Port 22
Match User audit
  PermitTTY no
"""


def shape(nodes: tuple[Node, ...]) -> list[object]:
    return [[node.text, shape(node.children)] if node.children else node.text for node in nodes]


def code_of(data: bytes | str) -> str:
    with pytest.raises(InputError) as caught:
        parse(FRR, data, path="r1.cfg")
    assert caught.value.faults[0].path == "r1.cfg"
    str(caught.value)
    return caught.value.faults[0].code


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (TEXT.encode("utf-16"), "decoded from UTF-16"),
        (TEXT.encode("utf-16-le"), "decoded from UTF-16"),
        (TEXT.encode("utf-16-be"), "decoded from UTF-16"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "byte order mark removed"),
        (TEXT.replace("\n", "\r\n").encode(), "line ends CRLF read as LF"),
        (TEXT.replace("\n", "\r\n", 1).encode(), "mixed line ends read as LF"),
        (TEXT.encode() + b"\x00\x00", "NUL at the end removed"),
        (
            TEXT.replace(
                "router", "--More--\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08router", 1
            ).encode(),
            "traces of",
        ),
    ],
)
def test_what_is_set_right_is_noted_and_the_text_comes_back(data: bytes, note: str) -> None:
    tree = parse(FRR, data)
    assert any(each.startswith(note) for each in tree.normalised)
    assert tree.format() == TEXT


def test_chinese_text_is_read_in_either_encoding() -> None:
    text = "interface core0\n description 财政局专线\nexit\n"
    old = parse(FRR, text.encode("gb18030"))
    assert old.normalised == ("decoded from GB18030",)
    assert old.part("frr") == parse(FRR, text.encode()).part("frr")


@pytest.mark.parametrize("text", ["", "\n", "!\n", TEXT, TEXT.rstrip("\n"), PARTS, " \n" + TEXT + "\n\n! x\nend"])
def test_the_text_comes_back_byte_for_byte(text: str) -> None:
    tree = parse(FRR, text)
    assert tree.format() == text
    assert tree.normalised == ()


def test_noise_is_no_line() -> None:
    tree = parse(
        FRR, "Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nhostname r1\n!\nend\n"
    )
    assert shape(tree.part("frr")) == ["frr version 8.4.4", "hostname r1"]
    assert tree.part("frr")[1].number == 6


def test_parts_are_read_by_their_own_grammar() -> None:
    tree = parse(FRR, PARTS)
    assert shape(tree.part("frr")) == ["hostname r1"]
    assert shape(tree.part("interfaces")) == ["auto lo", "iface lo inet loopback"]
    assert shape(tree.part("nftables")) == [
        [
            "table inet filter",
            [
                [
                    "chain input",
                    [
                        "type filter hook input priority 0",
                        "policy drop",
                        "ct state established, related accept",
                        'tcp dport { 22, 23 } accept comment "a # b; c { d }"',
                    ],
                ]
            ],
        ]
    ]
    assert shape(tree.part("sshd")) == ["Port 22", ["Match User audit", ["PermitTTY no"]]]
    assert tree.part("sshd")[0].number == 14
    assert tree.part("unknown") == ()


def test_sections_that_are_never_closed_end_with_the_text() -> None:
    cut_off = "router bgp 65000\n address-family ipv4 unicast\n  network 10.0.0.0/8"
    whole = f"{cut_off}\n exit-address-family\nexit\n"
    assert fingerprint(FRR, parse(FRR, cut_off)) == fingerprint(FRR, parse(FRR, whole))


def test_a_section_without_indentation_ends_where_the_device_ends_it() -> None:
    typed = """vrf A
ip route 10.0.0.0/8 10.1.0.2
exit-vrf
router bgp 65000
neighbor 10.1.0.2 remote-as 65101
address-family ipv4 unicast
neighbor 10.1.0.2 activate
neighbor 10.1.0.6 remote-as 65102
mpls ldp
router-id 10.255.0.1
ip route 10.2.0.0/16 Null0
"""
    assert shape(parse(FRR, typed).part("frr")) == [
        ["vrf A", ["ip route 10.0.0.0/8 10.1.0.2"]],
        [
            "router bgp 65000",
            [
                "neighbor 10.1.0.2 remote-as 65101",
                ["address-family ipv4 unicast", ["neighbor 10.1.0.2 activate"]],
                "neighbor 10.1.0.6 remote-as 65102",
            ],
        ],
        ["mpls ldp", ["router-id 10.255.0.1"]],
        "ip route 10.2.0.0/16 Null0",
    ]


def test_an_unknown_section_is_kept_with_its_lines_and_its_end() -> None:
    text = "router isis X\n net 49.0001.00\n interface-thing\n  deep 1\n exit-deep\nexit\nhostname r1\n"
    assert shape(parse(FRR, text + TEXT).part("frr"))[:2] == [
        ["router isis X", ["net 49.0001.00", ["interface-thing", ["deep 1"]]]],
        "hostname r1",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x7fELF\x02\x01\x01\x00\x00\x00" + bytes(range(256)), "NET-CFG-001"),
        (b"hostname r1\nrouter\x00bgp 65000\nhostname r1\n", "NET-CFG-001"),
        (b"\xff\xfeh", "NET-CFG-001"),
        ("x" * 70_000, "NET-CFG-003"),
        (b"x" * (65 * 1024 * 1024), "NET-CFG-002"),
        ("head\t1.2;\naccess;\nsymbols;\n", "NET-CFG-004"),
        ("hello\n### /etc/frr/frr.conf\nhostname r1\n", "NET-CFG-005"),
        ("### /etc/frr/frr.conf\n### /etc/frr/frr.conf\n", "NET-CFG-006"),
        ("sysname PE1\nip vpn-instance FINANCE\n ipv4-family\n", "NET-CFG-007"),
        ("interface GigabitEthernet0/0/1\n undo shutdown\n", "NET-CFG-007"),
        ("version 15.2\nservice timestamps debug datetime msec\nhostname sw1\n", "NET-CFG-007"),
        ("set system host-name a\nset interfaces b\nset protocols c\nset policy d\n", "NET-CFG-008"),
        ("### /etc/nftables.conf\ntable inet filter {\n chain input {\n }\n", "NET-CFG-010"),
        ("### /etc/nftables.conf\ntable inet filter {\n}\n}\n", "NET-CFG-010"),
    ],
)
def test_what_is_no_frr_config_is_refused_with_what_was_seen(data: bytes | str, code: str) -> None:
    assert code_of(data) == code


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(InputError) as caught:
        parse(FRR, "hostname r1\nsysname PE1\n", path="pe1.cfg")
    assert str(caught.value).startswith("pe1.cfg:2: NET-CFG-007")


def test_a_tree_shows_no_secret_in_its_repr() -> None:
    tree: Tree = parse(FRR, "router bgp 65000\n neighbor 10.1.0.2 password Night-shift7\nexit\n")
    assert "Night-shift7" not in repr(tree)
    assert "Night-shift7" not in repr(tree.part("frr"))
