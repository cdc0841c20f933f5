"""Settings that the model keeps by name, and what keeps copies of the config."""

import re
from collections.abc import Callable, Iterator

from netops.model import Device
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.refusals.ground import WORDS
from netops.platforms.vrp_family.settings import SEVERAL, WRITTEN_BY_COMWARE, line_of

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}"
_SCHEME = r"(radius|tacacs) [A-Za-z0-9_][A-Za-z0-9_.-]{0,31}"
# Names that the templates know → their values. What else belongs to a fact is asked below.
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"vlan [1-9][0-9]* (name|description)", WORDS),
    (r"clock protocol", r"none|ntp|ntp mdc 1"),
    (r"line class (con|console|aux|tty|vty) user-role", _NAME),
    (rf"(role|user-group) {_NAME}", "on"),
    (rf"role {_NAME} description", WORDS),
    (rf"{_SCHEME} nas-ip", r"[0-9.]+"),
    (rf"{_SCHEME} user-name-format", "keep-original|with-domain|without-domain"),
    (rf"{_SCHEME} timer", r"[a-z-]+ [0-9]+"),
    (r"radius [A-Za-z0-9_][A-Za-z0-9_.-]{0,31} retry", "[0-9]+"),
    (_SCHEME, "without servers"),
    (rf"pki entity {_NAME}", "on"),
    (
        rf"pki entity {_NAME} (common-name|organization|organization-unit|country|locality|state|fqdn|ip|subject-dn)",
        WORDS,
    ),
    (rf"ssl (server|client)-policy {_NAME}", "on"),
    (rf"ssl (server|client)-policy {_NAME} (pki-domain|ciphersuite|version|session)", WORDS),
    (rf"ssl server-policy {_NAME} client-verify", "enable"),
    (r"irf mac-address", "persistent (timer|always)|off"),
    (r"irf link-delay", "[0-9]+|off"),
    (r"ntp access (peer|query|server|synchronization)", "[23][0-9]{3}"),
    (r"archive configuration", r"interval [0-9]+|max [0-9]+|location \S+ filename-prefix \S+"),
    (r"ip redirects|ip unreachables|ip ttl-expires|tcp syn-cookie|copyright-info", "on|off"),
)
_MANY = re.compile(r"line class .*|.* timer|archive configuration")


def _fields(device: Device) -> Iterator[Beyond]:
    fields = device.management.fields
    for name, value in sorted(fields):
        if name.startswith(WRITTEN_BY_COMWARE) and line_of(name, value) is not None:
            continue
        if not any(re.fullmatch(known, name) and re.fullmatch(values, value) for known, values in _KNOWN):
            yield Beyond(f"setting {name}", f"the templates don't write {value}")
        elif why := _orphan(device, name):
            yield Beyond(f"setting {name}", why)
    yield from once((name for name, _ in fields if not _MANY.fullmatch(name) and name not in SEVERAL), "setting")
    if (device.management.archive is True) != ("archive configuration" in {name for name, _ in fields}) or (
        device.management.archive is False
    ):
        yield Beyond("archive", "copies of the config are kept where lines say how")


def _orphan(device: Device, name: str) -> str:
    """Return why a setting of another fact can't be written: that fact isn't there."""
    first, owner, *rest = [*name.split(" "), ""]
    servers = {(each.protocol, each.group) for each in device.management.aaa.servers}
    if first == "vlan" and int(owner) not in device.vlans:
        return f"there is no VLAN {owner}"
    if first == "role" and rest[:1] == ["description"] and (f"role {owner}", "on") not in device.management.fields:
        return f"there is no role {owner}"
    if first == "pki" and len(rest) > 2 and (f"pki entity {rest[0]}", "on") not in device.management.fields:
        return f"there is no entity {rest[0]}"
    if first == "ssl" and len(rest) > 2 and (f"ssl {owner} {rest[0]}", "on") not in device.management.fields:
        return f"there is no policy {rest[0]}"
    if first in {"radius", "tacacs"}:
        empty = (f"{first} {owner}", "without servers") in device.management.fields
        if ((first, owner) in servers) == empty:
            return f"scheme {owner} has servers, or has none"
    return ""


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_fields,)
