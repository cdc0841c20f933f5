"""What time the device has, from whom, and who believes it; and who is told when something goes wrong."""

from netops.audit.answer import Answer, Basis, Subject, Word, passed
from netops.audit.checks.reaching import has_vrf, lets_all, server_shown
from netops.model import Line, SnmpTarget, TimeSource

_SIGNED = frozenset({"priv"})


def _clock_lines(subject: Subject, *names: str) -> tuple[Line, ...]:
    return tuple(line for name, line in subject.device.management.clock.origins if name in names)


def _sources(subject: Subject) -> list[TimeSource]:
    return sorted(subject.device.management.clock.sources, key=lambda each: (each.host, each.vrf or "", each.peer))


def time_servers(subject: Subject) -> Answer:
    """B092: the time comes from a server; from those of the organisation, where it named them, and in a VRF that the device has.

    127.127.T.U is no server but the device's own clock (NTP reference clocks).
    A device whose clock nobody sets but people asks the servers in vain (Comware 7, ``clock protocol none``).
    """
    sources = _sources(subject)
    values = {"value": ", ".join(server_shown(subject, each.host, each.vrf) for each in sources) or "-"}
    lines = tuple(line for each in sources for line in each.lines)
    own = subject.device.management.clock
    on = subject.setting("clock", "enabled", own.enabled, _clock_lines(subject, "enabled"))
    off = own.enabled is False or (own.enabled is None and on.value is False)
    if off:
        basis = Basis.EXPLICIT if own.enabled is False else Basis.PLATFORM_DEFAULT
        return Answer(Word.NON_COMPLIANT, basis, _clock_lines(subject, "enabled"), values)
    if not sources:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values=values)
    asked = [each for each in subject.stated.get("clock-by", ()) if each.value == "none"]
    if asked:
        by_hand = tuple(line for each in asked for line in each.lines)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, by_hand, {"value": f"{values['value']} (protocol: none)"})
    known = set(map(str, subject.policy.time_servers))
    strange = [each for each in sources if (known and each.host not in known) or _gives_nothing(subject, each)]
    if not strange:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values)
    word = Word.PARTIAL if len(strange) < len(sources) else Word.NON_COMPLIANT
    return Answer(word, Basis.EXPLICIT, tuple(line for each in strange for line in each.lines), values)


def _gives_nothing(subject: Subject, source: TimeSource) -> bool:
    """Return whether a source is the device itself, or stands in a VRF that isn't there."""
    own = source.address is not None and source.address.is_loopback
    return own or not has_vrf(subject, source.vrf)


def time_authentication(subject: Subject) -> Answer:
    """B093: servers prove themselves by a key that the device has and trusts; MD5 is partial. Without a server there is nothing to prove."""
    own, sources = subject.device.management.clock, _sources(subject)
    if not sources:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    if not own.authenticate:
        basis = Basis.ABSENCE if own.authenticate is None else Basis.EXPLICIT
        lines = _clock_lines(subject, "authenticate")
        return Answer(Word.NON_COMPLIANT, basis, lines, {"value": "off"})
    algorithms = dict(own.keys)
    trusted = {number for number in algorithms if number in own.trusted}
    wrong = [each for each in sources if each.key is None or each.key not in trusted]
    if wrong:
        shown = ", ".join(f"{each.host}: {'-' if each.key is None else each.key}" for each in wrong)
        return Answer(
            Word.NON_COMPLIANT, Basis.EXPLICIT, tuple(line for each in wrong for line in each.lines), {"value": shown}
        )
    used = sorted({algorithms[each.key] for each in sources if each.key is not None})
    weak = any(each.lower() in subject.policy.weak_time_keys for each in used)
    lines = (
        *_clock_lines(subject, "authenticate", "keys", "trusted"),
        *(line for each in sources for line in each.lines),
    )
    word = Word.PARTIAL if weak else Word.COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, {"value": ", ".join(used)}, whole=not weak)


def time_access(subject: Subject) -> Answer:
    """B094: who may ask the device for the time, or give it, is limited by a list that there is; or it serves nobody."""
    own = subject.device.management.clock
    server = next((each for each in subject.device.management.services if each.name == "ntp-server"), None)
    if server is not None and not server.enabled:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, server.lines, {"value": "off"})
    if not own.filters:
        return Answer(Word.NON_COMPLIANT if own.sources else Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    held = sorted(own.filters, key=lambda each: (each.name, each.version))
    lines = tuple(line for each in held for line in each.lines)
    values = {"value": ", ".join(each.name for each in held)}
    empty = [each for each in held if lets_all(subject, each)]
    if empty:
        return Answer(
            Word.NON_COMPLIANT, Basis.EXPLICIT, tuple(line for each in empty for line in each.lines), values, whole=True
        )
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values)


def time_zone(subject: Subject) -> Answer:
    """B095: records of all devices have the time of one zone, all the year: one hour of summer time more is another."""
    zone = subject.device.management.clock.zone
    asked = subject.policy.zone_minutes
    summer = subject.stated.get("summer-time", ())
    shown = ", ".join(each.value for each in summer) or "-"
    values = {"value": "-" if zone is None else f"{zone[0]} {zone[1]:+d}", "asked": f"{asked:+d}", "summer": shown}
    places = ({"summer": "on"},) if summer else ()
    lines = (*_clock_lines(subject, "zone"), *(line for each in summer for line in each.lines))
    basis = Basis.EXPLICIT if lines else Basis.ABSENCE
    right = (0 if zone is None else zone[1]) == asked
    if right and summer:
        over = len(subject.stated.get("summer-once", ())) == len(summer)  # of one year, which may be over
        return Answer(Word.MANUAL if over else Word.PARTIAL, basis, lines, values, places=places)
    if zone is None:
        return Answer(passed(right), Basis.ABSENCE, values=values, places=places)
    return Answer(passed(right), basis, lines, values, places=places)


def alarms(subject: Subject) -> Answer:
    """B096: a server is told of alarms, by SNMP version 3 with encryption; older versions tell everybody."""
    snmp = subject.device.management.snmp
    said = [value for name, value in snmp.fields if name in {"traps", "snmp-server enable traps"}]
    on = any(each != "off" for each in said) if said else subject.told("alarms").value == "on"
    targets = sorted(snmp.targets, key=lambda each: (each.host, each.user or ""))
    values = {
        "value": ", ".join(f"{each.host} {each.version or '?'} {each.level or ''}".strip() for each in targets) or "-"
    }
    lines = tuple(line for each in targets for line in each.lines)
    if not targets or not on:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, lines, values)
    open_ = [each for each in targets if not _is_sealed(subject, each)]
    word = Word.COMPLIANT if not open_ else Word.PARTIAL
    return Answer(
        word, Basis.EXPLICIT, tuple(line for each in open_ or targets for line in each.lines), values, whole=not said
    )


_HIDDEN = "<"
"""What a name begins with that was hidden as the name of a community is."""


def _is_sealed(subject: Subject, each: SnmpTarget) -> bool:
    """Tell whether what a target is sent is encrypted: the line says its level, else the group of the user does.

    Nothing is sent in a VRF that isn't there, nor for a user that the device doesn't have among those that it shows.
    """
    users = subject.device.management.snmp.users
    named = not users or each.user is None or any(user.name == each.user for user in users)
    named = named or str(each.user).startswith(_HIDDEN)
    if each.version != "v3" or not named or not has_vrf(subject, each.vrf):
        return False
    if each.level is not None:
        return each.level in _SIGNED
    snmp = subject.device.management.snmp
    group = next((user.group for user in snmp.users if user.name == each.user), None)
    return any(held.name == group and held.level in _SIGNED for held in snmp.groups)


CHECKS = {
    "B092": time_servers,
    "B093": time_authentication,
    "B094": time_access,
    "B095": time_zone,
    "B096": alarms,
}
