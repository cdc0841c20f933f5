"""What IOS asks about before it obeys. Of NAT it asks while translations are in use: here they always are."""

from __future__ import annotations

from dataclasses import replace

from netops.lab.semantics.core.effects import asks, remove, selected, when
from netops.lab.semantics.core.model import Act, Effect, Rule
from netops.lab.semantics.ios_family.accounts import AAA
from netops.lab.semantics.ios_family.forms import section
from netops.lab.semantics.ios_family.nat import NAT
from netops.lab.semantics.ios_family.services import SSH

NO_AAA = "Changing configuration back to no aaa new-model is not supported.\nContinue?[confirm]"
NO_CHAIN = "This will remove all certificates for trustpoint {name}\n% Are you sure you want to do this? [yes/no]:"
NO_TRUSTPOINT = (
    "% Removing an enrolled trustpoint will destroy all certificates\n received from the related Certificate Authority.\n\n"
    "Are you sure you want to do this? [yes/no]:"
)
NO_CERTIFICATE = "% Are you sure you want to remove the certificate? [yes/no]:"
DYNAMIC = "Dynamic mapping in use, do you want to delete all entries? [no]:"
STATIC = "Static entry in use, do you want to delete child entries? [no]:"


def _is_there(act: Act) -> bool:
    """Tell whether the line that is undone stands."""
    return act.old is not None and bool(act.old.key) and not act.old.text.startswith("no ")


def _asked(rule: Rule, words: str) -> Rule:
    return replace(rule, undo_checks=(*rule.undo_checks, when(_is_there, asks(words))))


def _forget_chain(act: Act) -> None:
    for where, chain in list(selected(act, "crypto pki certificate chain {name}")):
        remove(where, chain)


_FORGET: tuple[Effect, ...] = (_forget_chain,)

ASKING: tuple[Rule, ...] = (
    *(_asked(rule, NO_AAA) for rule in AAA if rule.pattern == "aaa new-model"),
    *(
        _asked(rule, STATIC if " static" in rule.pattern else DYNAMIC)
        for rule in NAT
        if (rule.key or "").startswith("ip nat {side} source")
    ),
    replace(
        _asked(section("crypto pki trustpoint {name}", "loose", "ca-trustpoint"), NO_TRUSTPOINT),
        undo_effects=_FORGET,
        source="IOS CR Security, crypto pki trustpoint",
    ),
    _asked(section("crypto pki certificate chain {name}", "certificates", "config-cert-chain"), NO_CHAIN),
    *(_asked(rule, NO_CERTIFICATE) for rule in SSH if rule.views == "certificates"),
)
"""Rules of the family whose undo IOS asks about; they stand before the family's own."""
