"""By which systems and habits a spelling stands for a native name: the rules' names, for people.

A part of a spelling that a system writes just so is laid to that system. What no system writes is laid to the learnt
habit, piece by piece: "ko/read-latn#song=선".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from translit import lattice, rules
from translit.model import Form, Language, Reading
from translit.tables import Tables
from translit.text import fold, script_of, strip_marks
from translit.whole import set_out

MOST = 3
"""Systems named for one part: the rest say the same."""


def with_trail(form: Form, reading: Reading, tables: Tables) -> Form:
    """The form with its trail: for each part the systems that write it so, or the learnt pieces.

    The form must be one that the reading allows.
    """
    language = tables.language(reading.name.language)
    joined = " " not in form.native
    trail: list[str] = []
    for part, native in _natives(form, reading, joined):
        key = spelling_key(part)
        by = [
            id_
            for id_ in _systems(reading.name.script, language, tables)
            if _writes(id_, native, key, tables)
        ]
        if by:
            trail += by[:MOST]
            continue
        role = next(p.part.role for p in reading.parts if p.part.joined == part)
        steps = lattice.explain(part, native, language.code, reading.name.script, role.value, tables)
        table = f"{language.code}/read-{reading.name.script.lower()}"
        trail += [
            f"{table}#{step.written}={_readable(step.native, language)}" for step in steps if step.native
        ]
    return Form(form.native, form.cost, tuple(dict.fromkeys(trail)))


def _natives(form: Form, reading: Reading, joined: bool) -> Iterable[tuple[str, str]]:
    """Each part as it is read, with the native form it has in this name."""
    wanted = _letters(form.native)
    parts = set_out(reading.parts, joined)
    choices: list[tuple[str, tuple[str, ...]]] = [("", ())]
    for part in parts:
        choices = [
            (text + piece, (*natives, one.native))
            for text, natives in choices
            for one in part.forms
            if wanted.startswith(text + (piece := _letters(one.native)))
        ]
    natives = next((natives for text, natives in choices if text == wanted), ())
    return [(part.part.joined, native) for part, native in zip(parts, natives, strict=False)]


def _letters(native: str) -> str:
    """A native name without what stands between its parts."""
    return native.casefold().replace(" ", "").replace(".", "").replace("-", "")


def spelling_key(spelling: str) -> str:
    """A spelling without case, marks, breaks and signs: what two hands writing by one system agree on."""
    return "".join(c for c in strip_marks(fold(spelling)) if c.isalnum())


def _systems(script: str, language: Language, tables: Tables) -> tuple[str, ...]:
    """The systems of the language that write this script, and those in two hops that its table lists."""

    def make() -> tuple[str, ...]:
        hops = language.settings.get("hops", [])
        names = [card.id for card in tables.systems(language.code)]
        names += [str(hop) for hop in hops] if isinstance(hops, list) else []
        return tuple(id_ for id_ in names if script_of(_sample(id_, tables)) == script)

    return tables.derived(f"systems of {language.code} into {script}", make)


def _sample(id_: str, tables: Tables) -> str:
    system = tables.system(id_)
    last = system.then or system
    return last.examples[0][1] if last.examples else ""


def _writes(id_: str, native: str, key: str, tables: Tables) -> bool:
    return key == spelling_key(rules.romanise(native, tables.system(id_)).text)


def _readable(letters: str, language: Language) -> str:
    names = {letter: name.replace("-", "") for name, letter in language.letters.items()}
    composed = unicodedata.normalize("NFC", letters)
    return "".join(names.get(c, c) for c in composed)
