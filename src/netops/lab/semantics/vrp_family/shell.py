"""What the command lines of VRP and Comware have in common: prompts, words, noise."""

from __future__ import annotations

from netops.lab.semantics.core.model import Standing

COMMENT = r"[#!].*"
NOISE = r"return|;.*|<.*>.*|\[[~*]?[^\]]*\]\s*(quit|return)?|(Current|Last|Info|The current).*:.*|Building.*|.*software version.*"
"""Lines of a displayed config that are no config."""
HARMLESS = r"(display|ping|tracert|terminal|screen-length disable|screen-length \d+ temporary|dir|debugging|reset|refresh|more|undo terminal|undo screen-length disable|undo debugging)( .*)?"


def angled(standing: Standing) -> str:
    """Return ``<host>`` in the user view, ``[host-part]`` in others.

    Example:
        >>> angled(Standing("r1", None, False)), angled(Standing("r1", ("bgp", "bgp-af-vpnv4"), False))
        ('<r1>', '[r1-bgp-af-vpnv4]')
    """
    if standing.sections is None:
        return f"<{standing.host}>"
    return f"[{'-'.join([standing.host, *standing.sections[-1:]])}]"


def marked(standing: Standing) -> str:
    """Return the prompt of VRP 8: ``~`` before the name, ``*`` while changes wait for a commit.

    Source: NetEngine 8000 F1A V8R10 command examples (``[~HUAWEI]``, ``[*HUAWEI-bgp]``).
    """
    if standing.sections is None:
        return f"<{standing.host}>"
    mark = "*" if standing.pending else "~"
    return f"[{mark}{'-'.join([standing.host, *standing.sections[-1:]])}]"
