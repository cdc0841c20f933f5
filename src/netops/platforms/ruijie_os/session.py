"""Sessions with a Ruijie device that has RGOS: lines take effect at once, no native timer.

Sources: Ruijie RGOS 11.4 Configuration Guide, System Configuration ("Configuring CLI": prompts and error messages) and
Command Reference, Basic Management (`show version`, `terminal length`, `terminal width`, `write`, `show
running-config`); `ping` in "Network Connectivity Test Tools".
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
from netops.platforms.session import Asking, Command, Dialog, Identity, TerminalProfile

SESSION = TerminalProfile(
    driver="ruijie_os",
    # It says: System description : Ruijie 10G Routing Switch(S6120) By Ruijie Networks,
    # and: System software version : S6120_RGOS 11.4(1)B42P5.
    identity=Identity(
        command="show version",
        pattern=r"(?im)^(?:system )?software(?: version)? *:[^\n]*?(?P<release>\d+\.\d+\S*)",
        hardware=r"(?im)^system description *: *(?P<hardware>\S.*?)(?: by .*)?$",
    ),
    prompts=PROMPTS,
    quiet=("terminal length 0", "terminal width 256", "terminal no monitor"),
    width=256,
    running="show running-config",
    complete=COMPLETE,
    grant="(config) username {user} privilege 15",
    enter=ENTER,
    leave=LEAVE,
    refusal=REFUSAL,
    harmless=HARMLESS,
    log=LOG,
    rename=RENAME,
    save=Command(
        "write", (Dialog(r"(?i)overwrite.*(?:\[confirm\]|\[[^\[\]]*y[^\[\]]*\])", "y"),), done=r"(?i)\[OK\]|\bsuccess"
    ),
    asking=Asking(
        ping="ping {destination} ntimes 2 timeout 2 source {source}",
        ping_vrf="ping vrf {vrf} {destination} ntimes 2 timeout 2 source {source}",
        counted=r"Success rate is \d+ percent \((?P<received>\d+)/\d+\)",
        next_hop="show ip route {destination}",
        next_hop_vrf="show ip route vrf {vrf} {destination}",
        next_hop_pattern=r"(?m)^\s*\*? ?(?P<next_hop>\d+(?:\.\d+){3})(?:,|\s)",
    ),
    readings=READINGS,
    # A user whose password is still the first one is asked at the login.
    greetings=(Dialog(r"(?i)do you want to change the password", "n"),),
    limited="enable",
)
