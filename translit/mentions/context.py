"""What the document says about a mention: the fuller one it shortens, its gender, its lemmas.

A bare surname goes to the nearest compatible whole name before it, or behind it when there is none before. Roles,
gender and initials decide between namesakes; when two fit equally near, it stays apart.
"""

from __future__ import annotations

from itertools import product

from translit.mentions.found import Found
from translit.mentions.lexicon import Lexicon
from translit.model import Kind, Mention
from translit.text import script_of


def finish(text: str, found: list[Found], known: Lexicon, source: str) -> tuple[Mention, ...]:
    """Mentions in text order, overlaps settled for the longer and surer one, anchors found."""
    found.sort(key=lambda f: (-(f.end - f.start) - (2 if f.kind != "person" else 0), f.start, f.kind))
    kept: list[Found] = []
    taken = bytearray(len(text) + 1)
    for item in found:
        if item.start < item.end and not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    kept.sort(key=lambda f: f.start)
    _anchors(kept)
    _brackets(text, kept)
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
    options = [part[:3] for part in item.parts]
    if item.anchor is not None and len(options) == 1:
        keys = set(kept[item.anchor].families[:1])
        options = [tuple(sorted(options[0], key=lambda x: _key(x.text) not in keys))]
    out: dict[str, None] = {}
    for choice in sorted(product(*(range(len(part)) for part in options)), key=lambda c: (sum(c), c)):
        out.setdefault(" ".join(part[i].text for part, i in zip(options, choice, strict=True)))
    lemmas = tuple(out)[:4]
    return (
        ()
        if lemmas == (surface,) or not any(len(part) > 1 or part[0].text not in surface for part in options)
        else lemmas
    )


def _key(word: str) -> str:
    from translit.mentions.lexicon import skeleton

    return skeleton(word)


def _anchors(kept: list[Found]) -> None:
    """Give every short mention the position of the fuller one it stands for."""
    whole = [i for i, item in enumerate(kept) if item.kind == "person" and item.full and item.families]
    for i, item in enumerate(kept):
        if item.kind != "person" or item.full and not item.initials:
            continue
        fits = [j for j in whole if j != i and _compatible(item, kept[j])]
        if item.initials:
            fits = [j for j in fits if not kept[j].initials or len(kept[j].initials) > len(item.initials)]
        if not fits:
            continue
        item.anchor = _choose(i, item, fits, kept)
    for item in kept:
        # An anchor that itself leans on a fuller one is followed to the end.
        steps = 0
        while item.anchor is not None and kept[item.anchor].anchor is not None and steps < 4:
            if kept[item.anchor].anchor == item.anchor:
                break
            item.anchor = kept[item.anchor].anchor
            steps += 1


def _brackets(text: str, kept: list[Found]) -> None:
    """A name in brackets right behind a name in another script is the same name: "Но Гван Чхоль (노광철)"."""
    for i in range(1, len(kept)):
        left, right = kept[i - 1], kept[i]
        if left.kind != "person" or right.kind != "person" or not right.full or right.anchor is not None:
            continue
        between = text[left.end : right.start]
        if (
            between.strip() in ("(", "[", "（")
            and len(between) < 4
            and text[right.end : right.end + 1] in (")", "]", "）", ",", ";")
        ):
            if script_of(text[left.start : left.end]) != script_of(text[right.start : right.end]):
                right.anchor = left.anchor if left.anchor is not None else i - 1


def _compatible(short: Found, full: Found) -> bool:
    """Whether a short mention may stand for a whole one: family or given name, initials, gender."""
    if short.gender and full.gender and short.gender != full.gender:
        return False
    if short.families:
        if not set(short.families) & set(full.families[:2]):
            return False
        if short.initials and full.givens:
            return full.givens[0][:1] == short.initials[0][:1]
        return not (short.initials and full.initials) or short.initials[0][0] == full.initials[0][0]
    return bool(short.givens) and short.givens[0] in (full.givens[:1] + ("-".join(full.givens),))


def _choose(at: int, item: Found, fits: list[int], kept: list[Found]) -> int | None:
    """The fitting whole name: by shared roles, else the nearest before, else the first behind."""
    if item.roles:
        shared = [j for j in fits if set(item.roles) & set(kept[j].roles)]
        if shared and len({_identity(kept[j]) for j in fits}) > 1:
            fits = shared
    before = [j for j in fits if j < at]
    if before:
        return before[-1]
    if len({_identity(kept[j]) for j in fits}) == 1:
        return fits[0]
    return None


def _identity(item: Found) -> tuple[object, ...]:
    return item.families[:1], item.givens
