"""Ansible's own settings, as far as netops has to know them: where the vault's passwords are, what may change an answer."""

import os
from collections.abc import Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass, field
from pathlib import Path

VAULT_VARIABLES = {
    "ANSIBLE_VAULT_PASSWORD_FILE": "vault_password_file",
    "ANSIBLE_VAULT_IDENTITY_LIST": "vault_identity_list",
}
"""Variables of the environment, and the keys of ``ansible.cfg`` that they win over."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The file of settings that Ansible would read.

    Attributes:
        text: the whole file and its path; empty where there is none.
        values: keys of its section ``defaults``.
        readable: whether it could be taken apart.
    """

    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    readable: bool = True

    @property
    def vault_places(self) -> tuple[tuple[str, str], ...]:
        """Label and place of each vault password: a file, a program, or ``prompt``."""
        named = [os.environ.get(name) or self.values.get(key, "") for name, key in VAULT_VARIABLES.items()]
        each = [part.strip().rpartition("@") for text in named for part in text.split(",") if part.strip()]
        return tuple((label or "default", place) for label, _, place in each)


def settings() -> Settings:
    """Return Ansible's settings; the first file counts that is there ("The configuration file", Ansible Configuration)."""
    named = os.environ.get("ANSIBLE_CONFIG")
    places = [Path(named)] if named else []
    places += [Path("ansible.cfg"), Path("~/.ansible.cfg").expanduser(), Path("/etc/ansible/ansible.cfg")]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return Settings()
    text = path.read_text(encoding="utf-8", errors="replace")
    whole = f"{path.absolute()}\n{text}"
    parser = ConfigParser(interpolation=None, inline_comment_prefixes=(";",))
    try:
        parser.read_string(text)
    except ConfigError:
        return Settings(whole, readable=False)
    return Settings(whole, dict(parser["defaults"]) if parser.has_section("defaults") else {})
