"""How each platform is told what the intent means: names, defaults that aren't shown, where a thing is switched on.

The facts of the model are the same everywhere but for these habits, which are data (``idioms.yml``).
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("idioms.yml")
_NAME = re.compile(r"([A-Za-z][A-Za-z-]*)([0-9].*)")


class _Habits(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VrfHabits(_Habits):
    """How VRFs are told."""

    table: bool
    families: frozenset[int]
    limits_routes: bool


class OspfHabits(_Habits):
    """How OSPF is told."""

    process: str | None
    passive_at_process: bool
    names_areas: bool
    networks: bool
    spf_delay: tuple[int, int, int] | None
    hidden_hello: int


class LdpHabits(_Habits):
    """How LDP is told."""

    router_by_interface: bool
    transport_address: bool


class BgpHabits(_Habits):
    """How BGP is told."""

    policy_required: bool
    active_in_vrf: bool
    vrf_router_id: bool
    connect_retry: bool
    vpn_communities: frozenset[str]
    exports_networks: bool


class Lists(_Habits):
    """Names of access lists, by what they are for."""

    management: str
    time: str
    to_management: str
    from_management: str
    inside: str
    outside: str
    uplink: str
    downlink: str
    translated: str


class NatHabits(_Habits):
    """How address translation is told."""

    pool: str
    at_interface: bool
    inside: bool
    pool_length: bool


class Idiom(_Habits):
    """One platform's habits; ``idioms.yml`` says what each of them means."""

    profile: str | None
    forwards_ipv6: bool
    loopback: str
    separator: str
    vlan_interface: str | None
    tag_is_said: bool
    vrf: VrfHabits
    ospf: OspfHabits
    ldp: LdpHabits
    bgp: BgpHabits
    denies_every_length: bool
    whole_filters: bool
    management_forwards: bool
    lists: Lists
    rule_step: int
    logs_denied: bool
    nat: NatHabits | None

    def spelled(self, port: str) -> str:
        """Return a port's name as the device spells it; people write it in one word.

        Example:
            >>> idiom("ruijie_os").spelled("GigabitEthernet0/1"), idiom("frr").spelled("cust0")
            ('GigabitEthernet 0/1', 'cust0')
        """
        found = _NAME.fullmatch(port) if self.separator else None
        return port if found is None else f"{found[1]}{self.separator}{found[2]}"


@cache
def idiom(platform: str) -> Idiom:
    """Return a platform's habits; KeyError for a platform that has none."""
    return _idioms()[platform]


@cache
def _idioms() -> Mapping[str, Idiom]:
    whole: dict[str, Any] = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    usual = whole.pop("usual")
    return {name: Idiom.model_validate(_over(usual, own)) for name, own in whole.items()}


def _over(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(usual)
    for key, value in own.items():
        known = found.get(key)
        found[key] = _over(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return found
