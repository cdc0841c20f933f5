"""FRR's system as one platform of the simulator."""

from __future__ import annotations

from netops.lab.semantics.core.model import Errors, Platform, Shell, Standing
from netops.lab.semantics.frr import afis, bgp, families, filters, ldp, ospf, statics, system
from netops.lab.semantics.frr.alike import ALIKE
from netops.lab.semantics.frr.filters import CLAUSE_KINDS
from netops.lab.semantics.frr.forms import FRR_KINDS

RULES = (*system.RULES, *statics.RULES, *ospf.RULES, *ldp.RULES, *filters.RULES, *bgp.RULES, *families.RULES)
NOISE = r"Building configuration\.\.\.|Current configuration:?.*|end|-----.*|\S+[#>] .*"
COMMENT = r"[!#].*"


def prompt(standing: Standing) -> str:
    """Return vtysh's prompt; only the innermost section stands in it."""
    if standing.sections is None:
        return f"{standing.host}#"
    return f"{standing.host}(config{f'-{standing.sections[-1]}' if standing.sections else ''})#"


def platform(release: str) -> Platform:
    """Return FRR as Debian 12 has it; ``release`` is 8.4.4 where nothing is said."""
    return Platform(
        name="frr",
        release=release or "8.4.4",
        rules=RULES,
        undo="no",
        comment=COMMENT,
        noise=NOISE,
        separator="!",
        hostname="hostname {name}",
        host="frr",
        prompt=prompt,
        shell=Shell(
            configure=r"conf(igure)?( t(erminal)?)?",
            leave=("exit", "quit"),
            home=("end",),
            harmless=r"(do )?(show|ping|traceroute|clear|terminal|enable|disable|debug|no debug|list|find)( .*)?",
            show=r"(do )?sh(ow)? run(ning-config)?( no-header)?",
            save=r"(do )?(wr(ite)?( mem(ory)?| file)?|copy running-config startup-config)",
            special={"vrf": ("exit-vrf",), **dict.fromkeys(afis.OPENED.values(), ("exit-address-family",))},
        ),
        errors=Errors(
            unknown="% Unknown command",
            incomplete="% Command incomplete",
            too_many="% Unknown command",
            missing="",
            ambiguous="% Ambiguous command",
        ),
        climbs="no",
        missing="ignore",
        negatives=r"(?!)",
        kinds={**FRR_KINDS, **CLAUSE_KINDS},
        alike=ALIKE,
    )
