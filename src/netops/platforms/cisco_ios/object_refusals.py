"""What ports share, and objects beside routing say, that Cisco IOS can't be told: refused by name, never dropped."""

from collections import Counter
from collections.abc import Iterator

from netops.model import Device, Stack, StackMember
from netops.platforms.cisco_ios.reader import DIALECT
from netops.platforms.cisco_ios.saying import SAYING
from netops.platforms.cisco_ios.settings import ENCRYPTED, READABLE
from netops.platforms.expressing import Beyond, once
from netops.platforms.ios_family.refused_objects import Objects
from netops.platforms.ios_family.refused_ports import Ports
from netops.platforms.ios_family.refused_routing import Routing

PORTS = Ports(DIALECT, SAYING, "GigabitEthernet0/1", unit=1, sections=True)
ROUTING = Routing(SAYING)
OBJECTS = Objects(DIALECT, SAYING, READABLE | ENCRYPTED, frozenset({"", "inspect"}), "match-all ", unit=1000)


def of_zones(device: Device) -> Iterator[Beyond]:
    """Yield what of zones, and of what passes between them, can't be written."""
    yield from once((each.name for each in device.zones), "zone", ())
    yield from once((each.name for each in device.zone_pairs), "pair of zones", ())
    known = {each.name for each in device.interfaces}
    placed = Counter(name for each in device.zones for name in each.interfaces)
    for each in device.zones:
        for name in sorted(each.interfaces):
            if name not in known or placed[name] > 1:
                why = "the device has no such port" if name not in known else "a port stands in one zone"
                yield Beyond(f"zone {each.name}", f"{name}: {why}", each.lines)


def of_stacks(device: Device) -> Iterator[Beyond]:
    """Yield what of switches that work as one can't be written."""
    yield from once((each.kind for each in device.stacks), "stack", ())
    for stack in device.stacks:
        yield from (Beyond("stack", why, stack.lines) for why in _stack(stack))


def _stack(stack: Stack) -> Iterator[str]:
    numbers = [each.number for each in stack.members]
    if len({*numbers}) < len(numbers) or not numbers:
        yield "its switches stand by their numbers, each once, and there is one"
    for each in stack.members:
        fields = {name for name, _ in each.fields}
        if StackMember(each.number) == each or not fields <= {"provision"} or len(fields) < len(each.fields):
            yield f"of switch {each.number} its priority is said, or what it is"
