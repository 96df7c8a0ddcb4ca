"""How Korean names are spelled beyond the systems and the habits of Koreans: what the readers are taught besides.

Papers of other languages respell what they hear (`ko/abroad.tsv`), or take names from Russian ones; maps of before 1945 have
places in their Japanese reading (`ko/on.tsv`); and a vowel is easily put once too often, or in the wrong place.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from translit.rules import romanise
from translit.tables import Tables

HOPS = tuple(
    f"ko/ru-press+ru/press-{code}" for code in ("cs", "de", "es", "et", "fi", "fr", "hu", "it", "lt", "lv", "nl", "pl", "sv", "tr")
)  # fmt: skip
"""Native → Cyrillic → another language's papers."""

GROUPS = {
    "dsch": "ᄌ", "tsch": "ᄎᄌ", "dzs": "ᄌ", "cs": "ᄎ", "cz": "ᄎ", "čch": "ᄎ", "cch": "ᄎ", "tch": "ᄎ", "dj": "ᄌ", "dż": "ᄌ",
    "dz": "ᄌ",
}  # fmt: skip
"""Letter groups of these that too few of the names have to be found by themselves, and the onsets they stand for."""


VOWELS = "aeiou"

OPEN_NG = re.compile("\u11bc\u110b")
"""A syllable's last ㅇ before a vowel, which Russian parts from it by a hard sign (Сонъиль)."""


def spellings(native: str, script: str, tables: Tables, old: str = "") -> Iterator[str]:
    """A person's name in this script as each language respells it; `old` as well where Russian papers are followed."""
    for row in tables.rows("ko/abroad"):
        if row["script"] == script:
            for source in (
                (native, old) if row["system"] == "ko/ru-press" and old not in ("", native) else (native,)
            ):
                yield respelled(romanise(source, tables.system(row["system"])).text, row["letters"])


def respelled(text: str, pairs: str) -> str:
    """A spelling with each group of letters replaced by another, the longest first, all in one go."""
    swaps = dict(pair.split(" ") for pair in pairs.split(", "))
    longest = "|".join(sorted(map(re.escape, swaps), key=lambda group: (-len(group), group)))
    return re.sub(longest, lambda found: swaps[found[0]], text.casefold())


MISREAD = (("^i(?=[bcdghjkmnprstw]|l$)", "l"), ("(?<=[aeiou])l$", "i"), ("(?<=[aeiou])m$", "rn"))
"""What machines that read print take for another letter (In-chun: ln-chun, Dong-il: Dong-iI), and what they see."""


LONG = ("(?<=[aeiou])(?=[klmnp]|$)", "h")
"""An h that shows a vowel to be open (Kahng, Ihk)."""


def slips(form: str) -> list[str]:
    """A syllable with a slip in its vowels: two of them the wrong way round, or one more (yeong: yoeng, yueong); or with an h
    after them, or a letter misread."""
    found = {re.sub(letter, seen, form) for letter, seen in (*MISREAD, LONG)}
    for i, letter in enumerate(form):
        if letter in VOWELS:
            if form[i + 1 : i + 2] in tuple(VOWELS):
                found.add(form[:i] + form[i + 1] + letter + form[i + 2 :])
            for more in VOWELS:
                found.update((form[:i] + more + form[i:], form[: i + 1] + more + form[i + 1 :]))
    return sorted(found - {form})


def on(tables: Tables) -> dict[str, list[tuple[str, float]]]:
    """How Japanese reads the hanja behind a syllable, each reading with its share."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in tables.rows("ko/on"):
        found[row["syllable"]].append((row["on"], float(row["weight"])))
    return {
        syllable: [(form, weight / sum(w for _, w in forms)) for form, weight in forms]
        for syllable, forms in found.items()
    }


def on_readings(native: str, known: Mapping[str, Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """A place's Japanese readings, as maps of before 1945 have them (춘천 Shunsen), likeliest first."""
    made = [
        ("".join(form for form, _ in forms), math.prod(share for _, share in forms))
        for forms in product(*(known[syllable] for syllable in native))
    ]
    return sorted(made, key=lambda item: (-item[1], item[0]))


MANDARIN_PARTNERS = 3
"""Other syllables that each syllable of Mandarin is joined to, to make given names of two."""


def mandarin(tables: Tables) -> Iterator[tuple[str, str, str, float]]:
    """Chinese names by syllables and by twos: (role, spelling, native form, weight).

    The native form is the Korean reading of characters (Yingda 영달), or the sound (Peiyi 페이이).
    """
    rows = [
        (
            row["pinyin"].replace("ü", "u"),
            row["wade"].replace("'", ""),
            row["sound"],
            counted(row["readings"]),
        )
        for row in tables.rows("ko/mandarin")
    ]
    for pinyin, wade, sound, readings in rows:
        for spelled in dict.fromkeys((pinyin, wade)):
            yield "given", spelled, sound, SOUND
            yield "family", spelled, sound, SOUND
            for reading, share in readings:
                yield "given", spelled, reading, share
                yield "family", spelled, reading, share
    for at, one in enumerate(rows):
        for step in range(MANDARIN_PARTNERS):
            two = rows[(7 * at + 67 * step + 1) % len(rows)]
            for spelled in (one[0] + two[0], f"{one[1]}-{two[1]}"):
                yield "given", spelled, one[2] + two[2], SOUND / MANDARIN_PARTNERS
                for (first, share), (second, other) in product(one[3][:2], two[3][:2]):
                    yield "given", spelled, first + second, share * other / MANDARIN_PARTNERS


SOUND = 0.5
"""What a name by its sound counts beside one by its characters."""


def counted(cell: str) -> list[tuple[str, float]]:
    """The readings in a cell, each with its share.

    >>> counted("영:3 응:1")
    [('영', 0.75), ('응', 0.25)]
    """
    found = [(reading, float(count)) for reading, _, count in (item.partition(":") for item in cell.split())]
    total = sum(count for _, count in found)
    return [(reading, count / total) for reading, count in found]
