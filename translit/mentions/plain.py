"""Texts as they come, made plain for the finder: what carries no meaning is undone, and every place is remembered.

Letters that a file system took apart, line ends of two characters, entities of HTML, invisible marks, wide letters
and spaces, look-alikes of another script: a reader does not see them, so the finder does not either. Spans are told in
the text as given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translit.mentions.hints import Hint
from translit.model import Mention
from translit.text import clean, oddities


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text, and for each of its characters where it begins and ends in the text as given."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def given(self, mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
        """The mentions of the plain text as mentions of the text as given."""
        out = []
        for one in mentions:
            start, end = self.starts[one.start], self.ends[one.end - 1]
            surface = text[start:end]
            # what a reader of names cannot undo by itself (an entity) is told as the lemma
            lemmas = one.lemmas or (() if clean(surface) == clean(one.text) else (one.text,))
            out.append(replace(one, text=surface, start=start, end=end, lemmas=lemmas))
        return tuple(out)

    def hints(self, hinted: Sequence[Hint]) -> list[Hint]:
        """Hints about the text as given as hints about the plain one."""
        return [
            replace(one, start=bisect_left(self.starts, one.start), end=bisect_left(self.starts, one.end))
            for one in hinted
        ]


def plain(text: str) -> Plain | None:
    """The text made plain, or None when it is plain already.

    >>> found = plain("No\u00a0Kwang\u200b-chol&amp;co")
    >>> found.text, found.starts[-3:]
    ('No Kwang-chol&co', [14, 19, 20])
    >>> plain("No Kwang-chol") is None
    True
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, changed = 0, False
    for start, end, new in oddities(text):
        changed = True
        for piece, first, last in ((text[at:start], at, start), (new, start, end)):
            out.append(piece)
            alike = len(piece) == last - first
            starts += range(first, last) if alike else [first] * len(piece)
            ends += range(first + 1, last + 1) if alike else [last] * len(piece)
        at = end
    if not changed:
        return None
    out.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Plain("".join(out), starts, ends)
