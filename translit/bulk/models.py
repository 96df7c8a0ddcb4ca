"""The weights of languages as they stand before all packed names."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from translit.bulk.rows import COMBINED, GENERAL, M_SCRIPTS, MANY_SCRIPTS
from translit.score import weights
from translit.settings import Settings
from translit.tables import Tables
from translit.text import SCRIPTS as KNOWN


class Models:
    """Takes languages in, one after another, and the scripts of all names last."""

    __slots__ = ("_floats", "_ints", "_models", "_tables", "_first")

    def __init__(self, tables: Tables, settings: Settings, first: int) -> None:
        """`first` floats stand before those of the weights."""
        self._tables, self._first = tables, first
        self._ints = array("i", (settings.doublets, settings.diminutives, 0, 0))
        self._floats = array("d")
        self._models: dict[str, int] = {}
        self._ints[GENERAL] = self.model("")
        for code in tables.languages:
            self.model(code)

    def model(self, code: str) -> int:
        """Where the weights of a language stand."""
        held = self._models.get(code)
        if held is not None:
            return held
        own, floats = weights(code, self._tables), self._floats
        numbers = self._first + len(floats)
        floats.extend((own.offsets.get("base", 0.0), own.most, own.named))
        roles = self._first + len(floats)
        at = own.offsets
        for said in COMBINED:
            alone = said.startswith("alone")
            floats.append(at.get(said, 0.0) if alone else at.get(f"roles {said}", at.get("roles other", 0.0)))
        curves: list[int] = []
        for bend in own.curves:
            start = self._first + len(floats)
            for point in zip(*bend, strict=True) if bend else ():
                floats.extend(point)
            curves += (start, self._first + len(floats))
        self._models[code] = len(self._ints)
        self._ints.extend((numbers, roles, 0, *curves))
        return self._models[code]

    @property
    def size(self) -> int:
        """How many whole numbers there are."""
        return len(self._ints)

    @property
    def most(self) -> int:
        """How many fractions there will be at most, whatever the scripts of the names."""
        return len(self._floats) + len(self._models) * (len(KNOWN) + 1) ** 2

    def of_scripts(self, scripts: Sequence[str]) -> None:
        """The weights of two scripts beside each other, when these are the scripts of all names."""
        self._ints[MANY_SCRIPTS] = len(scripts)
        for code, place in self._models.items():
            at = weights(code, self._tables).offsets
            self._ints[place + M_SCRIPTS] = self._first + len(self._floats)
            for one in scripts:
                for two in scripts:
                    named = f"scripts {min(one, two)}-{max(one, two)}"
                    self._floats.append(at.get(named, at.get("scripts other", 0.0)))

    def arrays(self) -> tuple[Any, Any]:
        """The numbers."""
        return np.array(self._ints, np.int32), np.array(self._floats, np.float64)
