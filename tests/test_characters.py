"""Names in whole characters: the readings of a table, by place in the name and by country."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from translit.characters import read_characters, split_characters, write_characters
from translit.errors import InputError, UnknownLanguage
from translit.model import Role
from translit.tables import load_tables

TABLES = load_tables()
VECTORS = Path(__file__).parents[2] / "shared" / "reference" / "vectors" / "hanja_names.tsv"


def first(text: str, origin: str = "", role: Role = Role.UNKNOWN) -> str:
    forms = read_characters(text, "ko", TABLES, role, origin, 1)
    return forms[0].native if forms else ""


# text, origin, the likeliest reading, what it shows
CASES = """
李舜臣 south 이순신 a surname loses its initial sound in the South
李勇武 north 리용무 and keeps it in the North
柳寬順 south 유관순 the same before another vowel
羅雲奎 south 나운규 before a it becomes n
盧斗哲 north 로두철 the North reads 盧 as it stands
楊亨燮 north 양형섭 楊 never had the sound
金日成 north 김일성 金 as a surname
李金哲 north 리금철 金 inside a name
車範根 south 차범근 車 as a surname
沈薰 south 심훈 沈 as a surname
金龍煥 south 김용환 the first of two given characters loses its initial sound
崔龍海 north 최룡해 not in the North
申砬 south 신립 a given name of one syllable keeps it
諸葛亮 south 제갈량 a surname of two characters
南宮億 south 남궁억 the same
吳克烈 south 오극렬 ㄹ stays after a stop
尹錫悅 south 윤석열 another character, read so anyway
金光烈 south 김광렬 ㄹ stays after ㅇ
金在烈 south 김재열 and goes after a vowel
金在烈 north 김재렬 only in the South
金仁律 south 김인율 and after n
卢光铁 south 노광철 simplified forms
努光鉄 north 노광철 Japanese forms
金与正 north 김여정 both at once
崔竜海 north 최룡해 Japanese form of a changed character
黄炳瑞 north 황병서 another code point for the same character
诸葛亮 south 제갈량 a simplified surname of two characters
后宮 south 후궁 a form that is also a surname
范基文 south 범기문 the same
金정은 north 김정은 half in characters
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_first_reading(line: str) -> None:
    text, origin, expected, *_ = line.split(" ")
    assert first(text, origin) == expected


def test_a_later_character_may_lose_its_initial_sound_in_the_south() -> None:
    assert [f.native for f in read_characters("朴載龍", "ko", TABLES, origin="south", limit=2)] == [
        "박재룡",
        "박재용",
    ]
    assert [f.native for f in read_characters("朴載龍", "ko", TABLES, origin="north", limit=2)] == ["박재룡"]


def test_reference_names() -> None:
    if not VECTORS.is_file():
        pytest.skip("the reference vectors are not beside the project")
    lines = VECTORS.read_text(encoding="utf-8").splitlines()[2:]
    rows = [line.split("\t") for line in lines]
    assert [(r[1], first(r[1], r[0])) for r in rows] == [(r[1], r[2]) for r in rows]
    # With the country unknown the reading is still among the first few.
    missing = [r[1] for r in rows if r[2] not in {f.native for f in read_characters(r[1], "ko", TABLES)}]
    assert missing == []


def test_a_role_is_read_alone() -> None:
    assert first("金", role=Role.FAMILY) == "김"
    assert first("龍煥", "south", Role.GIVEN) == "용환"
    assert first("龍煥", "north", Role.GIVEN) == "룡환"


def test_one_syllable_keeps_both_candidates() -> None:
    given = [form.native for form in read_characters("砬", "ko", TABLES, Role.GIVEN, "south")]
    assert given[:2] == ["립", "입"]


def test_a_copy_hints_at_its_reading() -> None:
    copy = "\uf90a"  # the copy of 金 that KS X 1001 read 금
    inside = read_characters(f"李{copy}哲", "ko", TABLES, origin="north")
    assert inside[0].native == "리금철"
    # A hint only: as a surname the character is what it always is.
    assert first(f"{copy}正恩", "north") == "김정은"
    # Of a character with several readings the copy prefers its own.
    assert first("\uf902", role=Role.GIVEN) == "거"


def test_mixed_origins_share_the_probability() -> None:
    forms = read_characters("李勇武", "ko", TABLES, limit=50)
    assert {"이용무", "리용무"} <= {form.native for form in forms}
    assert math.isclose(sum(math.exp(-form.cost) for form in forms), 1.0, rel_tol=1e-6)
    assert [form.cost for form in forms] == sorted(form.cost for form in forms)


def test_spaces_cut_the_name() -> None:
    assert split_characters("南 宮億", "ko", TABLES) == (("南", "宮億"),)
    assert split_characters("諸葛亮", "ko", TABLES)[0] == ("諸葛", "亮")
    assert split_characters("金正恩", "ko", TABLES) == (("金", "正恩"),)


@pytest.mark.parametrize("text", ["", " ", "李洙ヨン", "Kim", "김정은", "𠀀"])
def test_what_no_table_reads_has_no_reading(text: str) -> None:
    assert read_characters(text, "ko", TABLES) == ()


def test_a_language_without_characters_reads_none() -> None:
    assert read_characters("金正恩", "ru", TABLES) == ()
    assert write_characters("Ким", "ru", TABLES) == ()


def test_an_unknown_origin_is_refused() -> None:
    with pytest.raises(InputError, match="north"):
        read_characters("金正恩", "ko", TABLES, origin="east")
    with pytest.raises(UnknownLanguage):
        read_characters("金正恩", "xx", TABLES)


@pytest.mark.parametrize("native", ["김정은", "노광철", "남궁억", "제갈량", "이순신"])
def test_characters_read_back(native: str) -> None:
    forms = write_characters(native, "ko", TABLES, origin="south", limit=12)
    assert 5 <= len(forms) <= 12
    for form in forms:
        assert native in {
            back.native for back in read_characters(form.native, "ko", TABLES, origin="south", limit=40)
        }


def test_characters_of_a_part() -> None:
    assert {"盧", "魯"} <= {
        form.native for form in write_characters("노", "ko", TABLES, Role.FAMILY, limit=40)
    }
    assert "鐵" in {form.native for form in write_characters("철", "ko", TABLES, Role.GIVEN, limit=60)}
    assert write_characters("뷁", "ko", TABLES, Role.GIVEN) == ()
