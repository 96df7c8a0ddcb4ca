"""Korean and Russian names as Japanese print has them, in katakana."""

import pytest

import translit

SPELLINGS = {
    "김정은": "キム・ジョンウン",
    "노광철": "ノ・グァンチョル",
    "이재명": "イ・ジェミョン",
    "최선희": "チェ・ソンヒ",
    "박찬욱": "パク・チャヌク",
    "손흥민": "ソン・フンミン",
    "Владимир Путин": "ウラジーミル・プーチン",
    "Сергей Лавров": "セルゲイ・ラブロフ",
    "Андрей Белоусов": "アンドレイ・ベロウソフ",
    "Вячеслав Володин": "ヴャチェスラフ・ヴォロージン",
    "Рамзан Кадыров": "ラムザン・カディロフ",
    "Петров": "ペトロフ",
}


@pytest.mark.parametrize(("native", "kana"), SPELLINGS.items())
def test_a_name_in_katakana_is_read(native: str, kana: str) -> None:
    assert native in [form.native for form in translit.readings(kana, limit=30)]


@pytest.mark.parametrize(
    ("kana", "other"),
    [
        ("チャン・ホジン", "Chang Ho-jin"),
        ("オ・スヨン", "呉秀容"),
        ("レオニット・ペトロフ", "레오니트 페트로프"),
        ("ブラジミール・ティホノフ", "Vladimir Tikhonov"),
        ("ｷﾑ･ｼﾞｮﾝｳﾝ", "Ким Чен Ын"),
    ],
)
def test_a_name_in_katakana_meets_the_other_scripts(kana: str, other: str) -> None:
    assert translit.compare(kana, other).value > 0.9
    assert set(translit.keys(kana)) & set(translit.keys(other))


@pytest.mark.parametrize(
    ("one", "two"), [("キム・ジョンウン", "Kim Jong-nam"), ("セルゲイ・ラブロフ", "Sergei Ivanov")]
)
def test_other_names_stay_apart(one: str, two: str) -> None:
    assert translit.compare(one, two).value < 0.1
