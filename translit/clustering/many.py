"""How much surer links must be in a great collection: the more names there are, the more are near ones of somebody else."""

from __future__ import annotations

import math

WEIGHED = 30_000
"""Names of the greatest collection on which the weights were chosen."""

SHORT, MOST_SHORT = 1.15, 3.0
"""Nats by which the mean across two groups may fall short of the threshold that their surest link reaches, at `WEIGHED` names
and at most: a spelling of a third language is far from most of the others."""

PRIOR = 0.27
"""Nats by which the mean must be greater each time the names are twice as many: the more there are, the more are near ones of
somebody else. All of a prior that two names drawn at random are one would be three times that; `TWO_NAMES` does the rest."""

TWO_NAMES, NEIGHBOURS, LEAST_TWO = 26.0, 3.0, 11.0
"""Nats by which two native names must explain the spellings of a group better than one for it to be two, at `WEIGHED` names; by
how much less each time the names are twice as many, as a near name of somebody else is the likelier to be there; and at least."""


def slack(many: int) -> float:
    """Nats by which the mean across two of so many names' groups may fall short of the threshold.

    >>> slack(100), slack(WEIGHED), round(slack(16 * WEIGHED), 2)
    (3.0, 1.15, 0.07)
    """
    return min(MOST_SHORT, SHORT - PRIOR * _doublings(many))


def two_names(many: int) -> float:
    """Nats by which two native names must explain the spellings of one of so many names better than one.

    >>> two_names(WEIGHED // 2), two_names(WEIGHED), two_names(1000 * WEIGHED)
    (29.0, 26.0, 11.0)
    """
    return max(LEAST_TWO, TWO_NAMES - NEIGHBOURS * _doublings(many))


def _doublings(many: int) -> int:
    """How often the greatest collection on which the weights were chosen must be doubled for so many names. It goes by steps, so
    that one name more changes nothing."""
    return math.floor(math.log2(max(1, many) / WEIGHED))
