"""A list that is called `on` isn't told from a line without a value, so that nobody takes the one for the other."""

import pytest

from netops.config import parse
from netops.platforms import get_platform


@pytest.mark.parametrize(
    ("platform", "text", "line"),
    [
        ("cisco_ios", "hostname r1\nip tftp source-interface on\nend\n", "ip tftp source-interface on"),
        ("huawei_vrp", "#\nsysname r1\n#\ndns server off\n#\nreturn\n", "dns server off"),
    ],
)
def test_a_value_that_reads_like_a_switch_is_unread(platform: str, text: str, line: str) -> None:
    p = get_platform(platform)
    device = p.read(parse(p, text))

    assert [each.line.text for each in device.unread] == [line]
    assert not {value for _, value in device.management.fields} & {"on", "off"}
