"""The whole story: names and documents in, entities out; the same answer whatever the order or the hash seed."""

from __future__ import annotations

import csv
import gc
import os
import random
import subprocess
import sys
import tracemalloc
import unicodedata
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translit
from tests.test_mentions import ALPHABET, PERSONS, marked
from translit.model import Entity, Kind

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
SEEDS = Path(__file__).parents[2] / "shared" / "corpus" / "seeds"
SENTENCES = [marked(case)[0] for case in PERSONS]
NAMES = (
    "No Kwang-chol", "노광철", "Noh Gwang Chol", "Но Гван Чхоль", "Kim Jong-un", "Kim Jong-nam", "김정은",
    "Лавров", "Лаврова", "Sergey Lavrov", "Sergei Lavrov", "Viktor Goremykin", "Виктор Горемыкин", "Peggy Whitson",
)  # fmt: skip


def texts(folder: Path) -> dict[str, str]:
    """The documents of a folder by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def told(entities: tuple[Entity, ...]) -> list[tuple[str, str, tuple[tuple[str, int], ...]]]:
    """What an answer says, without positions."""
    return sorted((entity.id, entity.native, entity.variants) for entity in entities)


def together(entities: tuple[Entity, ...], *forms: str) -> bool:
    """Whether all these spellings are in one person's entity."""
    homes = [{e.id for e in entities if e.kind is Kind.PERSON and form in dict(e.variants)} for form in forms]
    return bool(set.intersection(*homes))


def test_names_are_gathered_across_scripts() -> None:
    entities = translit.cluster(NAMES)
    assert together(entities, "No Kwang-chol", "노광철", "Noh Gwang Chol", "Но Гван Чхоль")
    assert together(entities, "Viktor Goremykin", "Виктор Горемыкин")
    assert together(entities, "Kim Jong-un", "김정은")
    assert not together(entities, "Kim Jong-un", "Kim Jong-nam")
    assert not together(entities, "Лавров", "Лаврова")
    assert sorted(i for e in entities for i in e.members) == list(range(len(NAMES)))


def test_the_order_of_names_does_not_matter() -> None:
    wanted = told(translit.cluster(NAMES))
    for seed in range(3):
        shuffled = list(NAMES)
        random.Random(seed).shuffle(shuffled)
        assert told(translit.cluster(shuffled)) == wanted


def test_the_order_of_documents_does_not_matter() -> None:
    documents = texts(EXAMPLES)
    assert len(documents) >= 6
    wanted = translit.resolve(documents)
    backwards = dict(reversed(documents.items()))
    assert translit.resolve(backwards) == wanted


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_hash_seed_does_not_matter(seed: str) -> None:
    code = (
        "import translit, tests.test_pipeline as t;"
        "print(t.told(translit.cluster(t.NAMES)), translit.resolve(t.texts(t.EXAMPLES)))"
    )
    root = Path(__file__).parents[1]
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": s, "PYTHONPATH": str(root)},
        ).stdout
        for s in ("7", seed)
    }  # fmt: skip
    assert len(runs) == 1


def test_spans_are_what_they_say() -> None:
    documents = texts(EXAMPLES)
    for entity in translit.resolve(documents):
        for mention in entity.mentions:
            assert documents[mention.source][mention.start : mention.end] == mention.text


def test_empty_input_gives_no_entity() -> None:
    assert translit.resolve({}) == ()
    assert translit.resolve({"a": ""}) == ()
    assert translit.cluster([]) == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed texts are not beside this checkout")
def test_the_seed_texts() -> None:
    documents = texts(SEEDS)
    entities = translit.resolve(documents)
    with next(SEEDS.glob("*.csv")).open(encoding="utf-8") as stream:
        gold = {
            (row["doc"], int(row["start"]), int(row["end"]))
            for row in csv.DictReader(stream)
            if row["kind"] == "person"
        }
    found = {(m.source, m.start, m.end) for e in entities if e.kind is Kind.PERSON for m in e.mentions}
    assert found == gold
    by_variant = {form: e for e in entities for form, _ in e.variants}
    assert together(entities, "No Kwang-chol", "Noh Gwang Chol")
    assert by_variant["No Kwang-chol"].native == "노광철"
    assert together(entities, "Pak Yong-il", "Pak Yong Il")
    pak = by_variant["Pak Yong-il"].canonical
    assert {pak.native, *(native for native, _ in pak.alternatives)} >= {"박영일", "박용일"}
    assert together(entities, "Viktor Goremykin", "Goremykin")
    assert together(entities, "Sergey Lavrov", "Lavrov")
    assert by_variant["Choi Song-hee"].language == "ko"
    assert "최선희" in {form.native for form in translit.readings("Choi Song-hee", limit=8)}
    assert not any(
        form.startswith("Kim Il Sung") for e in entities if e.kind is Kind.PERSON for form, _ in e.variants
    )
    schools = [e for e in entities if any(form.startswith("Mangyong") for form, _ in e.variants)]
    assert len(schools) == 1 and schools[0].kind is not Kind.PERSON


def test_a_text_that_takes_a_detour_is_read_so() -> None:
    text = "Defense Minister No Gvan Chkhol met General Kim En Su in Pyongyang."
    found = {entity.label: entity.canonical for entity in translit.resolve({"a": text})}
    assert found["No Gvan Chkhol"].native == "노광철"
    assert found["Kim En Su"].confidence > translit.canonicalise("Kim En Su").confidence


def test_a_role_brings_a_short_name_home() -> None:
    documents = {
        "a": "President Sergei Volkov spoke to the editors of the newspaper.",
        "b": "Cosmonaut Aleksandr Volkov trained with the crew.",
        "c": "President Volkov left in the evening.",
    }
    homes = {entity.label: entity.documents for entity in translit.resolve(documents)}
    assert homes["Sergei Volkov"] == ("a", "c")


def test_texts_are_let_go() -> None:
    class Text(str):
        """A text that can be watched."""

        __slots__ = ("__weakref__",)

    alive: list[weakref.ref[Text]] = []

    def read() -> Iterator[tuple[str, str]]:
        for number in range(8):
            assert sum(one() is not None for one in alive) <= 1, "only the text in work is held"
            text = Text(f"Minister No Kwang-chol spoke on day {number}. " + "Nothing else was said. " * 50)
            alive.append(weakref.ref(text))
            yield f"day {number}", text
            del text
            gc.collect()

    entities = translit.resolve(read())
    assert not any(one() is not None for one in alive)
    assert [len(entity.documents) for entity in entities] == [8]
    wanted = {f"day {n}": f"Minister No Kwang-chol spoke on day {n}. " for n in range(8)}
    assert told(translit.resolve(wanted)) == told(entities)


def test_memory_does_not_grow_with_the_documents() -> None:
    def read(count: int) -> Iterator[tuple[str, str]]:
        for number in range(count):
            text = f"Minister No Kwang-chol spoke on day {number}. " + "He had come by train. " * 5000
            yield str(number), text

    def peak(count: int) -> int:
        tracemalloc.start()
        translit.resolve(read(count))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(2)  # tables and memories are filled
    few, many = peak(3), peak(30)
    assert many - few < 110_000 * 3, "27 more texts of 110,000 letters cost no room, their mentions little"


def test_a_document_that_comes_twice_is_refused() -> None:
    with pytest.raises(translit.InputError, match="'a' comes twice"):
        translit.resolve([("a", "Kim Jong Un"), ("a", "Kim Jong Un")])


def test_a_short_name_goes_to_its_own_document_first() -> None:
    documents = {
        "a": "CAPTAIN PAK CHONG IL SPOKE\n\nPak Jong Il, the captain, thanked the crew. Pak left.",
        "b": "Pak Yong Su stayed at home.",
    }
    forms = [set(dict(entity.variants)) for entity in translit.resolve(documents)]
    assert {"PAK CHONG IL", "Pak Jong Il", "Pak"} in forms
    assert {"Pak Yong Su"} in forms


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(ALPHABET, max_size=60)), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_any_documents_in_any_order(sentences: list[str], rng: random.Random) -> None:
    documents = {f"document {n}": sentence for n, sentence in enumerate(sentences)}
    shuffled = list(documents.items())
    rng.shuffle(shuffled)
    entities = translit.resolve(documents)
    assert translit.resolve(shuffled) == entities
    spans = [(m.source, m.start, m.end) for entity in entities for m in entity.mentions]
    assert len(spans) == len(set(spans)), "a mention is in one entity"
    assert len({entity.id for entity in entities}) == len(entities)
    for entity in entities:
        assert sum(count for _, count in entity.variants) == len(entity.mentions) == len(entity.members)
        assert all(documents[m.source][m.start : m.end] == m.text for m in entity.mentions)


PYONGYANG = "Vice Marshal Pak Yong Sik met Hyon Yong Chol, Choe Ryong Hae and Jang Song Thaek. {} was there."


@pytest.mark.parametrize(("name", "native"), [("Kim Jong Nam", "김정남"), ("Kim Yong Nam", "김영남")])
def test_a_text_in_one_hand_is_read_so(name: str, native: str) -> None:
    assert translit.canonicalise(name).native != native, "alone it is read as most write"
    found = {entity.label: entity.native for entity in translit.resolve({"a": PYONGYANG.format(name)})}
    assert found[name] == native


def test_a_name_is_no_witness_of_its_own_hand() -> None:
    text = "Academician Kim Yong Nam was there."
    (one,) = translit.resolve({"a": text})
    assert one.native == translit.canonicalise("Kim Yong Nam").native


def test_a_hand_is_told_text_by_text() -> None:
    south = "Ministers Lee Jae-myung, Park Jeong-hui and Choi Seon-yeong met. Kim Yong-nam was there."
    north = PYONGYANG.format("Kim Jong Un")
    natives = {e.label: e.native for e in translit.resolve({"north": north, "south": south})}
    assert natives["Kim Jong Un"] == "김정은"
    assert natives["Kim Yong-nam"] == "김용남"


@pytest.mark.parametrize(
    ("text", "label", "native"),
    [
        ("Army chief Ri Yong Gil (리영길) said so.", "Ri Yong Gil", "리영길"),
        ("Minister Kim Seong-min (김송민) said so.", "Kim Seong-min", "김송민"),
        ("Viktor Goremykin (Виктор Горемыкин) came.", "Viktor Goremykin", "Виктор Горемыкин"),
        ("Andrei Lankov came.\n\nLanʹkov, A. N. The text.", "Andrei Lankov", "Андрей Ланьков"),
    ],
)
def test_what_a_document_says_beside_a_name_tells_its_native_form(text: str, label: str, native: str) -> None:
    alone = translit.canonicalise(label)
    found = {entity.label: entity.canonical for entity in translit.resolve({"a": text})}
    assert found[label].native == native and found[label].confidence > 0.95
    assert alone.native != native or alone.confidence < found[label].confidence


def test_labels_and_variants_are_what_a_reader_sees() -> None:
    text = "Minister No\u200b Kwang\u00ad-chol spoke. Minister No\nKwang-chol left. No\u00a0Kwang-chol won. 노광철 국방상."
    (one,) = translit.resolve({"a": text, "b": unicodedata.normalize("NFD", "노광철 국방상이 말했다.")})
    assert one.label == "No Kwang-chol"
    assert one.variants == (("No Kwang-chol", 3), ("노광철", 2))
    assert (
        one.mentions[0].text
        == text[one.mentions[0].start : one.mentions[0].end]
        == "No\u200b Kwang\u00ad-chol"
    )
