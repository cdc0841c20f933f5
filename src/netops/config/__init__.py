r"""Config text: tree, diff, patch, simulation, proof. No protocol and no vendor is known here.

The rules of a platform come as data, in a `Rulebook` (``platforms/<name>/rulebook.yml``).

Example:
    >>> from netops.config import build_patch, parse
    >>> from netops.platforms import get_platform
    >>> frr = get_platform("frr")
    >>> running = parse(frr, "ip prefix-list HQ-IN seq 5 permit 10.32.1.0/24\n")
    >>> intended = parse(frr, "ip prefix-list HQ-IN seq 5 permit 10.32.1.0/24 le 26\n")
    >>> patch = build_patch(frr, running, intended)
    >>> print(patch.diff)
    -ip prefix-list HQ-IN seq 5 permit 10.32.1.0/24
    +ip prefix-list HQ-IN seq 5 permit 10.32.1.0/24 le 26
    >>> patch.proof.proven
    True
"""

from netops.config.build import build_patch, difference
from netops.config.cutoff import torn
from netops.config.diff import grouped
from netops.config.fingerprint import fingerprint
from netops.config.node import Node
from netops.config.patch import Answer, CommandStep, FileStep, Patch, Proof, Script, Step, revealed_steps
from netops.config.publishing import schemas
from netops.config.reading import parse
from netops.config.rulebook import Dialect, Rulebook
from netops.config.rulebook_file import load_rulebook
from netops.config.rulebook_pieces import Push
from netops.config.secret import make_mask, mask, placeholders, reveal, undetectable
from netops.config.simulate import Rejection, simulate
from netops.config.steps import Kept
from netops.config.tree import Tree

__all__ = [
    "Answer",
    "CommandStep",
    "Dialect",
    "FileStep",
    "Kept",
    "Node",
    "Patch",
    "Proof",
    "Push",
    "Rejection",
    "Rulebook",
    "Script",
    "Step",
    "Tree",
    "build_patch",
    "difference",
    "fingerprint",
    "grouped",
    "load_rulebook",
    "make_mask",
    "mask",
    "parse",
    "placeholders",
    "reveal",
    "revealed_steps",
    "schemas",
    "simulate",
    "torn",
    "undetectable",
]
