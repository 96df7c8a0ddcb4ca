"""Applies a system's rules forwards (native → written) and backwards (written → native).

One list of rules serves both ways. Forwards, at each place the narrowest rule that fits is taken (see
`notation.specificity`), so the order of a table's lines never matters. Backwards, every native string whose
romanisation is the spelling is found, cheapest first: what `unromanise` gives has been checked by `romanise`.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count, groupby, islice
from typing import cast

from translit.model import Form, Item, NameShape, Rule, System, Written
from translit.notation import EDGE, FAMILY_BREAK, UNIT_BREAK, specificity
from translit.text import capitalise, clean, compose, is_apostrophe, is_clean, letters, script_of

_MEMO_SIZE = 1 << 16
_MARKS = FAMILY_BREAK + UNIT_BREAK
_WINDOWS = 1 << 12  # contexts of one letter that are remembered
_STRETCHES = 1 << 14  # stretches of letters that are remembered
_STRETCH = 2  # letters of the shortest: short ones come back more often, long ones make fewer
_STRANGER = 6.0  # nats for a family name, or a unit of a name, that no table knows
_LISTED = 10.0  # nats at most for a unit that a table knows, however rare its letters are
# A word written, the rules used, and what no rule covers: a bare tuple, which is nothing for the garbage collector to walk.
Told = tuple[str, tuple[str, ...], tuple[str, ...]]
Partial = tuple[float, int, float, int, str, int, int, "tuple[tuple[int, Rule], ...]"]
Step = tuple[float, int, str, tuple[int, ...], "Rule | None"]
# What an unlikely neighbour costs in nats when a spelling is read: one such pair in about twenty.
_RARE = 3.0
_SPACING = re.compile(r"(\s*[\t\r\n]\s*| {2,})")


def romanise(native: str, system: System) -> Written:
    """Write a native text the way one system does.

    >>> from translit.tables import load_tables
    >>> romanise("Лавров", load_tables().system("ru/bgn-pcgn-1947")).text
    'Lavrov'

    A character that no rule covers is kept as it is and named once in `uncovered`: a gap should be seen,
    not guessed.
    """
    made = engine(system).write_raw(native)
    if system.then is None:
        return made
    second = romanise(made.text, system.then)
    left = (c for c in made.uncovered + second.uncovered if c in second.text)
    return Written(second.text, made.trail + second.trail, tuple(dict.fromkeys(left)))


def unromanise(spelling: str, system: System, limit: int = 8, effort: int = 20000) -> tuple[Form, ...]:
    """The native texts that the system writes exactly so, cheapest first, at most `limit`.

    The cost (nats) counts how many native letters share each written piece. `effort` bounds the search: the
    number of partial natives tried. Nothing is returned that `romanise` would write differently, apart from
    capitals.
    """
    spelling = clean(spelling)
    if system.then is not None:
        found: dict[str, Form] = {}
        for middle in unromanise(spelling, system.then, limit * 4, effort):
            for form in engine(system).read(middle.native, limit, effort):
                cost = form.cost + middle.cost
                if form.native not in found or cost < found[form.native].cost:
                    found[form.native] = Form(form.native, cost, form.trail + middle.trail)
        return tuple(sorted(found.values(), key=lambda form: (form.cost, form.native))[:limit])
    return tuple(engine(system).read(_typed(spelling, system), limit, effort))


# Signs that keyboards and misprints put for one another. Reading takes any of a set for the one the system writes.
_LOOSE = ("’'`ʼʻʹ‘´′", "ŏǒöõ", "ŭǔüũ", '”"ʺ″“')


def _typed(spelling: str, system: System) -> str:
    """The spelling with signs that the system never writes replaced by those it writes in their place."""
    if spelling.isascii() and "'" not in spelling and '"' not in spelling and "`" not in spelling:
        return spelling
    alphabet = cast("frozenset[str] | None", system.memo.get("alphabet"))
    if alphabet is None:
        alphabet = frozenset("".join(rule.written for rule in system.rules))
        system.memo["alphabet"] = alphabet
    swaps: dict[int, str] = {}
    for signs in _LOOSE:
        own = [c for c in signs if c in alphabet]
        if own:
            swaps |= {ord(low): own[0] for low in signs if low not in alphabet}
            swaps |= {
                ord(low.upper()): own[0].upper()
                for low in signs
                if len(low.upper()) == 1 and low not in alphabet
            }
    return spelling.translate(swaps)


def _tidy(native: str) -> str:
    """`clean`, but the line breaks and the runs of spaces of a longer text stay."""
    if is_clean(native):
        return native
    pieces = _SPACING.split(native)
    return clean(native) if len(pieces) == 1 else "".join(p if p.isspace() else clean(p) for p in pieces)


def engine(system: System) -> Engine:
    """The compiled form of a system, built once and kept with it."""
    made = system.memo.get("engine")
    if made is None:
        made = system.memo["engine"] = Engine(system)
    return cast(Engine, made)


class Index:
    """Rules by their native letters, narrowest first."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_native: dict[str, list[Rule]] = {}
        for rule in rules:
            self.by_native.setdefault(rule.native, []).append(rule)
        for group in self.by_native.values():
            if len(group) > 1:
                group.sort(key=lambda rule: (specificity(rule), -rule.number), reverse=True)
        # For each first letter the lengths that are worth a look, longest first.
        lengths: dict[str, set[int]] = {}
        for native in self.by_native:
            lengths.setdefault(native[0], set()).add(len(native))
        self.lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
        # Letters with one rule only, and that in every context: most consonants.
        self.plain = {
            native: group[0]
            for native, group in self.by_native.items()
            if len(group) == 1 and self.lengths[native[0]] == (1,) and not (group[0].left or group[0].right)
        }

        # For each other letter how far its rules look to the left and to the right, and what they made of it there.
        self.windows: dict[str, tuple[int, int, dict[str, Rule | None]]] = {}
        for native, group in self.by_native.items():
            if native in self.plain:
                continue
            left, right, known = self.windows.get(native[0], (0, 1, {}))
            for rule in group:
                left = max(left, len(rule.left))
                right = max(right, len(native) + len(rule.right))
            self.windows[native[0]] = (left, right, known)

    def stretches(self) -> re.Pattern[str]:
        """What cuts a text into stretches of a few letters that no rule looks out of.

        So what is written for a stretch is the same in every text: standing alone, it is written as it is inside.
        """
        right: dict[int, set[str]] = {}
        left: dict[int, set[str]] = {}
        for letter, (before, after, _) in self.windows.items():
            faces = {letter, letter.upper()[:1]}  # a capital is taken off later
            for n in range(1, after):
                right.setdefault(n, set()).update(faces)
            for n in range(before):
                left.setdefault(n, set()).update(faces)
        behind = "".join(f"(?<!{_one_of(right[n])}.{{{n - 1}}})" for n in sorted(right))
        ahead = "".join(f"(?!.{{{n}}}{_one_of(left[n])})" for n in sorted(left))
        return re.compile(f".{{{_STRETCH},}}?(?:\\Z|{behind}{ahead})|.+", re.DOTALL)

    def match(self, text: str, at: int) -> Rule | None:
        """The narrowest rule for the letters of `text` from `at`."""
        c = text[at]
        plain = self.plain.get(c)
        if plain is not None:
            return plain
        window = self.windows.get(c)
        if window is None:
            return None
        left, right, known = window
        key = text[at - left : at + right] if at >= left else "\0" * (left - at) + text[: at + right]
        try:
            return known[key]
        except KeyError:
            if len(known) >= _WINDOWS:
                known.clear()
            made = known[key] = self.find(text, at)
            return made

    def find(self, text: str, at: int) -> Rule | None:
        """What `match` gives, looked up afresh."""
        for n in self.lengths.get(text[at], ()):
            for rule in self.by_native.get(text[at : at + n], ()):
                if len(rule.native) == n and (not rule.left or _fits(rule.left, text, at - 1, -1)) and (
                    not rule.right or _fits(rule.right, text, at + n, 1)
                ):  # fmt: skip
                    return rule
        return None


def _one_of(letters_: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(letters_)))}]"


def _fits(items: tuple[Item, ...], text: str, at: int, step: int) -> bool:
    size = len(text)
    for item in items:
        letter = text[at] if 0 <= at < size else ""
        if item.negated:
            if letter in item.letters or (
                "#" in item.letters and not (letter.isalpha() and letter not in _MARKS)
            ):
                return False
        elif letter and letter in item.letters:
            pass
        elif not ("#" in item.letters and (not letter or not _is_letter(letter))):
            return False
        at += step
    return True


def _is_letter(c: str) -> bool:
    return c not in _MARKS and (c.isalpha() or "\u0300" <= c <= "\u036f")


class Stretches(dict[str, "Told | None"]):
    """Stretches of a text (see `Index.stretches`) that were met, as written; None where the whole has to be looked at.

    Names are endless, but what they are put together from is not. `opening`: they stand in front, where one capital
    is nothing special.
    """

    def __init__(self, engine_: Engine, opening: bool) -> None:
        super().__init__()
        self.engine, self.opening = engine_, opening

    def __missing__(self, given: str) -> Told | None:
        if len(self) >= _STRETCHES:
            self.clear()
        made = self[given] = self._made(given)
        return made

    def _made(self, given: str) -> Told | None:
        own = self.engine
        if not own.old.isdisjoint(given):
            return None
        lower = given.lower() if own.cased else given
        told = own.pieces(lower, lower, "")
        if given != lower:
            if not self.opening or given[1:] != lower[1:] or lower[0].upper() != given[0]:
                return None
            raised = own.pieces(given, lower, "first")
            if raised[0] == told[0]:
                return None  # nothing is written that could take the capital: it may be for the next stretch
            told = raised
        return told


class Engine:
    """A system ready to run. Holds a bounded memo of words already written; nothing that needs a reset."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.index = Index(system.rules)
        # Each pass holds the neighbouring rows with one native side, so that the narrower of them wins.
        self.prepare = [Index(rows) for _, rows in groupby(system.prepare, key=lambda rule: rule.native)]
        self.prepared = tuple(dict.fromkeys(rule.native for rule in system.prepare))
        self.decompose = system.language.decompose
        self.memo: dict[str, Told] = {}
        self.raw: dict[str, Written] = {}
        self.wordwise = system.name is None and (bool(system.exceptions) or _stays_inside(system))
        self.id = system.owner or system.info.id
        # Rules of a matrix are numbered apart, from −1 down.
        self.labels = {
            number: f"{self.id}#{number}" if number >= 0 else f"{self.id}#joint{number}"
            for number in {rule.number for rule in system.rules}
        }
        self.cased = bool(system.language.settings.get("cased", not system.language.decompose))
        self.plain_written = {c: rule.written for c, rule in self.index.plain.items()}
        self.plain_label = {c: self.labels[rule.number] for c, rule in self.index.plain.items()}
        self.raised = {piece: self._capital(piece) for piece in self.plain_written.values()}
        self.alike = _alike(system)
        self.old = frozenset(map(chr, self.alike))
        self.rare = _rare(system)
        # What `prepare` looks at may be anywhere, and the rules from or to a script of syllables look so far that the
        # same stretch hardly comes back: there the whole is looked at.
        whole = self.prepare or not self.cased or system.written is not None
        self.cut = None if whole else self.index.stretches().findall
        self.opening, self.following = Stretches(self, True), Stretches(self, False)

    def write_raw(self, native: str) -> Written:
        """The text cleaned and written; a text seen before is not even cleaned again."""
        made = self.raw.get(native)
        if made is None:
            if len(self.raw) >= _MEMO_SIZE:
                self.raw.clear()
            tidy = clean(native) if self.system.name is not None else _tidy(native)
            made = self.raw[native] = self._write(tidy)
        return made

    def write(self, native: str) -> Written:
        """A clean text written."""
        return self._write(native)

    def _write(self, native: str) -> Written:
        system = self.system
        if system.name is not None and any(script_of(c) in system.language.scripts for c in native):
            if system.exceptions and (joined := native.replace(" ", "")) in system.exceptions:
                return Written(system.exceptions[joined], (f"{self.id}#exception",))
            return Written(*self._run(name_letters(native, system.name, self.decompose)))
        if not self.wordwise:
            return Written(*self._run(letters(native, self.decompose)))
        if " " not in native:
            return Written(*self._word(native))
        texts, trails, uncovered = zip(*map(self._word, native.split(" ")), strict=True)
        left = tuple(dict.fromkeys(chain(*uncovered))) if any(uncovered) else ()
        return Written(" ".join(texts), tuple(chain(*trails)), left)

    def _word(self, word: str) -> Told:
        """One word written. Words repeat far more than texts do, so they are what is remembered."""
        made = self.memo.get(word)
        if made is None:
            if len(self.memo) >= _MEMO_SIZE:
                self.memo.clear()
            exceptions = self.system.exceptions
            if exceptions and (key := word if word in exceptions else word.lower()) in exceptions:
                made = (exceptions[key], (f"{self.id}#exception",), ())
            else:
                made = self._run(letters(word, self.decompose))
            self.memo[word] = made
        return made

    def _prepared(self, text: str) -> str:
        if not [native for native in self.prepared if native in text]:
            return text
        for index in self.prepare:
            for native in index.by_native:
                at = text.find(native)
                while at >= 0:
                    rule = index.match(text, at)
                    if rule is None:
                        at = text.find(native, at + 1)
                    else:
                        # What a pass has written it does not look at again.
                        text = text[:at] + rule.written + text[at + len(native) :]
                        at = text.find(native, at + len(rule.written))
        return text

    def steps(self, text: str) -> Iterator[tuple[int, Rule | None]]:
        """The rule taken at each place of a lower-case letter sequence; None where none fits."""
        at, match = 0, self.index.match
        while at < len(text):
            rule = match(text, at)
            yield at, rule
            at += 1 if rule is None else len(rule.native)

    def _run(self, given: str) -> Told:
        if self.cut is not None and given:
            first, *rest = self.cut(given)
            told = [self.opening[first], *map(self.following.__getitem__, rest)]
            if None not in told:
                texts, trails, missing = zip(*cast("list[Told]", told), strict=True)
                return self._finished(texts, tuple(chain.from_iterable(trails)), missing)
        return self._whole(given)

    def _whole(self, given: str) -> Told:
        """What `_run` gives, looked at letter by letter."""
        if self.alike and not self.old.isdisjoint(given):
            given = given.translate(self.alike)
        if not self.cased:  # capitals in the text are of another script: kept
            given = self._prepared(given) if self.prepare else given
            return self._fast(given, given, "")
        lower = given.lower()
        if len(lower) != len(given):
            lower = "".join(low if len(low := c.lower()) == 1 else c for c in given)
        cased = lower != given
        text = lower
        if not self.prepare:
            if not cased:
                return self._fast(text, text, "")
            if given[1:] == lower[1:]:
                return self._fast(given, text, "first")
            if given.isalpha() and given.isupper():
                return self._fast(given, text, "all")
        if self.prepare:
            text = self._prepared(lower)
            if not cased:
                return self._fast(text, text, "")
            given = _recase(given, lower, text)
        out: list[str] = []
        trail: list[str] = []
        missing: list[str] = []
        upper = _capital_runs(given) if cased else ()
        pending = False
        for at, rule in self.steps(text):
            if rule is None:
                c = given[at] if cased else text[at]
                if c == FAMILY_BREAK:
                    c = " "
                elif c == UNIT_BREAK and self.system.name is not None:
                    c = self.system.name.unit_break or ""
                elif c.isalpha():
                    missing.append(c)
                out.append(c)
                continue
            piece = rule.written
            trail.append(self.labels[rule.number])
            if cased:
                first = next((i for i in range(at, at + len(rule.native)) if given[i] != text[i]), -1)
                if first >= 0 or pending:
                    if first >= 0 and upper[first]:
                        piece = piece.upper()
                    elif piece:
                        piece = self._capital(piece)
                    pending = not piece and (first >= 0 or pending)
            out.append(piece)
        written = self._composed(out)
        if not cased:
            written = self._capitals(written)
        return written, tuple(trail), tuple(dict.fromkeys(missing))

    def _fast(self, given: str, text: str, case: str) -> Told:
        """What `_run` gives for a text in lower case, all in capitals, or with one capital in front."""
        written, trail, missing = self.pieces(given, text, case)
        return self._finished((written,), trail, (missing,))

    def _finished(
        self, texts: tuple[str, ...], trail: tuple[str, ...], missing: tuple[tuple[str, ...], ...]
    ) -> Told:
        """What the stretches of a text come to."""
        written = self._composed(texts)
        if not self.cased:
            written = self._capitals(written)
        if missing.count(()) == len(missing):
            return written, trail, ()
        return written, trail, tuple(dict.fromkeys(chain.from_iterable(missing)))

    def pieces(self, given: str, text: str, case: str) -> Told:
        """What the rules write for a text, before letters are put together and native scripts get capitals."""
        # Most letters have one rule in every context: those are taken all at once, then the places between them.
        out = cast("list[str]", list(map(self.plain_written.get, text)))
        missing: list[str] = []
        kept: set[int] = set()
        if None not in out:
            used = tuple(map(self.plain_label.__getitem__, text))
        else:
            trail = list(map(self.plain_label.get, text))
            match, done = self.index.match, 0
            for at in [place for place, piece in enumerate(out) if piece is None]:
                if at < done:
                    continue
                rule = match(text, at)
                if rule is not None:
                    out[at], trail[at] = rule.written, self.labels[rule.number]
                    done = at + len(rule.native)
                    for further in range(at + 1, done):
                        out[further], trail[further] = "", None
                    continue
                c = given[at]
                if c == FAMILY_BREAK:
                    c = " "
                elif c == UNIT_BREAK and self.system.name is not None:
                    c = self.system.name.unit_break or ""
                elif c.isalpha():
                    missing.append(c)
                kept.add(at)
                out[at] = c
            used = tuple([label for label in trail if label is not None])
        if case == "all":
            out = [piece if i in kept else piece.upper() for i, piece in enumerate(out)]
        elif case and 0 not in kept:
            first = 0 if out[0] else next((i for i, piece in enumerate(out) if piece and i not in kept), -1)
            if first >= 0:
                piece = out[first]
                out[first] = self.raised.get(piece) or self._capital(piece)
        return "".join(out), used, tuple(missing)

    def _composed(self, pieces: Iterable[str]) -> str:
        if self.system.written is not None:
            return compose_written(pieces, self.system)
        written = "".join(pieces)
        return compose(written) if self.system.composed and not written.isascii() else written

    def _capital(self, piece: str) -> str:
        if self.system.ligature_capitals and "\u0361" in piece:
            tied = piece.index("\u0361")
            return piece[: tied + 2].upper() + piece[tied + 2 :]
        return capitalise(piece)

    def _capitals(self, written: str) -> str:
        """Capitals for a native script that has none."""
        how = self.system.name.capitals if self.system.name is not None else self.system.capitals
        if how == "none" or self.cased:
            return written
        if how == "first":
            return capitalise(written)
        if how == "syllables" and self.system.name is not None and self.system.name.unit_break:
            sign = self.system.name.unit_break
            if sign != " ":
                written = sign.join([capitalise(piece) for piece in written.split(sign)])
        return " ".join([word if word[:1].isdigit() else capitalise(word) for word in written.split(" ")])

    # Backwards -----------------------------------------------------------------------------------------------

    def read(self, spelling: str, limit: int, effort: int) -> Iterable[Form]:
        """Native texts that are written so, cheapest first."""
        target = spelling.lower()
        mark = self._plan().mark
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

    def _plan(self) -> Plan:
        plan = self.system.memo.get("plan")
        if plan is None:
            # A unit is looked for as `prepare` leaves it.
            listed = self.system.units
            if self.prepare:
                listed |= {compose(self._prepared(letters(unit, self.decompose))) for unit in listed}
            plan = self.system.memo["plan"] = Plan(self.system, listed)
        return cast(Plan, plan)

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
        plan = self._plan()
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
                    yield Form(form, cost, self.write(form).trail)
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
                elif rule.left and not _fits(rule.left, native, len(native) - 1, -1):
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
        return self._plan().whole(native) + (self._rarity("", native) if self.rare else 0.0)

    def _possible(self, native: str, target: str) -> bool:
        """Whether what is already certain of this beginning's romanisation begins the target."""
        if self.prepare:
            return True
        certain = len(native) - self._plan().most
        sign = (self.system.name.unit_break or "") if self.system.name is not None else ""
        written = ""
        for at, rule in self.steps(native):
            if at + (len(rule.native) if rule else 1) > certain:
                break
            if rule is not None:
                written += rule.written
            else:
                written += (
                    " " if native[at] == FAMILY_BREAK else sign if native[at] == UNIT_BREAK else native[at]
                )
        if self.system.compose is not None:
            return target.startswith(_syllables(written.lower(), self.system))
        return target.startswith(compose(written.lower())) or not written

    def _checked(self, native: str, target: str, given: str) -> str:
        """The native text composed, in the capitals of what was given, if `romanise` writes the target for it."""
        shape = self.system.name
        form = compose(native.replace(UNIT_BREAK, ""))
        if shape is not None:
            family, _, rest = form.partition(FAMILY_BREAK)
            joined = family + rest
            form = joined if split_family(joined, shape) == (family, rest) else f"{family} {rest}".strip()
        if compose(self.write(form).text.lower()) != compose(target):
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
                if piece in _MARKS:  # nothing ends before it has begun
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


def _stays_inside(system: System) -> bool:
    """Whether no rule can look over a space, so that each word can be written alone."""

    def inside(items: tuple[Item, ...]) -> bool:
        # Only the last item may fit at the space; the ones before it must have stopped there.
        return all(
            not i.negated and EDGE not in i.letters and " " not in i.letters for i in items[:-1]
        ) and not any(" " in i.letters for i in items)

    return system.capitals != "first" and all(
        " " not in rule.native and inside(rule.left) and inside(rule.right)
        for rule in (*system.rules, *system.prepare)
    )


def _alike(system: System) -> dict[int, str]:
    """Letters of an older alphabet, and stress marks, as the language says to write them; a system's own rule wins."""
    known = {rule.native for rule in system.rules}
    table: dict[int, str] = {}
    for old, new in cast("dict[str, str]", system.language.settings.get("alike", {})).items():
        if old not in known:
            table |= {ord(old): new, ord(old.upper()): new.upper()}
    return table


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


def split_family(native: str, shape: NameShape) -> tuple[str, str]:
    """Family and given name of a native name written together; a longer known family name is preferred.

    A space, when there is one, decides.
    """
    if " " in native:
        family, _, given = native.partition(" ")
        return family, given.replace(" ", "")
    for n in range(min(3, len(native) - 1), 1, -1):
        if native[:n] in shape.families:
            return native[:n], native[n:]
    return native[:1], native[1:]


def name_letters(native: str, shape: NameShape, decompose: bool) -> str:
    """The letters of a person's name with the breaks that the system sees."""
    family, given = split_family(native, shape)
    units = UNIT_BREAK.join(given) if shape.unit_break is not None else given
    return letters(f"{family}{FAMILY_BREAK}{units}" if given else family, decompose)


def compose_written(pieces: Iterable[str], system: System) -> str:
    """Written letters put together into the script of `system.written`."""
    return compose(_syllables("".join(pieces), system))


def _syllables(written: str, system: System) -> str:
    """Letters with every syllable made whole, still apart: a lead before each vowel, no coda left alone."""
    how = system.compose
    if how is None:
        return written
    out: list[str] = []
    last = ""
    for letter in written:
        if letter in how.vowels and last not in how.leads:
            out.append(how.empty)
        elif letter in how.codas and last not in how.vowels and letter in how.stray:
            out.append(how.stray[letter])
            last = how.stray[letter][-1]
            continue
        out.append(letter)
        last = letter
    return "".join(out)


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


def _capital_runs(given: str) -> tuple[bool, ...]:
    """For each place, whether its word is all in capitals and has at least two letters."""
    runs: list[bool] = []
    at = 0
    while at < len(given):
        end = at
        while end < len(given) and given[end].isalpha():
            end += 1
        if end == at:
            runs.append(False)
            at += 1
            continue
        word = given[at:end]
        runs += [len(word) > 1 and word.isupper()] * len(word)
        at = end
    return tuple(runs)


def _recase(given: str, lower: str, prepared: str) -> str:
    """The capitals of a text laid over what `prepare` made of it, word by word."""
    words, olds = prepared.split(" "), given.split(" ")
    if len(words) != len(olds):
        return prepared
    out = []
    for new, old in zip(words, olds, strict=True):
        if len(new) == len(old):
            out.append("".join(n.upper() if o.isupper() else n for n, o in zip(new, old, strict=True)))
        elif old.isupper() and len(old) > 1:
            out.append(new.upper())
        elif old[:1].isupper():
            out.append(new[:1].upper() + new[1:])
        else:
            out.append(new)
    return " ".join(out)


def _combine(options: list[list[Form]], limit: int) -> Iterator[Form]:
    """The cheapest ways to choose one form a word."""
    best = [Form("", 0.0)]
    for forms in options:
        best = sorted(
            (Form(a.native + b.native, a.cost + b.cost, a.trail + b.trail) for a in best for b in forms),
            key=lambda form: (form.cost, form.native),
        )[:limit]
    yield from best
