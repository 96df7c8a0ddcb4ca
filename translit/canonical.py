"""Which member speaks for its entity, by a stated policy: never "the true name".

The native form is what all members together explain best: each distinct spelling votes with the shares of its
readings, and a native spelling, which leaves no guess, outweighs any. What the members leave open is shown as
alternatives with their shares.
"""

from __future__ import annotations

import hashlib
import marshal
import math
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from translit import text as texts
from translit.model import FAMILY, UNKNOWN, Canonical, Form, Kind, Profile, Reading, columns
from translit.settings import Settings
from translit.sides import Side
from translit.tables import Tables
from translit.usage import classed, habits

UNSEEN = 1e-3
"""The share a spelling gives to a native form that is not among its readings."""

ALIKE = 0.7
"""Weight of each further spelling: spellings of one name are made alike, so they are not independent witnesses."""

DISTINCT = 3.0
"""Nats: how far the marks of origin must lean to one side before it is told."""

Whole = Callable[[Reading], Sequence[Form]]
"""Gives the whole native names that a reading allows, cheapest first."""

Write = Callable[[str, str], str]
"""Gives a native name as one system writes it."""


def choose(
    members: Sequence[Profile],
    counts: Sequence[int],
    tables: Tables,
    settings: Settings,
    whole: Whole,
    write: Write,
    heard: Sequence[Profile] = (),
) -> Canonical:
    """The canonical form of an entity from its distinct spellings and how often each occurs.

    `heard` are further spellings that a document gives for a member: they vote for the native name and are no label.

    `settings.label` is the policy: "attested" (the form most often seen; of equals the fullest), "native", or a
    system's id, used when the entity has a native form. A person whom a document names in an oblique case is seen in the
    nominative.
    """
    language = _language(members)
    witnesses = [*members, *(one for one in heard if _tells(one, language, tables))]
    ballots = [ballot(one, language, tables, whole) for one in witnesses] if language else []
    spellings: list[Spelt] = []
    declined: dict[str, int] = {}
    for one, count in zip(members, counts, strict=True):
        text = _nominative(one, language)
        if text == one.text:
            spellings.append(Spelt(text, len(one.words), count))
        else:
            declined[text] = declined.get(text, 0) + count
    for text, count in declined.items():
        same = [one.count for one in spellings if one.text == text]
        spellings.append(Spelt(text, len(text.split()), count + max(same, default=0)))
    best = speak(spellings, ballots, language, settings, write)
    return replace(best, origin=_origin(members, language, tables)) if language else best


def _tells(one: Profile, language: str, tables: Tables) -> bool:
    """Whether a further spelling says what the whole name is: not a given name with a patronymic, nor a family name of a
    language that writes names as one word."""
    reading = next((r for r in one.readings if r.name.language == language), None)
    if reading is None:
        return False
    roles = {part.part.role for part in reading.parts}
    if len(reading.parts) == 1:
        return not habits(language, tables).joined
    return FAMILY in roles or UNKNOWN in roles


def _nominative(one: Profile, language: str) -> str:
    """The spelling, with the case endings undone that its document shows to be such."""
    if one.kind is Kind.PERSON:
        name = next((r.name for r in one.readings if r.name.language == language), None)
        if name is not None and texts.fold(name.text) != one.folded:
            return name.text
    return one.text


@dataclass(frozen=True, slots=True)
class Spelt:
    """A spelling of an entity: its text, the number of its words, and how often it occurs."""

    text: str
    words: int
    count: int


def speak(
    spellings: Sequence[Spelt], ballots: Iterable[Ballot], language: str, settings: Settings, write: Write
) -> Canonical:
    """As `choose`, of spellings whose votes in a language are known; where the name comes from is not told."""
    votes = _votes(ballots)
    # rounded, so that what differs only in the last bits of a logarithm is a tie on every machine
    ranked = sorted(votes.items(), key=lambda item: (-round(item[1], 9), item[0]))
    native, confidence = ranked[0] if ranked else ("", 0.0)
    others = tuple((form, round(share, 4)) for form, share in ranked[1:6] if share >= 0.01)
    attested = texts.shown(min(spellings, key=_seniority).text)
    label, policy = attested, "attested"
    if native and settings.label == "native":
        label, policy = native, "native"
    elif native and settings.label != "attested":
        label, policy = write(native, settings.label), settings.label
    return Canonical(native, label, language, round(confidence, 4), others, policy)


def _seniority(one: Spelt) -> tuple[int, int, int, int, int, str]:
    """Ranks spellings: the most frequent first, of equals the one with most words in full, nothing beside the name, and the
    longest."""
    written = one.text.split()
    initials = sum(word.endswith(".") and max(map(len, word.split("."))) < 2 for word in written)
    beside = len(one.text.replace(",", " ").replace("-", " ").split()) - one.words
    return -one.count, initials - one.words, max(0, beside), -one.words, -len(one.text), one.text


def _language(members: Sequence[Profile]) -> str:
    """The language whose readings cost the members least, summed; only languages that read most of them."""
    found: list[dict[str, float]] = []
    for member in members:
        seen: dict[str, float] = {}
        for side in cast("tuple[Side, ...]", member.sides):
            seen.setdefault(side.language, side.cost)
        found.append(seen)
    return language_of(found)


def language_of(members: Iterable[Mapping[str, float]]) -> str:
    """The same of members by what the best reading of each costs in each language."""
    costs: dict[str, list[float]] = {}
    for seen in members:
        for code, cost in seen.items():
            costs.setdefault(code, []).append(cost)
    if not costs:
        return ""
    most = max(len(found) for found in costs.values())
    return min((round(math.fsum(found), 9), code) for code, found in costs.items() if len(found) == most)[1]


class Ballot:
    """What one spelling says of the whole native name in one language.

    `rows` are (class, native form, share, weight): the shares (0…1) of a class are added up, and so are the weights by
    which a form is shown. `sure` are the classes that leave no doubt. `packed` is light enough to be kept for millions.

    >>> list(Ballot.of(Ballot(["a"], ["b"], [0.5]).packed).rows)
    [('a', 'b', 0.5, 0.5)]
    """

    __slots__ = ("packed",)

    def __init__(
        self,
        kinds: Sequence[str] = (),
        natives: Sequence[str] = (),
        shares: Sequence[float] = (),
        parts: int = 0,
        more: float = 1.0,
        sure: Sequence[str] = (),
    ) -> None:
        """Class, native form and share of each whole name; a weight is the share times `more` times `parts` and one."""
        one, two = "\0".join(kinds), "\0".join(natives)
        same = "" if one == two else two
        self.packed = (
            marshal.dumps((one, same, array("d", shares).tobytes(), parts, more, tuple(sure)), 2)
            if shares or sure
            else b""
        )

    @classmethod
    def of(cls, packed: bytes) -> Ballot:
        """The one that was packed."""
        made = cls()
        made.packed = packed
        return made

    @property
    def rows(self) -> Iterator[tuple[str, str, float, float]]:
        """Class, native form, share and weight of each whole name."""
        if not self.packed:
            return iter(())
        one, two, held, parts, more, _ = marshal.loads(self.packed)
        shares = array("d", held)
        if not shares:
            return iter(())
        kinds = one.split("\0")
        natives = two.split("\0") if two else kinds
        return zip(kinds, natives, shares, [share * more * (1 + parts) for share in shares], strict=True)

    @property
    def sure(self) -> tuple[str, ...]:
        """The classes that leave no doubt."""
        return tuple(marshal.loads(self.packed)[-1]) if self.packed else ()

    @property
    def shares(self) -> dict[str, float]:
        """The share of each class of all; where some leave no doubt, theirs alone.

        >>> Ballot(["a", "a", "b"], ["a", "á", "b"], [0.5, 0.25, 0.25]).shares
        {'a': 0.75, 'b': 0.25}
        """
        if sure := self.sure:
            return dict.fromkeys(sure, 1.0 / len(sure))
        own: dict[str, list[float]] = {}
        for kind, _, share, _ in self.rows:
            own.setdefault(kind, []).append(share)
        total = math.fsum(share for shares in own.values() for share in shares)
        return {kind: math.fsum(shares) / total for kind, shares in own.items()} if total else {}


def ballot(member: Profile, language: str, tables: Tables, whole: Whole) -> Ballot:
    """The vote of one spelling; ё and the like are kept as written."""
    known = habits(language, tables)
    readings = [r for r in member.readings if r.name.language == language]
    parts = max((len(r.parts) for r in readings), default=0)
    fullest = [r for r in readings if r.cost <= readings[0].cost + 4.0]
    best = min((r.cost for r in fullest), default=0.0)
    native = member.script in known.native
    natives: list[str] = []
    shares: list[float] = []
    for reading in fullest:
        forms, costs = columns(whole(reading))
        natives += forms
        shares += [math.exp(max(-30.0, best - cost)) for cost in costs]
    sure = columns(whole(readings[0]))[0] if native and readings else ()
    return Ballot(
        [classed(one, known) for one in natives],
        natives,
        shares,
        parts,
        1000.0 if native else 1.0,  # native spellings outweigh any other
        [classed(one, known) for one in sure],
    )


def _votes(given: Iterable[Ballot]) -> dict[str, float]:
    """Shares of the native names, by what the members say together."""
    ballots: list[dict[str, float]] = []
    shown: dict[str, dict[str, float]] = {}
    orders: dict[str, dict[str, float]] = {}
    sure: set[str] = set()
    for one in given:
        own: dict[str, float] = {}
        for ordered, native, share, weight in one.rows:
            kind = _unordered(ordered)
            own[kind] = own.get(kind, 0.0) + share
            said = orders.setdefault(kind, {})
            said[ordered] = said.get(ordered, 0.0) + share
            seen = shown.setdefault(ordered, {})
            seen[native] = seen.get(native, 0.0) + weight
        sure.update(map(_unordered, one.sure))
        total = math.fsum(own.values())
        if total:
            ballots.append({kind: share / total for kind, share in own.items()})
    if not ballots:
        return {}
    kinds = _competing(sorted({kind for ballot in ballots for kind in ballot}), sure)
    told = [_of_fuller(ballot, kinds) for ballot in ballots]
    scores = {}
    for kind in kinds:
        witness = sorted((math.log(max(UNSEEN, shares.get(kind, 0.0))) for shares in told), reverse=True)
        scores[kind] = witness[0] + ALIKE * math.fsum(witness[1:])
    top = max(scores.values())
    weights = {kind: math.exp(max(-60.0, score - top)) for kind, score in scores.items()}
    whole_weight = math.fsum(weights.values())
    found = {}
    for kind, weight in weights.items():
        found[_most(shown[_most(orders[kind])])] = weight / whole_weight
    return found


def _competing(kinds: list[str], sure: set[str]) -> list[str]:
    """The native names of which one is chosen: a fuller and a shorter one are different forms, so only the fullest are.

    Where there are native spellings it is one of theirs; should none of these have two words in full, a fuller one may be
    read into it from others (Т. Ф. Штыков, Terenty Shtykov: Терентий Штыков).
    """
    if sure:
        whole = any(_fullness(kind)[0] > 1 for kind in sure)
        kinds = [kind for kind in kinds if kind in sure or not whole and any(_within(s, kind) for s in sure)]
    most = max(_fullness(kind) for kind in kinds)
    return [kind for kind in kinds if _fullness(kind) == most] if sum(most) < 4 else kinds


def _fullness(kind: str) -> tuple[int, int]:
    """How many words of a name stand in full, and how many as initials."""
    initials = kind.count(".")
    return kind.count(" ") + 1 - initials, initials


def _of_fuller(shares: Mapping[str, float], kinds: Sequence[str]) -> Mapping[str, float]:
    """What a spelling says of the fullest names: that of a shorter one counts for all it may stand for."""
    if any(kind in shares for kind in kinds):
        return shares
    return {
        kind: math.fsum([share for shorter, share in shares.items() if _within(shorter, kind)])
        for kind in kinds
    }


def _within(shorter: str, kind: str) -> bool:
    """Whether one name may be another one shortened: its words are among those of the other, and an initial begins a word
    of it as long as any are left."""
    left = kind.split(" ")
    for word in sorted(shorter.split(" "), key=lambda one: one.endswith(".")):
        initial = word.endswith(".")
        fits = [one for one in left if one == word or (initial and one.startswith(word[:-1]))]
        if fits:
            left.remove(fits[0])
        elif left or not initial:
            return False
    return True


def _most(weights: Mapping[str, float]) -> str:
    return min(weights, key=lambda form: (-round(weights[form], 9), form))


def _unordered(kind: str) -> str:
    """One form for the words of a name in any order: which one stands first says nothing against the other."""
    return " ".join(sorted(kind.split(" "))) if " " in kind else kind


def _origin(members: Sequence[Profile], language: str, tables: Tables) -> str:
    """Where the name comes from when the marks in `origins.tsv` lean clearly to one side, else ""."""
    points: dict[str, float] = {}
    rows = tables.rows(f"{language}/origins")
    if not rows:
        return ""
    heads = tuple(row["mark"] for row in rows if row["where"] == "native")
    spellings = frozenset(row["mark"] for row in rows if row["where"] != "native")
    for member in members:
        for reading in member.readings[:1]:
            for part in reading.parts:
                role, spelt = part.part.role.value, part.part.joined
                native = part.forms[0].native if role == "family" and part.forms else ""
                if not native.startswith(heads) and spelt not in spellings:
                    continue
                for row in rows:
                    starts = row["where"] == "native" and native.startswith(row["mark"])
                    if (native and starts) or (spelt == row["mark"] and row["where"] == role):
                        points[row["origin"]] = points.get(row["origin"], 0.0) + float(row["points"])
    leaning = sorted(((p, o) for o, p in points.items()), reverse=True)
    if leaning and leaning[0][0] - (leaning[1][0] if len(leaning) > 1 else 0.0) >= DISTINCT / 2:
        return leaning[0][1]
    return ""


def entity_id(canonical: Canonical, kind: str) -> str:
    """A short stable code for an entity: the same content gives the same id on every machine.

    >>> entity_id(Canonical("노광철", "No Kwang Chol", "ko", 1.0), "person")
    'ko-fc48487d23'
    """
    name = canonical.native or unicodedata.normalize("NFC", canonical.label).casefold()
    code = canonical.language or "xx"
    digest = hashlib.sha256(f"{code}|{kind}|{name}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{code}-{digest[:10]}"


def distinct_ids(ids: Sequence[str], contents: Sequence[str]) -> tuple[str, ...]:
    """The ids with an ordinal where several entities share one, in the order of their contents.

    >>> distinct_ids(["ko-1", "ko-1", "ru-2"], ["b", "a", "c"])
    ('ko-1-2', 'ko-1', 'ru-2')
    """
    bearers: dict[str, int] = {}
    for id_ in ids:
        bearers[id_] = bearers.get(id_, 0) + 1
    # of others the contents, which may have to be put together, are not asked for
    shared = [position for position, id_ in enumerate(ids) if bearers[id_] > 1]
    seen: dict[str, int] = {}
    found = list(ids)
    for position in sorted(shared, key=lambda i: (ids[i], contents[i], i)):
        number = seen[ids[position]] = seen.get(ids[position], 0) + 1
        if number > 1:
            found[position] = f"{ids[position]}-{number}"
    return tuple(found)
