"""What ports share and run that can't be written on IOS and RGOS: addresses of several routers, IS-IS, settings."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from netops.model import Device, Interface, InterfaceKind, IsisInterface, IsisProcess, SharedGateway
from netops.platforms.expressing import Beyond, once
from netops.platforms.ios_family.saying import Saying, strangers
from netops.platforms.ios_family.settings import setting_line
from netops.platforms.ios_family.sheet import Dialect

_SECOND = 1000
_IPV4, _IPV6 = 4, 6
_LEVELS = frozenset({"", "level-1", "level-2"})
_WAYS = frozenset({"dhcp", "negotiated"})
_MODES = frozenset({"active", "passive", "on", "auto", "desirable"})
# Settings of a shared address that stand in a line with something else.
_INSIDE = frozenset({"hold", "key-chain", "preempt delay", "secondary"})


@dataclass(frozen=True, slots=True)
class Ports:
    """What of a device's ports one platform says in its own way.

    Attributes:
        dialect: how its ports are called.
        said: what lines mean.
        port: name of a port that any line can stand below.
        unit: milliseconds of its shortest time.
        sections: VRRP of version 3 has sections of its own.
    """

    dialect: Dialect
    said: Saying
    port: str
    unit: int
    sections: bool

    def refusals(self, device: Device) -> Iterator[Beyond]:
        """Yield what can't be written of ports and of the processes of IS-IS."""
        for each in device.interfaces:
            for why in (*self._settings(each), *self._isis(each.isis), *self._gateways(each)):
                yield Beyond(f"interface {each.name}", why, each.lines)
        yield from once((each.process for each in device.isis), "IS-IS process", ())
        for process in device.isis:
            for why in self._process(process):
                yield Beyond(f"IS-IS process {process.process}", why, process.lines)

    def _settings(self, each: Interface) -> Iterator[str]:
        """Yield the settings that would be read back as something else."""
        settings = dict(each.fields)
        if len(settings) < len(each.fields):
            yield "a setting with two values"
        if "aggregate mode" in settings and (settings.pop("aggregate mode") not in _MODES or each.aggregate is None):
            yield "a member of an aggregate is active, passive or on"
        if settings.pop("ip address", "dhcp") not in _WAYS or ("ip address" in dict(each.fields) and each.addresses):
            yield "an address is typed, or had by DHCP or from the other side"
        yield from strangers(
            frozenset(settings.items()),
            lambda line: self.said(f"interface {self.port}", line).interfaces,
            lambda fields: frozenset({Interface(self.port, InterfaceKind.PHYSICAL, fields=fields)}),
        )

    def _isis(self, each: IsisInterface | None) -> Iterator[str]:
        if each is None:
            return
        levels = [level for level, _ in each.metrics]
        proved = [level for level, _ in each.authentication]
        if not each.versions or not each.versions <= {_IPV4, _IPV6}:
            yield "IS-IS announces addresses of IPv4, IPv6 or both"
        if len({*levels}) < len(levels) or len({*proved}) < len(proved) or not {*levels, *proved} <= _LEVELS:
            yield "IS-IS has one cost and one proof for level-1, for level-2, or for both"
        plain = IsisInterface("")
        yield from strangers(
            each.fields,
            lambda line: self.said(f"interface {self.port}", f"ip router isis\n{line}").interfaces,
            lambda fields: frozenset({Interface(self.port, isis=replace(plain, fields=fields))}),
        )

    def _process(self, each: IsisProcess) -> Iterator[str]:
        where = [part for part, _ in each.authentication]
        if len({*where}) < len(where) or not {*where} <= {"area", "domain"}:
            yield "area and domain have one proof each"
        if ("passive-interface", "default") in each.fields and each.passive:
            yield "all ports are passive, or some"
        for name in each.passive:
            if self.dialect.port(name) != name:
                yield f"{name} is {self.dialect.port(name)} in full"
        yield from self._announced(each)
        yield from self._said_of(each)

    def _announced(self, each: IsisProcess) -> Iterator[str]:
        for name, value in sorted(each.fields):
            source = name.removeprefix("redistribute ")
            if source != name and (source not in each.redistribute or value.split(" ")[0].isdigit()):
                yield f"it doesn't announce {source}"

    def _said_of(self, each: IsisProcess) -> Iterator[str]:
        """Yield the settings of a process, and of its family of IPv6, that no line says."""
        named = {("passive-interface", "default"), ("address-family", "ipv6")} & each.fields
        inner = {pair for pair in each.fields if pair[0].startswith("address-family ipv6 ")}
        of_proof = {pair for pair in each.fields if pair[0] in {"area-password", "domain-password"}}
        announced = {pair for pair in each.fields if pair[0].startswith("redistribute ")}
        if inner and ("address-family", "ipv6") not in each.fields:
            yield "what is said of IPv6 stands in its family"
        if any((name.removesuffix("-password"), "simple") not in each.authentication for name, _ in of_proof):
            yield "who checks a password, where there is none"
        yield from strangers(
            frozenset(each.fields - named - inner - of_proof - announced),
            lambda line: self.said("router isis x", line).isis,
            lambda fields: frozenset({IsisProcess("x", fields=fields)}),
        )
        yield from strangers(
            frozenset((name.removeprefix("address-family ipv6 "), value) for name, value in inner),
            lambda line: self.said("router isis x / address-family ipv6", line).isis,
            lambda fields: frozenset({IsisProcess("x", fields=_of_ipv6(fields))}),
        )

    def _gateways(self, port: Interface) -> Iterator[str]:
        names = Counter((each.protocol, each.group, each.protocol == "vrrp" and each.version) for each in port.gateways)
        if any(count > 1 for count in names.values()):
            yield "two groups with one number"
        for each in port.gateways:
            whys = [*self._addresses(each), *self._times(each), *self._proof(each), *self._others(each)]
            yield from (f"{each.protocol} {each.group}: {why}" for why in whys)

    def _in_section(self, each: SharedGateway) -> bool:
        return self.sections and each.protocol == "vrrp" and ("version", "3") in each.fields

    def _addresses(self, each: SharedGateway) -> Iterator[str]:
        second = {value for name, value in each.fields if name == "secondary"}
        lengths = {name.removeprefix("length ") for name, _ in each.fields if name.startswith("length ")}
        if any(own.version != each.version for own in each.addresses):
            yield "an address of the other family"
        if (
            (each.version == _IPV6 or each.addresses)
            and len(each.addresses) - len(second) < 1
            and not self._learnt(each)
        ):
            yield "it has one first address"
        if each.version == _IPV4 and len(each.addresses) - len(second) > 1:
            yield "one address is the first one"
        if not second | lengths <= {str(own) for own in each.addresses} or (second and each.version == _IPV6):
            yield "what is said of an address that it hasn't"
        wide = {str(own) for own in each.addresses if own.version == _IPV6 and not own.is_link_local}
        if each.version == _IPV6 and (self._in_section(each) or each.protocol == "hsrp") and wide != lengths:
            yield "an address of IPv6 that isn't the link's has the length of its network, in VRRP of version 3"
        if each.version == _IPV6 and self.sections and each.protocol == "vrrp" and not self._in_section(each):
            yield "VRRP of IPv6 is of version 3"
        if not each.addresses and each.protocol == "vrrp" and not self._in_section(each):
            yield "it has an address"

    def _learnt(self, each: SharedGateway) -> bool:
        return self._in_section(each) or ("ipv6", "autoconfig") in each.fields

    def _times(self, each: SharedGateway) -> Iterator[str]:
        fields = dict(each.fields)
        if each.delay is not None and (not each.preempt or each.delay % _SECOND):
            yield "it waits so many seconds before it takes over"
        if "preempt delay" in fields and each.delay is None:
            yield "it waits after a start where it waits at all"
        if each.hello is not None and (each.hello < 1 or (each.hello % self.unit and not self._in_section(each))):
            yield f"a time is counted in {self.unit} milliseconds"
        if (each.hello is not None and each.protocol == "hsrp") is not ("hold" in fields):
            yield "HSRP says both of its times"
        if "hold" in fields and not fields["hold"].isdigit():
            yield "a time is a number"

    def _proof(self, each: SharedGateway) -> Iterator[str]:
        if (each.authentication == "key-chain") is not ("key-chain" in dict(each.fields)):
            yield "a key chain has a name"
        if each.authentication is not None and self._in_section(each):
            yield "VRRP of version 3 proves nothing"

    def _others(self, each: SharedGateway) -> Iterator[str]:
        """Yield what stands in a line by itself and would be read back as something else."""
        names = Counter(name for name, _ in each.fields if name != "secondary")
        if any(count > 1 for count in names.values()):
            yield "a setting with two values"
        own = {pair for pair in each.fields if pair[0] in _INSIDE or pair[0].startswith("length ")}
        if self._in_section(each):
            section, head = f"interface {self.port} / vrrp 1 address-family ipv4", ""
            own.add(("version", "3"))
            plain = SharedGateway("vrrp", 1, fields=frozenset({("version", "3")}))
        else:
            section, head = f"interface {self.port}", {"hsrp": "standby 1 "}.get(each.protocol, "vrrp 1 ")
            plain = SharedGateway(each.protocol, 1)
        six = ("ipv6", "autoconfig") in each.fields
        if six and (each.protocol != "hsrp" or each.version != _IPV6):
            yield "the address of IPv6 that comes of itself is HSRP's"
        if self.sections and "version" in names and not self._in_section(each):
            yield "VRRP says its version where it is 3"
        lines = {setting_line(*pair): replace(plain, fields=plain.fields | {pair}) for pair in each.fields - own}
        lines.pop("ipv6 autoconfig", None)
        lines |= {
            f"track {what.removeprefix('interface ')}": replace(plain, tracks=frozenset({what})) for what in each.tracks
        }
        for line, fact in lines.items():
            if self.said(section, head + line).interfaces != {Interface(self.port, gateways=frozenset({fact}))}:
                yield f"no line says {line}"


def _of_ipv6(fields: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset({("address-family", "ipv6"), *((f"address-family ipv6 {name}", value) for name, value in fields)})
