"""Learn in which manners people write: the estimator of `translit/manners.py`.

Each pair of a spelling and its native form is cut in all ways into first letters and rests of units; the chances of the
pieces are learnt by expectation-maximisation over the cuts, begun from the reference tables. Then each pair keeps its best
cut, and a mixture of a few manners is learnt over those, begun from numbers that hang on the names alone. Everything is
deterministic.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from translit.manners import BARE, BREAK, FIRST, LATER, LONGEST, REST, SMOOTH, START, apart

MANNERS = 4
"""One: hit@1 of Korean names falls by 0.4 of a hundred; three or six are as good."""

ROUNDS = 8, 40
"""Rounds for the pieces, and for the manners."""

REST_LONGEST = 5
LONGEST_NAME = 20
"""Letters of a rest, and of a spelling, at most: longer ones are pairs that are none."""

LEAST = 0.3
"""A spelling counted less often is left out."""

Piece = tuple[str, str, str]


def cuts(written: str, native: str) -> Iterator[tuple[Piece, ...]]:
    """All ways to cut a spelling into pieces (letters, place, written) that write the units of the native form."""
    units = [apart(unit) for unit in unicodedata.normalize("NFC", native).replace(BREAK, "")]

    def further(here: int, number: int) -> Iterator[tuple[Piece, ...]]:
        if number == len(units):
            if here == len(written):
                yield ()
            return
        if 0 < here < len(written) and written[here] == BREAK:
            here += 1
        first, rest = units[number]
        for there in range(here + 1, min(here + LONGEST, len(written)) + 1):
            if written[there - 1] == BREAK:
                break
            tails = tuple(further(there, number + 1))
            for cut in range(here, min(here + FIRST, there - 1) + 1) if tails else ():
                if there - cut <= REST_LONGEST:
                    one = (first, LATER if number else START, written[here:cut])
                    two = (rest, REST if cut > here else BARE, written[cut:there])
                    yield from ((one, two, *tail) for tail in tails)

    return further(0, 0)


def _begun(piece: Piece, seeds: Mapping[tuple[str, str], float]) -> float:
    """The weight of a piece by the reference tables of single letters."""
    letters, place, written = piece
    short = 0.02 * math.exp(-len(written))
    if place in (START, LATER):
        return seeds.get((written, letters), 0.0 if written else 1.0) + short
    best = 0.0
    for cut in range(len(written) + 1):
        tail = (
            seeds.get((written[cut:], letters[1:]), 0.0) / 9.0 if letters[1:] else float(cut == len(written))
        )
        best = max(best, seeds.get((written[:cut], letters[:1]), 0.0) * tail)
    return best + short


def rows(
    pairs: Sequence[tuple[str, str, float]], seeds: Mapping[tuple[str, str], float], least: float = LEAST
) -> list[dict[str, str]]:
    """The rows of a table of manners from (spelling, native form, weight)."""
    numbers: dict[Piece, int] = {}
    pieces: list[int] = []  # of all cuts, one after another
    of_cut: list[int] = []
    of_pair: list[int] = []  # of each cut
    names: list[str] = []
    weights: list[float] = []
    for written, native, weight in pairs:
        if weight <= 0.0 or len(written) > LONGEST_NAME:
            continue
        before = len(of_pair)
        for cut in cuts(written, native):
            for piece in cut:
                pieces.append(numbers.setdefault(piece, len(numbers)))
                of_cut.append(len(of_pair))
            of_pair.append(len(names))
        if len(of_pair) > before:
            names.append(f"{written} {native}")
            weights.append(weight)
    flat, cut_of, pair_of, weight_of = map(np.array, (pieces, of_cut, of_pair, weights))
    units: dict[tuple[str, str], int] = {}
    unit_of = np.array([units.setdefault(piece[:2], len(units)) for piece in numbers])
    rare = np.array([0.02 * math.exp(-2.0 * len(written)) for _, _, written in numbers])
    chance = np.array([_begun(piece, seeds) for piece in numbers])
    for _ in range(ROUNDS[0]):
        likely = np.exp(np.bincount(cut_of, np.log(chance)[flat]))
        share = likely / np.bincount(pair_of, likely)[pair_of] * weight_of[pair_of]
        counts = np.bincount(flat, share[cut_of], len(numbers))
        chance = (counts + rare) / (np.bincount(unit_of, counts)[unit_of] + 0.1)
    likely = np.bincount(cut_of, np.log(chance)[flat])
    best = np.full(len(names), -1)
    for cut, pair in enumerate(of_pair):
        if best[pair] < 0 or likely[cut] > likely[best[pair]]:
            best[pair] = cut
    kept = np.isin(cut_of, best)
    flat, owner = flat[kept], pair_of[cut_of[kept]]
    counted = _mixture(flat, owner, weight_of, unit_of, names)
    found = [("", "", "", counted[1])]
    found += [
        (*piece, counts)
        for piece, counts in sorted(zip(numbers, counted[0], strict=True))
        if counts.sum() >= least
    ]
    return [
        {
            "letters": letters,
            "place": place,
            "written": written,
            "counts": " ".join(f"{count:.3g}" for count in counts),
        }
        for letters, place, written, counts in found
    ]


def _mixture(
    flat: np.ndarray, owner: np.ndarray, weight: np.ndarray, unit_of: np.ndarray, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The counts of each piece in each manner, and of each manner."""
    total = np.bincount(flat, weight[owner], len(unit_of))
    even = total / np.maximum(np.bincount(unit_of, total)[unit_of], 1e-9)
    share = np.array(
        [
            [0.05 + (zlib.crc32(f"{manner} {name}".encode()) % 1000 / 1000) ** 3 for manner in range(MANNERS)]
            for name in names
        ]
    )
    counts = np.zeros((len(unit_of), MANNERS))
    for _ in range(ROUNDS[1]):
        share /= share.sum(1, keepdims=True)
        size = (share * weight[:, None]).sum(0) + 1.0
        logs = np.tile(np.log(size / size.sum()), (len(names), 1))
        for manner in range(MANNERS):
            counts[:, manner] = np.bincount(flat, (share[:, manner] * weight)[owner], len(unit_of))
            mass = np.bincount(unit_of, counts[:, manner])[unit_of]
            chance = (counts[:, manner] + SMOOTH * even) / (mass + SMOOTH)
            logs[:, manner] += np.bincount(owner, np.log(np.maximum(chance, 1e-12))[flat], len(names))
        share = np.exp(logs - logs.max(1, keepdims=True))
    return counts, size
