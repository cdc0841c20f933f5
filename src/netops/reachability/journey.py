"""From party to party: do packets arrive at the very station that is meant, and do the filters let them?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netops.model import Direction, IPAddress, Line
from netops.reachability.bound import is_guarded, judged
from netops.reachability.doubt import Doubt
from netops.reachability.packets import Answer, Packet, State
from netops.reachability.party import Party
from netops.reachability.tables import Forwarding
from netops.reachability.topology import Place
from netops.reachability.trace import Hop, LabelPaths, Tracer, Trail
from netops.reachability.unfollowed import of_routing

TRACERS = 64
"""How many destinations are remembered at a time: each holds a trail for every place that asked for it."""

_AT_PORTS = frozenset({Direction.INPUT, Direction.FORWARD})
# Words of the hops that say by which interface a packet is sent on.
_LEAVING = frozenset({"way_onlink", "way_via"})


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the filters along one way do: ``passes`` None where a filter wasn't read completely."""

    passes: bool | None
    hops: tuple[Hop, ...] = ()


class Journeys:
    """The ways between the parties of one settled network."""

    def __init__(self, forwarding: Forwarding, doubt: Doubt) -> None:
        self._forwarding = forwarding
        self._topology = forwarding.topology
        self._doubt = doubt
        self._label_paths: LabelPaths = {}
        self._tracers: dict[IPAddress, Tracer] = {}
        devices = forwarding.topology.devices
        self._filtering = {
            name: frozenset(each.direction for each in device.filters)
            | (_AT_PORTS if is_guarded(device) else frozenset[Direction]())
            for name, device in devices.items()
        }

    def _tracer(self, destination: IPAddress) -> Tracer:
        return Tracer(self._forwarding, destination, self._doubt.devices, self._label_paths)

    def arrivals(self, senders: Iterable[Party], receivers: Iterable[Party]) -> Iterator[tuple[tuple[str, str], bool]]:
        """Return the pairs whose packets arrive, with whether that is certain, for receivers of one address.

        Pairs whose packets are surely lost are left out: there may be a million of them.
        """
        there = list(receivers)
        tracer = self._tracer(there[0].address)
        for sender in senders:
            for receiver in there:
                if sender.name != receiver.name:
                    answer = self._arrives(sender, receiver, tracer)
                    if answer is not False:
                        yield (sender.name, receiver.name), answer is True

    def _arrives(self, sender: Party, receiver: Party, tracer: Tracer) -> bool | None:
        """Return whether packets arrive; None where that isn't certain."""
        attached = [self._attached(each) for each in (sender, receiver)]
        if False in attached:
            return False
        if None in attached:
            return None
        if self._same_link(sender, receiver):
            return True
        trails = tracer.follow(*self._start(sender))
        ends = {self._ends_at(trail, receiver) for trail in trails}
        return ends.pop() if len(ends) == 1 else None

    def _attached(self, party: Party) -> bool | None:
        """Return whether the party's gateway interface serves its address; None where the device isn't fully known."""
        if party.device not in self._topology.devices:
            return None
        if self._topology.up(party.port) and self._network_of(party):
            return True
        return None if party.device in self._doubt.devices else False

    def _network_of(self, party: Party) -> bool:
        interface = self._topology.interfaces[party.port]
        return any(party.address in address.network for address in interface.addresses)

    def _same_link(self, one: Party, two: Party) -> bool:
        """Return whether two stations see each other without any router."""
        if self._topology.segment(one.port) != self._topology.segment(two.port):
            return False
        interface = self._topology.interfaces[one.port]
        return any(one.address in own.network and two.address in own.network for own in interface.addresses)

    def _ends_at(self, trail: Trail, receiver: Party) -> bool | None:
        """Return whether a trail ends at the receiver's own link and at nobody else's address there."""
        if not trail.certain or any(hop.place in self._doubt.places for hop in trail.hops):
            return None
        if trail.owner is not None:
            return trail.owner == receiver.port
        return trail.end is not None and trail.end == self._topology.segment(receiver.port)

    def filtered(self, a: Party, b: Party) -> bool | None:
        """Return whether one of two parties can open a connection to the other past all filters; None if uncertain."""
        answers = {verdict.passes for verdict in self._openings(a, b)}
        if True in answers:
            return True
        return None if None in answers else False

    def _openings(self, a: Party, b: Party) -> Iterator[_Verdict]:
        there, back = self._trails(a, b), self._trails(b, a)
        if not any(True for trail in there for _ in self._judged(trail, a)) and not any(
            True for trail in back for _ in self._judged(trail, b)
        ):
            yield _Verdict(passes=True)
            return
        yield self._opens((a, there), (b, back))
        yield self._opens((b, back), (a, there))

    def _trails(self, sender: Party, receiver: Party) -> tuple[Trail, ...]:
        if sender.port not in self._topology.interfaces or self._same_link_known(sender, receiver):
            return ()
        if receiver.address not in self._tracers:
            if len(self._tracers) >= TRACERS:
                self._tracers.clear()
            self._tracers[receiver.address] = self._tracer(receiver.address)
        return self._tracers[receiver.address].follow(*self._start(sender))

    def _start(self, sender: Party) -> tuple[Place, str | None]:
        """Return where a party's packets come in: by no interface where the device itself speaks."""
        place = (sender.device, self._topology.vrf(sender.port))
        own = sender.address in self._topology.local.get(place, {})
        return place, None if own else sender.interface

    def _same_link_known(self, sender: Party, receiver: Party) -> bool:
        return receiver.port in self._topology.interfaces and self._same_link(sender, receiver)

    def _opens(self, opener: tuple[Party, tuple[Trail, ...]], opened: tuple[Party, tuple[Trail, ...]]) -> _Verdict:
        (one, there), (two, back) = opener, opened
        seen = frozenset(hop.place[0] for trail in there for hop in trail.hops)
        verdicts = [self._along(trail, one, two, None) for trail in there]
        verdicts += [self._along(trail, two, one, seen) for trail in back]
        hops = tuple(hop for verdict in verdicts for hop in verdict.hops)
        answers = {verdict.passes for verdict in verdicts}
        if False in answers:
            return _Verdict(passes=False, hops=hops)
        return _Verdict(None if None in answers else True, hops)

    def _along(self, trail: Trail, source: Party, destination: Party, seen: frozenset[str] | None) -> _Verdict:
        """Return what the filters do with a packet on one trail; ``seen``: devices that saw the question, for answers."""
        said: list[Hop] = []
        passes: bool | None = True
        for hop, direction in self._judged(trail, source):
            state = State.NEW if seen is None else State.INVALID
            if seen is not None and hop.place[0] in seen:
                state = State.ESTABLISHED
            answer, word = self._ask(hop, direction, (source, destination, state))
            if word:
                said.append(Hop(hop.place, word, (), hop.entry, hop.labelled, answer.lines))
            if word == "filter_denies":
                return _Verdict(passes=False, hops=tuple(said))
            if word == "filter_doubt":
                passes = None
        return _Verdict(passes, tuple(said))

    def _judged(self, trail: Trail, source: Party) -> Iterator[tuple[Hop, Direction]]:
        """Return the hops whose filters see the packet: not inside a label path, and once where two VRFs hand it over."""
        devices = [hop for hop in trail.hops if hop.word not in {"label", "way_leak"}]
        own = self._topology.local.get((source.device, self._source_vrf(source)), {}).get(source.address)
        for index, hop in enumerate(devices):
            direction = Direction.FORWARD
            if index == 0 and own is not None:
                direction = Direction.OUTPUT
            elif hop.word == "own_address":
                direction = Direction.INPUT
            device = hop.place[0]
            if direction in self._filtering.get(device, ()) or device in self._doubt.filters:
                yield hop, direction

    def _source_vrf(self, source: Party) -> str | None:
        interface = self._topology.interfaces.get(source.port)
        return interface.vrf if interface else None

    def _ask(self, hop: Hop, direction: Direction, traffic: tuple[Party, Party, State]) -> tuple[Answer, str]:
        source, destination, state = traffic
        entries = frozenset(filter(None, (hop.entry, hop.place[1])))
        packet = Packet(source.address, destination.address, state, entries=entries)
        leaving = dict(hop.values).get("interface") if hop.word in _LEAVING else None
        answer = judged(self._topology, hop.place[0], direction, packet, leaving)
        if answer.unsure or hop.place[0] in self._doubt.filters:
            return answer, "filter_doubt"
        if not answer.passes:  # which hook sees a packet that comes out of a label path differs by platform
            return answer, "filter_doubt" if hop.labelled else "filter_denies"
        return answer, "filter_partly" if answer.partly else ""

    def explain(self, a: Party, b: Party) -> tuple[tuple[Hop, ...], tuple[Hop, ...]]:
        """Return the hops from ``a`` to ``b``, and those from ``b`` to ``a``."""
        return self._story(a, b), self._story(b, a)

    def _story(self, sender: Party, receiver: Party) -> tuple[Hop, ...]:
        opening = self._opening(sender, receiver)
        if opening:
            return opening
        hops: list[Hop] = []
        for trail in self._trails(sender, receiver):
            hops.extend(trail.hops)
            hops.append(self._ending(trail, receiver))
            hops.extend(self._along(trail, sender, receiver, None).hops)
        doubtful = dict.fromkeys(hop.place for hop in hops if hop.place in self._doubt.places)
        return (*(hop for hop in hops if hop.word), *map(self._unread, doubtful))

    def _opening(self, sender: Party, receiver: Party) -> tuple[Hop, ...]:
        for party in (sender, receiver):
            if party.device not in self._topology.devices:
                return (Hop((party.device, None), "not_given"),)
            if not self._attached(party):
                values = (("interface", party.interface), ("address", str(party.address)))
                interface = self._topology.interfaces.get(party.port)
                lines = interface.lines if interface else ()
                return (Hop((party.device, None), "no_gateway", values, lines=lines),)
        if self._same_link(sender, receiver):
            return (Hop((sender.device, self._topology.vrf(sender.port)), "same_link", (("party", receiver.name),)),)
        return () if self._forwarding.settled else (Hop((sender.device, None), "unsettled"),)

    def _ending(self, trail: Trail, receiver: Party) -> Hop:
        last = trail.hops[-1]
        place = trail.owner or trail.end
        if place is None:
            return Hop(last.place, "")
        if trail.owner == receiver.port or (trail.owner is None and place == self._topology.segment(receiver.port)):
            return Hop(last.place, "arrives", (("party", receiver.name),))
        values = (("device", place[0]), ("interface", place[1]), ("party", receiver.name))
        return Hop(last.place, "elsewhere", values)

    def _unread(self, place: tuple[str, str | None]) -> Hop:
        device = self._topology.devices[place[0]]
        not_followed = {each for lines in of_routing(device) for each in lines}
        lines: tuple[Line, ...] = tuple(sorted({*(each.line for each in device.unread), *not_followed}))
        return Hop(place, "unread", (("count", str(len(lines))),), lines=lines)
