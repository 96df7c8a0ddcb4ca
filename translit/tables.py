"""Reads, checks and holds the tables: the only file that opens them.

What people know about a language stands in `data/name_tables/<language>/`: `language.toml`, one TOML file a
system, and counted TSV files. A table is read when it is first asked for. A bad one is refused, and the message
tells where, what, and how to mend it. What the lines of a system say is read in `notation.py`.
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
from pathlib import Path
from typing import Any, TypeVar, cast

from translit.errors import TableError, UnknownLanguage
from translit.model import Item, Language, NameShape, Rule, System, SystemInfo
from translit.notation import (
    EDGE,
    FAMILY_BREAK,
    NOTHING,
    composition,
    context_items,
    joint_tables,
    joints,
    letter_at,
    nfc,
    refuse_ties,
    rules_of,
    section,
    spell,
    text_of,
)
from translit.text import must_be_text

T = TypeVar("T")
Row = dict[str, str]


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


@lru_cache(maxsize=8)
def _code(folder: Path) -> bytes:
    """Other bytes whenever the code in a folder is another."""
    total = hashlib.blake2b()
    for path in sorted(folder.glob("*.py")):
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
        is made anew when a table, Python or the code is another (that of the package, and of the folder in which `make` stands),
        and is left out where nothing can be written. Only of the tables that came with the package: others change while they
        are worked on.
        """
        if self.folder != shipped():
            return make()
        import pickle

        path = Path(cache_from_source(str(Path(__file__).with_name(f"{name}.py")))).with_suffix(".kept")
        total = hashlib.blake2b(sys.version.encode(), digest_size=32)
        for folder in sorted(
            {Path(__file__).parent, Path(sys.modules[make.__module__].__file__ or "").parent}
        ):
            total.update(_code(folder))
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
            nfc(name): letter_at(point, where) for name, point in section(facts, "letters", where).items()
        }
        classes: dict[str, tuple[str, ...]] = {}
        for name, members in section(facts, "classes", where).items():
            if not (name.isascii() and name.isupper()):
                raise TableError(f"{where}, class {name!r}: write class names in upper-case ASCII letters.")
            classes[name] = tuple(
                letter
                for word in str(members).split()
                for letter in (classes[word] if word in classes else (spell(word, letters, where),))
            )
        return Language(
            code=code,
            title=text_of(facts, "title", where),
            scripts=tuple(cast("list[str]", facts.get("scripts", []))),
            read=tuple(cast("list[str]", facts.get("read", []))),
            decompose=bool(facts.get("decompose", False)),
            letters=letters,
            classes=classes,
            settings=facts,
            source=text_of(facts, "source", where),
            licence=text_of(facts, "licence", where),
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
            merged["joints"] = [*joint_tables(base, stem), *joint_tables(spec, stem)]
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
            examples = tuple((k, str(v)) for k, v in section(spec, "examples", where).items())
            info = self._info(spec, code, stem, persons=second.info.persons)
            return replace(first, info=info, examples=examples, then=second)  # one memo: the same rules
        language = self.language(code)
        letters, classes = language.letters, dict(language.classes)
        for name, members in section(spec, "classes", where).items():
            classes[name] = tuple(
                letter for word in str(members).split()
                for letter in (classes[word] if word in classes else (spell(word, letters, where),))
            )  # fmt: skip
        written = self.language(str(spec["written"])) if "written" in spec else None
        substitute = sorted(section(spec, "substitute", where).items(), key=lambda kv: -len(kv[0]))

        def write(cell: str) -> str:
            if cell == NOTHING:
                cell = ""
            for old, new in substitute:
                cell = cell.replace(old, str(new))
            return spell(cell, written.letters, where, keep=True) if written else cell

        shape = self._name_shape(spec, code, where)
        rules = list(rules_of(spec.get("rules", []), letters, classes, where, write))
        rules += self._rows_as_rules(spec, code, letters, classes, where)
        rules += joints(spec, letters, classes, where, write, shape)
        families = cast("dict[str, str]", section(section(spec, "name", where), "family", where))
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
        refuse_ties(rules, where)
        examples = tuple((k, str(v)) for k, v in section(spec, "examples", where).items())
        exceptions: dict[str, str] = {}
        for row in cast("list[list[str]]", spec.get("exceptions", [])):
            if len(row) < 3:
                raise TableError(f"{where}, exception {row}: give native, written and the reason.")
            exceptions.setdefault(nfc(row[0]), row[1])
        info = self._info(spec, code, stem, persons=shape is not None)
        return System(
            info=info,
            language=language,
            rules=tuple(rules),
            prepare=tuple(rules_of(spec.get("prepare", []), letters, classes, where, lambda cell: spell(
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
            compose=composition(section(spec, "compose", where), written, where) if written else None,
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
            left = tuple(reversed(context_items(left_text, letters, classes, where)))
            right = context_items(right_text, letters, classes, where)
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
            title=text_of(spec, "title", where),
            year=int(cast("int", spec.get("year", 0))),
            aliases=tuple(cast("list[str]", spec.get("aliases", []))),
            persons=persons,
            reversible=bool(spec.get("reversible", False)),
            source=text_of(spec, "source", where),
            licence=text_of(spec, "licence", where),
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
        shape = section(spec, "name", where)
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


def _toml(path: Path) -> dict[str, object]:
    where = f"{path.parent.name}/{path.name}"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{where}: {error}. Mend the line; the file must be UTF-8 TOML.") from None


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
