"""The reader: what stands behind a spelling, by counts of pieces."""

from __future__ import annotations

import math
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translit
from translit import lattice
from translit.lattice import Reader, TokenReading
from translit.model import Form, Role
from translit.prior import KNOWN, WHOLE, Prior
from translit.tables import load_tables
from translit.units import letters

TABLES = load_tables()

# token, language, script, role, native: the first of these many forms must be it
CASES = [
    ("kwang-chol", "ko", "Latn", "given", "광철", 1),
    ("kwangchol", "ko", "Latn", "given", "광철", 1),
    ("Gwangcheol", "ko", "Latn", "given", "광철", 1),
    ("kwangch’ŏl", "ko", "Latn", "given", "광철", 1),
    ("Yo'ng-ch'o'l", "ko", "Latn", "given", "영철", 1),
    ("gvan-chkhol", "ko", "Latn", "given", "광철", 2),
    ("song-hee", "ko", "Latn", "given", "선희", 8),
    ("noh", "ko", "Latn", "family", "노", 1),
    ("ro", "ko", "Latn", "family", "로", 1),
    ("no", "ko", "Latn", "family", "로", 3),
    ("lee", "ko", "Latn", "family", "이", 1),
    ("park", "ko", "Latn", "family", "박", 1),
    ("tsoy", "ko", "Latn", "family", "최", 3),
    ("гван-чхоль", "ko", "Cyrl", "given", "광철", 1),
    ("гванчхоль", "ko", "Cyrl", "given", "광철", 2),
    ("ир-сен", "ko", "Cyrl", "given", "일성", 3),
    ("чен-ын", "ko", "Cyrl", "given", "정은", 1),
    ("цой", "ko", "Cyrl", "family", "최", 1),
    ("goremykin", "ru", "Latn", "family", "горемыкин", 1),
    ("Goriemykine", "ru", "Latn", "family", "горемыкин", 5),
    ("Tschaikowski", "ru", "Latn", "family", "чайковский", 3),
    ("Schtscherbakow", "ru", "Latn", "family", "щербаков", 1),
    ("Jelzin", "ru", "Latn", "family", "ельцин", 3),
    ("Beloúsov", "ru", "Latn", "family", "белоусов", 2),
    ("블라디미르", "ru", "Hang", "given", "владимир", 1),
    ("울라지미르", "ru", "Hang", "given", "владимир", 1),
    ("고레미킨", "ru", "Hang", "family", "горемыкин", 3),
    ("뿌찐", "ru", "Hang", "family", "путин", 2),
    ("차이코프스키", "ru", "Hang", "family", "чайковский", 2),
]


@pytest.mark.parametrize(("token", "code", "script", "role", "native", "rank"), CASES)
def test_read(token: str, code: str, script: str, role: str, native: str, rank: int) -> None:
    forms = [form.native for form in lattice.read(token, code, script, role, TABLES).forms]
    assert native in forms[:rank]


@pytest.mark.parametrize(
    ("token", "code", "script"),
    [("12", "ko", "Latn"), ("", "ko", "Latn"), ("no", "ko", "Thai"), ("김", "ru", "Latn")],
)
def test_what_no_table_reads_has_no_forms(token: str, code: str, script: str) -> None:
    found = lattice.read(token, code, script, "family", TABLES)
    assert found.forms == ()
    assert found.total == math.inf


@pytest.mark.parametrize(("token", "code", "script", "role"), [case[:4] for case in CASES])
def test_forms_are_whole_ordered_and_cost_no_less_than_all(
    token: str, code: str, script: str, role: str
) -> None:
    found = lattice.read(token, code, script, role, TABLES)
    assert found == lattice.read(token, code, script, role, TABLES)
    costs = [form.cost for form in found.forms]
    assert costs == sorted(costs)
    assert len({form.native for form in found.forms}) == len(found.forms) <= 24
    assert sum(math.exp(-cost) for cost in costs) <= math.exp(-found.total) * (1 + 1e-9)
    for form in found.forms:
        assert form.native == unicodedata.normalize("NFC", form.native) == form.native.casefold()
        if TABLES.language(code).decompose:
            assert all("가" <= unit <= "힣" for unit in form.native), form.native


@pytest.mark.parametrize(("token", "code", "script", "role"), [case[:4] for case in CASES])
def test_explained_pieces_spell_the_token_and_its_native_form(
    token: str, code: str, script: str, role: str
) -> None:
    reader = lattice._reader(code, script, TABLES)
    assert reader is not None
    for form in lattice.read(token, code, script, role, TABLES, 3).forms:
        steps = lattice.explain(token, form.native, code, script, role, TABLES)
        assert "".join(step.written for step in steps) == reader.fold(token)
        assert unicodedata.normalize("NFC", "".join(step.native for step in steps)) == form.native
        assert all(step.cost >= 0 for step in steps)


def test_a_shown_break_is_kept() -> None:
    """A hyphen stands between whole units: kwan-gil is 관길, kwang-il is 광일, and kwangil may be either."""
    apart = [lattice.read(token, "ko", "Latn", "given", TABLES).forms for token in ("kwan-gil", "kwang-il")]
    joined = {form.native for form in lattice.read("kwangil", "ko", "Latn", "given", TABLES).forms}
    assert apart[0][0].native == "관길"
    assert apart[1][0].native == "광일"
    assert "관길" not in {form.native for form in apart[1]}
    assert {"관길", "광일"} <= joined


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=14), st.sampled_from(["Latn", "Cyrl", "Hang", "Hani"]), st.sampled_from(sorted(Role)))
def test_any_text_is_answered(token: str, script: str, role: Role) -> None:
    for code in TABLES.languages:
        found = lattice.read(token, code, script, role, TABLES)
        assert all(form.cost >= 0 for form in found.forms)
        assert bool(found.forms) == math.isfinite(found.total)


@settings(max_examples=40, deadline=None)
@given(
    st.text("abcdeghiklnosuvyz-", min_size=1, max_size=5),
    st.lists(
        st.tuples(st.text("abк", min_size=1, max_size=2), st.sampled_from("абвгд")),
        min_size=1,
        max_size=6,
        unique=True,
    ),
)
def test_reader_equals_its_slow_twin(token: str, pieces: list[tuple[str, str]]) -> None:
    """Without pruning, the search is the plain sum over all cuts of the token."""
    rows = [("", written, native, str(1 + place)) for place, (written, native) in enumerate(pieces)] + [
        ("", "end", "", "2")
    ]
    reader = Reader(rows)
    token = "".join(written for written, _ in pieces[:3])
    masses = {(written, native): 1.0 + place for place, (written, native) in enumerate(pieces)} | {
        ("end", ""): 2.0
    }
    kinds = lattice.KINDS * len(masses)
    total = sum(masses.values()) + kinds
    chance = {key: (mass + kinds / len(masses)) / total for key, mass in masses.items()}
    slow: dict[str, float] = {}

    def walk(rest: str, native: str, so_far: float) -> None:
        if not rest:
            slow[native] = slow.get(native, 0.0) + so_far * chance["end", ""]
        for written, letter in pieces:
            if rest.startswith(written):
                walk(rest[len(written) :], native + letter, so_far * chance[written, letter])

    walk(token, "", 1.0)
    for form in reader.read(token, "family", 24).forms:
        assert form.cost == pytest.approx(-math.log(slow[form.native]), rel=1e-3)


def test_write_gives_usual_spellings_that_are_read_back() -> None:
    for native, role in (("노", "family"), ("광철", "given"), ("영희", "given")):
        ways = lattice.write(native, "ko", "Latn", role, TABLES, 6)
        assert [cost for _, cost in ways] == sorted(cost for _, cost in ways)
        for spelling, _ in ways:
            assert native in [
                form.native for form in lattice.read(spelling, "ko", "Latn", role, TABLES).forms
            ]


@pytest.mark.parametrize(
    ("code", "role", "usual", "rare"),
    [
        ("ko", "family", "김", "뇌"),
        ("ko", "given", "영희", "뷁희"),
        ("ru", "family", "иванов", "ъыьщщ"),
        ("ru", "given", "иван", "иванов"),
    ],
)
def test_prior_knows_what_is_usual(code: str, role: str, usual: str, rare: str) -> None:
    assert 0 < lattice.prior(usual, code, role, TABLES) < lattice.prior(rare, code, role, TABLES) < math.inf


def test_prior_is_a_distribution_over_units() -> None:
    prior = Prior(
        [
            ("unknown", "", "а", "3"),
            ("unknown", "", "б", "2"),
            ("unknown", "", "$", "1"),
            ("unknown", "а", "б", "2"),
        ]
    )
    assert (
        math.exp(-prior.cost("", "unknown"))
        + math.exp(-prior.cost("а", "unknown"))
        + math.exp(-prior.cost("б", "unknown"))
        < 1
    )


def test_prior_tells_most_words_whole() -> None:
    units = [
        ("unknown", "", "а", "2"),
        ("unknown", "", "б", "2"),
        ("unknown", "", "$", "4"),
        ("given", "", "б", "1"),
    ]
    plain, told = Prior(units), Prior(units, [("аб", "3"), ("ба", "1")])
    for word, share in (("аб", 0.75), ("ба", 0.25), ("бб", 0.0), ("б" * 3000, 0.0)):
        least = math.exp(-plain.cost(word, "unknown")) * (1 - WHOLE)
        assert told.cost(word, "family") == told.cost(word, "unknown")
        if least or share:
            assert math.exp(-told.cost(word, "unknown")) == pytest.approx(least + share * WHOLE)
            more = plain.cost(word, "unknown") - told.cost(word, "unknown")
            assert told.weight(word, "unknown") == pytest.approx(plain.cost(word, "unknown") - KNOWN * more)
        assert plain.cost(word, "given") == told.cost(word, "given") == told.weight(word, "given") < math.inf
    assert told.trust > plain.trust


@pytest.mark.parametrize(
    ("spelling", "native"),
    [
        ("Navalny", "навальный"),
        ("Kuchma", "кучма"),
        ("Tsoi", "цой"),
        ("Shcherbakov", "щербаков"),
        ("Gusev", "гусев"),
        ("Kuzmin", "кузьмин"),
        ("Ilyin", "ильин"),
    ],
)
def test_of_spellings_that_tell_little_the_common_name_is_read(spelling: str, native: str) -> None:
    assert lattice.read(spelling, "ru", "Latn", "unknown", TABLES).forms[0].native == native


def test_a_language_without_counts_is_read_by_its_rules(tmp_path: Path) -> None:
    for code in TABLES.languages:
        if not any(TABLES.has(f"{code}/read-{script.lower()}") for script in TABLES.language(code).read):
            for info in TABLES.systems():
                if info.language != code:
                    continue
                system = TABLES.system(info.id)
                native, written = min(system.examples, key=lambda pair: (len(pair[0]), pair))
                if written.isalpha():
                    forms = lattice.read(written, code, "Latn", "family", TABLES, 100).forms
                    assert native.casefold() in [form.native for form in forms], (info.id, native, written)


def test_letters_take_units_of_letters_apart_but_keep_marked_letters() -> None:
    assert len(letters("광철")) == 6
    assert letters("Šй") == "šй"


@pytest.mark.slow
def test_reading_takes_milliseconds() -> None:
    """Reported more than asserted: a wide limit that only a wrong turn breaks."""
    start = time.perf_counter()
    for token, code, script, role, _, _ in CASES * 5:
        lattice.read(token, code, script, role, TABLES)
    assert (time.perf_counter() - start) / (5 * len(CASES)) < 0.05


@pytest.mark.parametrize(("table", "role"), [("surnames", "family"), ("syllables", "given")])
def test_listed_spellings_are_read_back_among_the_first_ten(table: str, role: str) -> None:
    """All but the spellings that only a hint would tell ("Sng"): 99 of 100."""
    listed = [
        (spelling.strip().casefold(), row["native"])
        for row in TABLES.rows(f"ko/{table}")
        for spelling in row["latin"].split(",")
        if spelling.strip() and "-" not in spelling
    ]
    found = 0
    for spelling, native in listed:
        forms = lattice.read(spelling, "ko", "Latn", role, TABLES).forms
        found += native in [form.native for form in forms[:10]]
    assert len(listed) > 900
    assert found / len(listed) >= 0.99


def test_a_listed_spelling_lets_the_likelier_form_stand_first() -> None:
    """However few forms there are: Im is a listed spelling of 림, too, and most are 임."""
    only = TokenReading("im", (Form("임", 5.0),), 5.0)
    found = lattice.with_listed(only, "ko", "Latn", Role.FAMILY, TABLES, 24)
    assert [form.native for form in found.forms] == ["임", "림"]
    assert found.forms[1].cost > found.forms[0].cost + 1


@pytest.mark.parametrize(
    ("name", "native"),
    [
        ("Do Kum-bong", "도금봉"),
        ("Byeon Hee-bong", "변희봉"),
        ("Kang Song-san", "강성산"),
        ("Sukhee Kang", "강석희"),
    ],
)
def test_a_person_keeps_the_syllable_that_is_also_a_place_word(name: str, native: str) -> None:
    """봉 is a peak and 산 a mountain; of a spelling that begins or ends with a surname they are no tails."""
    assert native in translit.canonicalise(name).alternatives or translit.canonicalise(name).native == native
