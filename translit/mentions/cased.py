"""Names in scripts with capital letters: runs of capitalised words, weighed part by part.

Here stand the whole names: what the words may be (`parses`) with the titles and nations beside them. Institutions and
places (`sites`) come next, names that stand alone (`bare`) last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translit.mentions.found import Found
from translit.mentions.lexicon import Lexicon
from translit.mentions.made import as_subject, make
from translit.mentions.parses import Parse, parses, sense_in, stretches
from translit.mentions.stems import skeleton
from translit.mentions.tokens import POSSESSIVES, Token

THRESHOLD = 2.9
"""Evidence (rough nats) from which a run of words is a name."""

_YEARS = 2.0
"""Evidence of the years of a life right behind a name."""

_NEVER = 99.0

_RUNS = 20_000
"""Runs whose parses are remembered."""

_STOP = re.compile('[,;:!?()«»"“”]')
_JOINED = re.compile(r"(?<!\w)([^\W\d_a-z][\w’'-]*),?[ \n]([^\W\d_]{1,3})[ \n]$")
_DATED = re.compile(r",[ \n](?:1[4-9]|20)\d\d\??[-–]")
_APPOSED = re.compile(r",[ \n](?:(?:the|a|an)[ \n])?((?:[^\W\d_][\w’'-]*[ \n]?){1,4})")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands before a name: role words with their genders, and whose names the words announce."""

    roles: tuple[str, ...] = ()
    gender: str = ""
    title: bool = False
    nation: str = ""


_NOTHING = Beside()


def beside(text: str, start: int, lexicon: Lexicon) -> Beside:
    """The titles and nations right before a position, nearest first."""
    tail = text[max(0, start - 80) : start]
    if not tail[-1:].isspace():
        return _NOTHING
    ending = tail.rsplit(None, 1)
    if not ending or lexicon.memory(_ends)[ending[-1]]:
        return _NOTHING
    words = _STOP.split(tail)[-1].split()[-7:]
    roles: list[str] = []
    gender, nation = "", ""
    at, title, skipped = len(words), False, 0
    if words and words[-1] in lexicon.links:
        return _NOTHING  # "sister of …": the role is another's
    while at > 0:
        last = words[at - 1]
        if (
            last.endswith((".", "…"))
            and len(last) > 2
            and (len(last) > 5 or skeleton(last[:-1]) not in lexicon.roles.whole)
        ):
            break  # a sentence ended here
        if skeleton(last) in lexicon.joins or (last[:1].isupper() and not title and _stranger(lexicon, last)):
            break
        if last[:1].isupper() and lexicon.word(last).surname:
            break
        step = 0
        last_key = skeleton(last.rstrip("."))
        for length in (3, 2, 1) if last_key in lexicon.roles.lasts else (1,):
            if at < length:
                continue
            key = (
                skeleton(" ".join(word.rstrip(".") for word in words[at - length : at]))
                if length > 1
                else last_key
            )
            role = lexicon.roles.get(key)
            if role and skipped and words[at - 1].isascii() and skeleton(words[at]) not in lexicon.links:
                return Beside(tuple(dict.fromkeys(roles)), gender, title, nation)
            if role:
                roles.append(role.split("|")[0])
                gender = gender or role.split("|")[1]
                title = title or at == len(words) or (at == len(words) - 1)
                step = length
                break
        if not step:
            key = skeleton(words[at - 1].rstrip(".").removesuffix("'s").removesuffix("’s"))
            found = lexicon.nations.get(key) or lexicon.nations.get(skeleton(words[at - 1]))
            if found and not nation:
                nation = found
            elif not (
                key in lexicon.plain or words[at - 1][:1].isupper() or lexicon.word(words[at - 1]).title
            ):
                # An unknown small word ends the noun phrase, save one adjective beside a title.
                break
            step = 1
        at -= step
    return Beside(tuple(dict.fromkeys(roles)), gender, title, nation)


def _ends(lexicon: Lexicon, last: str) -> bool:
    """Whether the word right before a name says nothing of it: `beside` looks no further then."""
    last = _STOP.split(last)[-1]
    if not last or last in lexicon.links:
        return True
    if (
        last.endswith((".", "…"))
        and len(last) > 2
        and (len(last) > 5 or skeleton(last[:-1]) not in lexicon.roles.whole)
    ):
        return True
    upper = last[:1].isupper()
    if skeleton(last) in lexicon.joins or (
        upper and (_stranger(lexicon, last) or lexicon.word(last).surname)
    ):
        return True
    key, stem = skeleton(last.rstrip(".")), skeleton(last.rstrip(".").removesuffix("'s").removesuffix("’s"))
    if key in lexicon.roles.lasts or lexicon.roles.get(key):
        return False
    if lexicon.nations.get(stem) or lexicon.nations.get(skeleton(last)):
        return False
    return not (stem in lexicon.plain or upper or lexicon.word(last).title)


def _stranger(lexicon: Lexicon, surface: str) -> bool:
    """Whether a capitalised word may be part of another name: no title, nation, place or plain word."""
    word = lexicon.word(surface.rstrip(".").removesuffix("'s").removesuffix("’s"))
    return not (
        word.title or word.nation or word.plain or word.head or word.site or word.key in lexicon.links
    )


def after(text: str, end: int, lexicon: Lexicon) -> Beside:
    """The role words of an apposition right behind a name: "…, Minister of Railways"."""
    found = _APPOSED.match(text, end) if text.startswith(",", end) else None
    if not found:
        return _NOTHING
    words = found[1].split()
    nation = ""
    for at in range(len(words)):
        key = skeleton(words[at].removesuffix("'s").removesuffix("’s"))
        nation = nation or lexicon.nations.get(key) or ""
        for length in (3, 2, 1):
            role = lexicon.roles.get(skeleton(" ".join(words[at : at + length])))
            if role:
                return Beside((role.split("|")[0],), role.split("|")[1], True, nation)
        if not (key in lexicon.plain or lexicon.nations.get(key)):
            break
    return Beside()


def whole_names(
    text: str, run: list[Token], lexicon: Lexicon, support: float = 0.0, unlisted: float = 0.0
) -> list[Found]:
    """The best set of whole names in a run that do not overlap.

    `support` is evidence from elsewhere (rough nats) for a name whose words the tables know, `unlisted` for others.
    """
    if len(run) < 2:
        return []
    chosen: list[tuple[float, int, Parse, Beside]] = []
    nears: dict[int, tuple[Beside, float]] = {}
    for base, signs in stretches(run):
        for parse in lexicon.memory(parses, _RUNS)[signs]:
            if parse.score < THRESHOLD - 1.7 - support:
                continue
            first = base + parse.first
            near, joined = nears.get(first) or nears.setdefault(
                first, _before_name(text, run[first].start, lexicon)
            )
            score = parse.score + _context(text, run, base, parse, near, joined, lexicon)
            score += unlisted if parse.unknown else support
            if score >= THRESHOLD:
                chosen.append((score, base, parse, near))
    if not chosen:
        return []
    chosen.sort(
        key=lambda item: (
            -item[0] - 0.35 * (item[2].last - item[2].first),
            item[1] + item[2].first,
            item[1] + item[2].last,
        )
    )
    used: set[int] = set()
    found: list[Found] = []
    for score, base, parse, near in chosen:
        span = range(base + parse.first, base + parse.last + 1)
        if used.isdisjoint(span):
            used.update(span)
            found.append(_found(text, run[base:], parse, score, near, lexicon))
    return found


def _before_name(text: str, start: int, lexicon: Lexicon) -> tuple[Beside, float]:
    """What stands before a place where names may begin, and the evidence of a name that is joined to it."""
    joined = None
    if text[start - 1 : start] in (" ", "\n"):
        joined = _JOINED.search(text[max(0, start - 30) : start])
    # "… Kim Yong Sam and …": a name after a name
    return beside(text, start, lexicon), 0.4 if joined and joined[2] in lexicon.joins else 0.0


def _context(
    text: str, run: list[Token], base: int, parse: Parse, near: Beside, joined: float, lexicon: Lexicon
) -> float:
    """Evidence for or against a parse from what stands around it."""
    score = 0.0
    left = run[base + parse.first - 1] if base + parse.first else None
    if parse.headed:
        # "Han, Kang" is two words of a list; with the years of a life behind, it is a catalogue's heading
        score += _YEARS if _DATED.match(text, run[base + parse.last].end) else -_NEVER
    if _not_turned(text, run, base, parse, near, left) or _lies_in(text, run, base, parse, lexicon):
        return -_NEVER
    if near.title or (left is not None and left.word.title and left.gap and not left.word.surname):
        score += 0.3 if parse.unknown and near.nation != parse.language else 1.5
    if near.nation == "other":
        score -= 3.0
    elif near.nation == parse.language:
        score += 0.6
    if parse.unknown and near.nation != parse.language:
        behind = after(text, run[base + parse.last].end, lexicon)
        if behind.title and behind.nation == parse.language:
            score += 1.0
    return score + joined + parse.inner


def _not_turned(
    text: str, run: list[Token], base: int, parse: Parse, near: Beside, left: Token | None
) -> bool:
    """Whether a comma behind a surname does not turn the name round: it ends the surname of someone announced, or of a
    name that began before ("Minister Kang, …", "Steven Yeun, …"), or what follows is an owner ("…, Sergei's brother").
    """
    if parse.family != parse.first or not parse.givens or run[base + parse.first].gap != ",":
        return False
    if near.title or text.startswith(POSSESSIVES, run[base + parse.last].end):
        return True
    return left is not None and left.gap == " " and not (left.word.plain or left.word.nation)


def _lies_in(text: str, run: list[Token], base: int, parse: Parse, lexicon: Lexicon) -> bool:
    """Whether the first of two words is a place's name, not a given name: "in Namsan Park", "in Helsinki Lavrov said"; or
    the second is, and the first is the small word before it that is also a surname ("In Dosan Park").
    """
    if parse.last - parse.first != 1 or parse.initials:
        return False
    first, second = run[base + parse.first], run[base + parse.last]
    if parse.family == parse.first:
        return first.opens and first.word.key in lexicon.locative and "-" not in second.surface
    if first.word.abroad or "-" in first.surface:
        return False
    own = sense_in(first.word, parse.language)
    listed = own is not None and (own.given or (own.count and not second.word.head))
    before = text[max(0, first.start - 12) : first.start].split()
    return not listed and bool(before) and before[-1].lower() in lexicon.locative


def _found(text: str, run: list[Token], parse: Parse, score: float, near: Beside, lexicon: Lexicon) -> Found:
    start, end = run[parse.first].start, run[parse.last].end
    behind = after(text, end, lexicon)
    made = parse.made
    if made is None:
        made = parse.made = make(run, parse, lexicon)
    made = as_subject(text, run, parse, made, lexicon) or made
    return Found(
        start, end, "person", parse.language, score, True, made.families, made.givens, made.initials, made.parts,
        tuple(dict.fromkeys(near.roles + behind.roles)) if near.roles or behind.roles else (),
        made.gender or near.gender or behind.gender, other=made.other,
    )  # fmt: skip
