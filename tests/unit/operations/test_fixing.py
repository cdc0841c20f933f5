"""Findings become lines of a change; what the device would refuse, and what only people know, stays and is told."""

from dataclasses import replace

from netops.audit import FINDINGS, DeviceAudit, audit, known_of
from netops.change.planning import on_top
from netops.config import Tree, build_patch, parse
from netops.operations import PEOPLE, additions_of
from netops.platforms import get_platform

FRR = get_platform("frr")
TEXT = "### /etc/frr/frr.conf\nhostname pe1\nlog syslog errors\n### /etc/ssh/sshd_config\n"


def judged(text: str) -> tuple[DeviceAudit, Tree]:
    tree = parse(FRR, text)
    device = FRR.read(tree)
    return audit(device, level=3, known=known_of(FRR, device.release)), tree


def test_lines_that_mend_findings_are_gathered_in_the_order_of_the_checks() -> None:
    result, tree = judged(TEXT)
    addition, left = additions_of(result, tree)
    assert addition.mends == ("B084", "B086")
    assert addition.lines == ("log syslog informational", "log commands")
    assert {each.check for each in left} == {each.check for each in result.verdicts if each.verdict in FINDINGS} - {
        "B084",
        "B086",
    }
    assert {each.why for each in left} == {PEOPLE}


def test_findings_of_chosen_checks_alone_are_mended() -> None:
    result, tree = judged(TEXT)
    addition, left = additions_of(result, tree, ("B086",))
    assert (addition.mends, left) == (("B086",), ())


def test_a_fix_that_the_device_would_refuse_stays_out_and_is_told() -> None:
    result, tree = judged(TEXT)
    wrong = tuple(replace(each, fix=("frobnicate 7",)) if each.check == "B084" else each for each in result.verdicts)
    addition, left = additions_of(replace(result, verdicts=wrong), tree, ("B084", "B086"))
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


def test_a_fix_without_a_sure_way_back_stays_out_and_keeps_no_other_one_from_being_pushed() -> None:
    running = parse(VRP, SHOWN)
    device = VRP.read(running)
    result = audit(device, level=3, known=known_of(VRP, device.release))
    addition, left = additions_of(result, running, ("B030", "B108"))
    assert addition.mends == ("B108",)
    assert [(each.check, "whether it was on before" in each.why) for each in left] == [("B030", True)]
