"""Sessions with a Huawei device that has VRP5: lines take effect at once, no native timer, no rollback point.

Sources: Huawei S Series Switches Command Reference, V200R010 to V200R019 ("Basic Configuration Commands":
`screen-length`, `terminal monitor`, `display version`; "File Management Commands": `save`, `display
current-configuration`); Huawei AR Series Command Reference, V300R003. Prompts of a firewall in a pair: USG6000 V500,
"Dual-System Hot Standby" (``HRP_M<…>`` the active, ``HRP_S<…>`` the standby; V500R005 writes ``HRP_A``, ``HRP_S``).
"""

from netops.platforms.session import Command, Dialog, Identity, TerminalProfile
from netops.platforms.vrp_family.terminal import ASKING, COMPLETE, ENTER, LEAVE, LOG, READINGS, REFUSAL, RENAME, prompts

SESSION = TerminalProfile(
    driver="huawei",
    # "VRP (R) software, Version 5.170 (S5720 V200R019C10SPC500)"; VRP8 says "Version 8.…" in the same line.
    identity=Identity(
        command="display version",
        pattern=r"(?i)VRP \(R\) software, Version [35]\.\d+ \([^()\n]*?(?P<release>V\d+R\d+\w*)\)",
        hardware=r"(?im)^huawei (?P<hardware>\S.*?) (?:router |routing switch )?uptime is",
    ),
    prompts=prompts("(?:HRP_[A-Z]+ ?)?", marks=False),
    # Without `temporary` the user view has no such command; it lasts as long as the session.
    quiet=("screen-length 0 temporary", "undo terminal monitor"),
    running="display current-configuration",
    complete=COMPLETE,
    grant="[aaa] local-user {user} privilege level 15",
    enter=ENTER,
    leave=LEAVE,
    refusal=REFUSAL,
    harmless=(),
    log=LOG,
    rename=RENAME,
    # By release it asks once or twice, and for the file's name where none is set: the bare return takes the proposed one.
    save=Command(
        "save",
        (
            Dialog(r"(?i)file name.*\[[^\[\]\n]+\] ?:?\s*$", ""),
            Dialog(r"(?i)(?:continue|are you sure|overwrite).*\[Y/N\]", "y"),
        ),
        done=r"(?i)\bsuccess",
    ),
    asking=ASKING,
    readings=READINGS,
    # A password that is old, or still the first one: the device proposes to change it.
    greetings=(Dialog(r"(?i)change (?:it |the password )?now\? ?\[Y/N\]", "n"),),
)
