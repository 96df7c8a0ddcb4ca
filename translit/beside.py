"""What stands beside a name and is no part of it: titles, life dates, brackets, other names, what generation one is of.

A catalogue writes "Yi, Kwang-su, 1892-1950", a list "KIM, Yong Chol (DOB 1945)", a letter "Mr. Kim". `bare` sets all this
aside before a name is read. Which words do so stands in `titles.tsv` and `beside.tsv`; a word that is also a name is one
wherever it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Indel

from translit import text as texts
from translit.tables import Tables

_ENDING = 1  # letters that a nominative may have more than the stem of the table
_SHORT = 3  # a title of so many letters without a dot may be a name: two words must be left
_MOST_UNITS = 5  # of a native name in brackets
_ALIKE = (
    0.5  # share of the letters that a name and its native form have in common, at least, by a rough likeness
)
_ADDRESSED = 3  # units that a whole name written as one word has, mostly

_TOKEN = re.compile(r"([^\s,;，、]+)\s*([,;，、]?)")
_BRACKETED = re.compile(
    r"(?<!\S)[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]?|[(\[〔【][^()\[\]〔〕【】]*[)\]〕】](?!\w)"
)
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.[\s-]*)+$")
_HEADS = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_NUMBER = re.compile(r"\W*\d[\d\W]*(?:[^\W\d_]{1,2}\W*)?")  # perhaps with the word for a year written to it
_DATE = re.compile(r"\d{3}|\d{1,2}[./-]\d{1,2}[./-]\d{1,2}")
_NUMERAL = re.compile(r"(?=[IVX]{2})X{0,2}(?:IX|IV|V?I{0,3})")
_OPENING, _CLOSING = "'‘`", "'’´"

_LETTERS = re.compile(r"[^\W\d_](?:[^\W_]|[-’'.])*,?")  # a mark before them may be one of quotation
_LISTED = re.compile(r"[,;:/，、]")
_BRACKETS = frozenset("([〔【")


@dataclass(frozen=True, slots=True)
class Known:
    """The words of all tables that stand beside names, folded and without dots."""

    titles: Mapping[str, tuple[tuple[str, ...], ...]]
    """By its first word, the words of a title; those that are stems end in an asterisk."""
    dates: frozenset[str]
    generations: frozenset[str]
    aliases: Mapping[str, tuple[tuple[str, ...], ...]]
    """By its first word, what announces another name."""
    addresses: frozenset[str]
    endings: tuple[str, ...]
    names: frozenset[str]
    """Words that are listed as family or given names."""
    given: frozenset[str]
    families: frozenset[str]
    """Native family names of languages that write a name as one word, and so write titles to it."""
    units: frozenset[str]
    """The scripts of these."""
    native: frozenset[str]
    """The native scripts of all languages."""
    written_to: tuple[str, ...]
    """Titles that are written to such a name, the longest first."""
    within: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Of words met before, whether they stand within a name wherever they are: most do."""


def known(tables: Tables) -> Known:
    """What the tables say of words beside names, compiled once."""
    return tables.derived("beside names", lambda: _known(tables))


# Roles of `titles.tsv` that relate somebody to somebody else: no one is addressed so.
_RELATIONS = frozenset(("kin",))
# Columns of a table of surnames that hold something else than ways to spell the native form.
_NOT_SPELLINGS = frozenset(("count", "characters"))
_GIVEN = ("native", "same_as", "latin", "doublets")


def _known(tables: Tables) -> Known:
    families: set[str] = set()
    units: set[str] = set()
    spelled: set[str] = set()
    given: set[str] = set()
    for code in tables.languages:
        language = tables.language(code)
        surnames = tables.rows(f"{code}/surnames")
        if language.joined:
            families.update(row["native"] for row in surnames)
            units.update(language.scripts)
        spelled.update(_cells(row[key] for row in surnames for key in row if key not in _NOT_SPELLINGS))
        given.update(_cells(row[key] for row in tables.rows(f"{code}/given") for key in _GIVEN))
        given.update(_cells(row["native"] for row in tables.rows(f"{code}/diminutives")))
    said: dict[str, set[tuple[str, ...]]] = {}
    for folder in tables.folders:
        for row in tables.rows(f"{folder}/titles"):
            if row["role"] not in _RELATIONS:
                said.setdefault("title", set()).add(_key(row["word"]))
        for row in tables.rows(f"{folder}/beside"):
            said.setdefault(row["kind"], set()).add(_key(row["word"]))
    addresses = _single(said, "address")
    titles = said.get("title", set()) | said.get("address", set())
    joined = {word for word in _single(said, "title") if len(word) > 1} | addresses
    return Known(
        titles=_by_first(titles),
        dates=_single(said, "date"),
        generations=_single(said, "generation"),
        aliases=_by_first(said.get("alias", set())),
        addresses=addresses,
        endings=tuple(sorted(_single(said, "ending"))),
        names=frozenset(spelled | given),
        given=frozenset(given),
        families=frozenset(families),
        units=frozenset(units),
        native=frozenset(script for code in tables.languages for script in tables.language(code).scripts),
        written_to=texts.longest_first(w for w in joined if texts.script_of(w) in units),
    )


def _single(said: Mapping[str, set[tuple[str, ...]]], kind: str) -> frozenset[str]:
    return frozenset(words[0] for words in said.get(kind, ()) if len(words) == 1)


def _by_first(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(phrases):
        found.setdefault(words[0], []).append(words)
    return {first: tuple(all_of) for first, all_of in found.items()}


def _cells(cells: Iterable[str]) -> Iterable[str]:
    return (_word(item) for cell in cells for item in cell.split(",") if item.strip())


def _key(words: str) -> tuple[str, ...]:
    return tuple(_word(word) for word in words.split(" "))


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    """A word as it is looked up: folded, without the dots of what is shortened."""
    return texts.fold(word.strip()).replace(".", "").strip('"“”«»:')


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as written and as it is looked up, and whether a comma stands behind it."""

    text: str
    word: str
    comma: bool

    @property
    def small(self) -> bool:
        return not self.text[:1].isupper()

    @property
    def dotted(self) -> bool:
        return "." in self.text


def bare(text: str, tables: Tables) -> str:
    """A written name by itself, cleaned: what stands beside it is set aside, as far as a name is left; as given without.

    >>> from translit.tables import load_tables
    >>> tables = load_tables()
    >>> bare("Yi, Kwang-su, 1892-1950", tables), bare("Vice Chairman Kim Yong-chol (DOB 1945)", tables)
    ('Yi, Kwang-su', 'Kim Yong-chol')
    >>> bare("Akunin, B. (Boris)", tables), bare("Son Heung-min", tables)
    ('Akunin, Boris', 'Son Heung-min')
    """
    cleaned = texts.clean(text)
    words = known(tables)
    within = words.within
    if all(within.get(word) or _within(word, words) for word in cleaned.split(" ")):
        return _native_of_two(cleaned, words) or text
    found, inside = _outside_brackets(_unquoted(cleaned, words))
    tokens = [_Token(word, _word(word), bool(comma)) for word, comma in _TOKEN.findall(found)]
    kept = _alone(tokens, words)
    if kept != tokens:
        found = _written(kept)
    native = next((one for one in inside if _is_native_form(one, found, words)), "")
    found = native or _native_of_two(found, words) or found
    if found == cleaned:
        return text
    return found if sum(map(str.isalpha, found)) > 1 else text


_MET = 65536
"""Words of which it is remembered that they stand within a name."""


def _within(written: str, words: Known) -> bool:
    """Whether a word is of no use to anything that follows here."""
    word = _word(written.rstrip(","))
    found = (
        _LETTERS.fullmatch(written) is not None
        and word not in words.dates
        and word not in words.generations
        and word not in words.aliases
        and not word.endswith((*words.endings, *words.written_to))
        and _NUMERAL.fullmatch(written.rstrip(",")) is None
        and next(_begun(word, words), None) is None
    )
    if len(words.within) >= _MET:
        words.within.clear()
    words.within[written] = found
    return found


def _written(tokens: Sequence[_Token]) -> str:
    return " ".join([token.text + "," * token.comma for token in tokens]).rstrip(",")


def _unquoted(text: str, words: Known) -> str:
    """A text without the quotation marks around it and the ending of what belongs to somebody."""
    found = text
    if len(found) > 2 and found[0] in _OPENING and found[-1] in _CLOSING:
        found = found[1:-1].strip()
    if " " in found and texts.fold(found[-3:]).endswith(words.endings):
        found = found[: -max(len(e) for e in words.endings if texts.fold(found[-3:]).endswith(e))]
    return found


def _outside_brackets(text: str) -> tuple[str, list[str]]:
    """A text without what stands in brackets, and this; where it tells initials before it in full, it takes their place."""
    if _BRACKETS.isdisjoint(text):
        return text, []
    found, at = "", 0
    inside: list[str] = []
    for match in _BRACKETED.finditer(text):
        found += text[at : match.start()]
        at = match.end()
        told = match[0].strip("()[]〔〕【】").strip()
        initials = _INITIALS.search(found)
        if initials and _heads(told) == _heads(initials[0]):
            found = found[: initials.start()] + told
        inside += [word.strip() for word in _LISTED.split(told)]
    return " ".join((found + text[at:]).split()), inside


def _native_of_two(text: str, words: Known) -> str:
    """The native form of a name that is written twice, in two scripts one behind the other; "" for any other."""
    first, last = texts.script_of_letter(text[:1]), texts.script_of_letter(text[-1:])
    if first == last or " " not in text:
        return ""
    ordered = text.split(" ")
    size = next((i for i, word in enumerate(ordered) if texts.script_of(word) != first), 0)
    one, two = " ".join(ordered[:size]), " ".join(ordered[size:])
    if not one or any(texts.script_of(word) != last for word in ordered[size:]):
        return ""
    pairs = ((two, one), (one, two))
    return next((native for native, name in pairs if _is_native_form(native, name, words)), "")


def _is_native_form(inside: str, name: str, words: Known) -> bool:
    """Whether what stands in brackets behind a name is the native form of just this one: no note, and no other name."""
    script = texts.script_of(inside)
    if script not in words.native or texts.script_of(name) in (script, *words.units):
        return False
    if script in words.units:
        joined = inside.replace(" ", "")
        fits = len(joined) <= _MOST_UNITS and (joined[:1] in words.families or joined[:2] in words.families)
    else:
        fits = inside.count(" ") == name.count(" ") and texts.script_of(name) == "Latn"
    if not fits or _title([_Token(inside, _word(inside), False)], 0, words):
        return False
    ordered = name.replace(",", " ").split()
    turns = ("".join(ordered[i:] + ordered[:i]) for i in range(len(ordered)))
    letters = _ascii(inside)
    return any(Indel.normalized_similarity(letters, _ascii(turn)) > _ALIKE for turn in turns)


def _ascii(name: str) -> str:
    return "".join(filter(str.isalpha, texts.to_ascii(name))).lower()


def _heads(words: str) -> list[str]:
    return [texts.fold(head) for head in _HEADS.findall(words)]


def _alone(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words of a name without those beside it."""
    tokens = _without_dates(_first_name(tokens, words), words)
    size = len(tokens) + 1
    while len(tokens) < size:
        size = len(tokens)
        tokens = _without_generation(tokens, words)
        tokens = _without_title_before(tokens, words)
        tokens = _without_title_behind(tokens, words)
    return _without_title_at_end(tokens, words)


def _taken_out(tokens: list[_Token], start: int, end: int) -> list[_Token]:
    """The words without some of them; a comma behind these is one behind the word before."""
    kept = tokens[:start]
    if kept and any(token.comma for token in tokens[start:end]):
        kept[-1] = _Token(kept[-1].text, kept[-1].word, True)
    return kept + tokens[end:]


def _first_name(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words before those that announce another name."""
    for i in range(1, len(tokens)):
        token = tokens[i]
        if token.text == "/":
            return tokens[:i]
        # a capital is a name's, unless dots or more capitals show that it is none
        if token.small or token.dotted or token.text.isupper():
            for alias in words.aliases.get(token.word, ()):
                if tuple([one.word for one in tokens[i : i + len(alias)]]) == alias:
                    return tokens[:i]
    return tokens


def _without_dates(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words without years, days and what tells what happened then."""
    end = len(tokens)
    while end > 0:
        start = end
        while start > 0 and _of_date(tokens[start - 1], words):
            start -= 1
        run = tokens[start:end]
        numbers = [token for token in run if _NUMBER.fullmatch(token.text)]
        if numbers and (
            any(_DATE.search(token.text) for token in numbers)
            or any(token.word in words.dates for token in run)
        ):
            tokens = _taken_out(tokens, start, end)
        end = start - 1
    return tokens


def _of_date(token: _Token, words: Known) -> bool:
    if token.word in words.dates:
        return token.small or len(token.word) > 2
    return not any(map(str.isalnum, token.text)) or _NUMBER.fullmatch(token.text) is not None


def _without_generation(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words without what tells a son from his father, or a king from others of his name."""
    for i in range(len(tokens) - 1, 0, -1):
        token, before = tokens[i], tokens[i - 1]
        if token.word in words.generations:
            told = token.dotted or before.comma or i > 1
            found = told and (token.comma or i + 1 == len(tokens))
        else:
            # otherwise it may be letters that look like a numeral
            told = before.comma or before.word in words.given or texts.script_of(before.text) != "Latn"
            found = told and _NUMERAL.fullmatch(token.text) is not None
        if found:
            return _taken_out(tokens, i, i + 1)
    return tokens


def _without_title_before(tokens: list[_Token], words: Known) -> list[_Token]:
    for i in range(len(tokens)):
        if i == 0 or tokens[i - 1].comma:
            size = _title(tokens, i, words)
            if size and i + size < len(tokens) and not tokens[i + size - 1].comma:
                # small words behind a capital tell a phrase: a king of somewhere is more than his name
                phrase = not tokens[i].small and any(token.text[:1].islower() for token in tokens[i + size :])
                if not phrase and _may_go(tokens, i, size, words):
                    return _taken_out(tokens, i, i + size)
    return tokens


def _without_title_behind(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words without a title that has the last comma before it."""
    start = max([i + 1 for i, token in enumerate(tokens[:-1]) if token.comma], default=0)
    size = _title(tokens, start, words) if start else 0
    whole = size > 0 and start + size == len(tokens)
    if whole and (start > 1 or tokens[start].small) and _may_go(tokens, start, size, words):
        return tokens[:start]
    return tokens


def _may_go(tokens: Sequence[_Token], start: int, size: int, words: Known) -> bool:
    """Whether a title can be no name: neither a listed one nor a short word before a single one."""
    token = tokens[start]
    if size > 1 or token.dotted or token.word in words.addresses:
        return True
    if len(token.word) == 1 or token.word in words.names:
        return False
    return len(token.word) > _SHORT or len(tokens) > 2 or texts.script_of(token.text) in words.units


def _title(tokens: Sequence[_Token], start: int, words: Known) -> int:
    """The number of words of the longest title that begins at a place; 0 without one."""
    sizes = [
        len(title)
        for title in _begun(tokens[start].word, words)
        if start + len(title) <= len(tokens)
        and all(_fits(token, said) for token, said in zip(tokens[start:], title, strict=False))
    ]
    return max(sizes, default=0)


def _begun(word: str, words: Known) -> Iterator[tuple[str, ...]]:
    """The titles that a word may begin."""
    yield from words.titles.get(word, ())
    for end in range(len(word), 1, -1):
        yield from words.titles.get(word[:end] + "*", ())


def _fits(token: _Token, said: str) -> bool:
    """Whether a word is one of a title: a stem with any ending when it is written small, with that of a nominative else."""
    if not said.endswith("*"):
        return token.word == said
    return token.word.startswith(said[:-1]) and (token.small or len(token.word) <= len(said) - 1 + _ENDING)


def _without_title_at_end(tokens: list[_Token], words: Known) -> list[_Token]:
    """The words without a title behind a name in units, spaced or written to it."""
    while len(tokens) > 1 and texts.script_of(tokens[-1].text) in words.units:
        size = next((n for n in (2, 1) if len(tokens) > n and _title(tokens[-n:], 0, words) == n), 0)
        left = "".join([token.text for token in tokens[:-size]]) if size else ""
        if len(left) < 2 or (size == 1 and len(tokens[-1].word) == 1 and not _is_whole(left, words)):
            break
        tokens = tokens[:-size]
    last = tokens[-1] if tokens else None
    if last is not None and len(tokens) == 1 and texts.script_of(last.text) in words.units:
        for title in words.written_to:
            left = last.text.removesuffix(title)
            if left != last.text and _is_whole(left, words):
                return [_Token(left, left, False)]
    return tokens


def _is_whole(joined: str, words: Known) -> bool:
    """Whether units are a family name and a given one of two units."""
    return joined[:-2] in words.families and len(joined) >= _ADDRESSED
