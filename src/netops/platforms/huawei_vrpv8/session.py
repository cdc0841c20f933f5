"""Sessions with a Huawei device that has VRP8: lines are collected and take effect together at `commit`.

Sources: HUAWEI NetEngine 8000 F1A Command Reference ("Configuration Management Commands": `commit` with `trial` 60 to
65535 s and `label`, `abort trial`, `clear configuration candidate`, `rollback configuration`) and its feature description
"Configuration Trial Run" (during a trial nothing can be configured; both `commit` and the timer end it); CloudEngine
8800, 7800, 6800, and 5800 V200R002C50 Command Reference ("Selecting a Mode for the Configuration to Take Effect").
"""

from netops.platforms.session import Command, Commit, Dialog, Identity, TerminalProfile, Timer, View
from netops.platforms.vrp_family.terminal import ASKING, COMPLETE, ENTER, LEAVE, LOG, READINGS, REFUSAL, RENAME, prompts

_CONTINUE = Dialog(r"(?i)(?:continue|are you sure).*\[Y/N\]", "y")

SESSION = TerminalProfile(
    driver="huawei_vrpv8",
    # "VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)"; CE switches from V600 on call the system YunShan OS.
    identity=Identity(
        command="display version",
        pattern=r"(?i)(?:VRP \(R\) software, Version 8\.\d+|YunShan OS\s+Version \S+) \([^()\n]*?(?P<release>V\d+R\d+\w*)\)",
        hardware=r"(?im)^huawei (?P<hardware>\S.*?) (?:router |routing switch )?uptime is",
    ),
    prompts=prompts("(?:HRP_[A-Z]+ ?)?", marks=True),
    quiet=("screen-length 0 temporary", "undo terminal monitor"),
    running="display current-configuration",
    complete=COMPLETE,
    grant="[aaa] local-user {user} level 15",
    enter=ENTER,
    leave=LEAVE,
    refusal=REFUSAL,
    harmless=(),
    log=LOG,
    rename=RENAME,
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
    commit=Commit(
        plain=Command("commit"),
        # A label begins with a letter or a sign, has no spaces and at most 256 characters (`commit`).
        labelled=Command("commit label {label}"),
        discard=Command("clear configuration candidate"),
        # It warns that this reverts to an earlier config and asks whether to go on.
        back_to=Command("rollback configuration to label {label}", (_CONTINUE,)),
    ),
    timer=Timer(
        start=Command("commit trial {seconds}"),
        instead=False,
        confirm=Command("commit"),
        confirm_in=View.CONFIG,
        # It warns that the trial ends and asks whether to go on.
        abort=Command("abort trial", (_CONTINUE,)),
        abort_in=View.CONFIG,
        least=60,
        most=65535,
        anywhere=False,
        status="display configuration trial status",
        over=r"(?i)\binactive\b",
    ),
    greetings=(Dialog(r"(?i)change (?:it |the password )?now\? ?\[Y/N\]", "n"),),
)
