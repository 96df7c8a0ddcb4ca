"""What names are packed as, by name: the rows of parts, readings and names, the runs of numbers that they refer to, and the
weights that stand before them all.

A part of a name is a row of numbers, and a part that many names share is one row. What a row refers to, another row or a run
of letters, it names by its place. Whole numbers: compiled code takes them in as constants.
"""

from __future__ import annotations

from collections.abc import Mapping

from translit.model import Role

# Columns of a part.
P_ROLE, P_SCRIPT, P_LAW, P_GENDER, P_PLAIN, P_AT, P_END, P_SHARES, P_SHARES_END, P_CHANCES, P_KINDS = range(
    11
)
P_UNITS, P_UNITS_END, P_TRIM, P_LISTED, P_LISTED_END, P_FIRSTS, P_FIRSTS_END, P_SIZES, P_MARKED = range(
    11, 20
)
# At a glance: bits for the native forms, for the letters that all of the likeliest have and for those that any has, and
# the letters of the longest.
P_KINDS_SEEN, P_KINDS_SEEN_TOO, P_IN_ALL, P_IN_ANY, P_LONGEST = range(20, 25)
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
) = range(11)
# Columns of a name.
N_SIDES, N_SIDES_END, N_SCRIPT, N_FOLDED, N_RANK, N_GENDER, N_AT, N_END, N_WORDS, N_SOUNDS, N_SOUNDS_END = (
    range(11)
)
# What stands first: settings, the number of scripts, and where the weights for names that no language reads stand.
DOUBLETS, DIMINUTIVES, MANY_SCRIPTS, GENERAL = range(4)
# Columns of a language's weights: where its numbers, its offsets of roles and of scripts, and its curves begin and end.
M_NUMBERS, M_ROLES, M_SCRIPTS, M_BENDS = range(4)
# A native form of a part: where its letters begin and end, and those of its bones.
OF_FORM = 4

# How many columns each kind of row has.
OF_PIECE, OF_SIDE, OF_NAME = P_LONGEST + 1, S_NATIVE + 1, N_SOUNDS_END + 1
# Fractions that stand last of those of a part: peak, length, rarity.
OF_SIZES = 3
# The columns of a part that tell at a glance how far it is from another, as they stand before they are filled.
UNSIGNED = (-1, -1, 0, -1, 255)
# Runs of numbers that rows refer to. Strings stand by number in one list, letters as code points.
RUNS = ("letters", "words", "listed", "units", "loose", "pieces", "sides", "names")
RUN_LETTERS, RUN_WORDS, RUN_LISTED, RUN_UNITS, RUN_LOOSE, RUN_PIECES, RUN_SIDES, RUN_NAMES = range(len(RUNS))
# For each kind of row which columns refer to a place in which run, which are numbers of strings, and which places of fractions.
PLACES: Mapping[int, Mapping[int, int]] = {
    RUN_PIECES: {
        P_AT: RUN_LETTERS,
        P_END: RUN_LETTERS,
        P_SHARES: RUN_WORDS,
        P_SHARES_END: RUN_WORDS,
        P_UNITS: RUN_UNITS,
        P_UNITS_END: RUN_UNITS,
        P_LISTED: RUN_LISTED,
        P_LISTED_END: RUN_LISTED,
        P_FIRSTS: RUN_WORDS,
        P_FIRSTS_END: RUN_WORDS,
    },
    RUN_SIDES: {
        S_FAMILY: RUN_PIECES,
        S_GIVEN: RUN_PIECES,
        S_PATRONYMIC: RUN_PIECES,
        S_INITIALS: RUN_LOOSE,
        S_LOOSE: RUN_LOOSE,
        S_END: RUN_LOOSE,
    },
    RUN_NAMES: {
        N_SIDES: RUN_SIDES,
        N_SIDES_END: RUN_SIDES,
        N_AT: RUN_LETTERS,
        N_END: RUN_LETTERS,
        N_SOUNDS: RUN_LETTERS,
        N_SOUNDS_END: RUN_LETTERS,
    },
}
OF_RUN: Mapping[int, int] = {RUN_UNITS: RUN_LETTERS, RUN_LOOSE: RUN_PIECES}
"""Runs whose every number is a place in another."""
# Words (native forms, first letters) are numbered within a share.
STRINGS: Mapping[int, tuple[int, ...]] = {
    RUN_PIECES: (P_SCRIPT, P_GENDER, P_PLAIN, P_KINDS, P_MARKED),
    RUN_SIDES: (S_LANGUAGE, S_GENDER, S_TAIL),
    RUN_NAMES: (N_SCRIPT, N_GENDER),
}
FLOATS: Mapping[int, tuple[int, ...]] = {RUN_PIECES: (P_CHANCES, P_SIZES), RUN_SIDES: (S_COST,)}
WIDTH: Mapping[int, int] = {RUN_PIECES: OF_PIECE, RUN_SIDES: OF_SIDE, RUN_NAMES: OF_NAME}

NAMED = (Role.GIVEN, Role.FAMILY, Role.PATRONYMIC, Role.INITIAL, Role.UNKNOWN, Role.TITLE)
"""Roles by number."""

# The roles that both names have, by number: family 1, given 2, patronymic 4, in sum; then these.
SUMS = (
    "",
    "family",
    "given",
    "family given",
    "patronymic",
    "family patronymic",
    "given patronymic",
    "family given patronymic",
)
COMBINED = (*SUMS, "loose", "alone", "alone given", "alone initials", "letters")
R_LOOSE, R_ALONE, R_ALONE_GIVEN, R_ALONE_INITIALS, R_LETTERS = range(8, 13)
