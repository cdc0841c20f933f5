"""Planning: what every device shows, what it should show, and the proven way from one to the other."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from netops.change.adopting import adopted, still_open
from netops.change.directory import SCHEMA, Draft, check_id
from netops.change.lockout import lockouts
from netops.config import (
    Node,
    Patch,
    Push,
    Rejection,
    Tree,
    build_patch,
    fingerprint,
    make_mask,
    mask,
    parse,
    simulate,
    torn,
)
from netops.errors import Fault, NetopsError, Refused, raise_all
from netops.intent import cables, intended_devices, parties, probes
from netops.inventory import Department, Inventory, Stage
from netops.inventory.hosts import BACKBONE
from netops.language import translate as _
from netops.model import Device
from netops.platforms import Platform, get_platform
from netops.reachability import Comparison, Matrix, Party, compute
from netops.render import render

# A stage is reached step by step; each step is verified before the next one is planned. Every step has its way back.
NEXT = {
    Stage.SURVEYED: (Stage.PREPARED,),
    Stage.PREPARED: (Stage.DUAL_RUN, Stage.CUT_OVER, Stage.SURVEYED),
    Stage.DUAL_RUN: (Stage.CUT_OVER, Stage.PREPARED),
    Stage.CUT_OVER: (Stage.OBSERVED, Stage.RETIRED, Stage.DUAL_RUN, Stage.PREPARED),
    Stage.OBSERVED: (Stage.RETIRED, Stage.CUT_OVER),
    Stage.RETIRED: (Stage.OBSERVED, Stage.CUT_OVER),
}
# Going forward the provider's side is there before the customer's uses it; going back it is the other way round.
ORDER = ("p", "pe", "exchange", "edge", "ce", "legacy")


@dataclass(frozen=True, slots=True)
class Move:
    """One department that moves from one stage to another."""

    department: str
    start: Stage
    goal: Stage

    @property
    def forward(self) -> bool:
        """Whether the department comes closer to the new network."""
        return list(Stage).index(self.goal) > list(Stage).index(self.start)


@dataclass(frozen=True, slots=True)
class Addition:
    """Lines to type on top of what a device has.

    Attributes:
        lines: commands in the order in which one types them, sections by their indentation.
        mends: what they are for: ids of checks of the audit.
    """

    host: str
    lines: tuple[str, ...]
    mends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants planned.

    Attributes:
        change: id, the name of the change's directory.
        why: free text for whoever reads the change in a year.
        author: name of the identity that plans it.
        moves: departments and their goals; empty to bring ``hosts`` back to what the inventory says.
        hosts: devices to look at where nothing moves; empty means all that were collected.
        declared: pairs of parties whose reachability may change, each sorted.
        include_drift: carry differences that have nothing to do with the move.
        additions: lines on top of what these devices have, where nothing moves; all else on them stays as it is.
    """

    change: str
    why: str
    author: str
    moves: tuple[Move, ...] = ()
    hosts: frozenset[str] = frozenset()
    declared: frozenset[tuple[str, str]] = frozenset()
    include_drift: bool = False
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """The way of one device, and what the text engine says of it."""

    host: str
    platform: Platform
    running: Tree
    intended: Tree
    patch: Patch
    result: Tree
    wiped: tuple[str, ...]
    secrets: Mapping[str, str] = field(repr=False)


def move(inventory: Inventory, department: str, goal: Stage) -> Move:
    """Return the move of a department from the stage that it reached.

    Raises:
        InputError: NET-CHG-040 where the goal isn't one step away.
    """
    start = inventory.departments[department].stage
    if goal not in NEXT[start]:
        fault = Fault(
            "NET-CHG-040",
            {"department": department, "stage": start, "allowed": ", ".join(NEXT[start]), "goal": goal},
            *_place(inventory, department),
        )
        raise_all([fault])
    return Move(department, start, goal)


def _place(inventory: Inventory, department: str) -> tuple[str, int]:
    place = inventory.place(f"departments/{department}.yml", "stage")
    return place.path, place.line


def plan(inventory: Inventory, request: Request, running: Mapping[str, str]) -> Draft | None:
    """Plan a change.

    Args:
        inventory: the source of truth.
        request: what is wanted.
        running: host → running config of every device that was read; reachability rests on these, too.

    Returns:
        The change, or None where every device is as it should be already.

    Raises:
        Refused: drift (NET-CHG-041), a lockout (045), a secret that nobody knows (071), a pair of parties that would gain or lose each other without
            being declared (043, 044, 046); all of them together.
    """
    check_id(request.change)
    goals = {each.department: each.goal for each in request.moves}
    recorded, intended = intended_devices(inventory), intended_devices(inventory, stages=goals)
    trees = _parsed(inventory, running)
    if request.additions:
        plans = _added(inventory, request.additions, trees)
    else:
        plans = _device_plans(inventory, request, trees, recorded, intended)
    if not plans:
        return None
    before = _observed(inventory, trees, recorded)
    after = {**before, **{each.host: each.platform.read(each.result) for each in plans}}
    matrices = matrix(inventory, before), matrix(inventory, after)
    faults = [
        *_open(plans),
        *_drift(request, trees, recorded, plans),
        *(
            fault
            for each in plans
            for fault in lockouts(inventory, inventory.hosts[each.host], before[each.host], after[each.host])
        ),
        *_undeclared(request, Matrix.compare(*matrices)),
    ]
    raise_all(faults, Refused)
    return _draft(inventory, request, plans, matrices)


def _parsed(inventory: Inventory, running: Mapping[str, str]) -> dict[str, Tree]:
    trees, faults = {}, []
    for host, text in running.items():
        try:
            trees[host] = parse(_platform(inventory, host), text, path=host)
        except NetopsError as error:
            faults += [
                Fault("NET-CHG-042", {"host": host, "detail": f"{each.code} {each.what}"}) for each in error.faults
            ]
    raise_all(faults, Refused)
    return trees


def _platform(inventory: Inventory, host: str) -> Platform:
    return get_platform(inventory.hosts[host].platform)


def _device_plans(
    inventory: Inventory,
    request: Request,
    trees: Mapping[str, Tree],
    recorded: Mapping[str, Device],
    intended: Mapping[str, Device],
) -> tuple[DevicePlan, ...]:
    moved = {host for host in intended if intended[host] != recorded[host]}
    chosen = moved | request.hosts if request.moves else set(request.hosts or trees)
    detail = _("its config was not collected")
    missing = [Fault("NET-CHG-042", {"host": host, "detail": detail}) for host in sorted(chosen - set(trees))]
    raise_all(missing, Refused)
    plans = (_device_plan(_platform(inventory, host), host, trees[host], intended[host]) for host in sorted(chosen))
    return tuple(
        each for each in plans if not each.patch.empty and not agree(each.platform, each.running, each.intended)
    )


def _added(inventory: Inventory, additions: tuple[Addition, ...], trees: Mapping[str, Tree]) -> tuple[DevicePlan, ...]:
    """Return the way of each device from what it has to the same with lines on top.

    Raises:
        Refused: NET-CHG-042 a device that wasn't read; NET-CHG-047 a line that the device wouldn't take.
    """
    detail = _("its config was not collected")
    raise_all(
        [Fault("NET-CHG-042", {"host": each.host, "detail": detail}) for each in additions if each.host not in trees],
        Refused,
    )
    found, faults = [], []
    for each in additions:
        platform, running = _platform(inventory, each.host), trees[each.host]
        intended = on_top(platform, running, each.lines)
        if isinstance(intended, Rejection):
            values = {"host": each.host, "line": intended.line, "why": intended.why}
            faults.append(Fault("NET-CHG-047", values))
        else:
            found.append(device_plan(platform, each.host, running, intended))
    raise_all(faults, Refused)
    return tuple(each for each in found if not each.patch.empty)


def on_top(platform: Platform, running: Tree, lines: Iterable[str]) -> Tree | Rejection:
    """Return what a device has after lines were typed on top of its config, or the line that it wouldn't take.

    The line with which devices end a config (``return``, ``end``) is typed by nobody, but a text without it looks cut off.
    """
    typed = "\n".join(lines) + "\n"
    tree = simulate(platform, running, typed)
    if isinstance(tree, Rejection):
        return tree
    if len(tree.parts) > 1:
        return parse(platform, "".join(_ended(platform, running, tree)), path=tree.path)
    hidden = "".join(f"{line}\n" for line in _turned_on(platform, running, tree, typed))
    ends = (each.end for each in torn(platform, running, tree, make_mask(platform)) if each.name == "intended")
    end = "".join(f"{each}\n" for each in ends)
    return parse(platform, f"{tree.format()}{hidden}{end}", path=tree.path) if hidden or end else tree


def _ended(platform: Platform, running: Tree, tree: Tree) -> Iterator[str]:
    """Yield the parts of a text, each with the line that ended it on the device: FRR shows ``end`` in the middle of the whole."""
    for part in platform.rulebook.parts:
        text, shown = tree.text(part.name), (running.text(part.name) or "").rstrip()
        if text is not None:
            ends = shown == "end" or shown.endswith("\nend")
            yield f"{part.marker}\n{text}" + ("end\n" if ends and not text.endswith("\nend\n") else "")


def _turned_on(platform: Platform, running: Tree, tree: Tree, typed: str) -> Iterator[str]:
    """Yield the typed lines that a device shows no more than their opposite, which it had: ``logging on`` of IOS.

    A config that lacks both would leave ``no logging on`` alone, because what is only absent turns nothing on.
    """
    before, after = ({path for each in shown.parts for path in _paths(each.nodes)} for shown in (running, tree))
    for each in parse(platform, typed).parts:
        for *above, line in _paths(each.nodes):
            opposite = (*above, f"{platform.rulebook.negation} {line}")
            if opposite in before and not {opposite, (*above, line)} & after:
                yield from (" " * depth + text for depth, text in enumerate((*above, line)))


def _paths(nodes: Iterable[Node], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every line with the sections that it stands in before it."""
    for each in nodes:
        yield (*above, each.text)
        yield from _paths(each.children, (*above, each.text))


def _device_plan(platform: Platform, host: str, running: Tree, intended_device: Device) -> DevicePlan:
    intended = parse(platform, render(platform, intended_device), path=f"{host}/intended.cfg")
    return device_plan(platform, host, running, adopted(platform, running, intended))


def device_plan(platform: Platform, host: str, running: Tree, intended: Tree) -> DevicePlan:
    """Return the way of one device between two configs, with what it shows at the end of it."""
    patch = build_patch(platform, running, intended)
    result = simulate(platform, running, patch.commands, secrets=patch.secrets)
    # A patch that the simulator rejects is unproven; the proof says at which line. The intended text stands in for
    # what would come out, so that reachability and lockout are still looked at.
    tree = intended if isinstance(result, Rejection) else result
    wiped = _wiped(platform, running, tree)
    return DevicePlan(host, platform, running, intended, patch, tree, wiped, _secrets(platform, running, intended))


def _wiped(platform: Platform, running: Tree, result: Tree) -> tuple[str, ...]:
    """Return the lines of files that nobody understood and that the new file lacks: nobody knows what they were good for.

    Of typed lines the engine itself says what it doesn't know; a file is replaced as a whole.
    """
    files = [each.name for each in platform.rulebook.parts if each.push is Push.FILE]
    numbers = {node.number for name in files for top in running.part(name) for node in top.walk()}
    left = {(each.section, each.line.text) for each in platform.read(result).unread}
    unread = [each for each in platform.read(running).unread if each.line.number in numbers]
    gone = [each for each in unread if (each.section, each.line.text) not in left]
    words = _("a line that nobody understood would go: {line}")
    return tuple(words.format(line=" / ".join((*each.section, each.line.text))) for each in gone)


def _secrets(platform: Platform, running: Tree, intended: Tree) -> Mapping[str, str]:
    """Return what the masked configs of a change hide: placeholder → value, to be sealed beside it."""
    hidden = make_mask(platform)
    for tree in (running, intended):
        hidden.text(tree.format())
    return hidden.known


def _observed(inventory: Inventory, trees: Mapping[str, Tree], recorded: Mapping[str, Device]) -> dict[str, Device]:
    """Return what is known of every device: what it shows, else what the inventory says that it has."""
    seen = {host: _platform(inventory, host).read(tree) for host, tree in trees.items()}
    return {**recorded, **seen}


def matrix(inventory: Inventory, devices: Mapping[str, Device]) -> Matrix:
    """Return which stations of the inventory can talk to each other where its devices are as given."""
    stations = (Party(each.name, each.device, each.interface, each.address.ip) for each in parties(inventory))
    return compute(devices, cables(inventory), stations)


def _drift(
    request: Request,
    trees: Mapping[str, Tree],
    recorded: Mapping[str, Device],
    plans: tuple[DevicePlan, ...],
) -> tuple[Fault, ...]:
    if request.include_drift or not request.moves:
        return ()
    faults = []
    for each in plans:
        says = parse(each.platform, render(each.platform, recorded[each.host]))
        says = adopted(each.platform, trees[each.host], says)
        if not alike(each.platform, trees[each.host], says):
            faults.append(Fault("NET-CHG-041", {"host": each.host}))
    return tuple(faults)


def alike(platform: Platform, running: Tree, intended: Tree) -> bool:
    """Say whether a device is as it should be.

    Lines that are kept make no difference, nor does what a device hides because it is so anyway, as Comware 7 hides
    ``undo ip http enable``. What that is depends on the release, which only the running config may name: Comware 5 has
    HTTP on. Lines of which nobody knows what their lack means make none by themselves either, since a device that hides
    them would differ for ever; `netops.config.Patch.unsaid` has them, for whoever says that nothing differs.
    """
    return agree(platform, running, intended) or build_patch(platform, running, intended).empty


def agree(platform: Platform, running: Tree, intended: Tree) -> bool:
    """Say whether two configs of a device have one fingerprint; two that haven't are `alike` where a patch is empty."""
    release = running.release or intended.release
    one, other = (fingerprint(platform, each, release=release) for each in (running, intended))
    return one == other


def _open(plans: tuple[DevicePlan, ...]) -> Iterator[Fault]:
    for each in plans:
        for line in still_open(each.intended):
            yield Fault("NET-CHG-071", {"host": each.host, "line": line})


def _undeclared(request: Request, compared: Comparison) -> tuple[Fault, ...]:
    groups = (("NET-CHG-043", compared.gained), ("NET-CHG-044", compared.lost), ("NET-CHG-046", compared.uncertain))
    return tuple(
        Fault(code, {"pair": f"{one}:{other}"})
        for code, pairs in groups
        for one, other in sorted(pairs - request.declared)
    )


def _order(inventory: Inventory, request: Request, plans: tuple[DevicePlan, ...]) -> list[list[str]]:
    forward = all(each.forward for each in request.moves)
    groups = ([each.host for each in plans if inventory.hosts[each.host].role == role] for role in ORDER)
    ordered = [group for group in groups if group]
    return ordered if forward else ordered[::-1]


def _draft(
    inventory: Inventory, request: Request, plans: tuple[DevicePlan, ...], matrices: tuple[Matrix, Matrix]
) -> Draft:
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "id": request.change,
        "why": request.why,
        "author": request.author,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "network": inventory.network.name,
        "moves": [{"department": each.department, "from": each.start, "to": each.goal} for each in request.moves],
        "declared": sorted(":".join(pair) for pair in request.declared),
        **({"mends": {each.host: list(each.mends) for each in request.additions}} if request.additions else {}),
        "order": _order(inventory, request, plans),
        "devices": [_summary(each) for each in plans],
        "probes": _probes(inventory, request, {each.host for each in plans}),
        "not_probed": sorted(_silent(inventory, request, {each.host for each in plans})),
    }
    files = {name: text for each in plans for name, text in _files(each).items()}
    files["reachability.json"] = _json(_reachability(request, *matrices))
    return Draft(request.change, content, files, {each.host: each.secrets for each in plans})


def _probes(inventory: Inventory, request: Request, hosts: set[str]) -> list[dict[str, object]]:
    """Return what verification asks: of the departments that move, or of all whose devices are touched."""
    silent = _silent(inventory, request, hosts)
    goals = {name: stage for name, stage in _goals(inventory, request, hosts).items() if name not in silent}
    return [probe.as_dict() for name, stage in goals.items() for probe in probes(inventory, name, stage)]


def _goals(inventory: Inventory, request: Request, hosts: set[str]) -> Mapping[str, Stage]:
    if request.moves:
        return {each.department: each.goal for each in request.moves}
    near = ((name, each) for name, each in inventory.departments.items() if hosts & _devices_of(each))
    return {name: each.stage for name, each in near}


def _silent(inventory: Inventory, request: Request, hosts: set[str]) -> frozenset[str]:
    """Return the departments that nobody can probe: a simulated device on their way carries no packets."""
    simulated = {name for name, host in inventory.hosts.items() if host.simulated}
    core = {name for name in simulated if inventory.hosts[name].role in BACKBONE}
    goals = _goals(inventory, request, hosts)
    return frozenset(name for name in goals if core or simulated & _devices_of(inventory.departments[name]))


def _devices_of(department: Department) -> set[str]:
    providers = {each.provider.host for each in department.circuits}
    old = {department.legacy.router} if department.legacy else set()
    return {site.router for site in department.sites} | providers | old


def _summary(each: DevicePlan) -> dict[str, Any]:
    return {
        "host": each.host,
        "platform": each.platform.name,
        "running": fingerprint(each.platform, each.running),
        "expected": fingerprint(each.platform, each.result),
        "proven": each.patch.proof.proven and not each.wiped,
        "kept": len(each.patch.proof.kept),
        "commands": sum(1 for line in each.patch.commands.splitlines() if line.strip()),
    }


def _files(each: DevicePlan) -> dict[str, str]:
    below = f"devices/{each.host}"
    return {
        f"{below}/running.cfg": mask(each.platform, each.running.format()),
        f"{below}/intended.cfg": mask(each.platform, each.intended.format()),
        f"{below}/diff.txt": each.patch.diff,
        f"{below}/patch.txt": each.patch.commands,
        f"{below}/rollback.txt": each.patch.rollback.commands,
        f"{below}/proof.json": _json(_proof(each)),
    }


def _proof(each: DevicePlan) -> Mapping[str, Any]:
    proof = each.patch.proof
    obstacles = [*proof.obstacles, *each.wiped]
    return {**proof.as_dict(), "proven": proof.proven and not each.wiped, "obstacles": obstacles}


def _reachability(request: Request, before: Matrix, after: Matrix) -> dict[str, Any]:
    compared = Matrix.compare(before, after)
    declared = sorted(list(each) for each in request.declared)
    return {"before": before.as_dict(), "after": after.as_dict(), "declared": declared, **compared.as_dict()}


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
