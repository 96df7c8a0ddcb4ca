"""Rules by their native letters: which of them fits at a place of a text, the narrowest first.

What a rule looks at is near, so what was made of a letter among its neighbours is remembered; and a text can be cut where no
rule looks across.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from translit.model import Item, Rule
from translit.notation import FAMILY_BREAK, UNIT_BREAK, specificity

MARKS = FAMILY_BREAK + UNIT_BREAK
_WINDOWS = 1 << 12  # contexts of one letter that are remembered
_STRETCH = 2  # letters of the shortest: short ones come back more often, long ones make fewer


class Index:
    """Rules by their native letters, narrowest first."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_native: dict[str, list[Rule]] = {}
        for rule in rules:
            self.by_native.setdefault(rule.native, []).append(rule)
        for group in self.by_native.values():
            if len(group) > 1:
                group.sort(key=lambda rule: (specificity(rule), -rule.number), reverse=True)
        # For each first letter the lengths that are worth a look, longest first.
        lengths: dict[str, set[int]] = {}
        for native in self.by_native:
            lengths.setdefault(native[0], set()).add(len(native))
        self.lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
        # Letters with one rule only, and that in every context: most consonants.
        self.plain = {
            native: group[0]
            for native, group in self.by_native.items()
            if len(group) == 1 and self.lengths[native[0]] == (1,) and not (group[0].left or group[0].right)
        }

        # For each other letter how far its rules look to the left and to the right, and what they made of it there.
        self.windows: dict[str, tuple[int, int, dict[str, Rule | None]]] = {}
        for native, group in self.by_native.items():
            if native in self.plain:
                continue
            left, right, known = self.windows.get(native[0], (0, 1, {}))
            for rule in group:
                left = max(left, len(rule.left))
                right = max(right, len(native) + len(rule.right))
            self.windows[native[0]] = (left, right, known)

    def stretches(self) -> re.Pattern[str]:
        """What cuts a text into stretches of a few letters that no rule looks out of.

        So what is written for a stretch is the same in every text: standing alone, it is written as it is inside.
        """
        right: dict[int, set[str]] = {}
        left: dict[int, set[str]] = {}
        for letter, (before, after, _) in self.windows.items():
            faces = {letter, letter.upper()[:1]}  # a capital is taken off later
            for n in range(1, after):
                right.setdefault(n, set()).update(faces)
            for n in range(before):
                left.setdefault(n, set()).update(faces)
        behind = "".join(f"(?<!{_one_of(right[n])}.{{{n - 1}}})" for n in sorted(right))
        ahead = "".join(f"(?!.{{{n}}}{_one_of(left[n])})" for n in sorted(left))
        return re.compile(f".{{{_STRETCH},}}?(?:\\Z|{behind}{ahead})|.+", re.DOTALL)

    def match(self, text: str, at: int) -> Rule | None:
        """The narrowest rule for the letters of `text` from `at`."""
        c = text[at]
        plain = self.plain.get(c)
        if plain is not None:
            return plain
        window = self.windows.get(c)
        if window is None:
            return None
        left, right, known = window
        key = text[at - left : at + right] if at >= left else "\0" * (left - at) + text[: at + right]
        try:
            return known[key]
        except KeyError:
            if len(known) >= _WINDOWS:
                known.clear()
            made = known[key] = self.find(text, at)
            return made

    def find(self, text: str, at: int) -> Rule | None:
        """What `match` gives, looked up afresh."""
        for n in self.lengths.get(text[at], ()):
            for rule in self.by_native.get(text[at : at + n], ()):
                if len(rule.native) == n and (not rule.left or fits(rule.left, text, at - 1, -1)) and (
                    not rule.right or fits(rule.right, text, at + n, 1)
                ):  # fmt: skip
                    return rule
        return None


def _one_of(letters_: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(letters_)))}]"


def fits(items: tuple[Item, ...], text: str, at: int, step: int) -> bool:
    """Whether the letters from a place on, by `step` to the right or to the left, are such as a context asks for."""
    size = len(text)
    for item in items:
        letter = text[at] if 0 <= at < size else ""
        if item.negated:
            if letter in item.letters or (
                "#" in item.letters and not (letter.isalpha() and letter not in MARKS)
            ):
                return False
        elif letter and letter in item.letters:
            pass
        elif not ("#" in item.letters and (not letter or not _is_letter(letter))):
            return False
        at += step
    return True


def _is_letter(c: str) -> bool:
    return c not in MARKS and (c.isalpha() or "\u0300" <= c <= "\u036f")
