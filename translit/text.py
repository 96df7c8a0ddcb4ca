"""Unicode only: normal forms, scripts, case, marks, and the last-resort fold to ASCII.

Names arrive decomposed, half-width, with zero-width and direction marks inside, and with letters of one script
standing in for those of another. `clean` undoes what carries no meaning; the text as given is kept by the caller.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from translit.errors import InputError

# First word of a character's Unicode name → ISO 15924 code. A script not listed here is "Zyyy".
_SCRIPTS: Mapping[str, str] = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "HANGUL": "Hang",
    "CJK": "Hani",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
}

SCRIPTS = (*_SCRIPTS.values(), "Zyyy")
"""The scripts that are known here; the last stands for none of them."""


def must_be_text(value: object, what: str) -> None:
    """Raises InputError for what is no text (str), such as None or bytes; `what` says in words what was wanted.

    >>> must_be_text(None, "the name")
    Traceback (most recent call last):
        ...
    translit.errors.InputError: the name is None (NoneType), which is no text; give a str.
    """
    if not isinstance(value, str):
        shown = repr(value)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        cure = "decode it first" if isinstance(value, bytes | bytearray) else "give a str"
        raise InputError(f"{what} is {shown} ({type(value).__name__}), which is no text; {cure}.")


# Letters that fonts draw alike. In a word that is otherwise of the second script, the first is taken for a slip.
_LATIN_LOOKS = "AaBCcEeHKMOoPpTXxyijsI"
_CYRILLIC_LOOKS = "АаВСсЕеНКМОоРрТХхуіјѕІ"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKS, _CYRILLIC_LOOKS)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKS, _LATIN_LOOKS)

# Signs that different keyboards use for one apostrophe-like mark, and for one hyphen.
_APOSTROPHES = str.maketrans(dict.fromkeys("'`ʼʻʹʽ´‘’‛′＇", "’"))
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
_FILLERS = "\u115f\u1160\u3164\uffa0"


def _controls() -> dict[int, str]:
    """Control characters → what they were before a page in Windows-1252 was taken for Latin-1; the others are nothing."""
    found = dict.fromkeys(range(0x20), "") | {0x7F: ""}
    for point in range(0x80, 0xA0):
        found[point] = bytes([point]).decode("cp1252", errors="ignore")
    return found


_CONTROLS = _controls()


@lru_cache(maxsize=65536)
def script_of_letter(letter: str) -> str:
    """The ISO 15924 code of one character, "Zyyy" when it belongs to no script that is known here.

    >>> script_of_letter("ж"), script_of_letter("노"), script_of_letter("盧"), script_of_letter("-")
    ('Cyrl', 'Hang', 'Hani', 'Zyyy')
    """
    if not letter.isalpha():
        return "Zyyy"
    words = unicodedata.name(letter, "").split(" ")
    first = words[1] if words[0] in ("HALFWIDTH", "FULLWIDTH") else words[0]
    return _SCRIPTS.get(first, "Zyyy")


def script_of(text: str) -> str:
    """The script of most letters of a text; on a tie, the one that comes first. "Zyyy" for no letters.

    >>> script_of("Ким Чен Ын"), script_of("노광철 (No)"), script_of("12")
    ('Cyrl', 'Hang', 'Zyyy')
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts: dict[str, int] = {}
    for code in map(script_of_letter, text):
        if code != "Zyyy":
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: counts[code]) if counts else "Zyyy"


def clean(text: str) -> str:
    """The text in one normal form: NFC, no invisible characters, one space, no look-alikes of another script.

    >>> clean("노\u200b광철"), clean("Ким\u00a0 Чен Ын"), clean("Лaвpoв") == "Лавров"
    ('노광철', 'Ким Чен Ын', True)
    >>> clean("ﾡ") == "ㄱ", clean("й") == "й", clean("PYO\x92NG")
    (True, True, 'PYO’NG')

    Letters and marks are never dropped: й and ё stay whole. A lone surrogate becomes U+FFFD. A control character is
    what Windows-1252 has at its place (a quotation mark or a dash, most often), or nothing. Compatibility
    ideographs become the plain character; who needs the reading they carry looks before cleaning.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if is_clean(text):
        return text
    return " ".join(filter(None, map(_clean_word, text.split())))


def shown(text: str) -> str:
    """The text as a reader sees it, in the writer's own letters: NFC, no invisible characters, single spaces.

    >>> shown("No\u200b Kwang\u00ad-chol "), shown("Pak\u00a0Cho\u0306ng-hu\u0306i")
    ('No Kwang-chol', 'Pak Chŏng-hŭi')
    """
    if not text.isprintable() or not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        text = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    return " ".join(text.split())


# Words of letters of one script, each a character of its own in every normal form that `clean` may give.
_SETTLED_WORD = "(?:[\u0400-\u0481\u048a-\u04ff]+|[\uac00-\ud7a3]+)"
_SETTLED = re.compile(f"{_SETTLED_WORD}(?: {_SETTLED_WORD})*")


def is_clean(text: str) -> bool:
    """Whether it is seen at a glance that `clean` leaves a text as it is: what most names in their own script are.

    >>> is_clean("Виктор Горемыкин"), is_clean("노광철"), is_clean("Ким  Чен Ын")
    (True, True, False)
    """
    return _SETTLED.fullmatch(text) is not None


def is_plain(word: str) -> bool:
    """Whether it is seen at a glance that a word has neither capitals nor marks, and nothing in it but letters.

    >>> is_plain("choe"), is_plain("горемыкин"), is_plain("ch’oe"), is_plain("Choe")
    (True, True, False, False)
    """
    if word.isascii():
        return word.isalpha() and word.islower()
    return _SETTLED.fullmatch(word) is not None and word == word.lower()


@lru_cache(maxsize=65536)
def _clean_word(word: str) -> str:
    if word.isalpha() and max(word) < "\uff00" and not any(filler in word for filler in _FILLERS):
        return _one_script(
            unicodedata.normalize("NFC", word)
        )  # letters alone: nothing invisible, nothing wide
    word = "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" else _plain_width(c)
        for c in word.translate(_CONTROLS)
        if c not in _FILLERS and unicodedata.category(c) != "Cf"
    )
    return _one_script(unicodedata.normalize("NFC", word))


def _plain_width(c: str) -> str:
    """Half- and full-width forms as ordinary characters; anything else as it is."""
    if "\uff00" <= c <= "\uffef":
        wide = unicodedata.normalize("NFKC", c)
        # NFKC turns a half-width jamo into a conjoining one, which would glue to its neighbours: keep it apart.
        return _STANDALONE.get(wide, wide)
    return c


def _standalone() -> dict[str, str]:
    """Conjoining jamo → the compatibility jamo that stands alone."""
    found: dict[str, str] = {}
    for point in range(0x3131, 0x3164):
        found.setdefault(unicodedata.normalize("NFKC", chr(point)), chr(point))
    return found


_STANDALONE = _standalone()


@lru_cache(maxsize=65536)
def _one_script(word: str) -> str:
    """A word whose letters look alike across scripts, in the script of its telling letters."""
    if word.isascii():
        return word
    scripts = {script_of_letter(c) for c in word}
    if not {"Latn", "Cyrl"} <= scripts:
        return word
    latin = sum(script_of_letter(c) == "Latn" and c not in _LATIN_LOOKS for c in word)
    cyrillic = sum(script_of_letter(c) == "Cyrl" and c not in _CYRILLIC_LOOKS for c in word)
    if cyrillic > latin:
        return compose(word.translate(_TO_CYRILLIC))
    if latin > cyrillic:
        return compose(word.translate(_TO_LATIN))
    return word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, one kind of apostrophe and hyphen: the form in which spellings are read and compared.

    >>> fold("KIM, Yo'ng-Ch‘o‘l")
    'kim, yo’ng-ch’o’l'
    """
    if (text.isascii() and text.isalpha()) or is_clean(text):
        return text.lower()
    lower = clean(text).translate(_APOSTROPHES).translate(_HYPHENS).lower()
    # Look-alikes are told apart once more: K and Е look alike in both scripts, k and е tell.
    return lower if lower.isascii() else compose(" ".join(_one_script(word) for word in lower.split()))


def is_apostrophe(sign: str) -> bool:
    """Whether a sign is one of those that keyboards offer for one apostrophe-like mark.

    >>> is_apostrophe("’"), is_apostrophe("ʼ"), is_apostrophe("-")
    (True, True, False)
    """
    return sign == "’" or (len(sign) == 1 and ord(sign) in _APOSTROPHES)


def strip_marks(text: str) -> str:
    """Latin letters without their marks; letters of other scripts are left whole.

    >>> strip_marks("Ch’ŏl"), strip_marks("Йё")
    ('Ch’ol', 'Йё')
    """
    if text.isascii():
        return text
    out: list[str] = []
    bare = True
    for c in unicodedata.normalize("NFC", text):
        if unicodedata.combining(c):
            # A mark that NFC could not join belongs to the letter before it, and goes or stays with that one's.
            if not bare:
                out.append(c)
            continue
        script = script_of_letter(c)
        bare = script in ("Latn", "Zyyy")
        out.append(unicodedata.normalize("NFD", c)[0] if script == "Latn" else c)
    return "".join(out)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word as the lists of spellings are searched: folded, without marks, apostrophes and hyphens.

    >>> plain("Ch’oe"), plain("Nam-gung")
    ('choe', 'namgung')
    """
    if is_plain(word):
        return word
    return strip_marks(fold(word)).replace("’", "").replace("-", "")


def longest_first(endings: Iterable[str]) -> tuple[str, ...]:
    """Endings each once, the longest first, so that the first that fits is the one that says most.

    >>> longest_first(["a", "ova", "b", "a"])
    ('ova', 'a', 'b')
    """
    return tuple(sorted(set(endings), key=lambda ending: (-len(ending), ending)))


def letters(native: str, decompose: bool) -> str:
    """The letters a native text is made of: its NFD when syllables are blocks of letters, else its NFC.

    >>> len(letters("철", True)), len(letters("й", False))
    (3, 1)
    """
    return unicodedata.normalize("NFD" if decompose else "NFC", native)


def compose(native: str) -> str:
    """Letters put together again (NFC)."""
    return unicodedata.normalize("NFC", native)


def to_ascii(text: str) -> str:
    """A last-resort ASCII likeness for names that no table reads. Not for scripts that a table covers.

    >>> to_ascii("Łukasz")
    'Lukasz'
    """
    if text.isascii():
        return text
    from unidecode import (
        unidecode,
    )  # GPL-2.0-or-later, so it is imported in this one place, when first needed

    return unidecode(text)


@lru_cache(maxsize=8192)
def capitalise(text: str) -> str:
    """The first cased letter in upper case, the rest untouched: marks in front stay where they are.

    >>> capitalise("’yu"), capitalise("shch")
    ('’Yu', 'Shch')
    """
    first = text[:1]
    if first.islower() and len(upper := first.upper()) == 1:
        return upper + text[1:]
    for i, c in enumerate(text):
        if c.isalpha() and c.upper() != c and len(c.upper()) == 1:
            return text[:i] + c.upper() + text[i + 1 :]
        if c.isalpha():
            return text
    return text


# -- whole texts as they come

_ENTITY = r"&(?:\#[0-9]{1,6}|\#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});"
_HIDDEN = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_SYLLABLE = "[\u1100-\u115f][\u1160-\u11a7](?:[\u11a8-\u11ff])?"
_MARKED = "[^\\W\\d_][\u0300-\u036f]+"
_ODD = re.compile(f"\r\n|{_ENTITY}|[{_HIDDEN}]+|[{_SPACES}]|[\uff10-\uff5a]|{_SYLLABLE}|{_MARKED}")
_ANY = re.compile(f"[&\r{_HIDDEN}{_SPACES}\uff10-\uff5a\u1100-\u11ff\u0300-\u036f]")
_MIXED = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_MIXED_WORD = re.compile(
    f"(?<![A-Za-z\u0400-\u04ff])(?=[A-Za-z\u0400-\u04ff]{{0,30}}?(?:{_MIXED.pattern}))[A-Za-z\u0400-\u04ff]+"
)


def oddities(text: str) -> Iterator[tuple[int, int, str]]:
    """What a reader of a text does not see: where it stands, and what is read there; in text order, without overlaps.

    >>> list(oddities("No\u00a0Kwang\u200b-chol&amp;co"))
    [(2, 3, ' '), (8, 9, ''), (14, 19, '&')]
    >>> list(oddities("Kim Jong Un"))
    []

    Letters taken apart, line ends of two characters, entities of HTML, invisible marks, wide letters and spaces,
    look-alikes of another script.
    """
    pieces = []
    if _ANY.search(text):
        pieces += [(found.start(), found.end(), _undone(found[0])) for found in _ODD.finditer(text)]
    if not text.isascii() and _MIXED.search(text):
        pieces += [
            (found.start(), found.end(), word)
            for found in _MIXED_WORD.finditer(text)
            if len(word := clean(found[0])) == len(found[0])
        ]
        pieces.sort()
    at = 0
    for start, end, new in pieces:
        if start >= at and new != text[start:end]:
            at = end
            yield start, end, new


def _undone(odd: str) -> str:
    if odd == "\r\n":
        return "\n"
    if odd[0] == "&":
        known = html.unescape(odd)
        # an entity of a mark that does not show is undone like the mark
        return odd if len(known) != 1 else (_undone(known) if _ODD.fullmatch(known) else known)
    kind = unicodedata.category(odd[0])
    if kind == "Zs":
        return " "
    if kind in ("Cf", "Mn"):
        return ""
    return unicodedata.normalize("NFKC" if odd[0] >= "\uff00" else "NFC", odd)
