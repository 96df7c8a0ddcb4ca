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


LETTERS = """
Виктор Ю            | Виктор Ю
Виктор Петрович Ю   | Виктор Петрович Ю
О Дмитрий Сергеевич | Дмитрий Сергеевич О
Виктор Ю.           | Ю. Виктор
Путин В             | В. Путин
В В Путин           | В. В. Путин
Петров О            | О. Петров
Ким Ён О            | 김영오
"""


@pytest.mark.parametrize(("written", "native"), rows(LETTERS))
def test_a_lone_letter_beside_given_names_is_a_family_name(written: str, native: str) -> None:
    assert translit.canonicalise(written).native == native


def test_a_family_name_of_one_letter_is_held_for_one() -> None:
    assert translit.compare("О Дмитрий Сергеевич", "Dmitri O").value > 0.99
    assert translit.compare("Сандра О", "Sandra Oh").value > 0.99
    assert translit.compare("Виктор У", "Виктор О").value < 0.01


TAILS = """
Joon-ho Bong | 봉준호
Ji-hoon Do   | 도지훈
Eun-ji Si    | 시은지
Kyung-hwa Gu | 구경화
Minsu Ri     | 리민수
Samhwa-ri    | 삼화
Wollang dong | 월랑
Gang Ho-dong | 강호동
"""


@pytest.mark.parametrize(("written", "native"), rows(TAILS))
def test_a_family_name_behind_a_given_one_is_no_place_word(written: str, native: str) -> None:
    assert translit.canonicalise(written).native == native
