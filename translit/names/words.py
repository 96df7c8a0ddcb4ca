"""The words of a written name, and what may be known of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translit import text as texts
from translit.endings import Undone
from translit.frozen import quick


@quick
@dataclass(frozen=True, slots=True)
class Word:
    """A word of the name: as written, folded, how it is capitalised, and whether a comma followed."""

    text: str
    folded: str
    capitals: bool
    comma: bool


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


_TOKEN = re.compile(r"[^\s,;，、・＝]+|[,，、]")  # the last two stand between words in katakana
_DOTTED = re.compile(r"(?<=\.)-?(?=[^\W\d_])")


def words_of(cleaned: str) -> list[Word]:
    """The words of a cleaned name. Initials written together ("В.П.") and camel case ("KimJongUn") are cut.

    >>> [word.text for word in words_of("KimJongUn, В.П.")]
    ['Kim', 'Jong', 'Un', 'В.', 'П.']
    """
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
    """A word cut where a capital follows a small letter, when no piece is a lone letter and one has three or more.

    >>> _camel("KimJongUn"), _camel("McCoy"), _camel("KimJ")
    (['Kim', 'Jong', 'Un'], ['Mc', 'Coy'], ['KimJ'])
    """
    if word.isalpha() and not word.isupper() and not word[1:].islower():
        cuts = [i for i in range(1, len(word)) if word[i - 1].islower() and word[i].isupper()]
        pieces = [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]
        if len(pieces) > 1 and max(map(len, pieces)) > 2 and min(map(len, pieces)) > 1:
            return pieces
    return [word]


def before_comma(words: Sequence[Word]) -> int:
    """How many words stand before the first comma; 0 without one, and where nothing stands behind it."""
    return next((i + 1 for i, word in enumerate(words[:-1]) if word.comma), 0)
