"""How deep words are read, and by what the forms found are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from translit import lattice
from translit.kernel.cells import table
from translit.kernel.manners import Spelled
from translit.kernel.remembered import nothing_met, remembered
from translit.model import Role
from translit.tables import Tables

NUMBERS: Mapping[str, int] = {role.value: number for number, role in enumerate(Role)}
"""Roles by number."""


class Depths:
    """How deep words are read in each role, when so many forms are wanted, and how these are weighed."""

    __slots__ = ("_nothing", "_prior", "_prior_starts", "limits", "spelled", "trusts", "weighed")

    def __init__(self, language: str, script: str, limit: int, tables: Tables) -> None:
        manners = {role: lattice.manners(language, script, role, tables) for role in NUMBERS}
        self._prior = prior = remembered(language, tables)
        found = [lattice.depth(known, prior, limit) for known in manners.values()]
        self.limits = np.array([deep for deep, _ in found], np.int64)
        self.trusts = np.array([trust for _, trust in found], np.float64)
        # the roles whose forms are weighed by how they are spelled, and what tells that
        self.weighed = frozenset([role for role, known in manners.items() if known is not None])
        self.spelled: Spelled | None = None
        for known in filter(None, manners.values()):
            made = partial(Spelled, known)
            self.spelled = tables.derived(f"kernel manners {language} {script}", made)
        starts = [-1 if prior is None else prior.start(role) for role in NUMBERS]
        self._prior_starts = np.array(starts, np.int64)
        no = np.zeros(1, np.bool_)
        empty = np.zeros(1), np.zeros(1), np.zeros(1, np.int64), ~no, table({}, np.float64), no
        nothing = (table({}, np.float64), table({}, np.int64), empty, nothing_met(1), np.zeros(1), 0)
        self._nothing = (np.zeros(1, np.int64), *nothing)

    def prior_arrays(self, units: Sequence[str]) -> tuple[Any, Any]:
        """What weighs the forms, and the histories at their start in each role; −1 where nothing does."""
        prior = self._nothing if self._prior is None else self._prior.arrays(units)
        return prior, self._prior_starts


def depths(language: str, script: str, limit: int, tables: Tables) -> Depths:
    """The depths for so many forms a word, worked out once."""
    return tables.derived(
        f"kernel depths {language} {script} {limit}", lambda: Depths(language, script, limit, tables)
    )
