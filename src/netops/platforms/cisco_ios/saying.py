"""What lines mean to the reader of Cisco IOS where nothing else stands."""

from netops.platforms.cisco_ios.reader import DIALECT, READERS
from netops.platforms.ios_family.saying import saying

SAYING = saying(DIALECT, READERS)
