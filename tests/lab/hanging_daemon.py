"""A routing daemon that hangs at one line: runs on a router, between vtysh and the daemon's own socket.

``python3 hanging_daemon.py /run/frr/bgpd.vty WORDS`` passes everything on until a command with these words comes; that one
and what follows are swallowed, so that whoever types them waits. It ends by SIGTERM and leaves the socket as it was.
Commands on the socket end with a NUL byte (FRR, ``vtysh/vtysh.c``).
"""

import shutil
import signal
import socket
import stat
import sys
import threading
from pathlib import Path


def carry(source: socket.socket, sink: socket.socket, words: bytes) -> None:
    """Pass bytes on until the words come, or one side ends."""
    seen = b""
    while data := source.recv(65536):
        seen = (seen + data)[-65536:]
        if words and words in seen:
            return
        sink.sendall(data)
    sink.shutdown(socket.SHUT_WR)


def stand_between(listener: socket.socket, daemon: Path, words: bytes) -> None:
    """Give each caller a connection to the daemon."""
    while True:
        caller, _ = listener.accept()
        called = socket.socket(socket.AF_UNIX)
        called.connect(str(daemon))
        for way in ((caller, called, words), (called, caller, b"")):
            threading.Thread(target=carry, args=way, daemon=True).start()


def main(place: Path, words: str) -> None:
    """Take the daemon's place until told to end."""
    aside = place.with_suffix(".daemon")
    place.rename(aside)

    def leave(*_: object) -> None:
        aside.replace(place)
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        shutil.chown(place, aside.owner(), aside.group())
        place.chmod(stat.S_IMODE(aside.stat().st_mode))
        listener.listen(16)
        stand_between(listener, aside, words.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
