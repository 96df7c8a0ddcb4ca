"""Korean names as papers of other countries, old maps and damaged files have them."""

import pytest

import translit
from translit.text import clean

PERSONS = {
    "김정은": (
        "Kim Dschong Un", "Kim Tschong Un", "Kim Dzsongun", "Kim Dżong Un", "Kim Dzong Un", "Kim Čong-un", "Kim Džong-un",
        "Kim Ĝong-un", "Kim Tjong Un", "Ким Джонг-ун", "Ким Џонг Ун", "Кім Чен Ин", "Кім Чэн Ын",
    ),
    "이병철": ("Ri Pyong-čchol", "I Pjong-čchol", "PYO\x92NG-CH\x92OL Ri"),
    "조명록": ("Tscho Myong Rok", "Dzso Mjongnok", "Чо Мјонг-нок"),
    "이해찬": ("李海瓒",),
    "정몽준": ("郑梦准",),
    "강은희": ("姜𤨒姬",),
    "한명숙": ("Хань Мён-сүк",),
    "왕영재": ("Wang Yung-tsai",),
    "양귀비": ("Yang Guifei",),
    "정동일": ("Jeong Dong-iI",),
    "김종식": ("SIK Kim Jong",),
}  # fmt: skip
PLACES = {
    "함흥": ("Hamhungas", "Hamhungo"),
    "부산": ("Pusano", "Fusan"),
    "춘천": ("Shunsen", "Чүньчонь"),
}


@pytest.mark.parametrize(
    ("native", "spelling"),
    [
        (native, spelling)
        for names in (PERSONS, PLACES)
        for native, all_ in names.items()
        for spelling in all_
    ],
)
def test_spellings_from_abroad_are_read(native: str, spelling: str) -> None:
    assert native in [form.native for form in translit.readings(spelling, limit=10)]


def test_controls_are_what_windows_1252_has() -> None:
    assert clean("Cho\x92ng") == "Cho’ng"
    assert clean("Kim\x81\x00 Il") == "Kim Il"
    assert clean("Kim\x00") == "Kim"
