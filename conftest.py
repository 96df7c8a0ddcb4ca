"""Modules behind an optional partner are collected for their doctests only when the partner is there."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).parent / "translit"


def _missing(path: Path) -> bool:
    """Whether a module imports, at its top, something that is not installed."""
    for node in ast.parse(path.read_text("utf-8")).body:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        if any(find_spec(name.partition(".")[0]) is None for name in names):
            return True
    return False


collect_ignore = [str(path) for path in sorted(PACKAGE.rglob("*.py")) if _missing(path)]
