"""The estimator of the joint-sequence reader: pieces by expectation-maximisation, then n-gram counts.

Written and native strings are cut together into graphones (piece : letters). Piece chances are learnt by
expectation-maximisation over all cuts (Deligne, Yvon and Bimbot 1995; Bisani and Ney 2008); each pair is then
aligned by its best cut, and n-grams of graphones are counted. Everything is deterministic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

try:
    from numba import njit
except ImportError:  # slower by a factor of a hundred, but the same figures

    def njit(**_: Any) -> Callable[[Any], Any]:
        return lambda function: function


BREAK = "-"
LONGEST = 4  # written characters in a piece that no seed table lists
NATIVE = 2  # native letters in a piece
SHORT = 2  # written characters in a piece that is short when it writes one native letter at most


@dataclass(frozen=True, slots=True)
class Thrift:
    """How few pieces are to do.

    `big`: nats that a second native letter in a piece costs, so that small pieces generalise. `rare` and `rare_long`:
    expected counts below which a short piece and a longer one die out.
    """

    big: float
    rare: float
    rare_long: float


RULED = Thrift(2.3, 0.3, 0.3)
"""For spellings made by rules or chosen by hand: a rare long piece is an exception (ень : ᅧᆼ in Пхеньян)."""

ATTESTED = Thrift(4.0, 0.3, 3.0)
"""For spellings as people write them: a rare short piece is a spelling (ĉ : ч), a rare long one mostly stems from a
pair that is none (psh : иш)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A spelling with its native form, both folded into letters."""

    written: str
    native: str
    role: str
    weight: float


@njit(cache=False)
def _forward_backward(offsets, node_offsets, src, dst, gid, prob, weight, counts, alpha, beta):  # type: ignore
    loglik = 0.0
    for p in range(offsets.shape[0] - 1):
        w = weight[p]
        if w == 0.0:
            continue
        e0, e1 = offsets[p], offsets[p + 1]
        n = node_offsets[p]
        for i in range(n):
            alpha[i] = 0.0
            beta[i] = 0.0
        alpha[0] = 1.0
        for e in range(e0, e1):
            alpha[dst[e]] += alpha[src[e]] * prob[gid[e]]
        z = alpha[n - 1]
        if z <= 0.0:
            continue
        loglik += w * math.log(z)
        beta[n - 1] = 1.0
        for e in range(e1 - 1, e0 - 1, -1):
            beta[src[e]] += beta[dst[e]] * prob[gid[e]]
        for e in range(e0, e1):
            counts[gid[e]] += w * alpha[src[e]] * prob[gid[e]] * beta[dst[e]] / z
    return loglik


class Aligner:
    """All cuts of all pairs, as flat arrays, so that folds share them and only the weights change."""

    def __init__(self, pairs: Sequence[Pair], seeds: Mapping[tuple[str, str], float], thrift: Thrift) -> None:
        self.pairs = pairs
        self.names: list[tuple[str, str]] = []
        ids: dict[tuple[str, str], int] = {}
        src: list[int] = []
        dst: list[int] = []
        gid: list[int] = []
        offsets = [0]
        nodes: list[int] = []
        seed_long = {w for w, _ in seeds if len(w) > LONGEST}
        seed_deep = {(w, n) for w, n in seeds if len(n) > NATIVE}
        reach = max(map(len, seed_long), default=LONGEST)
        deep = max([len(n) for _, n in seed_deep] + [NATIVE])
        for pair in pairs:
            w, n = pair.written, pair.native
            cols = len(n) + 1
            for i in range(len(w)):
                for j in range(cols):
                    for a in range(1, min(reach, len(w) - i) + 1):
                        piece = w[i : i + a]
                        if BREAK in piece and a > 1:
                            break
                        if a > LONGEST and piece not in seed_long:
                            continue
                        for b in range(0, min(deep, cols - 1 - j) + 1):
                            native = n[j : j + b]
                            if piece == BREAK and native not in ("", BREAK):
                                break
                            if BREAK in native and native != piece:
                                break
                            known = (piece, native) in seeds
                            if not known and ((b == 0 and a > 2) or b > NATIVE):
                                continue
                            key = (piece, native)
                            number = ids.get(key)
                            if number is None:
                                number = ids[key] = len(self.names)
                                self.names.append(key)
                            src.append(i * cols + j)
                            dst.append((i + a) * cols + j + b)
                            gid.append(number)
            offsets.append(len(src))
            nodes.append((len(w) + 1) * cols)
        self.src = np.array(src, np.int32)
        self.dst = np.array(dst, np.int32)
        self.gid = np.array(gid, np.int32)
        self.offsets = np.array(offsets, np.int64)
        self.nodes = np.array(nodes, np.int64)
        self.seeds = np.array([seeds.get(name, 0.0) for name in self.names])
        self.penalty = np.array(
            [
                math.exp(-thrift.big * max(0, len(n) - 1) - (1.0 if not n and w != BREAK else 0.0))
                for w, n in self.names
            ]
        )

        self.floor = np.array(
            [
                thrift.rare if len(w) <= SHORT and len(n) <= 1 or len(w) == 1 else thrift.rare_long
                for w, n in self.names
            ]
        )

    def learn(self, weights: np.ndarray, rounds: int = 12, share: float = 0.04) -> np.ndarray:
        """Piece chances after some rounds; pieces below the floor of expected counts die out, seeds keep a share."""
        size = len(self.names)
        shape = np.array([math.exp(-1.0 * (len(w) + len(n))) for w, n in self.names])
        seeds = self.seeds / max(self.seeds.sum(), 1e-9)
        chance = 0.9 * seeds + 0.1 * shape / shape.sum()
        chance *= self.penalty
        buffer_a = np.zeros(int(self.nodes.max()))
        buffer_b = np.zeros(int(self.nodes.max()))
        for step in range(rounds):
            counts = np.zeros(size)
            _forward_backward(
                self.offsets,
                self.nodes,
                self.src,
                self.dst,
                self.gid,
                chance,
                weights,
                counts,
                buffer_a,
                buffer_b,
            )
            if step >= 2:
                counts[(counts < self.floor) & (self.seeds == 0)] = 0.0
            total = counts.sum()
            chance = (1 - share) * counts / total + share * seeds
            if step < rounds - 1:
                chance = chance * self.penalty
            chance /= chance.sum()
        return chance

    def align(self, chance: np.ndarray, weights: np.ndarray) -> list[tuple[int, float, list[int]]]:
        """The best cut of each pair that has a weight: (pair, nats, graphones)."""
        cost = np.full(len(chance), np.inf)
        cost[chance > 0] = -np.log(chance[chance > 0])
        room = np.cumsum([0] + [len(pair.written) for pair in self.pairs]).astype(np.int64)
        path = np.zeros(int(room[-1]), np.int32)
        length = np.zeros(len(self.pairs), np.int64)
        total = np.full(len(self.pairs), np.inf)
        _viterbi(
            self.offsets,
            self.nodes,
            self.src,
            self.dst,
            self.gid,
            cost,
            weights,
            room,
            path,
            length,
            total,
            np.zeros(int(self.nodes.max())),
            np.zeros(int(self.nodes.max()), np.int64),
        )
        return [
            (int(p), float(total[p]), path[room[p] : room[p] + length[p]].tolist()[::-1])
            for p in np.nonzero(weights)[0]
            if math.isfinite(total[p])
        ]


@njit(cache=False)
def _viterbi(offsets, node_offsets, src, dst, gid, cost, weight, room, path, length, total, best, back):  # type: ignore
    for p in range(offsets.shape[0] - 1):
        if weight[p] == 0.0:
            continue
        n = node_offsets[p]
        for i in range(n):
            best[i] = np.inf
            back[i] = -1
        best[0] = 0.0
        for e in range(offsets[p], offsets[p + 1]):
            new = best[src[e]] + cost[gid[e]]
            if new < best[dst[e]]:
                best[dst[e]] = new
                back[dst[e]] = e
        total[p] = best[n - 1]
        if not np.isfinite(total[p]):
            continue
        node = n - 1
        while node != 0:
            e = back[node]
            path[room[p] + length[p]] = gid[e]
            length[p] += 1
            node = src[e]


def ngrams(
    sequences: Iterable[tuple[str, float, Sequence[tuple[str, str]]]], order: int
) -> dict[tuple[str, ...], dict[str, float]]:
    """Counts of graphones after each history up to order − 1 long; a sequence is (role, weight, graphones)."""
    table: dict[tuple[str, ...], dict[str, float]] = {}
    for role, weight, steps in sequences:
        chain = [f"start:{role}", *(f"{w}:{n}" for w, n in steps), "end:"]
        for here in range(1, len(chain)):
            for reach in range(order):
                if here - reach < 0:
                    break
                cell = table.setdefault(tuple(chain[here - reach : here]), {})
                cell[chain[here]] = cell.get(chain[here], 0.0) + weight
    return table
