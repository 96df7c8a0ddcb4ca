"""What the tables alone tell of a word in a script without capital letters: how it may be cut, and what it may be.

A word is cut into a core and a tail (title, honorific, particle, as the tables of the script's language list them). A core is
a native name when the log-odds of its syllables say so. All of it is worked out once for each distinct word, whatever text
it stands in; the passes over a text are those of `uncased.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from translit.memory import Memory
from translit.mentions.lexicon import Lexicon
from translit.mentions.tongue import Tongue
from translit.tables import Tables
from translit.text import longest_first, script_of


@dataclass(frozen=True, slots=True)
class Cut:
    """A word cut into its name and what hangs on it."""

    core: str
    particle: str = ""
    title: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Sort:
    """All that the tables alone tell of a word: worked out once for each distinct word.

    `native` are the cuts that may be native names, with their log-odds; `titled` says that the word itself is a title,
    `title` and `role` which title it is behind and before a name, `passes` that it may stand between a name and its
    title; `given` whose given name it is (language, gender), `joined` that one may be written together with a
    surname, `site` that a place or institution may begin here, `slips` the cores that may be misprints.
    """

    cuts: tuple[Cut, ...]
    cores: tuple[str, ...]
    native: tuple[tuple[Cut, float], ...]
    possible: bool
    plain: bool
    titled: bool
    title: str
    role: str
    nation: str
    passes: bool
    verb: bool
    surname: bool
    family: bool
    given: tuple[tuple[str, str], ...]
    joined: bool
    site: bool
    foreign: bool
    slips: tuple[Cut, ...]


@dataclass(slots=True)
class Word:
    """A word of the text with its cuts, likeliest first."""

    start: int
    end: int
    text: str
    sort: Sort
    cuts: tuple[Cut, ...]


class Grammar:
    """The particles and titles of one uncased script, ready for cutting words."""

    def __init__(self, lexicon: Lexicon, code: str) -> None:
        tables: Tables = lexicon.tables
        language = tables.language(code)
        self.code = code
        self.script = language.scripts[0]
        self.classes = {name: frozenset(members) for name, members in language.classes.items()}
        self.particles: dict[str, tuple[str, str]] = {
            row["particle"]: (row["after"], row["kind"]) for row in tables.rows(f"{code}/particles")
        }
        self.unsure = frozenset(
            row["particle"] for row in tables.rows(f"{code}/particles") if row["sure"] == "no"
        )
        self.kinds = {row["particle"]: row["kind"] for row in tables.rows(f"{code}/particles")}
        self.longest = max((len(p) for p in self.particles), default=0)
        self.titles = {
            word: role for word, role in lexicon.roles.whole.items() if script_of(word) == self.script
        }
        self.suffixes = longest_first(w for w in self.titles if " " not in w)
        self.short = frozenset(
            word for word, role in self.titles.items() if len(word) == 1 and role.startswith("comrade")
        )
        self.longest_title = max((len(w) for w in self.suffixes), default=0)
        self.tongue = next(tongue for tongue in lexicon.tongues if tongue.code == code)
        self.lexicon = lexicon
        self.cuts: Memory[str, tuple[Cut, ...]] = Memory(lambda word: tuple(self._cut(word)))
        self.sorts: Memory[str, Sort] = Memory(self._sort)
        self.log_odds: Memory[str, float] = Memory(self._odds)
        self.ordinary = lexicon.ordinary(code)
        self.title_firsts = frozenset(title.split(" ")[0] for title in self.titles if " " in title)
        self.surnames = {
            native: weight
            for native, (weight, _) in self.tongue.surnames.items()
            if script_of(native) == self.script
        }
        self.firsts = frozenset(native[0] for native in self.surnames)
        self.heads = [
            (w, kind) for w, kind in sorted(lexicon.heads.whole.items(), key=lambda x: (-len(x[0]), x[0]))
            if script_of(w) == self.script
        ]  # fmt: skip
        self.exonyms = sorted(
            {
                (form.words, form.kind, form.language)
                for found in lexicon.exonyms.values()
                for form in found
                if script_of(form.words[0]) == self.script
            },
            key=lambda x: (-sum(map(len, x[0])), x),
        )
        self.head_ends = tuple(head for head, _ in self.heads if len(head) > 1)
        self.patronymics = {
            tongue.code: tuple(p for p in tongue.patronymics if script_of(p) == self.script)
            for tongue in lexicon.tongues
        }
        self.exonym_starts: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for form in self.exonyms:
            self.exonym_starts.setdefault(form[0][0][:2], []).append(form)

    def fits(self, particle: str, before: str) -> bool:
        """Whether the letters before a particle are of the class that it asks for."""
        after = self.particles[particle][0]
        if not after:
            return True
        last = unicodedata.normalize("NFD", before)[-1]
        return (last in self.classes.get(after.removeprefix("!"), ())) != after.startswith("!")

    def cut(self, word: str) -> tuple[Cut, ...]:
        """All ways to cut a word into a core, a title written to it, and a particle; the whole word first."""
        return self.cuts[word]

    def _cut(self, word: str) -> list[Cut]:
        cuts = [Cut(word)]
        bodies = [(word, "")]
        for length in range(min(self.longest, len(word) - 1), 0, -1):
            particle, body = word[-length:], word[:-length]
            if particle in self.particles and self.kinds[particle] != "place" and self.fits(particle, body):
                bodies.append((body, particle))
                cuts.append(Cut(body, particle))
        for body, particle in bodies:
            for length in range(min(self.longest_title, len(body) - 1), 0, -1):
                title = body[-length:]
                if title in self.titles and (length > 1 or title in self.short):
                    cuts.append(Cut(body[:-length], particle, title))
        return cuts

    def title_at(self, words: list[Word], at: int) -> str:
        """The title that a word begins (with or without a particle behind it), or ""."""
        return words[at].sort.title if at < len(words) else ""

    def odds(self, core: str) -> float:
        """Log-odds (nats) that a bare word is a native whole name, by its syllables; −99 when it cannot be."""
        return self.log_odds[core]

    def _odds(self, core: str) -> float:
        if core[:1] not in self.firsts or not 2 <= len(core) <= 4:
            return -99.0
        best = -99.0
        table = self.tongue.odds
        for size in (1, 2):
            family, given = core[:size], core[size:]
            if family not in self.surnames or not 1 <= len(given) <= 2:
                continue
            rows = [table.get(c) for c in given]
            if any(row is None for row in rows):
                continue
            first = table.get(core[0])
            odds = (first[0] if first else -2.0) if size == 1 else 3.0
            if len(given) == 1:
                odds += rows[0][3] - 2.0  # type: ignore[index]
            else:
                odds += rows[0][1] + rows[1][2]  # type: ignore[index]
            best = max(best, odds)
        return best

    # -- what the tables alone tell of a word

    def _sort(self, text: str) -> Sort:
        cuts = self.cut(text)
        known = self.lexicon
        others = [tongue for tongue in known.tongues if tongue.code != self.code]
        long = [cut for cut in cuts if 2 <= len(cut.core) <= 4]
        return Sort(
            cuts=cuts,
            cores=tuple(sorted({cut.core for cut in cuts})),
            native=tuple(
                (cut, self.odds(cut.core))
                for cut in long
                # where the end of the core and the particle make a word, they are that word
                if self._may_be_native(cut.core) and cut.core[-1] + cut.particle not in known.plain
            ),
            possible=any(self.odds(cut.core) >= -3.0 for cut in long),
            plain=text in known.plain,
            titled=any(len(c.core) > 1 and not c.title and c.core in self.titles for c in cuts),
            title=self._title(cuts),
            role=self._role(cuts),
            nation=next((found for cut in cuts if (found := known.nations.get(cut.core))), ""),
            passes=bool(
                known.nations.get(text)
                or text in known.plain
                or (len(text) > 2 and text.endswith(known.office_endings))
            ),
            verb=text.endswith(known.verb_endings),
            surname=text in self.surnames,
            family=any(cut.core in self.surnames for cut in cuts),
            given=tuple((tongue.code, tongue.given[text][1]) for tongue in others if text in tongue.given),
            joined=len(text) > 1 and self._may_be_joined(text, cuts, others),
            site=text[:2] in self.exonym_starts
            or (len(text) > 5 and self.odds(text[:3]) > 3.0 and not self.nation_word(text)),
            foreign=len(text) > 1 and text not in known.plain and self._may_be_foreign(text, cuts, others),
            slips=tuple(
                cut
                for cut in cuts
                if len(cut.core) > 2 and cut.core not in known.traps and cut.core not in known.plain
            ),
        )

    def _may_be_native(self, core: str) -> bool:
        known = self.lexicon
        if core in known.traps or core in self.titles or core in known.plain:
            return False
        if known.others.get(core) is not None:
            return False
        odds = self.odds(core)
        return odds >= 3.0 or (odds >= -3.0 and not self.nation_word(core))

    def _may_be_joined(self, text: str, cuts: Sequence[Cut], others: Sequence[Tongue]) -> bool:
        if text[0] in self.surnames and any(
            len(cut.core) > 3 and cut.core[1:] in tongue.given for tongue in others for cut in cuts
        ):
            return True
        return len(text) > 5 and any(text[:size] in tongue.given for size in (5, 4, 3) for tongue in others)

    def _may_be_foreign(self, text: str, cuts: Sequence[Cut], others: Sequence[Tongue]) -> bool:
        """Whether a word may hold a surname of another language at all: a telling ending or strange syllables."""
        return sum(map(self.strange, text)) > 1 or any(
            self.lexicon.ending(tongue, cut.core)[0] >= 0.6 for tongue in others for cut in cuts
        )

    def _title(self, cuts: Sequence[Cut]) -> str:
        for cut in cuts:
            if not cut.title and cut.core in self.titles and len(cut.core) > 1:
                return cut.core
        for cut in cuts:
            if cut.title and len(cut.title) > 1 and cut.core in self.titles:
                return cut.title
        return ""

    def _role(self, cuts: Sequence[Cut]) -> str:
        for cut in cuts:
            if (
                not cut.title
                and self.kinds.get(cut.particle, "is") == "is"
                and cut.core in self.titles
                and len(cut.core) > 1
            ):
                return cut.core
        return next((c.title for c in cuts if c.title and not c.particle and len(c.title) > 1), "")

    def nation_word(self, text: str) -> bool:
        """Whether a word begins with the name of a nation."""
        return any(text[:size] in self.lexicon.nations.whole for size in (2, 3, 4))

    def strange(self, syllable: str) -> bool:
        """Whether a syllable is none of those that native names and the words beside them are made of."""
        return syllable not in self.ordinary


def grammars(lexicon: Lexicon) -> tuple[Grammar, ...]:
    """The grammars of all languages whose particles a table lists, built once."""
    return lexicon.tables.derived(
        f"mention grammars {[tongue.code for tongue in lexicon.tongues]}",
        lambda: tuple(
            Grammar(lexicon, tongue.code)
            for tongue in lexicon.tongues
            if lexicon.tables.has(f"{tongue.code}/particles")
        ),
    )


def split(text: str, pattern: re.Pattern[str], grammar: Grammar) -> list[Word]:
    """The words of a text, each with what the tables tell of it."""
    words: list[Word] = []
    sorts = grammar.sorts
    for found in pattern.finditer(text):
        sort = sorts[found[0]]
        words.append(Word(*found.span(), found[0], sort, sort.cuts))
    return words
