"""What the audit says to people: every finding of every case, in both languages, read as an assessor reads it."""

import re
from functools import cache

import pytest
from tests.unit.audit.test_cases import CASES, audited

from netops.audit import FINDINGS, Verdict, Word, check_entries
from netops.audit.catalogue import words
from netops.audit.wording import spoken

LATIN = re.compile(r"[A-Za-z][A-Za-z0-9/+.-]*")
# Names of products, protocols and algorithms, and words of commands: they stand in Chinese texts as they are.
TERMS = {
    *(
        "none",
        "root",
        "console",
        "chacha20",
        "telnet",
        "ftp",
        "http",
        "cipher",
        "privacy",
        "informational",
        "key-chain",
        "netops",
        "enable/super",
    ),
    *(
        "collect",
        "archive",
        "verify",
        "hmac-sha-256",
        "hmac-sha256",
        "enable",
        "super",
        "uRPF",
        "gRPC",
        "Locator",
        "Cookie",
        "Trunk",
    ),
    *("SHA-2", "SHA-1", "HMAC-SHA-256", "SYN", "Telnet"),
}
ABBREVIATION = re.compile(r"[A-Z0-9][A-Z0-9/-]*(?:v\d)?|SNMPv3|SNMPv1|OSPFv3|IPv4|IPv6|IPsec|MACsec|SRv6|v1|v2c")
BRACES = re.compile(r"[{}]")


@cache
def verdicts() -> tuple[tuple[str, Verdict], ...]:
    """Return what is said of all cases, each saying once."""
    found: dict[tuple[str, Word, str], tuple[str, Verdict]] = {}
    for each in CASES:
        platform, case = each.values
        for verdict in audited(platform, case).verdicts:
            if verdict.asked and verdict.verdict is not Word.NOT_APPLICABLE:
                found.setdefault((verdict.check, verdict.verdict, verdict.found("en")), (each.id or "", verdict))
    return tuple(found.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_found_is_said_and_every_value_is_filled_in(language: str) -> None:
    wrong = {
        (case, each.check): each.found(language)
        for case, each in verdicts()
        if not each.found(language).strip(" -") or BRACES.search(each.found(language) + each.remediation(language))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whoever_must_act_is_told_what_to_do(language: str) -> None:
    findings = [each for _, each in verdicts() if each.verdict in FINDINGS]
    assert findings
    assert {each.check for each in findings if not each.remediation(language)} == set()


@pytest.mark.parametrize("check", check_entries())
def test_chinese_texts_of_a_check_have_no_english_words_but_terms(check: str) -> None:
    entry = check_entries()[check]
    for text in (entry.title.zh, re.sub(r"\{\w+\}", "", entry.found.zh), entry.remedy.zh):
        strange = [each for each in LATIN.findall(text) if each not in TERMS and not ABBREVIATION.fullmatch(each)]
        assert strange == []
        assert re.search(r"[\u4e00-\u9fff]", text)


@pytest.mark.parametrize("check", check_entries())
def test_english_texts_of_a_check_have_no_chinese(check: str) -> None:
    entry = check_entries()[check]
    assert not re.search(r"[\u4e00-\u9fff]", entry.title.en + entry.found.en + entry.remedy.en)


# Words of the checks themselves; `none`, `all` and `log` are words of commands, too, and stay where a line says them.
ENGLISH = {
    "on",
    "off",
    "yes",
    "no",
    "unknown",
    "plain",
    "reversible",
    "usual",
    "selfsigned",
    "revocation",
    "device",
    "bytes",
} | {
    *("messages", "uptime", "date", "unsalted", "community", "any"),
}


def test_values_of_findings_are_said_in_chinese_where_they_are_no_names() -> None:
    said = {
        (each.check, word)
        for _, each in verdicts()
        for word in re.findall(r"(?<![\w./@-])[a-z]+(?![\w./@:-])", each.found("zh"))
        if word in ENGLISH
    }
    # Words that a line has: `PermitEmptyPasswords yes`, `PermitRootLogin no`, `clock summer-time CDT date …`, an account that is named so.
    assert said <= {("B008", "yes"), ("B008", "no"), ("B071", "yes"), ("B071", "no"), ("B095", "date")}


def test_a_value_that_nobody_knows_is_said_so() -> None:
    assert not {
        (each.check, each.found("zh")) for _, each in verdicts() if re.search(r"(?<!\S)\?(?!\S)", each.found("zh"))
    }


@pytest.mark.parametrize(
    ("check", "value", "told"),
    [
        ("B007", "plain: plain, hash: hash sha256 unsalted", "plain: 明文, hash: 散列 sha256 未加盐"),
        ("B009", "plain, on, all", "plain, on, all"),
        ("B080", "on", "开启"),
        ("B109", "CVE-2018-0171?", "CVE-2018-0171?"),
        ("B031", "vty 0 4: ?", "vty 0 4: 未知"),
    ],
)
def test_a_word_is_said_where_it_is_one_and_a_name_stays(check: str, value: str, told: str) -> None:
    assert spoken(check, value, "zh") == told


def test_words_are_those_of_checks_that_there_are() -> None:
    assert words().uses.keys() <= check_entries().keys()
    assert {each for used in words().uses.values() for each in used} == words().words.keys()


def test_what_nobody_was_asked_is_for_a_person_in_so_many_words() -> None:
    (verdict,) = [each for each in audited("frr", {"config": "hostname r1\n"}).verdicts if each.check == "B001"]
    assert (verdict.verdict, verdict.found("en")) == (Word.MANUAL, "the config doesn't tell; a person has to look")
    (spelled,) = [each for each in audited("frr", {"config": "hostname r1\n"}).verdicts if each.check == "B089"]
    assert spelled.found("en") == "The log server must be looked at"


@pytest.mark.parametrize(
    ("case", "check", "said"),
    [
        (
            "cisco_ios/half_done: a list of ARP comes before what DHCP gave",
            "B143",
            "ports without ARP inspection: none; ARP lists tried first: HOSTS",
        ),
        (
            "cisco_ios/half_done: a place for copies of the config, and nothing that says when",
            "B182",
            "sent elsewhere by: scp; by itself: no",
        ),
    ],
)
def test_what_is_wrong_is_named(case: str, check: str, said: str) -> None:
    values = next(each.values for each in CASES if each.id == case)
    verdict = next(each for each in audited(*values).verdicts if each.check == check)
    assert verdict.found("en") == said


def named(start: str, name: str) -> dict[str, Verdict]:
    """Return the verdicts of one case."""
    held = next(each for each in CASES if str(each.id).startswith(start) and each.values[1]["name"] == name)
    return {each.check: each for each in audited(*held.values).verdicts}


def test_a_range_that_neighbours_come_from_is_shown_as_a_network() -> None:
    found = named("frr/", "whoever speaks BGP from a range is a neighbour, and its group asks for nothing")
    assert found["B163"].values["neighbors"] == "10.0.0.0/8"


def test_ports_of_the_device_are_not_among_those_of_tcp_and_udp() -> None:
    found = named("cisco_ios/", "one port of the boundary has no list, and what IPv6 brings passes the other")["B126"]
    assert found.values == {"ports": "-", "bare": "GigabitEthernet1 (IPv6), GigabitEthernet2 (IPv4)"}
    assert (
        found.found("zh")
        == "任何人可经边界访问的端口：无；没有过滤的接口：GigabitEthernet1 (IPv6), GigabitEthernet2 (IPv4)"
    )
