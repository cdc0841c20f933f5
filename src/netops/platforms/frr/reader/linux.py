"""The Linux part: ``/etc/network/interfaces`` in ifupdown2's form (its add-ons address, link and vrf have the attributes)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from netops.config.node import Node
from netops.model import Interface, InterfaceKind, Vrf
from netops.platforms.reading.sheet import Draft, Place, Table, filled
from netops.platforms.reading.words import interface_address, number, word, yes

_FAMILIES = ((), ("inet", "loopback"), ("inet", "static"), ("inet", "manual"), ("inet6", "static"))
_INTERFACE = Table(
    said={"link-type dummy": ("kind", InterfaceKind.LOOPBACK)},
    valued={"mtu": ("mtu", number), "vrf": ("vrf", word), "mpls-enable": ("mpls", yes)},
    open={"alias": ("description", word)},
)


@dataclass(slots=True)
class _Stanzas:
    """The file's stanzas: which names it brings up, and what it says of them."""

    brought_up: set[str] = field(default_factory=set)
    described: list[Node] = field(default_factory=list)


def read_linux(
    interfaces: dict[str, Draft[Interface]], vrfs: dict[str, Draft[Vrf]], nodes: Sequence[Node], place: Place
) -> None:
    """Read the file: interfaces and VRFs with what each is made of.

    Args:
        interfaces: what is known of interfaces already; added to.
        vrfs: likewise.
        nodes: the stanzas.
        place: for what can't be read. A stanza that nothing brings up (no ``auto``) has no effect and is unread.
    """
    stanzas = _Stanzas()
    place.each(nodes, lambda node: _sorted_out(stanzas, node))
    for node in stanzas.described:
        name, *family = node.text.split()[1:]
        if tuple(family) not in _FAMILIES or name not in stanzas.brought_up:
            place.unread(node)
        elif any(child.text.startswith("vrf-table ") for child in node.children):
            _read_vrf(vrfs, name, node, place.under(node))
        else:
            _read_interface(interfaces, name, node, place.under(node))


def _sorted_out(stanzas: _Stanzas, node: Node) -> bool:
    first, *names = node.text.split()
    if first == "auto" and names and not node.children:
        stanzas.brought_up.update(names)
        return True
    if first == "iface" and names:
        stanzas.described.append(node)
        return True
    return False


def _read_vrf(vrfs: dict[str, Draft[Vrf]], name: str, node: Node, place: Place) -> None:
    draft = vrfs.setdefault(name, Draft(Vrf, {"name": name}))
    draft.nodes.append(node)

    def read(child: Node) -> bool:
        first, _, value = child.text.partition(" ")
        if first != "vrf-table" or child.children:
            return False
        draft.set("table", None if value == "auto" else number(value), child)
        return True

    place.each(node.children, read)


def _read_interface(interfaces: dict[str, Draft[Interface]], name: str, node: Node, place: Place) -> None:
    draft = interfaces.setdefault(name, Draft(Interface, {"name": name}))
    draft.nodes.append(node)

    def read(child: Node) -> bool:
        first, _, value = child.text.partition(" ")
        if child.children:
            return False
        if first == "address":
            draft.add("addresses", interface_address(value), child)
            return True
        if first == "link-down":
            draft.set("enabled", not yes(value), child)
            return True
        return filled(draft, child, _INTERFACE)

    place.each(node.children, read)


def kind_of(name: str) -> InterfaceKind:
    """Return what an interface is by its name, where no line says so.

    Example:
        >>> kind_of("lo"), kind_of("cust0.100"), kind_of("cust0")
        (<InterfaceKind.LOOPBACK: 'loopback'>, <InterfaceKind.SUB: 'sub'>, <InterfaceKind.PHYSICAL: 'physical'>)
    """
    if name == "lo":
        return InterfaceKind.LOOPBACK
    port, dot, number_ = name.rpartition(".")
    return InterfaceKind.SUB if dot and port and number_.isdigit() else InterfaceKind.PHYSICAL
