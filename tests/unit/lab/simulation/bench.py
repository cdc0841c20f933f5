"""A simulated device for the tests: at its command line, and key by key."""

from collections.abc import Callable
from dataclasses import dataclass, field

from netops.lab.simulation import Clock, Simulated
from netops.lab.simulation.box import Box
from netops.lab.simulation.console import Console
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.terminal import Terminal
from netops.lab.simulation.vendors import VENDORS

VRP = """\
#
sysname ne1
#
vlan batch 10
#
interface GigabitEthernet0/0/1
 ip address 10.0.0.1 255.255.255.252
#
interface GigabitEthernet0/0/2
#
return
"""
IOS = """\
!
hostname r1
!
interface GigabitEthernet0/1
 ip address 10.0.0.1 255.255.255.252
!
interface GigabitEthernet0/2
 no ip address
!
end
"""
CONFIGS = {"huawei_vrp": VRP, "huawei_vrpv8": VRP, "h3c_comware": VRP, "ruijie_os": IOS, "cisco_ios": IOS}


@dataclass
class Bench:
    """A device with one login; ``more()`` is another one."""

    box: Box
    console: Console
    terminal: Terminal = field(init=False)

    def __post_init__(self) -> None:
        self.terminal = Terminal(self.console)

    def type(self, *lines: str) -> str:
        """Type lines; return what the device says to the last, its question included."""
        reply = Reply()
        for line in lines:
            reply = self.console.type(line)
        return reply.text + (f"\n{reply.asks.question}" if reply.asks else "")

    def keys(self, keys: str) -> str:
        """Press keys; return what is displayed."""
        return self.terminal.feed(keys)

    def more(self) -> "Bench":
        """Log in once more."""
        return Bench(self.box, Console(self.box, self.console.vendor, line=1))

    @property
    def prompt(self) -> str:
        return self.console.prompt


Put = Callable[..., Bench]


def on_the_bench(platform: str, config: str | None = None, **more: object) -> Bench:
    """Put a device on the bench; its clock stands still until it is advanced."""
    text = CONFIGS[platform] if config is None else config
    simulated = Simulated(platform, text, **more)  # type: ignore[arg-type]  # names of fields
    box = Box(simulated, Clock(lambda: 1_700_000_000.0))
    return Bench(box, Console(box, VENDORS[platform]))
