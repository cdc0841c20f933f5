"""Sessions with an ``frr`` device: a Linux shell over SSH, from which ``vtysh`` is called.

What was seen of vtysh 8.4.4 (``vtysh --help``; "VTY shell" in FRR's user manual) and is relied upon here:

- ``vtysh -E -c LINE -c LINE`` repeats each line behind its prompt before the answer, stops at the first line that is
  unknown, incomplete or fails in a daemon, and ends with status 1; nothing after that line is typed. ``-f FILE`` names
  the line and goes on with those after it, and so does standard input, where ``?`` would ask for help besides.
- A refusal by a northbound daemon can end with status 0 and go on: ``% Refusing to remove a non-existent route``.
- ``|`` followed by a space is an output filter even in config mode: ``description a | b`` is dropped with
  ``% Unknown action`` and status 0, ``description a | include b`` silently becomes ``description a``.
- Leaving in the middle doesn't stop it: vtysh types the rest although nobody reads its output.
"""

from netops.platforms.session import Identity, PartSource, Reading, ShellProfile, Typing


def _file(name: str, path: str) -> PartSource:
    # A file that isn't there is an empty part; one that can't be read is a failure.
    return PartSource(name, f"### {path}", f"sudo -n sh -c 'if [ -e {path} ]; then cat {path}; fi'")


SESSION = ShellProfile(
    driver="linux",
    privilege="sudo -n",
    # Neither needs a right or a daemon: a login to the wrong device leaves no trace, and costs half of `show version`.
    identity=Identity(
        command="uname -n; vtysh --help",
        pattern=r"\A(?P<hostname>\S+)\n[\s\S]*Integrated shell for FRR \(version (?P<release>[^)]+)\)",
    ),
    parts=(
        # vtysh types on when the session is cut: what is read waits until it has ended, and fails where it doesn't end.
        PartSource(
            "frr", "### /etc/frr/frr.conf", "sudo -n flock -w 30 /run/netops.push vtysh -c 'show running-config'"
        ),
        _file("interfaces", "/etc/network/interfaces"),
        _file("nftables", "/etc/nftables.conf"),
        _file("sshd", "/etc/ssh/sshd_config"),
    ),
    typing=Typing(
        part="frr",
        # flock(1): the lock goes with vtysh itself, not with the session that started it.
        program="sudo -n flock /run/netops.push vtysh -E",
        option="-c {line}",
        enter=("configure terminal",),
        echo=r"^\S+?(?:\([\w.-]+\))?# (?P<line>.*)$",
        stops=True,
        refusal=(r"^\s*%",),
        harmless=(r"^\s*% Refusing to remove a non-existent",),
        untypable=((r"\|\s", "vtysh reads '| ' as an output filter and would drop the rest of the line"),),
    ),
    save="sudo -n vtysh -c 'write memory'",
    saved=r"\[OK\]",
    # ping(8): -w is the deadline, and with -c 1 the first answer ends it, so a lost packet is asked again.
    ping="sudo -n ping -n -q -c 1 -w 3 -i 0.5 -I {source} {destination}",
    # ping(8): -I takes a VRF's name, and once more the source address inside it.
    ping_vrf="sudo -n ping -n -q -c 1 -w 3 -i 0.5 -I {vrf} -I {source} {destination}",
    # ip-route(8): `get` asks the kernel, so that the answer is the path of the packets and not the wish of a daemon.
    next_hop="ip -4 -o route get {destination} from {source}",
    next_hop_vrf="ip -4 -o route get {destination} from {source} vrf {vrf}",
    next_hop_pattern=r"\bvia (?P<next_hop>\S+)",
    # flock(1): the lock goes with the process, and the process with the SSH connection, so none can be left behind.
    hold="sudo -n flock -n /run/netops.lock sh -c 'echo held; exec cat >/dev/null'",
    # ifquery(8) of ifupdown2: --check compares what runs with what /etc/network/interfaces says.
    checks=("sudo -n ifquery --check -a",),
    # Each first word is written out: vtysh takes abbreviations, and `show r` or `show t` would print the whole config.
    readings=(
        Reading(
            r"show (?:bgp|interface|ip (?:bgp|ospf|route)|mpls|version|vrf)(?: [\w./:*-]+)*",
            "sudo -n vtysh -c {command}",
        ),
    ),
)
