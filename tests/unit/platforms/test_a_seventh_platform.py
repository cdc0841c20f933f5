"""A platform is a folder: a toy one is patched, read, found out and rendered without a line of netops being changed."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import netops.platforms
from netops.config import build_patch, parse
from netops.errors import InputError
from netops.model import Device, Interface
from netops.platforms import detect, get_platform, platform_names
from netops.render import render

RULEBOOK = """
platform: toy_box
release: '3'
certain: ['toybox \\d+']
parts:
  - grammar: sections
    push: commands
    lines:
      - {line: "toybox <release>"}
      - {line: "name <name>"}
      - line: "port {port}"
        lines:
          - {line: "off"}
          - {line: "label *"}
"""
READER = '''
"""Reads a toy box."""

from netops.model import Device, Interface, Topic
from netops.platforms.reading.sheet import Place, Unreads, line


def read(tree):
    unreads, found, ports = Unreads(), {"hostname": ""}, set()
    place = Place(unreads, Topic.INTERFACES)
    for node in tree.part(""):
        first, _, rest = node.text.partition(" ")
        if first == "name":
            found["hostname"] = rest
        elif first == "toybox":
            found["release"] = rest
        elif first == "port":
            off = [child for child in node.children if child.text == "off"]
            place.under(node).unread(*(child for child in node.children if child not in off))
            ports.add(Interface(rest, enabled=not off, lines=(line(node),)))
        else:
            place.unread(node)
    return Device(platform=tree.platform, interfaces=frozenset(ports), unread=unreads.sorted(), **found)
'''
REFUSALS = '''
"""What a toy box can't be told."""


def refusals(device):
    return ()
'''
LIMITS = """
Interface.name: {pattern: '[1-9]', right: 1 to 9}
"""
TEMPLATE = """\
toybox {{ device.release }}
name {{ device.hostname }}
{% for port in device.interfaces | ordered %}
port {{ port.name }}
{% if not port.enabled %}
 off
{% endif %}
{% endfor %}
"""
TEXT = "toybox 3\nname box\nport 1\n off\n label to the wall\nport 2\n"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a toy platform beside the others, and return the folder of its templates."""
    toy = tmp_path / "platforms" / "toy_box"
    toy.mkdir(parents=True)
    files = {"rulebook.yml": RULEBOOK, "limits.yml": LIMITS, "reader.py": READER, "refusals.py": REFUSALS}
    for name, text in {**files, "__init__.py": ""}.items():
        (toy / name).write_text(text, encoding="utf-8")
    (tmp_path / "templates" / "toy_box").mkdir(parents=True)
    (tmp_path / "templates" / "toy_box" / "device.j2").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(netops.platforms, "__path__", [*netops.platforms.__path__, str(toy.parent)])
    platform_names.cache_clear()
    yield tmp_path / "templates"
    platform_names.cache_clear()
    for name in [each for each in sys.modules if each.startswith("netops.platforms.toy_box")]:
        del sys.modules[name]


def test_a_folder_is_a_platform(templates: Path) -> None:
    toy = get_platform("toy_box")
    intended = TEXT.replace(" off\n", "")

    device = detect(TEXT).read(parse(toy, TEXT))
    patch = build_patch(toy, parse(toy, TEXT), parse(toy, intended))

    assert (device.hostname, {each.name: each.enabled for each in device.interfaces}) == (
        "box",
        {"1": False, "2": True},
    )
    assert [(each.section, each.line.number) for each in device.unread] == [(("port 1",), 5)]
    assert (patch.commands, patch.proof.proven) == ("port 1\n no off\n", True)
    assert templates.exists()


def test_a_value_that_its_fields_cannot_hold_is_refused(templates: Path) -> None:
    device = Device("box", "toy_box", release="3", interfaces=frozenset({Interface("77")}))

    with pytest.raises(InputError, match="NET-RND-002"):
        render(get_platform("toy_box"), device, overlays=(templates,))


def test_what_its_template_renders_its_reader_reads_back(templates: Path) -> None:
    toy = get_platform("toy_box")
    ports = frozenset({Interface("1", enabled=False), Interface("2")})
    device = Device("box", "toy_box", release="3", interfaces=ports)

    text = render(toy, device, overlays=(templates,))

    assert toy.read(parse(toy, text)) == device
