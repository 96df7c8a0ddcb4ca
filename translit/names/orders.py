"""Which orders of roles the words of a name may have, and what each costs."""

from __future__ import annotations

from collections.abc import Sequence

from translit.model import FAMILY, GIVEN, INITIAL, PATRONYMIC
from translit.names.costs import (
    AGAINST_CAPITALS,
    AGAINST_COMMA,
    AGAINST_PATRONYMIC,
    BEFORE_COMMA,
    LETTER_OF_ANY,
    LETTER_OF_GIVEN,
    LISTED_ELSEWHERE,
    NOT_LISTED,
)
from translit.names.grammars import SEEN, Grammar, Pattern
from translit.names.words import Traits, Word, before_comma
from translit.text import plain


def orders_of(
    words: Sequence[Word], seen: Sequence[Traits], rules: Grammar
) -> list[tuple[float, Pattern, bool]]:
    """The orders of roles that may be, what each costs, and whether it says that the whole name is declined: names whose words
    have the same traits and whose lone letter (see `_letter`) costs the same have the same."""
    comma, letter = before_comma(words), _letter(words, seen, rules)
    shape = (
        comma,
        letter,
        *[
            (trait.initial, trait.patronymic, trait.given, trait.may_be_patronymic, word.capitals)
            for word, trait in zip(words, seen, strict=True)
        ],
    )
    found = rules.fits.get(shape)
    if found is not None:
        return found
    if len(rules.fits) >= SEEN:
        rules.fits.clear()
    found = rules.fits[shape] = []
    whole = [word for word, trait in zip(words, seen, strict=True) if not trait.initial]
    some_capitals = any(word.capitals for word in words) and not all(word.capitals for word in whole)
    for pattern in rules.by_size.get(len(words), ()):
        cost = _fit(pattern, words, seen, comma, some_capitals, letter)
        if cost is not None:
            # a patronymic that is one only when its ending is undone
            declined = any(
                role is PATRONYMIC and not trait.patronymic
                for role, trait in zip(pattern.roles, seen, strict=True)
            )
            found.append((cost, pattern, declined))
    return found


def _letter(words: Sequence[Word], seen: Sequence[Traits], rules: Grammar) -> tuple[int, float]:
    """Where a lone letter without a dot stands that may be the family name of a name in full (Виктор Ю), and what it costs to
    take it for an initial; −1 without one."""
    places = [i for i, trait in enumerate(seen) if trait.initial]
    if len(places) != 1 or len(words) < 2:
        return -1, 0.0
    [place] = places
    if words[place].text not in (words[place].folded.upper(), words[place].folded):
        return -1, 0.0
    if words[place].folded not in rules.letters or (place and words[place - 1].comma):
        return -1, 0.0
    others = [(word, trait) for i, (word, trait) in enumerate(zip(words, seen, strict=True)) if i != place]
    if all(trait.given or trait.patronymic for _, trait in others):
        return place, LETTER_OF_GIVEN
    if any(trait.ending or plain(word.folded) in rules.family_forms for word, trait in others):
        return place, 0.0
    return place, LETTER_OF_ANY


def _fit(
    pattern: Pattern,
    words: Sequence[Word],
    seen: Sequence[Traits],
    comma: int,
    some_capitals: bool,
    letter: tuple[int, float],
) -> float | None:
    """What this order of roles costs for these words; None when a role cannot be."""
    cost = pattern.cost
    turned = comma == 1 and pattern.roles[0] is PATRONYMIC  # the words were turned before the comma was set
    for position, (role, word, trait) in enumerate(zip(pattern.roles, words, seen, strict=True)):
        if (role is INITIAL) != trait.initial or (role is PATRONYMIC and not trait.patronymic):
            family = role is FAMILY and position == letter[0]
            if not family and not (role is PATRONYMIC and trait.may_be_patronymic):
                return None
        if role is INITIAL and position == letter[0]:
            cost += letter[1]
        if role is not PATRONYMIC and trait.patronymic and len(words) > 2:
            cost += AGAINST_PATRONYMIC
        if role is GIVEN and not trait.given:
            cost += NOT_LISTED
        if role is FAMILY:
            if trait.given:
                cost += LISTED_ELSEWHERE
            if some_capitals and not word.capitals:
                cost += AGAINST_CAPITALS
            if comma:
                cost += BEFORE_COMMA if position < comma == 1 else 0.0 if turned else AGAINST_COMMA
    return cost
