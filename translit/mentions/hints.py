"""What a model says: spans that may be names. They are evidence beside the tables', never more than that.

A hint that overlaps what the rules found is dropped. Of the others, those stay that the tables can read: a whole name
needs less other evidence when a model saw it, a surname or given name alone needs a telling form. So the span is cut by
the same rules (titles, particles and possessives stay outside), and a name of another people stays out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from translit.mentions import cased
from translit.mentions.found import Found, Taken
from translit.mentions.lexicon import Lexicon
from translit.mentions.senses import Lemma, Sense, Word
from translit.mentions.stems import skeleton
from translit.mentions.tokens import Token
from translit.text import script_of

SUPPORT = 1.2
"""Evidence (rough nats) that a hint adds to a whole name whose words the tables know or a reader takes for likely."""

TELLING = 1.4
"""Weight from which a surname alone counts when a model takes it for a person."""

USUAL = 0.7
"""The same in a document that speaks of that language's people."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A span that a model takes for a name: code points of the text, end exclusive.

    `kind` is "person", "place" or "org" as in `model.Kind`; "" when the model knows only that it is a proper name.
    `languages` are those whose reader takes every word of the span for a likely name, by the cost of its letters.
    """

    start: int
    end: int
    kind: str = ""
    languages: tuple[str, ...] = ()


def whole(
    text: str,
    runs: Sequence[list[Token]],
    persons: Sequence[Found],
    hints: Sequence[Hint],
    lexicon: Lexicon,
) -> list[Found]:
    """Whole names that a hint lifts over the threshold: every word of the hint belongs to the name or beside it."""
    found: list[Found] = []
    spoken: dict[str, set[str]] = {}
    for item in persons:
        spoken.setdefault(item.language, set()).add("".join(item.givens).replace("-", ""))
    for hint, piece in _pieces(runs, persons, hints, len(text)):
        if any(token.word.site for token in piece):
            continue
        names = cased.whole_names(text, piece, lexicon, SUPPORT, SUPPORT if hint.languages else 0.0)
        if not names and (likely := _as_read(text, hint, piece, lexicon, spoken)):
            names = [likely]
        if len(names) == 1 and all(
            _beside(token) or names[0].start <= token.start < names[0].end for token in piece
        ):
            name = names[0]
            language = name.language or next(iter(hint.languages), "")
            scripts = lexicon.tables.language(language).scripts if language else ()
            if language in hint.languages or script_of(text[name.start : name.end]) in scripts:
                found.append(name)
    return found


def _as_read(
    text: str, hint: Hint, piece: Sequence[Token], lexicon: Lexicon, spoken: Mapping[str, set[str]]
) -> Found | None:
    """A name of words that no table lists, when a reader takes each for a likely name and the text speaks of its people.

    Where all surnames are listed, one that is not is a misprint: the rest must be the given name of a person of the text.
    """
    language = next((code for code in hint.languages if code in spoken), None)
    if language is None or not 2 <= len(piece) <= 3 or any(token.gap == "," for token in piece):
        return None
    if any(token.initial or _ordinary(token.word) or len(token.word.key) < 3 for token in piece):
        return None
    near = cased.beside(text, piece[0].start, lexicon)
    if near.nation == "other":
        return None
    parts = tuple((Lemma(token.surface),) for token in piece)
    keys = [token.word.key for token in piece]
    families: tuple[str, ...] = (keys[-1],)
    givens = tuple(keys[:-1])
    if any(tongue.code == language and tongue.surnames for tongue in lexicon.tongues):
        rest = [keys[at : at + len(keys) - 1] for at in (0, 1)]
        meant = next((words for words in rest if "".join(words).replace("-", "") in spoken[language]), None)
        if meant is None:
            return None
        families, givens = (), ("-".join(meant),)
    return Found(
        piece[0].start, piece[-1].end, "person", language, cased.THRESHOLD, bool(families), families, givens, (),
        parts, near.roles, near.gender,
    )  # fmt: skip


def bare(
    text: str,
    runs: Sequence[list[Token]],
    taken: Sequence[Found],
    hints: Sequence[Hint],
    lexicon: Lexicon,
    habits: frozenset[str],
    families: Iterable[str],
) -> list[Found]:
    """Surnames and given names that stand alone in a hint; `families` are those that the document has already."""
    found: list[Found] = []
    known = frozenset(families)
    for hint, piece in _pieces(runs, taken, hints, len(text)):
        words = [token for token in piece if not _beside(token)]
        if len(words) != 1:
            continue
        token = words[0]
        word = token.word
        near = cased.beside(text, token.start, lexicon)
        if token.initial or near.nation == "other" or _ordinary(word) or len(word.key) < 4:
            continue
        if word.key[:-1] in known and token.surface.isascii():
            continue  # a known surname and one letter: the plural, which is nobody's name
        sense = _telling(word, habits)
        if sense is None and (languages := [code for code in hint.languages if code in habits]):
            sense = Sense(languages[0], USUAL, False, (Lemma(token.surface),))
        if sense is None:
            continue
        family = sense.family >= USUAL
        lemmas = sense.families if family else sense.given_lemmas
        lemmas = lemmas or (Lemma(token.surface),)
        keys = tuple(dict.fromkeys([*(skeleton(lemma.text) for lemma in lemmas), word.key]))
        found.append(
            Found(
                token.start, token.end, "person", sense.language, sense.family or sense.given, False,
                keys if family else (), () if family else keys[:1], (), (lemmas,), near.roles,
                near.gender or ("" if family else sense.gender),
            )
        )  # fmt: skip
    return found


def _pieces(
    runs: Sequence[list[Token]], found: Sequence[Found], hints: Sequence[Hint], length: int
) -> list[tuple[Hint, list[Token]]]:
    """The words of each hint that lies free, cut out of their run."""
    taken = Taken(length)
    for item in found:
        taken.take(item.start, item.end)
    starts = [run[0].start for run in runs]
    pieces: list[tuple[Hint, list[Token]]] = []
    for hint in hints:
        if hint.kind not in ("person", "") or not taken.free(hint.start, hint.end):
            continue
        at = max(0, bisect_left(starts, hint.start + 1) - 1)
        if at >= len(runs):
            continue
        piece = [
            token for token in runs[at] if hint.start <= token.start and token.end <= hint.end + token.initial
        ]
        if piece:
            pieces.append((hint, [*piece[:-1], replace(piece[-1], gap="")]))
    return pieces


def _beside(token: Token) -> bool:
    """Whether a word inside a hint stands beside the name: a title, a nation, a plain word."""
    word = token.word
    listed = any(sense.listed or sense.given for sense in word.senses)
    return bool(word.title or word.nation or word.head or word.plain) and not listed


def _ordinary(word: Word) -> bool:
    """Whether a word has another reading that is likelier than a name by itself."""
    return bool(
        word.plain
        or word.trap
        or word.foreign
        or word.title
        or word.nation
        or word.head
        or word.site
        or word.deny
    )


def _telling(word: Word, habits: frozenset[str]) -> Sense | None:
    """The sense in which the word alone is a name, or None."""
    best = max(word.senses, key=lambda sense: (sense.family, sense.given), default=None)
    if best is None:
        return None
    usual = best.language in habits
    if best.family >= (USUAL if usual and not best.listed else TELLING) and (usual or not best.listed):
        return best
    given = max(word.senses, key=lambda sense: sense.given)
    return given if given.given >= 2.0 and given.language in habits else None
