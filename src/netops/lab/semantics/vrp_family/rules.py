"""Shapes that most commands of VRP and Comware have, so that the tables stay short.

In both systems the undo of a command with one value takes no value (``undo description``, ``undo ospf cost``): more
words are "Too many parameters". The undo of an entry of a list names the entry.
"""

from __future__ import annotations

from netops.lab.semantics.core.model import TOP, Rule


def single(head: str, value: str = "{value:rest}", views: str = TOP, undo: tuple[str, ...] = ()) -> Rule:
    """Return a command with one value, in place of which the next one steps; undone by its head alone."""
    return Rule(f"{head} {value}", views, key=head, undo=undo or (head,), missing="ignore")


def switch(form: str, views: str = TOP, undo: tuple[str, ...] = ("=",)) -> Rule:
    """Return a command without a value, off unless it is displayed."""
    return Rule(form, views, undo=undo, missing="ignore")


def always_on(form: str, views: str = TOP) -> Rule:
    """Return a switch that is on unless its undo is displayed."""
    return Rule(form, views, negative=True, default=(form,))


def off(form: str, views: str = TOP) -> Rule:
    """Return a switch that is off unless it is displayed; a written ``undo`` says no more than its absence."""
    return Rule(form, views, negative=True, default=(f"undo {form}",))


def many(form: str, views: str = TOP, undo: tuple[str, ...] = ("=",), key: str | None = None) -> Rule:
    """Return an entry of a list: lines add up, and the undo names the line."""
    return Rule(form, views, undo=undo, key=key, missing="refuse")


def directed(head: str, value: str, views: str, ways: str = "import|export") -> Rule:
    """Return a command with one value each way (``peer X route-policy P import``).

    The manuals print the undo with the name; devices take it without one too (Huawei S series, ``peer route-policy``).
    """
    way = f"{{way={ways}}}"
    return Rule(f"{head} {value} {way}", views, f"{head} {{way}}", undo=("=", f"{head} {way}"), missing="refuse")


BELOW = (
    r"ip address|ipv6 address|ip binding|peer|network|rule|vpn-target|route-distinguisher|if-match|apply|area|ospf enable|"
    r"port (link-type|default|trunk|hybrid|access)|portswitch|eth-trunk|description|shutdown|import-route|authentication-mode|"
    r"address-family|ipv4-family|classifier|local-user \S+ password|user privilege|protocol inbound|vrrp vrid|vlan|"
    r"ip route-static (vpn-instance \S+ )?\d\S*"
)
"""Beginnings of lines that no system view takes: who types them there stands in the wrong view. Static routes fit a rule,
or name an address that is none."""
IN_INTERFACE = r"ip address|port (link-type|default|trunk|hybrid|access)|ip binding|ospf enable"
"""Beginnings of lines that an interface takes in the forms of their rules only."""
