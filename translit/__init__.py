"""Korean and Russian names: read in any script, found in documents, gathered into entities.

>>> import translit
>>> translit.canonicalise("Noh Gwang Chol").native
'노광철'
>>> translit.romanise("노광철", "ko/mr")
'No Kwangch’ŏl'

What reads, compares or gathers takes optional `settings` (see `Settings`). Costs are in nats, probabilities in 0…1.
Wrong input raises a `TranslitError` that says where, what was found and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translit.errors import InputError, MissingExtra, TableError, TranslitError, UnknownLanguage
from translit.model import (
    Canonical,
    Entity,
    Evidence,
    Form,
    Kind,
    Mention,
    Role,
    Score,
    Spelling,
    SystemInfo,
    Written,
)
from translit.settings import Settings

if TYPE_CHECKING:
    from translit.met import Met

__version__ = "0.1.0"

__all__ = [
    "Canonical",
    "Entity",
    "Evidence",
    "Form",
    "InputError",
    "Kind",
    "Mention",
    "MissingExtra",
    "Role",
    "Score",
    "Settings",
    "Spelling",
    "SystemInfo",
    "TableError",
    "TranslitError",
    "UnknownLanguage",
    "Written",
    "canonicalise",
    "cluster",
    "compare",
    "find",
    "keys",
    "readings",
    "resolve",
    "romanise",
    "spellings",
    "systems",
    "written",
]

_DEFAULT = Settings()


def canonicalise(name: str, settings: Settings = _DEFAULT) -> Canonical:
    """The canonical form of one name: native form, label, language, confidence, and what stays open.

    >>> import translit
    >>> found = translit.canonicalise("Viktor Goremykin")
    >>> found.native, found.language
    ('Виктор Горемыкин', 'ru')

    A name that no table reads keeps its own spelling as label and has no native form. Raises InputError when
    the name is empty.
    """
    from translit import single, tables

    return single.canonicalise(name, tables.load_tables(), settings)


def readings(
    spelling: str, limit: int = 8, system: str | None = None, settings: Settings = _DEFAULT
) -> tuple[Form, ...]:
    """The native names that may stand behind a spelling, cheapest first; cost in nats.

    >>> import translit
    >>> [form.native for form in translit.readings("No Kwangch'ŏl", system="ko/mr")][:1]
    ['노광철']

    With `system` only what that system writes exactly so. Nothing that can be read gives (). Raises InputError for
    an empty spelling, UnknownLanguage for a system that no table defines.
    """
    from translit import single, tables

    return single.readings(spelling, limit, system, tables.load_tables(), settings)


def spellings(native: str, limit: int = 20, settings: Settings = _DEFAULT) -> tuple[Spelling, ...]:
    """The ways a native name may be written, likeliest first: probability among the ways in its script, and its systems.

    >>> import translit
    >>> "No Kwangch’ŏl" in {one.text for one in translit.spellings("노광철", limit=60)}
    True

    The probabilities of one script add up to 1. Raises InputError when the name is empty or not in a native script.
    """
    from translit import single, tables

    return single.spellings(native, limit, tables.load_tables(), settings)


def romanise(native: str, system: str) -> str:
    """Write a native name the way one system does; two systems in a row are joined by "+".

    >>> import translit
    >>> translit.romanise("Горемыкин", "ru/icao-9303")
    'Goremykin'

    A character that no rule covers is kept as it is: see `written` for a report of them. Raises UnknownLanguage for a
    system that no table defines; ISO 24229 codes work as names.
    """
    return written(native, system).text


def written(native: str, system: str) -> Written:
    """As `romanise`, with the trail of rules used and the characters that no rule covers, each once.

    >>> import translit
    >>> translit.written("Горе", "ru/icao-9303").trail[0].startswith("ru/icao-9303#")
    True
    """
    from translit import single, tables

    return single.written(native, system, tables.load_tables())


def compare(left: str, right: str, settings: Settings = _DEFAULT) -> Score:
    """How likely two spellings are one NAME: `value` in 0…1, and evidence in nats that sums to its log-odds.

    >>> import translit
    >>> translit.compare("No Kwang-chol", "Но Гван Чхоль").value > 0.9
    True
    >>> translit.compare("Kim Jong-un", "Kim Jong-nam").value < 0.1
    True

    Two persons can share a name; `rarity` tells how much the shared name says. Raises InputError for an empty name.
    Names are remembered: of those met before a comparison takes some microseconds with the extra `fast`, which is loaded
    after some hundred names, and evidence is worked out when it is looked at.
    """
    return (_usual() if settings is _DEFAULT else _met(settings)).compare(left, right)


def _met(settings: Settings) -> Met:
    from translit import met, tables

    return met.met(tables.load_tables(), settings)


@lru_cache(maxsize=1)
def _usual() -> Met:
    # asked for millions of times: imports and a look for the settings each time would take as long as the answer
    return _met(_DEFAULT)


def keys(name: str, settings: Settings = _DEFAULT) -> tuple[str, ...]:
    """Short codes that spellings of one name share: for exact joins in SQL, Splink or a search engine.

    >>> import translit
    >>> bool(set(translit.keys("No Kwang-chol")) & set(translit.keys("노광철")))
    True
    """
    from translit import single, tables

    return single.keys(name, tables.load_tables(), settings)


def cluster(names: Iterable[str], settings: Settings = _DEFAULT) -> tuple[Entity, ...]:
    """Names gathered into entities; `members` are positions in the input. Equal input, equal ids, in any order.

    >>> import translit
    >>> [entity.members for entity in translit.cluster(["No Kwang-chol", "Kim Jong-un", "노광철"])]
    [(0, 2), (1,)]
    """
    from translit import pipeline, tables

    return pipeline.cluster(names, tables.load_tables(), settings)


def find(text: str, settings: Settings = _DEFAULT) -> tuple[Mention, ...]:
    """The names in a text, in text order; `start` and `end` are code points of the text, end exclusive.

    >>> import translit
    >>> [mention.text for mention in translit.find("Minister No Kwang-chol met Viktor Goremykin.")]
    ['No Kwang-chol', 'Viktor Goremykin']
    """
    from translit import mentions, tables

    return mentions.find(text, tables.load_tables(), settings)


def resolve(
    documents: Mapping[str, str] | Iterable[tuple[str, str]],
    settings: Settings = _DEFAULT,
    model: str = "rules",
    registry: str | Path | None = None,
    who: str = "translit.resolve",
    why: str = "documents resolved",
) -> tuple[Entity, ...]:
    """Documents (name → text) to entities with their mentions, the most mentioned first: the whole story.

    Pairs of name and text may come one after another, from a generator: no text is kept longer than its names are sought.

    >>> import translit
    >>> found = translit.resolve({"a": "Minister No Kwang-chol spoke.", "b": "노광철 국방상이 말했다."})
    >>> [(entity.native, entity.documents) for entity in found]
    [('노광철', ('a', 'b'))]

    `model` says how names are found: by "rules", with the optional "models" beside them, or with those that are
    installed ("auto"). Raises MissingExtra when a model that a document needs is absent, InputError for another word.
    With `registry`, a file that is made when it is missing, known names keep their ids from run to run and new ones are
    written into it; `who` and `why` stand in its log.
    """
    from translit import partners, pipeline, tables

    entities = pipeline.resolve(documents, tables.load_tables(), settings, partners.finder(model))
    if registry is None:
        return entities
    from translit.settled import settled

    return settled(entities, registry, who, why, tables.load_tables(), settings)


def systems() -> tuple[SystemInfo, ...]:
    """The cards of all systems: id, language, title, year, aliases, for persons or not.

    >>> import translit
    >>> {"ko", "ru"} <= {card.language for card in translit.systems()}
    True
    """
    from translit import tables

    return tables.load_tables().systems()
