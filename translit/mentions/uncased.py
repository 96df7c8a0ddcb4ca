"""Names in scripts without capital letters: every word is weighed, particles and titles are taken off behind.

What the tables tell of a word alone stands in `cuts.py`. A core is a native name when the log-odds of its syllables say
so, a name of another language when its given name or its ending stands in a table; what stands beside it adds evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import eq

from translit.distance import slips
from translit.mentions.cuts import Cut, Grammar, Word, split
from translit.mentions.found import Found
from translit.mentions.hints import Hint
from translit.mentions.lexicon import Lexicon
from translit.mentions.senses import Lemma
from translit.mentions.tongue import Tongue

NATIVE = 3.2
"""Log-odds (nats) from which a word without other evidence is a native name."""

_SEEN_NATIVE, _SEEN_OTHER = 2.5, 0.8
"""Evidence (rough nats) that a model's hint adds to a whole native name, to a surname of another language."""

_AS_WELL = -1.0
"""Log-odds (nats) from which a place's name may as well be a person's."""

_CHARACTERS = 4.0
"""Evidence (rough nats) of a name in brackets behind, in the characters that its syllables stand for."""

_ASIDE = re.compile(r"[(（]([^()（）\n]{1,40})[)）] ?")

_TITLE, _SUFFIX, _LICENSED, _BESIDE = 3.5, 4.0, 4.0, 1.5


def names(
    text: str, lexicon: Lexicon, grammar: Grammar, pattern: re.Pattern[str], hinted: Sequence[Hint] = ()
) -> list[Found]:
    """Persons, places and institutions written in the grammar's script."""
    words = split(text, pattern, grammar)
    if not words:
        return []
    return _Finder(text, lexicon, grammar, words, hinted).run()


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _near(gap: str) -> bool:
    return 0 < len(gap) <= 3 and gap.isspace() and gap.count("\n") < 2


class _Finder:
    """One text in work: passes from strong evidence to weak."""

    def __init__(
        self, text: str, lexicon: Lexicon, grammar: Grammar, words: list[Word], hinted: Sequence[Hint] = ()
    ) -> None:
        self.text = text
        self.hinted = {
            (hint.start, hint.end): hint.languages for hint in hinted if hint.kind in ("person", "")
        }
        self.seen: dict[tuple[int, int], tuple[str, ...]] = {}
        self.spoken: frozenset[str] = frozenset()
        self.lexicon = lexicon
        self.grammar = grammar
        self.words = words
        self.found: list[Found] = []
        self.used: set[int] = set()
        self.families: dict[str, str] = {}
        self.strangers: list[str] = []
        self.known: set[str] = set()

    @cached_property
    def cores(self) -> Mapping[str, int]:
        """How many words of the text each core may stand in."""
        counts: dict[str, int] = {}
        sorts = self.grammar.sorts
        for text, count in Counter(word.text for word in self.words).items():
            for core in sorts[text].cores:
                counts[core] = counts.get(core, 0) + count
        return counts

    def run(self) -> list[Found]:
        self._sites()
        self._given_first()
        self._native()
        self._native(again=True)
        self._bare_other()
        self._bare_native()
        if self.hinted:
            # What a model saw is weighed after all else, so that it adds to the rules' finds and changes none.
            self.seen = self.hinted
            self.spoken = frozenset(item.language for item in self.found if item.kind == "person")
            self._native(again=True)
            self._bare_other()
            self._bare_native()
        return self.found

    # -- helpers

    def adjacent(self, at: int, step: int = 1) -> bool:
        """Whether the next word follows after nothing but one space or line break, or what stands in brackets."""
        left = at if step > 0 else at - 1
        if not 0 <= left < len(self.words) - 1:
            return False
        start, end = self.words[left].end, self.words[left + 1].start
        if end - start == 1:
            return self.text[start] == " "
        gap = self.text[start:end]
        return _near(gap) or (gap[0] in "(（" and _ASIDE.fullmatch(gap) is not None)

    def title_after(self, at: int) -> str:
        """The title behind a word, over the nation or office that may stand between ("X Russian foreign minister")."""
        here = at
        while self.adjacent(here) and here - at < 3:
            here += 1
            if title := self.grammar.title_at(self.words, here):
                return title
            text = self.words[here].text
            if text in self.grammar.title_firsts and self.adjacent(here):
                for cut in self.words[here + 1].cuts:
                    if f"{text} {cut.core}" in self.grammar.titles:
                        return f"{text} {cut.core}"
            if not self.words[here].sort.passes:
                break
        return ""

    def title_before(self, at: int) -> str:
        return self.words[at - 1].sort.role if self.adjacent(at, -1) else ""

    def nation(self, at: int) -> str:
        """Whose names the words before announce: the nearest nation among the two words before."""
        for back in (1, 2):
            if at - back < 0 or not self.adjacent(at - back + 1, -1):
                return ""
            if found := self.words[at - back].sort.nation:
                return found
            if not (self.title_before(at - back + 1)):
                return ""
        return ""

    def add(
        self, at: int, last: int, start: int, end: int, language: str, score: float, families: tuple[str, ...],
        full: bool, titles: tuple[str, ...], givens: tuple[str, ...] = (), gender: str = "",
    ) -> None:  # fmt: skip
        roles: list[str] = []
        for title in titles:
            if title:
                role, of = self.grammar.titles[title].split("|")
                roles.append(role)
                gender = gender or of
        self.found.append(
            Found(start, end, "person", language, score, full, families, givens, (),
                  ((Lemma(self.text[start:end]),),), tuple(dict.fromkeys(roles)), gender)
        )  # fmt: skip
        self.used.update(range(at, last + 1))
        for family in families:
            if family not in self.families and language != self.grammar.code and len(family) > 2:
                self.strangers.append(family)
            self.families.setdefault(family, language)

    # -- passes

    def _sites(self) -> None:
        text, grammar = self.text, self.grammar
        for at, word in enumerate(self.words):
            if not word.sort.site or at in self.used:
                continue
            name = next(
                (
                    form
                    for form in grammar.exonym_starts.get(word.text[:2], ())
                    if text.startswith(" ".join(form[0]), word.start)
                ),
                None,
            )
            size = sum(map(len, name[0])) + len(name[0]) - 1 if name else 0
            rest = word.text[size:] if name else ""
            if name and len(name[0]) > 1:
                rest = ""
            if name and rest and not self._tail_fits(rest, name):
                name = None
            person = 0
            if (
                not name
                and len(word.text) > 5
                and grammar.odds(word.text[:3]) > 3.0
                and not grammar.nation_word(word.text)
            ):
                person = 3
                size = 3
            if (not name and not person) or self._announced(at):
                continue
            kind = name[1] if name else ""
            language = name[2] if name else grammar.code
            end, head = self._head(at, word, size)
            if head and not (name and name[1] == "org"):
                self._site(at, word.start, end, head, language)
            elif name:
                self._site(at, word.start, word.start + size, kind, language)

    def _announced(self, at: int) -> bool:
        """Whether a place's name is here a person's: behind a role, with a particle of those that who does or suffers has.

        Those follow the sound before them, so that none is a mark of places.
        """
        particles = self.grammar.particles
        fits = any(
            cut.particle and particles[cut.particle][0] and odds > _AS_WELL
            for cut, odds in self.words[at].sort.native
        )
        return fits and bool(self.title_before(at))

    def _tail_fits(self, rest: str, name: tuple[tuple[str, ...], str, str]) -> bool:
        """Whether what follows a table's form in the same word is a particle, a head word or a compound."""
        if rest in self.grammar.particles:
            return True
        if any(rest.startswith(head) for head, _ in self.grammar.heads):
            return True
        if any(
            rest.startswith(p) and rest[len(p) :] in self.grammar.particles for p in self.grammar.particles
        ):
            return True
        return sum(map(len, name[0])) >= 3 and name[1] == "place"

    def _head(self, at: int, word: Word, size: int) -> tuple[int, str]:
        """The end and kind of an institution that begins with a name: its head in this word or in the next ones."""
        heads = self.grammar.heads
        rest = word.text[size:]
        if rest and rest not in self.grammar.particles:
            for cut in self.grammar.cut(rest):
                for head, kind in heads:
                    if len(head) > 1 and (cut.core.endswith(head)):
                        if kind == "place" and size < 3 and len(cut.core) > len(head):
                            continue
                        return word.start + size + len(cut.core), kind if kind == "org" else "place"
            return 0, ""
        if rest:
            return 0, ""
        last = at
        while last - at < 3 and self.adjacent(last):
            last += 1
            for cut in self.words[last].cuts:
                for head, kind in heads:
                    if len(head) > 1 and kind == "org" and cut.core.endswith(head) and not cut.title:
                        if cut.core == head and len(head) < 3 and last - at > 1:
                            continue
                        return self.words[last].start + len(cut.core), kind
            if self.words[last].cuts[0].core != self.words[last].text or len(self.words[last].cuts) > 1:
                break
        return 0, ""

    def _site(self, at: int, start: int, end: int, kind: str, language: str) -> None:
        self.found.append(Found(start, end, kind, language, 3.0))
        for i in range(at, len(self.words)):
            if self.words[i].start >= end:
                break
            self.used.add(i)

    def _given_first(self) -> None:
        """A given name of other languages' tables, or one from abroad, and the word behind it."""
        own = self._tongue(self.grammar.code).given
        for at, word in enumerate(self.words):
            sort = word.sort
            if at in self.used or len(word.text) < 2:
                continue
            if word.text in own and self._before_family(at, own[word.text][1]):
                continue
            if not (sort.given or sort.joined):
                continue
            for code, gender in sort.given:
                if self.nation(at) == "other" or self._with_given(at, code, gender):
                    break
            else:
                if sort.joined:
                    self._joined(at)

    def _before_family(self, at: int, gender: str) -> bool:
        """Whether a given name from abroad stands before a family name of the language itself, which a title must show to be one
        where it is a common word as well."""
        if not self.adjacent(at) or at + 1 in self.used:
            return False
        for cut in self.words[at + 1].cuts:
            title = cut.title or ("" if cut.particle else self.title_after(at + 1))
            if cut.core in self.grammar.surnames and (title or cut.core not in self.lexicon.traps):
                end = self.words[at + 1].start + len(cut.core)
                self.add(at, at + 1, self.words[at].start, end, self.grammar.code, 4.0, (cut.core,), True,
                         (title, self.title_before(at)), (self.words[at].text,), gender)  # fmt: skip
                return True
        return False

    def _with_given(self, at: int, code: str, gender: str) -> bool:
        last = at
        if not self.adjacent(at) or at + 1 in self.used:
            return False
        given = self.words[at].text
        core = self._core(at + 1, code)
        ending = core.core
        if ending.endswith(self.grammar.patronymics[code]):
            last = at + 1
            if (
                core.particle
                or not self.adjacent(at + 1)
                or at + 2 in self.used
                or core.title
                or self.title_after(last)
            ):
                first, families = self._family_before(at, code)
                self.add(first, last, self.words[first].start, self.words[last].start + len(core.core), code, 4.0,
                         families, True, (core.title, self.title_before(first)), (given,), gender)  # fmt: skip
                return True
            core = self._core(at + 2, code)
        last += 1
        if len(core.core) < 1 or core.core in self.grammar.titles or core.core in self.lexicon.plain:
            return False
        if self.lexicon.others.get(core.core) is not None:
            return False
        if (
            len(core.core) == 2
            and not any(map(self.grammar.strange, core.core))
            and not self.lexicon.ending(self._tongue(code), core.core)[0]
            and not (core.title or self.title_after(last) or self.title_before(at))
        ):
            return False
        native = len(core.core) == 1 and core.core in self.grammar.surnames
        if len(core.core) == 1 and not native:
            return False
        end = self.words[last].start + len(core.core)
        start = self.words[at].start
        title = core.title or ("" if core.particle else self.title_after(last))
        self.add(at, last, start, end, code, 4.0, (core.core,), True,
                 (title, self.title_before(at)), (given,), gender)  # fmt: skip
        # The surname may stand in front: "Shtykov Terenty Fomich".
        return True

    def _tongue(self, code: str) -> Tongue:
        return next(tongue for tongue in self.lexicon.tongues if tongue.code == code)

    def _family_before(self, at: int, code: str) -> tuple[int, tuple[str, ...]]:
        """Where a name begins whose surname may stand before the given name, and that surname."""
        if self.adjacent(at, -1) and at - 1 not in self.used:
            text = self.words[at - 1].text
            tongue = self._tongue(code)
            native = text in self.grammar.surnames and len(text) == 1
            if native or (self.lexicon.ending(tongue, text)[0] >= 0.7 and text not in self.grammar.titles):
                return at - 1, (text,)
        return at, ()

    def _joined(self, at: int) -> None:
        """A given name and a surname of another language written in one word."""
        word = self.words[at]
        if word.text[0] in self.grammar.surnames:
            for tongue in self.lexicon.tongues:
                for cut in word.cuts:
                    if (
                        len(cut.core) > 3
                        and cut.core[1:] in tongue.given
                        and tongue.code != self.grammar.code
                    ):
                        self.add(at, at, word.start, word.start + len(cut.core), tongue.code, 4.0, (cut.core[0],),
                                 True, (cut.title, self.title_before(at)), (cut.core[1:],))  # fmt: skip
                        return
        if len(word.text) < 6:
            return
        for size in (5, 4, 3):
            for tongue in self.lexicon.tongues:
                hit = tongue.given.get(word.text[:size])
                if not hit or tongue.code == self.grammar.code:
                    continue
                core = self._best(at, tongue.code, size)
                weight, _ = self.lexicon.ending(tongue, core.core)
                if weight >= 1.5 and len(core.core) - size >= 2:
                    self.add(at, at, word.start, word.start + len(core.core), tongue.code, 4.0,
                             (core.core[size:],), True, (core.title or self.title_after(at), self.title_before(at)),
                             (word.text[:size],), hit[1])  # fmt: skip
                    return

    def _core(self, at: int, code: str) -> Cut:
        return self._best(at, code, 0)

    def _best(self, at: int, code: str, skip: int) -> Cut:
        """The likeliest cut of a word that should be a surname of another language."""
        tongue = self._tongue(code)
        word = self.words[at]
        titled = bool(self.title_after(at))
        best, value = word.cuts[0], -9.0
        for cut in word.cuts:
            size = len(cut.core) - skip
            if size < 2 and not (
                cut.core in self.grammar.surnames and at and self.words[at - 1].text in tongue.given
            ):
                continue
            score = self.lexicon.ending(tongue, cut.core)[0]
            if cut.title:
                score += 2.0 if len(cut.title) > 1 else 1.0
            if cut.particle:
                sure = cut.particle not in self.grammar.unsure
                score += 0.8 if sure else -1.5 if titled else -0.4
            if cut.core in self.families:
                score += 4.0
            score += min(self.cores.get(cut.core, 1) - 1, 3) * 0.7
            if score > value:
                best, value = cut, score
        return best

    def _native(self, again: bool = False) -> None:
        """Whole native names, by the odds of their syllables and what stands beside them."""
        full = self.known = {f.text for f in self.found}
        for at, word in enumerate(self.words):
            sort = word.sort
            if not (sort.possible or sort.surname) or sort.plain or sort.titled or at in self.used:
                continue
            best: tuple[float, Cut, str, str] | None = None
            if not sort.native:
                self._apart(at)
                continue
            before, behind = self.title_before(at), self.title_after(at)
            for cut, odds in sort.native:
                size = len(cut.core)
                score = odds - (1.0 if size == 2 else 0.0)
                if cut.title:
                    score += _SUFFIX if len(cut.title) > 1 else 1.5
                elif behind and not cut.particle:
                    score += _TITLE
                elif behind and cut.particle not in self.grammar.unsure and size > 2:
                    score += 3.0
                if before:
                    score += 2.5 * (1 + (sort.site and size == 2 and self._announced(at)))
                if cut.particle in self.grammar.unsure and behind:
                    score -= 1.0
                if not cut.particle and not cut.title and not behind and size == 2:
                    score -= 1.5
                if cut.particle and cut.particle in self.grammar.unsure:
                    score -= 0.8
                elif cut.particle:
                    score += 0.7
                if not (cut.particle or cut.title or behind) and self._blurred(cut.core):
                    score -= 3.0  # as well a shorter word with a particle
                if self.cores.get(cut.core, 0) > 1:
                    score += 1.0 if size > 2 else 0.4
                if self._listed(at, cut):
                    score += 1.5
                if again and cut.core in full:
                    score += _LICENSED
                if self._bracketed(word):
                    score += 1.5
                if self._in_characters(word, cut):
                    score += _CHARACTERS
                if word.text in self.lexicon.traps or (sort.verb and not cut.title):
                    score -= 5.0
                if (word.start, word.start + size) in self.seen:
                    score += _SEEN_NATIVE
                if self.text[word.end : word.end + 1] == "(" and at + 1 in self.used and not cut.particle:
                    score += 6.0  # another name of the same person follows in brackets
                if best is None or score > best[0]:
                    best = (score, cut, before, behind)
            if best is not None and best[0] >= NATIVE:
                score, cut, before, behind = best
                size = 2 if cut.core[:2] in self.grammar.surnames and len(cut.core) == 4 else 1
                self.add(at, at, word.start, word.start + len(cut.core), self.grammar.code, score,
                         (cut.core[:size],), True,
                         (cut.title, "" if cut.particle or cut.title else behind, before), (cut.core[size:],))  # fmt: skip
                self.found[-1].text = cut.core
                continue
            self._apart(at)

    def _in_characters(self, word: Word, cut: Cut) -> bool:
        """Whether the name follows in brackets in characters, one a syllable: "이명박(李明博)"."""
        end = word.start + len(cut.core)
        inside = _ASIDE.match(self.text, end) if self.text[end : end + 1] in ("(", "（") else None
        if inside is None or len(inside[1]) != len(cut.core):
            return False
        surnames = self.grammar.tongue.surnames
        return any(surnames.get(inside[1][:n], (0.0, ""))[1] == cut.core[:n] for n in (2, 1))

    def _blurred(self, core: str) -> bool:
        last = core[-1]
        if last in self.lexicon.soft_endings:
            return True
        return last in self.grammar.particles and self.grammar.fits(last, core[:-1])

    def _apart(self, at: int) -> None:
        """A surname and a given name with a space between."""
        word = self.words[at]
        if not word.sort.surname or not self.adjacent(at) or at + 1 in self.used:
            return
        if self.title_after(at):
            return
        for cut in self.words[at + 1].cuts:
            if (
                not 1 <= len(cut.core) <= 2
                or cut.core in self.grammar.titles
                or cut.core in self.lexicon.plain
            ):
                continue
            odds = self.grammar.odds(word.text + cut.core) - (5.0 if word.text in self.lexicon.traps else 1.0)
            if len(cut.core) == 1:
                odds -= 2.0
            if cut.title or (self.title_after(at + 1) and not cut.particle):
                odds += _TITLE
            if word.text + cut.core in self.known:
                odds += _LICENSED
            if odds >= NATIVE and len(cut.core) == 2:
                self.add(at, at + 1, word.start, self.words[at + 1].start + len(cut.core), self.grammar.code, odds,
                         (word.text,), True, (cut.title, self.title_before(at)), (cut.core,))  # fmt: skip
                return

    def _listed(self, at: int, cut: Cut) -> bool:
        """Whether the word stands in a list beside a name that is found already, or that looks like one."""
        for step in (-1, 1):
            other = at + step
            if not 0 <= other < len(self.words):
                continue
            left, right = (at, other) if step > 0 else (other, at)
            gap = self.text[self.words[left].end : self.words[right].start]
            joined = gap.strip() in self.lexicon.list_marks or (gap == " " and self._joins(self.words[left]))
            if joined and (
                other in self.used or any(self.grammar.odds(c.core) > 3.0 for c in self.words[other].cuts)
            ):
                return True
        return False

    def _joins(self, word: Word) -> bool:
        return any(self.grammar.kinds.get(cut.particle) == "and" and len(cut.core) > 1 for cut in word.cuts)

    def _bracketed(self, word: Word) -> bool:
        before = self.text[max(0, word.start - 1) : word.start]
        return before in ("(", "（", "[") and self.text[word.end : word.end + 1] in (")", "）", "]", ",")

    def _bare_other(self) -> None:
        """Surnames of other languages that stand alone."""
        for at, word in enumerate(self.words):
            sort = word.sort
            if not (sort.foreign or self.families) or at in self.used or len(word.text) < 2 or sort.plain:
                continue
            licensed = [cut for cut in word.cuts if cut.core in self.families and len(cut.core) > 1]
            if not licensed and self.strangers and (slip := self._slip(word)):
                cut, family = slip
                self.add(at, at, word.start, word.start + len(cut.core), self.families[family], 2.5,
                         (family, cut.core), False, (cut.title or self.title_after(at), self.title_before(at)))  # fmt: skip
                continue
            if not licensed and not sort.foreign:
                continue
            before, behind = self.title_before(at), self.title_after(at)
            if licensed:
                cut = min(licensed, key=lambda c: (bool(c.particle) and bool(behind), -len(c.core)))
                self.add(at, at, word.start, word.start + len(cut.core), self.families[cut.core], 3.0, (cut.core,),
                         False, (cut.title or ("" if cut.particle else behind), before))  # fmt: skip
                continue
            if self.nation(at) == "other":
                continue
            for tongue in self.lexicon.tongues:
                if tongue.code == self.grammar.code or not tongue.endings:
                    continue
                cut = self._best(at, tongue.code, 0)
                core = cut.core
                if core in self.grammar.titles or core in self.lexicon.traps or core in self.lexicon.plain:
                    continue
                if (
                    self.lexicon.others.get(core) is not None
                    or tongue.given.get(core)
                    or self.lexicon.nations.get(core)
                ):
                    continue
                if core.endswith(self.grammar.head_ends):
                    continue
                weight, gender = self.lexicon.ending(tongue, core)
                title = cut.title or ("" if cut.particle else behind)
                strange = sum(map(self.grammar.strange, core))
                need = 2.0
                value = weight if weight >= 1.5 else weight * 0.6
                if title:
                    value += 1.0
                if before:
                    value += 0.8
                value += min(strange, 3) * 0.45
                if self.cores.get(core, 0) > 1:
                    value += 0.4
                if weight >= 1.5 and tongue.code in self.families.values():
                    value += 0.5  # the document speaks of that language's people
                read = False
                if (languages := self.seen.get((word.start, word.start + len(core)))) is not None:
                    read = (
                        tongue.code in languages
                        and tongue.code in self.spoken
                        and bool(cut.particle or title)
                    )
                    value += _SEEN_OTHER * (1 + read)
                trade = {title, before} - {""} <= self.lexicon.trades
                if (
                    (len(core) >= 3 or (len(core) == 2 and title and not trade and strange and weight))
                    and value >= need
                    and (strange or weight >= 1.5)
                    and (weight >= 0.6 or read or (strange > 1 and title and not trade))
                ):
                    self.add(at, at, word.start, word.start + len(core), tongue.code, value, (core,), False,
                             (title, before), (), gender)  # fmt: skip
                    break

    def _slip(self, word: Word) -> tuple[Cut, str] | None:
        """A cut that is a misprint or another hearing of a surname of the document: two letters apart at most."""
        for cut in word.sort.slips:
            size = len(cut.core)
            for family in self.strangers:
                if abs(len(family) - size) > (size > 3) or 2 * sum(map(eq, family, cut.core)) < size:
                    continue
                if slips(_apart(family), _apart(cut.core)) <= (2 if size > 3 else 1):
                    return cut, family
        return None

    def _direct(self, at: int) -> str:
        """The title right behind a word, or over the one that says whether it is still held ("Kim, former president")."""
        if not self.adjacent(at):
            return ""
        if self.families.get(self.words[at].text) == self.grammar.code:
            # a title of one letter, as it stands behind the surname of someone named before
            for cut in self.words[at + 1].cuts:
                if cut.core in self.grammar.short:
                    return cut.core
        over = self.words[at + 1].text in self.lexicon.former and self.adjacent(at + 1)
        return self.grammar.title_at(self.words, at + 1 + over)

    def _bare_native(self) -> None:
        """Native surnames alone: before a title, or with a particle when a whole name licenses them."""
        for at, word in enumerate(self.words):
            if not word.sort.family or at in self.used:
                continue
            for cut in word.cuts:
                core = cut.core
                if (
                    len(core) > 2
                    or core not in self.grammar.surnames
                    or (len(core) == 2 and core not in self.families)
                ):
                    continue
                licensed = self.families.get(core) == self.grammar.code
                common = self.grammar.surnames[core] >= 2.0 and core not in self.lexicon.traps
                direct = self._direct(at)
                title = cut.title if cut.particle or cut.title else direct
                if title in self.lexicon.anyone and not common:
                    continue  # "an official": as well the plain word
                if (
                    title
                    and (len(title) > 1 or title == direct)
                    and (licensed or common)
                    and not self.lexicon.nations.get(word.text)
                ):
                    if cut.title and not licensed:
                        continue
                    if cut.title and word.text in self.grammar.titles:
                        continue
                    self.add(at, at, word.start, word.start + len(core), self.grammar.code, 3.0, (core,), False,
                             (title,))  # fmt: skip
                    break
                if (
                    licensed
                    and common
                    and cut.particle
                    and cut.particle not in self.grammar.unsure
                    and len(word.text) <= 3
                ):
                    self.add(
                        at, at, word.start, word.start + len(core), self.grammar.code, 3.0, (core,), False, ()
                    )
                    break
