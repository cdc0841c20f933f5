"""Hosts of several platforms, rendered together."""

import pytest

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render_hosts

FRR, IOS = get_platform("frr"), get_platform("cisco_ios")
BOTH = {"ce1": (FRR, Device("ce1", "frr")), "pe1": (IOS, Device("pe1", "cisco_ios"))}


def test_a_platform_without_the_feature_leaves_its_hosts_out_and_says_so() -> None:
    done = render_hosts(BOTH, feature="routing_interface")
    assert (set(done.texts), done.lacking) == ({"ce1"}, {"pe1": "cisco_ios"})


def test_what_every_platform_has_is_rendered_for_every_host() -> None:
    done = render_hosts(BOTH)
    assert (set(done.texts), done.lacking) == ({"ce1", "pe1"}, {})
    assert "hostname pe1\n" in done.texts["pe1"]


def test_a_feature_that_no_platform_has_is_refused_once_for_each_platform() -> None:
    with pytest.raises(InputError) as caught:
        render_hosts({**BOTH, "pe2": BOTH["pe1"]}, feature="moonlight")
    said = [str(fault) for fault in caught.value.faults]
    assert [fault.split(" for feature")[0] for fault in said] == [
        "NET-RND-006 platform cisco_ios has no template",
        "NET-RND-006 platform frr has no template",
    ]
    assert "identity" in said[0]


def test_no_hosts_are_no_fault() -> None:
    assert render_hosts({}, feature="bgp").texts == {}
