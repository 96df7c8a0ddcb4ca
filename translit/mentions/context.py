"""What the document says about a mention: the fuller one it shortens, its gender, its lemmas.

A bare surname goes to the nearest compatible whole name before it, or behind it when there is none before. Roles,
gender and initials decide between namesakes; when two fit equally near, it stays apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import product

from translit.mentions.found import Found
from translit.mentions.lexicon import Lexicon
from translit.mentions.stems import skeleton
from translit.model import Kind, Mention
from translit.text import script_of

_WINDOW = 900
"""Characters within which "the last sentences" are looked for."""

_OPENING = ("(", "[", "\uff08")
_CLOSING = (")", "]", "\uff09", ",", ";")

_BACK = ((2, 2), (4, 8))
"""Sentences within which the one that a bare surname means was named, and within which no other with it was."""

_NEAREST = 100
"""Mentions looked at on each side, so that long texts take no longer a mention than short ones."""

_BRACKET = re.compile(r" ?[(\[\uff08]([^\W\d_]{2,4})(?=[)\],;\uff09\u00b7])")

_SENTENCE = re.compile(r"(?<=[^\W_]{3})[.!?…][\"”»’')\]]*\s+|\n\s*\n")


def finish(text: str, found: list[Found], known: Lexicon, source: str) -> tuple[Mention, ...]:
    """Mentions in text order, overlaps settled for the longer and surer one, anchors found."""
    found.sort(key=lambda f: (-(f.end - f.start) - (2 if f.kind != "person" else 0), f.start, f.kind))
    kept: list[Found] = []
    taken = bytearray(len(text) + 1)
    for item in found:
        if item.start < item.end and taken.find(1, item.start, item.end) < 0:
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    kept.sort(key=lambda f: f.start)
    _genders(kept)
    _anchors(text, kept)
    _brackets(text, kept)
    kept = _characters(text, kept, known)
    return tuple(
        Mention(
            text=text[f.start : f.end],
            start=f.start,
            end=f.end,
            source=source,
            kind=Kind(f.kind),
            language=f.language,
            lemmas=_lemmas(text[f.start : f.end], f, kept),
            anchor=f.anchor,
            roles=f.roles,
            gender=f.gender,
        )
        for f in kept
    )


def _lemmas(surface: str, item: Found, kept: list[Found]) -> tuple[str, ...]:
    """The name with its case endings undone, cheapest first; () when nothing was undone."""
    if not item.parts:
        return ()
    if all(len(part) == 1 for part in item.parts):
        written = {word.strip(",") for word in surface.split()}
        if all(part[0].text in written for part in item.parts):
            return ()
    options = [part[:3] for part in item.parts]
    if item.anchor is not None:
        keys = set(kept[item.anchor].families[:1])
        options = [
            tuple(sorted(part, key=lambda x: skeleton(x.text) not in keys)) if len(part) > 1 else part
            for part in options
        ]
    pieces = surface.split()
    commas = [
        "," if len(pieces) == len(options) and pieces[i].endswith(",") else "" for i in range(len(options))
    ]
    out: dict[str, None] = {}
    for choice in sorted(product(*(range(len(part)) for part in options)), key=lambda c: (sum(c), c)):
        words = (part[i].text for part, i in zip(options, choice, strict=True))
        out.setdefault(" ".join(word + comma for word, comma in zip(words, commas, strict=True)))
    written = {word.strip(",") for word in surface.split()}
    if all(len(part) == 1 and part[0].text in written for part in options):
        return ()
    lemmas = tuple(out)[:4]
    return () if lemmas == (surface,) else lemmas


def _genders(kept: list[Found]) -> None:
    """Where a name may be a woman's or a man's in another case, the sure mentions of the document decide.

    Those of the other in full do, or a surname alone that is only the other's where no other person bears it; unless
    the one it looks like is also surely there.
    """
    if not any(item.other for item in kept):
        return
    sure = {(item.families[0], item.givens[:1]) for item in kept if item.families and not item.other}
    bearers = {family: {given for one, given in sure if one == family} - {()} for family, _ in sure}
    for item in kept:
        other = item.other
        if other is None or (item.families[0], item.givens[:1]) in sure:
            continue
        family = other.families[0]
        if item.initials and _borne(bearers.get(item.families[0], ()), item.initials):
            continue
        alone = (family, ()) in sure and not bearers[family]
        if alone or (family, other.givens) in sure or _borne(bearers.get(family, ()), item.initials):
            item.parts, item.families, item.givens = other.parts, other.families, other.givens
            item.gender, item.who = other.gender, None


def _borne(givens: Iterable[tuple[str, ...]], initials: tuple[str, ...]) -> bool:
    """Whether one of the given names begins with the first initial."""
    return any(given[0][:1] == mark[:1] for given in givens for mark in initials[:1])


def _anchors(text: str, kept: list[Found]) -> None:
    """Give every short mention the position of the fuller one it stands for."""
    whole = [i for i, item in enumerate(kept) if item.kind == "person" and item.full and item.families]
    first: dict[tuple[str, str], int] = {}
    for i in whole:
        item = kept[i]
        if item.givens and not item.initials:
            # The same name again, in another case, order or hyphenation.
            keys = [(family, _identity(item)[1]) for family in item.families]
            item.anchor = next((first[key] for key in keys if key in first), None)
            for key in keys:
                first.setdefault(key, i)
    by_key: dict[str, list[int]] = {}
    for i in whole:
        marks = kept[i].givens[:1] or kept[i].initials[:1]
        joined = _identity(kept[i])[1]
        for mark in dict.fromkeys(
            [*(f"f {x}" for x in kept[i].families[:2]), *(f"g {x[:1]}" for x in (*marks, joined))]
        ):
            by_key.setdefault(mark, []).append(i)
    for i, item in enumerate(kept):
        if item.kind != "person" or (item.full and item.families and not item.initials):
            continue
        keys_of = [f"f {x}" for x in item.families] or [f"g {x[:1]}" for x in item.givens[:1]]
        near = sorted({j for key in keys_of for j in _around(by_key.get(key, []), i)})
        fits = [j for j in near if j != i and _compatible(item, kept[j])]
        if item.initials:
            fits = [j for j in fits if not kept[j].initials or len(kept[j].initials) > len(item.initials)]
        if not fits:
            continue
        item.anchor = _choose(text, i, item, fits, kept)
    for item in kept:
        # An anchor that itself leans on a fuller one is followed to the end.
        steps = 0
        while item.anchor is not None and kept[item.anchor].anchor is not None and steps < 4:
            if kept[item.anchor].anchor == item.anchor:
                break
            item.anchor = kept[item.anchor].anchor
            steps += 1


def _around(positions: list[int], at: int) -> list[int]:
    """The positions nearest to one, on both sides: who is far away in a long text decides nothing."""
    middle = bisect_left(positions, at)
    return positions[max(0, middle - _NEAREST) : middle + _NEAREST]


def _brackets(text: str, kept: list[Found]) -> None:
    """A name in brackets right behind a name in another script is the same name: "Но Гван Чхоль (노광철)"."""
    for i in range(1, len(kept)):
        left, right = kept[i - 1], kept[i]
        if left.kind != "person" or right.kind != "person" or not right.full or right.anchor is not None:
            continue
        between = text[left.end : right.start]
        closed = (
            between.strip() in _OPENING and len(between) < 4 and text[right.end : right.end + 1] in _CLOSING
        )
        if closed and (
            left.full or script_of(text[left.start : left.end]) != script_of(text[right.start : right.end])
        ):
            right.anchor = left.anchor if left.anchor is not None else i - 1


def _characters(text: str, kept: list[Found], known: Lexicon) -> list[Found]:
    """A name in brackets behind a person, in a script that only that language's tables of surnames know."""
    added: list[Found] = []
    for item in kept:
        inside = _BRACKET.match(text, item.end) if item.kind == "person" else None
        if inside is None:
            continue
        name, script = inside[1], script_of(inside[1])
        for tongue in known.tongues:
            language = known.tables.language(tongue.code)
            fits = script in language.read and name[0] in tongue.surnames and script_of(name[0]) == script
            if fits and name[0].upper() == name[0].lower() and tongue.code == item.language:
                start = inside.start(1)
                added.append(
                    Found(
                        start,
                        start + len(name),
                        "person",
                        tongue.code,
                        3.0,
                        True,
                        (name[0],),
                        (name[1:],),
                        text="",
                    )
                )
                break
    if not added:
        return kept
    places = {id(item): id(kept[item.anchor]) for item in kept if item.anchor is not None}
    merged = sorted((*kept, *added), key=lambda f: f.start)
    position = {id(item): i for i, item in enumerate(merged)}
    for item in kept:
        target = places.get(id(item))
        item.anchor = position[target] if item.anchor is not None and target is not None else None
    for item in added:
        before = position[id(item)] - 1
        item.anchor = before if merged[before].anchor is None else merged[before].anchor
    return merged


def _compatible(short: Found, full: Found) -> bool:
    """Whether a short mention may stand for a whole one: family or given name, initials, gender."""
    if short.gender and full.gender and short.gender != full.gender:
        return False
    if short.families:
        if not set(short.families) & set(full.families[:2]):
            return False
        if short.initials and full.givens:
            return all(g[:1] == i[:1] for g, i in zip(full.givens, short.initials, strict=False))
        return not (short.initials and full.initials) or short.initials[0][0] == full.initials[0][0]
    if len(short.givens) > 1 and short.full:
        # A given name with a patronymic beside a name with both, or with their initials.
        marks = full.givens if len(full.givens) > 1 else full.initials
        fits = zip(short.givens, marks, strict=False)
        return len(marks) > 1 and all(
            a == b or ((b.endswith(".") or len(b) < 3) and a[:1] == b[:1]) for a, b in fits
        )
    return bool(short.givens) and (
        short.givens[0] in full.givens[:1] or _identity(short)[1] == _identity(full)[1]
    )


def _choose(text: str, at: int, item: Found, fits: list[int], kept: list[Found]) -> int | None:
    """The fitting whole name: gender and roles sift, then the one that the last sentences speak of.

    None when the last sentences hold two that fit, or when none is near and several fit: better apart than wrong.
    """
    roles = set(item.roles)
    sifted: list[list[int]] = [
        [j for j in fits if item.gender and kept[j].gender == item.gender],
        [j for j in fits if roles & set(kept[j].roles)],
        [j for j in fits if not (roles and kept[j].roles and roles.isdisjoint(kept[j].roles))],
    ]
    for left in sifted:
        if len({_identity(_root(kept, j)) for j in fits}) > 1:
            fits = [j for j in fits if j in left] or fits
    fits = [j for j in fits if j < at] or fits
    who = {j: _identity(_root(kept, j)) for j in fits}
    if len(set(who.values())) == 1:
        before = [j for j in fits if j < at]
        return before[-1] if before else fits[0]
    for j in range(max(0, at - _NEAREST), at):
        other = kept[j]
        # A short mention that has found its whole name speaks of it again.
        if other.anchor in who and j not in who:
            who[j] = who[other.anchor]
    for back, apart in _BACK:
        since = _sentences_back(text, item.start, back)
        near = [j for j in who if j < at and kept[j].start >= since]
        if near:
            # Who was named some sentences ago must have had the name alone for a while before as well.
            since = _sentences_back(text, item.start, apart) if apart > back else since
            spoken = {who[j] for j in who if j < at and kept[j].start >= since}
            if len(spoken) > 1:
                return None
            return max(near) if max(near) in fits else kept[max(near)].anchor
    return None


def _sentences_back(text: str, position: int, count: int) -> int:
    """Where the sentence begins that stands `count` − 1 sentences before the one at a position."""
    start = max(0, position - _WINDOW)
    ends = [start + m.end() for m in _SENTENCE.finditer(text[start:position])]
    return ends[-count] if len(ends) >= count else start


def _root(kept: list[Found], j: int) -> Found:
    """The mention itself, or the one that it goes back to already."""
    anchor = kept[j].anchor
    return kept[j] if anchor is None else kept[anchor]


def _identity(item: Found) -> tuple[str, str]:
    """Family and given name without breaks: spellings that differ in hyphens and order alone are one."""
    if item.who is None:
        item.who = "".join(item.families[:1]), "".join(item.givens).replace("-", "")
    return item.who
