"""A system undone: every native text that its rules write as a spelling, the cheapest first.

A `Plan` holds the rules by what they write and what may stand after what; a `Reader` searches by it, and gives nothing that
the rules would write otherwise forwards.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count, islice
from typing import cast

from translit.model import Form, NameShape, Rule, System
from translit.notation import EDGE, FAMILY_BREAK, UNIT_BREAK
from translit.rules.forwards import Engine, engine, split_family, syllables
from translit.rules.index import MARKS, fits
from translit.text import capitalise, compose, is_apostrophe, letters

_STRANGER = 6.0  # nats for a family name, or a unit of a name, that no table knows
_LISTED = 10.0  # nats at most for a unit that a table knows, however rare its letters are

# What an unlikely neighbour costs in nats when a spelling is read: one such pair in about twenty.
_RARE = 3.0
Partial = tuple[float, int, float, int, str, int, int, "tuple[tuple[int, Rule], ...]"]
Step = tuple[float, int, str, tuple[int, ...], "Rule | None"]


def reader(system: System) -> Reader:
    """What reads a system backwards, built once and kept with it."""
    made = system.memo.get("reader")
    if made is None:
        made = system.memo["reader"] = Reader(engine(system))
    return cast(Reader, made)


class Reader:
    """A system ready to be read backwards: what it writes forwards is what its `engine` writes."""

    def __init__(self, engine_: Engine) -> None:
        self.engine = engine_
        self.system, self.index, self.prepare, self.id = (
            engine_.system, engine_.index, engine_.prepare, engine_.id,
        )  # fmt: skip
        self.rare = _rare(engine_.system)
        # A unit is looked for as `prepare` leaves it.
        listed = engine_.system.units
        if engine_.prepare:
            listed |= {compose(engine_.as_prepared(letters(unit, engine_.decompose))) for unit in listed}
        self.plan = Plan(engine_.system, listed)

    def read(self, spelling: str, limit: int, effort: int) -> Iterable[Form]:
        """Native texts that are written so, cheapest first."""
        target = spelling.lower()
        mark = self.plan.mark
        if mark:  # the system has one such sign, so whichever the keyboard had is meant for it
            target = "".join(mark if is_apostrophe(c) else c for c in target)
        if self.system.compose is not None or not self.system.composed:
            target = letters(target, True)
        if self.system.name is not None:
            forms = self._search(target, spelling, limit, effort)
            yield from forms
            return
        options = [
            [Form(word, 0.0)]
            if not any(map(str.isalnum, word))
            else list(self._search(word, given, limit, effort))
            for word, given in zip(_words(target), _words(spelling), strict=True)
        ]
        yield from _combine(options, limit)

    def _search(self, target: str, given: str, limit: int, effort: int) -> Iterator[Form]:
        return islice(self._search_all(target, given, effort), limit)

    def _search_all(self, target: str, given: str, effort: int) -> Iterator[Form]:
        """Best first (A*): what is left of the spelling is priced by `Plan.prices`, which never overrates it."""
        given_out: set[str] = set()
        sources: set[str] = set()
        for native, written in sorted(self.system.exceptions.items()):
            if written.lower() == target:
                given_out.add(native)
                yield Form(native, 0.0, (f"{self.id}#exception",))
        plan = self.plan
        end = len(target)
        steps = plan.steps(target)
        ahead = plan.prices(steps)
        if math.isinf(ahead[0][plan.start]):
            return
        tie = count()
        shape, spelled = self.system.name, self.system.compose is not None
        heap: list[Partial] = [(ahead[0][plan.start], next(tie), 0.0, 0, "", plan.start, 0, ())]
        while heap and effort > 0:
            _, _, cost, at, native, state, silent, doubts = heapq.heappop(heap)
            effort -= 1
            if at == end and plan.may_end[state] and all(self._took(native, doubt) for doubt in doubts):
                dearer = cost + plan.unit(native, len(native))
                if dearer > cost:
                    heapq.heappush(heap, (dearer, next(tie), dearer, end + 1, native, state, 0, ()))
                else:
                    at = end + 1
            if at > end:  # `silent` now counts the passes of `prepare` that were undone
                form = self._checked(native, target, given)
                if form and form not in given_out:
                    given_out.add(form)
                    yield Form(form, cost, self.engine.write(form).trail)
                for undone, plain in self._unprepared(native, silent):
                    if plain not in sources:
                        sources.add(plain)
                        dearer = cost + max(self._worth(plain) - self._worth(native), 0.0)
                        heapq.heappush(heap, (dearer, next(tie), dearer, at, plain, state, undone, ()))
                continue
            for price, to, piece, move, rule in steps[at]:
                then = move[state]
                if then < 0 or ahead[to][then] == math.inf or (to == at and silent >= 2):
                    continue
                if rule is None:
                    price += plan.family(native, piece, shape)
                elif rule.left and not fits(rule.left, native, len(native) - 1, -1):
                    continue
                if self.rare:
                    price += self._rarity(native, piece)
                longer = native + piece
                open_ = []
                for doubt in doubts if rule is None else (*doubts, (len(native), rule)):
                    # Once all that the rules for a letter look at is there, the choice must be the one romanise makes.
                    if doubt[0] + plan.reach[longer[doubt[0]]] > len(longer):
                        open_.append(doubt)
                    elif not self._took(longer, doubt):
                        break
                else:
                    if spelled and not self._possible(longer, target):
                        continue
                    total = cost + price
                    for place in plan.opens.get(piece, ()):
                        total += plan.unit(longer, len(native) + place)
                    quiet = silent + 1 if to == at else 0
                    heapq.heappush(
                        heap,
                        (total + ahead[to][then], next(tie), total, to, longer, then, quiet, tuple(open_)),
                    )

    def _took(self, native: str, doubt: tuple[int, Rule]) -> bool:
        at, rule = doubt
        made = self.index.match(native, at)
        return made is not None and made.native == rule.native and made.written == rule.written

    def _rarity(self, native: str, piece: str) -> float:
        """The price (nats) of the unlikely neighbours that a piece brings to the end of a native text."""
        price, before = 0.0, native[-1:] or EDGE
        for letter in piece:
            if before in self.rare.get(letter, ""):
                price += _RARE
            before = letter
        return price

    def _worth(self, native: str) -> float:
        """What a whole native text costs (nats) as a name, whatever is written for it."""
        return self.plan.whole(native) + (self._rarity("", native) if self.rare else 0.0)

    def _possible(self, native: str, target: str) -> bool:
        """Whether what is already certain of this beginning's romanisation begins the target."""
        if self.prepare:
            return True
        certain = len(native) - self.plan.most
        sign = (self.system.name.unit_break or "") if self.system.name is not None else ""
        written = ""
        for at, rule in self.engine.steps(native):
            if at + (len(rule.native) if rule else 1) > certain:
                break
            if rule is not None:
                written += rule.written
            else:
                written += (
                    " " if native[at] == FAMILY_BREAK else sign if native[at] == UNIT_BREAK else native[at]
                )
        if self.system.compose is not None:
            return target.startswith(syllables(written.lower(), self.system))
        return target.startswith(compose(written.lower())) or not written

    def _checked(self, native: str, target: str, given: str) -> str:
        """The native text composed, in the capitals of what was given, if `romanise` writes the target for it."""
        shape = self.system.name
        form = compose(native.replace(UNIT_BREAK, ""))
        if shape is not None:
            family, _, rest = form.partition(FAMILY_BREAK)
            joined = family + rest
            form = joined if split_family(joined, shape) == (family, rest) else f"{family} {rest}".strip()
        if compose(self.engine.write(form).text.lower()) != compose(target):
            return ""
        # A script without capitals does not tell them: what it writes are names, so they begin with one.
        uncased = self.system.written is not None and given.lower() == given.upper()
        if (given[:1].isupper() or uncased) and form[:1].isalpha():
            return form.upper() if given.isupper() and len(given) > 1 and len(form) > 1 else capitalise(form)
        return form

    def _unprepared(self, native: str, undone: int) -> Iterator[tuple[int, str]]:
        """The texts that one rule of `prepare` turns into this one at one place, and how many passes are undone then.

        The last pass is undone first; of one pass as many rules as fit, one after another.
        """
        passes = self.prepare
        for step in range(max(undone, 1), len(passes) + 1):
            index = passes[-step]
            for rule in chain.from_iterable(index.by_native.values()):
                if not rule.written or rule.written == rule.native:
                    continue
                at = native.find(rule.written)
                while at >= 0:
                    plain = native[:at] + rule.native + native[at + len(rule.written) :]
                    if index.match(plain, at) is rule:
                        yield step, plain
                    at = native.find(rule.written, at + 1)


class Plan:
    """How a system is read backwards: the rules by what they write, and what may stand after what.

    A state says where in a unit a native text stops, and whether the family name is behind. Where letters are put
    together into units (by Unicode composition), a unit must be whole before the next begins; elsewhere every
    letter is a unit.
    """

    def __init__(self, system: System, listed: frozenset[str]) -> None:
        self.system = system
        self.listed = listed
        shape = system.name
        self.sign = shape.unit_break if shape is not None else None
        self.slots, self.depth = (
            _slots(tuple(system.language.letters.values())) if system.language.decompose else ({}, 0)
        )
        places = self.depth + 1
        self.places = places
        self.size = places * (2 if shape is not None else 1)
        self.start = 0
        self.may_end = [place != 1 or not self.depth for place in range(places)] * (self.size // places)
        self.moves: dict[str, tuple[int, ...]] = {}
        # Where a piece begins units, and so ends those before them.
        self.opens: dict[str, tuple[int, ...]] = {}
        rarity = cast("dict[str, float]", system.language.settings.get("rarity", {}))
        price = {letter: float(rarity.get(name, 0.0)) for name, letter in system.language.letters.items()}
        self.price = price
        if self.depth:
            price = _floor(price, listed)
        self.floor = price
        self.units: dict[str, float] = {}
        by_written: dict[str, dict[tuple[str, str], list[Rule]]] = {}
        self.reach: dict[str, int] = {}
        for rule in system.rules:
            first = rule.native[0]
            self.reach[first] = max(self.reach.get(first, 1), len(rule.native) + len(rule.right))
            for face in _faces(rule.written.lower(), system):
                by_written.setdefault(face, {}).setdefault((rule.native, rule.written), []).append(rule)
        self.table: dict[str, list[tuple[float, str, tuple[int, ...], Rule]]] = {}
        for face, groups in by_written.items():
            share = (
                0.0 if rarity else math.log(len({native for native, _ in groups})) + (0.0 if face else 3.0)
            )
            for (native, _), rules in groups.items():
                cost = share + (
                    math.fsum(price.get(c, 0.0) for c in native) if rarity else 0.05 * len(native)
                )
                move = self._move(native)
                if listed:
                    self.opens[native] = tuple(n for n, c in enumerate(native) if self.slots.get(c) == 1)
                if max(move) >= 0:
                    # One rule stands for all that write the same; its left side is looked at when it is the only one.
                    chosen = rules[0] if len(rules) == 1 else replace(rules[0], left=(), right=())
                    self.table.setdefault(face, []).append((cost, native, move, chosen))
        self.longest = max(map(len, self.table), default=1)
        self.most = max(self.reach.values(), default=1)
        marks = {c for rule in system.rules for c in rule.written if is_apostrophe(c)}
        self.mark = marks.pop() if len(marks) == 1 else ""

    def _move(self, letters_: str) -> tuple[int, ...]:
        """For each state the state after these letters; -1 where they may not stand."""
        made = self.moves.get(letters_)
        if made is None:
            ends = []
            for state in range(self.size):
                for c in letters_:
                    state = self._after(state, c)
                    if state < 0:
                        break
                ends.append(state)
            made = self.moves[letters_] = tuple(ends)
        return made

    def _after(self, state: int, c: str) -> int:
        given, place = divmod(state, self.places)
        if c == FAMILY_BREAK:
            return self.places if self.size > self.places and not given and self.may_end[state] else -1
        if c == UNIT_BREAK:
            return self.places if given and self.may_end[state] else -1
        slot = self.slots.get(c, 0)
        if not slot:
            return given * self.places if self.may_end[state] else -1
        if slot == 1:
            apart = given and self.sign is not None and place
            return given * self.places + 1 if self.may_end[state] and not apart else -1
        return given * self.places + slot if place == slot - 1 else -1

    def steps(self, target: str) -> list[list[Step]]:
        """For each place what may come next: price, place after it, native letters, states after them, rule."""
        end, rows = len(target), []
        for at in range(end + 1):
            row: list[Step] = []
            for n in range(min(self.longest, end - at) + 1):
                for price, native, move, rule in self.table.get(target[at : at + n], ()):
                    row.append((price, at + n, native, move, rule))
            for price, to, piece in self._marks(target, at):
                move = self._move(piece)
                if piece in MARKS:  # nothing ends before it has begun
                    move = tuple(-1 if state in (0, self.places) else then for state, then in enumerate(move))
                row.append((price, to, piece, move, None))
            rows.append(row)
        return rows

    def _marks(self, target: str, at: int) -> Iterator[tuple[float, int, str]]:
        c, sign = target[at : at + 1], self.sign
        if self.size > self.places and c == " ":
            yield 0.0, at + 1, FAMILY_BREAK
        if sign is not None and target.startswith(sign, at):
            yield 0.0, at + len(sign), UNIT_BREAK
        if c and not c.isalpha() and not (self.size > self.places and c in " " + (sign or "")):
            yield 4.0, at + 1, c

    def prices(self, steps: list[list[Step]]) -> list[list[float]]:
        """For each place and state the least price (nats) of reading the rest, contexts left aside."""
        end = len(steps) - 1
        ahead = [[math.inf] * self.size for _ in range(end + 1)]
        ahead[end] = [0.0 if ok else math.inf for ok in self.may_end]
        for at in range(end, -1, -1):
            here = ahead[at]
            ways: dict[tuple[int, tuple[int, ...]], float] = {}
            for price, to, _, move, _ in steps[at]:
                if price < ways.get((to, move), math.inf):
                    ways[to, move] = price
            for _ in range(4):  # silent letters lead to the same place: a unit holds few of them
                changed = False
                for (to, move), price in ways.items():
                    there = ahead[to]
                    for state, then in enumerate(move):
                        if then >= 0 and price + there[then] < here[state]:
                            here[state] = price + there[then]
                            changed = True
                if not changed:
                    break
        return ahead

    def unit(self, native: str, end: int) -> float:
        """What the unit before a place costs (nats) over what was paid for its letters: little if names hold it."""
        if not self.listed or not self.depth:
            return 0.0
        while end and native[end - 1] not in self.slots:
            end -= 1
        start = end - 1
        while start > 0 and self.slots.get(native[start]) != 1:
            start -= 1
        parts = native[max(start, 0) : end]
        made = self.units.get(parts)
        if made is None:
            made = self.units[parts] = self._unit(parts)
        return made

    def _unit(self, parts: str) -> float:
        unit = compose(parts)
        if len(unit) != 1 or unit in self.slots:
            return 0.0
        whole = math.fsum(self.price.get(c, 0.0) for c in parts)
        whole = min(whole, _LISTED) if unit in self.listed else whole + _STRANGER
        return max(whole - math.fsum(self.floor.get(c, 0.0) for c in parts), 0.0)

    def whole(self, native: str) -> float:
        """What a whole native text costs (nats): its letters and its units."""
        ends = [n for n, c in enumerate(native) if self.slots.get(c) == 1 and n]
        return math.fsum(
            chain(
                (self.floor.get(c, 0.0) for c in native),
                (self.unit(native, end) for end in (*ends, len(native))),
            )
        )

    @staticmethod
    def family(native: str, piece: str, shape: NameShape | None) -> float:
        """What it costs (nats) to end a family name here: a rare one is unlikely, one that no table knows more so.

        Half the price of its rarity: the letters have been paid for already.
        """
        if piece != FAMILY_BREAK or shape is None or not shape.families:
            return 0.0
        known = shape.families.get(compose(native))
        return 0.5 * max(shape.families.values()) + _STRANGER if known is None else 0.5 * known


def _floor(price: dict[str, float], units: Iterable[str]) -> dict[str, float]:
    """Prices of letters (nats) lowered until no listed unit's letters cost more than the unit: a bound for the search.

    The dearest letter of a unit gives way: it is what made the unit look rare.
    """
    floor = dict(price)
    for unit in sorted(units):
        parts = letters(unit, True)
        over = math.fsum(floor.get(c, 0.0) for c in parts) - _LISTED
        for c in sorted(parts, key=lambda c: -floor.get(c, 0.0)):
            if over > 0.0 and c in floor:
                cut = min(over, floor[c])
                floor[c] -= cut
                over -= cut
    return floor


@lru_cache(maxsize=32)
def _slots(parts: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """The place of each letter within a unit, from 1, as Unicode composes them; and how many places there are."""
    singles = [part for part in parts if len(part) == 1]
    slots: dict[str, int] = {}
    units, depth = [""], 0
    while units:
        depth += 1
        members = [c for c in singles if c not in slots and any(len(compose(u + c)) == 1 for u in units[:1])]
        if depth == 1:
            members = [c for c in singles if any(len(compose(c + d)) == 1 for d in singles)]
        if not members:
            depth -= 1
            break
        slots |= dict.fromkeys(members, depth)
        units = [compose(units[0] + members[0])]
    return slots, depth


def _rare(system: System) -> dict[str, frozenset[str]]:
    """For each letter, those after which the language hardly ever has it; "#" is the start of a word."""
    classes = system.language.classes
    table: dict[str, frozenset[str]] = {}
    for names, befores in cast("dict[str, str]", system.language.settings.get("rare_after", {})).items():
        members = {letter for before in befores.split() for letter in classes.get(before, (before,))}
        for name in names.split():
            for letter in classes.get(name, (name,)):
                table[letter] = table.get(letter, frozenset()) | members
    return table


def _faces(written: str, system: System) -> tuple[str, ...]:
    """The ways a written piece may look inside a finished text, by what stands before it."""
    how = system.compose
    if how is None or not written:
        return (written,)
    if written[0] in how.vowels:
        return (written, how.empty + written)
    if written[0] in how.stray:
        return (written, how.stray[written[0]] + written[1:])
    return (written,)


def _words(text: str) -> list[str]:
    """The text cut into words and what stands between them; joined again it is the text."""
    out: list[str] = []
    for c in text:
        if out and _is_word(c) == _is_word(out[-1][-1]):
            out[-1] += c
        else:
            out.append(c)
    return out


def _is_word(c: str) -> bool:
    return c != " "


def _combine(options: list[list[Form]], limit: int) -> Iterator[Form]:
    """The cheapest ways to choose one form a word."""
    best = [Form("", 0.0)]
    for forms in options:
        best = sorted(
            (Form(a.native + b.native, a.cost + b.cost, a.trail + b.trail) for a in best for b in forms),
            key=lambda form: (form.cost, form.native),
        )[:limit]
    yield from best
