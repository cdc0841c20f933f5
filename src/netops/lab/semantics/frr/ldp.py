"""LDP. FRR manual, LDP; seen on ldpd 8.4.4. ``no`` needs most values, and looks at none but names."""

from __future__ import annotations

from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.frr.forms import single

FAMILY = "ldp-af ldp-af6"
HELLO = "ldp ldp-af ldp-af6 ldp-if"
PROCESS = Rule(
    "mpls ldp", key="mpls ldp", opens="ldp", prompt="ldp", undo=("mpls ldp",), source="FRR manual, LDP: mpls ldp"
)
FAMILIES = tuple(
    Rule(
        f"address-family {family}",
        "ldp",
        key=f"address-family {family}",
        opens=view,
        prompt="ldp-af",
        closes="exit-address-family",
        source="FRR manual, LDP: address-family [ipv4 | ipv6]",
    )
    for family, view in (("ipv4", "ldp-af"), ("ipv6", "ldp-af6"))
)
INTERFACE = Rule(
    "interface {name}",
    FAMILY,
    key="interface {name}",
    opens="ldp-if",
    prompt="ldp-af-if",
    source="FRR manual, LDP: interface IFACE",
)
LINES = (
    single("router-id", "ldp"),
    *(
        single(f"discovery {what}", HELLO, default=(f"discovery {what} {usual}",))
        for what, usual in (
            ("hello holdtime", 15),
            ("hello interval", 5),
            ("targeted-hello holdtime", 45),
            ("targeted-hello interval", 10),
        )
    ),
    single("dual-stack cisco-interop", "ldp"),
    single("dual-stack transport-connection prefer ipv4", "ldp"),
    *(
        Rule(
            f"neighbor {{peer:ip}} {word} [{{value:rest}}]",
            "ldp",
            key=f"neighbor {{peer}} {word}",
            undo=(f"neighbor {{peer:ip}} {word} [{{_value:rest}}]",),
        )
        for word in ("session holdtime", "password", "ttl-security")
    ),
    single("discovery transport-address", FAMILY),
    single("discovery targeted-hello accept", FAMILY),
    single("label local allocate", FAMILY),
    single("label local advertise explicit-null", FAMILY),
    single("ttl-security disable", FAMILY),
    single("session holdtime", FAMILY, default=("session holdtime 180",)),
    Rule("neighbor {peer:address} targeted", FAMILY),
)
RULES = (PROCESS, *FAMILIES, *LINES, INTERFACE)
