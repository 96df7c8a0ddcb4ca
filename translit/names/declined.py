"""Declined names whose parts are words: the case endings of all of them undone at once, so that they agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from translit.endings import ANY, Undone, agree, of_gender
from translit.model import FAMILY, GIVEN, INITIAL, PATRONYMIC, Part
from translit.names.costs import LISTED_AS_IT_STANDS, UNDECLINED_BESIDE_INITIALS
from translit.names.grammars import Grammar
from translit.names.parts import Ways
from translit.names.words import Traits
from translit.text import plain


def undeclined(
    cost: float, parts: tuple[Part, ...], seen: Sequence[Traits], script: str, rules: Grammar, price: float
) -> Ways:
    """The same order with case endings undone on every word at once: given names that the table knows decide."""
    fathered = any(p.role is PATRONYMIC for p in parts)
    listed = any(p.role is GIVEN and t.given for p, t in zip(parts, seen, strict=True))
    if price and all(p.role in (INITIAL, FAMILY) for p in parts):
        price = UNDECLINED_BESIDE_INITIALS
    cost += price + (LISTED_AS_IT_STANDS if listed and not fathered else 0.0)
    for gender in ("m", "f"):
        for forms in product(*_forms(parts, seen, gender, script, rules)):
            if any(form != part.joined for form, part in zip(forms, parts, strict=True)):
                yield (
                    cost,
                    tuple(
                        [
                            part if part.role is INITIAL else Part(part.text, part.role, form, gender)
                            for form, part in zip(forms, parts, strict=True)
                        ]
                    ),
                )


def _forms(
    parts: tuple[Part, ...], seen: Sequence[Traits], gender: str, script: str, rules: Grammar
) -> list[list[str]]:
    """The nominatives of each part in a name of this gender."""
    cases = ANY  # those in which all words before may stand
    found: list[list[str]] = [[] for _ in parts]
    # family names last: many an ending may be taken off them, and the case of the others tells which
    for i in sorted(range(len(parts)), key=lambda i: (parts[i].role is FAMILY, i)):
        part = parts[i]
        if part.role is INITIAL:
            found[i] = [part.joined]
            continue
        own = _nominatives(part, seen[i], gender, cases, script, rules)
        found[i] = [undone.form for undone in own]
        if part.role is not FAMILY and own and own[0].cases:
            cases = cases & own[0].cases if cases else own[0].cases
    return found


def _nominatives(
    part: Part, trait: Traits, gender: str, cases: frozenset[str], script: str, rules: Grammar
) -> list[Undone]:
    """The nominatives of one word in a name that is declined as a whole and stands in one of `cases`; none when it has none in
    this gender."""
    forms = [
        undone
        for undone in trait.alternatives
        if undone.gender in ("", gender) and agree(cases, undone.cases)
    ]
    as_it_stands = Undone(part.joined, gender, False, ANY)
    if part.role is GIVEN:
        if gender == "f" and not trait.alternatives and rules.given.get(plain(part.joined)) == gender:
            return [as_it_stands]  # a woman's name in a consonant is not declined
        return [undone for undone in forms if rules.given.get(plain(undone.form)) == gender][:1]
    if part.role is PATRONYMIC:
        fathers = of_gender(rules.patronymics.get(script), gender)
        return [undone for undone in forms if undone.form.endswith(fathers)][:1]
    pair = of_gender(rules.suffixes.get(script), gender)
    listed = [undone for undone in forms if undone.form.endswith(pair)]
    if listed:
        return listed[:2]
    # a woman's surname in a consonant is not declined, nor is one in -о or -у
    return [as_it_stands, *forms[:1]]
