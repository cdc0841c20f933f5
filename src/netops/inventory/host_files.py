"""``hosts.yml``, ``group_vars/`` and ``host_vars/`` as files.

Where each host and variable stands, and what Ansible would drop without a word. What they mean is Ansible's to say
(``listing``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.errors import Fault
from netops.inventory.document import Document, Keys, Place, Reading, read, spelled
from netops.inventory.hosts import CONNECTION
from netops.inventory.words import listed, nearest, shown, template_opener, unsafe_character

GROUP_KEYS = ("hosts", "vars", "children")
VARIABLE_SUFFIXES = frozenset({"", ".yml", ".yaml", ".json"})
VAULT = b"$ANSIBLE_VAULT"


@dataclass(frozen=True, slots=True)
class HostFiles:
    """The files that Ansible reads, with positions.

    Attributes:
        document: ``hosts.yml``.
        hosts: host → keys of its first place in ``hosts.yml``.
        variables: (``group_vars`` or ``host_vars``, group or host) → its files.
    """

    document: Document
    hosts: Mapping[str, Keys]
    variables: Mapping[tuple[str, str], tuple[Document, ...]]

    def place(self, host: str, variable: str = "", groups: tuple[str, ...] = ()) -> Place:
        """Return where a host stands, or where its variable is set if that can be seen."""
        keys = self.hosts.get(host, ())
        if not variable or (*keys, variable) in self.document.places:
            return self.document.place(*keys, variable)
        sources = [("host_vars", host), *(("group_vars", group) for group in (*reversed(groups), "all"))]
        for document in (each for source in sources for each in self.variables.get(source, ())):
            if (variable,) in document.places:
                return document.place(variable)
        return self.document.place(*keys)

    def at_host(self, host: str, variable: str) -> bool:
        """Return whether a variable is set for this host alone: at its name in ``hosts.yml``, or in its ``host_vars``."""
        own = self.variables.get(("host_vars", host), ())
        return any((variable,) in document.places for document in own) or any(
            keys[-2:] == (host, variable) and keys[-3:-2] == ("hosts",) for keys in self.document.places
        )


def read_host_files(root: Path) -> tuple[HostFiles | None, tuple[Fault, ...]]:
    """Return the files, or None where one of them can't be read as YAML, and every fault in them."""
    readings = [(("", ""), read(root / "hosts.yml", ansible=True)), *_variable_readings(root)]
    faults = [fault for _, reading in readings for fault in reading.faults]
    documents = [(source, reading.document) for source, reading in readings if reading.document]
    hosts = next((document for source, document in documents if source == ("", "")), None)
    places: dict[str, Keys] = {}
    if hosts is not None:
        faults += _structure_faults(hosts, places)
    faults += [fault for _, document in documents for fault in _unsafe_values(document, document.value, ())]
    if faults or hosts is None:
        return None, tuple(faults)
    variables: dict[tuple[str, str], tuple[Document, ...]] = {}
    for source, document in documents:
        variables[source] = (*variables.get(source, ()), document)
    return HostFiles(hosts, places, variables), ()


def _variable_readings(root: Path) -> Iterator[tuple[tuple[str, str], Reading]]:
    for folder in ("group_vars", "host_vars"):
        for path in sorted((root / folder).rglob("*")):
            hidden = path.name.startswith(".") or path.name.endswith("~")
            if path.is_file() and not hidden and path.suffix in VARIABLE_SUFFIXES and not _is_vault(path):
                first = Path(path.relative_to(root / folder).parts[0])
                yield (
                    (folder, first.stem if first.suffix in VARIABLE_SUFFIXES else first.name),
                    read(path, ansible=True),
                )


def _is_vault(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(VAULT)) == VAULT


def _structure_faults(document: Document, places: dict[str, Keys]) -> Iterator[Fault]:
    """Yield what Ansible would skip with a warning; note where each host stands."""
    if not isinstance(document.value, dict) or not document.value:
        yield document.fault("NET-INV-058")
        return
    for group, content in document.value.items():
        yield from _group_faults(document, (group,), content, places)
    if not places:
        yield document.fault("NET-INV-058")


def _group_faults(document: Document, keys: Keys, content: object, places: dict[str, Keys]) -> Iterator[Fault]:
    if content is None:
        return
    if not isinstance(content, dict):
        yield document.fault("NET-INV-016", *keys, key=spelled(keys), value=shown(content))
        return
    for name, inner in content.items():
        if name not in GROUP_KEYS:
            near = nearest(name, GROUP_KEYS) or listed(GROUP_KEYS)
            yield document.fault("NET-INV-052", *keys, name, key=spelled((*keys, name)), near=near)
        elif inner is not None and not isinstance(inner, dict):
            yield document.fault("NET-INV-016", *keys, name, key=spelled((*keys, name)), value=shown(inner))
        elif name == "children":
            for child, child_content in (inner or {}).items():
                yield from _group_faults(document, (*keys, name, child), child_content, places)
        elif name == "hosts":
            yield from _host_faults(document, (*keys, name), inner or {}, places)


def _host_faults(
    document: Document, keys: Keys, hosts: Mapping[str, object], places: dict[str, Keys]
) -> Iterator[Fault]:
    for host, variables in hosts.items():
        places.setdefault(host, (*keys, host))
        if variables is not None and not isinstance(variables, dict):
            yield document.fault("NET-INV-016", *keys, host, key=spelled((*keys, host)), value=shown(variables))


def _unsafe_values(document: Document, value: object, keys: Keys) -> Iterator[Fault]:
    """Yield values that could break out of a config line; Ansible's own variables may hold what they like."""
    if any(str(key).startswith("ansible_") and key not in CONNECTION for key in keys):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _unsafe_values(document, inner, (*keys, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unsafe_values(document, inner, (*keys, index))
    elif isinstance(value, str):
        character, opener = unsafe_character(value), template_opener(value)
        if character:
            yield document.fault("NET-INV-028", *keys, key=spelled(keys), character=character)
        elif opener:
            yield document.fault("NET-INV-029", *keys, key=spelled(keys), opener=opener)
