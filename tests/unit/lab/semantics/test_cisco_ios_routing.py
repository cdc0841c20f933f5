"""How Cisco IOS and IOS XE keep BGP, OSPF, static routes, access lists and policies."""

from __future__ import annotations

import pytest

from netops.lab.semantics import Device, difference, simulated


def started(text: str = "", release: str = "") -> Device:
    """Start a device and enter global configuration."""
    device = simulated("cisco_ios", text, release)
    assert not device.type("configure terminal").refused
    return device


def after(text: str, *lines: str, release: str = "") -> Device:
    """Start a device, type lines that it has to take, and return it."""
    device = started(text, release)
    for line in lines:
        answer = device.type(line)
        assert not answer.refused, f"{line}: {answer.text}"
    return device


def refused(text: str, *lines: str) -> str:
    """Type lines of which only the last is refused; return what the device says to it."""
    device = after(text, *lines[:-1])
    before = device.running()
    answer = device.type(lines[-1])
    assert answer.refused, f"{lines[-1]} was taken:\n{device.running()}"
    assert device.running() == before
    return answer.text


def same(device: Device, text: str, release: str = "") -> bool:
    """Tell whether a device has the meaning of a config."""
    other = simulated("cisco_ios", text, release)
    assert difference(device, other) == ()
    assert difference(other, device) == ()
    return True


VRF = "vrf definition A\n rd 65001:1\n address-family ipv4\n exit-address-family\n"
PORT = "interface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"
OTHER = "interface GigabitEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"


# BGP

BGP = (
    "router bgp 65001\n neighbor G peer-group\n neighbor G remote-as 65002\n neighbor 10.0.0.2 peer-group G\n"
    " neighbor 10.0.0.3 remote-as 65003\n neighbor 10.0.0.3 description x\n"
    " address-family vpnv4\n  neighbor 10.0.0.3 activate\n  neighbor 10.0.0.3 send-community extended\n exit-address-family\n"
)


def test_a_neighbor_needs_an_as_first() -> None:
    answer = refused("router bgp 65001\n", "router bgp 65001", "neighbor 10.0.0.9 description x")
    assert answer == "% Specify remote-as or peer-group commands first"


@pytest.mark.parametrize("undo", ["no neighbor 10.0.0.3", "no neighbor 10.0.0.3 remote-as 65003"])
def test_deleting_a_neighbor_takes_its_lines_in_every_family(undo: str) -> None:
    device = after(BGP, "router bgp 65001", undo)
    assert "10.0.0.3" not in device.running()
    assert "neighbor 10.0.0.2 peer-group G" in device.running()


def test_deleting_a_group_takes_its_members_away() -> None:
    device = after(BGP, "router bgp 65001", "no neighbor G peer-group")
    assert "10.0.0.2" not in device.running()
    assert "neighbor G" not in device.running()


def test_another_as_keeps_the_lines_of_the_neighbor() -> None:
    device = after(BGP, "router bgp 65001", "neighbor 10.0.0.3 remote-as 65009")
    assert same(device, BGP.replace("remote-as 65003", "remote-as 65009"))


def test_a_member_needs_its_group() -> None:
    assert "peer-group first" in refused(BGP, "router bgp 65001", "neighbor 10.0.0.9 peer-group H")


def test_only_one_bgp_process_runs() -> None:
    assert refused(BGP, "router bgp 65009") == "BGP is already running; AS is 65001"
    assert refused(BGP, "no router bgp 65009")


def test_a_vrf_family_needs_its_vrf_and_its_rd() -> None:
    assert refused("router bgp 1\n", "router bgp 1", "address-family ipv4 vrf A")
    assert "RD" in refused("vrf definition A\nrouter bgp 1\n", "router bgp 1", "address-family ipv4 vrf A")


def test_a_new_neighbor_is_active_in_ipv4_unless_that_is_off() -> None:
    text = "router bgp 1\n address-family ipv4\n exit-address-family\n"
    device = after(text, "router bgp 1", "neighbor 10.0.0.2 remote-as 2")
    assert "  neighbor 10.0.0.2 activate\n" in device.running()
    device = after(text + " no bgp default ipv4-unicast\n", "router bgp 1", "neighbor 10.0.0.2 remote-as 2")
    assert "activate" not in device.running()


def test_a_policy_above_the_families_is_refused_without_default_ipv4() -> None:
    text = "router bgp 1\n no bgp default ipv4-unicast\n neighbor 10.0.0.2 remote-as 2\n"
    assert "Policy commands not allowed" in refused(text, "router bgp 1", "neighbor 10.0.0.2 route-map X in")


def test_standard_and_extended_communities_make_both() -> None:
    text = "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n neighbor 10.0.0.2 send-community extended\n"
    device = after(text, "router bgp 1", "neighbor 10.0.0.2 send-community")
    assert " neighbor 10.0.0.2 send-community both\n" in device.running()
    device.type("no neighbor 10.0.0.2 send-community extended")
    assert " neighbor 10.0.0.2 send-community\n" in device.running()


def test_no_description_needs_no_value_but_a_filter_does() -> None:
    text = BGP + " neighbor 10.0.0.3 route-map X in\n"
    device = after(text, "router bgp 65001", "no neighbor 10.0.0.3 description")
    assert "description" not in device.running()
    assert refused(text, "router bgp 65001", "no neighbor 10.0.0.3 route-map in")


def test_no_redistribute_with_an_option_takes_only_the_option() -> None:
    text = "router bgp 1\n redistribute static metric 5 route-map X\n"
    device = after(text, "router bgp 1", "no redistribute static route-map X")
    assert same(device, "router bgp 1\n redistribute static metric 5\n")
    assert same(after(text, "router bgp 1", "no redistribute static"), "router bgp 1\n")


def test_a_neighbor_of_a_vrf_is_not_the_one_of_the_global_table() -> None:
    text = (
        VRF + "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n address-family ipv4 vrf A\n"
        "  neighbor 10.0.0.2 remote-as 3\n  neighbor 10.0.0.2 activate\n exit-address-family\n"
    )
    assert same(
        after(text, "router bgp 1", "no neighbor 10.0.0.2"), text.replace(" neighbor 10.0.0.2 remote-as 2\n", "", 1)
    )


# OSPF and static routes


def test_deleting_a_process_takes_its_lines_on_ports_away() -> None:
    text = PORT + " ip ospf 1 area 0\n ip ospf cost 5\nrouter ospf 1\n router-id 1.1.1.1\n"
    assert same(after(text, "no router ospf 1"), PORT + " ip ospf cost 5\n")


def test_a_port_starts_the_process_that_it_names() -> None:
    assert same(after(PORT, "interface gi0/0", "ip ospf 1 area 0"), PORT + " ip ospf 1 area 0\nrouter ospf 1\n")


def test_a_process_does_not_move_to_another_vrf() -> None:
    assert refused(VRF + "router ospf 1\n", "router ospf 1 vrf A")


def test_a_passive_port_is_shown_against_the_default_only() -> None:
    device = after(
        "router ospf 1\n passive-interface default\n",
        "router ospf 1",
        "no passive-interface gi0/0",
        "passive-interface gi0/1",
    )
    assert same(device, "router ospf 1\n passive-interface default\n no passive-interface GigabitEthernet0/0\n")


def test_a_network_moves_to_its_new_area() -> None:
    text = "router ospf 1\n network 10.0.0.0 0.0.0.255 area 0\n"
    device = after(text, "router ospf 1", "network 10.0.0.0 0.0.0.255 area 1")
    assert same(device, text.replace("area 0", "area 1"))


def test_another_ospf_key_under_the_same_number_is_refused() -> None:
    text = PORT + " ip ospf message-digest-key 1 md5 7 0123\n"
    assert refused(text, "interface gi0/0", "ip ospf message-digest-key 1 md5 other") == "OSPF: Key 1 already exists"


def test_a_route_by_the_same_hop_takes_the_place_of_the_old_one() -> None:
    device = after("ip route 10.0.0.0 255.0.0.0 192.0.2.1\n", "ip route 10.0.0.0 255.0.0.0 192.0.2.1 200 name x")
    assert same(device, "ip route 10.0.0.0 255.0.0.0 192.0.2.1 200 name x\n")


def test_no_ip_route_stays_within_its_table_and_needs_no_options() -> None:
    text = VRF + "ip route vrf A 10.0.0.0 255.0.0.0 192.0.2.1\nip route 10.0.0.0 255.0.0.0 192.0.2.1 200\n"
    device = after(text, "no ip route 10.0.0.0 255.0.0.0 192.0.2.1")
    assert same(device, VRF + "ip route vrf A 10.0.0.0 255.0.0.0 192.0.2.1\n")


def test_routes_that_the_device_refuses() -> None:
    assert refused("", "ip route 10.0.0.1 255.0.0.0 192.0.2.1") == "%Inconsistent address and mask"
    assert refused("", "no ip route 10.0.0.0 255.0.0.0 192.0.2.1") == "%No matching route to delete"
    assert "does not exist" in refused("", "ip route vrf A 10.0.0.0 255.0.0.0 192.0.2.1")


# access lists, prefix lists, route maps

ACL = "ip access-list extended X\n permit tcp any any eq www\n deny ip any any\n"


def test_entries_are_numbered_by_tens_and_inserted_between() -> None:
    device = after(ACL, "ip access-list extended X", "15 permit udp any any", "permit icmp any any")
    assert same(device, ACL.replace(" deny", " permit udp any any\n deny") + " permit icmp any any\n")


def test_the_order_of_entries_counts() -> None:
    other = "ip access-list extended X\n deny ip any any\n permit tcp any any eq www\n"
    found = difference(started(ACL), started(other))
    assert [line[0] for line in found] == ["-", "+"]


def test_a_taken_number_is_refused() -> None:
    assert "Duplicate sequence number" in refused(ACL, "ip access-list extended X", "10 permit udp any any")


def test_the_same_entry_a_second_time_changes_nothing() -> None:
    assert same(after(ACL, "ip access-list extended X", "deny ip any any", "5 deny ip any any"), ACL)


def test_an_entry_is_deleted_by_number_or_by_text() -> None:
    left = "ip access-list extended X\n deny ip any any\n"
    assert same(after(ACL, "ip access-list extended X", "no 10"), left)
    assert same(after(ACL, "ip access-list extended X", "no permit tcp any any eq 80"), left)


def test_hosts_ports_and_wildcards_have_one_spelling() -> None:
    text = "ip access-list extended X\n permit tcp host 10.0.0.1 any eq www\n permit ip any 10.0.1.0 0.0.0.255\n"
    lines = ("permit tcp 10.0.0.1 0.0.0.0 0.0.0.0 255.255.255.255 eq 80", "permit ip any 10.0.1.7 0.0.0.255")
    assert same(after("", "ip access-list extended X", *lines), text)


def test_both_spellings_write_the_same_numbered_list() -> None:
    device = after("access-list 10 permit 10.0.0.1\n", "ip access-list standard 10", "permit host 10.0.0.2")
    assert "access-list 10 permit 10.0.0.1\naccess-list 10 permit 10.0.0.2\n" in device.running()


def test_no_access_list_with_an_entry_takes_the_whole_list() -> None:
    text = "access-list 10 permit 10.0.0.1\naccess-list 10 permit 10.0.0.2\n"
    assert same(after(text, "no access-list 10 permit 10.0.0.1"), "")


def test_resequencing_makes_room() -> None:
    device = after(ACL, "ip access-list resequence X 100 50", "ip access-list extended X", "120 permit udp any any")
    assert same(device, ACL.replace(" deny", " permit udp any any\n deny"))


def test_a_remark_stands_before_the_entry_that_follows_it() -> None:
    device = after(ACL, "ip access-list extended X", "remark the end", "permit icmp any any", "no 30")
    assert same(device, ACL + " remark the end\n")


def test_ios_xe_17_displays_the_numbers() -> None:
    device = after(ACL, "ip access-list extended X", "15 permit udp any any", release="17.3")
    assert " 10 permit tcp any any eq www\n 15 permit udp any any\n 20 deny ip any any\n" in device.running()
    assert " permit udp" in after(ACL, "ip access-list extended X", "15 permit udp any any", release="15.2").running()


def test_the_release_is_read_from_the_config() -> None:
    assert (
        " 10 permit ip any any\n"
        in started("version 17.9\nip access-list extended X\n 10 permit ip any any\n").running()
    )


def test_prefix_lists_are_numbered_by_fives() -> None:
    device = after("", "ip prefix-list P permit 10.0.0.0/8 le 24", "ip prefix-list P deny 0.0.0.0/0")
    assert same(device, "ip prefix-list P seq 5 permit 10.0.0.0/8 le 24\nip prefix-list P seq 10 deny 0.0.0.0/0\n")


def test_a_prefix_list_entry_is_not_overwritten() -> None:
    text = "ip prefix-list P seq 5 permit 10.0.0.0/8\nip prefix-list P seq 10 permit 11.0.0.0/8\n"
    assert "Insertion failed" in refused(text, "ip prefix-list P seq 5 permit 12.0.0.0/8")
    assert "Insertion failed" in refused(text, "ip prefix-list P seq 7 permit 10.0.0.0/8")
    assert same(after(text, "no ip prefix-list P"), "")


def test_a_route_map_entry_is_permit_10_unless_told() -> None:
    text = "route-map X permit 10\n match ip address 1\n"
    device = after(text, "route-map X", "match ip address 2")
    assert same(device, "route-map X permit 10\n match ip address 1 2\n")
    assert same(after(text, "no route-map X"), "")


def test_a_value_that_is_set_takes_the_place_of_the_old_one() -> None:
    text = "route-map X permit 10\n set metric 5\n set local-preference 50\n"
    device = after(text, "route-map X permit 10", "set local-preference 70", "no set metric")
    assert same(device, "route-map X permit 10\n set local-preference 70\n")
