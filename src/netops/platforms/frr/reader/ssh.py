"""``sshd_config``: the keywords that the model has (sshd_config(5) of OpenSSH 9.2)."""

import re
from collections.abc import Callable, Mapping, Sequence

from netops.config.node import Node
from netops.model import SshException, SshServer
from netops.platforms.reading.sheet import Draft, Place, Traced, line
from netops.platforms.reading.words import among, duration, number, yes

_SESSION = re.compile(r"session(?::\*)?=(.+)")
_ALGORITHM = re.compile(r"[a-z0-9][A-Za-z0-9@._-]*")


def _root_login(text: str) -> str:
    known = among("yes", "no", "prohibit-password", "without-password", "forced-commands-only")(text.lower())
    return "prohibit-password" if known == "without-password" else known


def _algorithms(text: str) -> tuple[str, ...]:
    """Lists that add to or take from the default set (``+``, ``-``, ``^``) aren't read: the result isn't in the text."""
    found = tuple(text.split(","))
    if not all(_ALGORITHM.fullmatch(each) for each in found):
        raise ValueError(text)
    return found


def _session_idle(text: str) -> int:
    found = _SESSION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return duration(found[1])


_KEYWORDS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "port": ("port", number),
    "permitrootlogin": ("root_login", _root_login),
    "passwordauthentication": ("password_login", yes),
    "permitemptypasswords": ("empty_passwords", yes),
    "logingracetime": ("login_grace", duration),
    "maxauthtries": ("auth_tries", number),
    "clientaliveinterval": ("idle_interval", duration),
    "clientalivecountmax": ("idle_count", number),
    "channeltimeout": ("session_idle", _session_idle),
    "allowtcpforwarding": ("tcp_forwarding", yes),
    "allowagentforwarding": ("agent_forwarding", yes),
    "loglevel": ("log_level", str.upper),
    "ciphers": ("ciphers", _algorithms),
    "macs": ("macs", _algorithms),
    "kexalgorithms": ("key_exchanges", _algorithms),
    "banner": ("banner", str),
}


# sshd_config(5), Match: "Only a subset of keywords may be used on the lines following a Match keyword."
_OF_SOME = frozenset({"allowusers", "permitrootlogin", "passwordauthentication", "permitemptypasswords", "maxauthtries", "clientaliveinterval",
    "clientalivecountmax", "channeltimeout", "allowtcpforwarding", "allowagentforwarding", "loglevel", "banner"})  # fmt: skip


def read_ssh(nodes: Sequence[Node], place: Place) -> SshServer:
    """Return the SSH service; of a keyword that stands twice the first counts, as it does for sshd.

    Args:
        nodes: the lines.
        place: for what can't be read: other keywords, a second value that sshd would add (``Port``).
    """
    draft = Traced(SshServer, {})
    exceptions: list[SshException] = []

    def read(node: Node) -> bool:
        if node.text.split(" ", 1)[0].lower() == "match":
            exceptions.append(_read_match(node, place))
            return True
        return _read(draft, node)

    place.each(nodes, read)
    draft.values["exceptions"] = tuple(exceptions)
    return draft.made_with_sources()


def _read_match(node: Node, place: Place) -> SshException:
    """Read ``Match CONDITIONS`` and the keywords below it, which override those of all logins."""
    below = Traced(SshServer, {})
    place.under(node).each(
        node.children, lambda child: child.text.split(" ", 1)[0].lower() in _OF_SOME and _read(below, child)
    )
    fields = {name: frozenset(value) if isinstance(value, set) else value for name, value in below.values.items()}
    sources = tuple((name, line(source)) for name, source in below.sources.items())
    lines = (line(node), *(line(child) for child in node.children))
    return SshException(node.text.partition(" ")[2], frozenset(fields.items()), sources, lines)


def _read(draft: Draft[SshServer], node: Node) -> bool:
    keyword, _, value = node.text.partition(" ")
    if node.children or not value:
        return False
    if keyword.lower() == "allowusers":
        for each in value.split():
            draft.add("users", each, node)
        return True
    if keyword.lower() not in _KEYWORDS:
        return False
    name, convert = _KEYWORDS[keyword.lower()]
    read = convert(value)
    if name in draft.values:
        # sshd takes the first value and leaves this line without effect; of Port it takes all.
        return name != "port" and draft.values[name] == read
    draft.set(name, read, node)
    return True
