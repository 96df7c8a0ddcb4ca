"""Names whose parts are units, in letters of another script: written joined, hyphenated or spaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from translit.endings import Ending, agree, undo
from translit.model import FAMILY, INITIAL, UNKNOWN, Part
from translit.names.costs import (
    AGAINST_CAPITALS,
    AGAINST_COMMA,
    CUT_AT_HYPHEN,
    CUT_AT_LAST_HYPHEN,
    CUT_INSIDE,
    HYPHEN_IN_SURNAME,
    LETTER_BESIDE,
    LETTER_IS_UNIT,
    LONGER_ALONE,
    TAIL_BEHIND_GIVEN,
    TAIL_IS_SURNAME,
    TAIL_KEPT,
    TAIL_OF_GIVEN,
    TAIL_WRITTEN_AS_NAME,
    TURNED_BEFORE_COMMA,
    TURNED_TWICE,
    UNDECLINED,
    UNDECLINED_ALONE,
)
from translit.names.grammars import Grammar, order_cost
from translit.names.parts import Ways, family_cost, join, place_word, said, two
from translit.names.words import Word, before_comma
from translit.text import plain


def spelled_units(words: list[Word], script: str, rules: Grammar) -> Ways:
    """The words as they stand, with initials among them, and with a case ending undone."""
    shortened = [_is_onset(word, script, rules) for word in words]
    if any(shortened) and not all(shortened):
        yield from _shortened(words, shortened, script, rules)
    yield from _as_they_stand(words, script, rules, LETTER_IS_UNIT if any(shortened) else 0.0)
    endings = rules.endings.get(script, ())
    if endings:
        price = UNDECLINED if len(words) > 1 else UNDECLINED_ALONE
        for form, _, _, cases in undo(words[-1].folded, endings):
            undone = Word(form, form, False, False)
            for front in _fronts(words[:-1], rules, endings, cases):
                yield from _as_they_stand([*front, undone], script, rules, price)


def _is_onset(word: Word, script: str, rules: Grammar) -> bool:
    """Whether a word is the initial of a unit."""
    return word.text.endswith(".") and (script, word.folded.strip(".")) in rules.onsets


def _shortened(words: list[Word], shortened: list[bool], script: str, rules: Grammar) -> Ways:
    """A family name with the initials of the given one's units, or a full name with initials beside it."""
    full = [word for word, short in zip(words, shortened, strict=True) if not short]
    letters = [word for word, short in zip(words, shortened, strict=True) if short]
    initials = Part(said(letters), INITIAL, join(letters))
    name = join(full)
    if len(full) == 1 or plain(name) in rules.surname_spellings:
        family = Part(said(full), FAMILY, name)
        parts = (initials, family) if shortened[0] else (family, initials)
        roles = tuple([part.role for part in parts])
        yield order_cost(rules.patterns, roles) + family_cost(name, rules), parts
    if len(full) > 1:
        for cost, without in _as_they_stand(full, script, rules, 0.0):
            if len(without) > 1:
                yield cost + LETTER_BESIDE, (*without, initials)


def _fronts(
    words: list[Word], rules: Grammar, endings: tuple[Ending, ...], cases: frozenset[str]
) -> Iterator[list[Word]]:
    """The words before the last of a declined name: as they stand, and where the first is only then a surname, with its
    ending undone in one of the last word's `cases`, too (Кима Ён Бока)."""
    yield words
    if words and family_cost(words[0].folded, rules) > 0.0:
        for form, _, _, its in undo(words[0].folded, endings):
            if family_cost(form, rules) == 0.0 and agree(cases, its):
                yield [replace(words[0], folded=form), *words[1:]]


def _as_they_stand(words: list[Word], script: str, rules: Grammar, base: float) -> Ways:
    """One part; or a family name and a given one, in one word or in several. All cost `base` nats more."""
    yield from _whole(words, script, rules, base)
    if len(words) == 1:
        yield from _cut(words[0], rules, base)
    elif len(words) <= rules.most_units + 2:
        comma = before_comma(words)
        some_capitals = any(w.capitals for w in words) and not all(
            w.capitals or len(w.folded) == 1 for w in words
        )
        if some_capitals:
            yield from _family_between(words, comma, rules, base)
        yield from _family_at_an_end(words, comma, some_capitals, rules, base)


def _whole(words: list[Word], script: str, rules: Grammar, base: float) -> Ways:
    """The words as one part of unknown role: a place, a given name or a family name alone. Place words come off."""
    joined, written = join(words), said(words)
    cost = base + rules.lone + LONGER_ALONE * (len(words) - 1)
    tail, kind = place_word(joined, rules.tails.get(script))
    if tail:
        # what comes off is not read, so nothing else would say that a person's name may end like this, too
        price = 0.0
        if len(words) > 1 and family_cost(words[0].folded, rules) == 0.0:
            price = TAIL_OF_GIVEN
        elif len(words) > 1 and family_cost(words[-1].folded, rules) == 0.0:
            price = TAIL_IS_SURNAME
            if words[-1].text[:1].isupper() or not words[0].text[:1].isupper():
                # a writer of places has the place word small, and joins what stands before it
                given = "-" in words[-2].folded or plain(words[0].folded) in rules.given
                price = TAIL_BEHIND_GIVEN if given else TAIL_WRITTEN_AS_NAME
        yield cost + price, (Part(written, UNKNOWN, joined[: -len(tail)].strip("-"), tail=kind),)
    yield cost + (TAIL_KEPT if tail else 0.0), (Part(written, UNKNOWN, joined),)


def _cut(word: Word, rules: Grammar, base: float) -> Ways:
    """A whole name written as one word: a surname, then the rest."""
    folded = word.folded
    if "-" in folded:
        head, _, rest = folded.partition("-")
        if plain(head) in rules.surname_spellings:
            yield base + CUT_AT_HYPHEN, two(head, rest, head, rest, True)
        before, _, tail = folded.rpartition("-")
        if plain(tail) in rules.surname_spellings:
            yield base + CUT_AT_LAST_HYPHEN, two(tail, before, tail, before, False)
        return
    for size in range(min(8, len(folded) - 3), 1, -1):
        if len(folded) >= 6 and plain(folded[:size]) in rules.surname_spellings:
            yield (
                base + CUT_INSIDE,
                two(folded[:size], folded[size:], word.text[:size], word.text[size:], True),
            )


def _family_between(words: list[Word], comma: int, rules: Grammar, base: float) -> Ways:
    """A surname within, where some words are in capitals."""
    # "SIK Kim Jong": a list took the last word for the surname, wrote it in capitals and put it first
    moved = len(words) == 3 and not comma and words[0].capitals and family_cost(words[0].folded, rules) > 0.0
    for i, word in enumerate(words[1:-1], 1):
        if (word.capitals or moved) and family_cost(word.folded, rules) == 0.0:
            # "Chol RI Chong": the words were turned, but the surname in capitals still tells itself
            given = [*words[i + 1 :], *words[:i]]
            yield base + TURNED_TWICE, two(word.folded, join(given), word.text, said(given), True)


def _family_at_an_end(
    words: list[Word], comma: int, some_capitals: bool, rules: Grammar, base: float
) -> Ways:
    """A surname of one word or two, first or last; with a comma among three words or more also in the order without it."""
    orders = [(words, 0.0)]
    if comma and len(words) > 2:
        orders.append(([*words[comma:], *words[:comma]], TURNED_BEFORE_COMMA))
    for order, extra in orders:
        for first in (True, False):
            for size in (1, 2):
                if size >= len(order):
                    continue
                family = order[:size] if first else order[-size:]
                given = order[size:] if first else order[:-size]
                name = join(family)
                strange = family_cost(name, rules)
                if size == 2 and strange:
                    continue
                cost = base + extra + (rules.family_first if first else rules.family_last) + strange
                if "-" in name and strange:
                    cost += HYPHEN_IN_SURNAME
                if some_capitals and not all(w.capitals for w in family):
                    cost += AGAINST_CAPITALS
                if comma and extra == 0.0:
                    if first and comma == size:
                        cost -= rules.family_first
                    else:
                        cost += AGAINST_COMMA if first else 0.0
                yield cost, two(name, join(given), said(family), said(given), first)
