"""A language is a folder of tables: whatever folders there are, each is read and written without an edit.

Nothing here names a language or counts them. A new folder, or a new system in it, is tested by being there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from translit.rules import romanise, unromanise
from translit.settings import Settings
from translit.tables import Tables, load_tables

TABLES = load_tables()
SYSTEMS = [info.id for info in TABLES.systems()]
PACKAGE = Path(__file__).parents[1] / "translit"


@pytest.mark.parametrize("code", TABLES.languages)
def test_every_language_tells_what_it_is(code: str) -> None:
    language = TABLES.language(code)
    assert language.title
    assert language.source
    assert language.licence
    assert language.scripts


@pytest.mark.parametrize("code", TABLES.languages)
def test_every_language_has_a_system_with_examples(code: str) -> None:
    assert any(info.language == code and TABLES.system(info.id).examples for info in TABLES.systems())


@pytest.mark.parametrize("id_", SYSTEMS)
def test_every_example_is_written_so(id_: str) -> None:
    system = TABLES.system(id_)
    assert len(system.examples) >= 12, f"{id_}: give at least 12 examples"
    written = {native: romanise(native, system).text for native, _ in system.examples}
    assert written == dict(system.examples)


@pytest.mark.parametrize("id_", SYSTEMS)
def test_examples_are_read_back(id_: str) -> None:
    """What is read from an example's spelling is written as that spelling again: the inverse is exact."""
    system = TABLES.system(id_)
    for _, spelling in system.examples[:3]:
        for form in unromanise(spelling, system, limit=3, effort=2000):
            assert romanise(form.native, system).text.lower() == spelling.lower()


def test_the_first_language_added_by_tables_alone() -> None:
    """No line of code knows it: its code and its script's name stand nowhere under translit/."""
    for path in sorted(PACKAGE.rglob("*.py")):
        assert '"uk"' not in path.read_text(encoding="utf-8"), (
            f"{path.name} names a language that is tables alone"
        )


# A spelling, the system that made it, and the native form that must be among its readings.
ROWS = """
Volodymyr	uk/kmu-2010	Володимир
Yurii	uk/kmu-2010	Юрій
Iurii	uk/passport-2007	Юрій
Kharkiv	uk/kmu-2010	Харків
Yahotyn	uk/kmu-2010	Яготин
Iahotyn	uk/passport-2007	Яготин
Kyyiv	uk/bgn-pcgn-1965	Київ
Tetyana	uk/bgn-pcgn-plain	Тетяна
Znamianka	uk/kmu-2010	Знам’янка
Shcherbukhy	uk/icao-9303	Щербухи
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_readings_of_a_third_language(row: str) -> None:
    spelling, id_, native = row.split("\t")
    assert native in {form.native for form in unromanise(spelling, TABLES.system(id_), limit=60)}


def test_names_of_a_third_language_fall_into_parts() -> None:
    from translit.names import parse

    names = parse("Зеленський Володимир Олександрович", TABLES, Settings(languages=("uk",)))
    roles = {part.role.value: part.text for part in names[0].parts}
    assert roles == {"family": "Зеленський", "given": "Володимир", "patronymic": "Олександрович"}


def test_a_folder_is_all_it_takes(tmp_path: Path) -> None:
    """A made-up language: one folder with two small files, and it is listed, written and read."""
    folder = tmp_path / "tables"
    shutil.copytree(TABLES.folder / "uk", folder / "uk")
    made = folder / "qq"
    made.mkdir()
    (made / "language.toml").write_text(
        'title = "Made up"\nsource = "this test"\nlicence = "facts"\nscripts = ["Grek"]\nread = ["Latn"]\n',
        encoding="utf-8",
    )
    (made / "plain.toml").write_text(
        'title = "Plain"\nsource = "this test"\nlicence = "facts"\nreversible = true\n'
        'rules = [["α", "a"], ["β", "v"], ["β", "b", "# _"]]\n[examples]\n"βαβα" = "bava"\n',
        encoding="utf-8",
    )
    tables = Tables(folder)
    assert tables.languages == ("qq", "uk")
    system = tables.system("qq/plain")
    assert romanise("βαβα", system).text == "bava"
    assert unromanise("bava", system)[0].native == "βαβα"
