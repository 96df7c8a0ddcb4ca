"""The places of what is measured of two names, by name.

Whole numbers: compiled code takes them in as constants.
"""

from __future__ import annotations

from translit import score

# What is measured of two names: how much it is, how much of it of one role, and the places of the rest.
SIZE, OF_ROLE = len(score.FEATURES), len(score._PER_ROLE)
WEAKEST, CLOSEST, LISTED, GENDER, INITIALS, ORDER = (
    score._WEAKEST,
    score._CLOSEST,
    score._LISTED,
    score._GENDER,
    score._INITIALS,
    score._ORDER,
)
WHOLE, SOUND, UNREAD, OVER, TAIL, LAW, FATHERS, MARKS = (
    score._WHOLE_LETTERS,
    score._SOUND,
    score._UNREAD,
    score._OVER,
    score._TAIL,
    score._LAW,
    score._FATHERS,
    score._MARKS,
)
# Two words beside each other: what is measured, how well they go together, and whether one of them is taken.
OF_ROW = OF_ROLE + 2
# Words of two names that are paired at most: more are left to their letters, as `score._align` does.
ALIGNED = 24
# Where the likeness of two whole names is kept, behind their words.
LETTERS_KNOWN = ALIGNED * OF_ROW
