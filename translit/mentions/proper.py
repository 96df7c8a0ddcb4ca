"""The proper name inside the name of a place or institution, and what else its words say.

"Mangyongdae Revolutionary School" and "만경대혁명학원" are one institution because both hold the one proper name and both
are revolutionary: the words of `qualifiers.tsv` have one sense in every language. What kind of school an institution
is tells little: translators swap school, college and academy.
"""

from __future__ import annotations

from dataclasses import replace

from translit.mentions.lexicon import Lexicon
from translit.mentions.stems import skeleton
from translit.model import Kind, Mention

_ENDING = 5
"""Letters that an adjective may have beyond the place name it is made from."""


SITE = "site"
"""The sense of a bridge, a station or a square that bears a place's name: it is not that place."""


def with_proper_name(mention: Mention, known: Lexicon) -> Mention:
    """The mention of a place or institution with its proper name as lemma and the senses of its other words as roles."""
    if mention.kind is Kind.PERSON:
        return mention
    core, language, senses = known.memory(_read)[mention.text]
    if not core:
        return mention
    roles = tuple(sorted({*mention.roles, *senses})) if senses else mention.roles
    return replace(mention, lemmas=(core,), language=language or mention.language, roles=roles)


def _read(known: Lexicon, text: str) -> tuple[str, str, tuple[str, ...]]:
    """The proper name in a text, its language and the senses of the other words; "" for none."""
    words = [word for word in text.replace("«", " ").replace("»", " ").split() if any(map(str.isalnum, word))]
    core, language = _whole(words, known)
    roles: set[str] = set()
    if not core:
        core, language = _core(words, known, roles)
    return core, language, tuple(sorted(roles))


def _whole(words: list[str], known: Lexicon) -> tuple[str, str]:
    """The native name and language of a text that is an entry of the tables from end to end."""
    if not words:
        return "", ""
    keys = [known.keys(word) for word in words]
    for key in keys[0]:
        for entry in known.exonyms.get(key, ()):
            if len(entry.words) == len(words) and all(w in k for w, k in zip(entry.words, keys, strict=True)):
                return entry.lemma, entry.language
    return "", ""


def _core(words: list[str], known: Lexicon, roles: set[str]) -> tuple[str, str]:
    """The proper name among words: what is neither a head word nor a qualifier nor a small word."""
    kept: list[str] = []
    language = ""
    skipped = False
    for place, word in enumerate(words):
        if skipped:
            skipped = False
            continue
        name, code = _whole([word], known)
        if name:
            kept.append(name)
            language = language or code
            continue
        key = skeleton(word)
        two = f"{key} {skeleton(words[place + 1])}" if place + 1 < len(words) else ""
        skipped = bool(two and known.heads.get(two))
        head = known.heads.get(two if skipped else key)
        if head or key in known.links or key in known.joins or key in known.named:
            if head == "place":
                roles.add(SITE)
            # in a script without spaces a head word may hold a qualifier
            roles.update(
                sense
                for part, sense in known.qualifiers.whole.items()
                if not key.isascii() and key.startswith(part)
            )
            continue
        if sense := known.qualifiers.get(key):
            roles.add(sense)
            continue
        name, code = _from_adjective(word, known)
        if not name:
            name, code = _unspaced(word, known, roles)
        kept.append(name or word)
        language = language or code
    return " ".join(kept), language


def _from_adjective(word: str, known: Lexicon) -> tuple[str, str]:
    """The place an adjective is made from: the word with an ending more than an entry."""
    if word.isascii():
        return "", ""
    key = skeleton(word)
    for length in range(len(key) - 1, max(3, len(key) - _ENDING - 1), -1):
        for entry in known.exonyms.get(key[:length], ()):
            if len(entry.words) == 1 and entry.kind == "place" and len(entry.words[0]) > 3:
                return entry.lemma, entry.language
    return "", ""


def _unspaced(word: str, known: Lexicon, roles: set[str]) -> tuple[str, str]:
    """A word of a script without spaces, with head words and qualifiers taken off its end."""
    if word[:1].upper() != word[:1].lower():
        return "", ""
    rest = word
    changed = True
    while changed:
        changed = False
        for table, keeps in ((known.qualifiers.whole, True), (known.heads.whole, False)):
            tail = next((t for n in range(len(rest) - 1, 0, -1) if (t := rest[-n:]) in table), "")
            if tail and len(rest) - len(tail) >= 2:
                if keeps:
                    roles.add(table[tail])
                elif len(tail) > 2 and (inner := [s for s in known.qualifiers.whole if s in tail]):
                    # a head word of the tables that holds a qualifier, as "revolutionary school" in one word
                    roles.update(known.qualifiers.whole[s] for s in inner)
                rest = rest[: -len(tail)]
                changed = True
                break
    if rest == word:
        return "", ""
    name, code = _whole([rest], known)
    return name or rest, code
