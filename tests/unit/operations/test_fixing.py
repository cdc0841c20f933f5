"""Findings become lines of a change; what the device would refuse, and what only people know, stays and is told."""

from dataclasses import replace

import pytest

from netops.audit import FINDINGS, DeviceAudit, Policy, Word, audit, known_of
from netops.change.planning import Addition, on_top
from netops.config import Tree, build_patch, parse
from netops.operations import PEOPLE, Asked, Left, Trial, additions_of
from netops.platforms import Platform, get_platform

FRR = get_platform("frr")
TEXT = "### /etc/frr/frr.conf\nhostname pe1\nlog syslog errors\n### /etc/ssh/sshd_config\n"


def judged(text: str) -> tuple[DeviceAudit, Tree]:
    tree = parse(FRR, text)
    device = FRR.read(tree)
    return audit(device, level=3, known=known_of(FRR, device.release)), tree


def mended(
    result: DeviceAudit, running: Tree, asked: Asked | None = None, trial: Trial | None = None
) -> tuple[Addition, tuple[Left, ...]]:
    found = additions_of(result, running, asked, trial)
    return found.addition, found.left


def test_lines_that_mend_findings_are_gathered_in_the_order_of_the_checks() -> None:
    result, tree = judged(TEXT)
    addition, left = mended(result, tree)
    assert addition.mends == ("B084", "B086")
    # Commands are told at the level of notifications, so that B086 asks for that level too; it is typed once.
    assert addition.lines == ("log syslog informational", "log commands", "log syslog informational")
    intended = on_top(FRR, tree, addition.lines)
    assert isinstance(intended, Tree)
    assert build_patch(FRR, tree, intended).commands.count("log syslog informational") == 1
    assert {each.check for each in left} == {each.check for each in result.findings} - {"B084", "B086"}
    assert {each.why for each in left} == {PEOPLE}


def test_advice_is_mended_where_somebody_asks_for_it_or_names_its_check() -> None:
    result, tree = judged(TEXT)
    advice = {each.check for each in result.verdicts if each.verdict in FINDINGS} - {
        each.check for each in result.findings
    }
    assert advice
    for asked, taken in ((Asked(advice=True), advice), (Asked(), set()), (Asked((*advice,)), advice)):
        addition, left = mended(result, tree, asked)
        assert {*addition.mends, *(each.check for each in left)} & advice == taken


def test_findings_of_chosen_checks_alone_are_mended() -> None:
    result, tree = judged(TEXT)
    addition, left = mended(result, tree, Asked(("B086",)))
    assert (addition.mends, left) == (("B086",), ())


def test_a_fix_that_the_device_would_refuse_stays_out_and_is_told() -> None:
    result, tree = judged(TEXT)
    wrong = tuple(replace(each, fix=("frobnicate 7",)) if each.check == "B084" else each for each in result.verdicts)
    addition, left = mended(replace(result, verdicts=wrong), tree, Asked(("B084", "B086")))
    assert addition.mends == ("B086",)
    (stays,) = left
    assert (stays.check, stays.why) == ("B084", "frobnicate 7: the rulebook knows no such line here")


VRP = get_platform("huawei_vrp")
SHOWN = "#\nsysname edge1\n#\ntelnet server enable\nftp server enable\n#\nreturn\n"


def test_fixes_on_a_config_that_ends_as_devices_end_it_are_proven() -> None:
    running = parse(VRP, SHOWN)
    intended = on_top(VRP, running, ("undo telnet server enable",))
    assert isinstance(intended, Tree)
    assert intended.format().endswith("\nreturn\n")
    assert build_patch(VRP, running, intended).proof.proven


def telling(platform: Platform, text: str, **fixes: tuple[str, ...]) -> tuple[DeviceAudit, Tree]:
    """An audit that offers these lines for its findings."""
    running = parse(platform, text)
    result = audited(platform, running)
    told = tuple(replace(each, fix=fixes.get(each.check, each.fix)) for each in result.verdicts)
    return replace(result, verdicts=told), running


def audited(platform: Platform, tree: Tree) -> DeviceAudit:
    device = platform.read(tree)
    return audit(device, level=3, known=known_of(platform, device.release))


def test_a_fix_without_a_sure_way_back_stays_out_and_keeps_no_other_one_from_being_pushed() -> None:
    both = ("undo telnet server enable", "undo telnet ipv6 server enable")
    result, running = telling(VRP, SHOWN, B030=both)
    addition, left = mended(result, running, Asked(("B030", "B108")))
    assert addition.mends == ("B108",)
    assert [(each.check, "whether it was on before" in each.why) for each in left] == [("B030", True)]


def test_only_the_service_that_runs_is_turned_off_so_that_there_is_a_way_back() -> None:
    result, running = telling(VRP, SHOWN)
    addition, left = mended(result, running, Asked(("B030",)))
    assert (addition.lines, left) == (("undo telnet server enable",), ())


def test_a_fix_that_mends_nothing_stays_out_and_is_told() -> None:
    result, running = telling(VRP, SHOWN, B030=("clock timezone BJ add 08:00:00",))
    addition, left = mended(result, running, Asked(("B030",)), Trial(lambda _: result))
    assert addition.lines == ()
    (stays,) = left
    assert (stays.check, stays.why) == (
        "B030",
        "the finding would stay: clear-text login ports that can be reached: 23 (telnet)",
    )


def test_a_fix_that_breaks_what_holds_stays_out_and_is_told() -> None:
    text = SHOWN.replace("ftp", "info-center enable\n#\nftp")
    result, running = telling(VRP, text, B030=("undo telnet server enable", "undo info-center enable"))
    addition, left = mended(result, running, Asked(("B030", "B108")), Trial(lambda tree: audited(VRP, tree)))
    assert addition.mends == ("B108",)
    (stays,) = left
    assert (stays.check, stays.why) == ("B030", "it would break B025: log of logins: off")


def test_a_fix_that_locks_the_engineers_out_stays_out_and_is_told() -> None:
    result, running = telling(VRP, SHOWN)

    def lockouts(tree: Tree) -> tuple[str, ...]:
        return () if "\ntelnet server enable" in tree.format() else ("nobody could log in",)

    trial = Trial(lambda tree: audited(VRP, tree), lockouts)
    addition, left = mended(result, running, Asked(("B030",)), trial)
    assert (addition.lines, [each.why for each in left]) == ((), ["nobody could log in"])


def test_a_finding_whose_next_part_another_fix_opens_is_mended_as_a_whole() -> None:
    """Lines that no line configures take from their class how people log in, so that what they take is asked of them, too.

    Once such a line says its protocols, it takes nothing of that from its class any more, and lets nobody in without a password
    of its own: it must say both (H3C Comware 7 Fundamentals Command Reference, "Login management").
    """
    comware, policy = get_platform("h3c_comware"), Policy(idle_seconds=300, sessions=64)
    text = (
        "#\n version 7.1.070, Release 6710\n#\nline class vty\n authentication-mode scheme\n#\n"
        "line vty 0 4\n authentication-mode scheme\n idle-timeout 5 0\n#\nreturn\n"
    )
    running = parse(comware, text)

    def judge(tree: Tree) -> DeviceAudit:
        device = comware.read(tree)
        return audit(device, level=3, policy=policy, known=known_of(comware, device.release))

    addition, left = mended(judge(running), running, Asked(("B021", "B031")), Trial(judge))
    assert (addition.mends, left) == (("B021", "B031"), ())
    assert addition.lines[-3:] == ("line vty 5 63", " authentication-mode scheme", " protocol inbound ssh")
    after = on_top(comware, running, addition.lines)
    assert isinstance(after, Tree)
    lines = comware.read(after).management.terminals
    assert {(each.login, each.transports) for each in lines if each.kind == "vty"} == {("aaa", frozenset({"ssh"}))}


@pytest.mark.parametrize(
    ("platform", "text", "lines"),
    [
        ("cisco_ios", "hostname r1\n!\nno logging on\n!\nend\n", ("logging on",)),
        ("huawei_vrp", "#\nsysname r1\n#\nundo info-center enable\n#\nreturn\n", ("info-center enable",)),
        (
            "huawei_vrp",
            "#\naaa\n local-aaa-user password policy administrator\n  undo password alert original\n#\nreturn\n",
            ("aaa", " local-aaa-user password policy administrator", "  password alert original"),
        ),
    ],
)
def test_what_is_turned_on_is_typed_though_the_device_will_not_show_it(
    platform: str, text: str, lines: tuple[str, ...]
) -> None:
    """Its absence alone would leave the line alone that turns it off."""
    known = get_platform(platform)
    running = parse(known, text)
    intended = on_top(known, running, lines)
    assert isinstance(intended, Tree)
    patch = build_patch(known, running, intended)
    assert patch.commands.splitlines()[: len(lines)] == list(lines)
    assert (patch.proof.proven, patch.proof.kept) == (True, ())


def test_a_part_that_ends_in_the_middle_of_the_text_still_ends_there() -> None:
    shown = "### /etc/frr/frr.conf\nBuilding configuration...\n\nhostname ce2\n!\nend\n### /etc/network/interfaces\nauto lo\niface lo\n"
    running = parse(FRR, shown)
    intended = on_top(FRR, running, ("log commands",))
    assert isinstance(intended, Tree)
    assert "log commands\nend\n### /etc/network/interfaces\nauto lo\n" in intended.format()
    patch = build_patch(FRR, running, parse(FRR, intended.format()))
    assert (patch.commands.strip(), patch.proof.proven) == ("### /etc/frr/frr.conf\nlog commands", True)


COMWARE = get_platform("h3c_comware")
NO_SSH = "#\n version 7.1.070, Release 6710\n#\nline vty 0 4\n authentication-mode scheme\n#\nreturn\n"


def judge_comware(tree: Tree) -> DeviceAudit:
    return audited(COMWARE, tree)


def test_a_fix_that_brings_a_finding_of_what_nobody_asked_of_the_device_today_stays_out_and_is_told() -> None:
    """With SSH on it is asked from where it is reached, and the policy knows no management network to limit it to."""
    running = parse(COMWARE, NO_SSH)
    result = judge_comware(running)
    assert {each.check: each.fix for each in result.findings}["B032"] == ("ssh server enable",)
    addition, left = mended(result, running, Asked(("B032",)), Trial(judge_comware))
    assert addition.lines == ()
    (stays,) = left
    assert (stays.check, stays.why.startswith("it would bring a finding of B060: ")) == ("B032", True)


def test_lines_for_a_finding_that_comes_are_taken_along() -> None:
    """As where SSH must be told from where it is reached once it is on."""
    limited = ("acl basic 2001", " rule 5 permit source 10.250.0.0 0.0.255.255", "ssh server acl 2001")
    running = parse(COMWARE, NO_SSH)

    def judge(tree: Tree) -> DeviceAudit:
        found = judge_comware(tree)
        fix = {"B060": () if "ssh server acl" in tree.format() else limited}
        words = {"B060": Word.COMPLIANT} if "ssh server acl" in tree.format() else {}
        told = (
            replace(each, fix=fix.get(each.check, each.fix), verdict=words.get(each.check, each.verdict))
            for each in found.verdicts
        )
        return replace(found, verdicts=tuple(told))

    addition, left = mended(judge(running), running, Asked(("B032",)), Trial(judge))
    assert (addition.mends, left) == (("B032", "B060"), ())
    assert addition.lines == ("ssh server enable", *limited)


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        (Word.PARTIAL, Word.NON_COMPLIANT, False),
        (Word.PARTIAL, Word.PARTIAL, True),
        (Word.NON_COMPLIANT, Word.PARTIAL, True),
        (Word.MANUAL, Word.PARTIAL, False),
        (Word.NOT_APPLICABLE, Word.MANUAL, True),
        (Word.COMPLIANT, Word.MANUAL, False),
    ],
)
def test_no_verdict_of_another_check_gets_worse(before: Word, after: Word, taken: bool) -> None:
    result, running = telling(VRP, SHOWN)

    def judge(tree: Tree) -> DeviceAudit:
        found, word = audited(VRP, tree), after if "undo telnet" in tree.format() else before
        told = (replace(each, fix=(), verdict=word) if each.check == "B084" else each for each in found.verdicts)
        return replace(found, verdicts=tuple(told))

    assert "telnet" in running.format()
    addition, _ = mended(result, running, Asked(("B030",)), Trial(judge))
    assert (addition.mends == ("B030",)) is taken


def test_what_is_for_a_person_after_its_lines_is_not_told_as_mended() -> None:
    """Telnet over IPv6 has a switch of its own on VRP8, and a release that shows neither line may have it on."""
    vrp8 = get_platform("huawei_vrpv8")
    text = "!Software Version V300R023C00SPC500\n#\nsysname ce1\n#\nundo telnet server disable\ntelnet server-source all-interface\n#\n"
    running = parse(vrp8, text + "user-interface vty 0 4\n authentication-mode aaa\n protocol inbound all\n#\nreturn\n")
    found = additions_of(audited(vrp8, running), running, Asked(("B030",)), Trial(lambda tree: audited(vrp8, tree)))
    assert (found.addition.mends, found.unsure, found.left) == (("B030",), ("B030",), ())


CONTROL = "#\n version 7.1.070, Release 6710\n#\n{on} password-control login-attempt {rule}\n#\nreturn\n"
ON = " password-control enable\n"


@pytest.mark.parametrize(
    ("platform", "text", "fix"),
    [
        ("h3c_comware", CONTROL.format(on=ON, rule="10 exceed lock"), "password-control login-attempt 5 exceed lock"),
        ("h3c_comware", CONTROL.format(on="", rule="3 exceed lock"), "password-control login-attempt 3 exceed lock"),
        (
            "h3c_comware",
            CONTROL.format(on=ON, rule="10 exceed lock-time 30"),
            "password-control login-attempt 5 exceed lock-time 30",
        ),
        (
            "h3c_comware",
            CONTROL.format(on=ON, rule="3 exceed unlock"),
            "password-control login-attempt 3 exceed lock-time 5",
        ),
        # Counted until somebody clears it, beside which `login block-for` would be a second limit and mend nothing.
        (
            "cisco_ios",
            "version 15.2\naaa new-model\naaa local authentication attempts max-fail 10\nend\n",
            "aaa local authentication attempts max-fail 5",
        ),
    ],
)
def test_a_fix_for_wrong_passwords_loosens_no_lockout(platform: str, text: str, fix: str) -> None:
    """H3C Comware 7 Security Command Reference, password-control login-attempt: ``exceed lock`` is until somebody unlocks."""
    vendor = get_platform(platform)
    running = parse(vendor, text)
    addition, left = mended(
        audited(vendor, running), running, Asked(("B020",)), Trial(lambda tree: audited(vendor, tree))
    )
    assert (addition.lines[-1], left) == (fix, ())
