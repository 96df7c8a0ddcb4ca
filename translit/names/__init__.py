"""Which word is the family name, which the patronymic, which a title.

`parse` turns a written name into hypotheses: a language, parts with roles, and a cost in nats. All it knows
comes from tables: `[orders]` in a `language.toml` (how names are put together), `surnames.tsv`, `given.tsv`,
`patronymics.tsv`, `initials.tsv`, `tails.tsv`, `cases.tsv`. What the words mean is the reader's business, so
several hypotheses are kept and the reading decides between them.

The rooms of this folder: `words` (a name cut into words), `grammars` (what the tables of a language say), `costs` (all
prices), `parts` (words that are one part). Names whose parts are units: `native` (in native letters), `spelled` (in others).
Names whose parts are words: `traits` (what is known of a word), `orders` (which roles words may have), `declined` (case
endings undone), `worded` (all of these together).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from translit import text as texts
from translit.model import FAMILY, GIVEN, PATRONYMIC, UNKNOWN, Name, Part, Role
from translit.names.grammars import Grammar, grammar
from translit.names.native import native_units
from translit.names.parts import Ways
from translit.names.spelled import spelled_units
from translit.names.worded import whole_words
from translit.names.words import Word, words_of
from translit.settings import Settings
from translit.tables import Tables

__all__ = ["grammar", "parse"]

KEPT = 5
"""Hypotheses kept for each language."""

SLACK = 4.5
"""Nats: a hypothesis this much dearer than the language's cheapest is dropped."""


def parse(text: str, tables: Tables, settings: Settings | None = None) -> tuple[Name, ...]:
    """Ways to understand a written name, each with a language, parts with roles and a cost; cheapest first.

    >>> from translit.tables import load_tables
    >>> best = parse("LAVROV, Sergey Viktorovich", load_tables())[0]
    >>> [(part.text, part.role.value) for part in best.parts]
    [('LAVROV', 'family'), ('Sergey', 'given'), ('Viktorovich', 'patronymic')]

    Every language whose tables read the script gets its say; an empty text has no parts and no hypothesis.
    """
    settings = settings or Settings()
    cleaned = texts.clean(text)
    script = texts.script_of(cleaned)
    words = words_of(cleaned)
    found: list[Name] = []
    for code in settings.languages or tables.languages:
        rules = grammar(code, tables)
        if script in rules.scripts and rules.patterns:
            found += _hypotheses(text, words, script, rules)
    found.sort(key=lambda name: (name.cost, name.language, name.parts and name.parts[0].text))
    return tuple(found)


def _hypotheses(text: str, words: list[Word], script: str, rules: Grammar) -> list[Name]:
    """The likeliest ways to understand some words in one language, cheapest first."""
    if not words:
        return []
    kept: dict[tuple[tuple[str, Role], ...], tuple[float, tuple[Part, ...]]] = {}
    for cost, parts in _ways(words, script, rules):
        key = tuple([(part.joined, part.role) for part in parts])
        before = kept.get(key)
        if before is None or cost < before[0]:
            kept[key] = (cost, parts)
    costs = sorted([cost for cost, _ in kept.values()])
    if not costs:
        return []
    limit = min(costs[0] + SLACK, costs[min(KEPT, len(costs)) - 1])
    near = [(cost, parts, key) for key, (cost, parts) in kept.items() if cost <= limit]
    # equal costs are rare, and only then it matters what the parts are called
    if len({cost for cost, _, _ in near}) < len(near):
        near.sort(key=lambda way: (way[0], str(way[2])))
    else:
        near.sort(key=_first)
    return [Name(text, rules.code, parts, cost, script, _gender(parts)) for cost, parts, _ in near[:KEPT]]


_first = itemgetter(0)


def _ways(words: list[Word], script: str, rules: Grammar) -> Ways:
    if not rules.joined:
        return whole_words(words, script, rules)
    if script in rules.units:
        return native_units(words, rules)
    return spelled_units(words, script, rules)


def _gender(parts: Sequence[Part]) -> str:
    """What the parts agree on: patronymic and given name first, the family name's ending last; "" when they do not."""
    if not any(part.gender for part in parts):
        return ""
    for role in (PATRONYMIC, GIVEN, FAMILY, UNKNOWN):
        said = {part.gender for part in parts if part.role is role and part.gender}
        if len(said) == 1:
            return said.pop()
    return ""
