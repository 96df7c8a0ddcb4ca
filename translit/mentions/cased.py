"""Names in scripts with capital letters: runs of capitalised words, weighed part by part.

Here stand the runs and the whole names: by the parts that the tables know, their order, titles and nations beside
them. Institutions and places (`sites`) come next, names that stand alone (`bare`) last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translit.mentions.found import Found, Made
from translit.mentions.lexicon import Lemma, Lexicon, Sense, Word, skeleton

THRESHOLD = 2.9
"""Evidence (rough nats) from which a run of words is a name."""

_ABROAD = 1.0
"""Evidence of a given name of many peoples before a surname."""

_DOUBTED = 0.9
"""Evidence against it where other peoples have the surname too, or places are called so."""

_NEVER = 99.0
_YEARS = 2.0
"""Evidence of the years of a life right behind a name."""

_PLACE = 1.5
"""Evidence against a name that may as well be a place's."""

_LONGEST_RUN = 40
_RUNS = 20_000
"""Runs whose parses are remembered."""

_GAP = re.compile(r"[ \t\u00a0]*(?:\r?\n[ \t\u00a0]*)?")
_COMMA = re.compile(r",[ \t\u00a0]*(?:\n[ \t]*)?")
_OPENING = " \t\u00a0\"'«“”„‘(—–-※•*"
_ENDS = ".!?…:;\n\r"
_STOP = re.compile('[,;:!?()«»"“”]')
POSSESSIVES = ("'s", "’s", "'S", "’S")
_STOPPED = re.compile(r"(?:[^\W\d_]\.){2,}")
_INITIAL = re.compile(r"[ \u00a0]?[^\W\d_]\.")
_JOINED = re.compile(r"(?<!\w)([^\W\d_a-z][\w’'-]*),?[ \n]([^\W\d_]{1,3})[ \n]$")
_DATED = re.compile(r",[ \n](?:1[4-9]|20)\d\d\??[-–]")
_WORD_BEHIND = re.compile(r"[ \n]([^\W\d_]+)")
_APPOSED = re.compile(r",[ \n](?:(?:the|a|an)[ \n])?((?:[^\W\d_][\w’'-]*[ \n]?){1,4})")


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


# -- whole names -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Parse:
    """One way to read a stretch of a run as a name: positions in the run, and how likely its words make it."""

    first: int
    last: int
    score: float
    language: str
    family: int | None
    givens: tuple[int, ...]
    initials: tuple[int, ...] = ()
    unknown: int = 0
    patronymic: int | None = None
    sure: bool = False
    abroad: bool = False
    headed: bool = False
    inner: float = 0.0
    made: Made | None = None


def _sense(word: Word, language: str) -> Sense | None:
    for sense in word.senses:
        if sense.language == language:
            return sense
    return None


def barred(token: Token) -> bool:
    """Whether a word cannot be an unlisted part of a name."""
    return token.word.barred or token.initial


def _unit_parses(run: list[Token], at: int, language: str) -> Iterator[_Parse]:
    """Names made of a listed surname and given-name units: family first, given first, with a comma."""
    here, token = _sense(run[at].word, language), run[at]
    if here is None or token.initial:
        return
    if here.family and here.listed:
        yield from _family_and_units(run, at, here)
    plain = token.word.plain and (token.opens or not token.word.trap) and not token.capitals
    if here.count and not plain and not (token.word.site and here.count > 1):
        yield from _units_and_family(run, at, here)


def _family_and_units(run: list[Token], at: int, here: Sense) -> Iterator[_Parse]:
    """A listed surname and one to three units of a given name behind it."""
    first, glue, size = run[at], run[at].gap, len(run)
    risky = first.word.trap and first.opens
    base = here.family - (0.4 if risky else 0.0)
    if glue == "," and _whole_behind(run, at + 1, here.language):
        return
    last, count, weight, bonus = at, 0, 0.0, 0.0
    while last + 1 < size and run[last].gap == (glue if last == at else " ") and last - at < 3:
        token = run[last + 1]
        sense = _sense(token.word, here.language)
        if sense is None or not sense.count or count + sense.count > 3 or token.initial:
            break
        if not _unit_fits(first, here, token, sense):
            break
        hyphen = "-" in token.word.key
        last, count, weight = last + 1, count + sense.count, weight + sense.units
        if sense.count > 1:
            bonus += 0.8 if hyphen else 0.2
            if "-" in token.surface and token.surface.split("-")[-1][:1].islower():
                bonus += 0.7
        headed = glue == "," and count < 2
        if count < 2 and (glue == "," or risky) and not (headed and first.opens):
            continue
        if token.capitals and first.word.plain and last - at < 2:
            continue
        score = base + min(weight, 2.2) + bonus - (0.8 if count == 3 else 0.0)
        if glue == ",":
            score -= 0.5 if sense.count > 1 else 0.9
        if count == 1:
            usual = here.family >= 2.0
            score -= (0.1 if usual and not first.opens else 0.3) if token.word.trap else 0.0
            score -= 0.0 if usual and sense.units >= 0.9 else 0.1
        given = tuple(range(at + 1, last + 1))
        yield _Parse(at, last, score, here.language, at, given, sure=bonus > 0.5, headed=headed)
        if count >= 2 and last - at >= 2:
            break


def _whole_behind(run: list[Token], at: int, language: str) -> bool:
    """Whether a surname and a given name of two units stand here: a name by itself, not the given name of another."""
    family = _sense(run[at].word, language) if at < len(run) else None
    if family is None or not family.listed:
        return False
    count = 0
    while _joined(run, at) and count < 2 and (unit := _sense(run[at + 1].word, language)) is not None:
        if not unit.count or run[at + 1].initial:
            break
        at, count = at + 1, count + unit.count
    return count > 1


def _unit_fits(first: Token, here: Sense, token: Token, sense: Sense) -> bool:
    """Whether a word may be part of the given name behind a surname, and is not likelier a place or a plain word."""
    word, hyphen = token.word, "-" in token.word.key
    if word.head and not hyphen:
        return False
    if token.capitals and (sense.units < 0.5 * sense.count or word.after):
        return False
    if word.site and sense.count > 1 and first.gap == " " and not hyphen:
        return False
    if word.plain and (first.gap == "," or (token.capitals and first.word.plain)):
        return False
    return not (word.plain and (token.opens or here.family < 1.5) and not hyphen)


def _units_and_family(run: list[Token], at: int, here: Sense) -> Iterator[_Parse]:
    """One to three units of a given name and a listed surname behind them."""
    first, size = run[at], len(run)
    last, count, weight, bonus = at, here.count, here.units, 0.0
    if here.count > 1:
        bonus = 0.8 if "-" in first.word.key else 0.3
    while last + 1 < size and run[last].gap == " " and last - at < 3:
        token = run[last + 1]
        sense = _sense(token.word, here.language)
        if sense is None or token.initial:
            return
        plain = token.word.plain and (first.word.plain or not token.capitals)
        if sense.family and sense.listed and not plain and count <= 3:
            base = sense.family - (0.7 if token.word.trap else 0.0)
            turned = 0.35 if count > 1 else 0.1 if base >= 2.0 and not first.opens else 0.8
            turned += _PLACE if _called(run, at, last + 1) else 0.0
            score = base + min(weight, 2.2) + bonus - turned
            given = tuple(range(at, last + 1))
            yield _Parse(at, last + 1, score, here.language, last + 1, given, sure=bonus > 0.5)
        if not sense.count or count + sense.count > 2:
            return
        last, count, weight = last + 1, count + sense.count, weight + sense.units


def _called(run: list[Token], at: int, last: int) -> bool:
    """Whether a surname that is also a head word ("… Park") makes one word before it a place: it ends as places do."""
    one = at == last - 1 and "-" not in run[at].surface
    return one and bool(run[last].word.head) and run[at].word.placed


def _abroad_and_family(run: list[Token], at: int, language: str) -> Iterator[_Parse]:
    """A given name of many peoples, an initial or given-name units or neither, and a listed surname."""
    last, count, weight = at, 0, _ABROAD
    while _joined(run, last) and last - at < 3:
        token = run[last + 1]
        sense = _sense(token.word, language)
        if token.initial:
            if last > at:
                return
            last, weight = last + 1, weight + 0.9
            continue
        if sense is None:
            return
        if sense.listed and not token.word.plain:
            score = weight + sense.family - _DOUBTED * (token.word.shared + bool(token.word.head))
            initials = tuple(i for i in range(at + 1, last + 1) if run[i].initial)
            givens = tuple(i for i in range(at, last + 1) if not run[i].initial)
            telling = bool(initials) or not token.word.shared
            doubt = int(token.word.shared)
            yield _Parse(at, last + 1, score, language, last + 1, givens, initials, doubt, abroad=telling)
        if not sense.count or count + sense.count > 2 or run[last].initial:
            return
        last, count, weight = last + 1, count + sense.count, weight + 0.6


def _family_weight(token: Token) -> tuple[float, str, bool]:
    """How well a word serves as the surname beside a sure given name or initial: weight, language, whether known."""
    if token.initial:
        return 0.0, "", False
    best, language = 0.0, ""
    for sense in token.word.senses:
        weight = sense.family - (0.5 if token.word.trap and sense.listed else 0.0)
        if weight > best:
            best, language = weight, sense.language
    if best and not (token.word.plain and best < 1.5) and not token.word.nation:
        return (best - 2.5 if token.word.foreign else best), language, True
    if barred(token):
        return 0.0, "", False
    return 0.9, "", False


def _given_parses(run: list[Token], at: int) -> Iterator[_Parse]:
    """Names with a listed given name, a patronymic or initials, in any of their orders."""
    if run[at].initial:
        yield from _initials_first(run, at)
        return
    given = _best_given(run, at)
    if given is not None and (not run[at].word.plain or _followed(run, at, given.language)):
        yield from _given_first(run, at, given)
    if given is None and not barred(run[at]) and _joined(run, at) and not run[at].word.trap:
        yield from _unlisted_given_first(run, at)
    yield from _family_first(run, at)


def _joined(run: list[Token], at: int) -> bool:
    """Whether another word of the run follows with nothing but a space between."""
    return at + 1 < len(run) and run[at].gap == " "


def _marks(run: list[Token], at: int, most: int) -> tuple[int, ...]:
    """The positions of the initials that begin here, at most so many."""
    last = at
    while _joined(run, last) and run[last + 1].initial and last - at < most - 1:
        last += 1
    return tuple(range(at, last + 1))


def _initials_first(run: list[Token], at: int) -> Iterator[_Parse]:
    """Initials before a surname."""
    marks = _marks(run, at, 3)
    last, count = marks[-1], len(marks)
    if not _joined(run, last):
        return
    weight, language, known = _family_weight(run[last + 1])
    if weight:
        score = 0.9 * count + weight + (0.2 if known else -0.6) + (0.3 if count > 1 else 0.0)
        yield _Parse(at, last + 1, score, language, last + 1, (), marks, 0 if known else 1)


def _best_given(run: list[Token], at: int) -> Sense | None:
    """The sense in which a word is likeliest a given name: one whose language knows the next word as a surname goes before."""
    best: Sense | None = None
    value = 0.0
    for sense in run[at].word.senses:
        own = at + 1 < len(run) and any(
            s.language == sense.language and s.family for s in run[at + 1].word.senses
        )
        if sense.given and sense.given + 0.5 * own > value:
            best, value = sense, sense.given + 0.5 * own
    return best


def _given_first(run: list[Token], at: int, given: Sense) -> Iterator[_Parse]:
    """A listed given name, then a patronymic, an initial or neither, then the surname."""
    language, size = given.language, len(run)
    nxt, patronymic, extra = at + 1, None, 0.0
    initials: tuple[int, ...] = ()
    if _joined(run, at):
        second = _sense(run[nxt].word, language)
        if second is not None and second.patronymic and not run[nxt].initial:
            patronymic, extra = nxt, 3.0
            yield _Parse(at, nxt, given.given + 2.5, language, None, (at,), (), 0, nxt)
            nxt += 1
        elif run[nxt].initial:
            initials, extra = (nxt,), 0.6
            nxt += 1
    if nxt < size and run[nxt - 1].gap == " " and not run[nxt].initial:
        weight, of, known = _family_weight(run[nxt])
        if weight and not (weight < 1 and run[nxt].capitals and not run[at].capitals):
            score = given.given + weight + extra + (0.2 if known else 0.0)
            score -= _DOUBTED if run[nxt].word.head and run[at].word.abroad else 0.0  # "Victoria Park"
            yield _Parse(at, nxt, score, language or of, nxt, (at,), initials, 0 if known else 1, patronymic)


def _unlisted_given_first(run: list[Token], at: int) -> Iterator[_Parse]:
    """A given name that no list holds, before a listed surname that is no plain word or before a telling ending."""
    token, follower = run[at], run[at + 1]
    plain = follower.word.trap or follower.word.plain or follower.initial
    for sense in follower.word.senses if not any(s.count for s in token.word.senses) else ():
        sure = sense.listed and sense.family >= 2.0 and not plain
        if sure and not token.opens and not token.capitals:
            yield _Parse(at, at + 1, 0.95 + sense.family, sense.language, at + 1, (at,))
    for sense in follower.word.senses if token.word.abroad and not follower.initial else ():
        if sense.family and not (sense.listed or barred(follower)):
            # needs what stands beside it: "Russian writer Leo …", for a Martin or Griffin is of any people
            yield _Parse(at, at + 1, _ABROAD + 0.2 + sense.family, sense.language, at + 1, (at,), unknown=1)
    for sense in follower.word.senses:
        if sense.family < 1.9 or sense.listed or barred(follower) or "-" in token.surface[:2]:
            continue
        if token.opens and (not token.surface.isascii() or any(s.family >= 0.6 for s in token.word.senses)):
            continue  # any word that opens a sentence; only a foreign script's given names are unlisted
        score = 0.75 + sense.family + (0.35 if not token.opens else 0.2)
        yield _Parse(at, at + 1, score, sense.language, at + 1, (at,))


def _family_first(run: list[Token], at: int) -> Iterator[_Parse]:
    """The surname, then initials or a listed given name, perhaps with a patronymic."""
    weight, of, known = _family_weight(run[at])
    size, comma = len(run), run[at].gap == ","
    if not weight or run[at].gap not in (" ", ",") or at + 1 >= size or (run[at].word.plain and not known):
        return
    second = run[at + 1]
    if second.initial and (known or comma or (_joined(run, at + 1) and run[at + 2].initial)):
        marks = _marks(run, at + 1, 3)
        last = marks[-1]
        # "Ivanov V. V. Putin" cannot be told from two names; initials lean on the surname behind them.
        follows = _joined(run, last) and _family_weight(run[last + 1])[0] >= 1.5
        score = weight + 0.9 * len(marks) + 0.4 - (1.5 if follows else 0.0)
        yield _Parse(at, last, score, of, at, (), marks, 0 if known else 1)
        return
    for sense in second.word.senses:
        if not sense.given or second.word.plain:
            continue
        last, extra, patronymic = at + 1, 0.0, None
        if _joined(run, last):
            third = _sense(run[last + 1].word, sense.language)
            if third is not None and third.patronymic:
                last, extra, patronymic = last + 1, 2.5, last + 1
        if not known and not extra and not comma:
            continue
        score = weight + sense.given + extra - (0.9 if comma else 0.8)
        yield _Parse(at, last, score, sense.language, at, (at + 1,), (), 0 if known else 1, patronymic)


def _followed(run: list[Token], at: int, language: str) -> bool:
    """Whether a patronymic or a listed surname comes next: then even a plain word is a given name."""
    if run[at].gap != " " or at + 1 >= len(run):
        return False
    senses = run[at + 1].word.senses
    return any((s.patronymic and s.language == language) or (s.listed and s.family >= 1.8) for s in senses)


def whole_names(
    text: str, run: list[Token], lexicon: Lexicon, support: float = 0.0, unlisted: float = 0.0
) -> list[Found]:
    """The best set of whole names in a run that do not overlap.

    `support` is evidence from elsewhere (rough nats) for a name whose words the tables know, `unlisted` for others.
    """
    if len(run) < 2:
        return []
    chosen: list[tuple[float, int, _Parse, Beside]] = []
    nears: dict[int, tuple[Beside, float]] = {}
    for base, signs in _stretches(run):
        for parse in lexicon.memory(_parses, _RUNS)[signs]:
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


Signs = tuple[tuple[str, bool, bool, str], ...]
"""A stretch of a run without its place: surface, initial, opens and gap of each token."""


def _stretches(run: list[Token]) -> Iterator[tuple[int, Signs]]:
    """The parts of a run that names can be made of, with their first positions: words that no name holds part them."""
    signs: list[tuple[str, bool, bool, str]] = []
    for at, token in enumerate(run):
        word = token.word
        dead = word.barred and not (word.senses or word.abroad or token.initial)
        if not dead or (word.foreign and not word.title):  # a stranger behind a name makes it doubtful
            signs.append((token.surface, token.initial, token.opens, token.gap))
        if dead or not token.gap:
            if len(signs) > 1:
                yield at + (not dead or (word.foreign and not word.title)) - len(signs), tuple(signs)
            signs = []
    if len(signs) > 1:
        yield len(run) - len(signs), tuple(signs)


def _parses(lexicon: Lexicon, signs: Signs) -> tuple[_Parse, ...]:
    """The names that the words of a run may be, whatever stands around it."""
    run = [Token(0, 0, lexicon.word(sign[0]), *sign) for sign in signs]
    parses: list[_Parse] = []
    for at, token in enumerate(run):
        for tongue in lexicon.tongues:
            if tongue.units and token.word.senses:
                parses.extend(_unit_parses(run, at, tongue.code))
            if tongue.units and token.word.abroad and not token.initial:
                parses.extend(_abroad_and_family(run, at, tongue.code))
        if token.word.senses or token.initial or not barred(token):
            parses.extend(_given_parses(run, at))
    best: dict[tuple[object, ...], _Parse] = {}
    for parse in parses:
        if parse.last == parse.first + 1 and lexicon.others.get(
            f"{run[parse.first].word.key} {run[parse.last].word.key}"
        ):
            continue
        parse.inner = _inner(run, parse)
        # Of two that what stands around treats alike, the first of the likelier wins in any case.
        alike = (parse.first, parse.last, parse.language, bool(parse.unknown), parse.headed, parse.inner)
        if alike not in best or parse.score > best[alike].score:
            best[alike] = parse
    kept = set(map(id, best.values()))
    return tuple(parse for parse in parses if id(parse) in kept)


def _before_name(text: str, start: int, lexicon: Lexicon) -> tuple[Beside, float]:
    """What stands before a place where names may begin, and the evidence of a name that is joined to it."""
    joined = None
    if text[start - 1 : start] in (" ", "\n"):
        joined = _JOINED.search(text[max(0, start - 30) : start])
    # "… Kim Yong Sam and …": a name after a name
    return beside(text, start, lexicon), 0.4 if joined and joined[2] in lexicon.joins else 0.0


def _context(
    text: str, run: list[Token], base: int, parse: _Parse, near: Beside, joined: float, lexicon: Lexicon
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
    text: str, run: list[Token], base: int, parse: _Parse, near: Beside, left: Token | None
) -> bool:
    """Whether a comma behind a surname does not turn the name round: it ends the surname of someone announced, or of a
    name that began before ("Minister Kang, …", "Steven Yeun, …"), or what follows is an owner ("…, Sergei's brother").
    """
    if parse.family != parse.first or not parse.givens or run[base + parse.first].gap != ",":
        return False
    if near.title or text.startswith(POSSESSIVES, run[base + parse.last].end):
        return True
    return left is not None and left.gap == " " and not (left.word.plain or left.word.nation)


def _lies_in(text: str, run: list[Token], base: int, parse: _Parse, lexicon: Lexicon) -> bool:
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
    own = _sense(first.word, parse.language)
    listed = own is not None and (own.given or (own.count and not second.word.head))
    before = text[max(0, first.start - 12) : first.start].split()
    return not listed and bool(before) and before[-1].lower() in lexicon.locative


def _inner(run: list[Token], parse: _Parse) -> float:
    """Evidence against a parse from its own words and the next one."""
    score = 0.0
    for token in run[parse.first + parse.abroad : parse.last + 1]:
        if token.word.foreign and not token.word.senses:
            score -= 4.0
        elif token.word.foreign:
            score -= 1.0
    units = (
        parse.family is not None
        and all(
            (sense := _sense(run[i].word, parse.language)) is not None and sense.count and not sense.given
            for i in parse.givens
        )
        and bool(parse.givens)
    )
    if units and not parse.sure:
        # One more capitalised word that nobody knows makes the whole doubtful: a name of another people.
        nxt = parse.last + 1
        if run[parse.last].gap == " " and nxt < len(run):
            token = run[nxt]
            if (
                not barred(token)
                and not token.capitals
                and not any(s.given or s.listed or s.family >= 0.8 for s in token.word.senses)
            ) or (token.word.foreign and not token.word.title):
                score -= 1.6
    return score


def _gender(run: list[Token], parse: _Parse) -> str:
    """The gender that the given name and the patronymic show."""
    for i in (parse.patronymic, *parse.givens):
        if i is not None:
            for sense in run[i].word.senses:
                if (sense.given or sense.patronymic) and sense.gender in ("m", "f"):
                    return sense.gender
    return ""


def _other(run: list[Token], parse: _Parse, gender: str, lexicon: Lexicon) -> Made | None:
    """The name of the other gender in another case, where the given name may be that and the surname agrees."""
    if parse.patronymic is not None or parse.family is None or len(parse.givens) != 1 or not gender:
        return None
    at = parse.givens[0]
    for sense in run[at].word.senses:
        for lemma in sense.given_lemmas if sense.given else ():
            if lemma.gender in ("", gender) or not lemma.cases or "nominative" in lemma.cases:
                continue
            cases = set(lemma.cases)
            undone = _undone(run[parse.family], parse.language, lemma.gender, cases, lexicon)
            families = tuple(
                one
                for one in _family_options(run[parse.family], lemma.gender, cases, undone)
                if lemma.gender in one.gender and cases & set(one.cases)
            )
            if families:
                parts = tuple(
                    (lemma,) if i == at else families if i == parse.family else (Lemma(run[i].surface),)
                    for i in range(parse.first, parse.last + 1)
                )
                keys = tuple(dict.fromkeys(skeleton(one.text) for one in families))
                return Made(parts, keys, (skeleton(lemma.text),), (), lemma.gender)
    return None


def _lemmas(run: list[Token], parse: _Parse, gender: str, lexicon: Lexicon) -> tuple[tuple[Lemma, ...], ...]:
    """The lemmas of each word of a name, made to agree in gender and case."""
    cases: set[str] = set()
    for i in (*parse.givens, parse.patronymic):
        if i is None:
            continue
        known = next((s for s in run[i].word.senses if s.given or s.patronymic), None)
        if known is not None and known.given_lemmas:
            told = {case for lemma in known.given_lemmas for case in lemma.cases}
            cases = (cases & told) if cases else told
    words: list[tuple[Lemma, ...]] = []
    for i in range(parse.first, parse.last + 1):
        token = run[i]
        plain = Lemma(token.surface + ("." if token.initial else ""))
        options: tuple[Lemma, ...] = (plain,)
        if not token.initial:
            if i == parse.family:
                undone = _undone(token, parse.language, gender, cases, lexicon)
                options = _family_options(token, gender, cases, undone) or options
            else:
                for sense in token.word.senses:
                    if sense.given_lemmas and (
                        sense.language == parse.language or sense.given or sense.patronymic
                    ):
                        fits = [
                            x
                            for x in sense.given_lemmas
                            if (not cases or not x.cases or cases & set(x.cases))
                            and (not gender or not x.gender or gender in x.gender)
                        ]
                        options = tuple(fits) or sense.given_lemmas
                        break
        words.append(options)
    return tuple(words)


def _undone(token: Token, language: str, gender: str, cases: set[str], lexicon: Lexicon) -> tuple[Lemma, ...]:
    """The nominatives of a surname that tells nothing by itself, beside a given name in an oblique case (Олегом Мацегорой)."""
    if not cases or "nominative" in cases:
        return ()
    return tuple(
        lemma
        for tongue in lexicon.tongues
        if tongue.code == language
        for lemma, kind in lexicon.undo(tongue, token.surface)
        if "surname" in kind and cases & set(lemma.cases) and (not gender or gender in lemma.gender)
    )


def _family_options(
    token: Token, gender: str, cases: set[str], undone: tuple[Lemma, ...]
) -> tuple[Lemma, ...]:
    """The nominatives a surname may have, those that agree with the given name first; where none is known to be one, as it
    stands and `undone`."""
    options = [lemma for sense in token.word.senses for lemma in sense.families]
    plain = Lemma(token.surface)
    if plain not in options:
        options.append(plain)
    if all(lemma.text == token.surface for lemma in options):
        return (*options, *undone)
    if cases or gender:
        oblique = bool(cases) and "nominative" not in cases

        def cost(lemma: Lemma) -> int:
            wrong = bool(gender and lemma.gender and gender not in lemma.gender)
            if oblique:
                return (lemma.text == token.surface and gender != "f") + 2 * wrong
            return (lemma.text != token.surface) + 2 * wrong

        options.sort(key=cost)
    return tuple(options)


def _declined(parts: tuple[tuple[Lemma, ...], ...]) -> str:
    """The gender that a case ending shows: of names that only men decline."""
    last = parts[-1][0]
    return last.gender if last.gender in ("m", "f") and last.cases and "nominative" not in last.cases else ""


def _found(text: str, run: list[Token], parse: _Parse, score: float, near: Beside, lexicon: Lexicon) -> Found:
    start, end = run[parse.first].start, run[parse.last].end
    behind = after(text, end, lexicon)
    made = parse.made
    if made is None:
        made = parse.made = _make(run, parse, lexicon)
    made = _as_subject(text, run, parse, made, lexicon) or made
    return Found(
        start, end, "person", parse.language, score, True, made.families, made.givens, made.initials, made.parts,
        tuple(dict.fromkeys(near.roles + behind.roles)) if near.roles or behind.roles else (),
        made.gender or near.gender or behind.gender, other=made.other,
    )  # fmt: skip


def _as_subject(text: str, run: list[Token], parse: _Parse, made: Made, lexicon: Lexicon) -> Made | None:
    """A woman's name with initials, where a sentence begins with it or says what she did; it may still be a man's in
    another case ("М.В. Захарова заявила", "М.В. Захарова видели").
    """
    if parse.family is None or not parse.initials or made.gender or not made.parts:
        return None
    surname = run[parse.family]
    options = made.parts[parse.family - parse.first]
    his = tuple(one for one in options if one.gender == "m" and one.text != surname.surface)
    if not his or options[0] != Lemma(surname.surface, "f", options[0].cases):
        return None
    behind = _WORD_BEHIND.match(text, run[parse.last].end)
    acts = behind is not None and len(behind[1]) > 3 and behind[1].endswith(lexicon.her_endings)
    if not acts and not run[parse.first].opens:
        return None
    parts = tuple(his if part is options else part for part in made.parts)
    keys = tuple(dict.fromkeys(skeleton(one.text) for one in his))
    man = Made(parts, keys, made.givens, made.initials, "m")
    return Made((), (surname.word.key,), made.givens, made.initials, "f", man)


def _make(run: list[Token], parse: _Parse, lexicon: Lexicon) -> Made:
    gender = _gender(run, parse)
    parts = _lemmas(run, parse, gender, lexicon)
    families: tuple[str, ...] = ()
    if parse.family is not None:
        token = run[parse.family]
        options = parts[parse.family - parse.first]
        families = tuple(dict.fromkeys([*(skeleton(x.text) for x in options), token.word.key]))
    givens = tuple(
        skeleton(parts[i - parse.first][0].text)
        for i in (*parse.givens, *(() if parse.patronymic is None else (parse.patronymic,)))
        if parse.first <= i <= parse.last
    )
    initials = tuple(run[i].surface.lower() for i in parse.initials)
    shown = gender or _declined(parts)
    words = run[parse.first : parse.last + 1]
    if all(
        len(part) == 1 and part[0].text == token.surface for part, token in zip(parts, words, strict=True)
    ):
        parts = ()  # nothing to undo
    return Made(parts, families, givens, initials, shown, _other(run, parse, gender, lexicon))
