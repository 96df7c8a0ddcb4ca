"""Synthetic names for measuring scale: seeded, any number of them, with the entity behind each.

    python -m benchmarks.generator 100000 --seed 1 > names.csv        # name,entity

Entities are native names drawn from the shipped counts of surnames, syllables and letters (`prior.tsv`), so common
parts are common and confusable neighbours (용철, 영철) occur as often as chance has it. Each is spelled some 3.5 times:
through systems (official, press, the Russian detour), through popular habits, or natively, with noise of case, order,
comma, hyphen and typing. A spelling that two entities share is kept and belongs to the one that came first. Nothing is
taken from lists of persons.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache

from translit.rules import romanise
from translit.tables import load_tables

SPELLINGS = 3.5
"""Spellings an entity, on average."""

KOREAN = (
    ("ko/kcna", 10),
    ("ko/rr", 6),
    ("ko/rr-hyphen", 10),
    ("ko/mr", 5),
    ("ko/mr-plain", 6),
    ("ko/dprk", 3),
    ("ko/ala-lc", 2),
    ("ko/kontsevich", 6),
    ("ko/ru-press", 5),
    ("ko/kontsevich+ru/news", 3),
    ("ko/ru-press+ru/bgn-pcgn-plain", 2),
    ("habits", 22),
    ("native", 20),
)
RUSSIAN = (
    ("ru/news", 16),
    ("ru/bgn-pcgn-plain", 12),
    ("ru/icao-9303", 8),
    ("ru/odni", 4),
    ("ru/scientific", 5),
    ("ru/oxford", 4),
    ("ru/ala-lc-ascii", 5),
    ("ru/gost-r-52535-1", 3),
    ("ru/press-de", 6),
    ("ru/press-fr", 5),
    ("ru/press-pl", 3),
    ("ru/press-es", 3),
    ("ru/press-cs", 2),
    ("native", 24),
)


class Units:
    """Draws native parts from the counted n-grams of units of one language and role."""

    def __init__(self, language: str, role: str) -> None:
        self._next: dict[str, tuple[list[str], list[float]]] = {}
        rows = load_tables().rows(f"{language}/prior")
        if not any(row["role"] == role for row in rows):
            role = "unknown"  # the counts do not tell that role apart
        for row in rows:
            if row["role"] == role and row["unit"]:
                units, counts = self._next.setdefault(row["history"], ([], []))
                units.append(row["unit"])
                counts.append(float(row["count"]))
        self._reach = max(map(len, self._next))

    def draw(self, rng: random.Random, most: int) -> str:
        """A part of at most so many units, or "" when the draw did not end in time."""
        chain = "^"
        while len(chain) <= most + 1:
            history = chain[-self._reach :]
            while history not in self._next:
                history = history[1:]
            units, counts = self._next[history]
            unit = rng.choices(units, counts)[0]
            if unit == "$":
                return chain[1:]
            chain += unit
        return ""


@lru_cache(maxsize=1_000_000)
def _written(native: str, systems: str) -> str:
    for system in systems.split("+"):
        native = romanise(native, load_tables().system(system)).text
    return native


def _korean() -> Callable[[random.Random], tuple[str, Callable[[str, random.Random], str]] | None]:
    tables = load_tables()
    surnames = [(row["native"], float(row["count"])) for row in tables.rows("ko/surnames")]
    popular = {row["native"]: row["latin"].split(", ") for row in tables.rows("ko/surnames") if row["latin"]}
    bands = {"A": 12.0, "B": 3.0, "C": 0.2}
    syllables = [
        (row["native"], bands[row["band"]]) for row in tables.rows("ko/syllables") if row["band"] in bands
    ]
    habits = {row["native"]: row["latin"].split(", ") for row in tables.rows("ko/syllables") if row["latin"]}
    ones, odds = zip(*((unit, weight) for unit, weight in syllables if len(unit) == 1), strict=True)

    def favourite(choices: list[str], rng: random.Random) -> str:
        return choices[min(len(choices) - 1, int(rng.expovariate(1.2)))]

    def draw(rng: random.Random) -> tuple[str, Callable[[str, random.Random], str]] | None:
        family = rng.choices([s for s, _ in surnames], [c for _, c in surnames])[0]
        given = "".join(rng.choices(ones, odds, k=2 if rng.random() < 0.97 else 1))

        def write(system: str, rng: random.Random) -> str:
            if system == "native":
                return family + given
            if system == "habits":
                shown = [
                    favourite(habits.get(unit, [_written(unit, "ko/rr-2000")]), rng).lower() for unit in given
                ]
                style = rng.random()
                joined = (
                    "-".join(shown) if style < 0.5 else " ".join(shown) if style < 0.75 else "".join(shown)
                )
                name = joined.title() if style >= 0.5 else joined.capitalize()
                return f"{favourite(popular.get(family, [_written(family, 'ko/rr')]), rng)} {name}"
            return _written(family + given, system)

        return family + given, write

    return draw


def _russian() -> Callable[[random.Random], tuple[str, Callable[[str, random.Random], str]] | None]:
    tables = load_tables()
    units = Units("ru", "family")
    givens = [
        (row["native"], row["gender"]) for row in tables.rows("ru/given") if row["gender"] in ("m", "f")
    ]
    odds = [1.0 / (5 + n) for n in range(len(givens))]
    random.Random(1).shuffle(odds)
    pairs = [
        (r["masculine"], r["feminine"])
        for r in tables.rows("ru/suffixes")
        if r["script"] == "Cyrl" and r["feminine"]
    ]

    endings = tuple(m for m, _ in pairs)

    def draw(rng: random.Random) -> tuple[str, Callable[[str, random.Random], str]] | None:
        family = units.draw(rng, 12)
        given, gender = rng.choices(givens, odds)[0]
        if not 4 <= len(family) <= 12 or not family.endswith(endings):
            return None
        if gender == "f":
            family = next((family[: -len(m)] + f for m, f in pairs if family.endswith(m)), family)
        family = family.capitalize()

        def write(system: str, rng: random.Random) -> str:
            parts = [part if system == "native" else _written(part, system) for part in (given, family)]
            return " ".join(parts)

        return f"{family} {given}", write

    return draw


def _noise(name: str, rng: random.Random) -> str:
    """Case, order, comma, hyphen and typing, as people and programs leave them."""
    words = name.split(" ")
    if len(words) > 1:
        chance = rng.random()
        if chance < 0.06:
            words = [*words[1:], words[0]]
        elif chance < 0.10:
            words = [words[0] + ",", *words[1:]]
        elif chance < 0.14:
            words = [words[0].upper(), *words[1:]]
    name = " ".join(words)
    chance = rng.random()
    if chance < 0.04:
        name = name.upper()
    elif chance < 0.07:
        name = name.lower()
    elif chance < 0.12:
        name = name.replace("-", " ")
    if rng.random() < 0.02 and len(name) > 6:
        at = rng.randrange(2, len(name) - 2)
        kind = rng.random()
        if kind < 0.4:
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        elif kind < 0.7:
            name = name[:at] + name[at + 1 :]
        else:
            name = name[:at] + name[at] + name[at:]
    return " ".join(name.split())


def generate(names: int, seed: int = 1, korean: float = 0.5) -> Iterator[tuple[str, str]]:
    """So many distinct names, each with its entity's number; the same for the same seed, and a smaller number's names come
    first in a greater number's."""
    rng = random.Random(seed)
    draws = {"k": (_korean(), KOREAN), "r": (_russian(), RUSSIAN)}
    taken: set[str] = set()
    entities: set[str] = set()
    while True:
        draw, systems = draws["k" if rng.random() < korean else "r"]
        drawn = draw(rng)
        if drawn is None or drawn[0] in entities:
            continue
        entities.add(drawn[0])
        number = f"e{len(entities)}"
        # More are written than are kept: some come out alike.
        for _ in range(1 + min(12, int(rng.expovariate(1 / (1.45 * SPELLINGS))))):
            system = rng.choices([s for s, _ in systems], [w for _, w in systems])[0]
            name = _noise(drawn[1](system, rng), rng)
            if name in taken:
                continue
            taken.add(name)
            yield name, number
            if len(taken) == names:
                return


def main() -> None:
    """Write the names as CSV."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("name", "entity"))
    writer.writerows(generate(given.names, given.seed))


if __name__ == "__main__":
    main()
