"""What ports share, and objects beside routing say, that RGOS can't be told: refused by name, never dropped."""

import re
from collections.abc import Iterator

from netops.model import Device, Secret, Stack
from netops.platforms.expressing import Beyond, once
from netops.platforms.ios_family.refused_objects import Objects
from netops.platforms.ios_family.refused_ports import Ports
from netops.platforms.ios_family.refused_routing import Routing
from netops.platforms.ios_family.saying import strangers
from netops.platforms.ruijie_os.reader import DIALECT
from netops.platforms.ruijie_os.saying import SAYING

_KEYS = frozenset({Secret("plain"), Secret("reversible", "type 7")})
PORTS = Ports(DIALECT, SAYING, "GigabitEthernet 0/1", unit=10, sections=False)
ROUTING = Routing(SAYING)
OBJECTS = Objects(DIALECT, SAYING, _KEYS, frozenset({""}), "", unit=1)
_LINK = re.compile(r"vsl-port|vsl-(port|aggregateport) [0-9]+")


def of_stacks(device: Device) -> Iterator[Beyond]:
    """Yield what of switches that work as one can't be written."""
    yield from once((each.kind for each in device.stacks), "stack", ())
    for stack in device.stacks:
        yield from (Beyond("stack", why, stack.lines) for why in _stack(stack))


def _stack(stack: Stack) -> Iterator[str]:
    media = {pair for pair in stack.fields if pair[0].startswith("medium ")}
    known = {port for _, port in stack.links}
    numbers = [each.number for each in stack.members]
    if len({*numbers}) < len(numbers):
        yield "its switches stand by their numbers, each once"
    if stack.domain is None and (numbers or stack.fields - media or not stack.links):
        yield "what is said of its switches stands in its domain"
    for name, port in sorted(stack.links):
        if not _LINK.fullmatch(name) or DIALECT.port(port) != port:
            yield f"{name}, {port} is no port of a stack, or none by its name in full"
    if any(name.removeprefix("medium ") not in known or " " in value for name, value in media):
        yield "a medium of a port that isn't there"
    if len({name for name, _ in media}) < len(media):
        yield "a port has one medium"
    yield from strangers(
        frozenset(
            ("dual-active detection" if name == "mad" else f"dual-active {name.removeprefix('mad ')}", value)
            for name, value in stack.fields - media
        ),
        lambda line: SAYING("switch virtual domain 1", line).stacks,
        lambda fields: frozenset({Stack("vsu", 1, fields=frozenset(map(_mad, fields)))}),
    )


def _mad(pair: tuple[str, str]) -> tuple[str, str]:
    what = pair[0].removeprefix("dual-active ")
    return ("mad" if what == "detection" else f"mad {what}", pair[1])
