"""An archive in a folder of its own, and devices that showed something."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netops.devices import Collected
from netops.store import Archive, Storing, store

START = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)
Keep = Callable[..., Storing]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", patience=0.2)


@pytest.fixture
def keep(archive: Archive) -> Keep:
    """Archive what devices showed on a day counted from the tenth of January, 02:00 UTC."""

    def put(day: float, platform: str = "cisco_ios", *, masked: bool = False, **texts: str) -> Storing:
        read = {host: Collected(text, "15.7", START + timedelta(days=day)) for host, text in texts.items()}
        return store(archive, read, dict.fromkeys(read, platform), who="li", masked=masked)

    return put
