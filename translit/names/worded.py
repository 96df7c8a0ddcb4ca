"""Names whose parts are words: in an order of roles, declined, or of no shape that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from translit.model import FAMILY, UNKNOWN, Part
from translit.names.costs import (
    HYPHEN_IS_A_BREAK,
    MAY_BE_PLAINLY_DECLINED,
    PLAINLY_DECLINED,
    SEVERAL_ALONE,
    SURELY_DECLINED,
    UNDECLINED,
    UNDECLINED_ALONE,
    UNDECLINED_SURELY,
)
from translit.names.declined import undeclined
from translit.names.grammars import Grammar
from translit.names.orders import orders_of
from translit.names.parts import Ways
from translit.names.traits import told, traits_of
from translit.names.words import Traits, Word


def whole_words(words: Sequence[Word], script: str, rules: Grammar) -> Ways:
    """The words in each order of roles that may be, as they stand and with case endings undone, and without roles."""
    seen = [traits_of(word, script, rules) for word in words]
    bare = [word.folded.strip(".") for word in words]
    declinable = any(trait.alternatives for trait in seen)
    lone = rules.lone + (0.0 if len(words) == 1 else SEVERAL_ALONE)
    cheapest = lone
    for cost, pattern, declined in orders_of(words, seen, rules):
        parts = tuple(
            [
                Part(word.text, role, word_bare, trait.ending if role is FAMILY else trait.gender)
                for word, word_bare, role, trait in zip(words, bare, pattern.roles, seen, strict=True)
            ]
        )
        yield cost + (SURELY_DECLINED if declined else 0.0), parts
        cheapest = min(cheapest, cost)
        if declinable:
            yield from undeclined(cost, parts, seen, script, rules, 0.0 if declined else UNDECLINED)
    # without a pattern that fits, or beside one that does: a place, a lone name, a name of another shape
    doubled = any("-" in word.strip("-") for word in bare)
    cost = lone
    if len(words) == 1 and any(undone.plain for undone in seen[0].alternatives):
        cost += MAY_BE_PLAINLY_DECLINED
    if len(words) == 1 or not doubled:
        yield cost, _without_roles(words, bare, seen)
    if doubled:
        cut = _halved(bare)
        if len(cut) > len(words):
            yield cheapest + HYPHEN_IS_A_BREAK, cut
    if len(words) == 1:
        for form, gender, plainly, _ in seen[0].alternatives:
            unlisted = not seen[0].ending and not seen[0].given
            more = PLAINLY_DECLINED if plainly else UNDECLINED_SURELY if unlisted else UNDECLINED_ALONE
            yield cost + more, (Part(words[0].text, UNKNOWN, form, gender),)


def _without_roles(words: Sequence[Word], bare: Sequence[str], seen: Sequence[Traits]) -> tuple[Part, ...]:
    return tuple(
        [
            Part(word.text, UNKNOWN, word_bare, told(trait))
            for word, word_bare, trait in zip(words, bare, seen, strict=True)
        ]
    )


def _halved(bare: Iterable[str]) -> tuple[Part, ...]:
    """Words cut at their hyphens, which stay in the text of a part that is written together with the next."""
    found: list[Part] = []
    for word in bare:
        halves = [half for half in word.split("-") if half]
        found += [Part(half + "-", UNKNOWN, half) for half in halves[:-1]]
        found += [Part(half, UNKNOWN, half) for half in halves[-1:]]
    return tuple(found)
