"""What the tables say about a word, whatever its role: its traits."""

from __future__ import annotations

from translit.endings import UNDECLINABLE, Endings, Undone, undo_double
from translit.names.grammars import SEEN, Grammar
from translit.names.words import Traits, Word
from translit.text import plain


def traits_of(word: Word, script: str, rules: Grammar) -> Traits:
    """What the tables say about a word; remembered."""
    found = rules.seen.get((word.text, word.folded, script))
    if found is None:
        if len(rules.seen) >= SEEN:
            rules.seen.clear()
        found = rules.seen[word.text, word.folded, script] = _worked_out(word, script, rules)
    return found


def told(trait: Traits) -> str:
    """The gender that a word tells by itself; "" where its ending belies the listed name that it is (Lyubov)."""
    if not trait.given:
        return trait.ending or trait.gender
    return trait.gender if trait.ending in ("", trait.gender) else ""


def _worked_out(word: Word, script: str, rules: Grammar) -> Traits:
    bare = word.folded.strip(".")
    initial = _is_initial(word, bare, script, rules)
    searched = plain(bare)
    gender = rules.given.get(searched, "")
    known = searched in rules.given
    patronymic = ""
    fathers, families = rules.patronymics.get(script), rules.suffixes.get(script)
    if len(bare) > 4 and not known:
        patronymic = _ending(bare, fathers) or _ending(searched, fathers)
    ending = ""
    if families is not None and bare.endswith(families.all):
        ending = next((g for e, g in families.pairs if bare.endswith(e) and len(bare) > len(e) + 1), "")
    alternatives: tuple[Undone, ...] = ()
    if rules.endings.get(script) and len(bare) > UNDECLINABLE and not initial:
        alternatives = undo_double(bare, rules.endings[script], families)
    declined = (
        not known
        and fathers is not None
        and any(undone.form.endswith(fathers.all) for undone in alternatives)
    )
    return Traits(initial, bool(patronymic), known, patronymic or gender, ending, alternatives, declined)


def _is_initial(word: Word, bare: str, script: str, rules: Grammar) -> bool:
    """Whether a word, `bare` of its dot, may be an initial: a letter with a dot or in a capital, or a listed one of several."""
    dotted = word.text.endswith(".")
    if len(bare) == 1:
        return dotted or (bool(script) and bare.isalpha() and word.text.isupper())
    return dotted and bare in rules.initials


def _ending(word: str, endings: Endings | None) -> str:
    """What the first ending that a word has stands for; "" without one."""
    if endings is None or not word.endswith(endings.all):
        return ""
    return next(said for ending, said in endings.pairs if word.endswith(ending))
