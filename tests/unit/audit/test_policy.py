"""``audit-policy.yml``: thresholds of an organisation."""

from pathlib import Path

import pytest

from netops.audit import Policy, load_policy
from netops.errors import InputError


def test_without_a_file_the_thresholds_are_the_usual_ones(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "audit-policy.yml") == Policy()


def test_an_empty_file_is_the_usual_policy(tmp_path: Path) -> None:
    path = tmp_path / "audit-policy.yml"
    path.write_text("# nothing yet\n")
    assert load_policy(path) == Policy()


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "audit-policy.yml"
    path.write_text("idle_seconds: 300\nmanagement: [10.250.0.0/24]\n")
    policy = load_policy(path)
    assert (policy.idle_seconds, [str(each) for each in policy.management]) == (300, ["10.250.0.0/24"])
    assert policy.auth_tries == Policy().auth_tries


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("idle_seconds: 300\nidle_minutes: 5\n", 2, "nobody knows the key `idle_minutes`"),
        ("auth_tries: many\n", 1, '`auth_tries` is `"many"`'),
        ("\nmanagement: [10.0.0.1/24]\n", 2, "`management[0]` can't be `10.0.0.1/24`"),
        ("log_level: loud\n", 1, "`log_level` can't be `loud`"),
        ("- a\n", 1, "which is not a section with keys"),
    ],
)
def test_what_the_policy_doesnt_take_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "audit-policy.yml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_policy(path)
    (fault,) = caught.value.faults
    assert fault.place == f"{path}:{line}"
    assert said in fault.what


def test_unreadable_yaml_is_the_inventorys_fault(tmp_path: Path) -> None:
    path = tmp_path / "audit-policy.yml"
    path.write_text("a: [\n")
    with pytest.raises(InputError, match="NET-INV-001"):
        load_policy(path)


@pytest.mark.parametrize("folder", ["inventory", "inventory-city"])
def test_the_policy_of_a_sample_city_says_what_holds_without_it(folder: str) -> None:
    path = Path(__file__).parents[3] / folder / "audit-policy.yml"
    assert path.exists()
    assert load_policy(path) == Policy()
