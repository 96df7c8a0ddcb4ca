"""The columns of what `packed` makes, and the places of what is measured of two names, by name.

Whole numbers: compiled code takes them in as constants.
"""

from __future__ import annotations

from translit import score
from translit.bulk import packed

# Columns of a part.
P_ROLE, P_SCRIPT, P_LAW, P_GENDER, P_PLAIN, P_AT, P_END, P_SHARES, P_SHARES_END, P_CHANCES, P_KINDS = range(
    11
)
P_UNITS, P_UNITS_END, P_TRIM, P_LISTED, P_LISTED_END, P_FIRSTS, P_FIRSTS_END, P_SIZES, P_MARKED = range(
    11, 20
)
# At a glance: bits for the native forms, for the letters that all of the likeliest have and for those that any has, and
# the letters of the longest.
P_KINDS_SEEN, P_KINDS_SEEN_TOO, P_IN_ALL, P_IN_ANY, P_LONGEST = range(20, packed.OF_PIECE)
# Columns of a reading.
(
    S_LANGUAGE,
    S_COST,
    S_FAMILY,
    S_GIVEN,
    S_PATRONYMIC,
    S_INITIALS,
    S_LOOSE,
    S_END,
    S_GENDER,
    S_TAIL,
    S_NATIVE,
) = range(packed.OF_SIDE)
# Columns of a name.
N_SIDES, N_SIDES_END, N_SCRIPT, N_FOLDED, N_RANK, N_GENDER, N_AT, N_END, N_WORDS, N_SOUNDS, N_SOUNDS_END = (
    range(packed.OF_NAME)
)
# Columns of a language's weights.
M_NUMBERS, M_ROLES, M_SCRIPTS, M_BENDS = packed.NUMBERS, packed.ROLES, packed.SCRIPTS, packed.BENDS
# The roles that both names have, by number, where they are not a sum.
R_LOOSE, R_ALONE, R_ALONE_GIVEN, R_ALONE_INITIALS, R_LETTERS = (
    packed.LOOSE,
    packed.ALONE,
    packed.ALONE_GIVEN,
    packed.ALONE_INITIALS,
    packed.LETTERS,
)
# A native form of a part: where its letters begin and end, and those of its bones.
OF_FORM = 4

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
