"""What a setting's line means to the reader: a setting that would be read back as something else can't be written."""

from netops.model import Device
from netops.platforms.ios_family.saying import saying
from netops.platforms.ios_family.settings import setting_line
from netops.platforms.ruijie_os.reader import DIALECT, READERS

SAYING = saying(DIALECT, READERS)


def said(section: str, name: str, value: str) -> Device:
    """Return what a setting means, below a section or, where that is empty, at the top level.

    Example:
        >>> sorted(said("", "ip domain name", "example.cn").management.fields)
        [('ip domain name', 'example.cn')]
    """
    return SAYING(section, setting_line(name, value))
