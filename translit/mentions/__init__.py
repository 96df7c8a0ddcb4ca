"""Where in a text a name stands: persons, places and institutions, by rules and document evidence.

Passes run from strong evidence to weak: whole names by their parts and by the titles and nations beside them; institutions
and places; then bare surnames and given names that a whole name licenses. All that is known of words comes from tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial

from translit.mentions import borrowed, cased, cuts, hints, tokens, uncased
from translit.mentions.bare import Told, bare_names
from translit.mentions.context import finish
from translit.mentions.found import Found, Taken
from translit.mentions.hints import Hint
from translit.mentions.lexicon import Lexicon, lexicon
from translit.mentions.plain import plain
from translit.mentions.proper import with_proper_name
from translit.mentions.sites import sites
from translit.mentions.stems import skeleton
from translit.model import Mention
from translit.settings import Settings
from translit.tables import Tables, load_tables
from translit.text import must_be_text

__all__ = ["Hint", "find"]


def find(
    text: str,
    tables: Tables | None = None,
    settings: Settings | None = None,
    source: str = "",
    hinted: Sequence[Hint] = (),
) -> tuple[Mention, ...]:
    """The names in a text, in text order; spans are code points of the text as given, end exclusive.

    >>> [(m.text, m.kind.value, m.language) for m in find("Minister No Kwang-chol met Viktor Goremykin in Pyongyang.")]
    [('No Kwang-chol', 'person', 'ko'), ('Viktor Goremykin', 'person', 'ru'), ('Pyongyang', 'place', 'ko')]
    >>> [(m.text, m.anchor) for m in find("No Kwang Chol spoke. No other man did. Then No left.")]
    [('No Kwang Chol', None), ('No', 0)]

    Titles, particles and possessives stay outside the span. A text without names gives (); no text raises.
    `hinted` are spans that a model takes for names: those that the tables can read are added to what the rules find.
    """
    must_be_text(text, "the text")
    tables = tables or load_tables()
    made = plain(text)
    if made is not None:
        return made.given(_find(made.text, tables, settings, source, made.hints(hinted)), text)
    return _find(text, tables, settings, source, hinted)


def _find(
    text: str, tables: Tables, settings: Settings | None, source: str, hinted: Sequence[Hint]
) -> tuple[Mention, ...]:
    known = lexicon(tables, settings.languages if settings else ())
    found = _cased(text, known, hinted)
    for grammar in cuts.grammars(known):
        pattern = tables.derived(f"run of {grammar.script}", partial(_run_of, grammar.script))
        if pattern.search(text):
            found += uncased.names(text, known, grammar, pattern, hinted)
    if not text.isascii() and borrowed.ANY.search(text):
        found += borrowed.names(text, known)
    return tuple(with_proper_name(one, known) for one in finish(text, found, known, source))


def _cased(text: str, known: Lexicon, hinted: Sequence[Hint]) -> list[Found]:
    initials = known.initials
    runs = list(tokens.runs(text, known, initials))
    persons: list[Found] = []
    for run in runs:
        persons += cased.whole_names(text, run, known)
    if hinted:
        persons += hints.whole(text, runs, persons, hinted, known)
    _languages(persons)
    places, persons = sites(text, runs, persons, known)
    told = _told(text, runs, persons, places)
    licensed = False
    for turn in range(3 if hinted else 2):  # a surname found alone licenses its other cases
        if turn == 2:
            alone = hints.bare(text, runs, persons + places, hinted, known, told.habits, told.families)
            for item in alone:
                told.taken.take(item.start, item.end)
            persons += _licensing(alone, told)
        if turn == 1 and not licensed:
            continue
        licensed = False
        for run in runs:
            bare = _licensing(bare_names(text, run, known, told), told)
            persons += bare
            licensed = licensed or bool(bare)
    return persons + places


def _told(text: str, runs: list[list[tokens.Token]], persons: list[Found], places: list[Found]) -> Told:
    """What the whole names of a document tell about the names that stand alone in it."""
    taken = Taken(len(text))
    for item in persons + places:
        taken.take(item.start, item.end)
    families: dict[str, str] = {}
    givens: set[str] = set()
    whole: dict[str, dict[tuple[str, ...], Found]] = {}
    for item in persons:
        for family in item.families:
            families.setdefault(family, item.language)
        if item.givens:
            givens.add("-".join(item.givens))
            givens.update(item.givens if len(item.givens) == 1 else ())
        if item.families and item.givens and not item.initials:
            words = tuple([word.strip(",") for word in skeleton(text[item.start : item.end]).split()])
            whole.setdefault(words[0], {})[words] = item
    nations = frozenset(nation for run in runs for token in run if (nation := token.word.nation))
    return Told(taken, families, givens, frozenset(item.language for item in persons) | nations, whole)


def _licensing(found: list[Found], told: Told) -> list[Found]:
    """The names found, whose surnames license others from now on."""
    for item in found:
        for family in item.families[:1]:
            told.families.setdefault(family, item.language)
    return found


def _languages(persons: list[Found]) -> None:
    """A name whose parts show no language is of the one that most names with given names here are of."""
    counts = Counter(item.language for item in persons if item.language and item.gender)
    if counts:
        usual = max(sorted(counts), key=lambda code: counts[code])
        for item in persons:
            item.language = item.language or usual


def _run_of(script: str) -> re.Pattern[str]:
    """A pattern for runs of letters of one script."""
    from translit.text import script_of_letter

    points = [p for p in range(0x1100, 0xD7B0) if script_of_letter(chr(p)) == script]
    spans: list[str] = []
    start = points[0]
    for p, q in zip(points, [*points[1:], -1], strict=True):
        if q != p + 1:
            spans.append(f"{chr(start)}-{chr(p)}")
            start = q
    return re.compile(f"[{''.join(spans)}]+")
