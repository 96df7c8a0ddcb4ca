"""Places and institutions in scripts with capital letters.

A place or institution counts when a proper name of one of the languages stands in it: by the tables of places and
organisations, or by a name beside a head word ("… University"). A person's name inside is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Container

from translit.mentions.found import Found, Taken
from translit.mentions.lexicon import Lexicon
from translit.mentions.stems import skeleton
from translit.mentions.tokens import Token

_WORD = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*([^\W_]+(?:[-'’][^\W_]+)*)")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?$")
_BETWEEN = 2
"""Words that may stand between an adjective made from a place's name and the head word."""


def exonym(text: str, token: Token, lexicon: Lexicon) -> tuple[int, str, str] | None:
    """The longest entry of the tables that begins with this word: its end in the text, kind and language."""
    if not token.word.site:
        return None
    best: tuple[int, str, str] | None = None
    for key in lexicon.keys(token.surface):
        for entry in lexicon.exonyms.get(key, ()):
            end = token.end
            if len(entry.words) > 1 and text[end : end + 1] == ".":
                end += 1
            for word in entry.words[1:]:
                found = _WORD.match(text, end)
                if not found or word not in lexicon.keys(found[1]):
                    break
                end = found.end()
            else:
                if best is None or end > best[0]:
                    best = (end, entry.kind, entry.language)
    return best


def sites(
    text: str, runs: list[list[Token]], persons: list[Found], lexicon: Lexicon
) -> tuple[list[Found], list[Found]]:
    """The places and institutions, and the persons that are not inside one of them."""
    starts = {found.start: found for found in persons}
    inside = Taken(len(text))
    for found in persons:
        inside.take(found.start, found.end)
    out: list[Found] = []
    taken = Taken(len(text))
    for run in runs:
        for token in run:
            if token.word.naming or token.start in starts:
                _institutions(text, run, starts, lexicon, out, taken)
                break
    for found in persons:
        named = _named_after(text, found, lexicon)
        if named is not None and taken.free(named, found.end):
            head = lexicon.heads.get(skeleton(re.split(r"[^\w-]", text[named:])[0]))
            out.append(Found(named, found.end, "place" if head == "place" else "org", found.language, 3.0))
            taken.take(named, found.end)
    persons = [found for found in persons if taken.free(found.start, found.end)]
    held = Taken(len(text))
    for found in persons:
        held.take(found.start, found.end)
    for run in runs:
        for token in run:
            if not token.word.naming:
                continue
            if not (taken.free(token.start, token.end) and held.free(token.start, token.end)):
                continue
            hit = None if token.initial else exonym(text, token, lexicon)
            if hit is None:
                hit = _adjective(text, token, lexicon)
            if hit is None:
                continue
            end, kind, language = hit
            if kind == "place":
                end = _region(text, end, lexicon)
            if kind == "org" and not _quoted(text, token.start, end) and _common(text, token, end):
                continue
            out.append(Found(token.start, end, kind, language, 3.0))
            taken.take(token.start, end)
    return out, persons


def _quoted(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("«", "“", '"', "„")


def _common(text: str, token: Token, end: int) -> bool:
    """Whether a one-word institution opens a sentence in a script where it may be a plain word."""
    return token.opens and end == token.end and not token.capitals and not token.surface.isascii()


def _region(text: str, end: int, lexicon: Lexicon) -> int:
    """The end of a place with the lower-case head word that follows it ("… region")."""
    found = _WORD.match(text, end)
    if found and lexicon.heads.get(skeleton(found[1])) == "region":
        return found.end()
    return end


def _institutions(
    text: str, run: list[Token], starts: dict[int, Found], lexicon: Lexicon, out: list[Found], taken: Taken
) -> None:
    """Runs that end in a head word and hold a proper name: the span begins at the name."""
    at = 0
    while at < len(run):
        token = run[at]
        if not (token.word.naming or token.start in starts):
            at += 1
            continue
        name_end, language = _name_end(text, token, starts, lexicon)
        if name_end is None:
            at += 1
            continue
        end, kind = _head_after(text, name_end, starts, lexicon)
        if end is None:
            at += 1
            continue
        out.append(Found(token.start, end, kind, language, 3.0))
        taken.take(token.start, end)
        while at < len(run) and run[at].start < end:
            at += 1


def _name_end(text: str, token: Token, starts: dict[int, Found], lexicon: Lexicon) -> tuple[int | None, str]:
    """Where a proper name that begins here ends, and its language."""
    found = starts.get(token.start)
    if found is not None and found.full:
        return found.end, found.language
    hit = None if token.initial else exonym(text, token, lexicon)
    if hit is not None and hit[1] == "place":
        return hit[0], hit[2]
    return (token.end, token.word.joined) if token.word.joined else (None, "")


def _head_after(text: str, end: int, starts: Container[int], lexicon: Lexicon) -> tuple[int | None, str]:
    """The end of the last head word of the capitalised words after a name, and the kind; (None, "") for none."""
    best: tuple[int | None, str] = (None, "")
    at, joined = end, False
    for _ in range(6):
        found = _WORD.match(text, at)
        if not found or "\n\n" in text[at : found.start(1)]:
            break
        word = found[1]
        if joined and found.start(1) in starts:
            break  # "… Kim and Inbee Park": another person
        joined = word in lexicon.joins
        head = lexicon.heads.get(skeleton(word))
        second = _WORD.match(text, found.end())
        if second and (two := lexicon.heads.get(skeleton(f"{word} {second[1]}"))):
            head, found = two, second
        if word[:1].isupper():
            if head:
                best = (found.end(), "place" if head in ("place", "region") else "org")
        elif head in ("school", "region") and at == end:
            best = (found.end(), "place" if head == "region" else "org")
            break
        elif word not in (lexicon.joins if best[0] is None else lexicon.links):
            # A small word joins capitalised ones ("Military and Political Academy"); a linking one ("of") only
            # what follows a head.
            break
        at = found.end()
    return best


def _gives_names(lexicon: Lexicon, word: str) -> bool:
    """Whether a person's name right behind this word may be what something is called by."""
    found = _LAST.search(word)
    return found is not None and (
        lexicon.heads.get(skeleton(found[0])) == "place" or skeleton(found[0].rstrip(".")) in lexicon.named
    )


def _named_after(text: str, person: Found, lexicon: Lexicon) -> int | None:
    """The start of the institution that is named after a person ("… имени …"), or None."""
    base = max(0, person.start - 60)
    before = text[base : person.start]
    ending = before.rsplit(None, 1)
    if not ending or not lexicon.memory(_gives_names)[ending[-1]]:
        return None
    words = list(_WORDS.finditer(before))
    if words and not text[base + words[-1].end() : person.start].strip():
        genitive = bool(person.parts) and any("genitive" in lemma.cases for lemma in person.parts[-1][:1])
        if (
            genitive
            and not words[-1][0].endswith(".")
            and lexicon.heads.get(skeleton(words[-1][0])) == "place"
        ):
            return base + words[-1].start()
    if len(words) < 2 or skeleton(words[-1][0].rstrip(".")) not in lexicon.named:
        return None
    if text[base + words[-1].end() : person.start].strip():
        return None
    for word in reversed(words[-4:-1]):
        if lexicon.heads.get(skeleton(word[0])) in ("org", "school"):
            start = base + word.start()
            for left in reversed(words[: words.index(word)]):
                gap = text[base + left.end() : start]
                if gap.strip() or "\n\n" in gap or not left[0][:1].isupper() or left[0].endswith("."):
                    break
                start = base + left.start()
            return start
    return None


def _adjective(text: str, token: Token, lexicon: Lexicon) -> tuple[int, str, str] | None:
    """An adjective made from a place's name before a head word: the institution or place of that name."""
    if not token.word.adjective:
        return None
    found = _WORD.match(text, token.end)
    for _ in range(_BETWEEN):
        # "… revolutionary school": what kind of institution it is may stand between
        if found and lexicon.qualifiers.get(skeleton(found[1])) and not lexicon.heads.get(skeleton(found[1])):
            found = _WORD.match(text, found.end())
    head = lexicon.heads.get(skeleton(found[1])) if found else None
    if not found or not head:
        return None
    return found.end(), "place" if head in ("place", "region") else "org", token.word.adjective
