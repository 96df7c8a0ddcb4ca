"""Makes `ko/mandarin.tsv`: each syllable of Mandarin, how it is spelled, and what Koreans make of it.

    pip install pypinyin && python -m benchmarks.mandarin

Koreans know a Chinese name by the Korean reading of its characters (孔穎達 공영달, abroad Kong Yingda) or, if it is of our days, by
its sound (양페이이, Yang Peiyi). The readings come from `ko/hanja.tsv` and the package pypinyin, spellings and sounds from the
rules below.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

from benchmarks.learn import TABLES, write_table
from translit.tables import load_tables

# initial: Wade-Giles, Hangul
INITIALS = {
    "": ("", "ㅇ"), "b": ("p", "ㅂ"), "p": ("p'", "ㅍ"), "m": ("m", "ㅁ"), "f": ("f", "ㅍ"), "d": ("t", "ㄷ"), "t": ("t'", "ㅌ"),
    "n": ("n", "ㄴ"), "l": ("l", "ㄹ"), "g": ("k", "ㄱ"), "k": ("k'", "ㅋ"), "h": ("h", "ㅎ"), "j": ("ch", "ㅈ"), "q": ("ch'", "ㅊ"),
    "x": ("hs", "ㅅ"), "zh": ("ch", "ㅈ"), "ch": ("ch'", "ㅊ"), "sh": ("sh", "ㅅ"), "r": ("j", "ㄹ"), "z": ("ts", "ㅉ"), "c": ("ts'", "ㅊ"),
    "s": ("s", "ㅆ"),
}  # fmt: skip
# final after an initial: Wade-Giles, Hangul without its first letter
FINALS = {
    "a": ("a", "ㅏ"), "o": ("o", "ㅗ"), "e": ("e", "ㅓ"), "ai": ("ai", "ㅏ 이"), "ei": ("ei", "ㅔ 이"), "ao": ("ao", "ㅏ 오"),
    "ou": ("ou", "ㅓ 우"), "an": ("an", "ㅏㄴ"), "en": ("en", "ㅓㄴ"), "ang": ("ang", "ㅏㅇ"), "eng": ("eng", "ㅓㅇ"), "er": ("erh", "ㅓㄹ"),
    "i": ("i", "ㅣ"), "ia": ("ia", "ㅑ"), "ie": ("ieh", "ㅖ"), "iao": ("iao", "ㅑ 오"), "iu": ("iu", "ㅠ"), "ian": ("ien", "ㅖㄴ"),
    "in": ("in", "ㅣㄴ"), "iang": ("iang", "ㅑㅇ"), "ing": ("ing", "ㅣㅇ"), "iong": ("iung", "ㅠㅇ"), "u": ("u", "ㅜ"), "ua": ("ua", "ㅘ"),
    "uo": ("o", "ㅝ"), "uai": ("uai", "ㅘ 이"), "ui": ("ui", "ㅜ 이"), "uan": ("uan", "ㅘㄴ"), "un": ("un", "ㅜㄴ"), "uang": ("uang", "ㅘㅇ"),
    "ong": ("ung", "ㅜㅇ"), "ü": ("u", "ㅟ"), "üe": ("ueh", "ㅞ"), "üan": ("uan", "ㅟ 안"), "ün": ("un", "ㅟㄴ"),
}  # fmt: skip
# where nothing or one of these letters stands first: pinyin, Wade-Giles, Hangul
WHOLE = {
    "yi": ("i", "이"), "ya": ("ya", "야"), "ye": ("yeh", "예"), "yao": ("yao", "야오"), "you": ("yu", "유"), "yan": ("yen", "옌"),
    "yin": ("yin", "인"), "yang": ("yang", "양"), "ying": ("ying", "잉"), "yong": ("yung", "융"), "yo": ("yo", "요"), "wu": ("wu", "우"),
    "wa": ("wa", "와"), "wo": ("wo", "워"), "wai": ("wai", "와이"), "wei": ("wei", "웨이"), "wan": ("wan", "완"), "wen": ("wen", "원"),
    "wang": ("wang", "왕"), "weng": ("weng", "웡"), "yu": ("yu", "위"), "yue": ("yueh", "웨"), "yuan": ("yuan", "위안"), "yun": ("yun", "윈"),
    "zhi": ("chih", "즈"), "chi": ("ch'ih", "츠"), "shi": ("shih", "스"), "ri": ("jih", "르"), "zi": ("tzu", "쯔"), "ci": ("tz'u", "츠"),
    "si": ("ssu", "쓰"), "ge": ("ko", "거"), "ke": ("k'o", "커"), "he": ("ho", "허"), "guo": ("kuo", "궈"), "kuo": ("k'uo", "쿼"),
    "huo": ("huo", "훠"), "shuo": ("shuo", "숴"), "gui": ("kuei", "구이"), "kui": ("k'uei", "쿠이"),
}  # fmt: skip
PLAIN = str.maketrans("ㅑㅖㅛㅠ", "ㅏㅔㅗㅜ")
"""Vowels after ㅈ, ㅉ, ㅊ, where Hangul writes no y (장, 젠)."""

LIST = {"E": 1.0, "N": 0.2}
"""What a character of the school list counts, and one of the list for persons' names alone."""

KEPT, SHARE = 6, 0.05
"""Korean readings that a syllable keeps, and the least share of one."""


def syllable(pinyin: str) -> tuple[str, str] | None:
    """Wade-Giles and Hangul of a syllable in pinyin; None of what is none.

    >>> syllable("xian"), syllable("zhang"), syllable("wei")
    (('hsien', '셴'), ('chang', '장'), ('wei', '웨이'))
    """
    if pinyin in WHOLE:
        return WHOLE[pinyin]
    first = next(one for one in (pinyin[:2], pinyin[:1], "") if one in INITIALS)
    rest = pinyin[len(first) :]
    if first in ("j", "q", "x") and rest.startswith("u"):
        rest = "ü" + rest[1:]
    if rest not in FINALS:
        return None
    (wade, head), (tail, vowel) = INITIALS[first], FINALS[rest]
    if head in "ㅈㅉㅊ":
        vowel = vowel.translate(PLAIN)
    vowel, _, more = vowel.partition(" ")
    return wade + tail, composed(head, vowel) + more


def composed(head: str, rest: str) -> str:
    """A Hangul syllable from letters that stand alone.

    >>> composed("ㅅ", "ㅖㄴ")
    '셴'
    """
    known = load_tables().language("ko").letters
    parts = (known[f"{head}-"], known[rest[0]], *(known[f"-{coda}"] for coda in rest[1:]))
    return unicodedata.normalize("NFC", "".join(parts))


def toneless(pinyin: str) -> str:
    """Pinyin without its tone; ü stays."""
    parts = unicodedata.normalize("NFD", pinyin)
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if not unicodedata.combining(c) or c == "\u0308")
    )


def main() -> None:
    from pypinyin.constants import PINYIN_DICT

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in load_tables().rows("ko/hanja"):
        character = row["character"]
        if len(character) == 1 and ord(character) in PINYIN_DICT:
            pinyin = toneless(PINYIN_DICT[ord(character)].split(",")[0])
            size = max((LIST.get(flag, 0.0) for flag in row["list"]), default=0.0)
            for reading in row["readings"].split()[:1]:
                counts[pinyin][reading] += size
            for reading in row["family_south"].split()[:1]:
                counts[pinyin][reading] += 1.0
    rows = []
    for pinyin, found in sorted(counts.items()):
        made = syllable(pinyin)
        total = sum(found.values())
        kept = [
            (reading, n)
            for reading, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))
            if n > SHARE * total
        ]
        if made and kept:
            wade, sound = made
            readings = " ".join(f"{reading}:{n:.3g}" for reading, n in kept[:KEPT])
            rows.append({"pinyin": pinyin, "wade": wade, "sound": sound, "readings": readings})
    write_table(
        TABLES / "ko" / "mandarin.tsv",
        "each syllable of Mandarin in two spellings, its sound in Hangul, and the Korean readings of the characters that have it, with what they count",
        ("pinyin", "wade", "sound", "readings"),
        rows,
        "benchmarks/mandarin.py from ko/hanja.tsv (Unicode Unihan) and pypinyin 0.55 (MIT); Wade-Giles and the Hangul of the rules for Chinese (1986), re-expressed",
        "facts, as the project",
    )


if __name__ == "__main__":
    main()
