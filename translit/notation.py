"""How a rule is written in a table, and what it says: letters, classes, contexts and matrices made into `Rule`s.

A cell holds readable letters and the names of classes, a context what stands to the left and right of `_`, a matrix what is
written where one unit meets the next. What cannot be read, and two rules of which neither is narrower, are refused; the
message tells where, what, and how to mend it. The files themselves are opened by `tables.py` alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import cast

from translit.errors import TableError
from translit.model import Composition, Item, Language, NameShape, Rule

FAMILY_BREAK = "␣"
UNIT_BREAK = "·"
EDGE = "#"
NOTHING = "∅"
_NO_JOINT = ("=", "_")


def nfc(text: str) -> str:
    """A text in the normal form of the tables."""
    return unicodedata.normalize("NFC", text)


def text_of(facts: Mapping[str, object], key: str, where: str) -> str:
    """What a table says under a key that every one has."""
    value = facts.get(key)
    if not isinstance(value, str) or not value:
        raise TableError(f'{where}: `{key}` is missing; every table names it, as {key} = "…".')
    return value


def section(facts: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    """A section of a table; an empty one where it has none."""
    value = facts.get(key, {})
    if not isinstance(value, dict):
        raise TableError(f"{where}: [{key}] must be a section of `name = value` lines.")
    return value


def letter_at(point: object, where: str) -> str:
    """A letter that is given by its number, as "U+1100 U+1161", or as itself."""
    text = str(point)
    if text.startswith("U+"):
        return "".join(chr(int(part.removeprefix("U+"), 16)) for part in text.split())
    if not text:
        raise TableError(f'{where}: a letter is empty; write it as "U+1100" or as the letter itself.')
    return text


def spell(cell: str, letters: Mapping[str, str], where: str, keep: bool = False) -> str:
    """A cell's readable letters as the letters themselves; spaces are dropped unless `keep`."""
    if not letters:
        return nfc(cell if keep else cell.replace(" ", ""))
    longest = max(map(len, letters))
    out, i = [], 0
    cell = nfc(cell)
    while i < len(cell):
        for n in range(min(longest, len(cell) - i), 0, -1):
            if cell[i : i + n] in letters:
                out.append(letters[cell[i : i + n]])
                i += n
                break
        else:
            if keep or cell[i] != " ":
                out.append(
                    unicodedata.normalize("NFD", cell[i])
                    if unicodedata.category(cell[i]) == "Lo"
                    else cell[i]
                )
            i += 1
    return "".join(out)


def _natives(
    cell: str, letters: Mapping[str, str], classes: Mapping[str, tuple[str, ...]], where: str
) -> list[str]:
    """All native strings a cell stands for: class names are replaced by each of their letters."""
    slots: list[tuple[str, ...]] = []
    for word in cell.split() or [""]:
        if word in classes:
            slots.append(classes[word])
            continue
        i, plain = 0, ""
        while i < len(word):
            if word[i].isascii() and word[i].isupper():
                if word[i] not in classes:
                    raise TableError(
                        f"{where}, rule {cell!r}: the class {word[i]} is not defined. There are: "
                        f"{', '.join(sorted(classes))}. Define {word[i]} under [classes], or write the letters out."
                    )
                slots += [(spell(plain, letters, where),)] if plain else []
                slots.append(classes[word[i]])
                plain = ""
            else:
                plain += word[i]
            i += 1
        if plain:
            slots.append((spell(plain, letters, where),))
    return ["".join(parts) for parts in product(*slots)]


def context_items(
    side: str, letters: Mapping[str, str], classes: Mapping[str, tuple[str, ...]], where: str
) -> tuple[Item, ...]:
    """What stands on one side of a context, a letter or a choice each."""
    found = []
    for word in side.split():
        negated = word.startswith("!") and len(word) > 1
        members: set[str] = set()
        for choice in word[1:].split("|") if negated else word.split("|"):
            if choice in classes:
                members.update(classes[choice])
            elif choice.isascii() and choice.isalpha() and choice.isupper():
                raise TableError(
                    f"{where}, context {side!r}: the class {choice} is not defined. There are: "
                    f"{', '.join(sorted(classes))}. Define {choice} under [classes], or write the letters out."
                )
            else:
                members.add(spell(choice, letters, where))
        found.append(Item(frozenset(members), negated))
    return tuple(found)


def rules_of(
    rows: object,
    letters: Mapping[str, str],
    classes: Mapping[str, tuple[str, ...]],
    where: str,
    write: Callable[[str], str],
    part: str = "rule",
) -> Iterable[Rule]:
    """The rules that the rows of a table say, one for each native string."""
    if not isinstance(rows, list):
        raise TableError(
            f'{where}: `rules` must be a list of ["native", "written", "left _ right", "reason"].'
        )
    for number, row in enumerate(rows, 1):
        place = f"{where}, {part} {number} {row}"
        if (
            not isinstance(row, list)
            or not 2 <= len(row) <= 4
            or not all(isinstance(cell, str) for cell in row)
        ):
            raise TableError(
                f'{place}: a rule is ["native", "written", "left _ right", "reason"]; the last two may be left out.'
            )
        native, cell = row[0], row[1]
        context = row[2] if len(row) > 2 else ""
        if context and context.count("_") != 1:
            raise TableError(
                f"{place}: the context {context!r} needs exactly one `_` where the letters stand."
            )
        left_text, _, right_text = context.partition("_")
        left = tuple(reversed(context_items(left_text, letters, classes, place)))
        right = context_items(right_text, letters, classes, place)
        natives = _natives(native, letters, classes, place)
        choices = cell.split(" / ") if " / " in cell else [cell]
        if len(choices) not in (1, len(natives)):
            raise TableError(
                f"{place}: {len(natives)} native strings but {len(choices)} written ones; give one, or one for each."
            )
        for i, one in enumerate(natives):
            if not one:
                raise TableError(f"{place}: the native side is empty; name at least one letter.")
            yield Rule(
                one, write(choices[i % len(choices)]), left, right, number, row[3] if len(row) > 3 else ""
            )


def composition(facts: Mapping[str, object], written: Language, where: str) -> Composition | None:
    """How the written letters are put together; None when they need nothing but NFC."""
    if not facts:
        return None

    def members(key: str) -> frozenset[str]:
        name = text_of(facts, key, f"{where}, [compose]")
        if name not in written.classes:
            raise TableError(
                f"{where}, [compose], {key} = {name!r}: {written.code}/language.toml defines no such class. "
                f"There are: {', '.join(sorted(written.classes))}."
            )
        return frozenset(written.classes[name])

    stray = section(facts, "stray", where)
    return Composition(
        leads=members("lead"),
        vowels=members("vowel"),
        codas=members("coda"),
        empty=spell(text_of(facts, "empty", f"{where}, [compose]"), written.letters, where),
        stray={
            spell(coda, written.letters, where): spell(str(syllable), written.letters, where)
            for coda, syllable in stray.items()
        },
    )


def joints(
    spec: Mapping[str, object],
    letters: Mapping[str, str],
    classes: Mapping[str, tuple[str, ...]],
    where: str,
    write: Callable[[str], str],
    name: NameShape | None,
) -> Iterable[Rule]:
    """The matrices of what is written where one unit's end meets the next one's start, as two-letter rules.

    A later matrix, so also one of the table that extends another, overrides the cells of those before it.
    """
    shape = section(spec, "name", where)
    across = []
    if name is not None and shape.get("joints_cross_break"):
        across.append((UNIT_BREAK, name.unit_break or ""))
    if name is not None and shape.get("joints_cross_family"):
        across.append((FAMILY_BREAK, " "))
    across += [(str(mark), str(mark)) for mark in cast("list[str]", spec.get("joint_breaks", []))]
    made: dict[str, Rule] = {}
    number = 0
    for table in map(dict, joint_tables(spec, where)):
        columns = [spell(word, letters, where) for word in str(table.pop("columns", "")).split()]
        for heads, cells_text in table.items():
            number += 1
            cells = str(cells_text).split()
            place = f"{where}, joints {heads!r}"
            if len(cells) != len(columns):
                raise TableError(
                    f"{place}: {len(cells)} cells for {len(columns)} columns; give one a column, `=` for none."
                )
            ends = [
                end for head in heads.split() for end in classes.get(head, (spell(head, letters, where),))
            ]
            for end, (start, cell) in product(ends, zip(columns, cells, strict=True)):
                for native in (end + start, *(end + mark + start for mark, _ in across)):
                    made.pop(native, None)
                if cell in _NO_JOINT:
                    continue
                left, bar, right = ("" if side == NOTHING else side for side in cell.partition("|"))
                made[end + start] = Rule(
                    end + start, write(left + right), number=-number, reason=f"joint {heads}"
                )
                for mark, sign in across if bar else ():
                    text = write(left) + sign + write(right)
                    made[end + mark + start] = Rule(
                        end + mark + start, text, number=-number, reason=f"joint {heads} at a break"
                    )
    yield from made.values()


def joint_tables(spec: Mapping[str, object], where: str) -> list[Mapping[str, object]]:
    """The matrices of a system's table: one [joints] section, or several written [[joints]]."""
    found = spec.get("joints", [])
    tables = [found] if isinstance(found, dict) else found
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TableError(f"{where}: write [joints] once, or [[joints]] above each of several matrices.")
    return tables


def specificity(rule: Rule) -> tuple[int, int, int]:
    """How narrow a rule is; the greatest wins where several match: longest native, most context, smallest sets."""
    items = (*rule.left, *rule.right)
    return (len(rule.native), len(items), -sum(map(_width, items)))


def _width(item: Item) -> int:
    """How many letters an item lets through; an edge counts ten, because named breaks are narrower than any edge."""
    return 500 if item.negated else len(item.letters) + 9 * (EDGE in item.letters)


def _overlap(one: tuple[Item, ...], two: tuple[Item, ...]) -> bool:
    for a, b in zip(one, two, strict=False):
        if a.negated and b.negated:
            continue
        if a.negated or b.negated:
            no, yes = (a, b) if a.negated else (b, a)
            if yes.letters <= no.letters:
                return False
        elif not a.letters & b.letters and not any(
            EDGE in x.letters and y.letters & {FAMILY_BREAK, UNIT_BREAK} for x, y in ((a, b), (b, a))
        ):
            return False
    return True


def refuse_ties(rules: Iterable[Rule], where: str) -> None:
    """Raise TableError where two rules fit the same letters, write otherwise, and neither is narrower."""
    alike: dict[str, list[Rule]] = {}
    for rule in rules:
        alike.setdefault(rule.native, []).append(rule)
    groups: dict[tuple[str, tuple[int, int, int]], list[Rule]] = {}
    for native, group in alike.items():
        for rule in group if len(group) > 1 else ():
            groups.setdefault((native, specificity(rule)), []).append(rule)
    for group in groups.values():
        for i, one in enumerate(group):
            for two in group[i + 1 :]:
                if (
                    one.written != two.written
                    and _overlap(one.left, two.left)
                    and _overlap(one.right, two.right)
                ):
                    raise TableError(
                        f"{where}: rules {one.number} and {two.number} both fit {one.native!r} and neither is narrower, "
                        f"but one writes {one.written!r} and the other {two.written!r}. Narrow the context of one."
                    )
