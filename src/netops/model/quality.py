"""Classes of traffic, and what is done with each: quality of service, mirrors, redirects."""

from dataclasses import dataclass, field

from netops.model.fact import Line


@dataclass(frozen=True, slots=True)
class TrafficClass:
    """What packets of a class look like.

    Attributes:
        any: one match is enough; else all must hold.
        precedence: place among the classes of a policy where the class itself has it (VRP); None where no line says it.
        kind: ``inspect`` where policies between zones use it; empty for quality of service.
        matches: (what is looked at, value): ``("access-group", "3001")``, ``("dscp", "ef")``, ``("any", "")``.
    """

    name: str
    any: bool = False
    matches: frozenset[tuple[str, str]] = frozenset()
    description: str | None = None
    kind: str = ""
    precedence: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TrafficBehavior:
    """What is done with packets, by a name that policies call it by (VRP, Comware).

    Attributes:
        actions: (what is done, how): ``("car", "cir 10000 cbs 1250000")``, ``("remark", "dscp 46")``, ``("deny", "")``.
    """

    name: str
    actions: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TrafficStep:
    """One class of a policy.

    Attributes:
        name: of the class; it may not exist.
        behavior: name of what is done; None where the actions stand in the policy itself.
        actions: as at `TrafficBehavior`.
        precedence: number by which steps are tried where it isn't their order.
    """

    name: str
    behavior: str | None = None
    actions: frozenset[tuple[str, str]] = frozenset()
    precedence: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TrafficPolicy:
    """Classes and what is done with each, in the order in which they are tried.

    Attributes:
        kind: ``inspect`` where it keeps state between zones, ``control-plane`` …; empty for quality of service.
        fields: other settings by name.
    """

    name: str
    kind: str = ""
    steps: tuple[TrafficStep, ...] = ()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
