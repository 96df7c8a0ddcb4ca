"""A system applied forwards: native letters written by its rules.

At each place the narrowest rule that fits is taken, then letters are put together and capitals are laid over what was
written. Words and stretches of letters repeat far more than texts do, so they are what is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import cast

from translit.model import Item, NameShape, Rule, System, Written
from translit.notation import EDGE, FAMILY_BREAK, UNIT_BREAK
from translit.rules.index import Index
from translit.text import capitalise, clean, compose, is_clean, letters, script_of

_MEMO_SIZE = 1 << 16
_STRETCHES = 1 << 14  # stretches of letters that are remembered
_SPACING = re.compile(r"(\s*[\t\r\n]\s*| {2,})")

# A word written, the rules used, and what no rule covers: a bare tuple, which is nothing for the garbage collector to walk.
Told = tuple[str, tuple[str, ...], tuple[str, ...]]


def engine(system: System) -> Engine:
    """The compiled form of a system, built once and kept with it."""
    made = system.memo.get("engine")
    if made is None:
        made = system.memo["engine"] = Engine(system)
    return cast(Engine, made)


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

    def as_prepared(self, text: str) -> str:
        """What the passes of `prepare` make of a text."""
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
            given = self.as_prepared(given) if self.prepare else given
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
            text = self.as_prepared(lower)
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
                out.append(self._kept(given[at] if cased else text[at], missing))
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

    def _kept(self, c: str, missing: list[str]) -> str:
        """What is written for a character that no rule covers: a break as the system has it; a letter is also `missing`."""
        if c == FAMILY_BREAK:
            return " "
        if c == UNIT_BREAK and self.system.name is not None:
            return self.system.name.unit_break or ""
        if c.isalpha():
            missing.append(c)
        return c

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
                kept.add(at)
                out[at] = self._kept(given[at], missing)
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


def _tidy(native: str) -> str:
    """`clean`, but the line breaks and the runs of spaces of a longer text stay."""
    if is_clean(native):
        return native
    pieces = _SPACING.split(native)
    return clean(native) if len(pieces) == 1 else "".join(p if p.isspace() else clean(p) for p in pieces)


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
    return compose(syllables("".join(pieces), system))


def syllables(written: str, system: System) -> str:
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
