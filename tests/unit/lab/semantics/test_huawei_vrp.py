"""VRP 5, as its command references describe it."""

from pathlib import Path

from netops.lab.semantics import Device, difference, simulated

EDGE = (Path(__file__).parent / "huawei_vrp.cfg").read_text("utf-8")


def edge(release: str = "") -> Device:
    """Start the edge router and stand in its system view."""
    device = simulated("huawei_vrp", EDGE, release)
    device.type("system-view")
    return device


def typed(device: Device, lines: str) -> list[str]:
    """Type lines parted by ``;`` and return what the device refused."""
    return [line for line in (part.strip() for part in lines.split(";")) if device.type(line).refused]


def has(device: Device, *lines: str) -> bool:
    """Tell whether the running config has all of the lines, whatever their section."""
    shown = [line.strip() for line in device.running().splitlines()]
    return all(line in shown for line in lines)


def test_a_displayed_config_is_read_back_without_a_difference() -> None:
    assert difference(edge(), simulated("huawei_vrp", edge().running())) == ()


def test_the_user_view_takes_no_config() -> None:
    device = simulated("huawei_vrp", EDGE)
    assert device.prompt == "<r1>"
    assert device.type("interface LoopBack1").refused


def test_prompts_name_the_view() -> None:
    device = edge()
    device.type("interface GigabitEthernet0/0/1")
    assert device.prompt == "[r1-GigabitEthernet0/0/1]"
    device.type("quit")
    assert device.prompt == "[r1]"
    device.type("return")
    assert device.prompt == "<r1>"


def test_a_line_of_the_system_view_is_refused_in_an_interface() -> None:
    device = edge()
    assert typed(device, "interface LoopBack0; ip route-static 10.0.0.0 8 NULL0") == [
        "ip route-static 10.0.0.0 8 NULL0"
    ]


def test_a_line_of_an_interface_is_refused_in_the_system_view() -> None:
    assert typed(edge(), "ip address 10.3.0.1 24") == ["ip address 10.3.0.1 24"]


def test_an_interface_is_known_by_its_short_name_and_with_a_space() -> None:
    device = edge()
    device.type("interface gi 0/0/1")
    assert device.prompt == "[r1-GigabitEthernet0/0/1]"


def test_a_new_description_takes_the_place_of_the_old_one() -> None:
    device = edge()
    typed(device, "interface g0/0/1; description to branch")
    assert has(device, "description to branch")
    assert not has(device, "description to hq")


def test_binding_a_port_to_a_vpn_instance_takes_its_layer_3_lines_away() -> None:
    device = edge()
    assert typed(device, "interface g0/0/1; undo ip binding vpn-instance a; ip address 10.0.0.1 24") == []
    answer = device.type("ip binding vpn-instance b")
    assert "removed" in answer.text
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")
    assert has(device, "ip binding vpn-instance b", "traffic-filter inbound acl 3000", "description to hq")


def test_unbinding_a_port_takes_its_addresses_away_too() -> None:
    device = edge()
    typed(device, "interface g0/0/1; undo ip binding vpn-instance a")
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")
    assert not has(device, "ip address 10.0.1.1 255.255.255.0 sub")


def test_the_undo_of_a_binding_names_the_vpn_instance() -> None:
    assert typed(edge(), "interface g0/0/1; undo ip binding vpn-instance") == ["undo ip binding vpn-instance"]


def test_a_binding_to_an_unknown_vpn_instance_is_refused() -> None:
    assert typed(edge(), "interface g0/0/3; ip binding vpn-instance c") == ["ip binding vpn-instance c"]


def test_the_primary_address_goes_after_the_others() -> None:
    device = edge()
    assert typed(device, "interface g0/0/1; undo ip address 10.0.0.1 24") == ["undo ip address 10.0.0.1 24"]
    assert typed(device, "undo ip address 10.0.1.1 24 sub; undo ip address 10.0.0.1 24") == []
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")


def test_another_primary_address_takes_the_place_of_the_first() -> None:
    device = edge()
    typed(device, "interface g0/0/1; ip address 10.0.7.1 24")
    assert has(device, "ip address 10.0.7.1 255.255.255.0", "ip address 10.0.1.1 255.255.255.0 sub")
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")


def test_one_subnet_on_two_ports_of_a_routing_table_is_refused() -> None:
    device = edge()
    assert typed(device, "interface g0/0/4; ip address 10.9.0.2 30") == ["ip address 10.9.0.2 30"]
    assert typed(device, "ip binding vpn-instance b; ip address 10.9.0.2 30") == []


def test_a_physical_port_cannot_be_deleted() -> None:
    assert typed(edge(), "undo interface GigabitEthernet0/0/1") == ["undo interface GigabitEthernet0/0/1"]


def test_a_vlan_with_a_vlanif_cannot_be_deleted() -> None:
    device = edge()
    assert typed(device, "undo vlan 10") == ["undo vlan 10"]
    assert typed(device, "undo interface Vlanif10; undo vlan 10") == []
    assert has(device, "vlan batch 20 to 22")


def test_a_vlanif_needs_its_vlan() -> None:
    device = edge()
    assert typed(device, "interface Vlanif30") == ["interface Vlanif30"]
    assert typed(device, "vlan 30; quit; interface Vlanif30") == []
    assert has(device, "vlan batch 10 20 to 22 30")


def test_vlan_lists_grow_and_shrink() -> None:
    device = edge()
    typed(
        device,
        "vlan batch 23 to 25; undo vlan batch 21; interface g0/0/2; port trunk allow-pass vlan 30; undo port trunk allow-pass vlan 20 to 21",
    )
    assert has(device, "vlan batch 10 20 22 to 25", "port trunk allow-pass vlan 10 22 30")


def test_vlan_1_leaves_a_trunk_by_a_displayed_undo() -> None:
    device = edge()
    typed(device, "interface g0/0/2; undo port trunk allow-pass vlan 1")
    assert has(device, "undo port trunk allow-pass vlan 1")
    typed(device, "port trunk allow-pass vlan 1 30")
    assert not has(device, "undo port trunk allow-pass vlan 1")
    typed(device, "undo port trunk allow-pass vlan 1 30")
    assert has(device, "undo port trunk allow-pass vlan 1", "port trunk allow-pass vlan 10 20 to 22")


def test_another_link_type_takes_the_vlans_of_the_old_one_away() -> None:
    device = edge()
    assert typed(device, "interface g0/0/2; port link-type access; port default vlan 20") == []
    assert not has(device, "port trunk allow-pass vlan 10 20 to 22")
    assert has(device, "port link-type access", "port default vlan 20")


def test_old_releases_refuse_another_link_type_while_vlans_are_set() -> None:
    device = edge("V200R003C00")
    assert typed(device, "interface g0/0/2; port link-type access") == ["port link-type access"]
    assert typed(device, "undo port trunk allow-pass vlan 10 20 to 22; port link-type access") == []


def test_a_trunk_has_no_default_vlan_of_an_access_port() -> None:
    assert typed(edge(), "interface g0/0/2; port default vlan 10") == ["port default vlan 10"]


def test_portswitch_takes_layer_3_away_and_its_undo_layer_2() -> None:
    device = edge()
    assert typed(device, "interface g0/0/3; portswitch; port link-type access; port default vlan 20") == []
    assert not has(device, "ip address 10.9.0.1 255.255.255.252")
    typed(device, "undo portswitch")
    assert not has(device, "port link-type access")


def test_deleting_a_vpn_instance_takes_bindings_routes_and_bgp_family_away() -> None:
    device = edge()
    typed(device, "undo ip vpn-instance a")
    for gone in ("ip binding vpn-instance a", "ip address 10.0.0.1 255.255.255.0", "ipv4-family vpn-instance a"):
        assert not has(device, gone)
    assert "ip route-static vpn-instance a" not in device.running()


def test_a_user_goes_with_all_of_his_lines() -> None:
    device = edge()
    typed(device, "aaa; undo local-user admin")
    assert "admin" not in device.running()
    assert typed(device, "local-user new privilege level 3") == ["local-user new privilege level 3"]


def test_lines_of_users_are_always_there() -> None:
    assert typed(edge(), "undo user-interface vty 0 4") == ["undo user-interface vty 0 4"]


def test_a_setting_whose_undo_is_displayed_comes_back_by_its_positive_form() -> None:
    device = edge()
    typed(device, "undo info-center enable")
    assert has(device, "undo info-center enable")
    typed(device, "info-center enable")
    assert not has(device, "undo info-center enable")


def test_an_applied_traffic_policy_cannot_be_deleted() -> None:
    device = edge()
    made = "traffic classifier c; quit; traffic behavior b; quit; traffic policy p; classifier c behavior b; quit"
    assert typed(device, f"{made}; interface g0/0/1; traffic-policy p inbound; quit") == []
    assert typed(device, "undo traffic policy p; undo traffic classifier c") == [
        "undo traffic policy p",
        "undo traffic classifier c",
    ]
    assert (
        typed(
            device,
            "interface g0/0/1; undo traffic-policy inbound; quit; undo traffic policy p; undo traffic classifier c",
        )
        == []
    )


def test_a_virtual_router_goes_with_its_last_address() -> None:
    device = edge()
    assert typed(device, "interface Vlanif10; vrrp vrid 1 priority 120") == ["vrrp vrid 1 priority 120"]
    typed(
        device, "vrrp vrid 1 virtual-ip 10.10.0.254; vrrp vrid 1 priority 120; undo vrrp vrid 1 virtual-ip 10.10.0.254"
    )
    assert "vrrp" not in device.running()


def test_a_banner_runs_to_its_mark() -> None:
    device = edge()
    assert typed(device, "header login information #Authorized; ip route-static in a banner; only#; sysname r2") == []
    assert device.prompt == "[r2]"
    assert "ip route-static in a banner\n" in device.running()
    typed(device, "undo header login")
    assert "Authorized" not in device.running()


def test_a_public_key_is_an_opaque_body() -> None:
    device = edge()
    lines = "rsa peer-public-key k; public-key-code begin; 3082010A; quit; public-key-code end; peer-public-key end"
    assert typed(device, lines) == []
    assert device.prompt == "[r1]"
    assert difference(device, simulated("huawei_vrp", device.running())) == ()


def test_undoing_what_is_not_there_is_refused_for_entries_and_ignored_for_values() -> None:
    device = edge()
    lines = "undo info-center loghost 10.9.9.9; undo ip vpn-instance nobody; interface LoopBack0; undo description; undo mtu"
    assert typed(device, lines) == ["undo info-center loghost 10.9.9.9", "undo ip vpn-instance nobody"]


def test_a_section_nobody_wrote_lines_for_is_a_section() -> None:
    device = edge()
    typed(device, "cpu-defend policy 1; car packet-type icmp cir 64; quit; sysname r2")
    assert "cpu-defend policy 1\n car packet-type icmp cir 64\n" in device.running()
    typed(device, "undo cpu-defend policy 1")
    assert "icmp" not in device.running()


def test_what_is_no_address_is_refused() -> None:
    lines = "interface g0/0/3; ip address 10.0.0.300 24; ip address 10.3.0.1; quit; vlan batch ten"
    assert typed(edge(), lines) == ["ip address 10.0.0.300 24", "ip address 10.3.0.1", "vlan batch ten"]


def test_a_server_in_a_vpn_instance_is_undone_with_its_name() -> None:
    device = edge()
    typed(device, "ntp-service unicast-server 10.1.1.2 vpn-instance a")
    assert typed(device, "undo ntp-service unicast-server 10.1.1.2") == ["undo ntp-service unicast-server 10.1.1.2"]
    assert typed(device, "undo ntp-service unicast-server 10.1.1.2 vpn-instance a") == []


def test_a_displayed_version_tells_the_release() -> None:
    device = simulated("huawei_vrp", f"!Software Version V200R003C00SPC100\n{EDGE}")
    assert typed(device, "system-view; interface g0/0/2; port link-type access") == ["port link-type access"]


def test_saving_asks_first() -> None:
    device = edge()
    typed(device, "sysname r2; return")
    assert "[Y/N]" in device.type("save").text
    device.type("y")
    assert "sysname r2" in device.saved


def test_a_config_that_lost_its_indentation_is_read_the_same() -> None:
    clear = EDGE.replace(" mpls\n mpls ldp\n", "")  # without indentation these two would be lines of the system view
    flat = "\n".join(line.strip() for line in clear.splitlines())
    assert difference(simulated("huawei_vrp", clear), simulated("huawei_vrp", flat)) == ()


def test_differences_name_the_side_and_the_place() -> None:
    device = edge()
    typed(device, "interface g0/0/1; description to branch")
    assert difference(edge(), device) == (
        "- interface GigabitEthernet0/0/1 / description to hq",
        "+ interface GigabitEthernet0/0/1 / description to branch",
    )
