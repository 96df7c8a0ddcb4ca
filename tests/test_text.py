"""Unicode as it arrives: decomposed, half-width, with invisible signs inside and letters of another script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.text import (
    capitalise,
    clean,
    compose,
    fold,
    is_clean,
    letters,
    script_of,
    script_of_letter,
    strip_marks,
    to_ascii,
)

NFD = "NFD"

# given, cleaned, what it shows
CLEANED = [
    (unicodedata.normalize(NFD, "노광철"), "노광철", "decomposed syllables, as a Mac's file names have them"),
    (unicodedata.normalize(NFD, "Андрей Фёдоров"), "Андрей Фёдоров", "decomposed й and ё"),
    (unicodedata.normalize(NFD, "Ch’ŏl"), "Ch’ŏl", "decomposed Latin marks"),
    ("Йорданский", "Йорданский", "й stays whole"),
    ("ё", "ё", "and ё"),
    ("노\u200b광\u200d철", "노광철", "zero-width space and joiner"),
    ("노\u2060광철\ufeff", "노광철", "word joiner, byte order mark"),
    ("\u202bКим\u202c \u200eЧен\u200f \u2066Ын\u2069", "Ким Чен Ын", "direction marks"),
    ("Гор\u00adемыкин", "Горемыкин", "soft hyphen"),
    ("Ким\u00a0Чен\u2009Ын", "Ким Чен Ын", "no-break and thin spaces"),
    ("노\u3000광철", "노 광철", "ideographic space"),
    ("  노  광철\n", "노 광철", "runs of spaces"),
    ("노\u3164광철", "노광철", "HANGUL FILLER"),
    ("노\uffa0광철", "노광철", "half-width filler"),
    ("\u115f\u1160노광철", "노광철", "conjoining fillers"),
    ("ﾡ", "ㄱ", "half-width letter that stands alone"),
    ("ｷﾑ", "キム", "half-width kana"),
    ("ㄱ", "ㄱ", "compatibility letter that stands alone"),
    ("Ｋｉｍ", "Kim", "full-width Latin"),
    ("Ｎｏ　Ｋｗａｎｇ－ｃｈｏｌ", "No Kwang-chol", "full-width with space and hyphen"),
    ("\uf90a正恩", "金正恩", "a compatibility ideograph"),
    ("Лaвpoв", "Лавров", "Latin letters inside Cyrillic"),
    ("Cepгeй", "Сергей", "most of the word in look-alikes"),
    ("Kіm", "Kim", "a Cyrillic letter inside Latin"),
    ("Володимир Зеленський", "Володимир Зеленський", "і is a letter of its own in Cyrillic"),
    ("Лавров Sergey", "Лавров Sergey", "two words of two scripts stay"),
    ("노광철(No)", "노광철(No)", "two scripts that share no look-alikes stay"),
    ("Ким\ud800Чен", "Ким\ufffdЧен", "a lone surrogate"),
    ("\udc00", "\ufffd", "another"),
    ("", "", "nothing"),
    ("\u200b", "", "nothing that can be seen"),
    ("崔\u3000龍海", "崔 龍海", "a space inside a name in characters"),
    ("No Kwang-ch'ŏl", "No Kwang-ch'ŏl", "an apostrophe is kept as written"),
]


@pytest.mark.parametrize(("given_text", "expected", "why"), CLEANED, ids=[why for *_, why in CLEANED])
def test_clean(given_text: str, expected: str, why: str) -> None:
    assert clean(given_text) == expected


FOLDED = [
    ("KIM, Yo'ng-Ch‘o‘l", "kim, yo’ng-ch’o’l"),
    ("Naval`nyy", "naval’nyy"),
    ("Navalʹnyĭ", "naval’nyĭ"),
    ("No Kwang–chol", "no kwang-chol"),
    ("No Kwang‑chol", "no kwang-chol"),
    ("ГОРЕМЫКИН", "горемыкин"),
    ("ФЁДОР", "фёдор"),
    ("İstanbul", "i̇stanbul"),
    ("노광철", "노광철"),
]


@pytest.mark.parametrize(("given_text", "expected"), FOLDED)
def test_fold(given_text: str, expected: str) -> None:
    assert fold(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Ch’ŏl", "Ch’ol"),
        ("Chŏng Ŭn", "Chong Un"),
        ("Goremykinė", "Goremykine"),
        ("Йё", "Йё"),
        ("йёїґў", "йёїґў"),
        ("노광철", "노광철"),
        ("盧", "盧"),
        ("Łukasz", "Łukasz"),
    ],
)
def test_marks_are_taken_from_latin_only(given_text: str, expected: str) -> None:
    assert strip_marks(given_text) == expected
    decomposed = unicodedata.normalize(NFD, given_text)
    assert unicodedata.normalize("NFC", strip_marks(decomposed)) == expected


@pytest.mark.parametrize(
    ("letter", "script"),
    [
        ("K", "Latn"),
        ("ŏ", "Latn"),
        ("Ｋ", "Latn"),
        ("ж", "Cyrl"),
        ("ё", "Cyrl"),
        ("노", "Hang"),
        ("ㄱ", "Hang"),
        ("\u1100", "Hang"),
        ("ﾡ", "Hang"),
        ("盧", "Hani"),
        ("\uf90a", "Hani"),
        ("𠀀", "Hani"),
        ("キ", "Kana"),
        ("の", "Hira"),
        ("α", "Grek"),
        ("-", "Zyyy"),
        ("’", "Zyyy"),
        ("1", "Zyyy"),
        ("\ud800", "Zyyy"),
    ],
)
def test_script_of_letter(letter: str, script: str) -> None:
    assert script_of_letter(letter) == script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ким Чен Ын", "Cyrl"),
        ("노광철 (No)", "Hang"),
        ("盧光鐵", "Hani"),
        ("12 — …", "Zyyy"),
        ("", "Zyyy"),
        ("ŏ", "Latn"),
        (unicodedata.normalize(NFD, "노"), "Hang"),
    ],
)
def test_script_of(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "expected"),
    [("’yu", "’Yu"), ("shch", "Shch"), ("ŏ", "Ŏ"), ("", ""), ("12", "12"), ("ß", "ß"), ("ǆ", "Ǆ")],
)
def test_capitalise(text: str, expected: str) -> None:
    assert capitalise(text) == expected


def test_letters_go_apart_and_together() -> None:
    assert len(letters("철", True)) == 3
    assert letters("й", True) != "й"
    assert letters("й", False) == "й"
    assert compose(letters("노광철", True)) == "노광철"


def test_the_last_resort_is_ascii() -> None:
    assert to_ascii("Łukasz").isascii()
    assert to_ascii("plain") == "plain"


ANY = st.text(st.characters(codec=None), max_size=24)
NASTY = st.text(
    st.sampled_from("Kimо노노ㄴﾤ\u3164\u200b\u202eйе\u0308\u0306’'-– \u00a0\uf90a金Лa\ud800\ufeffＫ"),
    max_size=16,
)


@settings(max_examples=300)
@given(ANY | NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) == "Cs" for c in once)
    once.encode("utf-8")


@settings(max_examples=300)
@given(ANY | NASTY)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБЙЁ노광철盧光鐵 "), max_size=20))
def test_native_text_survives(text: str) -> None:
    plain = " ".join(text.split())
    assert clean(text) == plain
    assert clean(unicodedata.normalize(NFD, text)) == plain
    assert strip_marks(plain) == plain


@given(st.text("абёйÄЖѣ\u0483 \u00a0노광\u1100\u1161Aо-", max_size=8))
def test_what_is_seen_to_be_clean_is_left_as_it_is(text: str) -> None:
    """Word by word, past the short cut: a word and a sign that no word has are cleaned the long way."""
    if is_clean(text):
        assert clean(f"{text} !") == f"{text} !"
