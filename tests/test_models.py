"""Optional models: what they say are hints, and the tables decide. Each partner is tested for real where it is installed."""

from __future__ import annotations

import csv
import importlib.util
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translit
from benchmarks import documents
from translit import mentions, partners
from translit.cli import run
from translit.errors import InputError, MissingExtra
from translit.mentions import Hint
from translit.settings import Settings
from translit.tables import load_tables

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
SCORER = ROOT.parent / "shared" / "tools" / "corpus_score.py"
TABLES = load_tables()
CARDS = {card.partner: card for card in partners.cards(TABLES)}


def hint(text: str, span: str, kind: str = "person", languages: tuple[str, ...] = ()) -> Hint:
    start = text.index(span)
    return Hint(start, start + len(span), kind, languages)


def found(text: str, *hints: Hint) -> list[str]:
    return [m.text for m in mentions.find(text, TABLES, Settings(), "", hints) if m.kind.value == "person"]


# -- the choice ------------------------------------------------------------------------------------------------


def test_rules_are_the_default_and_need_nothing() -> None:
    assert partners.finder("rules") is mentions.find


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(InputError, match=r"auto.*|rules"):
        translit.resolve({"a": "Ivan Petrov"}, model="best")


def test_every_extra_is_in_the_project_file() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {card.extra for card in CARDS.values()} <= set(extras)
    assert len({script for card in CARDS.values() for script in card.scripts}) == 3


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(partners, "find_spec", lambda name: None)
    return


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("Minister No Kwang-chol spoke.", "en"),
        ("Министр Иван Петров выступил.", "ru"),
        ("노광철 국방상이 말했다.", "ko"),
    ],
)
@pytest.mark.usefixtures("nothing_installed")
def test_a_missing_partner_says_what_to_install(text: str, extra: str, tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match=rf'pip install "translit-names\[{extra}\]"'):
        translit.resolve({"a": text}, model="models")
    assert translit.resolve({"a": text}, model="auto") == translit.resolve({"a": text})
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert run(["resolve", "--model", "models", "--quiet", str(path)]) == 2
    assert run(["resolve", "--model", "auto", "--quiet", str(path)]) == 0


@pytest.mark.usefixtures("nothing_installed")
def test_a_text_without_letters_needs_no_partner() -> None:
    assert translit.resolve({"a": "12 + 30 = 42"}, model="models") == ()


# -- what a hint can do, whoever gives it --------------------------------------------------------------------------

RUSSIAN = "Иван Петров написал книгу. "

# text, hinted span, what the hint adds
ADDED = [
    (RUSSIAN + "По системе Концевича было бы иначе.", "Концевича", "Концевича"),
    ("A book by Ruslan Tkalich appeared last year.", "Ruslan Tkalich", "Ruslan Tkalich"),
    ("기자들은 차보나를 만났다.", "차보나", "차보나"),
    ("세르게이 라브로프는 떠났다. 스탈린은 침묵했다.", "스탈린", "스탈린"),
]


@pytest.mark.parametrize(("text", "span", "name"), ADDED)
def test_a_hint_adds_what_the_tables_can_read(text: str, span: str, name: str) -> None:
    languages = partners._likely(span.casefold(), TABLES)
    assert name not in found(text)
    assert name in found(text, hint(text, span, "person", languages))


# Names of other peoples and words that are no names: a model may say what it likes.
REFUSED = [
    ("Police said {} had left the country on Sunday.", "John Smith", "Angela Merkel", "Xi Jinping", "Yang Jiechi",
     "Mao Asada", "Nguyen Phu Trong", "Bruno Marcotte", "Peggy Whitson", "Zhifan Liu", "Fumio Kishida", "Young Thug",
     "Olaf Scholz", "Karen Walker", "Natalie Portman", "the Security Council", "Defense"),
    ("Ivan Petrov and Pak Yong Il came. Later {} spoke.", "John Smith", "Biden", "Macron", "Obama", "Zhang", "Garcia",
     "Ivan Petrovs", "Tanaka", "Bennett"),
    (RUSSIAN + "В зале был {}, сообщили организаторы.", "Джон Смит", "Мао Асада", "Си Цзиньпин", "Дэн Сяопин",
     "Олаф Шольц", "Чан Кайши", "Каролина Костнер", "Петер Шмидт"),
    ("Вьетнамский наблюдатель {} уехал.", "Чан Ван Хунг"),
    ("세르게이 라브로프는 떠났다. {}은 침묵했다.", "트럼프", "바이든", "시진핑", "런던", "한글", "강남", "서울", "유엔", "백제"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "span"), [(row[0].format(span), span) for row in REFUSED for span in row[1:]]
)
def test_a_hint_forces_nothing_in(text: str, span: str) -> None:
    languages = partners._likely(span.casefold(), TABLES)
    assert found(text, hint(text, span, "person", languages)) == found(text)


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("A book by Mr Ruslan Tkalich appeared last year.", "Mr Ruslan Tkalich", "Ruslan Tkalich"),
        ("We read Ruslan Tkalich's book.", "Ruslan Tkalich's", "Ruslan Tkalich"),
    ],
)
def test_titles_and_possessives_stay_outside(text: str, span: str, name: str) -> None:
    assert name in found(text, hint(text, span, "person", (CARDS["slovnet"].extra,)))


WORDS = ["Ivan", "Petrov", "Pak", "Yong", "Il", "said", "Minister", "Smith", "Концевича", "Иван", "Но", "박영일은", "스탈린",
         "\n", ",", ".", "(", "No", "KIM", "'s", "é", "한"]  # fmt: skip


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=14),
    spans=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 30), st.sampled_from(["person", "place", "org", ""])),
        max_size=5,
    ),
)
@settings(max_examples=60, deadline=None)
def test_hints_add_and_never_take_away(words: list[str], spans: list[tuple[int, int, str]]) -> None:
    text = " ".join(words)
    hints = [Hint(start, start + length, kind, ("ru",)) for start, length, kind in spans]
    rules = mentions.find(text, TABLES, Settings())
    both = mentions.find(text, TABLES, Settings(), "", hints)
    assert all(text[m.start : m.end] == m.text for m in both)
    assert all(a.end <= b.start for a, b in pairwise(both))
    assert all(any(m.start < one.end and one.start < m.end for m in both) for one in rules)
    assert mentions.find(text, TABLES, Settings(), "", hints[::-1]) == both


# -- the partners for real -------------------------------------------------------------------------------------------


def needs(partner: str) -> pytest.MarkDecorator:
    card = CARDS[partner]
    reason = f'the model is not installed: pip install "translit-names[{card.extra}]"'
    return pytest.mark.skipif(not card.installed, reason=reason)


REAL = [
    pytest.param("slovnet", RUSSIAN + "По системе Концевича было бы иначе.", ["Иван Петров", "Концевича"], marks=needs("slovnet")),
    pytest.param("slovnet", "Мао Асада и Каролина Костнер обошли Ольгу Сидорову.", ["Ольгу Сидорову"], marks=needs("slovnet")),
    pytest.param("spacy", "A book by Ruslan Tkalich appeared last year.", ["Ruslan Tkalich"], marks=needs("spacy")),
    pytest.param("spacy", "Bruno Marcotte and Peggy Whitson met Ivan Petrov.", ["Ivan Petrov"], marks=needs("spacy")),
    pytest.param("kiwi", "기자들은 차보나를 만났다.", ["차보나"], marks=needs("kiwi")),
    pytest.param("kiwi", "바이든 대통령이 박영일 외무상을 만났다.", ["박영일"], marks=needs("kiwi")),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("partner", "text", "names"), REAL)
def test_a_partner_at_work(partner: str, text: str, names: list[str]) -> None:
    entities = translit.resolve({"a": text}, model="models")
    spans = [m for entity in entities if entity.kind.value == "person" for m in entity.mentions]
    assert [m.text for m in sorted(spans, key=lambda m: m.start)] == names
    assert all(text[m.start : m.end] == m.text for m in spans)
    assert translit.resolve({"a": text}, model="auto") == entities, f"{partner} twice gives the same"


@pytest.mark.slow
@pytest.mark.skipif(not all(card.installed for card in CARDS.values()), reason="not all models are installed")
def test_long_texts_go_in_pieces() -> None:
    for text in (
        "Ivan Petrov wrote a book. " * 2500,
        "Иван Петров читал. " * 3000,
        "기자들은 박영일을 만났다. " * 1500,
    ):
        hints = partners.hints(text, TABLES, strict=True)
        assert hints[-1].end <= len(text)
        assert hints[-1].start > 0.99 * len(text)
        assert all(text[one.start : one.end].strip() for one in hints)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(not SCORER.is_file(), reason="there is no gold corpus beside the project")
@pytest.mark.skipif(not all(card.installed for card in CARDS.values()), reason="not all models are installed")
@pytest.mark.parametrize("kind", ["person", "place", "org"])
def test_no_figure_gets_worse(kind: str) -> None:
    texts = documents.documents(CORPUS)
    tables = {
        name: list(csv.DictReader((CORPUS / f"{name}.csv").open(encoding="utf-8-sig", newline="")))
        for name in ("gold", "distractors")
    }
    rules, models = (
        scorer().score(documents.predictions(texts, model), tables["gold"], tables["distractors"], kind)[0]
        for model in ("rules", "models")
    )
    for what in ("mentions_exact", "mentions_overlap"):
        for figure in ("p", "r", "f1"):
            assert models[what][figure] >= rules[what][figure], (what, figure)
    for measure in ("b_cubed", "ceaf_e", "pairwise"):
        assert models["end_to_end"][measure]["f1"] >= rules["end_to_end"][measure]["f1"] - 0.001, measure
    assert models["clusters"]["merging_share"] <= rules["clusters"]["merging_share"]
    assert sum(models["spurious_by_class"].values()) <= sum(rules["spurious_by_class"].values())
