"""Optional models that find names better: one file a partner, each an ordinary package with its weights inside.

A partner serves the documents written in some scripts: the table `models.tsv` of a language's folder says which partner,
which scripts, which extra installs it and where its weights are. What a partner says are hints; the tables decide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from types import MappingProxyType

from translit import lattice, mentions
from translit.errors import InputError, MissingExtra, TableError
from translit.mentions import Hint
from translit.model import Mention, Role
from translit.partners import kiwi, slovnet, spacy
from translit.settings import Settings
from translit.tables import Tables
from translit.text import fold, script_of

MODELS = ("rules", "models", "auto")
"""How to find names: by rules alone; with the models of all the documents' scripts; with those that are installed."""

Model = Callable[[str], Sequence[Hint]]

_PARTNERS: Mapping[str, Callable[[str], Model]] = MappingProxyType(
    {"kiwi": kiwi.load, "slovnet": slovnet.load, "spacy": spacy.load}
)
_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kiwi": kiwi.NEEDS, "slovnet": slovnet.NEEDS, "spacy": spacy.NEEDS}
)
_SHARE = 0.2
"""Share (0…1) of a text's letters from which a script's partner is asked about it."""

_MOST_WORDS = 5
"""Words that a name has at most."""

_LIKELY = 2.45
"""Nats a letter up to which a reader takes a lone word for a likely name of its language: names of others cost more."""

_LIKELY_EACH = 2.75
"""The same for each word of a name of several words."""


@dataclass(frozen=True, slots=True)
class Card:
    """A partner as a table names it: the extra that installs it, its weights' package, its scripts."""

    partner: str
    extra: str
    weights: str
    scripts: tuple[str, ...]

    @property
    def installed(self) -> bool:
        """Whether all that the partner needs is there."""
        needed = (*_NEEDS[self.partner], *((self.weights,) if self.weights else ()))
        return all(find_spec(name) is not None for name in needed)


def cards(tables: Tables) -> tuple[Card, ...]:
    """The partners that the tables name, in the order of their folders.

    >>> from translit.tables import load_tables
    >>> sorted(card.partner for card in cards(load_tables()))
    ['kiwi', 'slovnet', 'spacy']

    Raises TableError for a partner that no file here serves.
    """
    return tables.derived("partners", lambda: _cards(tables))


def _cards(tables: Tables) -> tuple[Card, ...]:
    found: list[Card] = []
    for code in tables.folders:
        for row in tables.rows(f"{code}/models"):
            if row["partner"] not in _PARTNERS:
                known = ", ".join(sorted(_PARTNERS))
                raise TableError(
                    f"{code}/models.tsv: the partner {row['partner']!r} is none of {known}; give one."
                )
            scripts = tuple(row["scripts"].replace(",", " ").split())
            found.append(Card(row["partner"], row["extra"], row["weights"], scripts))
    return tuple(found)


def finder(model: str = "auto") -> Callable[[str, Tables, Settings, str], Sequence[Mention]]:
    """The function that finds the names in a text: by rules, or with the models' hints as well.

    >>> finder("rules") is mentions.find
    True

    With "models" a text in a script whose partner is not installed raises MissingExtra, which says what to install;
    "auto" leaves that partner out. Raises InputError for any other word.
    """
    if model not in MODELS:
        raise InputError(f"the model {model!r} is not known; give one of {', '.join(MODELS)}.")
    return mentions.find if model == "rules" else partial(_find, model == "models")


def _find(strict: bool, text: str, tables: Tables, settings: Settings, source: str) -> Sequence[Mention]:
    return mentions.find(text, tables, settings, source, hints(text, tables, strict))


def hints(text: str, tables: Tables, strict: bool = False) -> tuple[Hint, ...]:
    """What the partners of a text's scripts take for names; `strict` raises MissingExtra for one that is absent."""
    shares = _shares(text)
    found: list[Hint] = []
    for card in cards(tables):
        if all(shares.get(script, 0.0) < _SHARE for script in card.scripts):
            continue
        if not card.installed:
            if strict:
                raise MissingExtra(
                    f"the model {card.partner} for this text ({', '.join(card.scripts)}) is not installed: "
                    f'pip install "translit-names[{card.extra}]", or find names by rules'
                )
            continue
        asked = tables.derived(f"partner {card}", partial(_PARTNERS[card.partner], card.weights))
        found += asked(text)
    found.sort(key=lambda hint: (hint.start, hint.end, hint.kind))
    names = [fold(text[hint.start : hint.end]).removesuffix("’s") for hint in found]
    likely = {name: _likely(name, tables) for name in dict.fromkeys(names)}
    return tuple(replace(hint, languages=likely[name]) for hint, name in zip(found, names, strict=True))


def _likely(name: str, tables: Tables) -> tuple[str, ...]:
    """The languages whose reader takes every word of a name in another script for a likely one, likeliest first."""
    words = [word for word in name.replace("-", " ").replace("’", "").split() if not word.endswith(".")]
    if not 0 < len(words) <= _MOST_WORDS or not all(map(str.isalpha, words)):
        return ()
    script = script_of(name)
    costs: list[tuple[float, str]] = []
    for code in tables.languages:
        language = tables.language(code)
        if script in language.read and script not in language.scripts:
            cost = max(_cost(word, code, script, len(words) == 1, tables) for word in words)
            if cost <= (_LIKELY if len(words) == 1 else _LIKELY_EACH):
                costs.append((cost, code))
    return tuple(code for _, code in sorted(costs))


def _cost(word: str, code: str, script: str, alone: bool, tables: Tables) -> float:
    """What reading a word costs, in nats a letter: as a surname, or in company as a given name as well."""
    roles = (Role.FAMILY,) if alone else (Role.FAMILY, Role.GIVEN)
    letters = max(2, len(unicodedata.normalize("NFD", word)))
    return min(lattice.read(word, code, script, role.value, tables, 1).total for role in roles) / letters


def _shares(text: str) -> dict[str, float]:
    """The share of each script among the letters of a text (of a sample, when it is long)."""
    step = max(1, len(text) // 5000)
    counts: dict[str, int] = {}
    for letter in text[::step]:
        if letter.isalpha() and (script := script_of(letter)) != "Zyyy":
            counts[script] = counts.get(script, 0) + 1
    total = sum(counts.values()) or 1
    return {script: count / total for script, count in counts.items()}
