"""rules.py: every system writes its own examples and reads back what it wrote; the quick path gives the slow answer.

Systems are found by listing the tables; none is named for its language. What a table promises is tested here as soon
as the table exists.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.model import System
from translit.rules import romanise, unromanise
from translit.rules.forwards import Engine
from translit.rules.index import Index
from translit.tables import load_tables

TABLES = load_tables()
IDS = [info.id for info in TABLES.systems()]
READ_BACK = [info.id for info in TABLES.systems() if info.reversible]


@pytest.mark.parametrize("id_", IDS)
def test_examples(id_: str) -> None:
    system = TABLES.system(id_)
    assert len(system.examples) >= 12
    assert {native: romanise(native, system).text for native, _ in system.examples} == dict(system.examples)


@pytest.mark.parametrize("id_", READ_BACK)
def test_a_reversible_system_reads_its_own_writing_first(id_: str) -> None:
    system = TABLES.system(id_)
    missed = {}
    for native, _ in system.examples:
        if len(native) <= 12 and native.isalpha() and native not in system.exceptions:
            forms = unromanise(romanise(native, system).text, system, limit=4)
            if not forms or forms[0].native.lower() != native.lower():
                missed[native] = [form.native for form in forms]
    assert not missed


WORDS = sorted({word for id_ in IDS for native, _ in TABLES.system(id_).examples for word in native.split()})
PLAIN = [id_ for id_ in IDS if TABLES.system(id_).name is None and not TABLES.system(id_).prepare]


@given(
    st.sampled_from(PLAIN), st.sampled_from(WORDS), st.sampled_from([str, str.upper, str.lower, str.title])
)
@settings(max_examples=300, deadline=None)
def test_the_quick_path_gives_the_slow_answer(id_: str, word: str, case: type[str]) -> None:
    system = TABLES.system(id_)
    if system.language.decompose:
        return
    slow = Engine(system)
    slow.prepare = [Index([])]  # a pass that changes nothing turns the quick path off
    assert Engine(system)._run(case(word)) == slow._whole(case(word))


@given(st.sampled_from(PLAIN), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_words_are_written_alone_or_together_alike(id_: str, words: list[str]) -> None:
    system = TABLES.system(id_)
    engine = Engine(system)
    if engine.wordwise:
        together = romanise(" ".join(words), system)
        alone = [romanise(word, system) for word in words]
        assert together.text == " ".join(made.text for made in alone)
        if system.then is None:  # a chain tells the rules of its first system before those of its second
            assert together.trail == tuple(rule for made in alone for rule in made.trail)


@pytest.mark.parametrize("id_", PLAIN[:3] + PLAIN[-3:])
def test_line_breaks_of_a_longer_text_stay(id_: str) -> None:
    system = TABLES.system(id_)
    word = next(native for native, _ in system.examples if native.isalpha())
    made = romanise(f"{word},\n\n{word}  {word}", system).text
    assert made.count("\n") == 2
    assert "  " in made


def test_a_letter_that_no_rule_covers_is_kept_and_named_once() -> None:
    made = romanise("ѫ1ѫ", TABLES.system(PLAIN[-1]))
    assert made.text == "ѫ1ѫ"
    assert made.uncovered == ("ѫ",)


MARKED = [
    ("a mark in front of the first letter", "ть", ["ь", "ʹ"], "Ь", "ʹ"),
    ("title case of a digraph", "щ", ["щ", "shch"], "Щу", "Shchу"),
    ("capitals throughout", "щ", ["щ", "shch"], "ЩЩ", "SHCHSHCH"),
    ("a capital whose letter writes nothing goes to the next", "ъщ", ["ъ", ""], "Ъщ", "Щ"),
]


@pytest.mark.parametrize(("what", "_", "rule", "native", "written"), MARKED, ids=[m[0] for m in MARKED])
def test_case(what: str, _: str, rule: list[str], native: str, written: str, tmp_path: Path) -> None:
    rules = [rule] if what[:9] != "a capital" else [rule, ["щ", "щ"]]
    system = _system(tmp_path, rules)
    assert romanise(native, system).text == written


def _system(folder: Path, rules: list[list[str]]) -> System:
    from translit.tables import Tables

    (folder / "xx").mkdir()
    card = 'title = "T"\nsource = "S"\nlicence = "L"\n'
    (folder / "xx" / "language.toml").write_text(card + 'scripts = ["Cyrl"]\n', encoding="utf-8")
    lines = ",\n".join("[" + ", ".join(f'"{cell}"' for cell in row) + "]" for row in rules)
    (folder / "xx" / "t.toml").write_text(card + f"rules = [\n{lines}\n]\n", encoding="utf-8")
    return Tables(folder).system("xx/t")


CUT = [id_ for id_ in IDS if Engine(TABLES.system(id_)).cut is not None]


@given(
    st.sampled_from(CUT),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.text(st.sampled_from("ABab -’.\u0301\u0130\u212aΣς"), max_size=2),
    st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]),
)
@settings(max_examples=400, deadline=None)
def test_stretches_give_what_the_whole_gives(id_: str, words: list[str], odd: str, case: object) -> None:
    engine = Engine(TABLES.system(id_))
    text = case(odd.join(words))  # type: ignore[operator]
    for word in (text, text[1:], text[:3], text.capitalize()):
        assert engine._run(word) == engine._whole(word)


def test_a_name_in_foreign_letters_is_kept_whole() -> None:
    """A system whose names have a surname apart takes none from a text that holds no letter of its language."""
    made = romanise("Иванов", TABLES.system("ko/mr"))
    assert made.text == "Иванов" and "в" in made.uncovered
