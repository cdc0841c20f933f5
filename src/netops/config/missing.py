"""What it means that a line is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Leader:
    """The line of another that decides a line's default: a member of a group does what its group does.

    Attributes:
        named: lines, here or above, that name the other one.
        line: the other one's line, in the same section.
    """

    named: tuple[Pattern, ...]
    line: Pattern


@dataclass(frozen=True, slots=True)
class Default:
    """What it means that a line is missing.

    Attributes:
        value: True: the same as the line without ``no``; False: the same as the line with ``no``; a text: as if the
            line stood with this value. Keyed by the profile that the config asks for; ``""`` is any other profile.
        shown: the device shows the negated form, too, so that a missing line tells nothing.
        usual: what it means where the text doesn't show either form all the same; None: nobody knows, or the release decides
            and nobody knows that.
        follows: the line of the section above that decides (``bgp default ipv4-unicast``), or None; words of the line that
            opens the section may stand in it.
        leader: whose line decides before that, where there is somebody.
    """

    value: Mapping[str, bool | str] = field(default_factory=lambda: {"": False})
    shown: bool = False
    usual: bool | None = None
    follows: tuple[str, ...] | None = None
    leader: Leader | None = None

    @property
    def is_known(self) -> bool:
        """Whether it is known what it means that a device shows neither of two forms.

        A line that says the same may be missing again once it was typed: as a difference it would be one at each run.
        """
        return self.shown and self.usual is not None

    def agrees(self, *, negative: bool) -> bool:
        """Whether a line of which the device shows both forms says in this one what neither would mean, as far as that is known."""
        return self.shown and negative is not (self.usual is True)

    def deciding(self) -> Iterator[Pattern]:
        """Yield the lines of which one decides."""
        if self.follows is not None:
            yield Pattern.of(" ".join(f"{{w{at}}}" if "{" in word else word for at, word in enumerate(self.follows)))
        if self.leader is not None:
            yield self.leader.line
            yield from self.leader.named


SAYS_NO = Default()
"""Of most lines: the same as the line with ``no``. No other default is equal to it, so that looking at which it is will do."""
