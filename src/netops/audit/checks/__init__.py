"""The checks: each a function of a device's model, never of a vendor's text."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from netops.audit.answer import Answer, Subject
from netops.audit.checks import filters, interfaces, logs, routing, ssh

Check: TypeAlias = Callable[[Subject], Answer]

CHECKS: Mapping[str, Check] = {
    "B008": ssh.empty_passwords,
    "B021": ssh.idle_sessions,
    "B022": ssh.login_limits,
    "B025": ssh.login_log,
    "B030": filters.clear_text_logins,
    "B040": ssh.ciphers,
    "B041": ssh.macs,
    "B042": ssh.key_exchanges,
    "B060": filters.management_sources,
    "B071": ssh.root_login,
    "B080": logs.logging_on,
    "B084": logs.log_level,
    "B086": logs.command_log,
    "B108": filters.risky_ports,
    "B120": filters.boundary_ports,
    "B121": filters.default_deny,
    "B122": filters.permit_everything,
    "B123": filters.useless_rules,
    "B124": filters.five_tuple,
    "B125": filters.stateful,
    "B128": interfaces.idle_ports,
    "B131": routing.vrf_isolation,
    "B160": routing.ospf_authentication,
    "B163": routing.bgp_authentication,
    "B164": routing.bgp_ttl_security,
    "B165": routing.bgp_prefix_limit,
    "B166": routing.bgp_filters,
    "B169": routing.ospf_towards_customers,
}

__all__ = ["CHECKS", "Check"]
