"""The laws of text for random FRR configs: nothing is lost, a patch leads there, a rollback leads back."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from netops.config import Rejection, Tree, build_patch, fingerprint, parse, placeholders, simulate
from netops.platforms import get_platform

FRR = get_platform("frr")
PEERS = ("10.1.0.2", "10.1.0.6", "10.255.0.2")
LISTS = ("HQ-IN", "HQ-OUT", "CLOSED")
VRFS = ("FINANCE", "HEALTH")
PREFIXES = tuple(f"10.{n}.0.0/16" for n in range(6))

Lines = st.SearchStrategy[list[str]]


def some(*lines: st.SearchStrategy[str]) -> Lines:
    """Return strategies for any of these lines, each at most once."""
    return st.tuples(*(st.none() | line for line in lines)).map(lambda found: [line for line in found if line])


def word(template: str, *values: object) -> st.SearchStrategy[str]:
    return st.sampled_from([template.format(value) for value in values])


def indented(head: str, lines: list[str], leave: str = "exit") -> list[str]:
    return [head, *(f" {line}" for line in lines), leave]


def session(peer: str) -> Lines:
    hops = word(f"neighbor {peer} ttl-security hops {{}}", 1, 2)
    return st.tuples(
        word(f"neighbor {peer} remote-as {{}}", 65000, 65101, 65102).map(lambda line: [line]),
        some(
            word(f"neighbor {peer} description {{}}", "Finance HQ", "x"),
            st.just(f"neighbor {peer} shutdown"),
            word(f"neighbor {peer} password {{}}", "Word-1", "Word-2"),
            hops,
            word(f"neighbor {peer} timers connect {{}}", 1, 5),
        ),
    ).map(lambda found: found[0] + found[1])


def exchange(peer: str) -> Lines:
    return some(
        word(f"{{}}neighbor {peer} activate", "", "no "),
        word(f"neighbor {peer} prefix-list {{}} in", *LISTS),
        word(f"neighbor {peer} prefix-list {{}} out", *LISTS),
        word(f"neighbor {peer} maximum-prefix {{}}", 10, "20 80"),
        word(f"neighbor {peer} route-map {{}} out", "M1", "M2"),
        word(f"no neighbor {peer} send-community{{}}", "", " extended"),
        word(f"neighbor {peer} next-hop-self{{}}", "", " force"),
    )


VPN = some(
    word("rd vpn export 65000:{}", 101, 1101),
    word("rt vpn {}", "both 65000:101", "import 65000:101 65000:900", "import 65000:900 65000:101", "export 65000:101"),
    word("label vpn export {}", "auto", 77),
    st.just("import vpn"),
    st.just("export vpn"),
    word("redistribute connected{}", "", " metric 5", " metric 6", " metric 5 route-map M1", " route-map M1"),
    *(word(f"network {prefix}{{}}", "", " route-map M1") for prefix in PREFIXES[:2]),
)


@st.composite
def bgp(draw: st.DrawFn, head: str) -> list[str]:
    """Draw a BGP instance with any of the neighbors."""
    lines = draw(
        some(
            word("bgp router-id 10.255.0.{}", 1, 2),
            word("{}bgp ebgp-requires-policy", "", "no "),
            word("{}bgp default ipv4-unicast", "", "no "),
            word("timers bgp {}", "3 9", "60 180"),
        )
    )
    family: list[str] = []
    for peer in draw(st.lists(st.sampled_from(PEERS), unique=True)):
        lines += draw(session(peer))
        family += draw(exchange(peer))
    family += draw(VPN)
    return indented(head, lines + indented("address-family ipv4 unicast", family, "exit-address-family"))


@st.composite
def prefix_lists(draw: st.DrawFn) -> list[str]:
    """Draw prefix lists; a value stands once in a list, because the device drops the second."""
    lines = []
    for name in draw(st.lists(st.sampled_from(LISTS), unique=True)):
        values = draw(st.lists(st.sampled_from(PREFIXES), unique=True, min_size=1, max_size=5))
        numbers = draw(st.lists(st.integers(1, 9), unique=True, min_size=len(values), max_size=len(values)))
        action = draw(st.sampled_from(["permit", "deny"]))
        lines += [f"ip prefix-list {name} seq {n} {action} {v}" for n, v in zip(numbers, values, strict=True)]
    return lines


@st.composite
def routes(draw: st.DrawFn) -> list[str]:
    """Draw static routes; prefix and way out stand once together."""
    ways = st.sampled_from(["10.1.0.2", "10.1.0.6", "10.0.1.2 core0", "core0"])
    pairs = draw(st.lists(st.tuples(st.sampled_from(PREFIXES), ways), unique=True, max_size=6))
    return [f"ip route {p} {w}{draw(st.sampled_from(['', ' 20', ' 250']))}" for p, w in pairs]


@st.composite
def ports(draw: st.DrawFn) -> list[str]:
    """Draw ports with OSPF, and the process."""
    lines: list[str] = []
    for port in ("core0", "wan0"):
        found = draw(
            some(
                word("description {}", "to p1", "spare"),
                word("ip ospf area {}", 0, "0.0.0.1"),
                word("ip ospf cost {}", 10, 20),
                word("ip ospf hello-interval {}", 1, 10),
                word("ip ospf network {}", "point-to-point"),
                word("ip ospf message-digest-key 1 md5 {}", "Key-1", "Key-2"),
            )
        )
        lines += indented(f"interface {port}", found)
    process = draw(some(word("ospf router-id 10.255.0.{}", 1, 2), word("redistribute static{}", "", " metric 5")))
    return lines + (indented("router ospf", process) if draw(st.booleans()) else [])


@st.composite
def maps(draw: st.DrawFn) -> list[str]:
    """Draw route maps."""
    lines: list[str] = []
    for name, number in draw(st.lists(st.sampled_from([("M1", 10), ("M1", 20), ("M2", 10)]), unique=True)):
        found = draw(
            some(
                word("match ip address prefix-list {}", *LISTS),
                word("set local-preference {}", 100, 200),
                word("set community {}", "65000:1", "65000:1 65000:2"),
            )
        )
        lines += indented(f"route-map {name} {draw(st.sampled_from(['permit', 'deny']))} {number}", found)
    return lines


@st.composite
def configs(draw: st.DrawFn) -> str:
    """Draw the FRR part of a router."""
    lines = ["hostname r1"]
    lines += draw(some(st.just("no ipv6 forwarding"), word("log syslog {}", "errors", "informational")))
    lines += draw(routes()) + draw(ports()) + draw(prefix_lists()) + draw(maps())
    for vrf in draw(st.lists(st.sampled_from(VRFS), unique=True)):
        lines += indented(f"vrf {vrf}", draw(routes()), "exit-vrf")
    if draw(st.booleans()):
        lines += draw(bgp("router bgp 65000"))
        for vrf in draw(st.lists(st.sampled_from(VRFS), unique=True)):
            lines += draw(bgp(f"router bgp 65000 vrf {vrf}"))
    return "\n".join(lines) + "\n"


@given(st.text(alphabet=" \nabc!x0/", max_size=80).map(lambda noise: f"hostname r1\n{noise}"))
def test_formatting_gives_the_text_back(text: str) -> None:
    tree = parse(FRR, f"frr version 8.4.4\n{text}")
    assert tree.format() == f"frr version 8.4.4\n{text}"
    assert parse(FRR, tree.format()) == tree


@given(configs())
def test_a_config_is_its_own_patch_less_intention(text: str) -> None:
    tree = parse(FRR, text)
    assert parse(FRR, tree.format()) == tree
    assert build_patch(FRR, tree, tree).empty


@given(configs(), configs())
@example(  # the list is made anew while a neighbor that used it goes
    "hostname r1\nip prefix-list HQ-IN seq 1 permit 10.0.0.0/16\nrouter bgp 65000\n neighbor 10.1.0.2 remote-as 65000\n"
    " address-family ipv4 unicast\n  neighbor 10.1.0.2 prefix-list HQ-IN out\n exit-address-family\nexit\n",
    "hostname r1\nip prefix-list HQ-IN seq 2 permit 10.0.0.0/16\nrouter bgp 65000\n address-family ipv4 unicast\n"
    "  network 10.1.0.0/16\n exit-address-family\nexit\n",
)
@example("hostname r1\nrouter bgp 65000\nexit\n", "hostname r1\nrouter bgp 65000\n timers bgp 3 9\nexit\n")
def test_a_patch_leads_to_the_intended_config_and_its_rollback_back(before: str, after: str) -> None:
    running, intended = parse(FRR, before), parse(FRR, after)

    patch = build_patch(FRR, running, intended)

    if patch.proof.obstacles and all("refers to it" in each for each in patch.proof.obstacles):
        return  # the intended config names what it doesn't have any more
    assert patch.proof.proven, (patch.proof.obstacles, patch.commands)
    there = simulate(FRR, running, patch.commands, secrets=patch.secrets)
    assert isinstance(there, Tree)
    if not patch.proof.kept:
        assert fingerprint(FRR, there) == fingerprint(FRR, intended)
    assert build_patch(FRR, there, intended).empty
    back = simulate(FRR, there, patch.rollback.commands, secrets=patch.secrets)
    assert isinstance(back, Tree)
    assert fingerprint(FRR, back) == fingerprint(FRR, running)


@given(configs(), configs())
@settings(max_examples=20)
def test_no_line_of_a_patch_refers_to_a_list_that_is_not_there(before: str, after: str) -> None:
    running, intended = parse(FRR, before), parse(FRR, after)
    lines = build_patch(FRR, running, intended).commands.splitlines(keepends=True)
    allowed = unbound(running) | unbound(intended) | (made(running) & made(intended))
    for at in range(len(lines)):
        there = simulate(FRR, running, "".join(lines[: at + 1]))
        assert isinstance(there, Tree)
        assert unbound(there) <= allowed, lines[at]


def lines_of(tree: Tree) -> list[list[str]]:
    return [line.text.split() for node in tree.part("frr") for line in node.walk()]


def made(tree: Tree) -> set[str]:
    return {words[2] for words in lines_of(tree) if words[:2] == ["ip", "prefix-list"]}


def unbound(tree: Tree) -> set[str]:
    """Return the prefix lists that a line refers to and that don't exist: a neighbor takes no route through them."""
    used = (words for words in lines_of(tree) if words[0] in {"neighbor", "match"} and "prefix-list" in words)
    return {words[words.index("prefix-list") + 1] for words in used} - made(tree)


@given(configs(), configs())
def test_no_text_for_people_holds_a_secret(before: str, after: str) -> None:
    patch = build_patch(FRR, parse(FRR, before), parse(FRR, after))
    shown = "\n".join([patch.commands, patch.diff, patch.rollback.commands, *patch.script, repr(patch)])
    assert not any(word in shown for word in ("Word-1", "Word-2", "Key-1", "Key-2"))
    assert placeholders(patch.commands) <= patch.secrets.keys()


@given(configs(), st.lists(st.sampled_from(["no router bgp 65000", "no frobnicate", "router bgp 65001"]), min_size=1))
def test_typing_anything_ends_in_a_tree_or_a_rejection(text: str, lines: list[str]) -> None:
    answer = simulate(FRR, parse(FRR, text), "\n".join(lines) + "\n")
    assert isinstance(answer, Tree | Rejection)
