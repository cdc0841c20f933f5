"""Passwords of the daemons' own ports (FRR manual, "Basic Config Commands"): that there are some and how they lie there, never themselves."""

from typing import Any

from netops.config.node import Node
from netops.model import Secret
from netops.platforms.frr.reader.routing import RoutingSheet


def read_password(sheet: RoutingSheet, node: Node) -> bool:
    """Read ``password [8] X``, ``enable password [8] X`` and ``service password-encryption``.

    Behind 8 stands what crypt(3) makes of the first eight characters with DES (FRR, ``zencrypt`` of lib/command.c).
    """
    match [] if node.children else node.text.split(" "):
        case ["service", "password-encryption"]:
            sheet.fields.add(("service password-encryption", "on"))
        case ["enable", "password", *rest] if rest:
            sheet.secrets["enable"] = (_form(rest), node)
        case ["password", *rest] if rest:
            sheet.secrets["password"] = (_form(rest), node)
        case _:
            return False
    return True


def _form(words: list[str]) -> Secret:
    return Secret("hash", "des") if words[0] == "8" and len(words) > 1 else Secret("plain")


def password_facts(routing: RoutingSheet) -> dict[str, Any]:
    """Return the secrets of the daemons' own ports, and the settings beside them, with the lines of each."""
    fields, enable = routing.fields, routing.secrets.get("enable")
    for name, (secret, node) in routing.secrets.items():
        fields.node = node
        if name == "enable":
            fields.note(name)
        else:
            fields.add(("vty password", f"{secret.form} {secret.algorithm}".rstrip()))
    return {"fields": frozenset(fields), "sources": fields.sources(), "enable": enable[0] if enable else None}
