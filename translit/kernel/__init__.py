"""The reader's search, compiled: the same numbers as `lattice.Reader.read`, many times faster.

The search is the reader's own, step for step and sum for sum, over flat arrays: histories, graphones and written
pieces are numbers, a native form is a node in a tree of letters, and what the reader keeps in dictionaries stands in
open-addressed tables. It needs numba and numpy (extra `fast`), and importing it imports them: who has few names to
read does without. A token that is too long or too wide for the buffers is left to the plain reader. A law in the tests
holds the two to the same answer.

`reader` holds a table as arrays and the buffers, `search` finds forms, `spell` puts them in order and writes them; they
are weighed by what is `remembered` of how common they are and by `manners`, so `depths` tells how deep to look.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import cast

from translit import lattice
from translit.kernel.depths import depths
from translit.kernel.reader import kernel
from translit.kernel.remembered import remembered
from translit.lattice import TokenReading
from translit.model import Form
from translit.prior import weighed
from translit.tables import Tables


def least_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables
) -> list[float]:
    """What each token costs at least as `read_many` reads it in its role, in nats; 0 where that is not known.

    >>> from translit.tables import load_tables
    >>> tables = load_tables()
    >>> [least] = least_many(["kwang-chol"], ["given"], "ko", "Latn", tables)
    >>> 0 < least <= read("kwang-chol", "ko", "Latn", "given", tables).total < least + 1
    True
    """
    reader = kernel(language, script, tables)
    if reader is None:
        return [0.0] * len(tokens)
    return [
        lattice.least_listed(least, token, language, script, role, tables)
        for least, token, role in zip(reader.least(tokens, roles), tokens, roles, strict=True)
    ]


def read_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables, limit: int = 24
) -> list[TokenReading]:
    """As `read` for many tokens, each in its role, in one go.

    >>> from translit.tables import load_tables
    >>> found = read_many(["kwang-chol", "il"], ["given", "given"], "ko", "Latn", load_tables())
    >>> [one.forms[0].native for one in found]
    ['광철', '일']
    """
    reader = kernel(language, script, tables)
    if reader is None:
        return [
            lattice.read(token, language, script, role, tables, limit)
            for token, role in zip(tokens, roles, strict=True)
        ]
    deep = depths(language, script, limit, tables)
    answers = reader.many(tokens, roles, max(lattice.WIDTH, limit), deep)
    found = [
        TokenReading(token, cast("tuple[Form, ...]", one[0]), one[1])
        if one is not None
        else read(token, language, script, role, tables, limit)
        for token, role, one in zip(tokens, roles, answers, strict=True)
    ]
    if deep.spelled is not None:
        fresh = [n for n, one in enumerate(answers) if one is not None and roles[n] in deep.weighed]
        more = deep.spelled.costs(
            [reader.fold(tokens[n]) for n in fresh],
            [answers[n][0].natives for n in fresh],  # type: ignore[index]
        )
        for n, spellings in zip(fresh, more, strict=True):
            found[n] = lattice.both_ways(found[n], spellings, limit)
    return [
        one if own is None else lattice.with_listed(one, language, script, role, tables, limit)
        for one, own, role in zip(found, answers, roles, strict=True)
    ]


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int = 24) -> TokenReading:
    """As `lattice.read`, to the last bit, by the compiled search.

    >>> from translit.tables import load_tables
    >>> read("kwang-chol", "ko", "Latn", "given", load_tables()).forms[0].native
    '광철'
    """
    reader = kernel(language, script, tables)
    manners = lattice.manners(language, script, role, tables)
    prior = remembered(language, tables)
    deep, trust = lattice.depth(manners, prior, limit)
    found = reader.forms(token, role, 2 * deep, max(lattice.WIDTH, deep)) if reader is not None else None
    if found is None or reader is None:
        return lattice.read(token, language, script, role, tables, limit)
    forms = [(unicodedata.normalize("NFC", native), chance) for native, chance in found[0] if chance]
    if prior is not None and len(forms) > 1:
        prior.learn([native for native, _ in forms], role)
        forms = weighed(forms, prior, role, trust)
    counted = TokenReading(
        token,
        lattice.of_chances(forms[:deep]),
        -math.log(found[1]) if found[1] else math.inf,
    )
    if manners is not None:
        counted = lattice.by_manner(counted, reader.fold(token), manners, limit)
    return lattice.with_listed(counted, language, script, role, tables, limit)
