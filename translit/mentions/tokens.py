"""Capitalised words of a text and the runs that they make: what all passes over cased scripts look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translit.mentions.lexicon import Lexicon
from translit.mentions.senses import Word

_LONGEST_RUN = 40

POSSESSIVES = ("'s", "’s", "'S", "’S")
_GAP = re.compile(r"[ \t\u00a0]*(?:\r?\n[ \t\u00a0]*)?")
_COMMA = re.compile(r",[ \t\u00a0]*(?:\n[ \t]*)?")
_OPENING = " \t\u00a0\"'«“”„‘(—–-※•*"
_STOPPED = re.compile(r"(?:[^\W\d_]\.){2,}")
_INITIAL = re.compile(r"[ \u00a0]?[^\W\d_]\.")


def _uppers() -> str:
    """All capital letters below U+3000 as the inside of a character class."""
    points = [p for p in range(0x41, 0x3000) if chr(p).isupper()]
    out, start = [], points[0]
    for p, q in zip(points, [*points[1:], -1], strict=True):
        if q != p + 1:
            out.append(f"{chr(start)}-{chr(p)}" if p > start else chr(p))
            start = q
    return "".join(out)


_LETTER = r"[^\W\d_\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\u2e80-\u9fff]"
_TOKEN = re.compile(
    rf"(?<![^\W\d_])[{_uppers()}](?:{_LETTER}|[\u0300-\u036f\ufe20-\ufe2f]|['’‘`ʹʼ](?={_LETTER})"
    rf"|[-‐‑](?:\n(?=[^\W\d_A-Z]))?(?={_LETTER}))*"
)


@dataclass(slots=True)
class Token:
    """A capitalised word or an initial with its stop. `gap` says what stands before the next token of the run."""

    start: int
    end: int
    word: Word
    surface: str
    initial: bool = False
    opens: bool = False
    gap: str = ""

    @property
    def capitals(self) -> bool:
        return self.surface.isupper() and len(self.surface) > 1


def runs(text: str, lexicon: Lexicon, initials: frozenset[str]) -> Iterator[list[Token]]:
    """Runs of capitalised words with nothing but a space, one line break or a comma between them."""
    run: list[Token] = []
    words = lexicon.words
    skip = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if start < skip:
            continue
        surface = found.group()
        if surface[-1] in "sS" and surface[-2:] in POSSESSIVES and len(surface) > 2:
            end -= 2
            surface = surface[:-2]
        word = words[surface]
        initial = False
        if text.startswith(".", end) and (
            len(surface) == 1
            or (
                len(surface) < 5
                and surface.lower() in initials
                and (not word.surname or _INITIAL.match(text, end + 1))
            )
        ):
            initial = True
            end += 1
        if initial and len(surface) == 1:
            short = _STOPPED.match(text, start)
            if short and (
                lexicon.nations.get(short[0].lower()) or lexicon.nations.get(short[0].lower()[:-1])
            ):
                skip = short.end()
                continue  # "U.S." is no initials
        if run:
            last = run[-1]
            gap = text[last.end : start]
            if gap == " ":
                last.gap = gap
            elif gap[:1] == ",":
                last.gap = "," if len(gap) < 8 and _COMMA.fullmatch(gap) else ""
            elif (gap.isspace() and _GAP.fullmatch(gap)) or (last.initial and gap in ("", "-")):
                last.gap = " "
            if not last.gap or len(run) >= _LONGEST_RUN:
                last.gap = ""
                yield run
                run = []
        run.append(Token(start, end, word, surface, initial, _opens(text, start, run)))
    if run:
        yield run


def _opens(text: str, start: int, run: list[Token]) -> bool:
    """Whether a sentence, a headline or a quotation begins here."""
    if run and (run[-1].initial or run[-1].word.title) and text[run[-1].end : start].strip() in ("", "."):
        return False
    at = start - 1
    if at > 0 and text[at] == " " and text[at - 1].isalnum():
        return False
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    if at < 0 or text[at] in ".!?…":
        return True
    if text[at] in "\n\r":
        return "\n" in text[max(0, at - 2) : at] or text[max(0, at - 1)] in ".!?…:" or at < 2
    return text[at] == ":" or (start - 1 > at and text[start - 1] in '"«“')


def barred(token: Token) -> bool:
    """Whether a word cannot be an unlisted part of a name."""
    return token.word.barred or token.initial
