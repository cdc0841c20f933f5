"""A router's ``/etc/network/interfaces``: ``ifreload -a`` and ``ifquery --check -a`` as the lab has them.

The form is ifupdown2's, as Cumulus Linux uses it. Attribute names and values are those that its add-ons declare:
``address``, ``gateway``, ``mtu``, ``alias`` and ``mpls-enable`` in ``ifupdown2/addons/address.py`` (``mpls-enable``
sets ``net.mpls.conf.IF.input``, default no; addresses that are not in the file are purged), ``link-down`` in
``addons/link.py`` with ``link-type`` (``dummy`` here), ``vrf`` and ``vrf-table`` in ``addons/vrf.py``
(https://github.com/CumulusNetworks/ifupdown2). A new VRF gets an unreachable default route with metric 4278198272, so
that what its table lacks is not looked up in the main table (kernel documentation, ``networking/vrf.rst``).

Stricter than ifupdown2 on purpose: with one line that it does not understand, nothing at all is changed.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from netops.lab.guest.spawning import run

FILE = "/etc/network/interfaces"
IP = "/usr/sbin/ip"
UNREACHABLE_METRIC = 4278198272
DEFAULT_MTU = 1500
AUTOMATIC = 0
FIRST_AUTOMATIC_TABLE = 1001
OWN_ADDRESSES = frozenset({"127.0.0.1/8", "::1/128"})
METHODS = {("inet", "static"), ("inet", "loopback"), ("inet", "manual"), ("inet6", "static"), ("inet6", "loopback")}


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface: as the file has it, or as the kernel shows it.

    Attributes:
        name: at most 15 characters.
        addresses: ``address/length`` in the order of the file.
        vrf: the VRF device that it belongs to, or an empty text.
        table: the routing table of a VRF device; None for any other interface.
        alias: its description.
        mtu: in bytes; None where the file leaves it to the default.
        up: False with ``link-down yes``.
        mpls: whether labelled packets are accepted.
        gateways: its default routes.
        kind: ``dummy`` for an interface that the file makes, else an empty text.
    """

    name: str
    addresses: tuple[str, ...] = ()
    vrf: str = ""
    table: int | None = None
    alias: str = ""
    mtu: int | None = None
    up: bool = True
    mpls: bool = False
    gateways: tuple[str, ...] = ()
    kind: str = ""

    @property
    def is_made(self) -> bool:
        """Whether the file makes this interface, rather than finding it there."""
        return self.table is not None or bool(self.kind)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the kernel has otherwise than the file.

    Attributes:
        interface: where.
        attribute: in the file's words, with its value.
        command: a line for ``ip -batch``, or ``sysctl PATH VALUE``.
    """

    interface: str
    attribute: str
    command: str


class InterfacesError(Exception):
    """The file cannot be applied; ``lines`` are what is wrong with it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(slots=True)
class _Draft:
    auto: set[str] = field(default_factory=set)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    current: str = ""


def parse(text: str, path: str = FILE) -> dict[str, Interface]:
    r"""Return the interfaces that the file configures (those that are ``auto``).

    Raises:
        InterfacesError: with every line that is not understood, as ifupdown2 words it.

    Example:
        >>> found = parse("auto swp1\niface swp1\n    address 10.0.0.1/30\n    mpls-enable yes\n")
        >>> found["swp1"].addresses, found["swp1"].mpls
        (('10.0.0.1/30',), True)
    """
    draft = _Draft()
    for number, line in _logical_lines(text):
        words = line.split(None, 1)
        try:
            _take(draft, words[0], words[1].strip() if len(words) > 1 else "")
        except ValueError as error:
            draft.faults.append(f"error: {path}: line{number}: {error}")
    chosen = _numbered({name: draft.interfaces[name] for name in draft.interfaces if name in draft.auto})
    draft.faults += [f"error: {path}: {name}: no iface stanza" for name in sorted(draft.auto - set(draft.interfaces))]
    draft.faults += [f"error: {path}: {fault}" for fault in _vrf_faults(chosen)]
    if draft.faults:
        raise InterfacesError(draft.faults)
    return chosen


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    held, start = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.strip().startswith("#"):
            continue
        start = start or number
        if raw.endswith("\\"):
            held += raw[:-1] + " "
            continue
        line = (held + raw).strip()
        if line:
            yield start, line
        held, start = "", 0
    if held.strip():
        yield start, held.strip()


def _take(draft: _Draft, word: str, rest: str) -> None:
    if word == "auto":
        if not rest:
            raise ValueError("invalid auto line 'auto'")
        draft.auto.update(rest.split())
        draft.current = ""
    elif word == "iface":
        _take_iface(draft, rest.split())
    elif not draft.current:
        raise ValueError(f"unsupported keyword ({word})")
    else:
        _take_attribute(draft, word, rest)


def _take_iface(draft: _Draft, words: list[str]) -> None:
    draft.current = ""
    if len(words) not in (1, 3) or len(words[0]) > 15 or "/" in words[0]:
        raise ValueError(f"invalid iface line 'iface {' '.join(words)}'")
    if len(words) == 3 and (words[1], words[2]) not in METHODS:
        raise ValueError(f"iface {words[0]}: unsupported address family or method ({words[1]} {words[2]})")
    draft.current = words[0]
    draft.interfaces.setdefault(words[0], Interface(words[0]))


def _take_attribute(draft: _Draft, word: str, rest: str) -> None:
    name, attribute = draft.current, word.replace("_", "-")
    if attribute not in ATTRIBUTES:
        raise ValueError(f"iface {name}: unsupported keyword ({word})")
    try:
        draft.interfaces[name] = ATTRIBUTES[attribute](draft.interfaces[name], rest)
    except ValueError as error:
        raise ValueError(f"iface {name}: invalid value for {attribute}: {rest!r} ({error})") from error


def _address(interface: Interface, text: str) -> Interface:
    address, _, length = text.partition("/")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    longest = 128 if ":" in address else 32
    try:
        socket.inet_pton(family, address)
    except OSError as error:
        raise ValueError("not an address") from error
    if not length.isdecimal() or int(length) > longest:
        raise ValueError("the prefix length is missing or out of range")
    if text in interface.addresses:
        return interface
    return replace(interface, addresses=(*interface.addresses, text))


def _gateway(interface: Interface, text: str) -> Interface:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)
    except OSError as error:
        raise ValueError("not an address") from error
    return replace(interface, gateways=(*interface.gateways, text))


def _between(text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"not a number from {low} to {high}")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("not yes or no")
    return text == "yes"


def _table(text: str) -> int:
    return AUTOMATIC if text == "auto" else _between(text, 1, 4294967295)


def _kind(text: str) -> str:
    if text != "dummy":
        raise ValueError("the lab makes dummy links only")
    return text


def _one_word(text: str) -> str:
    if len(text.split()) != 1 or len(text) > 15:
        raise ValueError("not the name of an interface")
    return text


def _text(text: str) -> str:
    if not text or len(text) > 255:
        raise ValueError("empty or longer than 255 characters")
    return text


ATTRIBUTES: Mapping[str, Callable[[Interface, str], Interface]] = {
    "address": _address,
    "gateway": _gateway,
    "alias": lambda interface, text: replace(interface, alias=_text(text)),
    "mtu": lambda interface, text: replace(interface, mtu=_between(text, 552, 9216)),
    "link-down": lambda interface, text: replace(interface, up=not _yes(text)),
    "mpls-enable": lambda interface, text: replace(interface, mpls=_yes(text)),
    "vrf": lambda interface, text: replace(interface, vrf=_one_word(text)),
    "vrf-table": lambda interface, text: replace(interface, table=_table(text)),
    "link-type": lambda interface, text: replace(interface, kind=_kind(text)),
}


def _numbered(interfaces: dict[str, Interface]) -> dict[str, Interface]:
    """Give each ``vrf-table auto`` a table from 1001 on, as ``addons/vrf.py`` does, in the order of their names."""
    taken = {item.table for item in interfaces.values()}
    free = (number for number in range(FIRST_AUTOMATIC_TABLE, FIRST_AUTOMATIC_TABLE + 10000) if number not in taken)
    waiting = sorted(name for name, item in interfaces.items() if item.table == AUTOMATIC)
    return {**interfaces, **{name: replace(interfaces[name], table=next(free)) for name in waiting}}


def _vrf_faults(interfaces: Mapping[str, Interface]) -> Iterator[str]:
    tables: dict[int, str] = {}
    for interface in interfaces.values():
        vrf = interfaces.get(interface.vrf)
        if interface.vrf and (vrf is None or vrf.table is None):
            yield f"iface {interface.name}: vrf {interface.vrf} has no stanza with vrf-table"
        if interface.table is not None:
            other = tables.setdefault(interface.table, interface.name)
            if other != interface.name:
                yield f"iface {interface.name}: vrf-table {interface.table} is used by {other}"


def shown(
    links: list[dict[str, Any]], routes: list[dict[str, Any]], mpls: Callable[[str], bool]
) -> dict[str, Interface]:
    """Return what the kernel has, from ``ip -j -d addr show`` and ``ip -j route show table all default``."""
    found = {}
    for link in links:
        if not link.get("ifname"):
            continue
        name = link["ifname"]
        info = link.get("linkinfo", {})
        table = info.get("info_data", {}).get("table") if info.get("info_kind") == "vrf" else None
        addresses = [
            f"{entry['local']}/{entry['prefixlen']}"
            for entry in link.get("addr_info", ())
            if entry.get("scope") != "link" or entry["family"] == "inet"
        ]
        found[name] = Interface(
            name=name,
            addresses=tuple(address for address in addresses if name != "lo" or address not in OWN_ADDRESSES),
            vrf=link.get("master", ""),
            table=table,
            alias=link.get("ifalias", ""),
            mtu=link.get("mtu"),
            up="UP" in link.get("flags", ()),
            mpls=mpls(name),
            gateways=tuple(
                route["gateway"]
                for route in routes
                if route.get("dev") == name and route.get("protocol") == "kernel" and "gateway" in route
            ),
            kind="dummy" if info.get("info_kind") == "dummy" else "",
        )
    return found


def steps(written: Mapping[str, Interface], kernel: Mapping[str, Interface]) -> list[Step]:
    """Return what takes the kernel to the file, in the order in which it must be done; empty when they agree.

    Raises:
        InterfacesError: the file names an interface that is neither there nor to be made.
    """
    missing = [name for name, item in written.items() if name not in kernel and not item.is_made]
    clashing = [n for n, item in written.items() if item.is_made and n in kernel and not kernel[n].is_made]
    if missing or clashing:
        faults = [f"error: {name}: interface does not exist" for name in missing]
        raise InterfacesError(faults + [f"error: {name}: exists and is not of that kind" for name in clashing])
    gone = {name: item for name, item in kernel.items() if item.is_made and not _same_kind(written.get(name), item)}
    fresh = [item for name, item in written.items() if item.is_made and (name not in kernel or name in gone)]
    found = [step for item in gone.values() for step in _removal(item)]
    found += [step for item in fresh for step in _creation(item)]
    for name, item in kernel.items():
        if name not in gone:
            free = replace(item, vrf="") if item.vrf in gone else item
            found += _interface_steps(written.get(name), free, written)
    for item in fresh:
        made = Interface(item.name, mtu=item.mtu or DEFAULT_MTU, table=item.table, kind=item.kind)
        found += _interface_steps(item, made, written)
    return found


def _same_kind(written: Interface | None, kernel: Interface) -> bool:
    return written is not None and (written.table, written.kind) == (kernel.table, kernel.kind)


def _removal(item: Interface) -> Iterator[Step]:
    if item.table is None:
        yield Step(item.name, f"link-type {item.kind} (not in the file)", f"link del dev {item.name}")
        return
    attribute = f"vrf-table {item.table} (not in the file)"
    yield Step(item.name, attribute, f"link del dev {item.name}")
    for default in ("0.0.0.0/0", "::/0"):
        command = f"route del unreachable {default} table {item.table} metric {UNREACHABLE_METRIC}"
        yield Step(item.name, attribute, command)


def _creation(item: Interface) -> Iterator[Step]:
    kind = f"vrf table {item.table}" if item.table is not None else item.kind
    attribute = f"vrf-table {item.table}" if item.table is not None else f"link-type {item.kind}"
    yield Step(item.name, attribute, f"link add dev {item.name} type {kind}")
    yield Step(item.name, attribute, f"link set dev {item.name} up")
    for default in ("0.0.0.0/0", "::/0") if item.table is not None else ():
        command = f"route add unreachable {default} table {item.table} metric {UNREACHABLE_METRIC}"
        yield Step(item.name, attribute, command)


def _interface_steps(written: Interface | None, kernel: Interface, file: Mapping[str, Interface]) -> Iterator[Step]:
    name = kernel.name
    goal = written or Interface(name, up=name == "lo")
    for address in kernel.addresses:
        if address not in goal.addresses:
            yield Step(name, f"address {address} (not in the file)", f"addr del {address} dev {name}")
    yield from _link_steps(goal, kernel)
    for address in goal.addresses:
        if address not in kernel.addresses:
            yield Step(name, f"address {address}", f"addr add {address} dev {name}")
    if goal.mpls != kernel.mpls:
        path = f"/proc/sys/net/mpls/conf/{name}/input"
        yield Step(name, f"mpls-enable {'yes' if goal.mpls else 'no'}", f"sysctl {path} {int(goal.mpls)}")
    yield from _gateway_steps(goal, kernel, file)


def _link_steps(goal: Interface, kernel: Interface) -> Iterator[Step]:
    name = goal.name
    if goal.vrf != kernel.vrf:
        change = f"master {goal.vrf}" if goal.vrf else "nomaster"
        yield Step(name, f"vrf {goal.vrf or '(none)'}", f"link set dev {name} {change}")
    if goal.alias != kernel.alias:
        yield Step(name, f"alias {goal.alias or '(none)'}", f'link set dev {name} alias "{_quoted(goal.alias)}"')
    mtu = goal.mtu or (kernel.mtu if name == "lo" or goal.table is not None else DEFAULT_MTU)
    if mtu != kernel.mtu:
        yield Step(name, f"mtu {mtu}", f"link set dev {name} mtu {mtu}")
    if goal.up != kernel.up:
        yield Step(
            name, f"link-down {'no' if goal.up else 'yes'}", f"link set dev {name} {'up' if goal.up else 'down'}"
        )


def _quoted(text: str) -> str:
    return text.replace('"', "'")


def _gateway_steps(goal: Interface, kernel: Interface, file: Mapping[str, Interface]) -> Iterator[Step]:
    vrf = file.get(goal.vrf)
    table = f" table {vrf.table}" if vrf is not None and vrf.table is not None else ""
    for gateway in kernel.gateways:
        if gateway not in goal.gateways:
            command = f"route del default via {gateway} dev {goal.name}{table}"
            yield Step(goal.name, f"gateway {gateway} (not in the file)", command)
    for gateway in goal.gateways:
        if gateway not in kernel.gateways:
            command = f"route replace default via {gateway} dev {goal.name} proto kernel onlink{table}"
            yield Step(goal.name, f"gateway {gateway}", command)


def observe() -> dict[str, Interface]:
    """Return what the kernel has in this network namespace.

    Raises:
        InterfacesError: ``ip`` failed.
    """
    code, text = run([IP, "-j", "-d", "-batch", "-"], "addr show\nroute show table all default\n")
    if code != 0:
        raise InterfacesError([f"error: ip: exit {code}: {text}"])
    decoder, at, documents = json.JSONDecoder(), 0, []
    text = text.strip()
    while at < len(text):
        document, end = decoder.raw_decode(text, at)
        documents.append(document)
        at = end + len(text[end:]) - len(text[end:].lstrip())
    links, routes = [*documents, [], []][:2]
    return shown(links, routes, _accepts_labels)


def _accepts_labels(name: str) -> bool:
    try:
        with open(f"/proc/sys/net/mpls/conf/{name}/input") as file:
            return file.read().strip() == "1"
    except OSError:
        return False


def apply(found: list[Step]) -> int:
    """Do the steps; go on after one that fails. Return 0, or 1 when one failed."""
    failed = 0
    lines: list[str] = []
    for step in found:
        if step.command.startswith("sysctl "):
            continue
        lines.append(step.command)
    if lines:
        failed, said = run([IP, "-force", "-batch", "-"], "\n".join(lines) + "\n")
        sys.stderr.write(said)
    for step in found:
        if step.command.startswith("sysctl "):
            _, path, value = step.command.split()
            try:
                with open(path, "w") as file:
                    file.write(value)
            except OSError as error:
                print(f"error: {step.interface}: {step.attribute}: {error}", file=sys.stderr)
                failed = 1
    return 1 if failed else 0


def reload(path: str = FILE) -> int:
    """Take the kernel to the file (``ifreload -a``); return the exit code."""
    with open(path, encoding="utf-8") as file:
        written = parse(file.read(), path)
    return apply(steps(written, observe()))


def check(path: str = FILE) -> int:
    """Print each interface with pass or fail (``ifquery --check -a``); return 1 when one differs."""
    with open(path, encoding="utf-8") as file:
        written = parse(file.read(), path)
    kernel = observe()
    missing = [name for name, item in written.items() if name not in kernel and not item.is_made]
    found = steps({name: item for name, item in written.items() if name not in missing}, kernel)
    for name in sorted({*written, *(step.interface for step in found)}):
        wrong = [step.attribute for step in found if step.interface == name]
        bad = name in missing or bool(wrong)
        print(f"auto {name}\niface {name:<60}[{'fail' if bad else 'pass'}]")
        for attribute in dict.fromkeys(wrong):
            print(f"\t{attribute:<58}[fail]")
    return 1 if found or missing else 0


def main(arguments: list[str]) -> int:
    """Run ``reload`` or ``check`` for the tools; report what is wrong with the file on stderr."""
    try:
        return check() if arguments[0] == "check" else reload()
    except InterfacesError as error:
        print("\n".join(error.lines), file=sys.stderr)
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
