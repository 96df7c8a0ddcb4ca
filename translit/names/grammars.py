"""How names of one language are put together, as its tables say: a `Grammar`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from translit import text as texts
from translit.endings import Ending, Endings, by_script, case_endings, endings_of
from translit.model import FAMILY, GIVEN, Role
from translit.names.costs import NO_SUCH_ORDER
from translit.names.words import Traits
from translit.tables import Row, Tables, cells
from translit.text import plain

SEEN = 100_000
"""Words whose traits are remembered, and as many kinds of names."""


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
    """Given names, plain, with the gender of those who bear them; "" where both do."""
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
    """The log-odds, in nats, that a unit is a surname, the first of a given name, or its second."""
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


def order_cost(patterns: Iterable[Pattern], roles: tuple[Role, ...]) -> float:
    """What an order of roles costs, in nats."""
    return next((pattern.cost for pattern in patterns if pattern.roles == roles), NO_SUCH_ORDER)


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
    signs = cast("list[str]", orders.get("characters", []))
    families = tables.rows(f"{code}/surnames")
    natives = _native_surnames(families, bool(signs))
    initials: dict[str, set[str]] = {}
    for row in tables.rows(f"{code}/initials"):
        initials.setdefault(row["initial"], set()).add(row["native"])
    foreign = frozenset(
        plain(form)
        for row in tables.rows(f"{code}/family-forms")
        for form in (row["native"], *cells(row["forms"]))
    )
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
        family_first=order_cost(patterns, (FAMILY, GIVEN)),
        family_last=order_cost(patterns, (GIVEN, FAMILY)),
        surnames=natives,
        long_surnames=frozenset(n for n in natives if len(n) > 1),
        surname_spellings=_spellings(families),
        given=_given(code, tables),
        patronymics=by_script(tables.rows(f"{code}/patronymics"), "ending", "gender"),
        initials={key: frozenset(value) for key, value in initials.items()},
        onsets=frozenset((row["script"], row["initial"]) for row in tables.rows(f"{code}/onsets")),
        letters=frozenset(form for form in foreign if len(form) == 1),
        family_forms=foreign,
        suffixes=_suffixes(code, tables),
        tails=_tails(code, tables),
        unit_odds={
            row["native"]: (_nats(row["family"]), _nats(row["first"]), _nats(row["second"]))
            for row in tables.rows(f"{code}/syllables")
        },
        endings=case_endings(code, tables),
    )


def _native_surnames(families: Iterable[Row], with_characters: bool) -> frozenset[str]:
    """Surnames in native letters, and in the characters behind them where the language is read in such."""
    found = {row["native"] for row in families}
    if with_characters:
        found |= {sign for row in families for sign in cells(row.get("characters", ""))}
    return frozenset(found)


# Columns of a table of surnames that hold something else than ways to spell the native form.
_NOT_SPELLINGS = frozenset({"native", "count", "characters"})


def _spellings(families: Iterable[Row]) -> frozenset[str]:
    """The spellings of surnames, plain."""
    return frozenset(
        plain(spelling)
        for row in families
        for column in row
        if column not in _NOT_SPELLINGS
        for spelling in cells(row[column])
    )


def _given(code: str, tables: Tables) -> dict[str, str]:
    """Given names, plain, each with its gender, "" where listed for both; other spellings of theirs only where they are no
    name of their own."""
    found: dict[str, str] = {}

    def add(spelling: str, gender: str) -> None:
        word = plain(spelling)
        known = found.get(word)
        found[word] = gender if known in (None, gender) else ""

    for row in tables.rows(f"{code}/given"):
        add(row["native"], row["gender"])
        for column in ("same_as", "latin", "doublets"):
            for spelling in cells(row.get(column, "")):
                add(spelling, row["gender"])
    for row in tables.rows(f"{code}/diminutives"):
        add(row["native"], row["gender"])
    for row in tables.rows(f"{code}/given-forms"):
        for spelling in (row["native"], *cells(row["forms"])):
            found.setdefault(plain(spelling), row["gender"])
    return found


def _suffixes(code: str, tables: Tables) -> dict[str, Endings]:
    """The endings of family names that tell a gender, by their script."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in tables.rows(f"{code}/suffixes"):
        if row["masculine"] and row["feminine"] and row["masculine"] != row["feminine"]:
            found.setdefault(row["script"], set()).update([(row["masculine"], "m"), (row["feminine"], "f")])
    return {script: endings_of(pairs) for script, pairs in sorted(found.items())}


def _tails(code: str, tables: Tables) -> dict[str, Endings]:
    """Place words at the end of a name, by their script."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in tables.rows(f"{code}/tails"):
        # a space in the table is the break between words, which `parts.join` writes as a hyphen
        tail = texts.fold(row["tail"].strip()) if row["tail"][:1] != " " else "-" + texts.fold(row["tail"])
        found.setdefault(row["script"], []).append((tail, row["stands_for"]))
    return {script: endings_of(set(tails)) for script, tails in found.items()}


def _nats(cell: str) -> float:
    """A log-odds of the table of syllables; a syllable that was not counted is rare."""
    return float(cell) if cell else -4.0
