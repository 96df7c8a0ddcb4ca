"""What a word may be, by the tables of all languages at once: compiled once per Tables.

The finder asks one question of a word: which parts can it play in a name, in which language, and how telling is
that? The answers come from tables alone: `surnames`, `syllables`, `given`, `diminutives`, `patronymics`,
`family-endings` and `cases` of the languages of names, `titles`, `words`, `nations`, `heads`, `places`,
`organisations` and `others` of all folders. Weights are rough nats of evidence, summed by the passes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from itertools import product
from typing import Any, TypeVar

from translit.memory import WORDS, Memory
from translit.mentions.senses import Exonym, Lemma, Sense, Word
from translit.mentions.stems import Stems, rough, skeleton
from translit.mentions.tongue import Shapes, Tongue, pieces
from translit.rules import romanise
from translit.tables import Tables, cells
from translit.text import script_of

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_FIGURES = frozenset({"native", "band", "family", "first", "second", "only"})
"""Columns of the table of syllables that hold no spellings; all others do, one for each script."""

_HALVES = 8
"""Hyphens in a word up to which its halves are undone each by itself: a chain of more is no name."""

_ADJECTIVE = 4
"""Letters that an adjective made from a place name may put in place of its last ones."""

_BY_DETOUR = 1.3
"""Weight of a surname that is written as only another language's readers write it."""


def _number(cell: str) -> float:
    return float(cell) if cell else -4.0


class Lexicon:
    """The senses of words, by the tables. Give it around as a value: it only remembers what it has worked out."""

    def __init__(self, tables: Tables, languages: tuple[str, ...] = ()) -> None:
        self.tables = tables
        wanted = [code for code in tables.languages if not languages or code in languages]
        folders = tables.folders
        rows = {
            name: [row for code in folders for row in tables.rows(f"{code}/{name}")]
            for name in ("titles", "words", "nations", "heads", "others", "qualifiers")
        }
        self.roles = Stems((row["word"], f"{row['role']}|{row['gender']}") for row in rows["titles"])
        by_class: dict[str, set[str]] = {}
        for row in rows["words"]:
            by_class.setdefault(row["class"], set()).add(skeleton(row["word"]))
        self.shapes = Shapes(
            "".join(sorted(by_class.get("vowel", set()))),
            "".join(sorted(by_class.get("glide", set()))),
            sorted(by_class.get("spelled", set())),
        )
        self.list_marks = by_class.get("list", set())
        self.abroad = by_class.get("abroad", set())
        self.shared = by_class.get("shared", set())
        self.foreign_givens: set[str] = set()
        self.tongues = [self._tongue(code) for code in wanted]
        self.plain = by_class.get("plain", set())
        self.traps = by_class.get("trap", set())
        self.after = by_class.get("after", set())
        self.deny = by_class.get("deny", set())
        self.after_endings = tuple(sorted(by_class.get("after-ending", set())))
        self.trades = by_class.get("trade", set())
        self.verb_endings = tuple(sorted(by_class.get("verb-ending", set())))
        self.sure_endings = tuple(sorted(by_class.get("sure-ending", set())))
        self.her_endings = tuple(sorted(by_class.get("her-ending", set())))
        self.soft_endings = by_class.get("soft-ending", set())
        self.office_endings = tuple(sorted(by_class.get("office-ending", set())))
        self.former = by_class.get("former", set())
        self.anyone = by_class.get("anyone", set())
        self.locative = by_class.get("locative", set())
        self.links = by_class.get("link", set())
        self.joins = by_class.get("join", set())
        self.named = by_class.get("named", set())
        self.nations = Stems((row["word"], row["names"]) for row in rows["nations"])
        self.heads = Stems((row["word"], row["kind"]) for row in rows["heads"])
        self.qualifiers = Stems((row["word"], row["sense"]) for row in rows["qualifiers"])
        self.others = Stems((row["word"], row["of"]) for row in rows["others"])
        self.exonyms: dict[str, list[Exonym]] = {}
        self._read_exonyms(wanted)
        self.words: Memory[str, Word] = Memory(self._word)
        self._memories: dict[Callable[..., Any], Memory[Any, Any]] = {}
        self.initials = frozenset(
            row["initial"]
            for code in wanted
            for row in tables.rows(f"{code}/initials")
            if len(row["initial"]) > 1
        )

    # -- compiling ---------------------------------------------------------------------------------------------

    def _tongue(self, code: str) -> Tongue:
        tables = self.tables
        tongue = Tongue(code)
        for row in tables.rows(f"{code}/surnames"):
            weight = 2.0 if float(row.get("count") or 0) > 20_000 else 1.4
            forms = [(0, row["native"])]
            columns = [name for name in row if name not in ("native", "count")]
            forms += [pair for name in columns for pair in enumerate(cells(row[name]))]
            for place, form in forms:
                key = skeleton(form)
                value = max(weight - 0.1 * max(0, place - 3), 1.2)
                if value > tongue.surnames.get(key, (0.0, ""))[0]:
                    tongue.surnames[key] = (value, row["native"])
        for native in sorted({native for _, native in tongue.surnames.values()}):
            for form in self._by_detour(code, native):
                tongue.surnames.setdefault(skeleton(form), (_BY_DETOUR, native))
        for row in tables.rows(f"{code}/syllables"):
            weight = {"A": 1.0, "B": 0.9, "C": 0.6}.get(row["band"], 0.0)
            tongue.odds[row["native"]] = (
                _number(row["family"]), _number(row["first"]), _number(row["second"]), _number(row["only"]),
            )  # fmt: skip
            for form in (form for name in row if name not in _FIGURES for form in cells(row[name])):
                key = skeleton(form)
                tongue.units[key] = max(weight, tongue.units.get(key, 0.0))
                shape = self.shapes.cut(key)
                if shape:
                    tongue.onsets.add(shape[0])
                    tongue.nuclei.add(shape[1])
                    tongue.codas.add(shape[2])
        self._read_given(code, tongue)
        tongue.tails = tuple(
            sorted({skeleton(row["tail"]).lstrip("- ") for row in tables.rows(f"{code}/tails")})
        )
        for row in tables.rows(f"{code}/patronymics"):
            tongue.patronymics[skeleton(row["ending"])] = row["gender"]
        for row in tables.rows(f"{code}/family-endings"):
            tongue.endings[skeleton(row["ending"])] = (float(row["weight"]), row["gender"])
        tongue.longest_ending = max(map(len, tongue.endings), default=0)
        for row in tables.rows(f"{code}/cases"):
            cases = cells(row["case"])
            if row["ending"].startswith("="):
                tongue.whole_cases.setdefault(row["ending"][1:].lower(), []).append(
                    (row["nominative"].removeprefix("="), row["gender"], ())
                )
            else:
                tongue.cases.setdefault(row["ending"], []).append(
                    (row["nominative"], row["gender"], cases, row["kind"], row.get("not_after", ""))
                )
        return tongue

    def _by_detour(self, code: str, native: str) -> Iterator[str]:
        """A native surname as those write it who know it from another language."""
        hops = self.tables.language(code).settings.get("hops", [])
        for hop in hops if isinstance(hops, list) else ():
            yield romanise(native, self.tables.system(str(hop))).text

    def _read_given(self, code: str, tongue: Tongue) -> None:
        tables = self.tables

        def add(form: str, weight: float, gender: str, native: str) -> None:
            key = skeleton(form)
            if key and weight > tongue.given.get(key, (0.0, "", ""))[0]:
                tongue.given[key] = (weight, gender, native)

        abroad: set[str] = set()
        own: set[str] = set()
        for row in tables.rows(f"{code}/given"):
            own.add(row["native"])
            if "gender" in row:
                abroad |= {skeleton(form) for form in cells(row.get("foreign", ""))}
        for row in tables.rows(f"{code}/given-forms"):
            if row["native"] not in own:  # some of the language's people are called so, and many others
                abroad |= {skeleton(form) for form in cells(row["forms"])}
                add(row["native"], 2.2, row["gender"], row["native"])
        self.foreign_givens |= abroad
        for row in tables.rows(f"{code}/given"):
            if "gender" not in row:
                return
            for form in [row["native"], *cells(row.get("same_as", ""))]:
                add(form, 2.2, row["gender"], row["native"])
            for place, form in enumerate(cells(row.get("latin", ""))):
                common = skeleton(form) in self.abroad or (place and skeleton(form) in abroad)
                weight = 1.6 if common else 2.2
                add(form, weight, row["gender"], row["native"])
                tongue.rough.setdefault(rough(skeleton(form)), (1.9, row["gender"], row["native"]))
        for row in tables.rows(f"{code}/given-forms"):
            for form in cells(row["forms"]) if row["native"] in own else ():
                add(form, 2.2, row["gender"], row["native"])
        for row in tables.rows(f"{code}/diminutives"):
            add(row["native"], 2.1, row["gender"], row["native"])

    def _read_exonyms(self, codes: list[str]) -> None:
        for code in codes:
            for table, kind, head in (("places", "place", "native"), ("organisations", "org", "name")):
                for row in self.tables.rows(f"{code}/{table}"):
                    forms = [row[head], *cells(row["forms"])]
                    native = next(
                        (f for f in forms if script_of(f) in self.tables.language(code).scripts), row[head]
                    )
                    for form in forms:
                        words = tuple(
                            skeleton(form).replace("«", "").replace("»", "").replace(". ", " ").split()
                        )
                        self.exonyms.setdefault(words[0], []).append(Exonym(words, kind, code, native))
        for found in self.exonyms.values():
            found.sort(key=lambda exonym: (-len(exonym.words), exonym.words, exonym.kind))

    # -- asking ------------------------------------------------------------------------------------------------

    def ordinary(self, code: str) -> frozenset[str]:
        """The syllables that the ordinary vocabulary of a language is made of (its readings of borrowed signs)."""
        return self.tables.derived(f"ordinary {code}", lambda: self._ordinary(code))

    def _ordinary(self, code: str) -> frozenset[str]:
        out = {row["native"] for row in self.tables.rows(f"{code}/syllables") if row["band"]}
        return frozenset(out)

    def word(self, surface: str) -> Word:
        """The senses of a word as written; worked out once per distinct word."""
        return self.words[surface]

    def memory(self, work: Callable[[Lexicon, K], V], most: int = WORDS) -> Memory[K, V]:
        """What a function makes of keys by this lexicon, remembered as long as it lives: for what follows from words alone."""
        found = self._memories.get(work)
        if found is None:
            found = self._memories[work] = Memory(partial(work, self), most)
        return found

    def _word(self, surface: str) -> Word:
        key = skeleton(surface)
        script = script_of(surface)
        senses = tuple(
            sense
            for tongue in self.tongues
            if (sense := self._sense(tongue, surface, key, script)) is not None
        )
        role = self.roles.get(key)
        plain = key in self.plain or any(
            skeleton(lemma.text) in self.plain
            for tongue in self.tongues
            if not surface.isascii()
            for lemma, kind in self.undo(tongue, surface)
            if len(key) > 4
        )
        foreign = self.others.get(key) is not None
        nation, head = self.nations.get(key) or "", self.heads.get(key) or ""
        site = any(k in self.exonyms for k in self.keys(surface))
        joined = ""
        if not (plain or role or foreign or head or nation) and "-" not in surface and len(surface) > 5:
            joined = next((s.language for s in senses if s.count == 2 and s.units > 1.7), "")
        adjective = self._adjective(surface, key)
        return Word(
            key=key,
            senses=senses,
            plain=plain,
            trap=key in self.traps,
            foreign=foreign,
            after=key in self.after,
            deny=key in self.deny,
            role=role.split("|")[0] if role else "",
            title=role is not None,
            nation=nation,
            head=head,
            site=site,
            barred=bool(plain or role is not None or site or foreign or nation or head),
            surname=any(sense.listed for sense in senses),
            joined=joined,
            adjective=adjective,
            naming=bool(site or joined or adjective),
            abroad=key in self.abroad or key in self.foreign_givens,
            shared=key in self.shared,
            placed=any(s.count > 1 and key.endswith(t.tails) for t in self.tongues for s in senses),
        )

    def _adjective(self, surface: str, key: str) -> str:
        if surface.isascii() or len(key) < 7:
            return ""
        for length in range(len(key) - 2, 3, -1):
            for entry in self.exonyms.get(key[:length], ()):
                if len(entry.words) == 1 and entry.kind == "place" and len(key) - length <= _ADJECTIVE + 1:
                    return entry.language
        return ""

    def keys(self, surface: str) -> tuple[str, ...]:
        """A word's lookup keys: as written, and with the case endings of every language undone."""
        keys = [skeleton(surface)]
        if not surface.isascii():
            keys += [
                skeleton(lemma.text) for tongue in self.tongues for lemma, _ in self.undo(tongue, surface)
            ]
        return tuple(dict.fromkeys(keys))

    def undo(self, tongue: Tongue, word: str) -> Iterator[tuple[Lemma, str]]:
        """A word with each case ending undone that fits, and the kind of word the ending belongs to; of a double name in both
        halves first, where they are of one kind in one case."""
        head, _, tail = word.rpartition("-")
        if head and tail and word.count("-") <= _HALVES:
            for (front, kind), (end, other) in product(self.undo(tongue, head), self._undo(tongue, tail)):
                cases = tuple(case for case in end.cases if case in front.cases)
                if cases and kind == other and front.gender == end.gender:
                    yield Lemma(f"{front.text}-{end.text}", end.gender, cases), kind
        yield from self._undo(tongue, word)

    def _undo(self, tongue: Tongue, word: str) -> Iterator[tuple[Lemma, str]]:
        lower = word.lower()
        for nominative, gender, cases in tongue.whole_cases.get(lower, ()):
            yield Lemma(nominative, gender, cases), ""
        for length in range(min(5, len(lower) - 1), 0, -1):
            for nominative, gender, cases, kind, not_after in tongue.cases.get(lower[-length:], ()):
                stem = word[:-length]
                if stem[-1].lower() not in not_after:
                    upper = word.isupper() and len(word) > 2
                    yield Lemma(stem + (nominative.upper() if upper else nominative), gender, cases), kind

    def _sense(self, tongue: Tongue, surface: str, key: str, script: str) -> Sense | None:
        undone: tuple[tuple[Lemma, str], ...] = ()
        cased = [other for other in self.tongues if len(key) > 1 and script == _script_of_cases(other)]
        if tongue in cased:
            undone = tuple(self.undo(tongue, surface))
        # A listed surname may be declined by the rules of any language of the script.
        every = (
            tuple(pair for other in cased for pair in self.undo(other, surface)) if tongue.units else undone
        )
        family, listed, families = self._family(tongue, surface, key, tuple(dict.fromkeys(every)))
        units, count, unit_lemmas = self._units(tongue, surface, key, undone)
        given, gender, lemmas = self._given(tongue, surface, key, undone)
        patronymic, of = self._patronymic(tongue, surface, key, undone)
        if not (family or count or given or patronymic):
            return None
        return Sense(
            language=tongue.code,
            family=family,
            listed=listed,
            families=families,
            units=units,
            count=count,
            given_lemmas=patronymic or lemmas or unit_lemmas,
            given=given,
            patronymic=bool(patronymic),
            gender=of or gender,
        )

    def _family(
        self, tongue: Tongue, surface: str, key: str, undone: tuple[tuple[Lemma, str], ...]
    ) -> tuple[float, bool, tuple[Lemma, ...]]:
        if tongue.surnames:
            found = [
                (tongue.surnames[skeleton(lemma.text)][0], lemma)
                for lemma, _ in undone
                if skeleton(lemma.text) in tongue.surnames
            ]
            if key in tongue.surnames:
                return (
                    tongue.surnames[key][0],
                    True,
                    (
                        Lemma(surface),
                        *(lemma for _, lemma in found if surface.startswith(lemma.text)),
                    ),
                )
            if found:
                return max(found, key=lambda pair: pair[0])[0] - 0.2, True, tuple(lemma for _, lemma in found)
            if tongue.units:
                return 0.0, False, ()
        if "-" in surface and surface.rsplit("-", 1)[1][:1].islower():
            return 0.0, False, ()  # a compound of common words
        best = 0.0
        lemmas: list[tuple[float, Lemma]] = []
        for cost, (lemma, kind) in enumerate([(Lemma(surface), "surname"), *undone]):
            weight, gender = self.ending(tongue, skeleton(lemma.text))
            if weight and ("surname" in kind) and (not gender or not lemma.gender or gender == lemma.gender):
                best = max(best, weight)
                lemmas.append((-weight + 0.05 * cost, Lemma(lemma.text, lemma.gender or gender, lemma.cases)))
        lemmas.sort(key=lambda pair: pair[0])
        return best, False, tuple(dict.fromkeys(lemma for _, lemma in lemmas))

    def ending(self, tongue: Tongue, key: str) -> tuple[float, str]:
        """How telling a word's ending is for surnames, and the gender it shows; (0, "") for none."""
        return tongue.known_endings[key]

    def _units(
        self, tongue: Tongue, surface: str, key: str, undone: tuple[tuple[Lemma, str], ...]
    ) -> tuple[float, int, tuple[Lemma, ...]]:
        if not tongue.units or len(key) > 16:
            return 0.0, 0, ()
        found = pieces(tongue, self.shapes, key)
        if found and (found[1] == 1 or "-" in key or len(key) > 6):
            return found[0], found[1], (Lemma(surface),)
        for lemma, _ in undone:
            bare = pieces(tongue, self.shapes, skeleton(lemma.text), strict=True)
            if bare and (not found or bare[1] == 1):
                return bare[0], bare[1], (lemma, Lemma(surface)) if found else (lemma,)
        for lemma, _ in undone if not found else ():
            bare = pieces(tongue, self.shapes, skeleton(lemma.text))
            if bare and bare[1] == 1:
                return bare[0], bare[1], (lemma,)
        if found:
            return found[0], found[1], (Lemma(surface),)
        return 0.0, 0, ()

    def _given(
        self, tongue: Tongue, surface: str, key: str, undone: tuple[tuple[Lemma, str], ...]
    ) -> tuple[float, str, tuple[Lemma, ...]]:
        if not tongue.given:
            return 0.0, "", ()
        best, gender = 0.0, ""
        lemmas: list[Lemma] = []
        hit = tongue.given.get(key)
        if hit is None and len(key) > 4 and surface[:1].isupper():
            hit = tongue.rough.get(rough(key))
        if hit is not None:
            best, gender, _ = hit
            lemmas.append(Lemma(surface, gender, ("nominative",)))
        for lemma, _kind in undone:
            hit = tongue.given.get(skeleton(lemma.text))
            if hit and (not lemma.gender or lemma.gender == hit[1] or len(lemma.gender) > 1):
                if not lemmas:
                    best, gender = hit[0], hit[1]
                lemmas.append(Lemma(lemma.text, hit[1], lemma.cases))
        return best, gender, tuple(lemmas)

    @staticmethod
    def _patronymic(
        tongue: Tongue, surface: str, key: str, undone: tuple[tuple[Lemma, str], ...]
    ) -> tuple[tuple[Lemma, ...], str]:
        for lemma, _ in [(Lemma(surface, "", ("nominative",)), ""), *undone]:
            ending = skeleton(lemma.text)
            for length in range(min(8, len(ending) - 2), 1, -1):
                gender = tongue.patronymics.get(ending[-length:])
                if gender and (not lemma.gender or gender in lemma.gender):
                    return (Lemma(lemma.text, gender, lemma.cases),), gender
        return (), ""


def _script_of_cases(tongue: Tongue) -> str:
    """The script of the endings that the language's case table undoes; "" for a language without one."""
    return script_of(next(iter(tongue.cases))) if tongue.cases else ""


def lexicon(tables: Tables, languages: tuple[str, ...] = ()) -> Lexicon:
    """The compiled lexicon of these tables, built once and kept with them."""
    return tables.derived(f"lexicon {languages}", lambda: Lexicon(tables, languages))
