"""Who speaks for an entity: policies, what stays open, and ids that are the same anywhere."""

from __future__ import annotations

import pytest

from translit.canonical import distinct_ids, entity_id
from translit.model import Canonical
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

STAGES = Stages(load_tables(), Settings())


def choose(*names: str, label: str = "attested") -> Canonical:
    stages = Stages(load_tables(), Settings(label=label))
    return stages.choose([stages.profile(name) for name in names], [1] * len(names))


def test_what_latin_cannot_tell_stays_open() -> None:
    found = choose("Pak Yong Il")
    forms = {found.native, *(form for form, _ in found.alternatives)}
    assert {"박영일", "박용일"} <= forms
    assert found.confidence < 0.95
    assert found.confidence + sum(share for _, share in found.alternatives) <= 1.001


def test_another_spelling_decides() -> None:
    assert choose("Pak Yong Il", "Park Young-il").native == "박영일"
    assert choose("Pak Yong Il", "박영일").native == "박영일"
    assert choose("Pak Yong Il", "박영일").confidence > 0.9


def test_label_policies() -> None:
    often = STAGES.choose([STAGES.profile("No Kwang-chol"), STAGES.profile("노광철")], [1, 2])
    assert (often.label, often.policy) == ("노광철", "attested")
    assert choose("No Kwang-chol", "노광철", label="native").label == "노광철"
    system = choose("Noh Gwang Chol", "노광철", label="ko/mr")
    assert (system.policy, system.native) == ("ko/mr", "노광철")
    assert system.label.startswith("No Kwang")


def test_a_name_no_table_reads_has_no_native_form() -> None:
    found = choose("1234")
    assert (found.native, found.label) == ("", "1234")


def test_origin_is_told_when_it_can_be() -> None:
    assert choose("Ri Yong Ho").origin == "north"
    assert choose("Lee Young-ho").origin == "south"


def test_ids_depend_on_content_alone() -> None:
    one = Canonical("노광철", "No Kwang Chol", "ko", 1.0)
    two = Canonical("노광철", "Noh Gwang Chol", "ko", 0.5)
    assert entity_id(one, "person") == entity_id(two, "person") != entity_id(one, "place")
    assert distinct_ids(["a", "a", "b"], ["2", "1", "3"]) == ("a-2", "a", "b")


@pytest.mark.parametrize(
    ("names", "native"),
    [
        (
            ["T. F. Shtykov", "Terentiy Shtykov"],
            "Терентий Штыков",
        ),  # a given name in full says more than initials
        (["Andrei Lankov", "Lankov", "Lanʹkov, A. N."], "Андрей Ланьков"),  # the soft sign is shown once
        (["С. Лавров", "Sergei Viktorovich Lavrov"], "Сергей Викторович Лавров"),
        (
            ["Сергей Лавров", "Sergei Viktorovich Lavrov"],
            "Сергей Лавров",
        ),  # a native spelling in full is enough
        (["V. V. Putin", "Vladimir Putin"], "Владимир Путин"),
    ],
)
def test_shorter_spellings_speak_for_their_parts(names: list[str], native: str) -> None:
    assert choose(*names).native == native


def test_a_label_has_its_words_in_full() -> None:
    assert choose("V. V. Putin", "Vladimir Putin").label == "Vladimir Putin"
    assert choose("General Kim Yong-chol", "Kim Yong-chol", "Kim Yong-chol, 1945-").label == "Kim Yong-chol"


@pytest.mark.parametrize(
    ("name", "native", "language"),
    [
        # a given name that a list holds is read as the list has it
        ("Terenty Shtykov", "Терентий Штыков", "ru"),
        ("Matvei Ivanov", "Матвей Иванов", "ru"),
        ("Darya Ivanova", "Дарья Иванова", "ru"),
        # a rare word is no Korean one for being rare, nor a Ukrainian one
        ("Эльвира Набиуллина", "Эльвира Набиуллина", "ru"),
        ("Марина Цой", "Марина Цой", "ru"),
        ("Раиса Хегай", "Раиса Хегай", "ru"),
        ("Нелли Ким", "Нелли Ким", "ru"),
        ("Лада Дэнс", "Лада Дэнс", "ru"),
        ("I͡Uriĭ Tyni͡anov", "Юрий Тынянов", "ru"),
        ("Сергій Жадан", "Сергій Жадан", "uk"),  # a letter decides
        ("Ким Ён Нам", "김영남", "ko"),
        ("А. И. Мацегора", "А. И. Мацегора", "ru"),  # initials confirm no case ending
        # Volodymyr teaches nothing of Volodin
        ("Vyacheslav Volodin", "Вячеслав Володин", "ru"),
    ],
)
def test_the_language_and_the_native_form_of_a_lone_name(name: str, native: str, language: str) -> None:
    found = choose(name)
    assert (found.native, found.language) == (native, language)
