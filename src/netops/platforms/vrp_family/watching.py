"""What is watched: NQA, tracked objects, BFD (Huawei and H3C Command References, "NQA", "Track", "BFD")."""

from functools import partial
from ipaddress import ip_address

from netops.config.node import Node
from netops.model import BfdSession, Probe
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import options

_SECOND = 1000
TEST_FIELDS = same("timeout", "probe-count", "interval", "ttl", "tos", "datasize", "fail-percent", "threshold", "records", "probe-failtimes",
    "test-failtimes", "description", "destination port", "source port", "source interface", "next-hop", "reaction", "probe count",
    "probe timeout", "history-record", "out interface", "statistics", "data-size", "data-fill", "sendpacket", "agetime", "jitter-packetnum")  # fmt: skip
BFD_FIELDS = same("min-tx-interval", "min-rx-interval", "detect-multiplier", "commit", "wtr", "process-interface-status", "process-pst",
    "description", "tos-exp", "one-arm-echo")  # fmt: skip


def read_nqa(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read VRP's ``nqa test-instance A T``, Comware's ``nqa entry A T`` and ``nqa schedule A T …``."""
    match words:
        case ["nqa", "test-instance" | "entry", admin, test]:
            draft = _probe(sheet, admin, test, node)
            below = place.under(node)
            below.each(node.children, partial(_read_line, draft, below))
        case ["nqa", "schedule", admin, test, *when] if when and not node.children:
            draft = _probe(sheet, admin, test, node)
            draft.values["running"] = True
            draft.values.setdefault("fields", set()).add(("schedule", " ".join(when)))
        case _:
            return False
    return True


def _probe(sheet: VrpSheet, admin: str, test: str, node: Node) -> Draft[Probe]:
    name = f"{admin} {test}"
    return sheet.objects.of("probes", name, node, kind="nqa", name=name)


def _read_line(draft: Draft[Probe], place: Place, node: Node) -> bool:
    """Read a line of a test; Comware has all of it below ``type``, and counts milliseconds."""
    words = node.text.split(" ")
    match words:
        case ["type", test]:
            draft.set("test", test, node)
            place.under(node).each(node.children, lambda child: _read_test(draft, child, 1))
            return True
        case ["test-type", test] if not node.children:
            draft.set("test", "icmp-echo" if test == "icmp" else test, node)
            return True
        case _:
            return _read_test(draft, node, _SECOND)


def _read_test(draft: Draft[Probe], node: Node, unit: int) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["destination-address", "ipv4" | "ipv6" | "url", host] | ["destination", "ip" | "ipv6" | "host", host]:
            draft.set("destination", host, node)
        case ["source-address", "ipv4" | "ipv6", host] | ["source", "ip" | "ipv6", host]:
            draft.set("source", host, node)
        case ["vpn-instance", vrf]:
            draft.set("vrf", vrf, node)
        case ["frequency", time]:
            draft.set("interval", number(time) * unit, node)
        case ["start", *when] if when:
            draft.set("running", value=True, node=node)
            draft.values.setdefault("fields", set()).add(("schedule", " ".join(["start", *when])))
        case _:
            return words[0] != "undo" and keep(draft, words, node, TEST_FIELDS)
    return True


FOLLOWED = frozenset({"nqa", "interface", "bfd", "list", "ip", "route", "cfd", "lldp"})


def read_track(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``track N …``; how long it waits may stand behind it or below it."""
    match words:
        case ["track", digits, kind, *what] if digits.isdigit() and kind in FOLLOWED and what:
            name = str(number(digits))
        case _:
            return False
    if kind == "interface":
        what = [sheet.full(what[0]), *what[1:]]
    draft = sheet.objects.of("tracks", name, node, name=name, what=" ".join([kind, *what]))
    place.under(node).each(
        node.children, lambda child: keep(draft, child.text.split(" "), child, same("delay", "object", "threshold"))
    )
    return True


def read_bfd(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``bfd`` of the device, and ``bfd NAME bind peer-ip A …`` with its discriminators."""
    match words:
        case ["bfd"]:
            sheet.service("bfd").set("enabled", value=True, node=node)
            place.under(node).unread(*node.children)
            return True
        case ["bfd", name, "bind", "peer-ip" | "peer-ipv6", peer, *rest]:
            found = options(
                rest,
                {"vpn-instance": 1, "interface": 1, "source-ip": 1, "source-ipv6": 1, "auto": 0, "one-arm-echo": 0},
            )
        case _:
            return False
    values: dict[str, object] = {"name": name, "peer": ip_address(peer)}
    if "interface" in found:
        values["interface"] = sheet.full(found["interface"][0])
    if "vpn-instance" in found:
        values["vrf"] = found["vpn-instance"][0]
    for source in ("source-ip", "source-ipv6"):
        if source in found:
            values["source"] = ip_address(found[source][0])
    draft: Draft[BfdSession] = sheet.objects.of("bfd_sessions", name, node, **values)
    draft.values.setdefault("fields", set()).update((each, "on") for each in ("auto", "one-arm-echo") if each in found)
    place.under(node).each(node.children, partial(_read_bfd, draft))
    return True


def _read_bfd(draft: Draft[BfdSession], node: Node) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["discriminator", "local" | "remote" as side, digits]:
            draft.set(side, number(digits), node)
        case _:
            return words[0] != "undo" and keep(draft, words, node, BFD_FIELDS)
    return True
