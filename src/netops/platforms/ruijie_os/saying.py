"""What a setting's line means to the reader: a setting that would be read back as something else can't be written."""

from functools import lru_cache

from netops.config.node import Node
from netops.model import Device
from netops.platforms.ios_family.device import read_nodes
from netops.platforms.ios_family.settings import setting_line
from netops.platforms.ruijie_os.reader import DIALECT, READERS


@lru_cache(1 << 12)
def said(section: str, name: str, value: str) -> Device:
    """Return what a setting means, below a section or, where that is empty, at the top level.

    Example:
        >>> sorted(said("", "ip domain name", "example.cn").management.fields)
        [('ip domain name', 'example.cn')]
    """
    line = Node(setting_line(name, value))
    return read_nodes((Node(section, children=(line,)) if section else line,), DIALECT, READERS)
