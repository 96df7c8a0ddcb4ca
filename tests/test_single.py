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


# left, right, whether they may be one
SHORTENED = """
John Lee       | John J. Lee       | yes
Susan Park     | Susan H. Park     | yes
J. Y. Park     | Park Jin-young    | yes
J.Y. Park      | 박진영            | yes
Kim Y.-C.      | Kim Yong-chol     | yes
Kim Y. C.      | 김영철            | yes
Y. Kim         | Kim Yong-chol     | yes
Lee, M. B.     | Lee, Myung-bak    | yes
Kim Y. C.      | Kim Chol-su       | no
Kim Y. C.      | Kim Yong-su       | no
Kim Y. C.      | Park Yong-chol    | no
A. Kim         | Александр Ким     | yes
В. П. Ким      | Виктор Петрович Ким | yes
"""


@pytest.mark.parametrize(("left", "right", "may"), rows(SHORTENED))
def test_initials_stand_for_the_units_of_a_given_name(left: str, right: str, may: str) -> None:
    value = translit.compare(left, right).value
    assert value > 0.8 if may == "yes" else value < 0.2


def test_an_initial_beside_a_full_name_is_no_unit() -> None:
    assert translit.canonicalise("Susan H. Park").native == translit.canonicalise("Susan Park").native
    assert translit.canonicalise("Kim Y. C.").native == ""


BEFORE_1918 = """
Достоевскаго        | Достоевский
Льва Толстаго       | Лев Толстой
Фёдора Достоевскаго | Фёдор Достоевский
Ѳеодоръ Достоевскій | Фёдор Достоевский
Феодор Достоевский  | Фёдор Достоевский
"""


@pytest.mark.parametrize(("before", "since"), rows(BEFORE_1918))
def test_names_as_written_before_1918(before: str, since: str) -> None:
    assert translit.compare(before, since).value > 0.9


def test_family_names_that_are_old_genitives_stay() -> None:
    assert translit.canonicalise("Юрий Живаго").native == "Юрий Живаго"
    assert translit.canonicalise("Живаго").native == "Живаго"


@pytest.mark.parametrize("written", ["-ab-", "-Иванов-", "Иванов-", "Иванов- Петров", "А-"])
def test_a_hyphen_that_joins_nothing_is_no_fault(written: str) -> None:
    assert translit.canonicalise(written).label == written
