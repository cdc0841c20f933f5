"""The law of rendering on Ruijie RGOS: what is rendered is read back as it was, whole."""

from hypothesis import HealthCheck, given, settings
from tests.property import rgos_management, rgos_routing

from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

RGOS = get_platform("ruijie_os")
LAW = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@LAW
@given(rgos_routing.devices())
def test_what_is_rendered_is_read_back_as_it_was(device: Device) -> None:
    back = RGOS.read(parse(RGOS, render(RGOS, device)))
    assert back.unread == ()
    assert back == device


@LAW
@given(rgos_management.devices())
def test_so_is_the_management_plane(device: Device) -> None:
    back = RGOS.read(parse(RGOS, render(RGOS, device)))
    assert back.unread == ()
    assert back == device
