"""Every native spelling that could stand behind a written one, with its cost.

A statistical reader. The tables `read-<script>.tsv` of a language hold counts of *graphones*: a piece of the
spelling together with the native letters it writes (`eu` : ㅡ, `sch` : ш). A spelling and its native form are one
chain of graphones, and the chance of a chain is an n-gram over graphones (joint-sequence model: Bisani and Ney,
"Joint-sequence models for grapheme-to-phoneme conversion", 2008), smoothed by interpolation after Witten and Bell
(1991): P(g | h) = (c(h g) + b(h) · P(g | h')) / (c(h) + b(h)), where h' is h without its oldest graphone and b(h)
grows with the number of kinds seen after h. Several chains may give one native form; their chances are added.

The code knows no language. A language whose native units decompose (Unicode NFD, letters that are no marks) is read
letter by letter, and only whole units come out; any other language is read character by character.
All chances are of case-folded text, and costs are −log of them, in nats.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import cast

from translit.frozen import quick
from translit.manners import Manners
from translit.model import GIVEN, UNKNOWN, Form, Forms, columns
from translit.prior import TRUST, Prior, weighed
from translit.sums import added
from translit.tables import Tables
from translit.text import script_of
from translit.units import letters

BREAK = "-"
"""A unit break that the writer showed: between two given syllables, or the hyphen of a double name."""

WIDTH = 48
"""Hypotheses kept at each position of the token; wider changes hardly any reading and costs time in proportion."""

KINDS = 10.0
"""How strongly a history gives way to the shorter one: times the kinds seen after it, and times the count of what the
table leaves out. 1 after Witten and Bell, whose counts are independent; ours repeat the same names in many systems, and
10 gave the best readings of unseen names (9 to 14 are as good, 6 costs half a point of first readings)."""

EVEN = 40.0
"""The count of a piece that one rule of one system gives, where no table is learnt: high, so that nothing is smoothed."""

SURE = 1.0
"""The same exponent where a table of manners tells how likely a spelling is of a form (see `by_manner`)."""

DEEP = 24
"""Forms, at least, that are weighed by their manner, however few are asked for."""

LISTED = 5.0
"""Nats above the cheapest form, at most, for one whose listed spelling the token is."""

UNMET = 12.0
"""Nats that a listed spelling costs of which the counts know nothing at all."""

PLACE = 9
"""The place, counted from 0, that such a form has at the latest."""

SLACK = 1e-5
"""A hypothesis this much less likely than the best at its position is dropped. A smaller slack reads no better and takes a
quarter longer; 1e-4 loses one reading in a thousand."""

_second = itemgetter(1)


@quick
@dataclass(frozen=True, slots=True)
class TokenReading:
    """A token, its native forms (cheapest first), and −log P(token) over all forms found, in nats.

    No form and an infinite `total`: the tables cannot read the token.
    """

    token: str
    forms: tuple[Form, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Step:
    """One graphone of an alignment: the written piece, the native letters it stands for, and its cost in nats."""

    written: str
    native: str
    cost: float


def _bare(character: str) -> str:
    """The character without its marks, for spellings that no table knows."""
    kept = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    return _STROKES.get(character, kept if len(kept) == 1 else character)


_STROKES: Mapping[str, str] = dict(zip("łđøħŧıəɔ’‘ʼʹ`´ʻ–‐‑", "ldohtieo'''''''---", strict=True))


class Reader:
    """A language's learnt reader for one script of spellings; built from the rows of one table.

    A row is (history, written, native, count); the history is graphones `written:native` apart by blanks, the oldest
    first, or `start:role`. `written` and `native` both empty: the count of rare graphones left out of the
    table, which go to the shorter history; `written` = "end": the end of the token.

    >>> rows = [("", "a", "а", "2"), ("", "end", "", "1")]
    >>> [form.native for form in Reader(rows).read("a", "unknown").forms]
    ['а']
    """

    __slots__ = (
        "_arcs",
        "_back",
        "_alphabet",
        "_backoff",
        "_by_native",
        "_by_piece",
        "_counts",
        "_graphones",
        "_histories",
        "_longest",
        "_mass",
        "_next",
        "_pieces",
        "_probs",
        "_roles",
        "_slots",
        "_states",
        "_whole",
    )

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._graphones: list[tuple[str, str]] = [("end", "")]
        self._states: dict[tuple[int, ...], int] = {(): 0}
        self._counts: list[dict[int, float]] = [{}]
        self._mass: list[float] = [0.0]
        self._roles: dict[str, int] = {}
        self._fill(rows)
        self._link()
        self._arcs: dict[tuple[int, int], dict[str, tuple[tuple[float, str, int, int], ...]]] = {}
        self._probs: dict[tuple[int, int], float] = {}
        self._next: dict[tuple[int, int], int] = {}

    # -- building ---------------------------------------------------------------------------------------------

    def _fill(self, rows: Iterable[Sequence[str]]) -> None:
        """Take the counts in. Numbers stand for graphones and histories: 0 is the end, starts are negative."""
        names: dict[str, int] = {"end:": 0}
        graphones, states, counts, mass = self._graphones, self._states, self._counts, self._mass
        seen: dict[str, int] = {"": 0}
        for past, written, native, count in rows:
            state = seen.get(past)
            if state is None:
                chain: list[int] = []
                for name in past.split(" "):
                    number = names.get(name)
                    if number is None:
                        if name.startswith("start:"):
                            number = names[name] = -1 - len(self._roles)
                            self._roles[name[6:]] = number
                        else:
                            piece, _, sound = name.partition(":")
                            number = names[name] = len(graphones)
                            graphones.append((letters(piece), letters(sound)))
                    chain.append(number)
                state = seen[past] = states[tuple(chain)] = len(counts)
                counts.append({})
                mass.append(0.0)
            if not written:
                mass[state] += float(count)
                continue
            name = f"{written}:{native}"
            number = names.get(name)
            if number is None:
                number = names[name] = len(graphones)
                graphones.append((letters(written), letters(native)))
            counts[state][number] = float(count)

    def _link(self) -> None:
        """Work out the shorter history of each history, the mass it gets, and what each written piece may stand for."""
        states = self._states
        self._back = [0] * len(self._counts)
        self._backoff = [0.0] * len(self._counts)
        for chain, state in states.items():
            kinds = self._counts[state].values()
            rest = self._mass[state]
            # a fractional count below one is a fraction of a kind
            self._backoff[state] = KINDS * (added(map(min, kinds, [1.0] * len(kinds))) + rest)
            self._mass[state] = added(kinds) + self._backoff[state]
            if chain:
                shorter = chain[1:]
                while shorter not in states:
                    shorter = shorter[1:]
                self._back[state] = states[shorter]
        by_piece: dict[str, list[int]] = {}
        by_native: dict[str, list[int]] = {}
        for number, (written, native) in enumerate(self._graphones):
            if number:
                by_piece.setdefault(written, []).append(number)
                by_native.setdefault(native, []).append(number)
        self._by_piece = {piece: tuple(numbers) for piece, numbers in by_piece.items()}
        self._by_native = {native: tuple(numbers) for native, numbers in by_native.items()}
        self._histories = list(states)
        self._alphabet = frozenset("".join(by_piece))
        self._pieces = frozenset([piece for piece in by_piece if len(piece) == 1])
        self._longest = max(map(len, by_piece), default=0)
        alphabet = sorted({letter for _, native in self._graphones for letter in native})
        self._slots = _slots(alphabet)
        joined = any(self._slots.values())  # then a letter of place 0 alone is no unit
        self._whole = (True, not joined, True, True)

    def shell(self) -> Reader:
        """What of it folds tokens and knows where they start, for who reads them by other means."""
        shell = Reader(())
        shell._alphabet, shell._longest = self._alphabet, self._longest
        shell._by_piece = dict.fromkeys(self._by_piece, ())
        shell._pieces = self._pieces
        shell._roles = self._roles
        starts = ((number,) for number in self._roles.values())
        shell._states |= {start: self._states[start] for start in starts if start in self._states}
        return shell

    # -- chances ----------------------------------------------------------------------------------------------

    def _chance(self, state: int, number: int) -> float:
        """P(graphone | history), by interpolation down to the even chance of all graphones."""
        key = (state, number)
        known = self._probs.get(key)
        if known is None:
            lower = self._chance(self._back[state], number) if state else 1.0 / len(self._graphones)
            total = self._mass[state]
            known = (
                (self._counts[state].get(number, 0.0) + self._backoff[state] * lower) / total
                if total
                else lower
            )
            self._probs[key] = known
        return known

    def _after(self, state: int, number: int) -> int:
        """The history after this graphone: the longest one that the table knows."""
        key = (state, number)
        known = self._next.get(key)
        if known is None:
            chain = (*self._histories[state], number)
            while chain not in self._states:
                chain = chain[1:]
            known = self._next[key] = self._states[chain]
        return known

    def _start(self, role: str) -> int:
        """The history at the start of a token in this role; roles the table does not know are read as "unknown"."""
        number = self._roles.get(role, self._roles.get(UNKNOWN))
        return 0 if number is None else self._states.get((number,), 0)

    def _open(self, state: int, slot: int, piece: str) -> tuple[tuple[float, str, int, int], ...]:
        """What this piece may stand for here: chance, letters, next history, next slot; likeliest first."""
        found = []
        for number in self._by_piece.get(piece, ()):
            native = self._graphones[number][1]
            end = self._fit(slot, native, piece == BREAK)
            if end >= 0:
                found.append((self._chance(state, number), native, self._after(state, number), end))
        found.sort(key=lambda arc: (-arc[0], arc[1]))
        return tuple(found)

    def _fit(self, slot: int, native: str, at_break: bool) -> int:
        """The slot after these letters, or −1 where they cannot follow: a unit must be whole before the next starts."""
        if at_break and not self._whole[slot]:
            return -1
        for letter in native:
            place = self._slots.get(letter, 0)
            if place != slot and (place or not self._whole[slot]):
                return -1
            slot = place + 1
        return slot

    # -- reading ----------------------------------------------------------------------------------------------

    def fold(self, token: str) -> str:
        """The token as this table can read it: case-folded, marks that no piece knows taken off.

        >>> Reader([("", "s", "с", "1")]).fold("Ś")
        's'
        """
        text = letters(token)
        if self._pieces.issuperset(text) or (text.isascii() and self._alphabet.issuperset(text)):
            return text
        out = []
        for here, character in enumerate(text):
            if character in self._alphabet:
                out.append(character)
                continue
            plain = _bare(character)
            if plain in self._alphabet or plain.isalnum():
                out.append(plain)
            elif unicodedata.combining(character) or (plain in "'.·" and here):
                continue
            else:
                out.append(plain)
        folded = "".join(out)
        if folded.isascii() or self._cut(folded):
            return folded
        # a marked letter that is only known inside longer pieces: read it without its mark
        return "".join(c if c in self._by_piece else _bare(c) for c in folded)

    def _cut(self, text: str) -> bool:
        """Whether the text can be cut into written pieces at all."""
        reached = [True] + [False] * len(text)
        for here in range(len(text)):
            if reached[here]:
                for there in range(here + 1, min(here + self._longest, len(text)) + 1):
                    reached[there] = reached[there] or text[here:there] in self._by_piece
        return reached[-1]

    def read(
        self, token: str, role: str, limit: int = 24, prior: Prior | None = None, trust: float = TRUST
    ) -> TokenReading:
        """The native forms behind a token, cheapest first; see `read` of this module."""
        width = max(WIDTH, limit)
        text = self.fold(token)
        size = len(text)
        layers: list[dict[tuple[int, int, str], float]] = [{} for _ in range(size + 1)]
        if size:
            layers[0][self._start(role), 0, ""] = 1.0
        arcs, longest, pieces = self._arcs, self._longest, self._by_piece
        best = [0.0] * (size + 1)
        for here in range(size):
            layer = layers[here]
            if not layer:
                continue
            ahead = []
            for there in range(here + 1, min(here + longest, size) + 1):
                piece = text[here:there]
                if piece in pieces:
                    ahead.append((there, piece, layers[there], layers[there].get))
            if not ahead:
                continue
            kept = nlargest(width, layer.items(), key=_second) if len(layer) > width else layer.items()
            floor = best[here] * SLACK
            for (state, slot, native), chance in kept:
                if chance < floor:
                    continue
                opened = arcs.get((state, slot))
                if opened is None:
                    opened = arcs[state, slot] = {}
                for there, piece, target, get in ahead:
                    found = opened.get(piece)
                    if found is None:
                        found = opened[piece] = self._open(state, slot, piece)
                    top = best[there]
                    low = top * SLACK
                    for arc, more, after, end in found:
                        new = chance * arc
                        if new < low:
                            break
                        key = (after, end, native + more)
                        old = get(key)
                        if old is not None:
                            new += old
                        target[key] = new
                        if new > top:
                            top = new
                    best[there] = top
        forms: dict[str, float] = {}
        for (state, slot, native), chance in layers[size].items():
            if native and self._whole[slot]:
                forms[native] = forms.get(native, 0.0) + chance * self._chance(state, 0)
        ranked = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        total = added(chance for _, chance in ranked)
        likely = [(unicodedata.normalize("NFC", native), chance) for native, chance in ranked if chance]
        if prior is not None and len(likely) > 1:
            likely = weighed(likely[: 2 * limit], prior, role, trust)
        return TokenReading(token, of_chances(likely[:limit]), -math.log(total) if total else math.inf)

    def explain(self, token: str, native: str, role: str) -> tuple[Step, ...]:
        """The best cut of the token that gives this native form; see `explain` of this module."""
        text, goal = self.fold(token), letters(native)
        layers: list[dict[tuple[int, int, int], tuple[float, tuple[tuple[str, int], ...]]]] = [
            {} for _ in range(len(text) + 1)
        ]
        layers[0][self._start(role), 0, 0] = (0.0, ())
        for here in range(len(text)):
            for (state, slot, done), (cost, path) in sorted(layers[here].items()):
                for there in range(here + 1, min(here + self._longest, len(text)) + 1):
                    piece = text[here:there]
                    for number in self._by_piece.get(piece, ()):
                        more = self._graphones[number][1]
                        end = self._fit(slot, more, piece == BREAK)
                        if end < 0 or not goal.startswith(more, done):
                            continue
                        new = cost - math.log(self._chance(state, number))
                        key = (self._after(state, number), end, done + len(more))
                        if key not in layers[there] or new < layers[there][key][0]:
                            layers[there][key] = (new, (*path, (piece, number)))
        ends = [
            (cost - math.log(self._chance(state, 0)), path)
            for (state, slot, done), (cost, path) in layers[len(text)].items()
            if done == len(goal) and self._whole[slot]
        ]
        if not ends:
            return ()
        steps = []
        state = self._start(role)
        for piece, number in min(ends)[1]:
            steps.append(Step(piece, self._graphones[number][1], -math.log(self._chance(state, number))))
            state = self._after(state, number)
        return tuple(steps)

    def write(self, native: str, role: str, limit: int = 20) -> tuple[tuple[str, float], ...]:
        """Spellings of a native form, likeliest first; see `write` of this module."""
        goal = letters(native)
        deepest = max(map(len, self._by_native), default=0)
        layers: list[dict[tuple[int, str], float]] = [{} for _ in range(len(goal) + 1)]
        layers[0][self._start(role), ""] = 1.0
        width = max(WIDTH, 2 * limit)
        for here in range(len(goal)):
            for (state, spelling), chance in nlargest(width, layers[here].items(), key=_second):
                for there in range(here + 1, min(here + deepest, len(goal)) + 1):
                    for number in self._by_native.get(goal[here:there], ()):
                        new = chance * self._chance(state, number)
                        key = (self._after(state, number), spelling + self._graphones[number][0])
                        layers[there][key] = layers[there].get(key, 0.0) + new
        found: dict[str, float] = {}
        for (state, spelling), chance in layers[len(goal)].items():
            if spelling:
                found[spelling] = found.get(spelling, 0.0) + chance * self._chance(state, 0)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return tuple((spelling, -math.log(chance)) for spelling, chance in ranked if chance)


def of_chances(found: Sequence[tuple[str, float]]) -> tuple[Form, ...]:
    """Forms by their chances."""
    kept = Forms([native for native, _ in found], [-math.log(chance) for _, chance in found])
    return cast("tuple[Form, ...]", kept)


def _slots(alphabet: Sequence[str]) -> dict[str, int]:
    """Which place in a unit each letter takes: 0 opens one, 1 joins a letter of place 0, 2 joins a pair of those.

    Unicode's composition says it: ᄀ and ᅡ compose, so ᅡ takes place 1. Letters that never join stand alone.
    """

    def joins(left: str, right: str) -> bool:
        return len(unicodedata.normalize("NFC", left + right)) == 1

    loose = [letter for letter in alphabet if unicodedata.category(letter) == "Lo"]
    second = {right for right in loose for left in loose if joins(left, right)}
    pairs = {
        unicodedata.normalize("NFC", left + right)
        for left in loose
        for right in sorted(second)
        if joins(left, right)
    }
    pair = min(pairs, default="")
    third = {letter for letter in loose if pair and letter not in second and joins(pair, letter)}
    return {
        **dict.fromkeys(alphabet, 0),
        **dict.fromkeys(sorted(second), 1),
        **dict.fromkeys(sorted(third), 2),
    }


def _reader(language: str, script: str, tables: Tables) -> Reader | None:
    """The reader of a language for spellings in this script, built once; None when there is no table for it."""

    def make() -> Reader | None:
        lines = tables.lines(f"{language}/read-{script.lower()}")
        if lines:
            return Reader(lines[1:])
        if any(tables.has(f"{language}/read-{other.lower()}") for other in tables.language(language).read):
            return None
        rows = list(_by_rule(language, script, tables))
        return Reader(rows) if rows else None

    return tables.derived(f"reader {language} {script}", make)


def _by_rule(language: str, script: str, tables: Tables) -> Iterable[tuple[str, str, str, str]]:
    """Rows for a language that nobody has counted yet: each rule of its systems is a piece, all equally usual."""
    pieces: dict[tuple[str, str], int] = {}
    for info in tables.systems(language):
        for rule in tables.system(info.id).rules:
            written = letters(rule.written)
            if script_of(written) == script and all(map(str.isalpha, rule.native)):
                key = (written, unicodedata.normalize("NFC", rule.native))
                pieces[key] = pieces.get(key, 0) + 1
    if pieces:
        yield "", "end", "", str(EVEN * sum(pieces.values()) / 8)  # a name has about eight letters
    for (written, native), times in sorted(pieces.items()):
        yield "", written, native, str(EVEN * times)


def _prior(language: str, tables: Tables) -> Prior | None:
    units, words = f"{language}/prior", f"{language}/bearers"

    def make() -> Prior | None:
        if not tables.has(units):
            return None
        return tables.kept(
            f"prior-{language}",
            prior_sources(language, tables),
            lambda: Prior(tables.lines(units)[1:], tables.lines(words)[1:]),
        )

    return tables.derived(f"prior {language}", make)


def prior_sources(language: str, tables: Tables) -> tuple[str, ...]:
    """The tables that tell how common a language's forms are."""
    return tuple(filter(tables.has, (f"{language}/prior", f"{language}/bearers")))


def manners(language: str, script: str, role: str, tables: Tables) -> Manners | None:
    """In which manners parts of this role are spelled; None where no table tells."""
    if role != GIVEN:
        return None

    def make() -> Manners | None:
        lines = tables.lines(f"{language}/manners-{script.lower()}")
        return Manners(lines[1:]) if lines else None

    return tables.derived(f"manners {language} {script}", make)


def depth(known: Manners | None, prior: Prior | None, limit: int) -> tuple[int, float]:
    """How many forms are looked at where `limit` are asked for, and how much their own commonness weighs."""
    if known is not None:
        return max(limit, DEEP), SURE
    return limit, TRUST if prior is None else prior.trust


def by_manner(found: TokenReading, text: str, known: Manners, limit: int) -> TokenReading:
    """The reading with its forms weighed once more by how likely the spelling, as folded, is of each."""
    return both_ways(found, [known.cost(text, form.native) for form in found.forms], limit)


def both_ways(found: TokenReading, spelled: Sequence[float], limit: int) -> TokenReading:
    """The reading whose forms are reckoned in two ways, by `spelled`, −log P(spelling | form) of each, as well.

    The chance of a form and the spelling has been reckoned by its graphones and by how common it is. Reckoned the other
    way, it is how common it is times how likely it is spelled so. Of both the geometric mean is taken, because they err
    in different names; the sum over all forms is kept.
    """
    if len(found.forms) < 2:
        return found
    natives, before = columns(found.forms)
    after = [0.5 * (cost + more) for cost, more in zip(before, spelled, strict=True)]
    shift = _sum(before) - _sum(after)
    ranked = sorted(zip(after, natives, strict=True))[:limit]
    kept = Forms([native for _, native in ranked], [cost + shift for cost, _ in ranked])
    return TokenReading(found.token, cast("tuple[Form, ...]", kept), found.total)


def _sum(costs: Sequence[float]) -> float:
    """The cost of any of several: −log of the sum of their chances, in nats."""
    least = min(costs)
    return least - math.log(math.fsum([math.exp(least - cost) for cost in costs]))


def with_listed(
    found: TokenReading, language: str, script: str, role: str, tables: Tables, limit: int
) -> TokenReading:
    """The reading with the forms of which the token is a listed spelling, should the counts know too little of them.

    The lists of surnames and of given syllables hold spellings so rare (Fwang, Leigh) that no count has met them.
    """
    if BREAK in found.token:
        return found
    natives = _listed_as(found.token, language, script, role, tables)
    if natives is None:
        return found
    forms, chance = found.forms, math.exp(-found.total)
    for native in natives:
        cost = UNMET
        if forms:
            cost = forms[0].cost + LISTED
            if len(forms) >= PLACE:
                cost = min(cost, forms[PLACE - 1].cost)
        if all(form.native != native or form.cost > cost for form in forms):
            rest = [form for form in forms if form.native != native]
            chance += math.exp(-cost) - added(math.exp(-form.cost) for form in forms if form.native == native)
            forms = tuple(sorted([*rest, Form(native, cost)], key=lambda form: form.cost))
    return found if forms is found.forms else TokenReading(found.token, forms[:limit], -math.log(chance))


def least_listed(least: float, token: str, language: str, script: str, role: str, tables: Tables) -> float:
    """What a token costs at least when its forms of a list are seen to, where it is known what it costs without them."""
    natives = _listed_as(token, language, script, role, tables)
    if natives is None:
        return least
    # no form of a list is ever cheaper than all others together, or than `UNMET` where there are none
    return min(least, UNMET) - math.log(1 + len(natives))


def _listed_as(token: str, language: str, script: str, role: str, tables: Tables) -> tuple[str, ...] | None:
    """The native forms that the list for this role gives a spelling to."""
    listed = tables.derived(f"listed {language}", lambda: _listed(language, tables))
    return listed.get(("syllables" if role == GIVEN else "surnames", script, token.casefold()))


def _listed(language: str, tables: Tables) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """(table, script, spelling) → the native forms that the table gives the spelling to."""
    found: dict[tuple[str, str, str], list[str]] = {}
    scripts = tables.language(language).read
    for kind in ("surnames", "syllables"):
        if tables.has(f"{language}/{kind}"):
            for row in tables.rows(f"{language}/{kind}"):
                cells = [cell for column, cell in row.items() if column not in ("native", "band")]
                for spelling in ",".join(cells).casefold().split(","):
                    if (script := script_of(spelling)) in scripts:
                        key = (kind, script, spelling.strip())
                        found.setdefault(key, []).append(unicodedata.normalize("NFC", row["native"]))
    return {key: tuple(dict.fromkeys(natives)) for key, natives in found.items()}


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int = 24) -> TokenReading:
    """The native forms that could stand behind one token, cheapest first.

    >>> from translit.tables import load_tables
    >>> read("kwang-chol", "ko", "Latn", "given", load_tables()).forms[0].native
    '광철'

    A given name in several words is one token, with "-" where the writer shows a break ("kwang-chol"); without one
    any cut is tried. Forms are case-folded NFC; costs are −log P(token, native) in nats. A token that the tables cannot
    read, or a script without a table, gives no forms and an infinite total.
    """
    reader = _reader(language, script, tables)
    if reader is None:
        return TokenReading(token, (), math.inf)
    known, common = manners(language, script, role, tables), _prior(language, tables)
    deep, trust = depth(known, common, limit)
    found = reader.read(token, role, deep, common, trust)
    if known is not None:
        found = by_manner(found, reader.fold(token), known, limit)
    return with_listed(found, language, script, role, tables, limit)


def prior(native: str, language: str, role: str, tables: Tables) -> float:
    """−log P(native form | role), in nats: how rare the form is among names, whatever its spelling.

    >>> from translit.tables import load_tables
    >>> tables = load_tables()
    >>> prior("김", "ko", "family", tables) < prior("뇌", "ko", "family", tables)
    True

    Infinite when the language has no counts.
    """
    counted = _prior(language, tables)
    return (
        math.inf if counted is None else counted.cost(unicodedata.normalize("NFC", native).casefold(), role)
    )


def explain(
    token: str, native: str, language: str, script: str, role: str, tables: Tables
) -> tuple[Step, ...]:
    """The likeliest way a token is cut into pieces that write this native form; () when there is none.

    >>> from translit.tables import load_tables
    >>> steps = explain("kwang", "광", "ko", "Latn", "given", load_tables())
    >>> "+".join(step.written for step in steps)
    'k+wa+ng'
    """
    reader = _reader(language, script, tables)
    return reader.explain(token, native, role) if reader else ()


def write(
    native: str, language: str, script: str, role: str, tables: Tables, limit: int = 20
) -> tuple[tuple[str, float], ...]:
    """Spellings that people give a native form, likeliest first, with −log P(spelling, native) in nats.

    >>> from translit.tables import load_tables
    >>> "lee" in [spelling for spelling, _ in write("이", "ko", "Latn", "family", load_tables())]
    True
    """
    reader = _reader(language, script, tables)
    return reader.write(native, role, limit) if reader else ()
