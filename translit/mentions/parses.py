"""What the words of a run may be as a name: every way to read them, by the parts that the tables know and their order.

Nothing but the words themselves counts here, so that a run that comes again is not read again; what stands around it is
weighed in `cased`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translit.mentions.found import Made
from translit.mentions.lexicon import Lexicon
from translit.mentions.senses import Sense, Word
from translit.mentions.tokens import Token, barred

_ABROAD = 1.0
"""Evidence (rough nats) of a given name of many peoples before a surname."""

_DOUBTED = 0.9
"""Evidence against it where other peoples have the surname too, or places are called so."""

_PLACE = 1.5
"""Evidence against a name that may as well be a place's."""

Signs = tuple[tuple[str, bool, bool, str], ...]
"""A stretch of a run without its place: surface, initial, opens and gap of each token."""


@dataclass(slots=True)
class Parse:
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


def sense_in(word: Word, language: str) -> Sense | None:
    for sense in word.senses:
        if sense.language == language:
            return sense
    return None


def _unit_parses(run: list[Token], at: int, language: str) -> Iterator[Parse]:
    """Names made of a listed surname and given-name units: family first, given first, with a comma."""
    here, token = sense_in(run[at].word, language), run[at]
    if here is None or token.initial:
        return
    if here.family and here.listed:
        yield from _family_and_units(run, at, here)
    plain = token.word.plain and (token.opens or not token.word.trap) and not token.capitals
    if here.count and not plain and not (token.word.site and here.count > 1):
        yield from _units_and_family(run, at, here)


def _family_and_units(run: list[Token], at: int, here: Sense) -> Iterator[Parse]:
    """A listed surname and one to three units of a given name behind it."""
    first, glue, size = run[at], run[at].gap, len(run)
    risky = first.word.trap and first.opens
    base = here.family - (0.4 if risky else 0.0)
    if glue == "," and _whole_behind(run, at + 1, here.language):
        return
    last, count, weight, bonus = at, 0, 0.0, 0.0
    while last + 1 < size and run[last].gap == (glue if last == at else " ") and last - at < 3:
        token = run[last + 1]
        sense = sense_in(token.word, here.language)
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
        yield Parse(at, last, score, here.language, at, given, sure=bonus > 0.5, headed=headed)
        if count >= 2 and last - at >= 2:
            break


def _whole_behind(run: list[Token], at: int, language: str) -> bool:
    """Whether a surname and a given name of two units stand here: a name by itself, not the given name of another."""
    family = sense_in(run[at].word, language) if at < len(run) else None
    if family is None or not family.listed:
        return False
    count = 0
    while _joined(run, at) and count < 2 and (unit := sense_in(run[at + 1].word, language)) is not None:
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


def _units_and_family(run: list[Token], at: int, here: Sense) -> Iterator[Parse]:
    """One to three units of a given name and a listed surname behind them."""
    first, size = run[at], len(run)
    last, count, weight, bonus = at, here.count, here.units, 0.0
    if here.count > 1:
        bonus = 0.8 if "-" in first.word.key else 0.3
    while last + 1 < size and run[last].gap == " " and last - at < 3:
        token = run[last + 1]
        sense = sense_in(token.word, here.language)
        if sense is None or token.initial:
            return
        plain = token.word.plain and (first.word.plain or not token.capitals)
        if sense.family and sense.listed and not plain and count <= 3:
            base = sense.family - (0.7 if token.word.trap else 0.0)
            turned = 0.35 if count > 1 else 0.1 if base >= 2.0 and not first.opens else 0.8
            turned += _PLACE if _called(run, at, last + 1) else 0.0
            score = base + min(weight, 2.2) + bonus - turned
            given = tuple(range(at, last + 1))
            yield Parse(at, last + 1, score, here.language, last + 1, given, sure=bonus > 0.5)
        if not sense.count or count + sense.count > 2:
            return
        last, count, weight = last + 1, count + sense.count, weight + sense.units


def _called(run: list[Token], at: int, last: int) -> bool:
    """Whether a surname that is also a head word ("… Park") makes one word before it a place: it ends as places do."""
    one = at == last - 1 and "-" not in run[at].surface
    return one and bool(run[last].word.head) and run[at].word.placed


def _abroad_and_family(run: list[Token], at: int, language: str) -> Iterator[Parse]:
    """A given name of many peoples, an initial or given-name units or neither, and a listed surname."""
    last, count, weight = at, 0, _ABROAD
    while _joined(run, last) and last - at < 3:
        token = run[last + 1]
        sense = sense_in(token.word, language)
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
            yield Parse(at, last + 1, score, language, last + 1, givens, initials, doubt, abroad=telling)
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


def _given_parses(run: list[Token], at: int) -> Iterator[Parse]:
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


def _initials_first(run: list[Token], at: int) -> Iterator[Parse]:
    """Initials before a surname."""
    marks = _marks(run, at, 3)
    last, count = marks[-1], len(marks)
    if not _joined(run, last):
        return
    weight, language, known = _family_weight(run[last + 1])
    if weight:
        score = 0.9 * count + weight + (0.2 if known else -0.6) + (0.3 if count > 1 else 0.0)
        yield Parse(at, last + 1, score, language, last + 1, (), marks, 0 if known else 1)


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


def _given_first(run: list[Token], at: int, given: Sense) -> Iterator[Parse]:
    """A listed given name, then a patronymic, an initial or neither, then the surname."""
    language, size = given.language, len(run)
    nxt, patronymic, extra = at + 1, None, 0.0
    initials: tuple[int, ...] = ()
    if _joined(run, at):
        second = sense_in(run[nxt].word, language)
        if second is not None and second.patronymic and not run[nxt].initial:
            patronymic, extra = nxt, 3.0
            yield Parse(at, nxt, given.given + 2.5, language, None, (at,), (), 0, nxt)
            nxt += 1
        elif run[nxt].initial:
            initials, extra = (nxt,), 0.6
            nxt += 1
    if nxt < size and run[nxt - 1].gap == " " and not run[nxt].initial:
        weight, of, known = _family_weight(run[nxt])
        if weight and not (weight < 1 and run[nxt].capitals and not run[at].capitals):
            score = given.given + weight + extra + (0.2 if known else 0.0)
            score -= _DOUBTED if run[nxt].word.head and run[at].word.abroad else 0.0  # "Victoria Park"
            yield Parse(at, nxt, score, language or of, nxt, (at,), initials, 0 if known else 1, patronymic)


def _unlisted_given_first(run: list[Token], at: int) -> Iterator[Parse]:
    """A given name that no list holds, before a listed surname that is no plain word or before a telling ending."""
    token, follower = run[at], run[at + 1]
    plain = follower.word.trap or follower.word.plain or follower.initial
    for sense in follower.word.senses if not any(s.count for s in token.word.senses) else ():
        sure = sense.listed and sense.family >= 2.0 and not plain
        if sure and not token.opens and not token.capitals:
            yield Parse(at, at + 1, 0.95 + sense.family, sense.language, at + 1, (at,))
    for sense in follower.word.senses if token.word.abroad and not follower.initial else ():
        if sense.family and not (sense.listed or barred(follower)):
            # needs what stands beside it: "Russian writer Leo …", for a Martin or Griffin is of any people
            yield Parse(at, at + 1, _ABROAD + 0.2 + sense.family, sense.language, at + 1, (at,), unknown=1)
    for sense in follower.word.senses:
        if sense.family < 1.9 or sense.listed or barred(follower) or "-" in token.surface[:2]:
            continue
        if token.opens and (not token.surface.isascii() or any(s.family >= 0.6 for s in token.word.senses)):
            continue  # any word that opens a sentence; only a foreign script's given names are unlisted
        score = 0.75 + sense.family + (0.35 if not token.opens else 0.2)
        yield Parse(at, at + 1, score, sense.language, at + 1, (at,))


def _family_first(run: list[Token], at: int) -> Iterator[Parse]:
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
        yield Parse(at, last, score, of, at, (), marks, 0 if known else 1)
        return
    for sense in second.word.senses:
        if not sense.given or second.word.plain:
            continue
        last, extra, patronymic = at + 1, 0.0, None
        if _joined(run, last):
            third = sense_in(run[last + 1].word, sense.language)
            if third is not None and third.patronymic:
                last, extra, patronymic = last + 1, 2.5, last + 1
        if not known and not extra and not comma:
            continue
        score = weight + sense.given + extra - (0.9 if comma else 0.8)
        yield Parse(at, last, score, sense.language, at, (at + 1,), (), 0 if known else 1, patronymic)


def _followed(run: list[Token], at: int, language: str) -> bool:
    """Whether a patronymic or a listed surname comes next: then even a plain word is a given name."""
    if run[at].gap != " " or at + 1 >= len(run):
        return False
    senses = run[at + 1].word.senses
    return any((s.patronymic and s.language == language) or (s.listed and s.family >= 1.8) for s in senses)


def stretches(run: list[Token]) -> Iterator[tuple[int, Signs]]:
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


def parses(lexicon: Lexicon, signs: Signs) -> tuple[Parse, ...]:
    """The names that the words of a run may be, whatever stands around it."""
    run = [Token(0, 0, lexicon.word(sign[0]), *sign) for sign in signs]
    found: list[Parse] = []
    for at, token in enumerate(run):
        for tongue in lexicon.tongues:
            if tongue.units and token.word.senses:
                found.extend(_unit_parses(run, at, tongue.code))
            if tongue.units and token.word.abroad and not token.initial:
                found.extend(_abroad_and_family(run, at, tongue.code))
        if token.word.senses or token.initial or not barred(token):
            found.extend(_given_parses(run, at))
    best: dict[tuple[object, ...], Parse] = {}
    for parse in found:
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
    return tuple(parse for parse in found if id(parse) in kept)


def _inner(run: list[Token], parse: Parse) -> float:
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
            (sense := sense_in(run[i].word, parse.language)) is not None and sense.count and not sense.given
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
