"""Sessions with a Cisco device that has IOS or IOS-XE: lines take effect at once; a timer goes back where there is an archive.

Sources: Cisco IOS Configuration Fundamentals Command Reference (`terminal length`, `terminal width`, `show version`, `write
memory`, `reload`); Cisco IOS XE 17.x System Management Configuration Guide, "Configuration Rollback Confirmed Change"
(`configure terminal revert timer` 1 to 120 minutes, `configure confirm`, `configure revert now`, `configure revert timer` to set it anew, `show archive config rollback timer`; needs `archive` with
`path`, and refuses without); Cisco tech note 23383 (a user below level 15 sees only what that level may change); Cisco IOS IP Addressing and Internetwork Troubleshooting guides (`ping`).
"""

from netops.platforms.ios_family.terminal import (
    COMPLETE,
    ENTER,
    HARMLESS,
    LEAVE,
    LOG,
    PROMPTS,
    READINGS,
    REFUSAL,
    RENAME,
)
from netops.platforms.session import Asking, Command, Dialog, Identity, Restart, TerminalProfile, Timer, View

SESSION = TerminalProfile(
    driver="cisco_ios",
    # It says: Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(4)E6, RELEASE SOFTWARE (fc4),
    # or: Cisco IOS Software [Fuji], ASR1000 Software (…), Version 16.9.4, RELEASE SOFTWARE (fc2).
    identity=Identity(
        command="show version",
        pattern=r"(?m)^(?:Cisco )?(?:IOS|Internetwork Operating System)\b[\s\S]{0,200}?, Version (?P<release>1\d(?:\.\d+[^\s,]*)?)",
        hardware=r"(?m)^[Cc]isco (?P<hardware>\S+).* with \d+K",
    ),
    prompts=PROMPTS,
    quiet=("terminal length 0", "terminal width 511", "terminal no monitor"),
    running="show running-config",
    complete=COMPLETE,
    grant="(config) username {user} privilege 15",
    enter=ENTER,
    leave=LEAVE,
    refusal=REFUSAL,
    harmless=HARMLESS,
    log=LOG,
    rename=RENAME,
    # NVRAM that another release wrote: "Overwrite the previous NVRAM configuration?[confirm]".
    save=Command("write memory", (Dialog(r"(?i)overwrite.*\[confirm\]", "y"),), done=r"\[OK\]"),
    asking=Asking(
        ping="ping {destination} source {source} repeat 2 timeout 2",
        ping_vrf="ping vrf {vrf} {destination} source {source} repeat 2 timeout 2",
        counted=r"Success rate is \d+ percent \((?P<received>\d+)/\d+\)",
        next_hop="show ip route {destination}",
        next_hop_vrf="show ip route vrf {vrf} {destination}",
        next_hop_pattern=r"(?m)^\s*\*? ?(?P<next_hop>\d+(?:\.\d+){3})(?:,|\s)",
    ),
    readings=READINGS,
    timer=Timer(
        start=Command("configure terminal revert timer {minutes}"),
        instead=True,
        confirm=Command("configure confirm"),
        confirm_in=View.EXEC,
        abort=Command("configure revert now"),
        abort_in=View.EXEC,
        again=Command("configure revert timer {minutes}"),
        status="show archive config rollback timer",
        # "%No Rollback Confirmed Change pending"; a release without such changes doesn't know the command.
        over=r"(?m)^\s*%",
        least=60,
        most=7200,
        # "Turn config archive on before using Rollback Confirmed Change".
        needs=r"(?m)^archive *\n(?: .*\n)*? path \S",
    ),
    # It asks whether to save what was changed, which would defeat the guard, and whether to proceed.
    restart=Restart(
        start=Command(
            "reload in {minutes}",
            (Dialog(r"(?i)save\? ?\[yes/no\]", "no"), Dialog(r"(?i)proceed with reload.*\[confirm\]", "")),
        ),
        stop=Command("reload cancel"),
    ),
    # A level below 15 that has the command is shown only the lines that it may change, behind the usual heading and end.
    whole=r"(?m)^hostname \S",
    limited="enable",
)
