"""beside.py: what stands beside a name is set aside, what is a name stays."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import translit
from translit.beside import bare
from translit.model import Kind, Mention
from translit.reading import hypotheses
from translit.settings import Settings
from translit.tables import load_tables
from translit.text import clean

TABLES = load_tables()
MIX = Path(__file__).parents[2] / "shared" / "evaldata" / "mix_stream.csv"

# as written, the name alone
BESIDE = """
Kim Yong-chol, 1945-                  | Kim Yong-chol
Yi, Kwang-su, 1892-1950               | Yi, Kwang-su
이광수, 1892-1950                     | 이광수
Иванов, Сергей, 1953-                 | Иванов, Сергей
Пушкин, Александр (1799—1837)         | Пушкин, Александр
Lee Sang-ho, b. 1946                  | Lee Sang-ho
Yi Sang, active 20th century          | Yi Sang
KIM, Yong Chol (DOB 1945)             | KIM, Yong Chol
김영철 (1945년생)                     | 김영철
General Kim Yong-chol                 | Kim Yong-chol
Gen. Kim Yong-chol                    | Kim Yong-chol
Vice Chairman Kim Yong-chol           | Kim Yong-chol
Comrade Kim Yong-chol                 | Kim Yong-chol
King Gojong                           | Gojong
Hon. Kim Yong-chol                    | Kim Yong-chol
Professor Dr. Lee Sang-ho             | Lee Sang-ho
Mr. Kim                               | Kim
Mr Kim                                | Kim
Sen. Kim                              | Kim
Lavrov, Mr. Sergei                    | Lavrov, Sergei
Ivanov, Sergei, graf                  | Ivanov, Sergei
генерал Ким Ён Чхоль                  | Ким Ён Чхоль
председателя Ким Чен Ына              | Ким Чен Ына
김영철 부위원장                       | 김영철
김영철 동지                           | 김영철
김영철동지                            | 김영철
김영철씨                              | 김영철
김영철 씨                             | 김영철
부위원장 김영철                       | 김영철
김영철(金英哲)                        | 김영철
Kim Yong-chol (김영철)                | 김영철
김영철 Kim Yong-chol                  | 김영철
Kim Yong-chol 김영철                  | 김영철
General Kim Yong-chol 김영철          | 김영철
Sergei Ivanov Сергей Иванов           | Сергей Иванов
Myung-bak Lee (Korean: 이명박; 1941–) | 이명박
Sergei Ivanov (Сергей Иванов)         | Сергей Иванов
Kim Yong-chol (북한)                  | Kim Yong-chol
Kim Su-ji (가수)                      | Kim Su-ji
Kim Yong-chol (박정희)                | Kim Yong-chol
Сергей Иванов (Sergei Ivanov)         | Сергей Иванов
Vladimir Putin (президент России)     | Vladimir Putin
Kim Yong-chol, Jr.                    | Kim Yong-chol
Романов, Николай II                   | Романов, Николай
Nikolai II                            | Nikolai
Kim Yong-chol a.k.a. Kim Young-cheol  | Kim Yong-chol
Kim Yong-chol / Kim Young-cheol       | Kim Yong-chol
Anna Kim née Lee                      | Anna Kim
Мария Иванова (урожд. Петрова)        | Мария Иванова
Мария Иванова, урождённая Петрова     | Мария Иванова
Akunin, B. (Boris)                    | Akunin, Boris
Tolstoy, L. N. (Lev Nikolaevich)      | Tolstoy, Lev Nikolaevich
Kim, Y. C. (Yong-chol)                | Kim, Yong-chol
'Sergei Ivanov'                       | Sergei Ivanov
Sergei Ivanov's                       | Sergei Ivanov
"""

# words that could be beside a name, and are its own
WITHIN = """
Mr. Major                             | Major
Son Heung Min
Son, Heung-min
Sen Gi-hun
Gen Seo
Major, John
Kim Jong II
King
Prince
General
Ген
고 영철
김 주석
양 영철
영철 양
이대장
김동지
Engel's
Ch’oe Ch’ŏl
Alexand(e)r Ivanov
B. Akunin
Kim 영철
King Mu of Chu
King, Stephen
Kim Yong-chol 박정희
Арзамас-16
(김영철)                              | (김영철)
1945
Mr.
"""


def rows(table: str) -> list[tuple[str, str]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(row[0], row[-1]) for row in cells]


@pytest.mark.parametrize(("written", "alone"), rows(BESIDE) + rows(WITHIN))
def test_the_name_alone(written: str, alone: str) -> None:
    assert clean(bare(written, TABLES)) == alone


@pytest.mark.parametrize(("written", "alone"), rows(BESIDE))
def test_what_stands_beside_a_name_does_not_tell_names_apart(written: str, alone: str) -> None:
    assert translit.compare(written, alone).value > 0.99
    assert translit.canonicalise(written).native == translit.canonicalise(alone).native


def test_setting_aside_twice_is_setting_aside_once() -> None:
    for written, _ in rows(BESIDE):
        once = bare(written, TABLES)
        assert bare(once, TABLES) == once


def test_numbers_of_offices_stay() -> None:
    """Бюро 121 is another than Бюро 39."""
    office = Mention("Бюро 121", kind=Kind.ORGANISATION)
    [first, *_] = hypotheses(office, TABLES, Settings(), translit.names.parse)
    assert [part.text for part in first[0].parts] == ["Бюро", "121"]


def test_names_by_themselves_stay_as_they_are() -> None:
    if not MIX.is_file():
        pytest.skip("the evaluation data is not here")
    with MIX.open(encoding="utf-8") as lines:
        names = {row["name"] for row in csv.DictReader(lines)}
    changed = [name for name in names if bare(name, TABLES) != name]
    assert len(changed) < 20, sorted(changed)
