"""Which word is the family name, which the patronymic, which a title.

`parse` turns a written name into hypotheses: a language, parts with roles, and a cost in nats. All it knows
comes from tables: `[orders]` in a `language.toml` (how names are put together), `surnames.tsv`, `given.tsv`,
`patronymics.tsv`, `initials.tsv`, `tails.tsv`, `cases.tsv`. What the words mean is the reader's business, so
several hypotheses are kept and the reading decides between them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from operator import itemgetter
from typing import cast

from translit import text as texts
from translit.endings import (
    ANY,
    UNDECLINABLE,
    Ending,
    Endings,
    Undone,
    agree,
    by_script,
    case_endings,
    endings_of,
    of_gender,
    undo,
    undo_double,
)
from translit.frozen import quick
from translit.model import FAMILY, GIVEN, INITIAL, PATRONYMIC, UNKNOWN, Name, Part, Role
from translit.settings import Settings
from translit.tables import Tables, cells
from translit.text import plain

KEPT = 5
"""Hypotheses kept for each language."""

SLACK = 4.5
"""Nats: a hypothesis this much dearer than the language's cheapest is dropped."""

# Costs in nats, each the rough −log of how seldom a careful writer does it; the reader's evidence outweighs them.
_NOT_LISTED = 0.7  # a word in a role whose table does not list it
_LISTED_ELSEWHERE = 0.7  # a word in a role while the table of another role lists it
_AGAINST_CAPITALS = 2.0  # some words are in capitals, and the family name is not among them
_AGAINST_COMMA = 2.0  # the family name does not stand before the comma
_AGAINST_PATRONYMIC = 2.5  # a word that looks like a patronymic is none
_UNKNOWN_SURNAME = 2.0  # a joined name begins or ends with something that no table lists as a surname
_UNDECLINED = 1.2  # a case ending undone on every word that can carry one
_SURELY_DECLINED = 2.0  # a declined patronymic, and yet the words as they stand
_LISTED_AS_IT_STANDS = 1.5  # the same, when the given name as it stands is a listed one (Александра)
_UNDECLINED_BESIDE_INITIALS = (
    4.0  # the same where the other words are initials: nothing confirms it (А. И. Мацегора)
)
_UNDECLINED_ALONE = 2.0  # the same on a word that stands alone: nothing confirms it
_UNDECLINED_SURELY = (
    1.6  # the same, when the word as it stands is no listed name and has no ending of a woman's
)
_PLAINLY_DECLINED = 0.3  # its ending is of no nominative: it can hardly be anything else
_HYPHEN_IN_SURNAME = 2.0  # the same with a hyphen inside: units of a given name are written so
_CUT_INSIDE = 2.5  # a word cut in two because it begins with a surname
_PERSON_MOST = 3.0  # the most that the look of a person's name counts against a place word at its end
_TAIL_OF_GIVEN = 4.0  # a place word taken off the end of what begins with a surname
_TAIL_IS_SURNAME = 3.0  # the place word stands apart and is a surname, too
_TAIL_WRITTEN_AS_NAME = 3.7  # the same with the capital of a name
_TAIL_BEHIND_GIVEN = 8.0  # the same behind units with a hyphen between them: a given name
_TAIL_KEPT = 0.5  # a place word at the end taken as part of the name
_HYPHEN_IS_A_BREAK = 0.6  # over the cheapest order: a name of several words, which only some writers join
_LETTER_OF_GIVEN = (
    6.0  # a lone letter that is a family name, too, taken for an initial beside given names alone
)
_LETTER_OF_ANY = 4.8  # the same beside a word that has nothing of a family name
_LETTER_BESIDE = 0.5  # initials beside a full name whose given one is joined
_LETTER_IS_UNIT = 4.0  # a letter with a dot taken for a whole unit


@dataclass(frozen=True, slots=True)
class Pattern:
    """One order of roles, with its cost in nats."""

    roles: tuple[Role, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the tables say about how names of one language are written."""

    code: str
    native: frozenset[str]
    units: frozenset[str]
    scripts: frozenset[str]
    joined: bool
    most_units: int
    lone: float
    patterns: tuple[Pattern, ...]
    by_size: Mapping[int, tuple[Pattern, ...]]
    """The patterns by the number of their words."""
    family_first: float
    family_last: float
    """What it costs to set the family name before a given one, and behind it, in nats."""
    surnames: frozenset[str]
    long_surnames: frozenset[str]
    surname_spellings: frozenset[str]
    given: Mapping[str, str]
    patronymics: Mapping[str, Endings]
    initials: Mapping[str, frozenset[str]]
    onsets: frozenset[tuple[str, str]]
    """Scripts and initials of a unit."""
    letters: frozenset[str]
    """Family names of one letter, in every script."""
    family_forms: frozenset[str]
    """Family names from another language, in every script."""
    suffixes: Mapping[str, Endings]
    tails: Mapping[str, Endings]
    unit_odds: Mapping[str, tuple[float, float, float]]
    endings: Mapping[str, tuple[Ending, ...]]
    seen: dict[tuple[str, str, str], Traits] = field(default_factory=dict, compare=False, repr=False)
    """The traits of words met before: they hang on nothing else than what stands here."""
    fits: dict[tuple[object, ...], list[tuple[float, Pattern, bool]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The patterns that fit words of such traits, as far as these were met before."""


def grammar(code: str, tables: Tables) -> Grammar:
    """The naming habits of a language, compiled from its tables once."""
    return tables.derived(f"grammar {code}", lambda: _grammar(code, tables))


# Columns of a table of surnames that hold something else than ways to spell the native form.
_NOT_SPELLINGS = frozenset({"native", "count", "characters"})


def _grammar(code: str, tables: Tables) -> Grammar:
    language = tables.language(code)
    orders = cast("Mapping[str, object]", language.settings.get("orders", {}))
    patterns = tuple(
        Pattern(
            tuple(Role(str(role)) for role in cast("list[str]", item["parts"])),
            float(cast("float", item["cost"])),
        )
        for item in cast("list[dict[str, object]]", orders.get("patterns", []))
    )
    families = tables.rows(f"{code}/surnames")
    signs = cast("list[str]", orders.get("characters", []))
    natives = frozenset(
        (
            *(row["native"] for row in families),
            *(s for row in families for s in cells(row.get("characters", "")) if signs),
        )
    )
    spellings = {
        plain(s) for row in families for key in row if key not in _NOT_SPELLINGS for s in cells(row[key])
    }
    given: dict[str, str] = {}
    for row in tables.rows(f"{code}/given"):
        listed = (
            row["native"],
            *(s for key in ("same_as", "latin", "doublets") for s in cells(row.get(key, ""))),
        )
        for spelling in listed:
            word = plain(spelling)
            known = given.get(word)
            given[word] = row["gender"] if known in (None, row["gender"]) else ""
    for row in tables.rows(f"{code}/diminutives"):
        word = plain(row["native"])
        known = given.get(word)
        given[word] = row["gender"] if known in (None, row["gender"]) else ""
    for row in tables.rows(f"{code}/given-forms"):
        for spelling in cells(row["forms"]):
            given.setdefault(plain(spelling), row["gender"])
    suffixes: dict[str, set[tuple[str, str]]] = {}
    for row in tables.rows(f"{code}/suffixes"):
        if row["masculine"] and row["feminine"] and row["masculine"] != row["feminine"]:
            suffixes.setdefault(row["script"], set()).update(
                [(row["masculine"], "m"), (row["feminine"], "f")]
            )
    initials: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/initials"):
        initials.setdefault(row["initial"], set()).add(row["native"])
    foreign = frozenset(
        plain(form)
        for row in tables.rows(f"{code}/family-forms")
        for form in (row["native"], *cells(row["forms"]))
    )
    tails: dict[str, list[tuple[str, str]]] = {}
    for row in tables.rows(f"{code}/tails"):
        # a space in the table is the break between words, which `_join` writes as a hyphen
        tail = texts.fold(row["tail"].strip()) if row["tail"][:1] != " " else "-" + texts.fold(row["tail"])
        tails.setdefault(row["script"], []).append((tail, row["stands_for"]))
    return Grammar(
        code=code,
        native=frozenset(language.scripts),
        units=frozenset((*language.scripts, *signs)),
        scripts=frozenset((*language.scripts, *language.read)),
        joined=language.joined,
        most_units=int(cast("int", orders.get("most_units", 4))),
        lone=float(cast("float", orders.get("lone", 1.0))),
        patterns=patterns,
        by_size={
            size: tuple(one for one in patterns if len(one.roles) == size)
            for size in sorted({len(one.roles) for one in patterns})
        },
        family_first=_order_cost(patterns, (FAMILY, GIVEN)),
        family_last=_order_cost(patterns, (GIVEN, FAMILY)),
        surnames=natives,
        long_surnames=frozenset(n for n in natives if len(n) > 1),
        surname_spellings=frozenset(spellings),
        given=given,
        patronymics=by_script(tables.rows(f"{code}/patronymics"), "ending", "gender"),
        initials={key: frozenset(value) for key, value in initials.items()},
        onsets=frozenset((row["script"], row["initial"]) for row in tables.rows(f"{code}/onsets")),
        letters=frozenset(form for form in foreign if len(form) == 1),
        family_forms=foreign,
        suffixes={script: endings_of(pairs) for script, pairs in sorted(suffixes.items())},
        tails={script: endings_of(set(found)) for script, found in tails.items()},
        unit_odds={
            row["native"]: (_nats(row["family"]), _nats(row["first"]), _nats(row["second"]))
            for row in tables.rows(f"{code}/syllables")
        },
        endings=case_endings(code, tables),
    )


def _nats(cell: str) -> float:
    """A log-odds of the table of syllables; a syllable that was not counted is rare."""
    return float(cell) if cell else -4.0


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
    words = _words(cleaned)
    found: list[Name] = []
    for code in settings.languages or tables.languages:
        rules = grammar(code, tables)
        if script in rules.scripts and rules.patterns:
            found += _hypotheses(text, words, script, rules)
    found.sort(key=lambda name: (name.cost, name.language, name.parts and name.parts[0].text))
    return tuple(found)


def _hypotheses(text: str, words: list[Word], script: str, rules: Grammar) -> list[Name]:
    if not words:
        return []
    kept: dict[tuple[tuple[str, Role], ...], tuple[float, tuple[Part, ...]]] = {}
    ways = _joined(words, script, rules) if rules.joined else _worded(words, script, rules)
    for cost, parts in ways:
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


def _gender(parts: tuple[Part, ...]) -> str:
    """What the parts agree on: patronymic and given name first, the family name's ending last; "" when they do not."""
    if not any(part.gender for part in parts):
        return ""
    for role in (PATRONYMIC, GIVEN, FAMILY, UNKNOWN):
        said = {part.gender for part in parts if part.role is role and part.gender}
        if len(said) == 1:
            return said.pop()
    return ""


# -- words ------------------------------------------------------------------------------------------------------


@quick
@dataclass(frozen=True, slots=True)
class Word:
    """A word of the name: as written, folded, how it is capitalised, and whether a comma followed."""

    text: str
    folded: str
    capitals: bool
    comma: bool


_TOKEN = re.compile(r"[^\s,;，、・＝]+|[,，、]")  # the last two stand between words in katakana
_DOTTED = re.compile(r"(?<=\.)-?(?=[^\W\d_])")


def _words(cleaned: str) -> list[Word]:
    """The words of a cleaned name. Initials written together ("В.П.") and camel case ("KimJongUn") are cut."""
    found: list[Word] = []
    for token in _TOKEN.findall(cleaned):
        if token in ",，、":
            if found:
                last = found[-1]
                found[-1] = Word(last.text, last.folded, last.capitals, True)
            continue
        if token.isalpha() and token[1:].islower():  # as most are: nothing to be cut or taken off
            found.append(Word(token, texts.fold(token), False, False))
            continue
        for dotted in _DOTTED.split(token):
            for piece in _camel(dotted):
                word = piece.strip('"“”«»()[]·:!?*_/')
                if word.strip(".-’'"):
                    letters = [c for c in word if c.isalpha()]
                    capitals = len(letters) > 1 and all(c.isupper() for c in letters)
                    found.append(Word(word, texts.fold(word), capitals, False))
    return found


def _camel(word: str) -> list[str]:
    """A word cut where a capital follows a small letter, when both sides have three letters or more."""
    if word.isalpha() and not word.isupper() and not word[1:].islower():
        cuts = [i for i in range(1, len(word)) if word[i - 1].islower() and word[i].isupper()]
        pieces = [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]
        if len(pieces) > 1 and max(map(len, pieces)) > 2 and min(map(len, pieces)) > 1:
            return pieces
    return [word]


def _comma(words: list[Word]) -> int:
    """How many words stand before the first comma; 0 without one."""
    return next((i + 1 for i, word in enumerate(words[:-1]) if word.comma), 0)


# -- names whose parts are units, written joined, hyphenated or spaced ---------------------------------------------


def _joined(words: list[Word], script: str, rules: Grammar) -> Iterator[tuple[float, tuple[Part, ...]]]:
    if script in rules.units:
        yield from _native_units(words, rules)
        return
    shortened = [_is_onset(word, script, rules) for word in words]
    if any(shortened) and not all(shortened):
        yield from _shortened(words, shortened, script, rules)
    yield from _spelled_units(words, script, rules, _LETTER_IS_UNIT if any(shortened) else 0.0)
    endings = rules.endings.get(script, ())
    last = words[-1]
    if endings:
        for form, _, _, cases in undo(last.folded, endings):
            undone = Word(form, form, False, False)
            price = _UNDECLINED if len(words) > 1 else _UNDECLINED_ALONE
            for front in _fronts(words[:-1], rules, endings, cases):
                yield from _spelled_units([*front, undone], script, rules, price)


def _is_onset(word: Word, script: str, rules: Grammar) -> bool:
    """Whether a word is the initial of a unit."""
    return word.text.endswith(".") and (script, word.folded.strip(".")) in rules.onsets


def _shortened(
    words: list[Word], shortened: list[bool], script: str, rules: Grammar
) -> Iterator[tuple[float, tuple[Part, ...]]]:
    """A family name with the initials of the given one's units, or a full name with initials beside it."""
    full = [word for word, short in zip(words, shortened, strict=True) if not short]
    letters = [word for word, short in zip(words, shortened, strict=True) if short]
    initials = Part(_said(letters), INITIAL, _join(letters))
    name = _join(full)
    if len(full) == 1 or plain(name) in rules.surname_spellings:
        family = Part(_said(full), FAMILY, name)
        parts: tuple[Part, ...] = (initials, family) if shortened[0] else (family, initials)
        yield (
            _order_cost(rules.patterns, tuple([part.role for part in parts])) + _family_cost(name, rules),
            parts,
        )
    if len(full) > 1:
        for cost, parts in _spelled_units(full, script, rules, 0.0):
            if len(parts) > 1:
                yield cost + _LETTER_BESIDE, (*parts, initials)


def _fronts(
    words: list[Word], rules: Grammar, endings: tuple[Ending, ...], cases: frozenset[str]
) -> Iterator[list[Word]]:
    """The words before the last of a declined name: as they stand, and where the first is only then a surname, with its
    ending undone in one of the last word's `cases`, too (Кима Ён Бока)."""
    yield words
    if words and _family_cost(words[0].folded, rules) > 0.0:
        for form, _, _, its in undo(words[0].folded, endings):
            if _family_cost(form, rules) == 0.0 and agree(cases, its):
                yield [replace(words[0], folded=form), *words[1:]]


def _family_cost(word: str, rules: Grammar) -> float:
    return 0.0 if plain(word) in rules.surname_spellings else _UNKNOWN_SURNAME


def _join(words: Iterable[Word]) -> str:
    return "-".join(word.folded.strip(".-") for word in words)


def _two(family: str, given: str, family_text: str, given_text: str, first: bool) -> tuple[Part, ...]:
    one, two = Part(family_text, FAMILY, family), Part(given_text, GIVEN, given)
    return (one, two) if first else (two, one)


def _said(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _order_cost(patterns: Iterable[Pattern], roles: tuple[Role, ...]) -> float:
    return next((pattern.cost for pattern in patterns if pattern.roles == roles), 3.0)


def _spelled_units(
    words: list[Word], script: str, rules: Grammar, base: float
) -> Iterator[tuple[float, tuple[Part, ...]]]:
    yield from _whole(words, script, rules, base)
    comma = _comma(words)
    some_capitals = any(w.capitals for w in words) and not all(
        w.capitals or len(w.folded) == 1 for w in words
    )
    if len(words) == 1:
        yield from _cut(words[0], rules, base)
        return
    most = rules.most_units + 2
    if len(words) > most:
        return
    turned = [*words[comma:], *words[:comma]] if comma else words
    # "SIK Kim Jong": a list took the last word for the surname, wrote it in capitals and put it first
    moved = len(words) == 3 and not comma and words[0].capitals and _family_cost(words[0].folded, rules) > 0.0
    for i, word in enumerate(words[1:-1], 1):
        if some_capitals and (word.capitals or moved) and _family_cost(word.folded, rules) == 0.0:
            # "Chol RI Chong": the words were turned, but the surname in capitals still tells itself
            given = [*words[i + 1 :], *words[:i]]
            yield base + 2.0, _two(word.folded, _join(given), word.text, _said(given), True)
    for order, extra in ((words, 0.0), (turned, 0.8)) if comma and len(words) > 2 else ((words, 0.0),):
        for first in (True, False):
            for size in (1, 2):
                if size >= len(order):
                    continue
                family = order[:size] if first else order[-size:]
                given = order[size:] if first else order[:-size]
                name = _join(family)
                if size == 2 and plain(name) not in rules.surname_spellings:
                    continue
                order_cost = rules.family_first if first else rules.family_last
                cost = base + extra + order_cost + _family_cost(name, rules)
                if size == 1 and "-" in name and _family_cost(name, rules):
                    cost += _HYPHEN_IN_SURNAME
                if some_capitals and not all(w.capitals for w in family):
                    cost += _AGAINST_CAPITALS
                if comma and extra == 0.0:
                    if first and comma == size:
                        cost -= rules.family_first
                    else:
                        cost += _AGAINST_COMMA if first else 0.0
                yield cost, _two(name, _join(given), _said(family), _said(given), first)


def _whole(
    words: list[Word], script: str, rules: Grammar, base: float
) -> Iterator[tuple[float, tuple[Part, ...]]]:
    """The words as one part of unknown role: a place, a given name or a family name alone. Place words come off."""
    joined, said = _join(words), _said(words)
    cost = base + rules.lone + 1.5 * (len(words) - 1)
    tail, kind = _tail(joined, rules.tails.get(script))
    if tail:
        # what comes off is not read, so nothing else would say that a person's name may end like this, too
        price = 0.0
        if len(words) > 1 and _family_cost(words[0].folded, rules) == 0.0:
            price = _TAIL_OF_GIVEN
        elif len(words) > 1 and _family_cost(words[-1].folded, rules) == 0.0:
            price = _TAIL_IS_SURNAME
            if words[-1].text[:1].isupper() or not words[0].text[:1].isupper():
                # a writer of places has the place word small, and joins what stands before it
                price = _TAIL_BEHIND_GIVEN if "-" in words[-2].folded else _TAIL_WRITTEN_AS_NAME
        yield cost + price, (Part(said, UNKNOWN, joined[: -len(tail)].strip("-"), tail=kind),)
    yield cost + (_TAIL_KEPT if tail else 0.0), (Part(said, UNKNOWN, joined),)


def _tail(joined: str, tails: Endings | None) -> tuple[str, str]:
    """The longest place word at the end of some letters before which more than one stands, and what it stands for."""
    if tails is None or not joined.endswith(tails.all):
        return "", ""
    fits = ((t, kind) for t, kind in tails.pairs if joined.endswith(t) and len(joined) > len(t) + 1)
    return next(fits, ("", ""))


def _cut(word: Word, rules: Grammar, base: float) -> Iterator[tuple[float, tuple[Part, ...]]]:
    """A whole name written as one word: a surname, then the rest."""
    folded = word.folded
    if "-" in folded:
        head, _, rest = folded.partition("-")
        if plain(head) in rules.surname_spellings:
            yield base + 1.5, _two(head, rest, head, rest, True)
        before, _, tail = folded.rpartition("-")
        if plain(tail) in rules.surname_spellings:
            yield base + 2.5, _two(tail, before, tail, before, False)
        return
    for size in range(min(8, len(folded) - 3), 1, -1):
        if len(folded) >= 6 and plain(folded[:size]) in rules.surname_spellings:
            yield (
                base + _CUT_INSIDE,
                _two(folded[:size], folded[size:], word.text[:size], word.text[size:], True),
            )


def _as_person(joined: str, rules: Grammar) -> float:
    """How much three native units look like a surname and two of a given name (nats, 0 when they do not)."""
    if (
        len(joined) != 3
        or joined[0] not in rules.surnames
        or any(unit not in rules.unit_odds for unit in joined)
    ):
        return 0.0
    odds = math.fsum(rules.unit_odds[unit][place] for place, unit in enumerate(joined))
    return min(max(0.0, odds), _PERSON_MOST)


def _native_units(words: list[Word], rules: Grammar) -> Iterator[tuple[float, tuple[Part, ...]]]:
    """Native letters: a name has no spaces and is cut after its surname; a space that is there wins."""
    joined = "".join(word.folded.replace("-", "") for word in words)
    size = len(joined)
    tails = (_tail(joined, rules.tails.get(script)) for script in sorted(rules.native))
    tail, kind = next((found for found in tails if found[0]), ("", ""))
    lone = rules.lone + (0.8 if size > 2 else 0.0)
    if tail:
        yield (
            lone + 0.3 + _as_person(joined, rules),
            (Part(joined, UNKNOWN, joined[: -len(tail)], tail=kind),),
        )
    yield lone, (Part(joined, UNKNOWN, joined),)
    if size < 2:
        return
    for long in (True, False):
        cut = 2 if long else 1
        if size <= cut or (long and joined[:2] not in rules.long_surnames):
            continue
        family, given = joined[:cut], joined[cut:]
        cost = rules.family_first + (0.0 if family in rules.surnames else _UNKNOWN_SURNAME)
        if not long and joined[:2] in rules.long_surnames and size > 2:
            cost += 1.5 if size == 3 else 3.0
        if long and size == 3:
            cost += 0.3
        if len(given) > 2:
            cost += 1.0
        if len(words) > 1 and len(words[0].folded) != cut:
            cost += 2.0
        yield cost, _two(family, given, family, given, True)
    last = words[-1].folded
    if (
        len(words) > 1
        and last in rules.surnames
        and (words[0].folded not in rules.surnames or words[-2].comma)
    ):
        given = joined[: -len(last)]
        yield rules.family_last, _two(last, given, last, given, False)


# -- names whose parts are words ------------------------------------------------------------------------------------


def _worded(words: list[Word], script: str, rules: Grammar) -> Iterator[tuple[float, tuple[Part, ...]]]:
    seen = [_traits(word, script, rules) for word in words]
    bare = [word.folded.strip(".") for word in words]
    declinable = any(trait.alternatives for trait in seen)
    comma = _comma(words)
    letter = _letter(words, seen, rules)
    lone = rules.lone + (0.0 if len(words) == 1 else 2.5)
    cheapest = lone
    for cost, pattern, declined in _fitting(words, seen, comma, letter, rules):
        parts = tuple(
            [
                Part(word.text, role, word_bare, trait.ending if role is FAMILY else trait.gender)
                for word, word_bare, role, trait in zip(words, bare, pattern.roles, seen, strict=True)
            ]
        )
        yield cost + (_SURELY_DECLINED if declined else 0.0), parts
        cheapest = min(cheapest, cost)
        if declinable:
            yield from _undeclined(cost, parts, seen, script, rules, 0.0 if declined else _UNDECLINED)
    # without a pattern that fits, or beside one that does: a place, a lone name, a name of another shape
    cost = lone
    if len(words) == 1 and any(undone.plain for undone in seen[0].alternatives):
        cost += 1.0
    parts = tuple(
        [
            Part(word.text, UNKNOWN, word_bare, _told(trait))
            for word, word_bare, trait in zip(words, bare, seen, strict=True)
        ]
    )
    doubled = any("-" in word.strip("-") for word in bare)
    if len(words) == 1 or not doubled:
        yield cost, parts
    if doubled:
        cut = _halved(bare)
        if len(cut) > len(words):
            yield cheapest + _HYPHEN_IS_A_BREAK, cut
    if len(words) == 1:
        for form, gender, plainly, _ in seen[0].alternatives:
            unlisted = not seen[0].ending and not seen[0].given
            more = _PLAINLY_DECLINED if plainly else _UNDECLINED_SURELY if unlisted else _UNDECLINED_ALONE
            yield cost + more, (Part(words[0].text, UNKNOWN, form, gender),)


def _halved(bare: Iterable[str]) -> tuple[Part, ...]:
    """Words cut at their hyphens, which stay in the text of a part that is written together with the next."""
    found: list[Part] = []
    for word in bare:
        halves = [half for half in word.split("-") if half]
        found += [Part(half + "-", UNKNOWN, half) for half in halves[:-1]]
        found += [Part(half, UNKNOWN, half) for half in halves[-1:]]
    return tuple(found)


@quick
@dataclass(frozen=True, slots=True)
class Traits:
    """What the tables say about a word, whatever its role."""

    initial: bool
    patronymic: bool
    given: bool
    gender: str
    ending: str
    alternatives: tuple[Undone, ...]
    may_be_patronymic: bool


def _traits(word: Word, script: str, rules: Grammar) -> Traits:
    found = rules.seen.get((word.text, word.folded, script))
    if found is None:
        if len(rules.seen) >= _SEEN:
            rules.seen.clear()
        found = rules.seen[word.text, word.folded, script] = _worked_out(word, script, rules)
    return found


_SEEN = 100_000
"""Words whose traits are remembered."""


def _worked_out(word: Word, script: str, rules: Grammar) -> Traits:
    bare = word.folded.strip(".")
    dotted = word.text.endswith(".")
    initial = (
        len(bare) == 1 and bare.isalpha() and script not in ("",) and (dotted or word.text.isupper())
    ) or (dotted and (bare in rules.initials or len(bare) == 1))
    searched = plain(bare)
    gender = rules.given.get(searched, "")
    known = searched in rules.given
    patronymic = ""
    fathers, families = rules.patronymics.get(script), rules.suffixes.get(script)
    if len(bare) > 4 and not known:
        patronymic = _ending(bare, fathers) or _ending(searched, fathers)
    ending = ""
    if families is not None and bare.endswith(families.all):
        ending = next((g for e, g in families.pairs if bare.endswith(e) and len(bare) > len(e) + 1), "")
    alternatives: tuple[Undone, ...] = ()
    if rules.endings.get(script) and len(bare) > UNDECLINABLE and not initial:
        alternatives = undo_double(bare, rules.endings[script], families)
    declined = (
        not known
        and fathers is not None
        and any(undone.form.endswith(fathers.all) for undone in alternatives)
    )
    return Traits(initial, bool(patronymic), known, patronymic or gender, ending, alternatives, declined)


def _ending(word: str, endings: Endings | None) -> str:
    """What the first ending that a word has stands for; "" without one."""
    if endings is None or not word.endswith(endings.all):
        return ""
    return next(said for ending, said in endings.pairs if word.endswith(ending))


def _told(trait: Traits) -> str:
    """The gender that a word tells by itself; "" where its ending belies the listed name that it is (Lyubov)."""
    if not trait.given:
        return trait.ending or trait.gender
    return trait.gender if trait.ending in ("", trait.gender) else ""


def _letter(words: list[Word], seen: list[Traits], rules: Grammar) -> tuple[int, float]:
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
        return place, _LETTER_OF_GIVEN
    if any(trait.ending or plain(word.folded) in rules.family_forms for word, trait in others):
        return place, 0.0
    return place, _LETTER_OF_ANY


def _fitting(
    words: list[Word], seen: list[Traits], comma: int, letter: tuple[int, float], rules: Grammar
) -> list[tuple[float, Pattern, bool]]:
    """The orders of roles that may be, what each costs, and whether it says that the whole name is declined: names whose words
    have the same traits and whose lone `letter` costs the same have the same."""
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
    if len(rules.fits) >= _SEEN:
        rules.fits.clear()
    found = rules.fits[shape] = []
    plain_words = [w for w, trait in zip(words, seen, strict=True) if not trait.initial]
    some_capitals = any(w.capitals for w in words) and not all(w.capitals for w in plain_words)
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


def _fit(
    pattern: Pattern,
    words: list[Word],
    seen: list[Traits],
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
            cost += _AGAINST_PATRONYMIC
        if role is GIVEN and not trait.given:
            cost += _NOT_LISTED
        if role is FAMILY:
            if trait.given:
                cost += _LISTED_ELSEWHERE
            if some_capitals and not word.capitals:
                cost += _AGAINST_CAPITALS
            if comma:
                cost += -0.5 if position < comma == 1 else 0.0 if turned else _AGAINST_COMMA
    return cost


def _undeclined(
    cost: float, parts: tuple[Part, ...], seen: list[Traits], script: str, rules: Grammar, price: float
) -> Iterator[tuple[float, tuple[Part, ...]]]:
    """The same order with case endings undone on every word at once: given names that the table knows decide."""
    told = any(p.role is PATRONYMIC for p in parts)
    listed = any(p.role is GIVEN and t.given for p, t in zip(parts, seen, strict=True))
    if price and all(p.role in (INITIAL, FAMILY) for p in parts):
        price = _UNDECLINED_BESIDE_INITIALS
    cost += price + (_LISTED_AS_IT_STANDS if listed and not told else 0.0)
    for gender in ("m", "f"):
        cases = ANY  # those in which all words before may stand
        ways: list[list[str]] = [[] for _ in parts]
        # family names last: many an ending may be taken off them, and the case of the others tells which
        for i in sorted(range(len(parts)), key=lambda i: (parts[i].role is FAMILY, i)):
            part, trait = parts[i], seen[i]
            if part.role is INITIAL:
                ways[i] = [part.joined]
                continue
            found = _nominatives(part, trait, gender, cases, script, rules)
            ways[i] = [undone.form for undone in found]
            if part.role is not FAMILY and found and found[0].cases:
                cases = cases & found[0].cases if cases else found[0].cases
        for forms in product(*ways):
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
