"""Settings of VRP and Comware that only a line's first words name: what one of them says, no check learns unless `audit.yml` names it.

An unread line makes the checks that hear its theme manual; a line that becomes a setting doesn't. So each must be one that nobody asks for.
"""

from netops.audit import known_of
from netops.audit.catalogue import check_entries
from netops.model import Line, Unread
from netops.platforms import get_platform
from netops.platforms.vrp_family.settings import ONLY, SETTINGS, setting

PLATFORMS = ("huawei_vrp", "huawei_vrpv8", "h3c_comware")

WHY = {
    "read only where it takes nothing away (ONLY)": ["info-center filter-id", "info-center timestamp trap", "info-center timestamp debugging",
        "ops", "autostart", "secelog"],
    "files of events, or more events: checks ask for the buffer, the servers, the level and the time": ["info-center log-storage-time",
        "info-center logfile frequency", "info-center logfile size", "info-center logfile size-quota", "info-center max-logfile-number",
        "info-center security-logfile", "acl logging interval", "ssh server acl-deny-log enable", "scheduler logfile size", "snmp-agent trap log"],
    "the form of a message, or how often one that repeats comes": ["info-center format", "info-center statistic-suppress enable",
        "snmp-agent extend error-code enable"],
    "who may do what is asked of accounts and their levels": ["configuration-occupied", "password-recovery",
        "role default-role enable network-operator", "user-security-policy enable"],
    "algorithms are asked by their own lines": ["crypto weak-algorithm", "ssl renegotiation", "ip https ssl-server-policy", "ssh server assign"],
    "a service is narrowed, marked or timed; what asks for it, asks for its filter and whether it is on": ["http server permit interface",
        "http timeout", "ssh server permit interface", "ssh server dscp", "ntp-service dscp", "telnet client-source"],
    "another reader takes the line first; this one only its `undo`, which opens nothing": ["telnet server-source all-interface", "ip redirects enable",
        "ip unreachables enable"],
    "where copies lie is asked by other lines": ["autosave", "configuration file auto-save"],
    "no service that a check names": ["cluster enable", "dns proxy enable", "dns server", "ndp enable", "ntdp enable"],
    "checks ask LLDP whether it tells, not how": ["lldp compliance", "lldp mode", "lldp transmit"],
    "a guard more, or its measure; none stands for the guards that are asked": ["arp detection validate", "arp learning", "arp rate-limit",
        "drop illegal-mac", "gtsm default-action", "urpf", "dhcp snooping binding", "loopback-detect enable", "loopback-detection",
        "mac-address aging-time", "mac-address timer", "tcp timer", "tcp window"],
    "messages of ICMP that no check asks for, or asks for by the port": ["icmp name timestamp-request receive", "icmp port-unreachable send",
        "icmp ttl-exceeded send", "ip ttl-expires", "ip ttl-expires enable"],
    "how logins of hosts are asked, not whether": ["authentication unified-mode", "dot1x authentication-method", "mac-authentication domain"],
    "hardware": ["board add", "efm enable", "fib regularly-refresh", "observe-port", "set neid", "system resource-mode"],
    "protocols that no check asks for by this line": ["evpn-overlay enable", "igmp-snooping enable", "mpls l2vpn", "multicast routing-enable", "router id",
        "router-id"],
    "numbers and clocks of links and standby": ["lacp m-lag priority", "lacp m-lag system-id", "lacp priority", "lacp system-priority",
        "link-aggregation global", "port-group", "stp bridge-address", "stp v-stp enable", "vrrp gratuitous-arp", "vrrp recover-delay"],
}  # fmt: skip


def asked_for() -> set[str]:
    """Return the settings that a check could hear and that `audit.yml` of no platform names."""
    themes = known_of(get_platform(PLATFORMS[0]), None).themes
    heard = {theme for each in check_entries().values() for theme in each.hears}
    named = [each for name in PLATFORMS for patterns in get_platform(name).abilities.says.values() for each in patterns]
    speaking = {each for each in SETTINGS if (themes.of(Unread((), Line(1, each))) or frozenset()) & heard}
    return {each for each in speaking if not any(pattern.startswith(each) for pattern in named)}


def test_no_setting_hides_a_line_from_a_check_that_would_hear_it_but_those_that_say_why() -> None:
    told = [name for names in WHY.values() for name in names]
    assert sorted(told) == sorted(asked_for())


def test_settings_that_could_take_something_away_are_read_in_their_harmless_form_alone() -> None:
    assert ONLY.keys() <= SETTINGS
    harmless = ["undo info-center filter-id all", "ops", "info-center timestamp trap date precision-time second"]
    harmful = ["info-center filter-id bymodule-alias SHELL CMDRECORD", "ops x", "info-center timestamp trap none"]
    assert [each for each in harmless if setting(each.split()) is None] == []
    assert [each for each in harmful if setting(each.split()) is not None] == []
