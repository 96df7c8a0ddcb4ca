"""Applies a system's rules forwards (native → written) and backwards (written → native).

One list of rules serves both ways. Forwards, at each place the narrowest rule that fits is taken (see
`notation.specificity`), so the order of a table's lines never matters. Backwards, every native string whose
romanisation is the spelling is found, cheapest first: what `unromanise` gives has been checked by `romanise`.
"""

from __future__ import annotations

from typing import cast

from translit.model import Form, System, Written
from translit.rules.backwards import reader
from translit.rules.forwards import engine
from translit.text import clean


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
            for form in reader(system).read(middle.native, limit, effort):
                cost = form.cost + middle.cost
                if form.native not in found or cost < found[form.native].cost:
                    found[form.native] = Form(form.native, cost, form.trail + middle.trail)
        return tuple(sorted(found.values(), key=lambda form: (form.cost, form.native))[:limit])
    return tuple(reader(system).read(_typed(spelling, system), limit, effort))


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
