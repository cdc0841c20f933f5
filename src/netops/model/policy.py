"""Route policies and the lists that they look at: ordered, and the order decides."""

from dataclasses import dataclass, field

from netops.model.fact import Line
from netops.model.filtering import Action, Gap
from netops.model.quick import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class PolicyNode:
    """One node of a route policy; a route that meets all of ``matches`` gets all of ``sets``.

    Attributes:
        sequence: 0 to 65535; nodes are tried in its order.
        matches: (what is looked at, value): ``("prefix-list", "FINANCE")``, ``("as-path", "10")``, ``("community", "C1")``,
            ``("access-list", "2001")``, ``("tag", "100")``, ``("interface", "LoopBack0")``, ``("extcommunity", "1")``.
        sets: (what is set, value): ``("local-preference", "200")``, ``("metric", "50")``, ``("community", "65000:1 additive")``,
            ``("next-hop", "10.0.0.1")``, ``("tag", "7")``, ``("weight", "10")``, ``("as-path prepend", "65000 65000")``.
        goes_on: the next node is tried after this one matched (``continue``, ``goto``), by its number; None where it isn't.
    """

    action: Action
    sequence: int
    matches: frozenset[tuple[str, str]] = frozenset()
    sets: frozenset[tuple[str, str]] = frozenset()
    goes_on: int | None = None
    description: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """A route policy (route-map); what no node matches is denied.

    Attributes:
        gaps: nodes with a line that nobody understood, each by its first line; where there are any, the nodes behind the first
            one may never be reached.
    """

    name: str
    nodes: tuple[PolicyNode, ...] = ()
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the name alone: a device has one policy of a name, and a hash of all of it takes longer than reading it."""
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of communities, extended communities or AS paths.

    Attributes:
        kind: ``community``, ``extcommunity`` or ``as-path``.
        name: name or number as the device spells it.
        rules: (what happens, what is looked for), in the order in which they are tried.
        expanded: its communities are regular expressions; of AS paths they always are.
        gaps: what nobody understood among the rules.
    """

    kind: str
    name: str
    rules: tuple[tuple[Action, str], ...] = ()
    expanded: bool = False
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
