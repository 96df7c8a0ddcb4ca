"""tables.py: what is listed can be loaded, what is wrong is refused with where, what and the cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from translit import tables as room
from translit.errors import TableError, UnknownLanguage
from translit.rules import romanise, unromanise
from translit.tables import Tables, load_tables

TABLES = load_tables()
CARDS = TABLES.systems()

LANGUAGE = """
title = "Test"
source = "here"
licence = "CC0"
scripts = ["Cyrl"]
read = ["Latn"]
[classes]
V = "а о"
"""
SYSTEM = """
title = "Test system"
source = "here"
licence = "CC0"
year = 2000
"""


def tables(folder: Path, system: str = "", **tsv: str) -> Tables:
    """A folder with one language xx, one system xx/one, and counted tables."""
    (folder / "xx").mkdir()
    (folder / "xx" / "language.toml").write_text(LANGUAGE, encoding="utf-8")
    (folder / "xx" / "one.toml").write_text(SYSTEM + system, encoding="utf-8")
    for name, text in tsv.items():
        (folder / "xx" / f"{name}.tsv").write_text(text, encoding="utf-8")
    return Tables(folder)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_card_is_filled_in(card) -> None:  # type: ignore[no-untyped-def]
    assert card.title
    assert card.source
    assert card.licence
    assert card.year == 0 or 1700 < card.year < 2100  # 0: a habit, not a rule of some year
    for alias in card.aliases:
        assert TABLES.system(alias).info.id == card.id


def test_aliases_belong_to_one_system_each() -> None:
    aliases = [alias.lower() for card in CARDS for alias in card.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & {card.id for card in CARDS}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_order_of_rules_never_matters(card) -> None:  # type: ignore[no-untyped-def]
    system = TABLES.system(card.id)
    turned = replace(system, rules=system.rules[::-1], memo={})
    for native, _ in system.examples:
        assert romanise(native, turned).text == romanise(native, system).text


def test_two_systems_in_a_row() -> None:
    ids = {card.id for card in CARDS}
    pairs = [card for card in CARDS if TABLES.system(card.id).then is not None]
    for card in pairs:
        second = TABLES.system(card.id).then
        assert second is not None
        assert second.info.id in ids
        assert unromanise(card.title + "!", TABLES.system(card.id)) == ()


# the rest of the table, what its refusal must say
BAD = [
    ('rules = [["а", "a", "Q _"]]', "the class Q is not defined"),
    ('rules = [["а", "a", "V"]]', "exactly one `_`"),
    ('rules = [["а"]]', "a rule is"),
    ('rules = [["", "a"]]', "the native side is empty"),
    ('rules = [["а", "a", "V _"], ["а", "e", "_ V"]]', "neither is narrower"),
    ('rules = [["а", "a"]]\n[joints]\ncolumns = "а о"\n"б" = "="', "1 cells for 2 columns"),
    ('rules = [["а", "a"]]\nexceptions = [["аа", "b"]]', "give native, written and the reason"),
    ('extends = "two"', "xx/two.toml"),
    ("rules = [", "Mend the line"),
    ('rules = [["а", "a"]]\nfrom_rows = [["none", "a", "b", "_"]]', "from_rows"),
]


@pytest.mark.parametrize(("rest", "says"), BAD, ids=[says for _, says in BAD])
def test_a_bad_system_is_refused(tmp_path: Path, rest: str, says: str) -> None:
    with pytest.raises(TableError, match="xx/") as caught:
        tables(tmp_path, rest).system("xx/one")
    assert says in str(caught.value)


TSV = "# source: here\n# licence: CC0\n# what: test\nnative\tcount\n"
BAD_ROWS = [
    (TSV.replace("# licence: CC0\n", "") + "а\t1\n", "# licence"),
    (TSV + "а\t1\t2\n", "3 cells for 2 columns"),
    (TSV + "и\u0306\t1\n", "NFC"),
    ("# source: here\n# licence: CC0\n# what: test\n", "header"),
]


@pytest.mark.parametrize(("text", "says"), BAD_ROWS, ids=[says for _, says in BAD_ROWS])
def test_a_bad_counted_table_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TableError, match="xx/given") as caught:
        tables(tmp_path, given=text).rows("xx/given")
    assert says in str(caught.value)


def test_a_narrower_context_wins_wherever_it_stands(tmp_path: Path) -> None:
    rules = ['["а", "a"]', '["а", "e", "# _"]', '["а", "i", "# _ #"]', '["оа", "w"]', '["о", "o"]']
    for number, order in enumerate((rules, rules[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        system = tables(folder, f"rules = [{', '.join(order)}]").system("xx/one")
        assert [romanise(w, system).text for w in ("а", "аа", "Аоа", "оО")] == ["i", "ea", "Ew", "oO"]


def test_rules_from_the_rows_of_a_table(tmp_path: Path) -> None:
    found = tables(
        tmp_path,
        'rules = [["о", "o"]]\nfrom_rows = [["given", "native", "count", "_"]]',
        given=TSV + "а\tx, y\nб\t\n",
    ).system("xx/one")
    assert romanise("аоб", found).text == "xoб"
    assert romanise("аоб", found).uncovered == ("б",)


def test_an_unknown_system_is_told_with_the_nearest() -> None:
    card = CARDS[0]
    with pytest.raises(UnknownLanguage, match=card.id):
        TABLES.system(card.id + "x")
    with pytest.raises(UnknownLanguage, match="there are"):
        TABLES.language("zz")


def test_a_missing_folder_is_told() -> None:
    with pytest.raises(TableError, match="no such folder"):
        Tables(Path("nowhere"))


def test_what_is_kept_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "one.pyc"
    monkeypatch.setattr(room, "cache_from_source", lambda path: str(place))
    made: list[int] = []

    def make() -> list[int]:
        made.append(len(made))
        return list(made)

    shipped, source = Tables(room.shipped()), ["ko/prior"]
    assert shipped.kept("one", source, make) == [0]  # no such file yet
    assert shipped.kept("one", source, make) == [0]
    assert shipped.kept("one", ["ru/prior"], make) == [0, 1]  # another table
    monkeypatch.setattr(room, "_code", lambda module: b"other")
    assert shipped.kept("one", ["ru/prior"], make) == [0, 1, 2]  # another program
    kept = place.with_suffix(".kept")
    kept.write_bytes(kept.read_bytes()[:-5])
    assert shipped.kept("one", ["ru/prior"], make) == [0, 1, 2, 3]  # broken
    assert [path.name for path in tmp_path.iterdir()] == ["one.kept"]
    place = tmp_path / "nowhere" / "one.pyc"
    assert shipped.kept("one", ["ru/prior"], make) == [0, 1, 2, 3, 4]  # no such folder


def test_of_tables_under_work_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "cache_from_source", lambda path: str(tmp_path / "one.pyc"))
    (tmp_path / "tables").mkdir()
    assert tables(tmp_path / "tables").kept("one", ["xx/prior"], lambda: 1) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
