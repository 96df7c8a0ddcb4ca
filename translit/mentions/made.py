"""The words of a name that was read: their case endings undone, in agreement, and the keys and gender that they give."""

from __future__ import annotations

import re

from translit.mentions.found import Made
from translit.mentions.lexicon import Lexicon
from translit.mentions.parses import Parse
from translit.mentions.senses import Lemma
from translit.mentions.stems import skeleton
from translit.mentions.tokens import Token

_WORD_BEHIND = re.compile(r"[ \n]([^\W\d_]+)")


def make(run: list[Token], parse: Parse, lexicon: Lexicon) -> Made:
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


def as_subject(text: str, run: list[Token], parse: Parse, made: Made, lexicon: Lexicon) -> Made | None:
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


def _gender(run: list[Token], parse: Parse) -> str:
    """The gender that the given name and the patronymic show."""
    for i in (parse.patronymic, *parse.givens):
        if i is not None:
            for sense in run[i].word.senses:
                if (sense.given or sense.patronymic) and sense.gender in ("m", "f"):
                    return sense.gender
    return ""


def _other(run: list[Token], parse: Parse, gender: str, lexicon: Lexicon) -> Made | None:
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


def _lemmas(run: list[Token], parse: Parse, gender: str, lexicon: Lexicon) -> tuple[tuple[Lemma, ...], ...]:
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
