"""Lines of which a device shows both forms or neither: what it means that it shows neither, and that nobody may know."""

import pytest

from netops.config import Patch, build_patch, difference, load_rulebook, parse
from netops.config.rulebook import Rulebook

RULES = """platform: toy
release: "7.1"
release_line: 'version (?P<release>\\S+)'
parts:
  - grammar: sections
    push: commands
    separators: ['#']
    volatile: ['version .*']
    enter: [configure]
    commit: [commit]
    leave: [end]
    save: [write]
    lines:
      - {line: hostname <name>, undo: no hostname}
      - {line: web, default: shown off, since: "7"}
      - {line: web, default: shown on, before: "7"}
      - {line: files, default: shown off}
      - {line: hints, default: shown on}
      - {line: maybe, default: shown}
      - line: "port {port}"
        lines:
          - {line: light, default: shown off}
          - {line: cost <cost>, undo: no cost}
          - {line: "peer {peer} as <as>", undo: "no peer {peer}", wipes: "peer {peer} *"}
          - {line: "peer {peer} alive", default: shown, needs: "peer {peer} as <as>"}
          - {line: "family {family}", lines: [{line: "peer {peer} up", default: shown, needs: "peer {peer} as <as>"}]}
"""


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self) -> None:
        self.rulebook: Rulebook = load_rulebook(RULES, "toy.yml")


TOY = Toy()
SEVEN, FIVE = "version 7.2\n", "version 5.1\n"


def patched(running: str, intended: str) -> Patch:
    """Return the patch between two texts."""
    return build_patch(TOY, parse(TOY, running), parse(TOY, intended))


@pytest.mark.parametrize(
    ("release", "line"),
    [(SEVEN, "no web"), (FIVE, "web"), (SEVEN, "no files"), (FIVE, "no files"), ("", "no files"), ("", "hints")],
)
def test_a_line_that_says_what_none_of_them_means_is_no_difference(release: str, line: str) -> None:
    patch = patched(f"{release}hostname a\n", f"hostname a\n{line}\n")
    assert (patch.commands, patch.diff, patch.proof.exceptions) == ("", "", () if release else patch.proof.exceptions)
    assert patch.proof.proven, patch.proof.obstacles


@pytest.mark.parametrize(("release", "line"), [(SEVEN, "web"), (FIVE, "no web"), ("", "files"), ("", "no hints")])
def test_a_line_that_says_another_thing_is_typed(release: str, line: str) -> None:
    patch = patched(f"{release}hostname a\n", f"hostname a\n{line}\n")
    assert (patch.commands, patch.diff) == (f"{line}\n", f"+{line}")
    assert patch.proof.proven, patch.proof.obstacles


def test_a_patch_after_one_whose_lines_the_device_does_not_show_is_empty() -> None:
    intended = "hostname b\nno web\nno files\nhints\n"
    assert patched(f"{SEVEN}hostname a\nweb\n", intended).commands == "hostname b\nno web\n"
    assert patched(f"{SEVEN}hostname b\n", intended).empty


def test_the_same_holds_in_a_section() -> None:
    patch = patched("port 1\n cost 5\n", "port 1\n cost 6\n no light\n")
    assert (patch.commands, patch.proof.proven) == ("port 1\n cost 6\n", True)
    new = patched("hostname a\n", "hostname a\nport 1\n cost 6\n no light\n")
    assert (new.commands, new.diff) == ("port 1\n cost 6\n", "+port 1\n+ cost 6")


def test_what_a_missing_line_means_is_unknown_where_nobody_names_the_release_that_decides() -> None:
    for line in ("web", "no web"):
        patch = patched("hostname a\n", f"hostname a\n{line}\n")
        assert (patch.commands, patch.proof.proven) == (f"{line}\n", False)
        assert any(line in each for each in patch.proof.obstacles)


def test_the_release_of_either_text_decides() -> None:
    assert patched("hostname a\n", f"{SEVEN}hostname a\nno web\n").empty
    assert patched(f"{FIVE}hostname a\n", f"{SEVEN}hostname a\nno web\n").commands == "no web\n"


def test_what_may_be_typed_at_each_run_is_said_in_one_line() -> None:
    patch = patched("hostname a\n", "hostname a\nno maybe\nno web\n")
    assert patch.commands == "no maybe\nno web\n"
    told = [each for each in patch.proof.exceptions if "doesn't say" in each]
    assert [each.partition(";")[0] for each in told] == ["the running config doesn't say whether it is so already"]
    assert told[0].endswith("is typed again at each run: no maybe; no web")


def test_a_line_of_another_one_that_comes_in_with_it_was_not_so_before() -> None:
    wanted = "port 1\n cost 5\n peer X as 1\n peer X alive\n family A\n  peer X up\n"
    for running in ("hostname a\n", "port 1\n cost 5\n", "port 1\n cost 5\n family A\n"):
        patch = patched(running, wanted)
        assert patch.proof.proven, patch.proof.obstacles
        assert not [each for each in patch.proof.exceptions if "doesn't say" in each]


@pytest.mark.parametrize("line", [" peer X alive\n", "  peer X up\n"], ids=["beside", "above"])
def test_a_line_of_one_that_stands_may_be_so_already(line: str) -> None:
    peer = "port 1\n peer X as 1\n family A\n"
    stands = patched(peer, f"{peer}{line}")
    assert [each for each in stands.proof.exceptions if "doesn't say" in each]
    assert not stands.proof.proven, "nobody knows what its rollback goes back to"


def test_nothing_of_that_is_said_of_lines_that_the_running_config_shows() -> None:
    patch = patched("hostname a\nmaybe\n", "hostname a\nno maybe\n")
    assert patch.proof.proven, patch.proof.obstacles
    assert not [each for each in patch.proof.exceptions if "doesn't say" in each]


def test_a_form_that_only_the_running_config_shows_is_kept_or_left() -> None:
    kept = patched(f"{SEVEN}hostname a\nno web\n", "hostname a\n")
    assert (kept.commands, [each.text for each in kept.proof.kept]) == ("", ["no web"])
    assert patched(f"{SEVEN}hostname a\nhints\n", "hostname a\n").empty


def test_what_a_device_showed_at_one_time_only_is_shown_as_it_was() -> None:
    one, other = (parse(TOY, f"{SEVEN}hostname a\n{line}") for line in ("", "no web\n"))
    assert difference(TOY, one, other) == "+no web"
    assert difference(TOY, other, one) == "-no web"
