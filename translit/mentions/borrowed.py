"""Names in scripts that a language of names only borrows: words joined by a middle dot, and characters.

Neither capitals nor particles show where such a name stands. Words joined by a dot are a name when the first is a listed
surname and the second is made of given-name units, or when the first is a listed given name; the systems that a
language calls `printed` write the lists. Characters are a name when the first is a listed surname and a title or a nation
beside them says so: the people of the paper's own country have names of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from translit.mentions.found import Found, Taken
from translit.mentions.lexicon import Lexicon
from translit.mentions.stems import skeleton
from translit.mentions.tongue import Tongue
from translit.rules import romanise
from translit.text import script_of

_LONG = re.compile(r"\u30fc")
_PRINTED = r"[\u30a1-\u30fa\u30fc]+"
_SIGNS = r"[\u3005\u3400-\u9fff]+"
_DOT = re.compile("[・＝=･·]")
_DOTTED = re.compile(f"{_PRINTED}(?:[・＝=･·]{_PRINTED})*")
_CHARACTERS = re.compile(_SIGNS)
_BRACKET = re.compile(r"[(（]([^()（）\n]{2,20})[)）]")

ANY = re.compile(r"[\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff]")
"""What a text must hold one of to be worth looking through: a letter or sign of these scripts."""

_LONGEST_TITLE, _LONGEST_NATION = 8, 7

_SURE = 3.5
"""Evidence (rough nats) of a name that its parts or a title vouch for."""

_ENDED, _TOLD = 0.7, 1.5
"""Weights of a surname's ending from which it counts: behind a given name of many peoples, and alone before a title."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of one language as its printed systems write them: surnames, given-name units, given names.

    A given name comes with its gender and whether other peoples have it too. Long vowels are left out of given names.
    """

    tongue: Tongue
    families: frozenset[str]
    units: frozenset[str]
    givens: Mapping[str, tuple[str, bool]]


def names(text: str, lexicon: Lexicon) -> list[Found]:
    """Persons written in borrowed scripts: whole names first, then the surnames that those license."""
    lists = lexicon.memory(_printed)[""]
    found = [*_dotted(text, lists, lexicon), *_characters(text, lists, lexicon)]
    taken = Taken(len(text))
    for item in found:
        taken.take(item.start, item.end)
    known: dict[str, Found] = {}
    for item in found:
        known.setdefault(text[item.start : item.end], item)
        known.setdefault(item.families[0], item)
    return [*found, *_alone(text, known, taken, lists, lexicon)]


def _printed(lexicon: Lexicon, _: str) -> tuple[_Lists, ...]:
    """The lists of all languages that name a printed system."""
    return tuple(_lists(tongue, lexicon) for tongue in lexicon.tongues)


def _lists(tongue: Tongue, lexicon: Lexicon) -> _Lists:
    tables = lexicon.tables
    ids = tables.language(tongue.code).settings.get("printed", [])
    systems = [tables.system(str(one)) for one in ids] if isinstance(ids, list) else []
    natives = [row["native"] for row in tables.rows(f"{tongue.code}/surnames")]
    # a unit is written otherwise behind a surname, which lends its voice
    common = max(natives, default="", key=lambda native: tongue.surnames[skeleton(native)][0])
    listed = _givens(tongue, lexicon) if systems else {}
    families: set[str] = set()
    units: set[str] = set()
    givens: dict[str, tuple[str, bool]] = {}
    for system in systems:
        families.update(romanise(native, system).text for native in natives)
        for native in tongue.odds if natives else ():
            units.add(romanise(native, system).text)
            units.add(re.split("[・ ]", romanise(common + native, system).text)[-1])
        for native, told in listed.items():
            givens.setdefault(_LONG.sub("", romanise(native, system).text), told)
    for row in tables.rows(f"{tongue.code}/given-forms") if systems else ():
        for form in filter(_DOTTED.fullmatch, row["forms"].split(", ")):
            givens.setdefault(_LONG.sub("", form), listed.get(row["native"], (row["gender"], False)))
    return _Lists(tongue, frozenset(families), frozenset(units), givens)


def _givens(tongue: Tongue, lexicon: Lexicon) -> dict[str, tuple[str, bool]]:
    """The listed given names with their gender, and whether one of their spellings is a given name of many peoples."""
    out: dict[str, tuple[str, bool]] = {}
    for form, (_, gender, native) in sorted(tongue.given.items()):
        _, many = out.get(native, ("", False))
        out[native] = gender, many or lexicon.word(form).abroad
    return out


def _dotted(text: str, lists: tuple[_Lists, ...], lexicon: Lexicon) -> Iterator[Found]:
    """Whole names of words joined by a dot."""
    for run in _DOTTED.finditer(text):
        words = _DOT.split(run[0])
        if len(words) not in (2, 3) or any(lexicon.others.get(word) for word in (*words, run[0])):
            continue
        if _nation(text, run.start(), lexicon) == "other":
            continue
        for one in lists:
            gender = _fits(words, one, lexicon)
            if gender is not None:
                role, of, _ = _title(text, run.end(), lexicon)
                yield Found(
                    run.start(), run.end(), "person", one.tongue.code, _SURE, True, *_keys(words, one), (), (),
                    role, gender or of,
                )  # fmt: skip
                break


def _keys(words: list[str], lists: _Lists) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The surname and the given name of a whole name, as keys."""
    first, *_, last = words
    return ((first,), (last,)) if lists.units else ((last,), (first,))


def _fits(words: list[str], lists: _Lists, lexicon: Lexicon) -> str | None:
    """The gender of a whole name of these words ("" when unknown), or None when they make none of that language."""
    if lists.units:
        made = len(words) == 2 and words[0] in lists.families and _made_of(words[1], lists.units)
        return "" if made else None
    hit = lists.givens.get(_LONG.sub("", words[0]))
    if hit is None or len(words[-1]) < 2:
        return None
    weight, _ = lexicon.ending(lists.tongue, skeleton(words[-1]))
    return hit[0] if not hit[1] or weight >= _ENDED else None


def _made_of(word: str, units: frozenset[str]) -> bool:
    return word in units or any(word[:cut] in units and word[cut:] in units for cut in range(1, len(word)))


def _title(text: str, start: int, lexicon: Lexicon) -> tuple[tuple[str, ...], str, str]:
    """The role of the title right behind a place, its gender and the title; over whether it is still held."""
    inside = _BRACKET.match(text, start)
    start = inside.end() if inside else start
    start += text.startswith(" ", start)
    for word in sorted(lexicon.former):
        if text.startswith(word, start) and _title_at(text, start + len(word), lexicon):
            start += len(word)
            break
    title = _title_at(text, start, lexicon)
    if not title:
        return (), "", ""
    role, gender = lexicon.roles.whole[title].split("|")
    return (role,), gender, title


def _title_at(text: str, start: int, lexicon: Lexicon) -> str:
    """The longest title without capitals that begins here, or ""."""
    for size in range(_LONGEST_TITLE, 0, -1):
        word = text[start : start + size]
        if len(word) == size and word.upper() == word.lower() and word in lexicon.roles.whole:
            return word
    return ""


def _characters(text: str, lists: tuple[_Lists, ...], lexicon: Lexicon) -> Iterator[Found]:
    """Whole names in characters: a listed surname and one or two characters more, for which what follows vouches."""
    for run in _CHARACTERS.finditer(text):
        start, nation = _start(text, *run.span(), lexicon)
        script = script_of(text[start])
        for one in lists:
            reads = script in lexicon.tables.language(one.tongue.code).read
            if not (one.units and reads) or nation not in ("", "mixed", one.tongue.code):
                continue
            sizes = (size for size in (3, 2, 4) if start + size <= run.end())
            found = (_whole(text, start, size, nation, one, lexicon) for size in sizes)
            if item := next((item for item in found if item is not None), None):
                yield item
                break


def _whole(text: str, start: int, size: int, nation: str, lists: _Lists, lexicon: Lexicon) -> Found | None:
    """A name of so many characters here, when a title behind it or its sound in brackets vouches for it."""
    name, end, tongue = text[start : start + size], start + size, lists.tongue
    family = next((name[:n] for n in (2, 1) if n < size and name[:n] in tongue.surnames), "")
    if not 1 <= size - len(family) <= 2 or not family or lexicon.others.get(name):
        return None
    role, gender, title = _title(text, end, lexicon)
    sound = _BRACKET.match(text, end)
    if sound is None or _fits(_DOT.split(sound[1]), lists, lexicon) is None:
        if not title or (title in lexicon.anyone and nation != tongue.code):
            return None
    return Found(
        start,
        end,
        "person",
        tongue.code,
        _SURE,
        True,
        (family,),
        (name[len(family) :],),
        (),
        (),
        role,
        gender,
    )


def _start(text: str, start: int, stop: int, lexicon: Lexicon) -> tuple[int, str]:
    """Where a name may begin in a run of characters, and whose names the nation before it announces."""
    for size in range(min(_LONGEST_NATION, stop - start - 2), 1, -1):
        nation = lexicon.nations.whole.get(text[start : start + size])
        if nation:
            return start + size, nation
    return start, _nation(text, start, lexicon)


def _nation(text: str, start: int, lexicon: Lexicon) -> str:
    """Whose names the nation announces that is linked to what begins here; "" for none."""
    before = text[max(0, start - _LONGEST_NATION - 1) : start]
    link = next(
        (link for link in lexicon.links if before.endswith(link) and link.upper() == link.lower()), ""
    )
    word = before[: len(before) - len(link)] if link else ""
    sizes = range(len(word), 1, -1)
    return next((found for size in sizes if (found := lexicon.nations.whole.get(word[-size:]))), "")


def _alone(
    text: str, known: Mapping[str, Found], taken: Taken, lists: tuple[_Lists, ...], lexicon: Lexicon
) -> Iterator[Found]:
    """Names of the document once more, in whole or by the surname; and surnames that a title and their ending betray."""
    for run in _DOTTED.finditer(text):
        if taken.free(*run.span()):
            item = known.get(run[0])
            role, gender, title = _title(text, run.end(), lexicon)
            if item is not None and (title or len(run[0]) > 2):
                yield _again(item, *run.span(), role, gender)
            elif item is None and title and (code := _betrayed(run[0], lists, lexicon)):
                yield Found(
                    *run.span(), "person", code, _TOLD, False, (run[0],), (), (), (), role, gender
                )  # fmt: skip
    for run in _CHARACTERS.finditer(text):
        start, _ = _start(text, *run.span(), lexicon)
        if not taken.free(start, run.end()):
            continue
        for size in range(min(run.end() - start, 4), 0, -1):
            item = known.get(text[start : start + size])
            role, gender, title = _title(text, start + size, lexicon)
            if item is not None and (title or size > len(item.families[0])):
                yield _again(item, start, start + size, role, gender)
                break


def _again(item: Found, start: int, end: int, role: tuple[str, ...], gender: str) -> Found:
    """A name of the document that stands here once more: the whole of it, or its surname when no more is written."""
    whole = end - start > len(item.families[0])
    return Found(
        start, end, "person", item.language, _SURE, whole and item.full, item.families, item.givens if whole else (),
        (), (), role, gender,
    )  # fmt: skip


def _betrayed(word: str, lists: tuple[_Lists, ...], lexicon: Lexicon) -> str:
    """The language whose surnames alone end as a word does, or ""."""
    if lexicon.others.get(word):
        return ""
    key = skeleton(word)
    return next((one.tongue.code for one in lists if lexicon.ending(one.tongue, key)[0] >= _TOLD), "")
