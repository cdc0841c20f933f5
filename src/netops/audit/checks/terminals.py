"""The lines by which people get a shell, and what proves there who they are; the lines that nobody configured count, too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from netops.audit.answer import Basis, Setting, Subject
from netops.model import AaaMethod, Line, TerminalLine

_NOBODY = frozenset({"none"})


@dataclass(frozen=True, slots=True)
class Way:
    """How one range of lines lets people in.

    Attributes:
        terminal: the range.
        login: ``none``, ``password`` (one for all), ``local`` (own accounts), ``aaa``, or ``closed`` (nobody gets in); None where nothing says it.
        basis: what that rests on.
        lines: the lines that say it.
        methods: what AAA asks, in its order; empty where nobody says it.
    """

    terminal: TerminalLine
    login: str | None
    basis: Basis
    lines: tuple[Line, ...]
    methods: tuple[str, ...] = ()


def known(subject: Subject, name: str) -> object:
    """Return what the platform's defaults say of its lines; None where nothing."""
    return subject.known.defaults.get("terminals", {}).get(name)


def terminals(subject: Subject, *kinds: str) -> tuple[TerminalLine, ...]:
    """Return the lines of these kinds that somebody can come in by, in their order.

    The device has a console and VTY lines that no line of the config names; they do what the release does without one.
    """
    return tuple(
        sorted(
            (
                each
                for each in (*subject.device.management.terminals, *_unnamed(subject))
                if each.kind in kinds and is_open(each)
            ),
            key=lambda each: (each.kind, each.first),
        )
    )


def is_open(each: TerminalLine) -> bool:
    """Tell whether people can get a shell by a line."""
    return each.transports != _NOBODY and not {("exec", "off"), ("shell", "off")} & each.fields


def _unnamed(subject: Subject) -> Iterator[TerminalLine]:
    last = _last(subject)
    configured = subject.device.management.terminals
    if last is not None:
        named = {at for each in configured if each.kind == "vty" for at in range(each.first, min(each.last, last) + 1)}
        yield from _ranges([at for at in range(last + 1) if at not in named])
    if known(subject, "console") and not any(each.kind in {"console", "aux"} for each in configured):
        yield TerminalLine("console", 0, 0)


def _last(subject: Subject) -> int | None:
    """Return the number of the last VTY line that the device has."""
    for name, value in subject.device.management.fields:
        if name == "maximum-vty":
            return int(value) - 1
    last = known(subject, "last_vty")
    return last if isinstance(last, int) else None


def _ranges(numbers: list[int]) -> Iterator[TerminalLine]:
    while numbers:
        end = next((at for at, each in enumerate(numbers) if each != numbers[0] + at), len(numbers))
        yield TerminalLine("vty", numbers[0], numbers[end - 1])
        numbers = numbers[end:]


def said(each: TerminalLine, name: str) -> tuple[Line, ...]:
    """Return the lines that a field or a setting of a range was read from; those of the whole range where nobody noted any."""
    return tuple(line for field, line in each.sources if field == name) or each.lines


def of_kind(setting: object, kind: str) -> object:
    """Return a default that may differ between kinds of lines."""
    return setting.get(kind) if isinstance(setting, Mapping) else setting


def idle(subject: Subject, each: TerminalLine) -> Setting:
    """Return after how many seconds of silence a line is closed; 0 is never."""
    if each.idle is not None:
        return Setting(each.idle, Basis.EXPLICIT, said(each, "idle"))
    value = known(subject, "console_idle") if each.kind in {"console", "aux"} else None
    value = known(subject, "idle") if value is None else value
    return Setting(value, None if value is None else Basis.PLATFORM_DEFAULT)


def ways(subject: Subject, *kinds: str) -> tuple[Way, ...]:
    """Return how the lines of these kinds let people in."""
    return tuple(_way(subject, each) for each in terminals(subject, *kinds))


def _way(subject: Subject, each: TerminalLine) -> Way:
    aaa = subject.device.management.aaa
    if aaa.enabled:
        return _by_list(subject, each)
    login, basis, lines = each.login, Basis.EXPLICIT, said(each, "login")
    if login is None:
        found = of_kind(known(subject, "login"), each.kind)
        login, basis, lines = found if isinstance(found, str) else None, Basis.PLATFORM_DEFAULT, ()
        if login == "password" and each.secret is None:
            login = "closed"  # a password is asked for that nobody set
    if login != "aaa":
        return Way(each, login, basis, lines)
    schemes = schemes_in_use(subject)
    weak = next((scheme for scheme in schemes if "none" in scheme.methods), None)
    if weak is not None:
        return Way(each, login, basis, (*lines, *weak.lines), weak.methods)
    held = of_domain(subject, "authentication login", "authentication default", "authentication")
    methods = tuple(dict.fromkeys(method for scheme in held for method in scheme.methods))
    return Way(each, login, basis, lines, methods)


def _by_list(subject: Subject, each: TerminalLine) -> Way:
    """Return what a method list decides: `aaa new-model` puts it in the place of whatever the line says itself."""
    name = each.method or "default"
    aaa = subject.device.management.aaa
    lists = {method.name: method for method in aaa.methods if method.kind == "authentication login"}
    found = lists.get(name)
    lines = said(each, "login") if each.method else ()
    if found is not None:
        return Way(each, "aaa", Basis.EXPLICIT, (*lines, *found.lines), found.methods)
    if each.method is not None:
        return Way(each, None, Basis.EXPLICIT, lines)  # a list that isn't there
    without = of_kind(known(subject, "login_without_list"), each.kind)
    return Way(each, without if isinstance(without, str) else None, Basis.PLATFORM_DEFAULT, aaa.lines)


def schemes_in_use(subject: Subject) -> tuple[AaaMethod, ...]:
    """Return what domains ask so as to know who logs in: on VRP the schemes that they bind, on Comware their own methods."""
    aaa = subject.device.management.aaa
    bound = {name for _, what, name in aaa.domains if what == "authentication-scheme"}
    return tuple(
        sorted(
            (
                each
                for each in aaa.methods
                if each.kind in {"authentication login", "authentication default"}
                or (each.kind == "authentication" and (each.name in bound or each.name.startswith("default")))
            ),
            key=lambda each: (each.kind, each.name),
        )
    )


def same(subject: Subject) -> Callable[[str], str]:
    """Return what makes two names of groups, schemes and domains alike: VRP and Comware don't look at capitals."""
    return str if subject.device.management.aaa.enabled else str.casefold


def default_domain(subject: Subject) -> str:
    """Return the domain of people who log in by a name without one; empty on platforms without domains."""
    aaa = subject.device.management.aaa
    told = next((name for domain, what, name in sorted(aaa.domains) if not domain and what == "default"), None)
    return told or str(subject.known.defaults.get("aaa", {}).get("domain", ""))


def of_domain(subject: Subject, *kinds: str) -> tuple[AaaMethod, ...]:
    """Return what the default domain says of a question, or the schemes that it binds for that.

    Args:
        subject: the device.
        kinds: ``authentication login``, ``authentication`` …; the first of which there is anything counts.
    """
    aaa, key = subject.device.management.aaa, same(subject)
    domain = key(default_domain(subject))
    for kind in kinds:
        what = kind.partition(" ")[0]
        bound = {key(name) for of, binds, name in aaa.domains if key(of) == domain and binds == f"{what}-scheme"}
        names = bound or {domain}
        found = [each for each in aaa.methods if key(each.name) in names and answers(each.kind, kind)]
        if found:
            return tuple(sorted(found, key=lambda each: (each.kind, each.name, each.methods)))
    return ()


def answers(kind: str, wanted: str) -> bool:
    """Return whether a kind is the wanted one, or that of some level of it."""
    return kind == wanted or (" " in wanted and kind.startswith(f"{wanted} "))


def place(each: TerminalLine) -> Mapping[str, str]:
    """Return what a fix must know of a range."""
    return {"kind": each.kind, "first": str(each.first), "last": str(each.last)}


def named(each: TerminalLine) -> str:
    """Return what people call a range.

    Example:
        >>> named(TerminalLine("vty", 0, 4)), named(TerminalLine("console", 0, 0))
        ('vty 0 4', 'console 0')
    """
    return f"{each.kind} {each.first}" if each.first == each.last else f"{each.kind} {each.first} {each.last}"
