"""Names: which word does what, in every order people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import translit
from translit.model import Role
from translit.names import parse
from translit.tables import Tables, load_tables

# written | language | role:text … of the cheapest hypothesis in that language
CASES = """
KIM Jong Un                    | ko | family:kim given:jong-un
Kim Jong-un                    | ko | family:kim given:jong-un
KIM, Jong Un                   | ko | family:kim given:jong-un
Kwang-chol No                  | ko | given:kwang-chol family:no
Jong Un KIM                    | ko | given:jong-un family:kim
KimJongUn                      | ko | family:kim given:jong-un
Namkoong Min                   | ko | family:namkoong given:min
Nam Gung Min                   | ko | family:nam given:gung-min
Chol RI Chong                  | ko | family:ri given:chong-chol
노광철                          | ko | family:노 given:광철
남궁민                          | ko | family:남궁 given:민
김구                            | ko | family:김 given:구
안 현수                          | ko | family:안 given:현수
金正恩                          | ko | family:金 given:正恩
Ким Чен Ын                     | ko | family:ким given:чен-ын
Wŏllang-dong                   | ko | unknown:wŏllang
Gang Ho-dong                   | ko | family:gang given:ho-dong
Кон Ро Мён                     | ko | family:кон given:ро-мён
LAVROV, Sergey Viktorovich     | ru | family:lavrov given:sergey patronymic:viktorovich
Лавров Сергей Викторович       | ru | family:лавров given:сергей patronymic:викторович
Сергей Викторович Лавров       | ru | given:сергей patronymic:викторович family:лавров
Sergei LAVROV                  | ru | given:sergei family:lavrov
ЛАВРОВ Сергей                  | ru | family:лавров given:сергей
SergeiLavrov                   | ru | given:sergei family:lavrov
В. П. Горемыкин                | ru | initial:в initial:п family:горемыкин
В.П. Горемыкин                 | ru | initial:в initial:п family:горемыкин
Goremykin V. P.                | ru | family:goremykin initial:v initial:p
Горемыкин                      | ru | unknown:горемыкин
Volodymyr Oleksandrovych PETRENKO | ru | given:volodymyr patronymic:oleksandrovych family:petrenko
Виктор Римский-Корсаков        | ru | given:виктор family:римский-корсаков
Dmitrij Aleksandrovitj KURJAN  | ru | given:dmitrij patronymic:aleksandrovitj family:kurjan
"""

# declined | what one of the hypotheses must be
UNDONE = """
Виктора Петровича Горемыкина   | given:виктор patronymic:петрович family:горемыкин
Сергею Лаврову                 | given:сергей family:лавров
Екатерины Сергеевны Лавровой   | given:екатерина patronymic:сергеевна family:лаврова
Льва Николаевича Толстого      | given:лев patronymic:николаевич family:толстой
Аниту Сергеевну Цой            | given:анита patronymic:сергеевна family:цой
Лавровым                       | unknown:лавров
Горемыкину                     | unknown:горемыкин
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def shown(name: object) -> str:
    return " ".join(f"{part.role.value}:{part.joined}" for part in name.parts)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("written", "language", "parts"), rows(CASES))
def test_roles(written: str, language: str, parts: str) -> None:
    best = next(name for name in parse(written, load_tables()) if name.language == language)
    assert shown(best) == parts


@pytest.mark.parametrize(("written", "parts"), rows(UNDONE))
def test_case_endings_are_undone(written: str, parts: str) -> None:
    assert parts in [shown(name) for name in parse(written, load_tables())]


def test_gender_is_told_by_patronymic_given_name_and_ending() -> None:
    for written, gender in (
        ("Анна Петровна Черных", "f"),
        ("Лавров", "m"),
        ("Лаврова", "f"),
        ("Никита Хрущёв", "m"),
    ):
        assert parse(written, load_tables())[0].gender == gender, written


def test_case_and_spacing_do_not_change_the_parts() -> None:
    for one, two in (
        ("Kim Jong-un", "kim  jong-un"),
        ("노광철", " 노광철 "),
        ("Сергей Лавров", "сергей лавров"),
    ):
        assert shown(parse(one, load_tables())[0]) == shown(parse(two, load_tables())[0])


def test_nothing_gives_nothing() -> None:
    assert parse("", load_tables()) == ()
    assert parse(" ,. ", load_tables()) == ()


def test_names_met_before_change_nothing() -> None:
    """What fits words of such traits is remembered."""
    written = (
        "Sergey Lavrov",
        "LAVROV Sergey",
        "Lavrov, Sergey",
        "Sergey Viktorovich Lavrov",
        "Сергея Викторовича Лаврова",
        "С. В. Лавров",
        "Ivan Sergey",
        "Ivan Petrovich",
        "Kim Jong Un",
        "Виктор Ю",
        "Виктор Б",
        "Виктор Ю.",
        "Иванов Ю",
        "Цой Ю",
    )
    alone = [parse(one, Tables(load_tables().folder)) for one in written]
    assert [parse(one, load_tables()) for one in written * 2] == alone * 2


@given(st.text(max_size=24))
def test_any_text_is_parsed_and_costs_rise(text: str) -> None:
    found = parse(text, load_tables())
    assert [name.cost for name in found] == sorted(name.cost for name in found)
    assert all(part.role in Role for name in found for part in name.parts)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Пинюг", "Pinyug"),  # rare, so a language without counts seems to read it better
        ("Любовь", "Lyubov"),  # the ending is that of a man's surname, the listed name a woman's
        ("М. Н. Пак", "М.Н. Пака"),
        ("Кима Ён Бока", "Kim Yong Bok"),  # both the family and the given name are declined
    ],
)
def test_one_name(one: str, two: str) -> None:
    assert translit.compare(one, two).value > 0.9
    assert len(translit.cluster([one, two])) == 1


def test_a_rare_name_of_short_words_is_likelier_one_than_not() -> None:
    assert translit.compare("Кысыл-Сыр", "Kysyl-Syr").value > 0.5
    assert len(translit.cluster(["Кысыл-Сыр", "Kysyl-Syr"])) == 1
