"""IS-IS: what is said of one level stands beside what is said of both (IOS CR IP Routing: ISIS; RGOS CR IS-IS)."""

from __future__ import annotations

from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.ios_family.forms import flags, on_by_default, section, singles

LEVELS = "level-1|level-2"


def _by_level(views: str, head: str, value: str, *, named: bool = False) -> tuple[Rule, ...]:
    """Return a command for one level, and for both; ``no`` of the one leaves the other.

    Args:
        views: the views that know it.
        head: the words that say what it is.
        value: the form of its value.
        named: ``no`` needs the value (``no isis authentication mode md5``).
    """
    given = value if named else f"[{value}]"
    return (
        Rule(
            f"{head} {value} {{level={LEVELS}}}",
            views,
            key=f"{head} {{level}}",
            undo=(f"{head} {given} {{level={LEVELS}}}",),
        ),
        Rule(f"{head} {value}", views, key=head, undo=("=",) if named else (head, "=")),
    )


ISIS: tuple[Rule, ...] = (
    section("router isis [{name}]", "isis", "config-router"),
    Rule("net {net}", "isis", source="IOS CR ISIS, net: up to three, with one system ID"),
    *singles("isis", "vrf", "is-type", "metric-style", "max-lsp-lifetime", "lsp-refresh-interval", "spf-interval"),
    *singles("isis", "area-password", "domain-password", "lsp-mtu", "maximum-paths"),
    Rule("set-overload-bit [{more:rest}]", "isis", key="set-overload-bit", undo=("set-overload-bit [{_x:rest}]",)),
    *_by_level("isis", "authentication mode", "{mode=md5|text}", named=True),
    *_by_level("isis", "authentication key-chain", "{chain}", named=True),
    *on_by_default("isis", "hello padding", "hostname dynamic"),
    *flags("isis", "advertise passive-only", "bfd all-interfaces", "mpls ldp sync"),
    Rule(
        "address-family ipv6 [unicast]",
        "isis",
        opens="isis-af",
        prompt="config-router-af",
        key="address-family ipv6",
        shown="address-family ipv6",
        closes="exit-address-family",
        source="IOS CR IPv6, address-family ipv6 (IS-IS)",
    ),
    Rule("multi-topology [transition]", "isis-af", key="multi-topology", undo=("multi-topology [transition]",)),
    *singles("isis-af", "maximum-paths", "set-overload-bit", "spf-interval"),
    *(Rule(f"{family} router isis [{{name}}]", "interface", key=f"{family} router isis") for family in ("ip", "ipv6")),
    *singles("interface", "isis circuit-type"),
    *flags("interface", "isis network point-to-point", "isis bfd"),
    *_by_level("interface", "isis metric", "{cost:int}"),
    *_by_level("interface", "isis priority", "{value:int}"),
    *_by_level("interface", "isis hello-interval", "{seconds}"),
    *_by_level("interface", "isis hello-multiplier", "{count:int}"),
    *_by_level("interface", "isis authentication mode", "{mode=md5|text}", named=True),
    *_by_level("interface", "isis authentication key-chain", "{chain}", named=True),
    *_by_level("interface", "isis password", "{word}"),
)
"""A port has one process a family; both may be one process (``ip router isis``, ``ipv6 router isis``)."""
