"""What objects beside routing say that neither IOS nor RGOS can be told: keys, classes, policies, trees, pools, probes, tracks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from netops.model import (
    Device,
    DhcpPool,
    Key,
    KeyChain,
    Management,
    Probe,
    Secret,
    SpanningTree,
    Track,
    TrafficClass,
    TrafficPolicy,
    TrafficStep,
    TrustPoint,
)
from netops.platforms.expressing import Beyond, once
from netops.platforms.ios_family.saying import Saying, Settings, strangers
from netops.platforms.ios_family.sheet import Dialect

_IPV4 = 4
_SECOND, _MINUTE = 1000, 60
_MOST_VLAN = 4094
_BESIDE = frozenset({"port", "schedule", "source-port", "out-interface", "next-hop"})
PLACED = ("control-plane ", "redundancy ")
"""Settings of the device that stand in sections of their own, by the beginning of their names."""


@dataclass(frozen=True, slots=True)
class Objects:
    """What of the objects one platform says in its own way.

    Attributes:
        dialect: how its ports are called.
        said: what lines mean.
        secrets: how the string of a key can lie there.
        kinds: of classes and policies.
        all: the word for a class whose matches must all hold, with a space behind it; empty where none is needed.
        unit: milliseconds in which a test is repeated.
    """

    dialect: Dialect
    said: Saying
    secrets: frozenset[Secret]
    kinds: frozenset[str]
    all: str
    unit: int

    def refusals(self, device: Device) -> Iterator[Beyond]:
        """Yield what of the objects can't be written."""
        own = device.management
        found: tuple[tuple[str, Iterable[Any], Callable[[Any], str], Callable[[Any], Iterator[str]]], ...] = (
            ("key chain", own.key_chains, _name, self._chain),
            ("trust point", own.trust_points, _name, self._point),
            ("class", device.traffic_classes, _name, self._class),
            ("policy", device.traffic_policies, _name, self._policy),
            ("pool of addresses", device.dhcp_pools, _name, self._pool),
            ("test", device.probes, _name, self._probe),
            ("track", device.tracks, _name, self._track),
            ("spanning tree", () if device.spanning_tree is None else (device.spanning_tree,), str, self._tree),
        )
        for what, facts, called, check in found:
            yield from once((called(each) for each in facts), what, ())
            for each in facts:
                yield from (
                    Beyond(f"{what} {getattr(each, 'name', '')}".strip(), why, each.lines) for why in check(each)
                )
        for why in self._placed(own):
            yield Beyond("settings", why)

    def _chain(self, each: KeyChain) -> Iterator[str]:
        numbers = [key.number for key in each.keys]
        if len({*numbers}) < len(numbers):
            yield "a key's number stands twice"
        chain = KeyChain(each.name)
        says = self.said
        yield from strangers(
            each.fields,
            lambda line: says(f"key chain {each.name}", line).management.key_chains,
            lambda fields: frozenset({replace(chain, fields=fields)}),
        )
        for key in each.keys:
            if key.secret is not None and key.secret not in self.secrets:
                yield f"key {key.number} doesn't lie there as {key.secret.form} {key.secret.algorithm}".rstrip()
            for field in ("send", "accept"):
                when = getattr(key, field)
                fact = replace(chain, keys=frozenset({replace(Key(key.number), **{field: when})}))
                line = f"{field}-lifetime {when}"
                if when is not None and says(
                    f"key chain {each.name} / key {key.number}", line
                ).management.key_chains != {fact}:
                    yield f"no line says {line}"

    def _point(self, each: TrustPoint) -> Iterator[str]:
        asked = {pair for pair in each.fields if pair[0] in {f"enrollment {each.enrollment}", "enrollment mode"}}
        if each.enrollment in {"url", "profile"} and f"enrollment {each.enrollment}" not in dict(each.fields):
            yield f"enrollment {each.enrollment} says which"
        called = [one.name.partition(" nvram:")[0] for one in each.certificates]
        if len(called) > len(set(called)):
            yield "two certificates have one name"
        if any(bool(one.body) == (":" in one.name) for one in each.certificates):
            yield "a certificate is a file of the device, or stands in the config"
        yield from strangers(
            frozenset(each.fields - asked),
            lambda line: self.said("crypto pki trustpoint x", line).management.trust_points,
            lambda fields: frozenset({TrustPoint("x", fields=fields)}),
        )

    def _class(self, each: TrafficClass) -> Iterator[str]:
        head = (
            f"class-map {f'type {each.kind} ' if each.kind else ''}{'match-any ' if each.any else self.all}{each.name}"
        )
        plain = TrafficClass(each.name, each.any, kind=each.kind)
        if each.kind not in self.kinds or self.said("", head).traffic_classes != {plain}:
            yield "no line says its kind and its name"
            return
        for what, value in sorted(each.matches):
            fact = replace(plain, matches=frozenset({(what, value)}))
            if self.said(head, f"match {what} {value}".rstrip()).traffic_classes != {fact}:
                yield f"no match says {what}: {value}"

    def _policy(self, each: TrafficPolicy) -> Iterator[str]:
        head = f"policy-map {f'type {each.kind} ' if each.kind else ''}{each.name}"
        plain = TrafficPolicy(each.name, each.kind)
        if each.kind not in self.kinds or self.said("", head).traffic_policies != {plain}:
            yield "no line says its kind and its name"
            return
        yield from strangers(
            each.fields,
            lambda line: self.said(head, line).traffic_policies,
            lambda fields: frozenset({replace(plain, fields=fields)}),
        )
        names = [step.name for step in each.steps]
        if len({*names}) < len(names):
            yield "a class stands twice"
        if "class-default" in names[:-1]:
            yield "what no class has comes last"
        for step in each.steps:
            for what, how in sorted(step.actions):
                fact = replace(plain, steps=(TrafficStep(step.name, actions=frozenset({(what, how)})),))
                if self.said(f"{head} / class {step.name}", f"{what} {how}".rstrip()).traffic_policies != {fact}:
                    yield f"no line says that {what}: {how} is done"

    def _tree(self, each: SpanningTree) -> Iterator[str]:
        yield from strangers(
            each.fields,
            lambda line: self.said("", line).spanning_tree,
            lambda fields: SpanningTree(fields=fields),
        )
        ranges = sorted(found for _, listed in each.instances for found in listed)
        if any(not 1 <= first <= last <= _MOST_VLAN for first, last in ranges) or any(
            one[1] >= two[0] for one, two in pairwise(ranges)
        ):
            yield "a VLAN, 1 to 4094, is in one instance"
        if any(one[1] + 1 >= two[0] for _, listed in each.instances for one, two in pairwise(listed)):
            yield "the VLANs of an instance are ranges, joined and in order"
        numbers = [number for number, _ in each.instances]
        if len({*numbers}) < len(numbers) or not all(listed for _, listed in each.instances):
            yield "an instance stands once, and has VLANs"

    def _pool(self, each: DhcpPool) -> Iterator[str]:
        if len(each.networks) > 1:
            yield "it has one network"
        if any(found.version != _IPV4 for found in (*each.networks, *each.gateways, *each.name_servers)):
            yield "its addresses are of IPv4"
        if each.lease is not None and each.lease % _MINUTE:
            yield "an address is lent for minutes"
        yield from strangers(
            each.fields,
            lambda line: self.said("ip dhcp pool x", line).dhcp_pools,
            lambda fields: frozenset({DhcpPool("x", fields=fields)}),
        )

    def _probe(self, each: Probe) -> Iterator[str]:
        fields = dict(each.fields)
        when = fields.get("schedule", "").split(" ")
        if each.running is not ("start-time" in when and "pending" not in when):
            yield "it runs where its schedule says when it starts"
        if each.interval is not None and (each.interval < 1 or each.interval % self.unit):
            yield f"it is repeated in times of {self.unit} milliseconds"
        if len(fields) < len(each.fields):
            yield "a setting with two values"
        if each.test is None or each.destination is None:
            if each != Probe(each.kind, each.name):
                yield "a test that asks nobody"
            return
        if each.source is not None and not _is_address(each.source) and self.dialect.port(each.source) != each.source:
            yield f"{each.source} is no port's name in full"
        test = f"{each.test} {each.destination} {fields.get('port', '')}".rstrip()
        beside = " ".join(
            f"{name} {fields[name]}" for name in ("source-port", "out-interface", "next-hop") if name in fields
        )
        plain = Probe(each.kind, each.name, each.test, each.destination)
        known = replace(plain, fields=frozenset(pair for pair in each.fields if pair[0] in _BESIDE - {"schedule"}))
        head = f"ip {each.kind} {each.name}"
        if self.said(head, f"{test} {beside}".rstrip()).probes != {known}:
            yield f"no line says {test} {beside}".rstrip()
            return
        yield from strangers(
            frozenset(pair for pair in each.fields if pair[0] not in _BESIDE),
            lambda line: self.said(f"{head} / {each.test} {each.destination}", line).probes,
            lambda settings: frozenset({replace(plain, fields=settings)}),
        )

    def _track(self, each: Track) -> Iterator[str]:
        head = f"track {each.name} {each.what}"
        if self.said("", head).tracks != {Track(each.name, each.what)}:
            yield f"no line says {head}"
            return
        yield from strangers(
            each.fields,
            lambda line: self.said(head, line).tracks,
            lambda fields: frozenset({Track(each.name, each.what, fields)}),
        )

    def _placed(self, own: Management) -> Iterator[str]:
        for head in PLACED:
            yield from self._below(head, frozenset(pair for pair in own.fields if pair[0].startswith(head)))

    def _below(self, head: str, fields: Settings) -> Iterator[str]:
        yield from strangers(
            frozenset((name.removeprefix(head), value) for name, value in fields),
            lambda line: self.said(head.strip(), line).management,
            lambda found: Management(fields=frozenset((head + name, value) for name, value in found)),
        )


def _name(each: Any) -> str:  # noqa: ANN401  # any fact with a name
    return str(each.name)


def _is_address(source: str) -> bool:
    return source[:1].isdigit() or ":" in source
