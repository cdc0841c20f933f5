"""What a user brings to an audit, read before any device is asked: thresholds, a site's own clauses, weights."""

from dataclasses import dataclass, replace
from pathlib import Path

from netops.audit import ClausePack, Policy, Weights, load_pack, load_policy, load_weights, with_imported
from netops.language import translate as _
from netops.operations.auditing import Audited


@dataclass(frozen=True, slots=True)
class Brought:
    """What a user brought, read before any device is asked."""

    pack: ClausePack | None = None
    weights: Weights | None = None

    def beside(self, found: Audited) -> Audited:
        """Return what was found, judged by it, too."""
        return replace(found, summary=with_imported(found.summary, found.results, self.pack, self.weights))

    def warnings(self, found: Audited) -> tuple[str, ...]:
        """Return what whoever brought it should know of what `beside` found: a pack may ask nothing at any device's level."""
        if self.pack is None or not found.results or found.summary.private:
            return ()
        return (_("no clause of the site's own is for the level of any device: nothing was judged by them"),)


def brought(clauses: Path | None, weights: Path | None) -> Brought:
    """Return what these files hold.

    Raises:
        InputError: NET-INV-010 and those after it, and NET-AUD-003, all faults of a file, each with its line.
        OSError: a file that isn't there, or may not be read.
    """
    for each in filter(None, (clauses, weights)):
        each.read_bytes()
    return Brought(load_pack(clauses) if clauses else None, load_weights(weights) if weights else None)


def thresholds(named: Path | None, usual: Path | None = None) -> Policy:
    """Return the thresholds in force: a file that is named must be there, the inventory's own needn't.

    Raises:
        InputError: NET-INV-010 and those after it, every fault of the file, or those of unreadable YAML.
        FileNotFoundError: the file that was named isn't there; thresholds that nobody chose would be in force in silence.
    """
    if named is not None:
        named.read_bytes()
        return load_policy(named)
    return load_policy(usual) if usual is not None else Policy()
