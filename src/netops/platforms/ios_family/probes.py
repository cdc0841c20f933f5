"""What is watched: IP SLA, RNS, objects that follow them (Cisco IOS: IP SLAs, Enhanced Object Tracking; RGOS: RNS, Track)."""

from collections.abc import Sequence
from functools import partial

from netops.config.node import Node
from netops.model import Probe, Track
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number

_TESTS = frozenset({"icmp-echo", "tcp-connect", "udp-echo", "udp-jitter", "icmp-jitter", "path-echo", "dns", "http"})
_TEST = same(
    "timeout",
    "threshold",
    "tag",
    "owner",
    "tos",
    "request-data-size",
    "verify-data",
    "num-packets",
    "data-size",
    "dport",
)
_BEHIND = frozenset({"source-ip", "source-ipaddr", "source-interface", "source-port", "out-interface", "next-hop"})
_TRACK = same("delay", "object", "default-state", "threshold", "carrier-delay")
_SECOND = 1000


def read_probe(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``ip sla N`` or RGOS's ``ip rns N``: the test, and what stands below it."""
    match found.words:
        case ("ip", "sla" | "rns" as kind, "schedule", digits, *when) if not found.off and not found.node.children:
            draft = _probe(sheet, kind, digits, found.node)
            draft.values["running"] = "start-time" in when and "pending" not in when
            draft.values.setdefault("fields", set()).add(("schedule", " ".join(when)))
        case ("ip", "sla", "responder" | "enable" | "logging" as what, *rest) if not found.node.children:
            sheet.management.fields.add((f"ip sla {what}", "off" if found.off else " ".join(rest) or "on"))
        case ("ip", "sla" | "rns" as kind, digits) if not found.off and digits.isdigit():
            draft = _probe(sheet, kind, digits, found.node)
            under = place.under(found.node)
            under.each(found.node.children, partial(_read_test, sheet, draft, under))
        case _:
            return False
    return True


def _probe(sheet: Sheet, kind: str, digits: str, node: Node) -> Draft[Probe]:
    name = str(number(digits))
    return sheet.objects.of("probes", (kind, name), node, kind=kind, name=name)


def _read_test(sheet: Sheet, draft: Draft[Probe], place: Place, node: Node) -> bool:
    """Read what is asked; on IOS the rest stands below it, on RGOS beside it."""
    child = said(sheet.dialect, node)
    match child.words:
        case (test, host, *rest) if test in _TESTS and not child.off:
            values = _behind(sheet, list(rest))
            draft.set("test", test, node)
            draft.values.update(values, destination=host)
            each(sheet, node.children, place.under(node), partial(_read_below, draft))
            return True
    return not node.children and _read_below(draft, child)


def _behind(sheet: Sheet, words: list[str]) -> dict[str, object]:
    """Return what is said behind a test's address: where it comes from; a port of TCP or UDP is a setting."""
    found: dict[str, object] = {}
    fields: set[tuple[str, str]] = set()
    if words and words[0].isdigit():
        fields.add(("port", words.pop(0)))
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name in {"source-ip", "source-ipaddr"}:
            found["source"] = value
        elif name == "source-interface":
            found["source"] = sheet.dialect.port(value)
        elif name in _BEHIND:
            fields.add((name, value))
        else:
            raise ValueError(name)
    return {**found, "fields": fields} if fields else found


def _read_below(draft: Draft[Probe], child: Said) -> bool:
    match child.words:
        case _ if child.off:
            return False
        case ("frequency", time):
            # IOS counts seconds, RGOS milliseconds
            draft.set("interval", number(time) * (_SECOND if draft.values["kind"] == "sla" else 1), child.node)
        case ("vrf", vrf):
            draft.set("vrf", vrf, child.node)
        case _:
            return keep(draft, child.words, child.node, _TEST)
    return True


def read_track(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``track N …`` and the lines below it."""
    match found.words:
        case ("track", digits, kind, *what) if not found.off and digits.isdigit() and kind in _FOLLOWED and what:
            followed = _followed(sheet, kind, what)
        case _:
            return False
    name = str(number(digits))
    draft: Draft[Track] = sheet.objects.of("tracks", name, found.node, name=name, what=followed)
    each(
        sheet,
        found.node.children,
        place.under(found.node),
        lambda child: not child.off and _read_follower(draft, child),
    )
    return True


_FOLLOWED = frozenset({"interface", "ip", "ipv6", "list", "rns", "bfd", "stub-object"})


def _followed(sheet: Sheet, kind: str, words: Sequence[str]) -> str:
    if kind == "interface":
        return " ".join([kind, sheet.dialect.port(words[0]), *words[1:]])
    return " ".join([kind, *words])


def _read_follower(draft: Draft[Track], child: Said) -> bool:
    if child.words[0] == "object" and len(child.words) > 1:
        draft.add("fields", (f"object {child.words[1]}", " ".join(child.words[2:]) or "on"), child.node)
        return True
    return keep(draft, child.words, child.node, _TRACK)
