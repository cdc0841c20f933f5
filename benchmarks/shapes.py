"""The texts that are measured, by name: a platform, and what makes running and intended."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks import generated, generated_lists, generated_long

TINY = 200
"""Lines of the text that is read before the clock starts."""

ELSEWHERE = 5_000
"""The tiny text's first number: none of its names and addresses stands in a measured text, so no cache knows one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of text.

    Attributes:
        platform: its platform, in netops' words.
        make: from a number of lines, and the first number in names and addresses, to a running and an intended text.
    """

    platform: str
    make: Callable[[int, int], tuple[str, str]]

    def texts(self, lines: int) -> tuple[str, str]:
        """Return what is measured."""
        return self.make(lines, 0)

    def tiny(self) -> tuple[str, str]:
        """Return what is read before, of the same shape."""
        return self.make(TINY, ELSEWHERE)


SHAPES = {
    "ios": Shape("cisco_ios", partial(generated.pair, generated.ios)),
    "vrp": Shape("huawei_vrp", partial(generated.pair, generated.vrp)),
    "ios-long": Shape("cisco_ios", generated_long.ios),
    "vrp-long": Shape("huawei_vrp", generated_long.vrp),
    "ios-section": Shape("cisco_ios", generated_lists.section),
    "ios-acl-named": Shape("cisco_ios", generated_lists.acl_shown_without_numbers),
    "ios-acl-seq": Shape("cisco_ios", generated_lists.acl_shown_with_numbers),
    "ios-acl-101": Shape("cisco_ios", generated_lists.acl_of_lines),
    "vrp-acl": Shape("huawei_vrp", generated_lists.vrp_acl),
}
