"""Which settings of the SSH service one login meets: ``Match`` of sshd_config(5) has others for some.

A block whose condition holds for the login overrides what is said for all; of two, the first counts. Whether a group or a
host's name fits, nobody knows from here: such a block may hold, and may not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, ip_network

from netops.model import SshServer

ALL = ""
"""The condition of what is said for all logins."""

Condition = str
_BRACKET = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who wants in.

    Attributes:
        source: from where.
        destination: the device's address.
        port: on which the service listens.
    """

    user: str
    source: IPv4Address
    destination: IPv4Address
    port: int

    def refusing(self, ssh: SshServer) -> set[Condition]:
        """Return under which conditions the list of accepted users may leave this one out.

        ``AllowUsers`` of several blocks that hold adds up; with none of them it is what is said for all.
        """
        blocks = [(condition, sure, users) for condition, sure, users in self._blocks(ssh, "users") if users]
        held = [(condition, users) for condition, sure, users in blocks if sure]
        if any(self._accepted(users) for _, users in held):
            return set()
        if held:
            return {condition for condition, _ in held}
        found = {condition for condition, _, users in blocks if not self._accepted(users)}
        return found | ({ALL} if ssh.users and not self._accepted(ssh.users) else set())

    def without_password(self, ssh: SshServer) -> set[Condition]:
        """Return under which conditions no password may be taken from this login."""
        found = set()
        for condition, sure, value in (*self._blocks(ssh, "password_login"), (ALL, True, ssh.password_login)):
            if value is False:
                found.add(condition)
            if sure and (value is not None or condition == ALL):
                break
        return found

    def needs_key(self, ssh: SshServer) -> bool:
        """Whether no password is taken from this login, whatever block holds."""
        values = [(sure, value) for _, sure, value in self._blocks(ssh, "password_login") if value is not None]
        first = next((at for at, (sure, _) in enumerate(values) if sure), len(values))
        met = [value for _, value in values[: first + 1]]
        return all(value is False for value in (met if first < len(values) else [*met, ssh.password_login]))

    def _blocks(self, ssh: SshServer, name: str) -> Iterator[tuple[Condition, bool, object]]:
        """Yield the blocks that hold or may hold, whether that is sure, and what each says of a setting; None for nothing."""
        for each in ssh.exceptions:
            holds = self._holds(each.condition)
            if holds is not False:
                yield each.condition, holds is True, dict(each.fields).get(name)

    def _holds(self, condition: Condition) -> bool | None:
        """Return whether a condition holds: all of its criteria must; None where nobody knows."""
        words = condition.replace("=", " ").replace('"', "").split()
        if [word.lower() for word in words] == ["all"]:
            return True
        if not words or len(words) % 2:
            return None
        answers = [self._fits(what.lower(), patterns) for what, patterns in zip(words[::2], words[1::2], strict=True)]
        return False if False in answers else None if None in answers else True

    def _fits(self, what: str, patterns: str) -> bool | None:
        values: dict[str, str | IPv4Address] = {
            "user": self.user,
            "address": self.source,
            "localaddress": self.destination,
            "localport": str(self.port),
        }
        return _among(patterns.split(","), values[what]) if what in values else None

    def _accepted(self, users: object) -> bool:
        """Whether a list of users names this one: ``USER`` or ``USER@HOST``, with ``*`` and ``?``."""
        parts = [each.rpartition("@") if "@" in each else (each, "", "*") for each in users or ()]  # type: ignore[attr-defined]  # a set of names
        return any(_among([user], self.user) and _among([host], self.source) for user, _, host in parts)


def _among(patterns: list[str], value: str | IPv4Address) -> bool:
    """Whether a value fits one of these patterns and none that ``!`` takes out again."""
    if any(_fits(each[1:], value) for each in patterns if each.startswith("!")):
        return False
    return any(_fits(each, value) for each in patterns if not each.startswith("!"))


def _fits(pattern: str, value: str | IPv4Address) -> bool:
    if isinstance(value, IPv4Address) and "/" in pattern:
        try:
            return value in ip_network(pattern, strict=False)
        except ValueError:
            return False
    return fnmatchcase(str(value), _BRACKET.sub(lambda found: f"[{found[0]}]", pattern))
