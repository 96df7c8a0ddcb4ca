"""single names as they come: double surnames, surnames of one letter, initials, old spelling."""

from __future__ import annotations

import pytest

import translit


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


# declined, nominative: both halves are declined, or the one that can be
DECLINED = """
Марию Львову-Белову           | Мария Львова-Белова
Николая Римского-Корсакова    | Николай Римский-Корсаков
Николаем Римским-Корсаковым   | Николай Римский-Корсаков
Михаила Салтыкова-Щедрина     | Михаил Салтыков-Щедрин
Владимира Немировича-Данченко | Владимир Немирович-Данченко
Владимира Бонч-Бруевича       | Владимир Бонч-Бруевич
Кузьмы Петрова-Водкина        | Кузьма Петров-Водкин
Василия Лебедева-Кумача       | Василий Лебедев-Кумач
Елену Водорезову-Буянову      | Елена Водорезова-Буянова
"""


@pytest.mark.parametrize(("declined", "nominative"), rows(DECLINED))
def test_the_halves_of_a_double_name_are_declined_together(declined: str, nominative: str) -> None:
    assert translit.compare(declined, nominative).value > 0.99
    assert translit.canonicalise(declined).native == nominative


DOUBLE = """
Мария Львова-Белова                 | Мария Львова-Белова
Lebedev-Kumach, Vasily              | Василий Лебедев-Кумач
Rimsky-Korsakov, Nikolai Andreevich | Николай Андреевич Римский-Корсаков
Нью-Йорк                            | Нью-Йорк
"""


@pytest.mark.parametrize(("written", "native"), rows(DOUBLE))
def test_a_double_name_keeps_its_hyphen(written: str, native: str) -> None:
    assert translit.canonicalise(written).native == native


SPACED = """
Сергей Петров Водкин | Сергей Петров-Водкин
Rostov na Donu       | Ростов-на-Дону
Нью-Йорк             | Нью Йорк
"""


@pytest.mark.parametrize(("spaced", "joined"), rows(SPACED))
def test_a_hyphen_may_be_a_break(spaced: str, joined: str) -> None:
    assert translit.compare(spaced, joined).value > 0.9
