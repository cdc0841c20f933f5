"""The law of rendering on Huawei's platforms: what is rendered is read back as it was, whole."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.property import vrp_bgp, vrp_devices, vrp_management, vrp_objects
from tests.property.vrp_words import ADDRESS4, NUMBER, VRF_NAME, maybe, some

from netops.config import parse
from netops.model import Device, Interface, Ldp, Management, Service
from netops.platforms import get_platform
from netops.render import render

RELEASES = {
    "huawei_vrp": ["V200R010C00SPC600", "V300R003C01", "V200R021C00"],
    "huawei_vrpv8": ["V800R012C10SPC300", "V800R021C00", "V200R019C10SPC800", "V300R023C00"],
}


@st.composite
def routing(draw: st.DrawFn, platform: str) -> dict[str, Any]:
    """Draw the facts of interfaces, routing and filters."""
    names = draw(st.lists(VRF_NAME, unique=True, max_size=2))
    vrfs = [draw(vrp_devices.vrfs(name)) for name in names]
    processes = draw(vrp_devices.ospf_processes(platform, names))
    systems = draw(vrp_objects.processes(names))
    ports = draw(
        vrp_objects.on_ports(
            draw(vrp_devices.interfaces(platform, names, processes)),
            systems,
            vrp_objects.gateway(),
            vrp_objects.isis_port,
        )
    )
    asn, places = draw(NUMBER), [each for each in vrfs if each.rd is not None and draw(st.booleans())]
    with_bgp = draw(st.booleans())
    return {
        "interfaces": ports,
        "vrfs": frozenset(vrfs),
        "static_routes": frozenset(draw(st.lists(vrp_devices.static_routes(platform, names), max_size=3))),
        "ospf": processes,
        "isis": systems,
        **draw(vrp_objects.objects(platform, vrp_devices.any_port(platform), names)),
        "ldp": draw(ldp(ports)),
        "bgp": frozenset(draw(vrp_bgp.instances(platform, asn, vrf)) for vrf in ([None, *places] if with_bgp else [])),
        "prefix_lists": draw(vrp_devices.prefix_lists()),
        "policies": draw(vrp_devices.policies()),
        "value_lists": draw(vrp_devices.value_lists()),
        "access_lists": draw(vrp_devices.access_lists()),
        "vlans": draw(some(st.integers(2, 4094), 6))
        | {each.dot1q for each in ports if each.kind == "vlan" and each.dot1q != 1},
    }


@st.composite
def ldp(draw: st.DrawFn, ports: frozenset[Interface]) -> Ldp | None:
    labelled = sorted(each.name for each in ports if each.mpls)
    if not labelled and draw(st.booleans()):
        return None
    return Ldp(draw(ADDRESS4), interfaces=frozenset(each for each in labelled if draw(st.booleans())))


@st.composite
def devices(draw: st.DrawFn, platform: str) -> Device:
    """Draw any device that the templates for a platform of Huawei can express."""
    facts, release = draw(routing(platform)), draw(maybe(st.sampled_from(RELEASES[platform])))
    if platform == "huawei_vrp":
        facts |= draw(vrp_management.translated(facts["interfaces"], sorted(each.name for each in facts["vrfs"])))
    return Device(
        draw(st.from_regex(r"([A-Za-z][A-Za-z0-9_.-]{0,20})?", fullmatch=True)),
        platform,
        release=release,
        management=draw(managed(platform, release, facts)),
        ipv6_forwarding=draw(st.booleans()),
        **facts,
    )


@st.composite
def managed(draw: st.DrawFn, platform: str, release: str | None, facts: dict[str, Any]) -> Management:
    """Draw the management plane, with BFD on where it has sessions."""
    own: Management = draw(vrp_management.management(platform, release, facts))
    bfd = {Service("bfd", enabled=True)} if facts.get("bfd_sessions") else set()
    kinds = {"key_chains": vrp_objects.KEY_CHAINS, "trust_points": vrp_objects.TRUST_POINTS[platform]}
    several = draw(vrp_objects.SETTINGS[platform])
    named = vrp_objects.ENTITIES.map(lambda found: {"fields": found | own.fields | several})
    return replace(own, services=own.services | bfd, **draw(vrp_objects.a_few(kinds, named)))


LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read_back(device: Device) -> Device:
    platform = get_platform(device.platform)
    return platform.read(parse(platform, render(platform, device)))


@LAW
@given(devices("huawei_vrp"))
def test_what_is_rendered_for_vrp5_is_read_back_as_it_was(device: Device) -> None:
    back = read_back(device)
    assert back.unread == ()
    assert back == device


@LAW
@given(devices("huawei_vrpv8"))
def test_what_is_rendered_for_vrp8_is_read_back_as_it_was(device: Device) -> None:
    back = read_back(device)
    assert back.unread == ()
    assert back == device
