"""One end of a line: what the address stands on, a port, a sub-interface for a tag, or a VLAN's interface on a switch."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from netops.intent.city import City
from netops.intent.facts import Given, Vlan
from netops.inventory import Access, Circuit, Endpoint, Lan
from netops.model import Interface, InterfaceKind, Switchport


@dataclass(frozen=True, slots=True)
class LineEnd:
    """One end of a line.

    Attributes:
        access: what its address stands on.
        vlan: tag of the frames; None where they have none.
    """

    port: Endpoint
    access: Access = Access.PORT
    vlan: int | None = None

    def face(self, city: City) -> tuple[str, str]:
        """Return host and interface that has the address."""
        if self.access is Access.VLAN_INTERFACE and self.vlan is not None:
            return self.port.host, vlan_face(city, self.port.host, self.vlan)
        return city.end(self.port, self.vlan)

    def facts(self, city: City, own: Interface) -> Iterator[Given]:
        """Yield the interfaces of this end; ``own`` is what the one with the address has, under whatever name."""
        host, name = self.face(city)
        dot1q = self.vlan if city.idiom(host).tag_is_said else None
        _, port = city.end(self.port)
        if self.access is Access.PORT:
            yield Given(host, replace(own, name=name))
        elif self.access is Access.SUB_INTERFACE:
            # The port below serves all its tags, so it is up as soon as one of them is.
            yield Given(host, Interface(port, enabled=own.enabled, lines=own.lines))
            yield Given(host, replace(own, name=name, kind=InterfaceKind.SUB, dot1q=dot1q))
        elif self.vlan is not None:
            trunk = Switchport("trunk", allowed=((self.vlan, self.vlan),), lines=own.lines)
            yield Given(host, Vlan(self.vlan, own.lines))
            yield Given(host, Interface(port, enabled=own.enabled, switchport=trunk, lines=own.lines))
            yield Given(host, replace(own, name=name, kind=InterfaceKind.VLAN, dot1q=self.vlan))


def vlan_face(city: City, host: str, vlan: int) -> str:
    """Return the name of a VLAN's interface on a switch; `city` refuses one on a platform that has none."""
    idiom = city.idiom(host)
    return idiom.spelled(f"{idiom.vlan_interface}{vlan}")


def ends(circuit: Circuit) -> tuple[LineEnd, LineEnd]:
    """Return both ends of a circuit, the site's first."""
    (customer, near), (provider, far) = circuit.ends()
    return LineEnd(customer, near, circuit.vlan), LineEnd(provider, far, circuit.vlan)


def lan_face(city: City, host: str, lan: Lan) -> str:
    """Return the interface that has a router's address on a local network."""
    if lan.vlan is not None:
        return vlan_face(city, host, lan.vlan)
    return city.end(Endpoint(host, lan.interface))[1]


def lan_facts(city: City, host: str, lan: Lan, own: Interface) -> Iterator[Given]:
    """Yield the interfaces of a router on a local network: a port, or on a switch a port in a VLAN and its interface."""
    if lan.vlan is None:
        yield Given(host, replace(own, name=lan_face(city, host, lan)))
        return
    _, port = city.end(Endpoint(host, lan.interface))
    inside = Switchport("access", access=lan.vlan, lines=own.lines)
    yield Given(host, Vlan(lan.vlan, own.lines))
    yield Given(host, Interface(port, switchport=inside, lines=own.lines))
    yield Given(host, replace(own, name=lan_face(city, host, lan), kind=InterfaceKind.VLAN, dot1q=lan.vlan))
