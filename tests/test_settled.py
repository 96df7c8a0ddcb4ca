"""Documents with a registry: the same ids from run to run, and nothing joined or parted against what was decided."""

from __future__ import annotations

from pathlib import Path

import pytest

import translit
from translit.cli import run
from translit.model import Entity, Kind
from translit.registry import Registry

FIRST = {
    "a": "Defence Minister No Kwang-chol spoke in Wonsan. No said nothing more.",
    "b": "Foreign minister Sergey Lavrov left. Lavrov did not speak.",
}
LATER = {
    "c": "노광철 국방상이 말했다. 노광철은 원산에 있었다.",
    "d": "Noh Gwang Chol met Sergei Lavrov. Noh smiled.",
    "e": "Kim Yong Bok came as well.",
}


def homes(entities: tuple[Entity, ...]) -> dict[str, str]:
    """The id of each whole spelling."""
    return {
        form: entity.id for entity in entities for form, _ in entity.variants if " " in form or "노" in form
    }


@pytest.fixture
def known(tmp_path: Path) -> Path:
    return tmp_path / "names.db"


def test_the_second_run_calls_them_the_same(known: Path) -> None:
    first = translit.resolve(FIRST, registry=known)
    assert translit.resolve(FIRST, registry=known) == first, "the same again changes nothing"
    later = homes(translit.resolve(LATER, registry=known))
    assert later["노광철"] == later["Noh Gwang Chol"] == homes(first)["No Kwang-chol"]
    assert later["Sergei Lavrov"] == homes(first)["Sergey Lavrov"]
    with Registry.open(known) as file:
        entries = file.log(), {one.label for one in file.records()}
    assert entries[0] == () and "Kim Yong Bok" in entries[1]
    together = homes(translit.resolve({**FIRST, **LATER}, registry=known))
    assert {form: together[form] for form in later} == later


def test_a_first_run_has_the_ids_of_a_run_without(known: Path) -> None:
    assert homes(translit.resolve(FIRST, registry=known)) == homes(translit.resolve(FIRST))


def test_who_is_known_keeps_the_label(known: Path) -> None:
    translit.resolve(FIRST, registry=known)
    labels = {entity.native: entity.label for entity in translit.resolve(LATER, registry=known)}
    assert labels["노광철"] == "No Kwang-chol"


def test_a_surname_alone_is_nobody_elsewhere(known: Path) -> None:
    translit.resolve(FIRST, registry=known)
    other = {"z": "Oleg Lavrov, a baker, opened the shop. Lavrov sold out. Minister Ivanov did not come."}
    entities = translit.resolve(other, registry=known)
    baker = next(one for one in entities if one.label.endswith("Lavrov"))
    assert baker.id != homes(translit.resolve(FIRST, registry=known))["Sergey Lavrov"]
    assert dict(baker.variants) == {"Oleg Lavrov": 1, "Lavrov": 1}
    with Registry.open(known) as file:
        assert file.ids("Lavrov") == () and file.ids("Ivanov") == ()


def test_what_a_person_merged_comes_out_as_one(known: Path) -> None:
    texts = {"a": "Kim Yong Bok spoke. General Ri Chang Ho listened. Kim left."}
    first = homes(translit.resolve(texts, registry=known))
    with Registry.open(known) as file:
        file.merge([first["Kim Yong Bok"], first["Ri Chang Ho"]], who="me", why="one man, two names")
    one = next(e for e in translit.resolve(texts, registry=known) if e.kind is Kind.PERSON)
    assert dict(one.variants) == {"Kim Yong Bok": 1, "Ri Chang Ho": 1, "Kim": 1}
    assert one.id == first["Kim Yong Bok"]
    assert [mention.start for mention in one.mentions] == sorted(mention.start for mention in one.mentions)


def test_what_a_person_split_stays_apart(known: Path) -> None:
    texts = {
        "a": "Ri Yong Ho spoke. Ri left early.",
        "b": "Ri Yong-ho spoke. Ri stayed.",
    }
    first = translit.resolve(texts, registry=known)
    person = next(entity for entity in first if entity.kind is Kind.PERSON)
    assert person.documents == ("a", "b")
    with Registry.open(known) as file:
        fresh = file.split(person.id, ["Ri Yong-ho"], who="me", why="a namesake")
    again = {entity.id: entity for entity in translit.resolve(texts, registry=known)}
    assert dict(again[person.id].variants) == {"Ri Yong Ho": 1, "Ri": 1}
    assert dict(again[fresh].variants) == {"Ri Yong-ho": 1, "Ri": 1}
    assert again[fresh].documents == ("b",)


def test_a_person_and_a_place_may_be_called_the_same(known: Path) -> None:
    with Registry.open(known, create=True) as file:
        from translit.registry import Entry

        file.settle([Entry("x-1", "", "Wonsan", "", "person", ("Wonsan",))], who="me", why="a test")
    place = next(e for e in translit.resolve(FIRST, registry=known) if e.kind is Kind.PLACE)
    assert place.id != "x-1"


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    texts = {**FIRST, **LATER}
    forth = translit.resolve(texts, registry=tmp_path / "1.db")
    back = translit.resolve(dict(reversed(texts.items())), registry=tmp_path / "2.db")
    assert forth == back


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in {**FIRST, **LATER}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    known = str(tmp_path / "names.db")
    found = []
    for name in ("a", "c"):
        argv = [
            "resolve",
            str(tmp_path / f"{name}.txt"),
            "--registry",
            known,
            "--format",
            "csv",
            "--mentions",
        ]
        assert run([*argv, "--who", "me", "--why", f"run {name}"]) == 0
        rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
        found.append({row[5] for row in rows if row[6] == "노광철"})
    assert found[0] == found[1] and len(found[0]) == 1
    with Registry.open(known) as file:
        assert [(who, why) for _, _, who, why in file.runs()] == [("me", "run a"), ("me", "run c")]
