"""Recorded host keys: read once, and only those of the host that is asked for."""

from pathlib import Path

import paramiko
import pytest

from netops.devices.host_keys import HostKeyError, known_as, recorded


def key() -> paramiko.PKey:
    return paramiko.ECDSAKey.generate()


def line(name: str, made: paramiko.PKey) -> str:
    return f"{name} {made.get_name()} {made.get_base64()}\n"


def test_a_host_gets_its_own_keys_by_name_and_by_hash(tmp_path: Path) -> None:
    path, one, other, third = tmp_path / "known_hosts", key(), key(), key()
    hashed = paramiko.HostKeys.hash_host("[10.0.0.2]:2201")
    path.write_text(f"# all\n\n{line('10.0.0.1,pe1', one)}{line(hashed, other)}{line('10.0.0.1', third)}")
    assert recorded(path).keys("10.0.0.1") == (one,)  # of one kind the first counts
    assert recorded(path).keys("pe1") == (one,)
    assert recorded(path).keys(known_as("10.0.0.2", 2201)) == (other,)
    assert recorded(path).keys("10.0.0.2") == ()


def test_the_same_keys_are_found_as_paramiko_finds_them(tmp_path: Path) -> None:
    path = tmp_path / "known_hosts"
    names = ["10.0.0.1", "[10.0.0.1]:22", "a,b", paramiko.HostKeys.hash_host("c"), "*.e", "f"]
    path.write_text("".join(line(name, key()) for name in names) + "f not-a-kind AAAA\nshort line\n")
    theirs = paramiko.HostKeys(str(path))
    for name in ("10.0.0.1", "[10.0.0.1]:22", "a", "b", "c", "x.e", "f", "short"):
        found = theirs.lookup(name)
        assert recorded(path).keys(name) == (tuple(found.values()) if found else ())


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path, one = tmp_path / "known_hosts", key()
    path.write_text("")
    assert recorded(path).keys("10.0.0.1") == ()
    path.write_text(line("10.0.0.1", one))
    assert recorded(path).keys("10.0.0.1") == (one,)


def test_a_broken_line_stops_its_own_host_only(tmp_path: Path) -> None:
    path, one = tmp_path / "known_hosts", key()
    path.write_text(f"10.0.0.9 ssh-rsa AAA\n{line('10.0.0.1', one)}")
    assert recorded(path).keys("10.0.0.1") == (one,)
    with pytest.raises(HostKeyError, match="line 1 "):
        recorded(path).keys("10.0.0.9")


def test_a_revoked_key_is_not_believed(tmp_path: Path) -> None:
    path, one, other = tmp_path / "known_hosts", key(), key()
    path.write_text(f"{line('10.0.0.1', one)}{line('10.0.0.2', other)}@revoked * {line('', one).strip()}\n")
    assert recorded(path).keys("10.0.0.2") == (other,)
    with pytest.raises(HostKeyError, match="revoked"):
        recorded(path).keys("10.0.0.1")
