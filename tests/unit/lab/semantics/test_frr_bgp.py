"""How BGP of FRR 8.4.4 behaves. What is asserted here was seen on its daemons, or on routers of the lab, before it was written down."""

import pytest
from tests.unit.lab.semantics.frr_router import BGP, EMPTY, FAMILY, ROUTER, VPN, configured, refused, shown

from netops.lab.semantics import difference, simulated

DATACENTER = EMPTY.replace("traditional", "datacenter")
GROUP = ("router bgp 65000", "neighbor PG peer-group", "neighbor PG remote-as 65001", "neighbor 10.0.0.1 peer-group PG")


# ----------------------------------------------------------------------------------------------- neighbours and groups


def test_another_remote_as_keeps_the_neighbours_other_lines() -> None:
    device = configured(*FAMILY, "neighbor 10.0.0.1 prefix-list IN in", "neighbor 10.0.0.1 description x")
    device.type("neighbor 10.0.0.1 remote-as 65009")
    assert shown(device)[1:3] == ["neighbor 10.0.0.1 remote-as 65009", "neighbor 10.0.0.1 description x"]
    assert "neighbor 10.0.0.1 prefix-list IN in" in shown(device)


def test_a_neighbour_that_comes_into_the_own_as_loses_what_is_for_others_only() -> None:
    device = configured(*BGP, "neighbor 10.0.0.1 ebgp-multihop 5", "neighbor 10.0.0.1 local-as 65009")
    device.type("neighbor 10.0.0.1 remote-as 65000")
    assert shown(device) == [
        "router bgp 65000",
        "neighbor 10.0.0.1 remote-as 65000",
        "neighbor 10.0.0.2 remote-as 65000",
    ]


def test_a_neighbour_that_leaves_the_own_as_is_no_reflectors_client_any_more() -> None:
    device = configured(
        *FAMILY, "neighbor 10.0.0.2 route-reflector-client", "exit", "neighbor 10.0.0.2 remote-as external"
    )
    assert "neighbor 10.0.0.2 route-reflector-client" not in shown(device)


@pytest.mark.parametrize("line", ["no neighbor 10.0.0.1", "no neighbor 10.0.0.1 remote-as 64999"])
def test_a_neighbour_goes_with_all_its_lines_in_every_family(line: str) -> None:
    device = configured(
        *FAMILY,
        "neighbor 10.0.0.1 prefix-list IN in",
        "neighbor 10.0.0.1 maximum-prefix 10",
        "address-family ipv4 vpn",
        "neighbor 10.0.0.1 activate",
        "exit-address-family",
        "neighbor 10.0.0.1 timers 3 9",
        line,
    )
    assert shown(device) == ["router bgp 65000", "neighbor 10.0.0.2 remote-as 65000"]


def test_deleting_a_neighbour_that_is_not_there_is_silent_and_a_name_is_refused() -> None:
    device = configured(*BGP, "no neighbor 10.9.9.9")
    assert refused(device, "no neighbor NOBODY") == "% Create the peer-group first"


@pytest.mark.parametrize(
    "line", ["neighbor 10.9.9.9 description x", "no neighbor 10.9.9.9 description", "neighbor G activate"]
)
def test_a_line_of_an_unknown_neighbour_is_refused(line: str) -> None:
    assert refused(configured(*BGP), line) == "% Specify remote-as or peer-group commands first"


def test_the_router_itself_is_no_neighbour() -> None:
    device = configured("router bgp 65000", text=ROUTER)
    assert refused(device, "neighbor 10.0.1.1 remote-as 65001") == "% Can not configure the local system as neighbor"


@pytest.mark.parametrize("form", ["description", "password", "update-source", "timers connect", "timers", "shutdown"])
def test_a_session_setting_goes_without_its_value_or_with_any(form: str) -> None:
    value = {"timers": "3 9", "shutdown": "", "timers connect": "7"}.get(form, "lo")
    for no in (f"no neighbor 10.0.0.1 {form}", f"no neighbor 10.0.0.1 {form} {value.replace('3', '4')}".rstrip()):
        device = configured(*BGP, f"neighbor 10.0.0.1 {form} {value}".rstrip())
        assert len(shown(device)) == 4
        device.type(no)
        assert len(shown(device)) == 3


def test_a_group_is_needed_before_its_members() -> None:
    assert refused(configured(*BGP), "neighbor 10.0.0.1 peer-group PG") == "% Configure the peer-group first"


def test_a_member_has_its_as_from_the_group() -> None:
    device = configured(*GROUP)
    answer = refused(device, "neighbor 10.0.0.1 remote-as 65002")
    assert answer == "% Peer-group member cannot override remote-as of peer-group."
    device = configured(
        *BGP, "neighbor PG peer-group", "neighbor PG remote-as 65009", "neighbor 10.0.0.1 peer-group PG"
    )
    assert shown(device)[1:4] == [
        "neighbor PG peer-group",
        "neighbor PG remote-as 65009",
        "neighbor 10.0.0.1 peer-group PG",
    ]


def test_members_are_all_inside_or_all_outside() -> None:
    device = configured(*BGP, "neighbor PG peer-group", "neighbor 10.0.0.1 peer-group PG")
    assert (
        refused(device, "neighbor 10.0.0.2 peer-group PG")
        == "% Peer-group members must be all internal or all external."
    )


def test_leaving_a_group_deletes_the_neighbour_even_one_that_is_no_member() -> None:
    device = configured(*GROUP, "neighbor 10.0.0.5 remote-as 65005", "neighbor OTHER peer-group")
    device.type("no neighbor 10.0.0.1 peer-group OTHER")
    device.type("no neighbor 10.0.0.5 peer-group PG")
    assert shown(device) == [
        "router bgp 65000",
        "neighbor OTHER peer-group",
        "neighbor PG peer-group",
        "neighbor PG remote-as 65001",
    ]


@pytest.mark.parametrize("line", ["no neighbor PG", "no neighbor PG peer-group"])
def test_a_group_takes_its_members_with_it(line: str) -> None:
    device = configured(
        *GROUP, "neighbor 10.0.0.1 description x", "address-family ipv4 unicast", "neighbor PG next-hop-self"
    )
    device.type("exit")
    device.type(line)
    assert shown(device) == ["router bgp 65000"]


def test_a_group_without_its_as_loses_the_members_and_stays() -> None:
    assert shown(configured(*GROUP, "no neighbor PG remote-as 65001")) == ["router bgp 65000", "neighbor PG peer-group"]


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ((), "neighbor 10.0.0.1 local-as 65000", "% Cannot have local-as same as BGP AS number"),
        ((), "neighbor 10.0.0.2 local-as 65009", "% Local-AS allowed only for EBGP peers"),
        (
            ("neighbor 10.0.0.1 ebgp-multihop",),
            "neighbor 10.0.0.1 ttl-security hops 2",
            "% ebgp-multihop and ttl-security cannot be configured together",
        ),
        ((), "neighbor 10.0.0.1 timers 1 2", "% Invalid value"),
        ((), "no bgp listen range 10.0.0.0/8 peer-group G", "% Peer-group does not exist"),
        (("bgp router-id 1.1.1.1",), "no bgp router-id 2.2.2.2", "% BGP router-id doesn't match"),
    ],
)
def test_what_does_not_go_together_in_a_session_is_refused(lines: tuple[str, ...], line: str, words: str) -> None:
    assert refused(configured(*BGP, *lines), line) == words


# ---------------------------------------------------------------------------------------------------- address families


def test_a_familys_line_typed_at_the_router_level_is_ipv4_unicasts() -> None:
    device = configured(*BGP, "neighbor 10.0.0.1 prefix-list IN in", "network 10.1.2.3/16", "redistribute static")
    assert shown(device)[3:] == [
        "address-family ipv4 unicast",
        "network 10.1.0.0/16",
        "redistribute static",
        "neighbor 10.0.0.1 prefix-list IN in",
    ]
    assert device.prompt == "r1(config-router)#"
    device.type("no neighbor 10.0.0.1 prefix-list OTHER in")
    device.type("no network 10.1.0.0/16")
    device.type("no redistribute static")
    assert len(shown(device)) == 3


def test_a_config_in_the_old_form_is_read_the_same() -> None:
    old = simulated(
        "frr", EMPTY + "router bgp 65000\n neighbor 10.0.0.1 remote-as 65001\n neighbor 10.0.0.1 prefix-list A in\n"
    )
    new = configured(
        "router bgp 65000",
        "neighbor 10.0.0.1 remote-as 65001",
        "address-family ipv4 unicast",
        "neighbor 10.0.0.1 prefix-list A in",
    )
    assert difference(old, new) == ()


def test_activate_is_shown_where_it_is_not_what_the_instance_does_anyway() -> None:
    assert len(shown(configured(*FAMILY, "neighbor 10.0.0.1 activate"))) == 3
    assert "no neighbor 10.0.0.1 activate" in shown(configured(*FAMILY, "no neighbor 10.0.0.1 activate"))
    other = configured("router bgp 65000", "no bgp default ipv4-unicast", *FAMILY[1:], "no neighbor 10.0.0.1 activate")
    assert "no neighbor 10.0.0.1 activate" not in shown(other)
    other.type("neighbor 10.0.0.1 activate")
    assert shown(other)[-1] == "neighbor 10.0.0.1 activate"


def test_neighbours_stay_as_they_were_when_the_default_family_changes() -> None:
    device = configured(*BGP, "no bgp default ipv4-unicast", "neighbor 10.0.0.3 remote-as 65003")
    assert [line for line in shown(device) if "activate" in line] == [
        "neighbor 10.0.0.1 activate",
        "neighbor 10.0.0.2 activate",
    ]
    device.type("bgp default ipv4-unicast")
    assert [line for line in shown(device) if "activate" in line] == ["no neighbor 10.0.0.3 activate"]


def test_a_new_neighbour_exchanges_the_other_default_families_too() -> None:
    device = configured("router bgp 65000", "bgp default ipv6-unicast", "neighbor 10.0.0.1 remote-as 65001")
    assert shown(device)[-1] == "neighbor 10.0.0.1 remote-as 65001"
    device.type("no bgp default ipv6-unicast")
    assert shown(device)[-2:] == ["address-family ipv6 unicast", "neighbor 10.0.0.1 activate"]


def test_a_neighbour_that_is_there_does_not_exchange_a_new_default_family() -> None:
    device = configured("router bgp 65000", "neighbor 10.0.0.1 remote-as 65001", "bgp default ipv6-unicast")
    assert shown(device)[-2:] == ["address-family ipv6 unicast", "no neighbor 10.0.0.1 activate"]


def test_a_neighbour_that_exchanges_nothing_keeps_its_filters() -> None:
    device = configured(*FAMILY, "neighbor 10.0.0.1 prefix-list IN in", "no neighbor 10.0.0.1 activate")
    assert "neighbor 10.0.0.1 prefix-list IN in" in shown(device)


def test_members_follow_their_groups_exchange() -> None:
    device = configured(
        "router bgp 65000",
        "no bgp default ipv4-unicast",
        *GROUP[1:],
        "address-family ipv4 unicast",
        "neighbor PG activate",
    )
    device.type("neighbor 10.0.0.1 activate")
    assert [line for line in shown(device) if "activate" in line] == ["neighbor PG activate"]


def test_a_filter_goes_by_its_direction_whatever_its_name() -> None:
    device = configured(*FAMILY, "neighbor 10.0.0.1 route-map A in", "neighbor 10.0.0.1 route-map A out")
    device.type("no neighbor 10.0.0.1 route-map OTHER in")
    assert shown(device)[-1] == "neighbor 10.0.0.1 route-map A out"


def test_a_missing_route_map_is_told_and_taken() -> None:
    device = configured(*FAMILY)
    assert device.type("neighbor 10.0.0.1 route-map A in").text == "The route-map 'A' does not exist."
    assert "neighbor 10.0.0.1 route-map A in" in shown(device)


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (
            ("neighbor 10.0.0.1 prefix-list A in",),
            "neighbor 10.0.0.1 distribute-list A in",
            "% Prefix/distribute list can not co-exist",
        ),
        ((), "neighbor 10.0.0.1 route-reflector-client", "% Invalid command. Not an internal neighbor"),
        ((), "neighbor 10.0.0.2 as-override", "% as-override cannot be configured for IBGP peers"),
        ((), "no network 10.0.0.0/8", "% Can't find static route specified"),
        ((), "no aggregate-address 10.0.0.0/8", "% There is no aggregate-address configuration."),
    ],
)
def test_what_does_not_go_together_in_a_family_is_refused(lines: tuple[str, ...], line: str, words: str) -> None:
    assert refused(configured(*FAMILY, *lines), line) == words


def test_flags_of_one_word_do_not_take_longer_ones_away() -> None:
    device = configured(*FAMILY, "neighbor 10.0.0.1 next-hop-self force", "no neighbor 10.0.0.1 next-hop-self")
    assert shown(device)[-1] == "neighbor 10.0.0.1 next-hop-self force"
    device = configured(*FAMILY, "neighbor 10.0.0.1 remove-private-AS all", "no neighbor 10.0.0.1 remove-private-AS")
    assert shown(device)[-1] == "neighbor 10.0.0.1 remove-private-AS all"


def test_values_that_frr_does_not_show_are_left_out() -> None:
    device = configured(
        *FAMILY,
        "neighbor 10.0.0.1 allowas-in 3",
        "neighbor 10.0.0.1 maximum-prefix 10 75",
        "distance bgp 20 200 200",
        "neighbor 10.0.0.1 ebgp-multihop",
    )
    assert shown(device) == [
        "router bgp 65000",
        "neighbor 10.0.0.1 remote-as 65001",
        "neighbor 10.0.0.1 ebgp-multihop 255",
        "neighbor 10.0.0.2 remote-as 65000",
        "address-family ipv4 unicast",
        "neighbor 10.0.0.1 maximum-prefix 10",
        "neighbor 10.0.0.1 allowas-in",
    ]


def test_communities_are_sent_unless_told_otherwise() -> None:
    device = configured(*FAMILY, "neighbor 10.0.0.1 send-community both", "no neighbor 10.0.0.1 send-community both")
    assert shown(device)[-2:] == [
        "no neighbor 10.0.0.1 send-community",
        "no neighbor 10.0.0.1 send-community extended",
    ]
    device.type("no neighbor 10.0.0.1 send-community large")
    assert shown(device)[-1] == "no neighbor 10.0.0.1 send-community all"
    device.type("neighbor 10.0.0.1 send-community all")
    assert len(shown(device)) == 3


def test_a_source_keeps_the_settings_that_the_new_line_leaves_out() -> None:
    device = configured(*FAMILY, "redistribute static metric 5", "redistribute static route-map A")
    assert shown(device)[-1] == "redistribute static metric 5 route-map A"


def test_an_empty_family_is_not_shown() -> None:
    device = configured(*BGP, "address-family ipv4 vpn")
    assert "address-family ipv4 vpn" not in device.running()
    assert device.prompt == "r1(config-router-af)#"


# ----------------------------------------------------------------------------------------------------- instances, VPNs


def test_the_as_of_an_instance_does_not_change() -> None:
    device = configured(*BGP, "exit")
    assert refused(device, "router bgp 65001") == "BGP is already running; AS is 65000"
    assert refused(device, "no router bgp 65001") == "% Can't find BGP instance"


def test_router_bgp_without_a_number_is_the_one_that_runs() -> None:
    device = configured(*BGP, "exit", "router bgp")
    assert device.prompt == "r1(config-router)#"
    assert refused(configured(), "router bgp") == "% No BGP process is configured"


@pytest.mark.parametrize("leak", ["import vpn", "export vpn", "import vrf OTHER"])
def test_the_default_instance_stays_while_a_vrf_leaks_routes(leak: str) -> None:
    device = configured("router bgp 65000", *VPN, leak, "exit", "exit")
    assert (
        refused(device, "no router bgp 65000") == "% Cannot delete default BGP instance. Dependent VRF instances exist"
    )
    device.type("no router bgp 65000 vrf FINANCE")
    assert not device.type("no router bgp 65000").refused


def test_the_default_instance_goes_before_a_vrf_that_leaks_nothing() -> None:
    device = configured("router bgp 65000", *VPN, "rd vpn export 65000:1", "exit", "exit", "no router bgp 65000")
    assert "router bgp 65000" not in shown(device)
    assert "router bgp 65000 vrf FINANCE" in shown(device)


def test_no_router_bgp_must_say_which() -> None:
    assert refused(configured("router bgp 65000", VPN[0], "exit"), "no router bgp") == "% Please specify ASN and VRF"
    assert refused(configured(VPN[0], "exit"), "no router bgp") == "% No BGP process is configured"


def test_route_targets_are_replaced_and_both_ways_are_shown_as_one() -> None:
    device = configured(*VPN, "rt vpn import 65000:2 65000:1", "rt vpn import 65000:3", "rt vpn export 65000:3")
    assert shown(device)[-1] == "rt vpn both 65000:3"
    device.type("no rt vpn export 65000:9")
    assert shown(device)[-1] == "rt vpn import 65000:3"


@pytest.mark.parametrize("way", ["import", "export", "both"])
def test_other_route_targets_are_a_difference(way: str) -> None:
    one, other = configured(*VPN, f"rt vpn {way} 65000:1"), configured(*VPN, f"rt vpn {way} 65000:2")
    assert difference(one, other) != ()
    assert difference(one, simulated("frr", one.running())) == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("no rt vpn import", "% Command incomplete: no rt vpn import"),
        ("no rd vpn export", "% Command incomplete: no rd vpn export"),
        ("rd vpn export abc", "% Malformed rd"),
        ("rt vpn import abc", "Malformed community-list value"),
    ],
)
def test_incomplete_and_malformed_lines_of_a_vpn_change_nothing(line: str, words: str) -> None:
    device = configured(*VPN, "rd vpn export 65000:1", "rt vpn both 65000:1")
    assert refused(device, line) in (words, "Internal CLI error [rtlist]", "Internal CLI error [rd_str]")


def test_a_new_rd_takes_the_place_of_the_old_one() -> None:
    device = configured(*VPN, "rd vpn export 65000:1", "rt vpn both 65000:1", "rd vpn export 65000:2")
    assert shown(device)[-2:] == ["rd vpn export 65000:2", "rt vpn both 65000:1"]
    device.type("no rd vpn export 65000:7")
    assert shown(device)[-1] == "rt vpn both 65000:1"


def test_importing_a_vrf_goes_with_no_vpn_and_makes_the_instances_that_it_needs() -> None:
    device = configured(*VPN, "rd vpn export 65000:1", "import vrf HEALTH")
    assert shown(device) == [
        "router bgp 65000 vrf FINANCE",
        "address-family ipv4 unicast",
        "import vrf HEALTH",
        "router bgp 65000",
        "router bgp 65000 vrf HEALTH",
    ]
    assert refused(device, "rd vpn export 65000:1").startswith("% error: Please unconfigure import vrf")
    assert refused(device, "import vrf FINANCE") == "% Cannot import vrf FINANCE into itself"
    assert refused(configured(*VPN, "import vpn"), "import vrf HEALTH").startswith("% error: Please unconfigure vpn")


def test_a_vrfs_instance_has_no_family_of_the_core() -> None:
    assert refused(configured(VPN[0]), "address-family ipv4 vpn").startswith("Only Unicast")


# ------------------------------------------------------------------------------------------------------------ profiles


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        (EMPTY, "bgp ebgp-requires-policy", []),
        (EMPTY, "no bgp ebgp-requires-policy", ["no bgp ebgp-requires-policy"]),
        (DATACENTER, "bgp ebgp-requires-policy", ["bgp ebgp-requires-policy"]),
        (DATACENTER, "no bgp ebgp-requires-policy", []),
        (EMPTY, "timers bgp 60 180", []),
        (DATACENTER, "timers bgp 60 180", ["timers bgp 60 180"]),
        (DATACENTER, "timers bgp 3 9", []),
        (DATACENTER, "no bgp log-neighbor-changes", ["no bgp log-neighbor-changes"]),
        (EMPTY, "bgp deterministic-med", ["bgp deterministic-med"]),
        (EMPTY, "timers bgp 75 90", ["timers bgp 30 90"]),
    ],
)
def test_what_the_profile_does_anyway_is_not_shown(text: str, line: str, kept: list[str]) -> None:
    assert shown(configured("router bgp 65000", line, text=text))[1:] == kept


def test_a_new_profile_shows_what_the_instances_do_by_the_old_one() -> None:
    device = configured(*BGP, "exit", "frr defaults datacenter")
    assert {"bgp ebgp-requires-policy", "no bgp log-neighbor-changes", "timers bgp 60 180"} <= set(shown(device))


def test_log_adjacency_changes_is_datacenters_default() -> None:
    assert shown(configured("router ospf", "log-adjacency-changes", text=DATACENTER)) == ["router ospf"]
    assert "log-adjacency-changes" in shown(configured("router ospf", "log-adjacency-changes"))
