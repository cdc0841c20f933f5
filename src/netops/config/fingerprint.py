"""What "the same config" means: one digest, used by plan, apply, verify, drift and archive."""

import hashlib

from netops.config.equality import flat
from netops.config.files import lines_of, shape
from netops.config.root import read_root
from netops.config.rulebook import Dialect
from netops.config.rulebook_pieces import Push
from netops.config.secret import SlowMask
from netops.config.spans import separate
from netops.config.tree import Tree


def fingerprint(p: Dialect, tree: Tree, *, release: str = "") -> str:
    r"""Return the digest of what a config means to the device.

    It is blind to noise, comments, blank lines, volatile headers, to order where order has no meaning, to equal
    spellings, and to lines that only say what a missing line means anyway. Secrets count, through a slow digest; those
    that the device encrypts anew at each display don't.

    Args:
        p: the platform.
        tree: the config.
        release: the device's software release, where the text doesn't name it and rules depend on it.

    Example:
        >>> from netops.config import parse
        >>> from netops.platforms import get_platform
        >>> frr = get_platform("frr")
        >>> one = parse(frr, "!\nrouter ospf\n maximum-paths 4\n ospf router-id 10.255.0.1\nexit\n!\n")
        >>> two = parse(frr, "router ospf\n ospf router-id 10.255.0.1\n maximum-paths 4\n")
        >>> fingerprint(frr, one) == fingerprint(frr, two)
        True
    """
    digest = hashlib.sha256()
    hides = SlowMask(p.rulebook.secrets)
    book = p.rulebook.at(release or tree.release)
    for part in book.parts:
        if part.push is Push.COMMANDS:
            root = read_root(book, part, tree, hides).load_all()
            separate(root)
            lines = flat(root)
        else:
            lines = (hides.text(line) for line in lines_of(shape(part, tree.part(part.name))))
        digest.update(f"[{part.name}]\n".encode())
        for line in lines:
            digest.update(f"{line}\n".encode("utf-8", "surrogatepass"))
    return f"sha256:{digest.hexdigest()}"
