"""All that is worked out once per name, so that work per pair sees only two of these.

A name has several hypotheses (which language, which word is the family name); each is read part by part. What the
pair-wise rooms need of a part is a `Piece`: the native forms behind it with their shares, its gender, its first
letters, the given names it may stand for. `parse` and `read` come as arguments, so that the rooms for names and
for readings stay replaceable.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Protocol, cast

from rapidfuzz.distance import Levenshtein

from translit import beside
from translit import text as texts
from translit.frozen import quick
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
    Profile,
    Reading,
    Role,
    columns,
)
from translit.settings import Settings
from translit.tables import Tables, cells

KEPT = 3
"""Readings kept for each language."""

SLACK = 7.0
"""Nats: a reading this much dearer than the language's cheapest is dropped."""

LANGUAGE_SLACK = 25.0
"""Nats: a language whose cheapest reading is this much dearer than another's is dropped."""

LANGUAGES_APART = 8.0
"""Nats: two names are also held side by side in a language that reads the pair this much worse than another does."""

NEIGHBOURS_APART = 2.5
"""Nats by which a language without counts may read a name better, at most, than one of the same native script that has
them: its letters have no price of their own, so a rare word looks cheap in it. Less than half of `LANGUAGES_APART`, so that
two names are always held in the counted language, too."""

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

REFORMED = 4.0
"""Nats a letter costs that a spelling reform took away, beside the letter written for it since."""

WELL_KNOWN = 1.3
"""Nats that each further letter of a native form costs where the name is well known."""

FORMS = 4
"""Native forms of a part, the likeliest first, that are held against those of another letter by letter."""

SMALL_SHARE = 1e-4
"""Native forms with a smaller share of the reading are dropped: they decide nothing and cost time."""

LIKE = ("same", "doublet", "foreign", "diminutive")
"""Kinds of likeness of given names, the closest first."""


class Token(Protocol):
    """What a reader gives back: native forms, cheapest first, and −log P(token), in nats."""

    @property
    def forms(self) -> tuple[Form, ...]: ...

    @property
    def total(self) -> float: ...


Parse = Callable[[str, Tables, Settings], tuple[Name, ...]]
Read = Callable[[str, str, str, str, Tables, int], Token]
Weigh = Callable[[str, str, str, Tables], float]
Far = Callable[[Mapping[str, float]], frozenset[str]]
Hypothesis = tuple[Name, float]
"""A way to understand a name, and what is added to its cost, in nats."""


@quick
@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a name, ready to be compared.

    `shares` are the native forms behind it, as classes that the language holds for one, each with its share
    (0…1, summing to at most 1); `natives` the forms themselves, cheapest first; `units` the letters of the
    best few, `bones` the same with letters that spellings confuse made one, `gaps` how many nats each lies behind the
    best; `listed` the given names it may stand for, each with the kind of likeness; `peak` the greatest
    share and `length` the root of the sum of their squares. `law`: 1 where a spelling is read as the first of two equivalent
    starts, −1 where the second stands there as a native spelling, 0 elsewhere. `rarity`: nats that the likeliest form costs
    beyond a well-known name of its length. `marked`: the word with its marks, where it carries any.
    """

    role: Role
    folded: str
    plain: str
    script: str
    native: bool
    shares: Mapping[str, float]
    natives: tuple[str, ...]
    units: tuple[str, ...]
    bones: tuple[str, ...]
    gaps: tuple[float, ...]
    cost: float
    gender: str
    firsts: frozenset[str]
    listed: Mapping[str, str]
    stem: str
    peak: float
    length: float
    rarity: float
    law: int = 0
    marked: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Side:
    """One reading of a whole name: its parts by role, and what it costs, in nats."""

    language: str
    script: str
    cost: float
    family: Piece | None
    given: Piece | None
    patronymic: Piece | None
    initials: tuple[Piece, ...]
    loose: tuple[Piece, ...]
    gender: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the comparison of native forms needs to know about a language."""

    decompose: bool
    joined: bool
    marked: bool
    """Whether a letter without a mark is another letter in a word that carries marks."""
    native: frozenset[str]
    starts: Mapping[str, str]
    started: frozenset[str]
    ends: Mapping[str, str]
    reformed: Mapping[str, str]
    anywhere: Mapping[str, str]
    listed: Mapping[str, Mapping[str, str]]
    fathers: Mapping[str, Mapping[str, str]]
    """Given names by what is left of a patronymic without its ending, in letters that spellings confuse."""
    of_father: tuple[str, ...]
    """The endings of patronymics, the longest first."""
    endings: tuple[str, ...]
    initials: Mapping[str, frozenset[str]]
    onsets: Mapping[str, frozenset[str]]
    """How a unit may begin for which an initial stands."""
    begin: _Begin
    """How each unit begins."""
    touched: frozenset[str]
    """Letters of which a form must have one to be in another class than itself."""
    confused: Mapping[int, str]
    spelled: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    """Native names that the language's lists hold."""


def habits(code: str, tables: Tables) -> Habits:
    """The language's equivalences and lists of given names, compiled from its tables once."""
    return tables.derived(f"habits {code}", lambda: _habits(code, tables))


def _habits(code: str, tables: Tables) -> Habits:
    language = tables.language(code)
    rows = tables.rows(f"{code}/equivalents")
    starts = {row["form"]: row["same_as"] for row in rows if row["where"] == "start"}
    ends = {row["form"]: row["same_as"] for row in rows if row["where"] == "end"}
    anywhere = {row["form"].lower(): row["same_as"].lower() for row in rows if row["where"] == "any"}
    listed: dict[str, dict[str, str]] = {}

    def add(word: str, name: str, kind: str) -> None:
        known = listed.setdefault(texts.plain(_swap(word.lower(), anywhere)), {})
        known.setdefault(name, kind)

    for row in tables.rows(f"{code}/given"):
        for kind, words in (
            ("same", [row["native"], *cells(row["same_as"]), *cells(row["latin"])]),
            ("foreign", cells(row["foreign"])),
            ("doublet", cells(row["doublets"])),
        ):
            for word in words:
                add(word, row["native"], kind)
    for row in tables.rows(f"{code}/diminutives"):
        add(row["native"], row["full"], "diminutive")
    endings: set[str] = set()
    for row in tables.rows(f"{code}/suffixes"):
        if row["script"] in language.scripts:
            endings.update(_swap(e, anywhere) for e in (row["masculine"], row["feminine"]) if e)
    initials: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/initials"):
        initials.setdefault(row["initial"], set()).add(row["native"])
    onsets: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/onsets"):
        natives = [language.letters.get(letter, letter) for letter in cells(row["native"])]
        onsets.setdefault(row["initial"], set()).update(natives)
    reformed = cast("Mapping[str, str]", language.settings.get("alike", {}))
    touched = frozenset(form[:1] for form in (*reformed, *anywhere, *starts, *ends))
    return Habits(
        decompose=language.decompose,
        joined=language.joined,
        marked=bool(language.settings.get("marked", False)),
        native=frozenset(language.scripts),
        starts=starts,
        started=frozenset(starts.values()),
        ends=ends,
        reformed=reformed,
        anywhere=anywhere,
        listed=listed,
        fathers=_fathers(code, tables),
        of_father=texts.longest_first(
            row["ending"] for row in tables.rows(f"{code}/patronymics") if row["script"] in language.scripts
        ),
        endings=texts.longest_first(endings),
        initials={key: frozenset(value) for key, value in initials.items()},
        onsets={key: frozenset(value) for key, value in onsets.items()},
        begin=_Begin(frozenset(native for natives in onsets.values() for native in natives)),
        touched=touched,
        confused=_confused(code, tables),
        spelled=_spelled(code, tables),
        names=frozenset(
            [
                texts.fold(row["native"])
                for table in ("given", *_FORMS)
                for row in tables.rows(f"{code}/{table}")
            ]
        ),
    )


def _fathers(code: str, tables: Tables) -> Mapping[str, Mapping[str, str]]:
    """Given names by their letters as far as spellings do not confuse them: vowels come and go in a patronymic (Лев Львович)."""
    scripts, confused = tables.language(code).scripts, _confused(code, tables)
    found: dict[str, dict[str, str]] = {}
    for row in tables.rows(f"{code}/given") if tables.has(f"{code}/patronymics") else ():
        for kind, words in (
            ("same", [row["native"], *cells(row["same_as"])]),
            ("doublet", cells(row["doublets"])),
        ):
            for word in words:
                if row["gender"] == "m" and texts.script_of(word) in scripts:
                    stem = texts.fold(word).translate(confused)
                    found.setdefault(stem, {}).setdefault(row["native"], kind)
    return found


_FORMS = ("given-forms", "given-spellings", "family-forms")
"""Tables of names as other scripts write them."""


def _spelled(code: str, tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """Listed spellings of names in other scripts, each with the native names it stands for."""
    found: dict[str, list[str]] = {}
    for table in _FORMS:
        for row in tables.rows(f"{code}/{table}"):
            for form in cells(row["forms"]):
                found.setdefault(texts.plain(form), []).append(texts.fold(row["native"]))
    return {form: tuple(natives) for form, natives in found.items()}


def _confused(code: str, tables: Tables) -> Mapping[int, str]:
    """Letters that spellings confuse, each with the one that stands for them all, to translate by."""
    language = tables.language(code)
    found: dict[int, str] = {}
    for row in tables.rows(f"{code}/skeleton"):
        if row["where"] == "any":
            letter = language.letters.get(row["letter"], row["letter"])
            letter = unicodedata.normalize("NFD" if language.decompose else "NFC", letter)
            found[ord(letter)] = row["key"]
    return found


def _swap(word: str, pairs: Mapping[str, str]) -> str:
    for form, same in pairs.items():
        if form in word:
            word = word.replace(form, same)
    return word


def classed(native: str, known: Habits) -> str:
    """A native form with the spellings that the language holds for one made one.

    Equivalent units at the start of a part are swapped once; equivalent letters everywhere.
    """
    if known.touched.isdisjoint(native):
        return native
    word = _swap(_reformed(native, known), known.anywhere)
    head = known.starts.get(word[:1])
    return head + word[1:] if head is not None else word


def _reformed(native: str, known: Habits) -> str:
    """A native form as it is written since the letters that a spelling reform took away are gone."""
    word = _swap(native, known.reformed)
    tail = known.ends.get(word[-1:])
    return word if tail is None else word[:-1] + tail


LONGEST = 500
"""Characters that a name has at most: a longer text is none, and what it takes to read one grows with their square."""


def profile(
    mention: str | Mention,
    tables: Tables,
    settings: Settings,
    parse: Parse,
    read: Read,
    weigh: Weigh | None = None,
    far: Far | None = None,
) -> Profile:
    """A name's readings, cheapest first; `parse` says which word does what, `read` what stands behind a word.

    `weigh` gives −log P of a native form, in nats, so that native names and readings of other spellings weigh on
    one scale; without it a native letter costs a fixed price.

    A mention with lemmas is read as its lemmas, each later one at a small price. A text that no table reads has
    no reading: it is compared by its letters. `far` tells by what the best reading costs in each language (nats) which
    languages are hardly ever asked for: of those one side stands there without its parts.
    """
    readings = [
        _read_name(name, tables, settings, read, weigh, extra)
        for name, extra in hypotheses(mention, tables, settings, parse)
    ]
    return shown(mention, readings, tables, far)


def hypotheses(mention: str | Mention, tables: Tables, settings: Settings, parse: Parse) -> list[Hypothesis]:
    """The ways to understand a name that are read for its profile: none, when it is longer than any name."""
    written = mention if isinstance(mention, Mention) else Mention(mention)
    if len(written.text) > LONGEST and len(texts.clean(written.text)) > LONGEST:
        return []
    return [
        (name, 1.0 * rank)
        for rank, form in enumerate(written.lemmas or (written.text,))
        for name in parse(_alone(form, written.kind, tables), tables, settings)
        if not written.language or name.language == written.language
    ]


def _alone(text: str, kind: Kind, tables: Tables) -> str:
    """A name without what stands beside that of a person: a number is part of an office's or a place's name."""
    if kind is not Kind.PERSON:
        return text
    kept = tables.derived("names by themselves", _Bare)  # it is asked for before a name is read and after
    found = kept.get(text)
    if found is None:
        found = beside.bare(text, tables)
        kept.put(text, found)
    return found


def shown(mention: str | Mention, readings: list[Reading], tables: Tables, far: Far | None = None) -> Profile:
    """The profile of a name whose hypotheses are read: all of them, or those that cost little enough."""
    written = mention if isinstance(mention, Mention) else Mention(mention)
    cleaned = texts.clean(_alone(written.text, written.kind, tables))
    kept = _choose(_weighed(_levelled(readings), tables))
    return Profile(
        text=written.text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=tuple(kept),
        kind=written.kind,
        gender=written.gender or (kept[0].name.gender if kept else ""),
        sides=tuple(_sides(kept, tables, far)),
        words=_plain_words(cleaned),
    )


def _levelled(readings: list[Reading]) -> list[Reading]:
    """The readings, those of a name that its given name shows to be declined nearly as cheap as the cheapest of them: which
    nominative lies behind it (Сергея Шойгу: Шойгу or Шойга; Валентине: Валентина or Валентин) another spelling tells, and not
    which is the commoner word."""
    groups: dict[tuple[str, tuple[tuple[Role, str], ...]], list[int]] = {}
    for i, reading in enumerate(readings):
        parts = reading.name.parts
        # endings are undone on a person's parts all together, and then these tell the gender
        if parts[0].gender and len({part.gender for part in parts if part.role is not INITIAL}) == 1:
            if any(p.role is not FAMILY and p.joined != texts.fold(p.text).strip(".") for p in parts):
                written = tuple((part.role, part.text) for part in parts)
                groups.setdefault((reading.name.language, written), []).append(i)
    for group in groups.values():
        least = min(readings[i].cost for i in group)
        for i in group:
            found = readings[i]
            readings[i] = Reading(found.name, found.parts, least + LEVEL * (found.cost - least))
    return readings


LEVEL = 0.1
"""What is left of how much dearer one nominative behind a declined word is than another: it decides between equals."""


def speakers(tables: Tables) -> Mapping[str, frozenset[str]]:
    """For each language without counts those with the same native scripts that have them: their readings do for both."""

    def make() -> dict[str, frozenset[str]]:
        scripts = {code: tables.language(code).scripts for code in tables.languages}
        counted = [code for code in scripts if tables.has(f"{code}/prior")]
        return {
            code: frozenset([one for one in counted if scripts[one] == own and code not in counted])
            for code, own in scripts.items()
        }

    return tables.derived("speakers", make)


def _weighed(readings: list[Reading], tables: Tables) -> list[Reading]:
    """The readings, those of a language without counts at least as dear as a counted neighbour allows; without the ones in
    which no two names are ever held beside each other, for the neighbour reads both better."""
    least: dict[str, float] = {}
    for reading in readings:
        language = reading.name.language
        least[language] = min(reading.cost, least.get(language, math.inf))
    known, more = speakers(tables), dict.fromkeys(least, 0.0)
    for language, cost in least.items():
        near = [one for one in known[language] if one in least]
        counted = min([least[one] for one in near], default=cost)
        if cost > counted + LANGUAGES_APART + NEIGHBOURS_APART:
            more[language] = math.inf
        elif cost < counted:
            own = [reading.name for reading in readings if reading.name.language == language]
            apart = NEIGHBOURS_APART if any(_shows(name, near, tables) for name in own) else 0.0
            more[language] = max(0.0, counted - apart - cost)
    if not any(more.values()):
        return readings
    return [
        reading if not dearer else Reading(reading.name, reading.parts, reading.cost + dearer)
        for reading in readings
        if (dearer := more[reading.name.language]) < math.inf
    ]


def _shows(name: Name, neighbours: Sequence[str], tables: Tables) -> bool:
    """Whether a name tells that it is of its language and not of a neighbour: by a letter, or by a given name of its lists."""
    known = habits(name.language, tables)
    others = [habits(one, tables) for one in neighbours]
    if name.script in known.native:
        letters = set(filter(str.isalpha, texts.fold(name.text)))
        if not any(alphabet(one, tables).issuperset(letters) for one in neighbours):
            return True
    words = [texts.plain(part.joined) for part in name.parts if part.role is GIVEN]
    return any(
        _is_given(word, known) and not any(_is_given(word, other) for other in others) for word in words
    )


def _is_given(word: str, known: Habits) -> bool:
    """Whether a word is a listed given name of the language itself, no foreign form or pet form of one."""
    return "same" in known.listed.get(word, _NONE_LISTED).values()


def alphabet(code: str, tables: Tables) -> frozenset[str]:
    """The letters of a language: those of its sound classes without those that a spelling reform took away."""

    def make() -> frozenset[str]:
        letters = {letter for members in tables.language(code).classes.values() for letter in members}
        return frozenset(letters.difference(habits(code, tables).reformed))

    return tables.derived(f"alphabet {code}", make)


def _sides(kept: Sequence[Reading], tables: Tables, far: Far | None) -> Iterable[Side]:
    if far is None or len(kept) < 2:
        return [side(reading, tables) for reading in kept]
    costs: dict[str, float] = {}
    for reading in kept:
        costs.setdefault(reading.name.language, reading.cost)
    left_out = far(costs)
    found = []
    for reading in kept:
        language = reading.name.language
        if language not in left_out:
            found.append(side(reading, tables))
        elif costs.pop(language, None) is not None:
            found.append(Side(language, reading.name.script, reading.cost, None, None, None, (), (), ""))
    return found


def bare(text: str) -> Profile:
    """A text that no table reads, or one whose readings are not wanted."""
    cleaned = texts.clean(text)
    return Profile(
        text=text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=(),
        words=_plain_words(cleaned),
    )


def _plain_words(cleaned: str) -> tuple[str, ...]:
    return tuple(sorted(w for w in texts.plain(cleaned.replace(",", " ").replace("-", " ")).split(" ") if w))


def _choose(readings: list[Reading]) -> list[Reading]:
    """The readings worth comparing: the cheapest few of each language, and its cheapest without roles."""
    ranked = _ranked(readings)
    chosen: dict[str, list[Reading]] = {}
    loose: set[str] = set()  # languages whose cheapest without roles was met
    kept = []
    for reading in ranked:
        language = reading.name.language
        group = chosen.setdefault(language, [])
        least = group[0].cost if group else reading.cost
        if reading.cost > least + SLACK or least > ranked[0].cost + LANGUAGE_SLACK:
            continue
        alone = language not in loose and all(part.role is UNKNOWN for part in reading.name.parts)
        if alone:
            loose.add(language)
        if alone or len(group) < KEPT:
            group.append(reading)
            kept.append(reading)
    return kept


def _ranked(readings: list[Reading]) -> list[Reading]:
    """Readings, cheapest first; what the parts are called only matters where all else is equal, which is rare."""
    keys = [(reading.cost, reading.name.language) for reading in readings]
    if len(set(keys)) == len(keys):
        return [reading for _, reading in sorted(zip(keys, readings, strict=True))]
    return sorted(readings, key=lambda r: (r.cost, r.name.language, str(r.name.parts)))


def _read_name(
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
    called = _CALLED if known.joined else _READ_AS
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
        since = _reformed(spelled, known)
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
    listed = _names_listed(joined, language, tables)
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
    of them, a little less than the best that the letters suggest."""
    known = habits(language, tables).listed
    weights = {native: min(weigh(native, language, role, tables), KNOWN) for native in natives}
    given = [native for native in natives if texts.plain(native) in known]
    commonest = min([weights[native] for native in given], default=math.inf)
    for native, weight in weights.items():
        ahead = best - FIRST + weight - commonest if native in given else math.inf
        yield native, min(weight + LISTED, ahead)


def at_least(
    joined: str, least: float, language: str, role: str, tables: Tables, weigh: Weigh | None
) -> float:
    """What `as_read` costs at least, by what the reader does."""
    listed = _names_listed(joined, language, tables)
    most = _unless_unread(least, joined)
    if not listed or weigh is None:
        return most
    costs = _listed_costs(listed, least, language, role, tables, weigh)
    return min(most, *[cost for _, cost in costs])


def _unless_unread(cost: float, joined: str) -> float:
    """What a word costs, at most as much as one that no table reads."""
    # taken apart it has no fewer letters
    return cost if cost <= UNREAD * len(joined) else min(cost, UNREAD * len(texts.letters(joined, True)))


def _names_listed(joined: str, language: str, tables: Tables) -> tuple[str, ...]:
    """The native names that a list has for a spelling."""
    spelled = habits(language, tables).spelled
    return spelled.get(texts.plain(joined), ()) if spelled else ()


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


# What a role is called where much is remembered by it: plain texts, which the collector of rings need not look through.
_CALLED: Mapping[Role, str] = {role: role.value for role in Role}
# The same where a part is a word: its reading hardly hangs on a role that it does not show by itself.
_READ_AS: Mapping[Role, str] = {
    role: role.value if role in (PATRONYMIC, INITIAL) else UNKNOWN.value for role in Role
}


class _Bare(Remembered[str, str]):
    """Names without what stands beside them."""

    __slots__ = ()
    MOST = 4096


ReadKey = tuple[str, str, str, str, str, str, int]


class Kept(Remembered[ReadKey, tuple[tuple[Form, ...], float]]):
    """Readings of parts."""

    __slots__ = ()


def side(reading: Reading, tables: Tables) -> Side:
    """A reading as the pair-wise rooms see it: its parts by role."""
    name = reading.name
    known, kept = habits(name.language, tables), tables.derived("behind pieces", _Seen)
    family = given = patronymic = None
    initials: list[Piece] = []
    loose: list[Piece] = []
    tail = ""
    for part in reading.parts:
        piece, role = _piece(part, name, known, kept), part.part.role
        tail += part.part.tail
        if role is UNKNOWN:
            loose.append(piece)
        elif role is INITIAL:
            initials.append(piece)
        elif role is FAMILY:
            family = family or piece
        elif role is GIVEN:
            given = given or piece
        elif role is PATRONYMIC:
            patronymic = patronymic or piece
    return Side(
        name.language,
        name.script,
        reading.cost,
        family,
        given,
        patronymic,
        tuple(initials),
        tuple(loose),
        name.gender,
        tail,
    )


def _piece(reading: PartReading, name: Name, known: Habits, kept: _Seen) -> Piece:
    """A part ready to be compared; one and the same for all names that have it."""
    part, forms = reading.part, reading.forms
    # what was read of a word is one object, held as long as what is made of it
    key = (id(forms), name.language)
    behind = kept.get(key)
    if behind is None or behind.forms is not forms:
        behind = _looked_through(forms, known)
        kept.put(key, behind)
    made = (_CALLED[part.role], part.joined, part.gender, name.script, reading.total)
    found = behind.pieces.get(made)
    if found is None:
        found = behind.pieces[made] = _made(reading, name, known, behind)
    return found


@quick
@dataclass(frozen=True, slots=True)
class _Behind:
    """What a piece has of its native forms alone, which a word in several roles shares, and the `pieces` made of it."""

    forms: tuple[Form, ...]
    natives: tuple[str, ...]
    shares: Mapping[str, float]
    units: tuple[str, ...]
    bones: tuple[str, ...]
    gaps: tuple[float, ...]
    peak: float
    length: float
    heads: frozenset[str]
    listed: Mapping[str, str]
    stem: str
    rarity: float
    pieces: dict[tuple[str, str, str, str, float], Piece]


class _Seen(Remembered[tuple[int, str], _Behind]):
    """The same by the identity of the forms, which are held as long, and the language."""

    __slots__ = ()
    MOST = 20_000


def _looked_through(forms: Sequence[Form], known: Habits) -> _Behind:
    natives, costs = columns(forms)
    shares: dict[str, float] = {}
    exp, still = math.exp, known.touched.isdisjoint
    weights = [exp(costs[0] - cost) for cost in costs]
    whole = math.fsum(weights)
    for form, weight in zip(natives, weights, strict=True):
        share = weight / whole
        if share >= SMALL_SHARE:
            kind = form if still(form) else classed(form, known)
            shares[kind] = shares.get(kind, 0.0) + share
    likely = list(islice(shares.items(), FORMS))
    peak = max(shares.values(), default=0.0)
    letters = [unicodedata.normalize("NFD", kind) if known.decompose else kind for kind, _ in likely]
    head = next(iter(shares), "")
    ending = ""
    if head.endswith(known.endings):
        ending = next((e for e in known.endings if head.endswith(e) and len(head) > len(e) + 1), "")
    return _Behind(
        cast("tuple[Form, ...]", forms),
        natives[:8],
        shares,
        tuple(letters),
        tuple([kind.translate(known.confused) for kind in letters]),
        tuple([math.log(peak / share) for _, share in likely]),
        peak,
        math.sqrt(math.fsum([share * share for share in shares.values()])),
        frozenset([_swap(first, known.anywhere) for first in {form[:1] for form in natives[:6]}]),
        _listed(natives[:4], known),
        letters[0][: len(letters[0]) - len(ending)] if letters and ending else "".join(letters[:1]),
        costs[0] - WELL_KNOWN * len(letters[0]) if letters else 0.0,
        {},
    )


def _listed(words: Iterable[str], known: Habits) -> dict[str, str]:
    """The given names that some words may stand for, each with the closest kind of likeness."""
    found: dict[str, str] = {}
    if known.listed:
        for word in words:
            for full, how in known.listed.get(texts.plain(_still(word, known)), _NONE_LISTED).items():
                before = found.get(full)
                if before is None or LIKE.index(how) < LIKE.index(before):
                    found[full] = how
    return found


def _still(word: str, known: Habits) -> str:
    """A word as the lists have it: without the letters that a spelling reform took away."""
    if known.touched.isdisjoint(word):
        return word
    return _swap(_reformed(word, known), known.anywhere)


def _of_father(words: Iterable[str], known: Habits) -> dict[str, str]:
    """The given names of the fathers that some patronymics may tell of."""
    found: dict[str, str] = {}
    for word in words:
        ending = next((e for e in known.of_father if word.endswith(e)), "")
        if ending:
            stem = word[: -len(ending)].translate(known.confused)
            for name, kind in known.fathers.get(stem, _NONE_LISTED).items():
                found.setdefault(name, kind)
    return found


_NONE_LISTED: Mapping[str, str] = {}


def _made(reading: PartReading, name: Name, known: Habits, behind: _Behind) -> Piece:
    part = reading.part
    plain = texts.plain(part.joined)
    listed: Mapping[str, str] = _NONE_LISTED
    if part.role in (GIVEN, UNKNOWN):
        listed = _listed((plain,), known)
        listed = {**behind.listed, **listed} if listed and behind.listed else listed or behind.listed
    elif part.role is PATRONYMIC:
        listed = _of_father(behind.natives[:4], known)
    firsts = behind.heads
    if known.onsets and part.role in (INITIAL, GIVEN):
        firsts = _begun(part, behind.natives, known)
    else:
        own = {plain[:1], *known.initials.get(plain, ())} if part.role is INITIAL else (plain[:1],)
        more = [first for one in own if (first := _swap(one, known.anywhere)) not in firsts]
        if more:
            firsts = firsts.union(more)
    return Piece(
        role=part.role,
        folded=part.joined,
        plain=plain,
        script=name.script,
        native=name.script in known.native,
        shares=behind.shares,
        natives=behind.natives,
        units=behind.units,
        bones=behind.bones,
        gaps=behind.gaps,
        cost=reading.total,
        gender=part.gender,
        firsts=firsts,
        listed=listed,
        stem=behind.stem,
        peak=behind.peak,
        length=behind.length,
        rarity=behind.rarity,
        law=_law(behind.natives, name.script in known.native, known),
        marked=_marked(part.joined, plain) if known.marked and name.script not in known.native else "",
    )


def _begun(part: Part, natives: Sequence[str], known: Habits) -> frozenset[str]:
    """How the units of a given name begin, two at most; of initials all that they may stand for."""
    if part.role is not INITIAL:
        begin = known.begin
        return frozenset(["".join([begin[unit] for unit in native[:UNITS]]) for native in natives[:6]])
    ways = [known.onsets.get(letter, _NO_ONSETS) for letter in part.joined.split("-")[:UNITS]]
    found = frozenset(map("".join, product(*ways)))
    if len(ways) < UNITS:  # further units are left out
        found |= {one + other for one in found for other in known.begin.began}
    return found


UNITS = 2
"""Units of a given name that are held against initials."""

_NO_ONSETS: frozenset[str] = frozenset()


class _Begin(dict[str, str]):
    """The first letter of a unit that sounds, one of `began`, for each unit met: there are as many as a script has."""

    def __init__(self, began: frozenset[str]) -> None:
        self.began = began

    def __missing__(self, unit: str) -> str:
        letters = unicodedata.normalize("NFD", unit)[:2]
        found = self[unit] = next((letter for letter in letters if letter in self.began), "")
        return found


@lru_cache(maxsize=16384)
def _marked(joined: str, plain: str) -> str:
    """A word with its marks; "" when it carries none."""
    word = joined.replace("-", "")
    return "" if word == plain else word


def _law(natives: Sequence[str], native: bool, known: Habits) -> int:
    """1 where the likeliest form of a spelling begins as the first of two equivalents (Ri 리), −1 where the second stands
    there as a native spelling (이), which writers of the first do not use; else 0."""
    head = natives[0][:1] if natives else ""
    return -(head in known.started) if native else int(head in known.starts)


def best_natives(side: Side, limit: int = 4) -> Iterable[str]:
    """The likeliest classes of each part of a side, for keys and for voting."""
    for piece in (side.family, side.given, side.patronymic, *side.loose):
        if piece is not None:
            yield from list(piece.shares)[:limit]
