"""The endings of words: what each tells of a name, and which nominatives a declined word may have.

An ending may tell a gender, a patronymic or a place; a case ending is undone, of a double name in both halves. What a word
is in its name is not known here: several nominatives are given, and the room for names chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from translit.tables import Row, Tables

UNDECLINABLE = 2  # words of this many letters or fewer carry no case ending

ANY: frozenset[str] = frozenset()
"""The cases of a word that is not declined: it goes with any."""

_CASES = frozenset(
    ("genitive", "accusative", "dative", "instrumental", "prepositional", "locative", "vocative")
)

_CASE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Ending:
    """A case ending and what it undoes to; `whole` when it stands for a whole word."""

    ending: str
    nominative: str
    gender: str
    kind: str
    whole: bool
    not_after: str = ""
    plain: bool = False
    cases: frozenset[str] = frozenset()


class Undone(NamedTuple):
    """A nominative that a declined word may have: the gender its ending tells (or ""), whether it can hardly be anything
    else, and the cases it may stand in (none: any)."""

    form: str
    gender: str
    plain: bool
    cases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of one script with what each tells, the longest first; and the endings alone."""

    pairs: tuple[tuple[str, str], ...]
    all: tuple[str, ...]


def by_script(rows: Iterable[Row], value: str, extra: str) -> dict[str, Endings]:
    """The endings of a column by their script, each with what another column says of it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row[value]:
            found.setdefault(row["script"], []).append((row[value], row[extra]))
    return {script: endings_of(pairs) for script, pairs in found.items()}


def endings_of(pairs: Iterable[tuple[str, str]]) -> Endings:
    """Endings with what each tells, in order."""
    longest = tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))
    return Endings(longest, tuple(ending for ending, _ in longest))


def case_endings(code: str, tables: Tables) -> dict[str, tuple[Ending, ...]]:
    """The case endings of a language by their script, as its table has them."""
    found: dict[str, list[Ending]] = {}
    nominatives = {row["nominative"].lower() for row in tables.rows(f"{code}/cases")}
    for row in tables.rows(f"{code}/cases"):
        whole = row["ending"].startswith("=")
        ending, nominative = row["ending"].lstrip("=").lower(), row["nominative"].lstrip("=").lower()
        if ending != nominative:
            found.setdefault(row["script"], []).append(
                Ending(
                    ending,
                    nominative,
                    row["gender"],
                    row["kind"],
                    whole,
                    row["not_after"],
                    whole or (len(ending) > 2 and ending not in nominatives),
                    frozenset(_CASE.findall(row["case"])) & _CASES,
                )
            )
    return {script: tuple(endings) for script, endings in found.items()}


def undo(word: str, endings: Iterable[Ending]) -> tuple[Undone, ...]:
    """Nominative forms a declined word may have, each once for a gender."""
    found: dict[tuple[str, str], Undone] = {}
    for rule in endings:
        if not word.endswith(rule.ending):
            continue
        if rule.whole:
            form = rule.nominative if word == rule.ending else ""
        else:
            stem = word[: len(word) - len(rule.ending)]
            # a stem of one letter carries no ending of two: Цой is no adjective
            fits = len(stem) + len(rule.nominative) >= 2 and stem != ""
            fits = fits and (len(stem) > 1 or len(rule.ending) < 2)
            form = stem + rule.nominative if fits else ""
            if form and stem[-1] in rule.not_after:
                form = ""
        if form and form != word:
            gender = rule.gender if rule.gender in ("m", "f") else ""
            before = found.get((form, gender))
            if before is None:
                found[form, gender] = Undone(form, gender, rule.plain, rule.cases)
            else:
                cases = before.cases | rule.cases if before.cases and rule.cases else ANY
                found[form, gender] = before._replace(cases=cases)
    return tuple(found.values())


def undo_double(word: str, endings: tuple[Ending, ...], families: Endings | None) -> tuple[Undone, ...]:
    """The same of a double name, both halves of which stand in one case, or one alone is declined (Бонч-Бруевича,
    Немировича-Данченко)."""
    head, hyphen, last = word.rpartition("-")
    if len(head) <= UNDECLINABLE:
        return undo(word, endings)
    first = undo_double(head, endings, families)
    found: dict[tuple[str, str], Undone] = {}
    for two in undo(last, endings) if len(last) > UNDECLINABLE else ():
        fitting = [one for one in first if _same_gender(one, two) and agree(one.cases, two.cases)]
        # an ending of surnames tells best which of several nominatives it is
        likely = [one for one in fitting if one.form.endswith(of_gender(families, two.gender or one.gender))]
        for one in (likely or fitting)[:2]:
            gender, form = two.gender or one.gender, f"{one.form}-{two.form}"
            cases = one.cases & two.cases if one.cases and two.cases else one.cases or two.cases
            found.setdefault((form, gender), Undone(form, gender, one.plain or two.plain, cases))
        if not fitting:
            form = head + hyphen + two.form
            found.setdefault((form, two.gender), two._replace(form=form))
    for one in first:
        form = one.form + hyphen + last
        found.setdefault((form, one.gender), one._replace(form=form))
    return tuple(found.values())


def _same_gender(one: Undone, two: Undone) -> bool:
    return not one.gender or not two.gender or one.gender == two.gender


def agree(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether words that may stand in these cases may stand in the same."""
    return not one or not two or not one.isdisjoint(two)


def of_gender(endings: Endings | None, gender: str) -> tuple[str, ...]:
    """The endings that tell a gender, the longest first."""
    return tuple([ending for ending, said in endings.pairs if said == gender]) if endings else ()
