"""Real SSH: netmiko's drivers, logins that fail, faults on demand."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import netmiko
import paramiko
import pytest
from netmiko import ConnectHandler
from netmiko.exceptions import NetmikoAuthenticationException
from tests.unit.lab.simulation.bench import CONFIGS

from netops.lab.simulation import Clock, Faults, Fleet, Simulated, simulation

DRIVERS = {
    "huawei_vrp": "huawei",
    "huawei_vrpv8": "huawei_vrpv8",
    "h3c_comware": "hp_comware",
    "ruijie_os": "ruijie_os",
    "cisco_ios": "cisco_ios",
}
ENTER = {
    "huawei_vrp": ("system-view", "interface GigabitEthernet0/0/2"),
    "cisco_ios": ("configure terminal", "interface GigabitEthernet0/2"),
}
Shell = Callable[[str, str], str]


@contextmanager
def netmiko_login(fleet: Fleet, name: str) -> Iterator[netmiko.BaseConnection]:
    driver = DRIVERS[fleet.devices[name].platform]
    connection = ConnectHandler(
        device_type=driver, host="127.0.0.1", port=fleet.port(name), username="netops", password="netops"
    )
    try:
        yield connection
    finally:
        connection.paramiko_cleanup()


@contextmanager
def shell(fleet: Fleet, name: str, **more: object) -> Iterator[Shell]:
    """Open a shell; what it gives types a line and reads up to a text."""
    client = paramiko.SSHClient()
    trust(client, fleet)
    settings: dict[str, Any] = {
        "username": "netops",
        "password": "netops",
        "look_for_keys": False,
        "allow_agent": False,
        **more,
    }
    client.connect("127.0.0.1", port=fleet.port(name), **settings)
    channel = client.invoke_shell()
    channel.settimeout(5)

    def type_and_read(line: str, until: str) -> str:
        if line:
            channel.sendall(f"{line}\n".encode())
        seen = b""
        while until.encode() not in seen:
            data = channel.recv(65536)
            if not data:
                raise EOFError(seen.decode())
            seen += data
        return seen.decode()

    try:
        yield type_and_read
    finally:
        client.close()


@contextmanager
def cut_off() -> Iterator[pytest.ExceptionInfo[Exception]]:
    """Expect that the connection breaks, and not that nothing comes any more."""
    with pytest.raises((EOFError, OSError)) as raised:
        yield raised
    assert not isinstance(raised.value, TimeoutError)


def trust(client: paramiko.SSHClient, fleet: Fleet) -> None:
    """Know the keys of every device, as a file of known hosts holds them."""
    for line in fleet.known_hosts().splitlines():
        entry = paramiko.hostkeys.HostKeyEntry.from_line(line)
        assert entry is not None
        assert entry.key is not None
        client.get_host_keys().add(entry.hostnames[0], entry.key.get_name(), entry.key)


def one(platform: str = "huawei_vrp", **more: object) -> dict[str, Simulated]:
    return {"d": Simulated(platform, CONFIGS[platform], **more)}  # type: ignore[arg-type]  # names of fields


def test_netmikos_drivers_log_in_display_configure_and_save(fleet: Fleet) -> None:
    with ThreadPoolExecutor(len(fleet.hosts)) as pool:  # netmiko mostly waits
        list(pool.map(lambda name: configured_by_netmiko(fleet, name), fleet.hosts))
    for name in fleet.hosts:
        assert "description by netmiko" in fleet.running(name), name
        assert fleet.saved(name) == fleet.running(name), name
        assert "description by netmiko" in fleet.typed(name), name


def configured_by_netmiko(fleet: Fleet, name: str) -> None:
    vrp = name[0] == "h"
    with netmiko_login(fleet, name) as connection:
        shown = str(connection.send_command("display current-configuration" if vrp else "show running-config"))
        assert "GigabitEthernet" in shown, name
        port = "interface GigabitEthernet0/0/2" if vrp else "interface GigabitEthernet0/2"
        connection.write_channel("system-view\n" if vrp else "configure terminal\n")
        connection.read_until_pattern(pattern=r"[\]#]\s*$")
        connection.send_config_set([port, "description by netmiko"], enter_config_mode=False, exit_config_mode=False)
        if name == "huawei_vrpv8":
            connection.write_channel("commit\n")
            connection.read_until_pattern(pattern=r"\[~[^\]]*\]\s*$")
        connection.write_channel("return\n" if vrp else "end\n")
        connection.read_until_pattern(pattern=r"[>#]\s*$")
        connection.save_config()


def test_a_wrong_password_is_refused(fleet: Fleet) -> None:
    with pytest.raises(NetmikoAuthenticationException):
        ConnectHandler(
            device_type="huawei", host="127.0.0.1", port=fleet.port("huawei_vrp"), username="netops", password="no"
        )


def test_a_right_password_is_refused_on_demand(fleet: Fleet) -> None:
    fleet.device("cisco_ios").faults(password=True)
    with pytest.raises(paramiko.AuthenticationException), shell(fleet, "cisco_ios"):
        pass


def test_a_key_logs_in(tmp_path: Path) -> None:
    key = paramiko.ECDSAKey.generate()
    public = f"{key.get_name()} {key.get_base64()}"
    with simulation(one(public_key=public)) as fleet, shell(fleet, "d", password=None, pkey=key) as typed:
        assert typed("", ">").endswith("<ne1>")


def test_the_host_key_is_the_one_that_is_told_until_it_changes(fleet: Fleet, tmp_path: Path) -> None:
    known = tmp_path / "known_hosts"
    known.write_text(fleet.known_hosts())
    client = paramiko.SSHClient()
    client.load_host_keys(str(known))
    settings: dict[str, Any] = {
        "username": "netops",
        "password": "netops",
        "look_for_keys": False,
        "allow_agent": False,
    }
    client.connect("127.0.0.1", port=fleet.port("huawei_vrp"), **settings)
    client.close()
    fleet.device("huawei_vrp").new_host_key()
    with pytest.raises(paramiko.BadHostKeyException):
        client.connect("127.0.0.1", port=fleet.port("huawei_vrp"), **settings)


@pytest.mark.parametrize(("faults", "obeyed"), [(Faults(cut_at_line=3), False), (Faults(cut_after_line=3), True)])
def test_a_session_is_cut_before_or_after_a_line_is_obeyed(faults: Faults, obeyed: bool) -> None:
    with simulation(one(faults=faults)) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        typed("system-view", "[ne1]")
        typed("interface GigabitEthernet0/0/2", "0/2]")
        with cut_off():
            typed("shutdown", "0/2]")
        assert (" shutdown" in fleet.running("d")) is obeyed


def test_a_session_is_cut_within_a_display() -> None:
    with simulation(one(faults=Faults(cut_at_byte=60))) as fleet, shell(fleet, "d") as typed:
        with cut_off() as raised:
            typed("display current-configuration", "return\r\n")
        assert len(str(raised.value)) <= 60


def test_every_session_is_cut_on_demand(fleet: Fleet) -> None:
    with shell(fleet, "huawei_vrp") as typed:
        typed("", ">")
        fleet.device("huawei_vrp").cut()
        with cut_off():
            typed("display version", ">")


def test_a_device_that_stops_answering_does_not_hang_up() -> None:
    with simulation(one(faults=Faults(silent_after=1))) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        typed("system-view", "system-view")
        with pytest.raises(socket.timeout):
            _patient(typed, "display version")
        assert fleet.typed("d") == ("system-view",)


def _patient(typed: Shell, line: str) -> None:
    """Wait a fifth of a second for an answer to a line."""
    closure = typed.__closure__ or ()
    channel = next(cell.cell_contents for cell in closure if isinstance(cell.cell_contents, paramiko.Channel))
    channel.settimeout(0.2)
    typed(line, "]")


def test_a_slow_line_takes_its_time() -> None:
    with simulation(one(faults=Faults(latency=0.1, rate=2000))) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        started = time.monotonic()
        shown = typed("display current-configuration", "return\r\n")
        assert time.monotonic() - started > 0.1 + len(shown) / 2000 * 0.8


def test_an_unexpected_question_comes_before_the_answer() -> None:
    faults = Faults(question="Warning: The password will expire. Change it now? [Y/N]:", question_at="system-view")
    with simulation(one(faults=faults)) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        assert "[Y/N]:" in typed("system-view", "[Y/N]:")
        assert typed("n", ">").endswith("<ne1>")
        typed("system-view", "[Y/N]:")
        assert typed("y", "]").endswith("[ne1]")


def test_a_known_line_is_rejected_and_messages_come_in_between_on_demand() -> None:
    faults = Faults(
        rejects="shutdown", chatter="%%01IFNET/4/LINK_STATE(l)[0]:The line protocol is UP.", chatter_every=2
    )
    with simulation(one(faults=faults)) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        typed("system-view", "[ne1]")
        assert "LINK_STATE" in typed("interface GigabitEthernet0/0/2", "0/2]")
        assert "busy" in typed("shutdown", "0/2]")
        assert " shutdown" not in fleet.running("d")


def test_another_name_is_shown_on_demand(fleet: Fleet) -> None:
    fleet.device("cisco_ios").faults(hostname="other")
    with shell(fleet, "cisco_ios") as typed:
        assert typed("", "#").endswith("other#")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_descriptions_in_chinese_come_in_the_devices_encoding(encoding: str) -> None:
    config = CONFIGS["huawei_vrp"].replace(" ip address", " description 到财政局\n ip address")
    devices = {"d": Simulated("huawei_vrp", config, encoding=encoding)}
    with simulation(devices) as fleet:
        connection = ConnectHandler(
            device_type="huawei",
            host="127.0.0.1",
            port=fleet.port("d"),
            username="netops",
            password="netops",
            encoding=encoding,
        )
        assert "description 到财政局" in str(connection.send_command("display current-configuration"))
        connection.paramiko_cleanup()


def test_a_device_that_reboots_cuts_its_sessions_and_comes_back_with_what_was_saved() -> None:
    with simulation(one(faults=Faults(boot=0.4))) as fleet:
        with shell(fleet, "d") as typed:
            typed("", ">")
            typed("system-view", "[ne1]")
            typed("sysname gone", "[gone]")
            fleet.device("d").reboot()
            with cut_off():
                typed("display version", ">")
        with pytest.raises(OSError, match=r"."), shell(fleet, "d"):
            pass
        time.sleep(0.6)
        with shell(fleet, "d") as typed:
            assert typed("", ">").endswith("<ne1>")


def test_timers_of_the_fleet_run_on_a_clock_that_is_put_forward() -> None:
    with simulation(one("huawei_vrpv8"), Clock()) as fleet, shell(fleet, "d") as typed:
        typed("", ">")
        typed("system-view", "]")
        typed("sysname trial", "]")
        typed("commit trial 600", "[~trial]")
        fleet.advance(601)
        assert "sysname ne1" in fleet.running("d")


def test_a_trial_without_a_mark_ends_with_the_connection() -> None:
    with simulation(one("huawei_vrpv8")) as fleet:
        with shell(fleet, "d") as typed:
            typed("", ">")
            typed("system-view", "]")
            typed("sysname trial", "]")
            typed("commit trial 600", "[~trial]")
        until = time.monotonic() + 2
        while "sysname trial" in fleet.running("d") and time.monotonic() < until:
            time.sleep(0.02)
        assert "sysname ne1" in fleet.running("d")


def test_a_banner_that_looks_like_a_prompt_comes_before_the_prompt() -> None:
    with simulation(one(greeting="<ne9>\n[ne9]\nAuthorised only>")) as fleet, shell(fleet, "d") as typed:
        assert typed("", "<ne1>").splitlines()[-4:] == ["<ne9>", "[ne9]", "Authorised only>", "<ne1>"]
