"""Recorded host keys: a file of them is read once a job, and a login is given those of its own host.

paramiko reads the file whole at each login, makes a key of every line and looks each up among those before it. With two
hundred devices in one file that took longer than all else that a login does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import paramiko
from paramiko.hostkeys import HostKeyEntry, InvalidHostKey

HASHED, REVOKED = "|1|", "@revoked"
"""How a hashed name begins (HashKnownHosts), and a line that takes a key back (both: ssh_known_hosts(5))."""


class HostKeyError(ValueError):
    """A line of the host that is asked for holds no key that may be believed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one file says.

    Attributes:
        lines: 1-based number and text of each line.
        named: name → places in ``lines``.
        hashed: places of lines with hashed names, which tell nothing before they are compared.
        revoked: keys in base64 that the file takes back, whoever has them.
    """

    lines: tuple[tuple[int, str], ...]
    named: Mapping[str, tuple[int, ...]]
    hashed: tuple[int, ...]
    revoked: frozenset[str]

    def keys(self, name: str) -> tuple[paramiko.PKey, ...]:
        """Return a host's keys, the first of each kind.

        Args:
            name: as the file writes it: the address, with another port than 22 ``[address]:port``.

        Raises:
            HostKeyError: with the number of the line that holds no key, or one that was revoked. Lines of other hosts
                don't matter here.
        """
        found: dict[str, paramiko.PKey] = {}
        for place in sorted({*self.named.get(name, ()), *self._hashed(name)}):
            number, line = self.lines[place]
            try:
                entry = HostKeyEntry.from_line(line, number)
            except (InvalidHostKey, paramiko.SSHException, ValueError) as error:
                raise HostKeyError(f"line {number} holds no host key") from error
            if entry is not None and entry.key is not None:
                if entry.key.get_base64() in self.revoked:
                    raise HostKeyError(f"the key in line {number} was revoked")
                found.setdefault(entry.key.get_name(), entry.key)
        return tuple(found.values())

    def _hashed(self, name: str) -> Iterator[int]:
        for place in self.hashed:
            names = _names(self.lines[place][1])
            if any(each.startswith(HASHED) and paramiko.HostKeys.hash_host(name, each) == each for each in names):
                yield place


def recorded(path: Path) -> Recorded:
    """Return what a file says; it is read again only where it has changed.

    Raises:
        OSError, UnicodeDecodeError: it can't be read.
    """
    stat = path.stat()
    return _read(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))


@lru_cache(maxsize=16)
def _read(path: Path, _changed: tuple[int, int, int]) -> Recorded:
    texts = (each.strip() for each in path.read_text(encoding="utf-8").splitlines())
    lines = tuple((number, text) for number, text in enumerate(texts, 1) if text and not text.startswith("#"))
    named: dict[str, list[int]] = {}
    hashed = []
    for place, (_, text) in enumerate(lines):
        names = _names(text)
        if any(name.startswith(HASHED) for name in names):
            hashed.append(place)
        for name in names:
            named.setdefault(name, []).append(place)
    taken_back = (text.split() for _, text in lines if text.startswith(REVOKED))
    revoked = frozenset(words[3] for words in taken_back if len(words) > 3)
    return Recorded(lines, {name: tuple(places) for name, places in named.items()}, tuple(hashed), revoked)


def _names(line: str) -> list[str]:
    return line.split(maxsplit=1)[0].split(",")


def known_as(address: str, port: int) -> str:
    """Return the name under which a host's keys are recorded.

    Example:
        >>> known_as("10.0.0.1", 22), known_as("127.0.0.1", 2201)
        ('10.0.0.1', '[127.0.0.1]:2201')
    """
    return address if port == 22 else f"[{address}]:{port}"
