"""Surnames and given names that stand alone, in scripts with capital letters.

A whole name of the document licenses them, a title announces them, or their ending betrays them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from translit.distance import slips
from translit.mentions.cased import Beside, beside
from translit.mentions.found import Found, Taken
from translit.mentions.lexicon import Lexicon
from translit.mentions.senses import Lemma, Sense
from translit.mentions.stems import skeleton
from translit.mentions.tokens import POSSESSIVES, Token, barred

_MANY = 300
"""Surnames of a document that are tried for misprints."""

_NEXT = re.compile(r"(?:['’]s)?([ \t\u00a0\n]+|,[ \n]+)?([^\W\d_]+)")


@dataclass(slots=True)
class Told:
    """What a document has told so far: which stretches are taken, its surnames with their languages, its given names.

    `habits` are the languages whose people it speaks of. `whole` are its whole names by the key of their first word and
    by those of all: the same words again are the same name, even in capitals or beside a word that makes them doubtful.
    """

    taken: Taken
    families: dict[str, str]
    givens: set[str]
    habits: frozenset[str]
    whole: Mapping[str, Mapping[tuple[str, ...], Found]]


@dataclass(frozen=True, slots=True)
class _Lone:
    """What a word may be when it stands alone, as far as the word itself tells.

    `options` are its surnames by lookup key, `undone` (for a word that seems none) what it is without the case endings of
    each language, `keys` all keys that may license it. A `weak` word needs a licence, an `idle` one a licence by surname.
    """

    options: dict[str, Lemma]
    undone: tuple[tuple[tuple[str, Lemma], ...], ...]
    keys: frozenset[str]
    weight: float
    listed: bool
    language: str
    given: Sense | None
    given_keys: tuple[str, ...]
    weak: bool
    idle: bool


def _lone(lexicon: Lexicon, surface: str) -> _Lone:
    word = lexicon.word(surface)
    options: dict[str, Lemma] = {}
    weight, listed, language = 0.0, False, ""
    for sense in word.senses:
        for lemma in sense.families:
            options.setdefault(skeleton(lemma.text), lemma)
        if sense.family > weight:
            weight, listed, language = sense.family, sense.listed, sense.language
    options.setdefault(word.key, Lemma(surface))
    undone: tuple[tuple[tuple[str, Lemma], ...], ...] = ()
    if not (word.plain or weight or word.foreign) and len(word.key) > 3:
        undone = tuple(
            tuple((skeleton(lemma.text), lemma) for lemma, _ in lexicon.undo(tongue, surface))
            for tongue in lexicon.tongues
        )
    given = None if word.plain else next((s for s in word.senses if s.given or s.count > 1), None)
    head = word.head and not listed  # "President Park"
    weak = bool(word.plain or weight < 0.8 or word.foreign or word.title or word.nation or head)
    return _Lone(
        options=options,
        undone=undone,
        keys=frozenset(options).union(key for pairs in undone for key, _ in pairs),
        weight=weight,
        listed=listed,
        language=language,
        given=given,
        given_keys=tuple(skeleton(lemma.text) for lemma in given.given_lemmas) if given else (),
        weak=weak,
        idle=weak and given is None,
    )


def bare_names(text: str, run: list[Token], lexicon: Lexicon, told: Told) -> list[Found]:
    """The names of a run that stand alone. What is found is marked as taken."""
    found: list[Found] = []
    lone = lexicon.memory(_lone)
    for at, token in enumerate(run):
        if not told.taken.free(token.start, token.end):
            continue
        known = lone[token.surface]
        pairs = bool(told.givens) and token.gap == " "
        item = _again(text, run, at, lexicon, told) if pairs else None
        if item is None and not token.initial:
            unlicensed = known.idle and known.keys.isdisjoint(told.families)
            item = _given_again(run, at, told) if pairs else None
            if item is None and not unlicensed:
                item = _lone_name(text, run, at, lexicon, told, known)
        if item is not None:
            found.append(item)
            told.taken.take(item.start, item.end)
    return found


def _again(text: str, run: list[Token], at: int, lexicon: Lexicon, told: Told) -> Found | None:
    """A whole name of the document whose words stand here once more."""
    begun = told.whole.get(run[at].word.key)
    if begun is None:
        return None
    for length in (3, 2):
        words = run[at : at + length]
        if len(words) == length and all(word.gap == " " for word in words[:-1]):
            meant = begun.get(tuple([word.word.key for word in words]))
            if meant is not None:
                start, end = run[at].start, words[-1].end
                if not told.taken.free(start, end):
                    return None
                roles = beside(text, start, lexicon).roles
                return Found(
                    start, end, "person", meant.language, 2.5, True,
                    meant.families, meant.givens, (), meant.parts, roles, meant.gender,
                )  # fmt: skip
    return None


def _given_again(run: list[Token], at: int, told: Told) -> Found | None:
    """Two words that make the given name of a whole name of the document."""
    if at + 1 >= len(run) or run[at + 1].initial or not told.taken.free(run[at].start, run[at + 1].end):
        return None
    for sense in run[at + 1].word.senses:
        for lemma in sense.given_lemmas if sense.count == 1 else ():
            key = f"{run[at].word.key}-{skeleton(lemma.text)}"
            if key in told.givens:
                return Found(
                    run[at].start, run[at + 1].end, "person", sense.language, 2.5, givens=(key,)
                )  # fmt: skip
    return None


def _lone_name(
    text: str, run: list[Token], at: int, lexicon: Lexicon, told: Told, known: _Lone
) -> Found | None:
    """One word as a given name of the document, or as a surname."""
    token = run[at]
    options = dict(known.options)
    licensed = [key for key in options if key in told.families]
    if not licensed:
        # A surname that no ending betrays may still carry a case ending.
        for undone in known.undone:
            hit = next((pair for pair in undone if pair[0] in told.families), None)
            if hit is not None:
                options.setdefault(*hit)
                licensed.append(hit[0])
    alone = _alone(run, at) and not (token.word.head and _owned(text, token.start))
    given = known.given
    if not licensed and given is not None and alone and (given.given or "-" in token.word.key):
        keys = known.given_keys
        if any(key in told.givens for key in keys):
            return Found(
                token.start, token.end, "person", given.language, 2.5, False,
                (), keys, (), (given.given_lemmas,), (), given.gender,
            )  # fmt: skip
    if not licensed and known.weak:
        return None
    if not licensed and _before(text, token.start) in lexicon.locative:
        return None  # "born in …": a place
    near = beside(text, token.start, lexicon)
    title = near.title or (at > 0 and run[at - 1].word.title and run[at - 1].gap == " ")
    if licensed:
        score = 3.0 if _stands(text, token, lexicon, known, alone, title) else 0.0
    elif near.nation == "other" or not alone:
        score = 0.0
    else:
        score = _telling(text, run, at, lexicon, told, known, title)
    if not score:
        return None
    item = _surname(token, told, known, options, licensed, score, near)
    return _with_stranger(text, run, at, lexicon, told, item) if licensed and not title else item


def _with_stranger(text: str, run: list[Token], at: int, lexicon: Lexicon, told: Told, item: Found) -> Found:
    """A surname of the document with the capitalised word before it that no title, nation or place explains: that is a
    given name, so that someone else is meant than the one whose surname it is.

    Only where nothing is declined, for the case of a word that no table knows cannot be undone.
    """
    left = run[at - 1] if at else None
    if left is None or left.gap != " " or left.initial or left.capitals != run[at].capitals:
        return item
    if not (left.surface.isascii() and told.taken.free(left.start, left.end)):
        return item
    if at > 1 and run[at - 2].gap == " " and not (barred(run[at - 2]) or run[at - 2].word.trap):
        return item
    explained = not left.word.abroad and (barred(left) or left.opens or left.word.senses)
    if explained or _before(text, left.start) in lexicon.locative:
        return item
    near = beside(text, left.start, lexicon)
    return replace(
        item, start=left.start, full=True, givens=(left.word.key,), parts=((Lemma(left.surface),), *item.parts),
        roles=near.roles, gender=near.gender,
    )  # fmt: skip


def _stands(text: str, token: Token, lexicon: Lexicon, known: _Lone, alone: bool, title: bool) -> bool:
    """Whether a surname that the document licenses is meant, and not the plain word or another's name."""
    word = token.word
    if not alone and known.listed:
        return False
    if (word.trap or word.plain) and not title and not _speaks(text, token, lexicon):
        return False
    return bool(known.weight) or not word.title


def _telling(
    text: str, run: list[Token], at: int, lexicon: Lexicon, told: Told, known: _Lone, title: bool
) -> float:
    """How well a word tells by itself, or by a title, that it is a surname (rough nats); 0 when it does not."""
    token = run[at]
    word, weight = token.word, known.weight
    if word.foreign or word.title or word.nation or (word.head and not (title and known.listed)):
        return 0.0
    announced = title or _coordinated(text, token, told.taken, lexicon)
    if announced and weight >= 0.8 and not ((word.trap or word.plain) and weight < 1.6):
        return weight + 1.5
    if token.capitals and not token.surface.isdigit() and not _mixed(run, at):
        return 0.0
    if known.listed or weight < 1.0 or _local(lexicon, token):
        return 0.0
    if weight >= 1.5:
        opens = token.opens and not token.surface.isascii()
        return 0.0 if opens and not _acts(text, token, lexicon) else weight
    # A weaker ending counts in a document that speaks of that language's people, in the nominative.
    sure = known.language in told.habits and not token.opens and not token.capitals
    return weight if sure and _sure_ending(lexicon, token, known.language) else 0.0


def _surname(
    token: Token,
    told: Told,
    known: _Lone,
    options: dict[str, Lemma],
    licensed: list[str],
    score: float,
    near: Beside,
) -> Found:
    """The mention of a surname, with the nominatives that it may have; those of the document's surnames first."""
    if not licensed and len(token.word.key) > 6:
        # A misprint of a surname that the document has in full.
        licensed = [key for key in sorted(told.families)[:_MANY] if slips(key, token.word.key) == 1]
        options.update((key, Lemma(token.surface)) for key in licensed)
    language = (told.families[licensed[0]] if licensed else "") or known.language
    order = licensed + [key for key in options if key not in licensed]
    lemmas = tuple(options[key] for key in order)
    if near.gender:
        lemmas = tuple(sorted(lemmas, key=lambda x: bool(x.gender) and near.gender not in x.gender))
    families = tuple(dict.fromkeys([*order[:1], *(skeleton(x.text) for x in lemmas), *order]))
    return Found(
        token.start, token.end, "person", language, score, False,
        families, (), (), (lemmas,), near.roles, near.gender,
    )  # fmt: skip


def _before(text: str, start: int) -> str:
    """The word right before a position, lower case."""
    words = text[max(0, start - 12) : start].split()
    return words[-1].lower() if words and text[start - 1].isspace() else ""


def _owned(text: str, start: int) -> bool:
    """Whether an owner stands right before a place ("Regent's Park")."""
    return text[start - 1 : start] == " " and text.endswith(POSSESSIVES, 0, start - 1)


def _mixed(run: list[Token], at: int) -> bool:
    """Whether a word in capitals stands among words that are not: an outlet that writes surnames so."""
    return any(not other.capitals and not other.initial for other in run[max(0, at - 1) : at + 2])


def _acts(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether the next word is what a doer does, by the list or by its ending."""
    found = _NEXT.match(text, token.end)
    if not found or (found[1] or "").startswith(","):
        return False
    key = skeleton(found[2])
    return key in lexicon.after or (len(key) > 4 and key.endswith(lexicon.after_endings))


def _sure_ending(lexicon: Lexicon, token: Token, language: str) -> bool:
    """Whether the word as written ends like a man's surname, or is declined as only a surname is."""
    for tongue in lexicon.tongues:
        if tongue.code == language:
            weight, gender = lexicon.ending(tongue, token.word.key)
            if weight >= 1.0 and gender == "m" and len(token.word.key) > 4:
                return True
            return any(
                "instrumental" in lemma.cases and kind == "surname" and lemma.gender == "m"
                for lemma, kind in lexicon.undo(tongue, token.surface)
            )
    return False


def _coordinated(text: str, token: Token, taken: Taken, lexicon: Lexicon) -> bool:
    """Whether a joining word stands between the end of a mention and this word."""
    found = re.search(r"[ \t\n]([^\W\d_]{1,3})[ \t\n]$", text[max(0, token.start - 8) : token.start])
    if not found or found[1] not in lexicon.joins:
        return False
    end = token.start - len(found[0])
    return end > 0 and not taken.free(end - 1, end)


def _local(lexicon: Lexicon, token: Token) -> bool:
    """Whether the word is a place or an institution by the tables."""
    return any(
        len(exonym.words) == 1
        for key in lexicon.keys(token.surface)
        for exonym in lexicon.exonyms.get(key, ())
    )


def _alone(run: list[Token], at: int) -> bool:
    """Whether no unknown capitalised word leans on this one: "Basinger" beside "Kim" makes another name."""
    if at and run[at - 1].gap == " ":
        left = run[at - 1]
        if run[at].word.head and not (left.word.title or left.word.nation):
            return False  # "Linkin Park"
        if not barred(left) and not left.opens and not left.capitals and not left.word.senses:
            return False
        if left.word.foreign and not left.word.title and not left.word.plain and not left.word.nation:
            return False
    if run[at].gap == " " and at + 1 < len(run):
        right = run[at + 1]
        if right.word.foreign and not right.word.title and not right.word.plain:
            return False
        if not barred(right) and not right.capitals and not right.word.senses and not right.opens:
            return False
    return True


def _speaks(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether a word that is also a plain word stands as a name: inside a sentence, or before what a doer does."""
    if token.capitals and len(token.surface) > 1:
        return False
    if not token.opens:
        return not (len(token.surface) == 1 and token.surface.isascii())
    found = _NEXT.match(text, token.end)
    if text[token.end : token.end + 2] in ("'s", "’s"):
        return True
    if not found:
        return False
    nxt = skeleton(found[2])
    if (found[1] or "").startswith(","):
        return nxt not in lexicon.deny
    if nxt in lexicon.deny:
        return False
    return nxt in lexicon.after or len(nxt) > 4 and nxt.endswith(lexicon.sure_endings)
