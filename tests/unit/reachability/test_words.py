"""Explanations exist in both languages."""

import re
from pathlib import Path

import pytest

from netops import reachability
from netops.reachability.words import say, table

SOURCES = sorted(Path(reachability.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("word", sorted(table()))
def test_every_word_has_an_english_and_a_chinese_text_with_the_same_placeholders(word: str) -> None:
    texts = table()[word]
    assert sorted(texts) == ["en", "zh"]
    assert re.search(r"[\u4e00-\u9fff]", texts["zh"])
    placeholders = [sorted(re.findall(r"{(\w+)}", texts[each])) for each in ("en", "zh")]
    assert placeholders[0] == placeholders[1]


def test_every_word_is_used_and_every_used_word_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = {word for word in table() if f'"{word}"' in text}
    built = {word for word in table() if word.startswith(("origin_", "way_", "session_", "ospf_", "label_"))}
    assert set(table()) == used | built
    for word in built:
        assert f'"{word.split("_", 1)[1]}"' in text or f'"{word}"' in text or word.startswith("way_"), word


def test_the_language_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_LANG", "zh_CN")
    assert say("no_route", {"address": "10.0.0.1"}) == "没有到 10.0.0.1 的路由"
