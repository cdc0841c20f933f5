"""A change says which archived text it was planned from, where there is one that is exactly what the device shows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from netops.devices import Collected
from netops.errors import Refused
from netops.store import store

Town = Any  # the city of conftest.py, which tests can't import
SECRET = "Night-shift7"


def collected(town: Town, *hosts: str, masked: bool = False) -> dict[str, Any]:
    """Archive what these devices show."""
    read = {host: Collected(town.running[host], "8.4.4", datetime(2027, 1, 10, 2, tzinfo=UTC)) for host in hosts}
    return dict(store(town.project.archive, read, dict.fromkeys(read, "frr"), who="li", masked=masked).stored)


@pytest.mark.parametrize("masked", [False, True])
def test_the_plan_names_the_very_text_by_both_digests(town: Town, masked: bool) -> None:
    line = " neighbor 10.255.0.2 update-source lo\n"
    secret = f"{line} neighbor 10.255.0.2 password {SECRET}\n"
    town.devices.texts["pe1"] = town.running["pe1"].replace(line, secret)
    entry = collected(town, "pe1", masked=masked)["pe1"].entry
    # The session waits for a password that its other end doesn't send, until the plan takes it away.
    change = town.planned(None, hosts=["pe1"], declared=["exchange-srv:transport-hq"])
    assert change.device("pe1")["archived"] == {
        "sha256": entry.sha256,
        "sm3": entry.sm3,
        "at": "2027-01-10T02:00:00+00:00",
        "masked": masked,
    }
    assert entry.fingerprint == change.device("pe1")["running"]
    assert SECRET not in str(change.plan)


def test_a_text_that_is_not_byte_for_byte_what_the_device_shows_is_not_named(town: Town) -> None:
    collected(town, "pe1")
    town.devices.texts["pe1"] = town.running["pe1"].replace("hostname pe1", "hostname pe7")
    assert town.planned(None, hosts=["pe1"]).device("pe1")["archived"] is None


def test_without_an_archive_a_plan_names_none_and_makes_none(town: Town) -> None:
    assert {each["archived"] for each in town.planned().plan["devices"]} == {None}
    assert not town.project.archive.root.exists()


def test_an_archive_that_was_tampered_with_is_no_witness(town: Town) -> None:
    collected(town, "pe1")
    path = town.project.archive.index_path("pe1")
    path.write_bytes(path.read_bytes().replace(b'"li"', b'"wu"'))
    with pytest.raises(Refused, match=r"pe1\.jsonl:1: NET-STO-010"):
        town.planned()
    assert list(town.project.changes.glob("*")) == []
