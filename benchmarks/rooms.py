"""The reader as the pipeline uses it: letters by the lattice, whole characters by their table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from translit import lattice
from translit.characters import read_characters
from translit.model import Form, Role
from translit.tables import Tables


@dataclass(frozen=True, slots=True)
class Token:
    forms: tuple[Form, ...]
    total: float


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int) -> Token:
    """The lattice where it reads the script, else the table of characters."""
    found = lattice.read(token, language, script, role, tables, limit)
    if found.forms:
        return Token(found.forms, found.total)
    forms = read_characters(token.replace("-", ""), language, tables, Role(role), limit=limit)
    price = 5.0 * len(token)
    return Token(tuple(Form(f.native, f.cost + price, f.trail) for f in forms), price if forms else math.inf)
