"""Sessions with an H3C device that has Comware 7, or 5: lines take effect at once; Comware 7 has a timer that goes back.

What Comware doesn't take it says in plain words without a common sign in front, so every answer that isn't known to be
harmless is a refusal.

Sources: H3C Comware 7 Fundamentals Command Reference ("CLI": `screen-length disable`, error messages behind ``%``;
"Configuration file management": `save force`, `display current-configuration`, `configuration commit delay`,
`configuration commit`); HPE FlexNetwork 5510 HI Fundamentals Configuration Guide ("Configuring configuration commit
delay", from Release 1121 on, in minutes: without `configuration commit` the device goes back to what it had when the delay was set);
H3C S6800 Fundamentals Configuration Guide, the same chapter (set again before it is over, the delay gets shorter or longer,
and the rollback point doesn't change; there is no command that goes back at once, and the chapter's list of displays has none
that shows whether a timer runs; it asks to see that nobody else is configuring the device).
Remarks: H3C Security Command Reference, "AAA" (`local-user`: "New local user added."), Fundamentals Command Reference, "RBAC"
(`super password`: "Updating user information. Please wait ... ..."), "Configuration file management" (`save`: what each slot says);
those of an aggregate's members ("Configuring GigabitEthernet1/0/1 done.") as sessions in public repositories show them.
Prompts of a firewall in a pair: "RBM" of the High Availability Configuration Guide (``RBM_P<…>``, ``RBM_S<…>``).
"""

from netops.platforms.session import NOT_DONE, Command, Dialog, Identity, TerminalProfile, Timer, View
from netops.platforms.vrp_family.terminal import ASKING, COMPLETE, ENTER, LEAVE, LOG, READINGS, RENAME, prompts

SESSION = TerminalProfile(
    driver="hp_comware",
    # "H3C Comware Software, Version 7.1.070, Release 6555P06"; Comware 5 writes "H3C Comware Platform Software".
    identity=Identity(
        command="display version",
        pattern=r"(?i)Comware (?:Platform )?Software,(?: Comware Software,)? Version (?P<release>[357]\.\d+[^\s,]*)",
        hardware=r"(?im)^(?:H3C|HPE?) (?P<hardware>\S.*?) uptime is",
    ),
    prompts=prompts("(?:RBM_[A-Z]+ ?)?", marks=False),
    quiet=("screen-length disable", "undo terminal monitor"),
    running="display current-configuration",
    complete=COMPLETE,
    grant="[local-user {user} class manage] authorization-attribute user-role network-admin",
    enter=ENTER,
    leave=LEAVE,
    refusal=(r"\S",),
    harmless=(
        # A remark and a success, unless it says that something wasn't done: "The operation was not successful."
        rf"^(?!.*{NOT_DONE})\s*(?i:info|warning|note|notice|tip)\b",
        rf"^(?!.*{NOT_DONE}).*(?i:\bsuccess(?:fully|ful)?\b)",
        r"(?i)^\s*(?:please wait|processing|operation in progress|done)\b[ .]*$",
        r"(?i)please wait[ .]*(?:done\.)?\s*$",  # "Updating user information. Please wait ... ..."
        r"(?i)^\s*new local user added\.?\s*$",
        r"(?i)^\s*configuring [\w/.-]+(?: [\w/.-]+)? done\.?\s*$",  # each member of an aggregate
        r"(?i)^\s*(?:system view: return to user view with|enter system view)",
        r"(?i)^\s*(?:the )?(?:configuration|operation) (?:succeeded|completed|takes effect|will take effect)",
        r"(?i)^\s*enter public key view|^\s*input the (?:banner|text)|^\s*please input banner content",
    ),
    log=LOG,
    rename=RENAME,
    # `save force` asks nothing but for a name where no file is set to start from.
    save=Command("save force", (Dialog(r"(?i)file name.*\[[^\[\]\n]+\]", ""),), done=r"(?i)\bsuccess"),
    asking=ASKING,
    readings=READINGS,
    timer=Timer(
        start=Command("configuration commit delay {minutes}"),
        instead=False,
        confirm=Command("configuration commit"),
        confirm_in=View.CONFIG,
        abort=None,
        abort_in=View.CONFIG,
        again=Command("configuration commit delay {minutes}"),
        again_in=View.CONFIG,
        least=60,
        most=65535 * 60,
        releases=r"7\.",
    ),
    # `header legal` ends with "Press Y or ENTER to continue, N to exit."
    greetings=(Dialog(r"(?i)press Y or ENTER to continue", ""),),
)
