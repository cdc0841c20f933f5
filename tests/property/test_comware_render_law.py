"""The law of rendering on Comware: what is rendered is read back as it was, whole."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.property import comware_objects
from tests.property.comware_ground import ADDRESS4, VRF_NAME, some
from tests.property.comware_interfaces import (
    interfaces,
    of_ports,
    outside,
    pools,
    said_to_route,
    told_by_networks,
    translations,
)
from tests.property.comware_management import management
from tests.property.comware_routing import (
    VALUE_LISTS,
    access_lists,
    bgp,
    ospf_processes,
    policies,
    prefix_lists,
    static_routes,
    vrfs,
)

from netops.config import parse
from netops.model import Action, Device, Ldp
from netops.platforms import get_platform
from netops.render import render

COMWARE = get_platform("h3c_comware")
RELEASES = st.sampled_from([None, "7.1.070", "7.1.045", "5.20"])


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Draw any device that the templates for Comware can express."""
    release = draw(RELEASES)
    five = release is not None and release.startswith("5")
    names = draw(st.lists(VRF_NAME, unique=True, max_size=3))
    vlans = draw(some(st.integers(2, 40), 9))
    systems = draw(comware_objects.systems(names, five=five))
    ports = draw(comware_objects.ports(draw(interfaces(names, vlans, five=five)), systems, five=five))
    translated = draw(translations([each.name for each in ports if each.switchport is None][:1], names))
    processes = draw(ospf_processes(names, five=five))
    if five:
        known = {each.process for each in processes}
        processes |= {each for each in draw(of_ports(ports)) if each.process not in known}
        ports = told_by_networks(ports, processes)
    labelled = frozenset(each.name for each in ports if draw(st.booleans()))
    ldp = Ldp(draw(ADDRESS4), interfaces=labelled) if draw(st.booleans()) else None
    routed = draw(said_to_route(outside(ports, translated), frozenset() if ldp is None else labelled))
    return Device(
        draw(st.from_regex(r"([a-z][a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)),
        "h3c_comware",
        release=release,
        interfaces=routed,
        vrfs=frozenset(draw(vrfs(name)) for name in names),
        static_routes=draw(static_routes(names)),
        ospf=processes,
        isis=systems,
        ldp=ldp,
        bgp=draw(bgp(names, five=five)),
        prefix_lists=draw(prefix_lists()),
        policies=draw(policies(five=five)),
        value_lists=draw(VALUE_LISTS),
        access_lists=draw(access_lists(named=release in {None, "7.1.070"})),
        translations=translated,
        pools=draw(pools(five=five)),
        vlans=vlans,
        unmatched=None if five else draw(st.sampled_from([None, Action.DENY])),
        management=draw(comware_objects.managed(draw(management(vlans, five=five)))),
        **draw(comware_objects.objects(sorted(each.name for each in ports), names, five=five)),
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices())
def test_what_is_rendered_is_read_back_as_it_was(device: Device) -> None:
    back = COMWARE.read(parse(COMWARE, render(COMWARE, device)))
    assert back.unread == ()
    assert back == device
