"""Lines whose order means something: which may stay where they are, and which must be taken away or put in anew."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def staying(here: Sequence[T], there: Sequence[T]) -> set[T]:
    """Return a largest set of lines that stand in the same order in both; each line stands once in a list.

    Args:
        here: the order now.
        there: the order that is wanted.

    Example:
        >>> sorted(staying("abcd", "acbd"))
        ['a', 'c', 'd']
    """
    place = {each: at for at, each in enumerate(there)}
    common = [each for each in here if each in place]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, each in enumerate(common):
        rank = place[each]
        size = bisect_left(tails, rank)
        before.append(ends[size - 1] if size else -1)
        if size == len(tails):
            tails.append(rank)
            ends.append(at)
        else:
            tails[size], ends[size] = rank, at
    found: set[T] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(common[at])
        at = before[at]
    return found


def leading(here: Sequence[T], there: Sequence[T]) -> set[T]:
    """Return the lines that may stay where new ones can only be appended: those that ``there`` begins with, in order.

    Example:
        >>> sorted(leading("abc", "acb")), sorted(leading("ab", "xab"))
        (['a', 'c'], [])
    """
    found: set[T] = set()
    rest = iter(here)
    for each in there:
        if any(other == each for other in rest):
            found.add(each)
        else:
            break
    return found


def gaps(places: Sequence[int | None], step: int) -> list[int] | None:
    """Return numbers for lines that have none, between those that have one; None where there is no room.

    Args:
        places: numbers in their order, ascending; None for a new line.
        step: from one number to the next where nothing stands behind.

    Example:
        >>> gaps([10, None, 20, None], 10), gaps([10, None, 11], 10)
        ([10, 15, 20, 30], None)
    """
    found: list[int] = []
    at = 0
    while at < len(places):
        place = places[at]
        if place is not None:
            found.append(place)
            at += 1
            continue
        end = at
        while end < len(places) and places[end] is None:
            end += 1
        low = found[-1] if found else 0
        high = places[end] if end < len(places) else None
        count = end - at
        if high is None:
            found += [(low // step + 1 + each) * step for each in range(count)]
        else:
            width = (high - low) // (count + 1)
            if width < 1:
                return None
            found += [low + width * (each + 1) for each in range(count)]
        at = end
    return found
