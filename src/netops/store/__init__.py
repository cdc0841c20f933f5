"""The archive: what every device showed, and when, so that a diff, an audit and a change refer to exactly one text.

Texts are stored once, by content; an index a device says when each was seen. Nothing is given out that isn't, byte for
byte, what was stored (`netops.store.archive`).
"""

from netops.store.archive import Archive
from netops.store.entry import Entry, Seen
from netops.store.masking import masked
from netops.store.moment import NOW, Moment, read_moment
from netops.store.publishing import schemas
from netops.store.recalling import Recall, Recalled, recall, references
from netops.store.storing import Stored, Storing, prepare, store
from netops.store.verifying import Verified, verify

__all__ = [
    "NOW",
    "Archive",
    "Entry",
    "Moment",
    "Recall",
    "Recalled",
    "Seen",
    "Stored",
    "Storing",
    "Verified",
    "masked",
    "prepare",
    "read_moment",
    "recall",
    "references",
    "schemas",
    "store",
    "verify",
]
