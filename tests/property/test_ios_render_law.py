"""The law of rendering on Cisco IOS: what is rendered is read back as it was, whole."""

from hypothesis import HealthCheck, given, settings
from tests.property.ios_devices import devices

from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

IOS = get_platform("cisco_ios")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices())
def test_what_is_rendered_is_read_back_as_it_was(device: Device) -> None:
    back = IOS.read(parse(IOS, render(IOS, device)))
    assert back.unread == ()
    assert back == device
