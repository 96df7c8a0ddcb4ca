"""What a language holds for one, and which names its lists hold: a language's usage, compiled from its tables once.

Spellings that a reform made one, starts and ends that are equivalent, letters that spellings confuse, the given names that
a word may stand for, and the listed spellings of names in other scripts. Whatever weighs or compares native forms asks here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from translit import text as texts
from translit.tables import Tables, cells

_FORMS = ("given-forms", "given-spellings", "family-forms", "borne-spellings")
"""Tables of names as other scripts write them."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the comparison of native forms needs to know about a language."""

    decompose: bool
    joined: bool
    marked: bool
    """Whether a letter without a mark is another letter in a word that carries marks."""
    native: frozenset[str]
    starts: Mapping[str, str]
    started: frozenset[str]
    ends: Mapping[str, str]
    reformed: Mapping[str, str]
    anywhere: Mapping[str, str]
    listed: Mapping[str, Mapping[str, str]]
    fathers: Mapping[str, Mapping[str, str]]
    """Given names by what is left of a patronymic without its ending, in letters that spellings confuse."""
    of_father: tuple[str, ...]
    """The endings of patronymics, the longest first."""
    endings: tuple[str, ...]
    initials: Mapping[str, frozenset[str]]
    onsets: Mapping[str, frozenset[str]]
    """How a unit may begin for which an initial stands."""
    begin: _Begin
    """How each unit begins."""
    touched: frozenset[str]
    """Letters of which a form must have one to be in another class than itself."""
    confused: Mapping[int, str]
    spelled: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    """Native names that the language's lists hold."""


class _Begin(dict[str, str]):
    """The first letter of a unit that sounds, one of `began`, for each unit met: there are as many as a script has."""

    def __init__(self, began: frozenset[str]) -> None:
        self.began = began

    def __missing__(self, unit: str) -> str:
        letters = unicodedata.normalize("NFD", unit)[:2]
        found = self[unit] = next((letter for letter in letters if letter in self.began), "")
        return found


def habits(code: str, tables: Tables) -> Habits:
    """The language's equivalences and lists of given names, compiled from its tables once."""
    return tables.derived(f"habits {code}", lambda: _habits(code, tables))


def _habits(code: str, tables: Tables) -> Habits:
    language = tables.language(code)
    rows = tables.rows(f"{code}/equivalents")
    starts = {row["form"]: row["same_as"] for row in rows if row["where"] == "start"}
    ends = {row["form"]: row["same_as"] for row in rows if row["where"] == "end"}
    anywhere = {row["form"].lower(): row["same_as"].lower() for row in rows if row["where"] == "any"}
    listed: dict[str, dict[str, str]] = {}

    def add(word: str, name: str, kind: str) -> None:
        known = listed.setdefault(texts.plain(swapped(word.lower(), anywhere)), {})
        known.setdefault(name, kind)

    for row in tables.rows(f"{code}/given"):
        for kind, words in (
            ("same", [row["native"], *cells(row["same_as"]), *cells(row["latin"])]),
            ("foreign", cells(row["foreign"])),
            ("doublet", cells(row["doublets"])),
        ):
            for word in words:
                add(word, row["native"], kind)
    for row in tables.rows(f"{code}/given-forms"):
        add(row["native"], row["native"], "same")
    for row in tables.rows(f"{code}/diminutives"):
        add(row["native"], row["full"], "diminutive")
    endings: set[str] = set()
    for row in tables.rows(f"{code}/suffixes"):
        if row["script"] in language.scripts:
            endings.update(swapped(e, anywhere) for e in (row["masculine"], row["feminine"]) if e)
    initials: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/initials"):
        initials.setdefault(row["initial"], set()).add(row["native"])
    onsets: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/onsets"):
        natives = [language.letters.get(letter, letter) for letter in cells(row["native"])]
        onsets.setdefault(row["initial"], set()).update(natives)
    reformed = cast("Mapping[str, str]", language.settings.get("alike", {}))
    touched = frozenset(form[:1] for form in (*reformed, *anywhere, *starts, *ends))
    return Habits(
        decompose=language.decompose,
        joined=language.joined,
        marked=bool(language.settings.get("marked", False)),
        native=frozenset(language.scripts),
        starts=starts,
        started=frozenset(starts.values()),
        ends=ends,
        reformed=reformed,
        anywhere=anywhere,
        listed=listed,
        fathers=_fathers(code, tables),
        of_father=texts.longest_first(
            row["ending"] for row in tables.rows(f"{code}/patronymics") if row["script"] in language.scripts
        ),
        endings=texts.longest_first(endings),
        initials={key: frozenset(value) for key, value in initials.items()},
        onsets={key: frozenset(value) for key, value in onsets.items()},
        begin=_Begin(frozenset(native for natives in onsets.values() for native in natives)),
        touched=touched,
        confused=_confused(code, tables),
        spelled=_spelled(code, tables),
        names=frozenset(
            [
                texts.fold(row["native"])
                for table in ("given", *_FORMS)
                for row in tables.rows(f"{code}/{table}")
            ]
        ),
    )


def _fathers(code: str, tables: Tables) -> Mapping[str, Mapping[str, str]]:
    """Given names by their letters as far as spellings do not confuse them: vowels come and go in a patronymic (Лев Львович)."""
    scripts, confused = tables.language(code).scripts, _confused(code, tables)
    found: dict[str, dict[str, str]] = {}
    for row in tables.rows(f"{code}/given") if tables.has(f"{code}/patronymics") else ():
        for kind, words in (
            ("same", [row["native"], *cells(row["same_as"])]),
            ("doublet", cells(row["doublets"])),
        ):
            for word in words:
                if row["gender"] == "m" and texts.script_of(word) in scripts:
                    stem = texts.fold(word).translate(confused)
                    found.setdefault(stem, {}).setdefault(row["native"], kind)
    return found


def _spelled(code: str, tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """Listed spellings of names in other scripts, each with the native names it stands for."""
    found: dict[str, list[str]] = {}
    for table in _FORMS:
        for row in tables.rows(f"{code}/{table}"):
            for form in cells(row["forms"]):
                found.setdefault(texts.plain(form), []).append(texts.fold(row["native"]))
    return {form: tuple(natives) for form, natives in found.items()}


def _confused(code: str, tables: Tables) -> Mapping[int, str]:
    """Letters that spellings confuse, each with the one that stands for them all, to translate by."""
    language = tables.language(code)
    found: dict[int, str] = {}
    for row in tables.rows(f"{code}/skeleton"):
        if row["where"] == "any":
            letter = language.letters.get(row["letter"], row["letter"])
            letter = unicodedata.normalize("NFD" if language.decompose else "NFC", letter)
            found[ord(letter)] = row["key"]
    return found


def swapped(word: str, pairs: Mapping[str, str]) -> str:
    """A word with each form that stands in it replaced by what is held for the same."""
    for form, same in pairs.items():
        if form in word:
            word = word.replace(form, same)
    return word


def classed(native: str, known: Habits) -> str:
    """A native form with the spellings that the language holds for one made one.

    Equivalent units at the start of a part are swapped once; equivalent letters everywhere.
    """
    if known.touched.isdisjoint(native):
        return native
    word = swapped(reformed(native, known), known.anywhere)
    head = known.starts.get(word[:1])
    return head + word[1:] if head is not None else word


def reformed(native: str, known: Habits) -> str:
    """A native form as it is written since the letters that a spelling reform took away are gone."""
    word = swapped(native, known.reformed)
    tail = known.ends.get(word[-1:])
    return word if tail is None else word[:-1] + tail


def as_listed(word: str, known: Habits) -> str:
    """A word as the lists have it: without the letters that a spelling reform took away."""
    if known.touched.isdisjoint(word):
        return word
    return swapped(reformed(word, known), known.anywhere)


NONE_LISTED: Mapping[str, str] = {}
"""What a list has for a word that it does not know."""


def is_given(word: str, known: Habits) -> bool:
    """Whether a word is a listed given name of the language itself, no foreign form or pet form of one."""
    return "same" in known.listed.get(word, NONE_LISTED).values()


def names_listed(joined: str, language: str, tables: Tables) -> tuple[str, ...]:
    """The native names that a list has for a spelling."""
    spelled = habits(language, tables).spelled
    return spelled.get(texts.plain(joined), ()) if spelled else ()


def alphabet(code: str, tables: Tables) -> frozenset[str]:
    """The letters of a language: those of its sound classes without those that a spelling reform took away."""

    def make() -> frozenset[str]:
        letters = {letter for members in tables.language(code).classes.values() for letter in members}
        return frozenset(letters.difference(habits(code, tables).reformed))

    return tables.derived(f"alphabet {code}", make)


def speakers(tables: Tables) -> Mapping[str, frozenset[str]]:
    """For each language without counts those with the same native scripts that have them: their readings do for both."""

    def make() -> dict[str, frozenset[str]]:
        scripts = {code: tables.language(code).scripts for code in tables.languages}
        counted = [code for code in scripts if tables.has(f"{code}/prior")]
        return {
            code: frozenset([one for one in counted if scripts[one] == own and code not in counted])
            for code, own in scripts.items()
        }

    return tables.derived("speakers", make)
