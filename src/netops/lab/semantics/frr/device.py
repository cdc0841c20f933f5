"""An FRR router at its command lines: the shell, vtysh, and the daemons behind it."""

from __future__ import annotations

import re
from itertools import pairwise

from netops.lab.semantics.core.device import Answer, Device
from netops.lab.semantics.core.model import Node, Platform, Refusal, Standing, matches
from netops.lab.semantics.core.taking import Path, Work
from netops.lab.semantics.frr import parts, showing
from netops.lab.semantics.frr.forms import Ignored
from netops.lab.semantics.frr.loading import load
from netops.lab.semantics.frr.placing import home, put
from netops.lab.semantics.frr.shell import NO_PROGRAM, Writing, fault_of, here_document, is_program, moved, words_of
from netops.lab.semantics.frr.syntax import Verdict

WAYS_OUT = re.compile(r"exit|quit|exit-address-family|exit-vrf|exit-vni")


class FrrDevice(Device):
    """A simulated FRR router.

    Attributes:
        files: the files beside frr.conf, path → text.
        marked: the parts of the startup text were marked by ``### PATH``, so that they are in what it displays.
    """

    def __init__(self, platform: Platform, text: str) -> None:
        config, self.files, self.marked = parts.split(text)
        self._known = tuple(self.files)
        super().__init__(platform, "")
        self.root = self.committed = load(self.grammar, config)
        if parts.INTERFACES in self.files:
            self.root.groups = parts.facts(parts.kernel(self.files[parts.INTERFACES])[0])
        self._in_vtysh = False
        self._names = {key: node for key, node in self.root.children.items() if key in ("hostname", "domainname")}
        self._writing: Writing | None = None
        self._settle()
        self.saved = self.running()

    @property
    def prompt(self) -> str:
        """What stands before the cursor: the shell's prompt or vtysh's."""
        if self._writing is not None:
            return ">"
        if self._path is None and not self._in_vtysh:
            return f"netops@{self.name}:~$"
        sections = None if self._path is None else tuple(_part(node) for node in self._path[1:])
        return self.platform.prompt(Standing(self.name, sections, pending=False))

    def beside(self, other: Device) -> Node:
        """Return what can be compared: of a file that only one of the texts speaks of, the other says nothing."""
        told = other.files if isinstance(other, FrrDevice) else self.files
        silent = {f"### {path}" for path in self.files if path not in told}
        kept = {key: node for key, node in self.root.children.items() if key not in silent}
        return Node(self.root.text, self.root.key, groups=self.root.groups, children=kept)

    def running(self) -> str:
        """Return the config as vtysh displays it, and the other files as they are."""
        config = showing.shown(self._without_files())
        if not self.marked:
            return config
        files = [f"### {path}\n{self.files[path]}" for path in self._shown_files()]
        head = "" if config == "end\n" else f"### {parts.FRR_CONF}\n{config}"
        return head + "".join(files)

    def type(self, line: str) -> Answer:
        """Type one line at the shell or at vtysh; return the answer."""
        if self._writing is not None:
            return self._write(self._writing, line)
        words = " ".join(line.split())
        if not words or words.startswith(("!", "#")):
            return Answer("")
        answer = (
            self._at_exec(line.strip(), words)
            if self._path is None
            else self._in_config(line.strip(), words, self._path)
        )
        self._settle()
        return answer

    def _shown_files(self) -> list[str]:
        usual = (parts.INTERFACES, parts.NFTABLES, parts.SSHD)
        return [path for path in dict.fromkeys([*self._known, *usual]) if path in self.files]

    def _without_files(self) -> Node:
        kept = {key: node for key, node in self.root.children.items() if not key.startswith("### ")}
        return Node(self.root.text, self.root.key, children=kept)

    def _settle(self) -> None:
        """Keep what FRR would show, and the files as lines that can be compared."""
        showing.tidy(self.root, self._path or ())
        for key in [key for key in self.root.children if key.startswith("### ")]:
            del self.root.children[key]
        for path in self._shown_files():
            node = parts.node_of(path, self.files[path])
            self.root.children[node.key] = node

    # ------------------------------------------------------------------------------------------------ shell and exec

    def _at_exec(self, line: str, words: str) -> Answer:
        shell = self.platform.shell
        if matches(shell.configure, words):
            self._in_vtysh, self._path = True, (self.root,)
            return Answer("")
        if matches(shell.show, words) or matches(shell.save, words) or matches(shell.harmless, words):
            return self._looked(words)
        if words in ("exit", "quit", "end"):
            self._in_vtysh = self._in_vtysh and words == "end"
            if not self._in_vtysh:
                self._forget_names()
            return Answer("")
        self._writing = here_document(line, self.files)
        if self._writing is not None:
            return Answer("")
        return self._run(words_of(line), words)

    def _looked(self, words: str) -> Answer:
        if matches(self.platform.shell.show, words):
            return Answer(showing.shown(self._without_files()))
        if matches(self.platform.shell.save, words):
            self.saved = self.running()
        return Answer("")

    def _write(self, writing: Writing, line: str) -> Answer:
        if line.strip() == writing.mark:
            self.files[writing.path] = writing.text
            self._writing = None
            self._settle()
        else:
            writing.lines.append(line)
        return Answer("")

    def _run(self, words: list[str], line: str) -> Answer:
        """Run a program of the shell."""
        if words[:1] == ["vtysh"]:
            return self._vtysh(words[1:])
        if self._in_vtysh and not is_program(words):
            return Answer(f"{self.platform.errors.unknown}: {line}", refused=True)
        if not is_program(words):
            return Answer(NO_PROGRAM.format(words[0] if words else line), refused=True)
        fault = fault_of(words, self.files)
        if fault:
            return Answer(fault, refused=True)
        moved(words, self.files)
        if words[0].rpartition("/")[2] == "ifreload":
            self._apply_interfaces()
        return Answer("")

    def _vtysh(self, words: list[str]) -> Answer:
        """Enter vtysh, or have it run the lines of its ``-c`` options, up to the first that is refused."""
        lines = [word for option, word in pairwise(words) if option == "-c"]
        self._in_vtysh = not lines
        said: list[str] = []
        refused = False
        for line in lines:
            answer = self.type(line)
            said += [answer.text] if answer.text else []
            refused = answer.refused
            if refused:
                break
        if lines:
            self._path, self._in_vtysh = None, False
            self._forget_names()
        return Answer("\n".join(said), refused=refused)

    def _forget_names(self) -> None:
        """Let the router have the kernel's names again: a typed name lasts as long as its vtysh (seen on 8.4.4)."""
        for key in ("hostname", "domainname"):
            self.root.children.pop(key, None)
            if key in self._names:
                self.root.children[key] = self._names[key]

    def _apply_interfaces(self) -> None:
        """Have the kernel follow the interfaces file; FRR shows which interfaces take labelled packets."""
        stanzas, _ = parts.kernel(self.files.get(parts.INTERFACES, ""))
        self.root.groups = parts.facts(stanzas)
        labelled = self.root.groups["mpls"].split()
        for name in stanzas:
            section = self.root.children.get(f"interface {name}")
            if name in labelled:
                put(
                    Work(self.grammar, self.root),
                    put(Work(self.grammar, self.root), (self.root,), f"interface {name}"),
                    "mpls enable",
                )
            elif section is not None:
                section.children.pop("mpls enable", None)

    # ----------------------------------------------------------------------------------------------------- configuring

    def _in_config(self, line: str, words: str, path: Path) -> Answer:
        shell = self.platform.shell
        if words == "end":
            self._path = None
            return Answer("")
        if WAYS_OUT.fullmatch(words):
            return self._left(words, path)
        if words.startswith("do ") and (
            matches(shell.show, words) or matches(shell.save, words) or matches(shell.harmless, words)
        ):
            return self._looked(words)
        return self._configured(line, words, path)

    def _left(self, words: str, path: Path) -> Answer:
        """Leave a section: by ``exit``, or by the word of its own kind, which the sections inside of it know too."""
        if words in ("exit", "quit"):
            self._path = path[:-1] or None
            return Answer("")
        wanted = "vrf" if words == "exit-vrf" else ""
        for length in range(len(path), 1, -1):
            view = path[length - 1].view
            if (wanted and view == wanted) or (not wanted and showing.ENDS.get(view) == words):
                self._path = path[: length - 1]
                return Answer("")
            if view not in ("ldp-if", "other"):
                break
        return Answer(f"{self.platform.errors.unknown}: {words}", refused=True)

    def _configured(self, line: str, words: str, path: Path) -> Answer:
        where, words, found = home(path, words)
        if where is None:
            errors = self.platform.errors
            said = errors.incomplete if found is Verdict.INCOMPLETE else errors.unknown
            return Answer(f"{said}: {line}", refused=True)
        work = Work(self.grammar, self.root)
        self._path = where
        try:
            self._path = put(work, where, words)
        except Refusal as refusal:
            return Answer("\n".join([*work.said, str(refusal)]), refused=True)
        except Ignored as ignored:
            work.said += [str(ignored)] if str(ignored) else []
        return Answer("\n".join(work.said))


def _part(node: Node) -> str:
    """Return a section's part of the prompt."""
    return node.rule.prompt if node.rule is not None and node.rule.prompt else "router"
