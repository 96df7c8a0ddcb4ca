"""The score: laws, and the table of cases with its strictly known failures."""

from __future__ import annotations

import csv
import math
import unicodedata
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit import readings
from translit.model import Profile
from translit.score import FEATURES, FLOOR, best, compare, curve, read_weights, weights
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

CASES = Path(__file__).parent / "cases"
STAGES = Stages(load_tables(), Settings())
NAMES = (
    "No Kwang-chol", "노광철", "Noh Gwang Chol", "Но Гван Чхоль", "KIM Jong Un", "김정은", "리수용", "이수용", "Ri Su Yong",
    "Viktor Goremykin", "Горемыкин Виктор Петрович", "Goremykin", "Лаврова", "Sergej Lawrow", "В. П. Горемыкин",
    "블라디미르 푸틴", "Peggy Whitson", "Kursk", "Курск", "金正恩", "Jan", "1", "Ким",
)  # fmt: skip
names = st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=12))


@lru_cache(maxsize=4096)
def read(name: str) -> Profile:
    return STAGES.profile(name)


def value(left: str, right: str) -> float:
    return compare(read(left), read(right), STAGES.tables, STAGES.settings).value


def cases(file: str) -> list[dict[str, str]]:
    with (CASES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FAILURES = {(row["left"], row["right"]): row["why"] for row in cases("known_failures.csv")}


def wanted() -> list[object]:
    found = []
    for row in cases("pairs.csv"):
        why = FAILURES.get((row["left"], row["right"]))
        marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
        found.append(
            pytest.param(
                row["left"],
                row["right"],
                row["same"] == "1",
                id=f"{row['left']} / {row['right']}",
                marks=marks,
            )
        )
    return found


@pytest.mark.parametrize(("left", "right", "same"), wanted())
def test_cases(left: str, right: str, same: bool) -> None:
    assert (value(left, right) >= STAGES.settings.threshold) is same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Саша Лавров", "Александр Лавров"),
        ("Sasha Lavrov", "Александр Лавров"),
        ("Маша Захарова", "Maria Zakharova"),
        ("Юра Ушаков", "Юрий Ушаков"),
    ],
)
def test_a_pet_form_counts_where_the_setting_allows(left: str, right: str) -> None:
    allowed, barred = (
        compare(read(left), read(right), STAGES.tables, Settings(diminutives=on)).value
        for on in (True, False)
    )
    assert barred < allowed - 0.1
    assert allowed >= 0.5


@settings(deadline=None, max_examples=150)
@given(names, names, st.floats(-8.0, 8.0))
def test_what_exceeds_a_bound_is_exact(left: str, right: str, least: float) -> None:
    exact, _ = best(read(left), read(right), STAGES.tables, STAGES.settings)
    found, held = best(read(left), read(right), STAGES.tables, STAGES.settings, least)
    if exact > least:
        assert math.isclose(found, exact)
    else:
        assert found <= least or held is None


def test_known_failures_are_cases() -> None:
    known = {(row["left"], row["right"]) for row in cases("pairs.csv")}
    assert set(FAILURES) <= known


@settings(deadline=None, max_examples=150)
@given(names, names)
def test_symmetric(left: str, right: str) -> None:
    assert value(left, right) == value(right, left)


@settings(deadline=None, max_examples=60)
@given(names)
def test_a_name_equals_itself(name: str) -> None:
    assert value(name, name) > 0.99


@settings(deadline=None, max_examples=150)
@given(names, names)
def test_the_evidence_sums_to_the_log_odds(left: str, right: str) -> None:
    found = compare(read(left), read(right), STAGES.tables, STAGES.settings)
    assert found.value == pytest.approx(1.0 / (1.0 + math.exp(-found.log_odds)), abs=1e-9)
    assert all(item.what for item in found.evidence)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["upper", "nfd", "space", "zero"]))
def test_the_form_of_the_text_changes_no_decision(left: str, right: str, how: str) -> None:
    changed = {
        "upper": left.upper(),
        "nfd": unicodedata.normalize("NFD", left),
        "space": left.replace(" ", "  ") + " ",
        "zero": left[:1] + "\u200b" + left[1:],
    }[how]
    assert (value(left, right) >= 0.5) == (value(changed, right) >= 0.5)


def test_hyphen_style_changes_no_decision() -> None:
    for one in ("No Kwang-chol", "No Kwang Chol", "No Kwangchol", "No Kwang‐chol", "NO, Kwang-Chol"):
        assert value(one, "노광철") > 0.5, one


def test_an_absent_patronymic_is_neutral_and_a_different_one_is_not() -> None:
    assert value("Виктор Горемыкин", "Виктор Петрович Горемыкин") > 0.5
    assert value("Виктор Иванович Горемыкин", "Виктор Петрович Горемыкин") < 0.5


def test_initials_fit_or_do_not() -> None:
    assert value("В. П. Горемыкин", "Виктор Петрович Горемыкин") > 0.5
    assert value("С. П. Горемыкин", "Виктор Петрович Горемыкин") < 0.5


def test_doublets_are_a_choice() -> None:
    on = Settings(doublets=True)
    pair = (read("Владимир Зеленский"), read("Володимир Зеленский"))
    tables = STAGES.tables
    assert compare(*pair, tables, on).value > compare(*pair, tables, Settings()).value


def quality(left: str, right: str) -> float:
    """The quality of the part that agrees least, under the most favourable comparison (nats)."""
    held = best(read(left), read(right), STAGES.tables, STAGES.settings)[1]
    assert held is not None
    return min(
        (v for f, v in zip(FEATURES, held.values, strict=True) if f.endswith(" quality") and v is not None),
        default=FLOOR,
    )


@pytest.mark.parametrize(
    ("left", "confused", "other"),
    [("노광철", "노강철", "노명수"), ("김성민", "김선민", "김태호"), ("Горемыкин", "Гаремыкин", "Ковалев")],
)
def test_a_slip_is_nearer_than_another_name(left: str, confused: str, other: str) -> None:
    assert FLOOR < quality(left, confused) < 0.0
    assert quality(left, other) == FLOOR


def test_a_place_word_is_part_of_what_a_place_is() -> None:
    assert value("화성시", "화성") < 0.9
    assert value("송원읍", "Songwon-up") > 0.9


def test_listed_forms_in_other_scripts_are_read() -> None:
    assert read("알렉산더 쿠렌코프").readings[0].parts[0].forms[0].native == "александр"
    assert value("Александр Куренков", "알렉산더 쿠렌코프") > 0.9
    assert value("Виктор Пак", "Viktor Park") > 0.9
    assert value("Виктор Ким", "Viktor Park") < 0.1


@pytest.mark.parametrize(
    ("left", "right"),
    [("KIM GLOSS", "김형석"), ("Kim Grant", "김경손"), ("Lipesk", "이용래"), ("Козлово", "고영석")],
)
def test_what_no_table_reads_is_no_spelling_of_what_another_script_says(left: str, right: str) -> None:
    assert value(left, right) < 0.1
    assert value("Sim Sang-jung", "沈相奵") > 0.5  # a character that no table has


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Michael Kim", "마이클 김", True),
        ("Michael Kim", "Майкл Ким", True),
        ("Mikhail Kim", "Michael Kim", True),
        ("Grace Lee", "그레이스 리", True),
        ("Daniel Choi", "최다니엘", True),
        ("Stephanie Kim", "Steven Kim", False),
        ("Michael Kim", "Mi-chae Kim", False),
    ],
)
def test_given_names_from_abroad(left: str, right: str, same: bool) -> None:
    assert (value(left, right) > 0.9) is same
    assert (value(left, right) < 0.1) is not same


@pytest.mark.parametrize(
    ("spelling", "native"),
    [
        ("Lebed", "лебедь"),
        ("Medved", "медведь"),
        ("Leontev", "леонтьев"),
        ("Bondar", "бондарь"),
        ("Gogol", "гоголь"),
        # a Korean given name seldom goes on behind its second syllable
        ("Kim Jong Un", "김정은"),
        ("Michael Kim", "김마이클"),
    ],
)
def test_the_likeliest_native_form(spelling: str, native: str) -> None:
    assert readings(spelling)[0].native.casefold() == native


def test_what_is_open_is_told() -> None:
    found = compare(read("Pak Yong Il"), read("Park Yong-il"), STAGES.tables)
    assert any("영일" in line and "용일" in line for line in found.open)


def test_curves_are_monotone_and_bounded() -> None:
    tables = STAGES.tables
    for code in (*tables.languages, ""):
        for feature, bend in zip(FEATURES, weights(code, tables).curves, strict=True):
            if bend is not None:
                assert list(bend[0]) == sorted(bend[0]), feature
                assert all(b >= a - 1e-9 for a, b in zip(bend[1], bend[1][1:], strict=False)), feature


def test_a_curve_is_flat_beyond_its_ends() -> None:
    assert curve((0.0, 1.0), (2.0, 3.0), -5.0) == 2.0
    assert curve((0.0, 1.0), (2.0, 3.0), 5.0) == 3.0


def test_weights_without_rows_weigh_nothing() -> None:
    model = read_weights([], "none")
    assert all(bend is None for bend in model.curves)
    assert model.offsets == {}


def test_spellings_of_two_countries_speak_against_each_other() -> None:
    """이 is written in the South and Ri in the North; 리 and Ri, or 이 and Lee, are of one country."""
    assert value("이용진", "Ri Yong-jin") < value("이용진", "Lee Yong-jin")
    assert value("이용진", "Ri Yong-jin") < value("리용진", "Ri Yong-jin")


@pytest.mark.parametrize(
    ("name", "declined"),
    [
        ("Сергей Кужугетович Шойгу", "Сергея Кужугетовича Шойгу"),
        ("Пётр Капица", "Петру Капице"),
        ("Олег Дерипаска", "Олега Дерипаску"),
        ("Юрий Шевчук", "Юрием Шевчуком"),
        ("Анна Иванова", "Анне Ивановой"),
        ("Михаил Саакашвили", "Михаилом Саакашвили"),
        ("Рустам Минниханов", "Рустамом Миннихановым"),
        ("Гузель Яхина", "Гузели Яхиной"),
        ("Любовь Орлова", "Любовью Орловой"),
        ("Лев Толстой", "Льву Толстому"),
        ("Валентина Матвиенко", "Валентине Матвиенко"),
        ("Елизавета Глинка", "Елизаветы Глинки"),
        ("Патимат Расулова", "Патимат Расуловой"),
        ("Иван Крамской", "Ивана Крамского"),
    ],
)
def test_the_words_of_a_declined_name_agree_in_case(name: str, declined: str) -> None:
    assert value(name, declined) > 0.95


def test_a_patronymic_of_a_rare_father_is_one() -> None:
    two = (read(name) for name in ("Рустам Минниханович Минниханов", "Rustam Minnikhanovich Minnikhanov"))
    found = compare(*two, STAGES.tables, STAGES.settings)
    assert found.value > 0.99 and any(one.what.startswith("patronymic") for one in found.evidence)
