"""The city of simulated devices that playbooks are run on, as the tests see it."""

from pathlib import Path
from typing import Any, Protocol

PASSWORD = "s3cret-of-the-devices"


class Played(Protocol):
    status: int
    output: str

    @property
    def results(self) -> list[dict[str, Any]]: ...


class City(Protocol):
    folder: Path
    devices: Any
    environment: dict[str, str]

    @property
    def inventory(self) -> Path: ...

    def variables(self, host: str) -> Path: ...

    def play(self, playbook: str, *words: str, **environment: str) -> Played: ...
