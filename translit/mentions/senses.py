"""What the tables may say of a word as written: the nouns in which the lexicon answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word with its case ending undone. `gender` and `cases` say what the ending tells ("" and () nothing)."""

    text: str
    gender: str = ""
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word may be in the names of one language.

    `family`, `given` and `units` are weights (0: cannot be); `listed` says that the surname stands in a list,
    `count` how many given-name units the word holds. Lemmas are cheapest first.
    """

    language: str
    family: float = 0.0
    listed: bool = False
    families: tuple[Lemma, ...] = ()
    units: float = 0.0
    count: int = 0
    given_lemmas: tuple[Lemma, ...] = ()
    given: float = 0.0
    patronymic: bool = False
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """All that the tables know about a word as written.

    `barred` words cannot be an unlisted part of a name, a `surname` stands in a list, `joined` is the language in which
    the word looks like a whole given name of two units, `adjective` the one of whose place the word may be an adjective.
    With any of these, or as a `site`, it is `naming`: a place or institution may be called by it. An `abroad` word is a given
    name of many peoples; a `shared` one is a surname of several, which tells little behind such a given name. A `placed`
    one ends as the names of places do.
    """

    key: str
    senses: tuple[Sense, ...] = ()
    plain: bool = False
    trap: bool = False
    foreign: bool = False
    after: bool = False
    deny: bool = False
    role: str = ""
    title: bool = False
    nation: str = ""
    head: str = ""
    site: bool = False
    barred: bool = False
    surname: bool = False
    joined: str = ""
    adjective: str = ""
    naming: bool = False
    abroad: bool = False
    shared: bool = False
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Exonym:
    """A place or institution by its form in a table: all words of it, its kind and its language."""

    words: tuple[str, ...]
    kind: str
    language: str
    lemma: str
