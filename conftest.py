"""Modules behind an optional partner are collected for their doctests only when the partner is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).parent / "translit"


def _named(path: Path) -> str:
    """The full name of a module's file."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    """What a module imports at its top: modules, and perhaps things in them; and the folder in which it stands."""
    yield _named(path).rpartition(".")[0]
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _missing() -> set[Path]:
    """The modules that need something that is not installed, themselves or by another module."""
    imported = {path: set(_imports(path)) for path in PACKAGE.rglob("*.py")}
    tops = {name.partition(".")[0] for names in imported.values() for name in names if name}
    gone = {top for top in tops if top != PACKAGE.name and find_spec(top) is None}
    found: set[Path] = set()
    while True:
        more = {
            path
            for path, names in imported.items()
            if any(n in gone or n.split(".")[0] in gone for n in names)
        } - found
        if not more:
            return found
        found |= more
        gone |= set(map(_named, more))


collect_ignore = sorted(map(str, _missing()))
