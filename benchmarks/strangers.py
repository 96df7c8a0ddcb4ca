"""The corpus with other people in it: how well names are found that no one had in mind when the rules were written.

    python -m benchmarks.strangers [--corpus ../shared/corpus] [--names ../shared/evaldata] --out DIR [--seed 1 ...]

Each document's persons are exchanged for people of the lists of names (Korean ones by their Hangul name, spelled by one
system a document; Russian ones as they are spelled there), in all their forms: whole, surname alone, other order,
hyphenated, in capitals, with the ending of a case. Who has a form that is none of these keeps his name. Writes
DIR/SEED/docs/*.txt and gold.csv as the corpus has them; `benchmarks.documents --corpus DIR/SEED` finds the names again.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import translit
from benchmarks import fit
from benchmarks.documents import CORPUS

LATIN = ("ko/kcna", "ko/mr-plain", "ko/rr-hyphen")
CYRILLIC = ("ko/ru-press", "ko/kontsevich")
HANGUL = ("ru/hangul-south", "ru/hangul-north")
_CASES = ("ом", "ем", "а", "я", "у", "ю", "е")
_KINDS = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "енко")
_PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와"}
"""Behind a syllable that ends in a consonant, and behind one that ends in a vowel."""
_BREAKS = re.compile(r"([ \n,-]+)")
_VOWELS = "аеёиоуыэюяйь"


Words = tuple[str, str]
"""Given name and surname."""


@dataclass
class People:
    """Whom the persons of the documents are exchanged for; each is taken from the end of his list, and so comes once.

    Those in Cyrillic letters stand by the endings of their surnames, which say how they are declined; with each stands the
    native name, given name first, "" where the lists have none.
    """

    korean: list[str]
    latin: list[tuple[Words, str]]
    cyrillic: Mapping[str, list[tuple[Words, str]]]

    def shuffled(self, rng: random.Random) -> People:
        """The same people in another order."""
        korean, latin = rng.sample(self.korean, len(self.korean)), rng.sample(self.latin, len(self.latin))
        return People(
            korean, latin, {kind: rng.sample(some, len(some)) for kind, some in self.cyrillic.items()}
        )


def people(folder: Path) -> People:
    """The persons of the lists, each in one spelling: Hangul names of three syllables, given name and surname of Russians."""
    korean: dict[str, None] = {}
    for row in fit.read(folder / "clusters_korean.csv"):
        if row["script"] == "hangul" and row["kind"] == "person" and len(row["name"]) == 3:
            korean.setdefault(row["name"])
    latin: dict[str, Words] = {}
    native: dict[str, Words] = {}
    cyrillic: dict[str, dict[str, tuple[Words, str]]] = defaultdict(dict)
    for row in fit.read(folder / "clusters_russian.csv"):
        if row["kind"] != "person":
            continue
        one, words = row["entity_id"], row["name"].replace(",", " ").split()
        if row["script"] == "cyrillic" and len(words) in (2, 3):
            family, given = (words[0], words[1]) if len(words) == 3 or "," in row["name"] else words[::-1]
            native.setdefault(one, (given, family))
            if given[-1] not in _VOWELS:
                cyrillic[_kind(family)].setdefault(one, ((given, family), f"{given} {family}"))
        elif len(words) == 2 and row["name"].istitle() and "," not in row["name"]:
            latin.setdefault(one, (words[0], words[1]))
    declined = {kind: list(found.values()) for kind, found in cyrillic.items()}
    return People(
        list(korean), [(words, " ".join(native.get(one, ()))) for one, words in latin.items()], declined
    )


def _kind(family: str) -> str:
    """The ending by which a Russian surname is declined; "" for others."""
    return next((kind for kind in _KINDS if family.endswith(kind) and len(family) > len(kind) + 1), "")


def _spelt(native: str, system: str) -> tuple[str, str, str]:
    """Family name and the two syllables of the given name of a Korean, lower case."""
    words = [translit.romanise(native[0] + part, system).split()[-1] for part in native[1:]]
    return translit.romanise(native, system).split()[0].lower(), words[0].lower(), words[1].lower()


def _like(word: str, pattern: str) -> str:
    """A word with the capitals of another."""
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


def _agreeing(tail: str, before: str) -> str:
    """Korean text behind a name with the particle that the name's last sound wants."""
    for closed, open_ in _PARTICLES.items():
        if tail[:1] in (closed, open_) and not tail[1:2].isalpha():
            return (closed if (ord(before[-1]) - 0xAC00) % 28 else open_) + tail[1:]
    return tail


def _korean(surface: str, native: str, other: str, system: str, systems: Sequence[str]) -> str | None:
    """The form of another Korean that stands as `surface` stands for `native`; None when it is no such form."""
    pieces = _BREAKS.split(surface)
    words, gaps = pieces[::2], pieces[1::2]
    end = ""
    new = _spelt(other, system)
    for old in dict.fromkeys(_spelt(native, one) for one in systems):
        stem = words[-1].lower()
        parts = (*old, old[1] + old[2])
        for part in parts:
            if stem != part and stem.startswith(part) and stem[len(part) :] in _CASES:
                stem, end = part, stem[len(part) :]
        lower = [*(word.lower() for word in words[:-1]), stem]
        orders: list[tuple[tuple[int, ...], ...]] = [
            ((0,),), ((0,), (1,), (2,)), ((1,), (2,), (0,)), ((0,), (1, 2)), ((1, 2), (0,)), ((1,), (2,)), ((1, 2),),
        ]  # fmt: skip
        for order in orders:
            if ["".join(old[i] for i in word) for word in order] == lower:
                fresh = [
                    _like("".join(new[i] for i in word), pattern)
                    for word, pattern in zip(order, words, strict=True)
                ]
                if end and fresh[-1][-1] not in _VOWELS:
                    fresh[-1] += end
                return "".join(a + b for a, b in zip(fresh, [*gaps, ""], strict=True))
    return None


def _russian(surface: str, old: tuple[str, str], new: tuple[str, str]) -> str | None:
    """The form of another Russian, spelled alike or in a case, that stands as `surface` stands for the old one."""
    pieces = _BREAKS.split(surface)
    words, gaps = pieces[::2], pieces[1::2]
    fresh = []
    for word in words:
        for one, two in zip(old, new, strict=True):
            kind, other = _kind(one), _kind(two)
            stem, tail = (one[: len(one) - len(kind)], two[: len(two) - len(kind)]) if kind else (one, two)
            if word.lower() == one.lower():
                fresh.append(_like(two, word))
            elif kind and kind == other and word.startswith(stem) and kind != "енко":
                fresh.append(tail + word[len(stem) :])
            elif word.startswith(one) and word[len(one) :] in _CASES and one[-1] not in _VOWELS:
                fresh.append(two + word[len(one) :])
            else:
                continue
            break
        else:
            return None
    return "".join(a + b for a, b in zip(fresh, [*gaps, ""], strict=True))


def _other(
    native: str, surfaces: Sequence[str], language: str, system: str, hangul: str, pool: People
) -> tuple[str, list[str | None]]:
    """Another person's native name, and his forms that stand as a person's forms do; with a None when that cannot be told."""
    if re.fullmatch("[가-힣]{3}", native):
        other = pool.korean.pop()
        if language == "ko":
            return other, [{native: other, native[0]: other[0]}.get(form) for form in surfaces]
        systems = LATIN if language == "en" else CYRILLIC
        return other, [_korean(form, native, other, system, systems) for form in surfaces]
    whole = next((form for form in surfaces if len(form.split()) == 2 and "," not in form), "")
    if not whole:
        return "", [None]
    if language == "en":
        first, last = whole.split()
        person, name = pool.latin.pop()
        return name, [_russian(form, (first, last), person) for form in surfaces]
    words = native.split()
    kind = _kind(words[-1])
    if len(words) != 2 or words[0][-1] in _VOWELS or not kind:
        return "", [None]
    person, name = pool.cyrillic[kind].pop()
    if language == "ru":
        return name, [_russian(form, (words[0], words[1]), person) for form in surfaces]
    old, new = (translit.romanise(" ".join(one), hangul).split() for one in (words, person))
    swap = {" ".join(old): " ".join(new), old[-1]: new[-1]}
    return name, [swap.get(form) for form in surfaces]


def exchanged(
    text: str, gold: Sequence[Mapping[str, str]], language: str, pool: People, rng: random.Random
) -> tuple[str, list[dict[str, str]], int]:
    """A document with other persons, its gold rows, and how many persons were exchanged."""
    persons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in gold:
        if row["kind"] == "person":
            persons[row["entity_id"], row["canonical_native"]].append(row["surface"])
    system, hangul = rng.choice({"en": LATIN, "ru": CYRILLIC, "ko": ("",)}[language]), rng.choice(HANGUL)
    forms: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    for (one, native), surfaces in sorted(persons.items()):
        name, changed = _other(native, surfaces, language, system, hangul, pool)
        if None not in changed:
            names[one] = name
            forms.update({(one, form): new for form, new in zip(surfaces, changed, strict=True) if new})
    pieces: list[str] = []
    rows: list[dict[str, str]] = []
    at = size = 0
    for row in sorted(gold, key=lambda row: int(row["start"])):
        start, end = int(row["start"]), int(row["end"])
        between = text[at:start]
        if language == "ko" and pieces and pieces[-1] != text[at - len(pieces[-1]) : at]:
            between = _agreeing(between, pieces[-1])
        pieces += [between, forms.get((row["entity_id"], row["surface"]), text[start:end])]
        size += len(pieces[-2])
        rows.append({**row, "start": str(size), "end": str(size + len(pieces[-1])), "surface": pieces[-1]})
        if (name := names.get(row["entity_id"])) is not None:
            rows[-1] |= {
                "entity_id": f"{row['entity_id']}-{row['doc']}",
                "canonical_native": name,
                "canonical_latin": "",
            }
        size += len(pieces[-1])
        at = end
    return "".join([*pieces, text[at:]]), rows, len(names)


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--names", type=Path, default=fit.DATA)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, nargs="+", default=[1, 2, 3])
    given = parser.parse_args()
    if not (given.corpus.is_dir() and given.names.is_dir()):
        sys.exit(f"skipped: there is no corpus at {given.corpus} or no lists at {given.names}")
    pool = people(given.names)
    gold: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in fit.read(given.corpus / "gold.csv"):
        gold[row["doc"]].append(row)
    for seed in given.seed:
        left = pool.shuffled(random.Random(seed))
        folder = given.out / str(seed)
        (folder / "docs").mkdir(parents=True, exist_ok=True)
        rows: list[dict[str, str]] = []
        number = 0
        for document in fit.read(given.corpus / "docs.csv"):
            rng = random.Random(f"{seed} {document['doc']}")
            text = (given.corpus / "docs" / f"{document['doc']}.txt").read_text("utf-8")
            new, found, some = exchanged(text, gold[document["doc"]], document["lang"], left, rng)
            (folder / "docs" / f"{document['doc']}.txt").write_text(new, "utf-8")
            rows += found
            number += some
        with (folder / "gold.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        print(f"{folder}: {number} persons exchanged")


if __name__ == "__main__":
    main()
