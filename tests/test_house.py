"""The house: each file imports only from floors below its own, and the code names no language."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "translit"
TABLES = ROOT / "data" / "name_tables"

# A new file is entered here, on the lowest floor that holds all it needs. A folder stands for the files in it.
FLOORS: dict[str, int] = {
    "errors": 0,  # what floor 1 raises
    "sums": 0,
    "frozen": 0,
    "runs": 0,
    "views": 0,  # sequences whose items are made when they are looked at
    "units": 0,  # the letters of native units
    "memory": 0,  # what was worked out before, in bounds
    "model": 1,
    "settings": 1,
    "text": 1,
    "distance": 1,
    "tables": 2,
    "notation": 2,  # how a rule is written in a table
    "rules": 2,
    "characters": 2,
    "beside": 2,
    "prior": 2,  # how common a native form is
    "manners": 2,  # how likely a spelling is of a native form
    "ahead": 2,  # many names read, of each what its profile shows
    "endings": 2,  # what the ending of a word tells, and how a declined one is undone
    "usage": 2,  # what a language holds for one, and which names it lists
    "reading": 2,  # a name read part by part; what parses and what reads come as arguments
    "sides": 2,  # what the pair-wise rooms see of a reading
    "profile": 2,  # what is worked out once a name
    "documents": 2,  # opens documents, as tables.py opens tables
    "explained": 2,  # how well native names explain spellings that are one
    "whole": 3,
    "mentions": 3,
    "names": 3,
    "lattice": 3,
    "blocking": 3,
    "score": 3,
    "clustering": 3,
    "gather": 3,
    "canonical": 3,
    "compiled": 0,  # how numba compiles
    "kernel": 4,  # the lattice again, compiled
    "bulk": 4,  # the stages again, over arrays
    "wiring": 5,  # the stages in each other's hands
    "entities": 6,
    "met": 6,  # names met before
    "trail": 5,
    "habits": 6,
    "pipeline": 7,
    "single": 7,  # what is asked of one name or two
    "partners": 6,  # optional models beside the rules: one file a partner
    "batch": 7,
    "registry": 6,
    "settled": 7,  # entities by the ids that a registry knows
    "": 8,  # translit/__init__.py, the front door
    "adapters": 9,
    "cli": 10,  # may call an adapter, as `resolve --html` does
}
# Floor-3 stages are replaced one by one, so they do not know each other; what they share, they get as arguments.
STAGES = 3
OPENERS = {"tables", "documents", "registry", "settled", "batch", "cli", "adapters"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The room a file belongs to: its name, or its folder's, or "" for the front door."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports of this package by its full name, and the line; imports for types alone do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for child in block.body
        for node in ast.walk(child)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                f"{path}:{node.lineno}: import by the full name, as translit.{node.module}"
            )
            # a module, or something of the one that is named first
            made = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if is_file(name) else str(node.module) for name in made]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "translit":
                yield name, node.lineno


def is_file(name: str) -> bool:
    """Whether a full name is that of a file or a folder of this package."""
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").exists()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Rooms of this package that a file imports, and the line."""
    for name, line in imported(path):
        yield (name.split(".") + [""])[1], line


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_down(path: Path) -> None:
    here = room(path)
    assert here in FLOORS, f"{path.name} stands on no floor: enter it in tests/test_house.py"
    for there, line in imports(path):
        if there == here:
            continue
        assert there in FLOORS, f"{path}:{line}: {there} stands on no floor"
        low, high = FLOORS[there], FLOORS[here]
        assert low < high or (low == high <= 2), f"{path}:{line}: floor {high} imports floor {low} ({there})"


def refuse_rings(edges: Mapping[str, Iterable[str]]) -> None:
    done: set[str] = set()

    def walk(here: str, trail: tuple[str, ...]) -> None:
        assert here not in trail, f"a ring: {' → '.join((*trail, here))}"
        if here not in done:
            for there in edges.get(here, ()):
                walk(there, (*trail, here))
            done.add(here)

    for start in sorted(edges):
        walk(start, ())


def test_the_rooms_do_not_import_in_a_ring() -> None:
    edges: dict[str, set[str]] = {}
    for path in modules():
        edges.setdefault(room(path), set()).update({there for there, _ in imports(path)} - {room(path)})
    refuse_rings({here: sorted(there) for here, there in edges.items()})


def test_the_files_do_not_import_in_a_ring() -> None:
    """Inside a folder, too, there is a file to begin with."""
    edges = {}
    for path in modules():
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        edges[here] = sorted({there for there, _ in imported(path)} - {here})
    refuse_rings(edges)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_some_rooms_open_files(path: Path) -> None:
    if room(path) in OPENERS:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            assert name not in {"open", "read_text", "read_bytes", "write_text", "write_bytes"}, (
                f"{path}:{node.lineno}"
            )


# text.py holds Unicode's own facts about scripts; it may name scripts and their letters, and still no language.
UNICODE = {"text"}
# Letters by their category that are used as signs: a middle dot.
SIGNS = {"ㆍ"}


def named_scripts() -> set[str]:
    """Names and ISO 15924 codes of the scripts that the tables use."""
    words = {"hangul", "cyrillic", "hanja", "jamo"}
    for path in sorted(TABLES.glob("*/language.toml")):
        facts = tomllib.loads(path.read_text("utf-8"))
        words.update(str(script).casefold() for key in ("scripts", "read") for script in facts.get(key, ()))
    return words - {"latn"}


def named_languages() -> set[str]:
    """Words that would name a language: codes and titles of the tables' folders."""
    words = {"korean", "russian", "ukrainian", "kontsevich"}
    for path in sorted(TABLES.glob("*/language.toml")):
        facts = tomllib.loads(path.read_text("utf-8"))
        if len(path.parent.name) <= 3:  # a code; a folder that bears a plain word stands for no one language
            words.add(path.parent.name)
        words.update(word.casefold() for word in re.findall(r"[A-Z][a-z]+", str(facts.get("title", ""))))
    return words - {"latin", "names", "language", "documents", "other"}


def strings_and_names(path: Path) -> Iterator[tuple[str, int]]:
    """Every identifier and every string of a file, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    # A string that stands alone is a docstring: of a module, a class, a function or an attribute.
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value, node.lineno
        for field in ("id", "attr", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value.replace("_", " "), getattr(node, "lineno", 0)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_language_is_named_in_code(path: Path) -> None:
    languages = named_languages() | (set() if room(path) in UNICODE else named_scripts())
    if FLOORS.get(room(path), 0) >= 6:
        languages -= {"en", "english"}  # what the doors themselves say to people is in this language
    for value, line in strings_and_names(path):
        found = languages & set(re.findall(r"[a-z]+", value.casefold()))
        assert not found, f"{path}:{line}: {value!r} names {sorted(found)}; put it into a table"
        letters = [
            c
            for c in value
            if c.isalpha()
            and c not in SIGNS
            and not unicodedata.name(c, "LATIN").startswith(("LATIN", "MODIFIER"))
        ]
        assert not letters or room(path) in UNICODE, (
            f"{path}:{line}: {value!r} holds letters of one language; put them into a table"
        )


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_mutable_globals(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
        ):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = ast.unparse(target)
            annotated = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else ""
            # A constant dict is fine when its type forbids writing to it; mypy sees to the rest.
            assert name == "__all__" or annotated.startswith(("Final[Mapping", "Mapping")), (
                f"{path}:{node.lineno}: {name} can be changed; use a tuple, a frozenset or annotate it as a Mapping"
            )


def test_import_is_light() -> None:
    """Nothing that only a call needs: no table library, no command line, no network."""
    program = "import sys, translit; print(' '.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.split())
    heavy = {
        "duckdb",
        "numpy",
        "pandas",
        "polars",
        "narwhals",
        "numba",
        "click",
        "rich",
        "sqlite3",
        "asyncio",
        "pyarrow",
    }
    assert not heavy & loaded, f"import translit pulls in {sorted(heavy & loaded)}"


def test_fractions_are_not_left_to_sum() -> None:
    """Python's `sum` rounds otherwise since 3.12, so what adds fractions with it answers differently from there on."""
    program = """
import builtins, sys

usual, met = sum, set()

def watched(numbers, /, start=0):
    numbers = list(numbers)
    if any(isinstance(number, float) and number % 1 for number in numbers):
        caller = sys._getframe(1)
        met.add((caller.f_globals["__name__"], caller.f_lineno))
    return usual(numbers, start)

builtins.sum = watched
import translit
from benchmarks.generator import generate

names = sorted({name for name, _ in generate(60)})
translit.cluster(names)
translit.resolve({"text": ". ".join(names)})
for name in names[:15]:
    translit.readings(name, limit=2)
    translit.spellings(translit.canonicalise(name).native, limit=2)
translit.readings("No Kwangch'ŏl", system="ko/mr")
print(*sorted(one for one in met if one[0].startswith("translit")))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == ""


def test_tables_name_their_source() -> None:
    for path in sorted(TABLES.rglob("*.tsv")):
        head = [line for line in path.read_text("utf-8").splitlines()[:6] if line.startswith("# ")]
        said = {line[2:].partition(":")[0] for line in head}
        assert {"source", "licence", "what"} <= said, f"{path}: the first lines say source, licence and what"


def test_versions_agree() -> None:
    import translit

    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", translit.__version__)
    assert f"## {translit.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
