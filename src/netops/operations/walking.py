"""Which files a user means by files and folders: each is found once, and what isn't looked at is noted with the reason."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from netops.language import refused, translate

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Found:
    """One file.

    Attributes:
        named: the user named it; else it only lies in a folder.
        trouble: why a folder couldn't be looked into; empty for a file.
    """

    path: Path
    named: bool = False
    trouble: str = ""

    @property
    def is_input(self) -> bool:
        """Whether it stands for standard input."""
        return self.named and self.path == STANDARD_INPUT

    @property
    def shown(self) -> str:
        """The file as people know it."""
        return translate("standard input") if self.is_input else str(self.path).replace("\n", "\\n")


@dataclass(slots=True)
class Walk:
    """A walk through files and folders.

    Attributes:
        passed: path and why nobody looks at it.
        hidden: files and folders whose names begin with a dot.
        seen: what was found first under a device's and a file's number: a file is looked at once, by whatever names.
    """

    passed: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    seen: dict[tuple[int, int], Found] = field(default_factory=dict)

    def files(self, paths: Iterable[Path]) -> Iterator[Found]:
        """Yield the files that are meant, those of a folder by name; one that is named, too, comes as such."""
        meant = [Found(path, named=True) for path in paths]
        folders = {each.path for each in meant if not each.is_input and each.path.is_dir()}
        for each in meant:
            if each.path not in folders:
                self._first(each)
        for each in meant:
            yield from self._below(each.path) if each.path in folders else self._once(each)

    def _below(self, top: Path) -> Iterator[Found]:
        troubles: list[OSError] = []
        for folder, names, held in os.walk(top, onerror=troubles.append):
            here = Path(folder)
            self.hidden += sorted(str(here / name) for name in (*names, *held) if name.startswith("."))
            names[:] = sorted(name for name in names if not name.startswith(".") and self._entered(here / name))
            for name in sorted(name for name in held if not name.startswith(".")):
                yield from self._once(Found(here / name))
        for error in troubles:
            yield Found(Path(error.filename or top), trouble=refused(error))

    def _entered(self, folder: Path) -> bool:
        """Tell whether a folder is walked: one that only leads elsewhere isn't, since it may lead anywhere, and in circles."""
        if not folder.is_symlink():
            return True
        words = translate("a link to another folder, {target}, which isn't followed; name it to have it audited")
        self.passed.append((str(folder), words.format(target=_target(folder))))
        return False

    def _once(self, found: Found) -> Iterator[Found]:
        """Yield a file, unless it was found before or is none that ends."""
        first = self._first(found)
        if first is None:
            self.passed.append((found.shown, translate("no file: a device, a pipe or a socket")))
        elif first is found:
            yield found
        elif first.path != found.path:
            self.passed.append((found.shown, translate("the same file as {other}").format(other=first.shown)))

    def _first(self, found: Found) -> Found | None:
        """Return what a file was found as first; None where it only lies in a folder and is none that ends."""
        if found.is_input:
            return found
        try:
            about = found.path.stat()
        except OSError:
            return found  # why it can't be read is said by whoever reads it
        if not found.named and not found.path.is_file():
            return None
        return self.seen.setdefault((about.st_dev, about.st_ino), found)


def _target(folder: Path) -> str:
    try:
        return str(folder.readlink())
    except OSError as error:
        return refused(error)
