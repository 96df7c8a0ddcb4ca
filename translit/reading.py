"""A name read part by part: what each word may be, and what that costs.

A name has several hypotheses, which `parse` gives; a word is read once for all of them. A word in native letters is weighed
as it stands, one in other letters by what the reader finds behind it and by the native names that a list has for it. `parse`
and `read` come as arguments, so that the rooms for names and for readings stay replaceable.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from translit import beside
from translit import text as texts
from translit.memory import Remembered
from translit.model import (
    FAMILY,
    GIVEN,
    INITIAL,
    PATRONYMIC,
    UNKNOWN,
    Form,
    Kind,
    Mention,
    Name,
    Part,
    PartReading,
    Reading,
    Role,
)
from translit.settings import Settings
from translit.tables import Tables
from translit.usage import Habits, habits, names_listed, reformed

PER_LETTER = 1.9
"""Nats a native letter costs on average: what a native spelling weighs beside a reading of the same text."""

UNCOUNTED = 3.8
"""Nats a native letter costs in a language without counts, beside languages that have them: what a rare name costs."""

UNREAD = 6.0
"""Nats a letter costs that no table reads."""

PER_INITIAL = 2.0
"""Nats an initial costs, in whatever script: it is a letter, not a name of one letter."""

AS_ANY_WORD = 1.5
"""Nats it costs a patronymic to be weighed as any word, where its own counts hardly know it (Минниханович)."""

KNOWN = 11.0
"""Nats that a name costs at most which a list holds: it is a name, however rare (Нелли, Хегай)."""

FIRST = 0.5
"""Nats by which a given name whose listed spelling a word is goes before what its letters suggest (Terenty: Терентий)."""

LISTED = 3.0
"""Nats it costs to write a given name as the list of its forms in another script has it."""

HALVED = 0.3
"""Nats that a double name costs beyond its halves: it is as rare as they are together, and no rare long word."""

REFORMED = 10.0
"""Nats a letter costs that a spelling reform took away, beside the letter written for it since: a neighbour may write it still
(Сергій)."""

LONGEST = 500
"""Characters that a name has at most: a longer text is none, and what it takes to read one grows with their square."""


class Token(Protocol):
    """What a reader gives back: native forms, cheapest first, and −log P(token), in nats."""

    @property
    def forms(self) -> tuple[Form, ...]: ...

    @property
    def total(self) -> float: ...


Parse = Callable[[str, Tables, Settings], tuple[Name, ...]]
Read = Callable[[str, str, str, str, Tables, int], Token]
Weigh = Callable[[str, str, str, Tables], float]
Hypothesis = tuple[Name, float]
"""A way to understand a name, and what is added to its cost, in nats."""


class _Bare(Remembered[str, str]):
    """Names without what stands beside them."""

    __slots__ = ()
    MOST = 4096


ReadKey = tuple[str, str, str, str, str, str, int]


class Kept(Remembered[ReadKey, tuple[tuple[Form, ...], float]]):
    """Readings of parts."""

    __slots__ = ()


CALLED: Mapping[Role, str] = {role: role.value for role in Role}
"""What a role is called where much is remembered by it: plain texts, which the collector of rings need not look through."""

# The same where a part is a word: its reading hardly hangs on a role that it does not show by itself.
_READ_AS: Mapping[Role, str] = {
    role: role.value if role in (PATRONYMIC, INITIAL) else UNKNOWN.value for role in Role
}


def hypotheses(mention: str | Mention, tables: Tables, settings: Settings, parse: Parse) -> list[Hypothesis]:
    """The ways to understand a name that are read for its profile: none, when it is longer than any name."""
    written = mention if isinstance(mention, Mention) else Mention(mention)
    if len(written.text) > LONGEST and len(texts.clean(written.text)) > LONGEST:
        return []
    return [
        (name, 1.0 * rank)
        for rank, form in enumerate(written.lemmas or (written.text,))
        for name in parse(by_itself(form, written.kind, tables), tables, settings)
        if not written.language or name.language == written.language
    ]


def by_itself(text: str, kind: Kind, tables: Tables) -> str:
    """A name without what stands beside that of a person: a number is part of an office's or a place's name."""
    if kind is not Kind.PERSON:
        return text
    kept = tables.derived("names by themselves", _Bare)  # it is asked for before a name is read and after
    found = kept.get(text)
    if found is None:
        found = beside.bare(text, tables)
        kept.put(text, found)
    return found


def read_name(
    name: Name, tables: Tables, settings: Settings, read: Read, weigh: Weigh | None, extra: float
) -> Reading:
    known, kept = habits(name.language, tables), tables.derived("read parts", Kept)
    parts: list[PartReading] = []
    limit, remembered = settings.limit, kept.get
    for part, (key, native, spelled) in zip(name.parts, seen(name, known, limit), strict=True):
        found = remembered(key)
        if found is None:
            role = key[2]
            if name.script in known.native or part.role is INITIAL:
                found = as_written(part, native, spelled, name, role, known, tables, weigh)
            else:
                token = read(token_of(part.joined), name.language, name.script, role, tables, limit)
                found = as_read(token, part.joined, name.language, role, tables, settings, weigh)
            kept.put(key, found)
        parts.append(PartReading(part, *found))
    return together(name, parts, extra)


def together(name: Name, parts: list[PartReading], extra: float) -> Reading:
    """A hypothesis whose parts are read."""
    return Reading(name, tuple(parts), extra + name.cost + math.fsum([part.total for part in parts]))


def seen(name: Name, known: Habits, limit: int) -> list[tuple[ReadKey, str, str]]:
    """Of each part what its reading hangs on; its native form when it is native; and the spelling that such a form is weighed
    as."""
    language, script = name.language, name.script
    # a word is read once for all hypotheses
    called = CALLED if known.joined else _READ_AS
    if script not in known.native:
        return [
            ((language, script, called[part.role], part.joined, "", "", limit), "", "") for part in name.parts
        ]
    found = []
    for part in name.parts:
        native = part.joined.replace("-", "") if known.decompose else part.joined
        # in a full name the other parts confirm that an ending is a case; a word alone is weighed as written
        alone = not known.decompose and (part.role is UNKNOWN or _doubtful(name, known))
        spelled = texts.fold(part.text).strip(".-") if alone else native
        role, text = called[part.role], part.text if native else ""
        found.append(((language, script, role, part.joined, text, spelled, limit), native, spelled))
    return found


def _doubtful(name: Name, known: Habits) -> bool:
    """Whether an ending is undone on a given name that is a listed one as it stands."""
    if any(part.role is PATRONYMIC for part in name.parts):
        return False
    return any(
        part.role is GIVEN
        and (said := texts.fold(part.text)) != part.joined
        and texts.plain(said) in known.listed
        for part in name.parts
    )


def token_of(joined: str) -> str:
    """A part as the reader takes it."""
    return joined.replace("’", "'")


def as_written(
    part: Part,
    native: str,
    spelled: str,
    name: Name,
    role: str,
    known: Habits,
    tables: Tables,
    weigh: Weigh | None,
) -> tuple[tuple[Form, ...], float]:
    """The forms of a part that needs no reading, an initial or one in native letters, and what it costs; `native`, `spelled`
    and the role as `seen` tells them."""
    if name.script not in known.native:
        starts = sorted(known.initials.get(texts.plain(part.joined), ()))
        return tuple(Form(s, PER_INITIAL) for s in starts), PER_INITIAL
    # weighed by what stands there: undoing an ending does not make a name cheaper
    size = max(len(native), len(part.text.strip("-")))
    if known.decompose:
        size = len(unicodedata.normalize("NFD", native))
    price = PER_LETTER * size
    if part.role is INITIAL:
        price = PER_INITIAL
    elif weigh is not None:
        weight = weigh(spelled, name.language, role, tables)
        if part.role is PATRONYMIC:
            weight = min(weight, weigh(spelled, name.language, UNKNOWN, tables) + AS_ANY_WORD)
        if spelled in known.names:
            weight = min(weight, KNOWN)
        weight = min(weight, _by_halves(spelled, name.language, role, tables, weigh))
        since = reformed(spelled, known)
        if since != spelled:
            changed = Levenshtein.distance(spelled, since)
            weight = min(weight, weigh(since, name.language, role, tables) + REFORMED * changed)
        price = min(weight, UNCOUNTED * size if size > 1 else UNREAD)  # a letter is hardly a word
    return (Form(native, price),), price


def _by_halves(native: str, language: str, role: str, tables: Tables, weigh: Weigh) -> float:
    """What the halves of a double name and its hyphen cost; infinite for any other."""
    halves = native.split("-")
    if len(halves) < 2 or not all(halves):
        return math.inf
    return doubled([min(weigh(half, language, role, tables), UNCOUNTED * len(half)) for half in halves])


def doubled(costs: Sequence[float]) -> float:
    """What a double name costs whose halves cost so much, in nats."""
    return math.fsum(costs) + HALVED * (len(costs) - 1)


def as_read(
    token: Token,
    joined: str,
    language: str,
    role: str,
    tables: Tables,
    settings: Settings,
    weigh: Weigh | None,
) -> tuple[tuple[Form, ...], float]:
    """What a word was read as, and what it costs; with the native names that a list has for the spelling, each at most at its
    cost: no rule may lead to them (알렉산더, Александр)."""
    forms = token.forms
    total = _unless_unread(token.total if forms else math.inf, joined)
    listed = names_listed(joined, language, tables)
    if not listed or weigh is None:
        return forms, total
    found = {form.native: form for form in forms}
    for native, cost in _listed_costs(
        listed, forms[0].cost if forms else math.inf, language, role, tables, weigh
    ):
        if native not in found or found[native].cost > cost:
            found[native] = Form(native, cost, (f"{language} lists",))
    ordered = sorted(found.values(), key=lambda form: (form.cost, form.native))[: settings.limit]
    return tuple(ordered), min(total, ordered[0].cost)


def _listed_costs(
    natives: Sequence[str], best: float, language: str, role: str, tables: Tables, weigh: Weigh
) -> Iterator[tuple[str, float]]:
    """What native names cost of which a word is a listed spelling: by how common they are, and given names, the commonest
    of them, a little less than the best that the letters suggest. Where a language tells family names apart, a given name is
    as rare among them as its letters say."""
    known = habits(language, tables).listed
    given = [native for native in natives if texts.plain(native) in known]
    strange = given if role == FAMILY else ()
    weights = {
        native: min(weigh(native, language, role, tables), math.inf if native in strange else KNOWN)
        for native in natives
    }
    commonest = min([weights[native] for native in given], default=math.inf)
    for native, weight in weights.items():
        first = native in given and native not in strange
        yield native, min(weight + LISTED, best - FIRST + weight - commonest if first else math.inf)


def at_least(
    joined: str, least: float, language: str, role: str, tables: Tables, weigh: Weigh | None
) -> float:
    """What `as_read` costs at least, by what the reader does."""
    listed = names_listed(joined, language, tables)
    most = _unless_unread(least, joined)
    if not listed or weigh is None:
        return most
    costs = _listed_costs(listed, least, language, role, tables, weigh)
    return min(most, *[cost for _, cost in costs])


def _unless_unread(cost: float, joined: str) -> float:
    """What a word costs, at most as much as one that no table reads."""
    # taken apart it has no fewer letters
    return cost if cost <= UNREAD * len(joined) else min(cost, UNREAD * len(texts.letters(joined, True)))
