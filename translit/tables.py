"""Reads, checks and holds the tables: the only file that opens them.

What people know about a language stands in `data/name_tables/<language>/`: `language.toml`, one TOML file a
system, and counted TSV files. A table is read when it is first asked for. A bad one is refused, and the message
tells where, what, and how to mend it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.util import cache_from_source
from itertools import product
from pathlib import Path
from typing import Any, TypeVar, cast

from translit.errors import TableError, UnknownLanguage
from translit.model import Composition, Item, Language, NameShape, Rule, System, SystemInfo
from translit.text import must_be_text

T = TypeVar("T")
Row = dict[str, str]

FAMILY_BREAK = "␣"
UNIT_BREAK = "·"
EDGE = "#"
NOTHING = "∅"
_NO_JOINT = ("=", "_")


def shipped() -> Path:
    """The tables that came with the package: inside it when installed, beside it in a checkout."""
    inside = Path(str(files("translit"))) / "name_tables"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "data" / "name_tables"


@lru_cache(maxsize=4)
def load_tables(folder: Path | None = None) -> Tables:
    """The tables of a folder, by default those shipped with the package. Nothing is read before it is asked for.

    >>> load_tables().languages[0] < load_tables().languages[-1]
    True
    """
    return Tables(folder or shipped())


def data_version(folder: Path | None = None) -> str:
    """Twelve hexadecimal digits that change whenever a table does: what an answer depends on beside the program.

    >>> len(data_version())
    12
    """
    total = hashlib.sha256()
    folder = folder or shipped()
    for path in sorted(folder.rglob("*.t*")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:12]


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Other bytes whenever the package's code is another."""
    total = hashlib.blake2b()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.digest()


_NOTHING = object()


class Tables:
    """All tables of one folder, each read once. Give it around as a value; it never changes what it says."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise TableError(
                f"{folder}: there is no such folder of tables; give a folder with one folder a language."
            )
        self.folder = folder
        self._kept: dict[str, Any] = {}

    def derived(self, key: str, make: Callable[[], T]) -> T:
        """What `make` builds from these tables, built once and kept under `key`."""
        found: T = self._kept.get(key, _NOTHING)
        if found is _NOTHING:
            found = self._kept[key] = make()
        return found

    def kept(self, name: str, sources: Iterable[str], make: Callable[[], T]) -> T:
        """What `make` builds from these counted tables, built once and kept on disk for the runs that follow.

        It stands beside Python's own compiled code (`__pycache__`), and like that it may be read by whoever runs the package,
        is made anew when a table, the package or Python is another, and is left out where nothing can be written. Only of the
        tables that came with the package: others change while they are worked on.
        """
        if self.folder != shipped():
            return make()
        import pickle

        path = Path(cache_from_source(str(Path(__file__).with_name(f"{name}.py")))).with_suffix(".kept")
        total = hashlib.blake2b(_code() + sys.version.encode(), digest_size=32)
        for source in sources:
            total.update(hashlib.blake2b((self.folder / f"{source}.tsv").read_bytes()).digest())
        mark = total.digest()
        # Whatever is wrong with what is kept: it can be made.
        with contextlib.suppress(Exception):
            held = path.read_bytes()
            if held.startswith(mark):
                return cast(T, pickle.loads(memoryview(held)[len(mark) :]))
        made = make()
        part = path.with_name(f"{path.name}.{os.getpid()}")  # two may write at once: each file is whole
        try:
            part.write_bytes(mark + pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
        return made

    def forget(self) -> None:
        """Let go what is remembered beside the tables of names that were met: all that was built and has a `forget`."""
        for built in self._kept.values():
            forget = getattr(built, "forget", None)
            if forget is not None:
                forget()

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages of names: the folders that hold a `language.toml` with native scripts."""
        return self.derived("languages", self._languages)

    def _languages(self) -> tuple[str, ...]:
        return tuple(code for code in self.folders if self.language(code).scripts)

    @property
    def folders(self) -> tuple[str, ...]:
        """All folders with a `language.toml`, languages of documents included."""
        return self.derived(
            "folders", lambda: tuple(sorted(path.parent.name for path in self.folder.glob("*/language.toml")))
        )

    def language(self, code: str) -> Language:
        """The facts of one language. Raises UnknownLanguage with the list of those there are."""
        return self.derived(f"language {code}", lambda: self._language(code))

    def _language(self, code: str) -> Language:
        path = self.folder / code / "language.toml"
        if not code or not path.is_file():
            known = ", ".join(sorted(p.parent.name for p in self.folder.glob("*/language.toml")))
            raise UnknownLanguage(f"there is no language {code!r} among the tables; there are: {known}.")
        facts = _toml(path)
        where = f"{code}/language.toml"
        letters = {
            _nfc(name): _letter(point, where) for name, point in _section(facts, "letters", where).items()
        }
        classes: dict[str, tuple[str, ...]] = {}
        for name, members in _section(facts, "classes", where).items():
            if not (name.isascii() and name.isupper()):
                raise TableError(f"{where}, class {name!r}: write class names in upper-case ASCII letters.")
            classes[name] = tuple(
                letter
                for word in str(members).split()
                for letter in (classes[word] if word in classes else (_spell(word, letters, where),))
            )
        return Language(
            code=code,
            title=_text(facts, "title", where),
            scripts=tuple(cast("list[str]", facts.get("scripts", []))),
            read=tuple(cast("list[str]", facts.get("read", []))),
            decompose=bool(facts.get("decompose", False)),
            letters=letters,
            classes=classes,
            settings=facts,
            source=_text(facts, "source", where),
            licence=_text(facts, "licence", where),
        )

    def has(self, name: str) -> bool:
        """Whether there is a counted table of this name, as "xx/surnames"."""
        return self.derived(f"has {name}", lambda: (self.folder / f"{name}.tsv").is_file())

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a counted table by its header; () when the language has no such table.

        Raises TableError for a row with the wrong number of cells, text that is not NFC, or a missing source.
        """
        if not self.has(name):
            return ()
        return self.derived(f"rows {name}", lambda: tuple(_rows(self.folder / f"{name}.tsv")))

    def lines(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The rows of a counted table as plain tuples, header first: for long tables, three times as fast."""
        if not self.has(name):
            return ()
        return self.derived(f"lines {name}", lambda: tuple(_lines(self.folder / f"{name}.tsv")))

    def systems(self, language: str = "") -> tuple[SystemInfo, ...]:
        """The cards of all systems, or of one language's, by id."""
        wanted = (id_ for id_ in self._system_ids() if not language or id_.startswith(f"{language}/"))
        return tuple(self.system(id_).info for id_ in wanted)

    def _system_ids(self) -> tuple[str, ...]:
        return self.derived(
            "system ids",
            lambda: tuple(
                sorted(
                    f"{code}/{path.stem}"
                    for code in self.folders
                    for path in (self.folder / code).glob("*.toml")
                    if path.name != "language.toml"
                )
            ),
        )

    def _aliases(self) -> Mapping[str, str]:
        def make() -> dict[str, str]:
            found: dict[str, str] = {}
            for id_ in self._system_ids():
                for alias in self.system(id_).info.aliases:
                    other = found.setdefault(alias.lower(), id_)
                    if other != id_:
                        raise TableError(
                            f"{id_}.toml: the alias {alias!r} is also {other}'s; keep it in one of them."
                        )
            return found

        return self.derived("aliases", make)

    def system(self, name: str) -> System:
        """A system by id ("xx/name"), by alias, or two in a row joined by "+".

        Raises UnknownLanguage when there is none of this name; the message lists the nearest ones.
        """
        must_be_text(name, "the system")
        return self.derived(f"system {name}", lambda: self._system(name))

    def _system(self, name: str) -> System:
        if "+" in name:
            first, rest = name.split("+", 1)
            one, two = self.system(first), self.system(rest)
            info = SystemInfo(
                id=f"{one.info.id}+{two.info.id}",
                language=one.info.language,
                title=f"{one.info.title}, then {two.info.title}",
                year=max(one.info.year, two.info.year),
                aliases=(),
                persons=one.info.persons,
                reversible=one.info.reversible and two.info.reversible,
                source=one.info.source,
                licence=one.info.licence,
            )
            return replace(one, info=info, examples=(), then=two)  # one memo: the same rules
        code, _, stem = name.partition("/")
        path = self.folder / code / f"{stem}.toml"
        if code in self.folders and stem and stem != "language" and path.is_file():
            return self._read_system(code, stem)
        id_ = self._aliases().get(name.lower())
        if id_ is None:
            from difflib import get_close_matches

            ids = self._system_ids()
            near = get_close_matches(name, [*ids, *self._aliases()], 5, 0.4) or ids[:8]
            raise UnknownLanguage(
                f"there is no system {name!r}; near it: {', '.join(near)}. `translit systems` lists all {len(ids)}."
            )
        return self.system(id_)

    def _spec(self, code: str, stem: str) -> dict[str, object]:
        """A system's table with what it extends laid beneath."""
        path = self.folder / code / f"{stem}.toml"
        if not path.is_file():
            raise TableError(
                f"{code}/{stem}.toml is extended by another table but does not exist; name a file that does."
            )
        spec = _toml(path)
        if "extends" not in spec:
            return spec
        base_name = str(spec["extends"])
        base_code, _, base_stem = base_name.rpartition("/")
        base = self.derived(f"spec {base_name}@{code}", lambda: self._spec(base_code or code, base_stem))
        merged = {k: v for k, v in base.items() if k not in ("aliases", "examples", "name", "exceptions")}
        merged |= {k: v for k, v in spec.items() if k not in ("rules", "joints", "prepare")}
        for key in ("prepare",):
            merged[key] = [*cast("list[object]", base.get(key, [])), *cast("list[object]", spec.get(key, []))]
        if spec.get("inherit_exceptions", True):
            merged["exceptions"] = [
                *cast("list[object]", spec.get("exceptions", [])),
                *cast("list[object]", base.get("exceptions", [])),
            ]
        if "joints" in base or "joints" in spec:
            merged["joints"] = [*_joint_tables(base, stem), *_joint_tables(spec, stem)]
        if "classes" in base:
            merged["classes"] = cast("dict[str, str]", base["classes"]) | cast(
                "dict[str, str]", spec.get("classes", {})
            )
        own = cast("list[list[str]]", spec.get("rules", []))
        said = {(r[0].replace(" ", ""), r[2] if len(r) > 2 else "") for r in own}
        inherited = cast("list[list[str]]", base.get("rules", []))
        merged["rules"] = [
            r for r in inherited if (r[0].replace(" ", ""), r[2] if len(r) > 2 else "") not in said
        ] + own
        return merged

    def _read_system(self, code: str, stem: str) -> System:
        where = f"{code}/{stem}.toml"
        spec = self._spec(code, stem)
        if "chain" in spec:
            first, second = (self.system(f"{code}/{name}") for name in cast("list[str]", spec["chain"]))
            examples = tuple((k, str(v)) for k, v in _section(spec, "examples", where).items())
            info = self._info(spec, code, stem, persons=second.info.persons)
            return replace(first, info=info, examples=examples, then=second)  # one memo: the same rules
        language = self.language(code)
        letters, classes = language.letters, dict(language.classes)
        for name, members in _section(spec, "classes", where).items():
            classes[name] = tuple(
                letter for word in str(members).split()
                for letter in (classes[word] if word in classes else (_spell(word, letters, where),))
            )  # fmt: skip
        written = self.language(str(spec["written"])) if "written" in spec else None
        substitute = sorted(_section(spec, "substitute", where).items(), key=lambda kv: -len(kv[0]))

        def write(cell: str) -> str:
            if cell == NOTHING:
                cell = ""
            for old, new in substitute:
                cell = cell.replace(old, str(new))
            return _spell(cell, written.letters, where, keep=True) if written else cell

        shape = self._name_shape(spec, code, where)
        rules = list(_rules(spec.get("rules", []), letters, classes, where, write))
        rules += self._rows_as_rules(spec, code, letters, classes, where)
        rules += _joints(spec, letters, classes, where, write, shape)
        families = cast("dict[str, str]", _section(_section(spec, "name", where), "family", where))
        for family, cell in families.items():
            native = unicodedata.normalize("NFD" if language.decompose else "NFC", family)
            edge = Item(frozenset({EDGE}))
            rules.append(
                Rule(
                    native,
                    cell,
                    (edge,),
                    (Item(frozenset({FAMILY_BREAK})),),
                    len(rules) + 1,
                    "a fixed surname",
                )
            )
        _refuse_ties(rules, where)
        examples = tuple((k, str(v)) for k, v in _section(spec, "examples", where).items())
        exceptions: dict[str, str] = {}
        for row in cast("list[list[str]]", spec.get("exceptions", [])):
            if len(row) < 3:
                raise TableError(f"{where}, exception {row}: give native, written and the reason.")
            exceptions.setdefault(_nfc(row[0]), row[1])
        info = self._info(spec, code, stem, persons=shape is not None)
        return System(
            info=info,
            language=language,
            rules=tuple(rules),
            prepare=tuple(_rules(spec.get("prepare", []), letters, classes, where, lambda cell: _spell(
                "" if cell == NOTHING else cell, letters, where, keep=True), part="prepare")),
            exceptions=exceptions,
            name=shape,
            capitals=str(spec.get("capitals", "word")),
            composed=bool(spec.get("composed", True)),
            owner=info.id,
            units=self._units(code) if language.decompose else frozenset(),
            ligature_capitals=bool(spec.get("ligature_capitals", False)),
            examples=examples,
            written=written,
            compose=_composition(_section(spec, "compose", where), written, where) if written else None,
        )  # fmt: skip

    def _rows_as_rules(
        self,
        spec: Mapping[str, object],
        code: str,
        letters: Mapping[str, str],
        classes: Mapping[str, tuple[str, ...]],
        where: str,
    ) -> Iterable[Rule]:
        """Rules that stand in a counted table: `from_rows = [["table", "native column", "written column", "where"]]`.

        Of a cell with several values the first is taken; an empty cell makes no rule.
        """
        for row in cast("list[list[str]]", spec.get("from_rows", [])):
            if len(row) != 4 or not self.has(f"{code}/{row[0]}"):
                raise TableError(
                    f"{where}, from_rows {row}: give table, native column, written column, where."
                )
            table, native, written, context = row
            header, *lines = self.lines(f"{code}/{table}")
            if native not in header or written not in header:
                raise TableError(
                    f"{where}, from_rows {row}: {table}.tsv has the columns {', '.join(header)}."
                )
            one, two = header.index(native), header.index(written)
            left_text, _, right_text = context.partition("_")
            left = tuple(reversed(_items(left_text, letters, classes, where)))
            right = _items(right_text, letters, classes, where)
            apart = self.language(code).decompose
            for number, line in enumerate(lines, 1):
                if line[one] and line[two]:
                    first = line[two].replace(",", " ").split()[0]
                    yield Rule(
                        unicodedata.normalize("NFD" if apart else "NFC", line[one]),
                        first,
                        left,
                        right,
                        number,
                        table,
                    )

    @staticmethod
    def _info(spec: Mapping[str, object], code: str, stem: str, persons: bool) -> SystemInfo:
        where = f"{code}/{stem}.toml"
        return SystemInfo(
            id=f"{code}/{stem}",
            language=code,
            title=_text(spec, "title", where),
            year=int(cast("int", spec.get("year", 0))),
            aliases=tuple(cast("list[str]", spec.get("aliases", []))),
            persons=persons,
            reversible=bool(spec.get("reversible", False)),
            source=_text(spec, "source", where),
            licence=_text(spec, "licence", where),
        )

    def _families(self, code: str) -> Mapping[str, float]:
        """The family names that a language's table lists, each with −log of its share in nats."""

        def make() -> Mapping[str, float]:
            counts = {row["native"]: float(row.get("count") or 1) for row in self.rows(f"{code}/surnames")}
            total = math.log(sum(counts.values())) if counts else 0.0
            return {native: total - math.log(max(count, 1.0)) for native, count in counts.items()}

        return self.derived(f"families {code}", make)

    def _units(self, code: str) -> frozenset[str]:
        """The units that a language's tables of family names and of given names list."""
        names = (f"{code}/surnames", f"{code}/syllables")
        return self.derived(
            f"units {code}",
            lambda: frozenset("".join(row["native"] for name in names for row in self.rows(name))),
        )

    def _name_shape(self, spec: Mapping[str, object], code: str, where: str) -> NameShape | None:
        if "name" not in spec:
            return None
        shape = _section(spec, "name", where)
        return NameShape(
            unit_break=str(shape["break"]) if "break" in shape else None,
            capitals=str(shape.get("capitals", "parts")),
            families=self._families(code),
        )


def cells(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list.

    >>> cells("Lee, Yi")
    ('Lee', 'Yi')
    """
    return tuple(item.strip() for item in cell.split(",") if item.strip())


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _toml(path: Path) -> dict[str, object]:
    where = f"{path.parent.name}/{path.name}"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{where}: {error}. Mend the line; the file must be UTF-8 TOML.") from None


def _text(facts: Mapping[str, object], key: str, where: str) -> str:
    value = facts.get(key)
    if not isinstance(value, str) or not value:
        raise TableError(f'{where}: `{key}` is missing; every table names it, as {key} = "…".')
    return value


def _section(facts: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    value = facts.get(key, {})
    if not isinstance(value, dict):
        raise TableError(f"{where}: [{key}] must be a section of `name = value` lines.")
    return value


def _letter(point: object, where: str) -> str:
    text = str(point)
    if text.startswith("U+"):
        return "".join(chr(int(part.removeprefix("U+"), 16)) for part in text.split())
    if not text:
        raise TableError(f'{where}: a letter is empty; write it as "U+1100" or as the letter itself.')
    return text


def _spell(cell: str, letters: Mapping[str, str], where: str, keep: bool = False) -> str:
    """A cell's readable letters as the letters themselves; spaces are dropped unless `keep`."""
    if not letters:
        return _nfc(cell if keep else cell.replace(" ", ""))
    longest = max(map(len, letters))
    out, i = [], 0
    cell = _nfc(cell)
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
                slots += [(_spell(plain, letters, where),)] if plain else []
                slots.append(classes[word[i]])
                plain = ""
            else:
                plain += word[i]
            i += 1
        if plain:
            slots.append((_spell(plain, letters, where),))
    return ["".join(parts) for parts in product(*slots)]


def _items(
    side: str, letters: Mapping[str, str], classes: Mapping[str, tuple[str, ...]], where: str
) -> tuple[Item, ...]:
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
                members.add(_spell(choice, letters, where))
        found.append(Item(frozenset(members), negated))
    return tuple(found)


def _rules(
    rows: object,
    letters: Mapping[str, str],
    classes: Mapping[str, tuple[str, ...]],
    where: str,
    write: Callable[[str], str],
    part: str = "rule",
) -> Iterable[Rule]:
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
        left = tuple(reversed(_items(left_text, letters, classes, place)))
        right = _items(right_text, letters, classes, place)
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


def _composition(facts: Mapping[str, object], written: Language, where: str) -> Composition | None:
    """How the written letters are put together; None when they need nothing but NFC."""
    if not facts:
        return None

    def members(key: str) -> frozenset[str]:
        name = _text(facts, key, f"{where}, [compose]")
        if name not in written.classes:
            raise TableError(
                f"{where}, [compose], {key} = {name!r}: {written.code}/language.toml defines no such class. "
                f"There are: {', '.join(sorted(written.classes))}."
            )
        return frozenset(written.classes[name])

    stray = _section(facts, "stray", where)
    return Composition(
        leads=members("lead"),
        vowels=members("vowel"),
        codas=members("coda"),
        empty=_spell(_text(facts, "empty", f"{where}, [compose]"), written.letters, where),
        stray={
            _spell(coda, written.letters, where): _spell(str(syllable), written.letters, where)
            for coda, syllable in stray.items()
        },
    )


def _joints(
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
    shape = _section(spec, "name", where)
    across = []
    if name is not None and shape.get("joints_cross_break"):
        across.append((UNIT_BREAK, name.unit_break or ""))
    if name is not None and shape.get("joints_cross_family"):
        across.append((FAMILY_BREAK, " "))
    across += [(str(mark), str(mark)) for mark in cast("list[str]", spec.get("joint_breaks", []))]
    made: dict[str, Rule] = {}
    number = 0
    for table in map(dict, _joint_tables(spec, where)):
        columns = [_spell(word, letters, where) for word in str(table.pop("columns", "")).split()]
        for heads, cells_text in table.items():
            number += 1
            cells = str(cells_text).split()
            place = f"{where}, joints {heads!r}"
            if len(cells) != len(columns):
                raise TableError(
                    f"{place}: {len(cells)} cells for {len(columns)} columns; give one a column, `=` for none."
                )
            ends = [
                end for head in heads.split() for end in classes.get(head, (_spell(head, letters, where),))
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


def _joint_tables(spec: Mapping[str, object], where: str) -> list[Mapping[str, object]]:
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


def _refuse_ties(rules: Iterable[Rule], where: str) -> None:
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


def _lines(path: Path) -> list[tuple[str, ...]]:
    """Header and rows of a TSV, checked."""
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{where}: {error}. Save the file as UTF-8.") from None
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise TableError(f"{where}: the text is not in NFC. Normalise the file.")
    lines = text.split("\n")
    top, seen = 0, set()
    while top < len(lines) and lines[top].startswith("# "):
        seen.add(lines[top][2:].split(":")[0])
        top += 1
    for needed in ("source", "licence", "what"):
        if needed not in seen:
            raise TableError(
                f"{where}: the line `# {needed}: …` is missing; begin the file with source, licence and what."
            )
    found = [tuple(line.split("\t")) for line in lines[top:] if line]
    if not found:
        raise TableError(f"{where}: there is no header line; name the columns, separated by tabs.")
    width = len(found[0])
    if len(set(map(len, found))) > 1:
        number, cells = next(
            (n, len(line.split("\t")))
            for n, line in enumerate(lines, 1)
            if n > top and line and line.count("\t") != width - 1
        )
        raise TableError(
            f"{where}, line {number}: {cells} cells for {width} columns; separate cells with one tab."
        )
    return found


def _rows(path: Path) -> Iterable[Row]:
    lines = iter(_lines(path))
    header = next(lines)
    for line in lines:
        yield dict(zip(header, line, strict=True))
