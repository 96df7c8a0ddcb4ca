"""What it costs to understand a name in a seldom way, in nats.

Each is the rough −log of how seldom a careful writer does it; the reader's evidence outweighs them.
"""

from __future__ import annotations

NOT_LISTED = 0.7
"""A word in a role whose table does not list it."""

LISTED_ELSEWHERE = 0.7
"""A word in a role while the table of another role lists it."""

AGAINST_CAPITALS = 2.0
"""Some words are in capitals, and the family name is not among them."""

AGAINST_COMMA = 2.0
"""The family name does not stand before the comma."""

BEFORE_COMMA = -0.5
"""It does, as the one word there: so much less."""

AGAINST_PATRONYMIC = 2.5
"""A word that looks like a patronymic is none."""

NO_SUCH_ORDER = 3.0
"""An order of roles that no pattern of the language has."""

UNKNOWN_SURNAME = 2.0
"""A joined name begins or ends with something that no table lists as a surname."""

# -- declension

UNDECLINED = 1.2
"""A case ending undone on every word that can carry one."""

SURELY_DECLINED = 2.0
"""A declined patronymic, and yet the words as they stand."""

LISTED_AS_IT_STANDS = 1.5
"""A case ending undone, when the given name as it stands is a listed one (Александра)."""

UNDECLINED_BESIDE_INITIALS = 4.0
"""The same where the other words are initials: nothing confirms it (А. И. Мацегора)."""

UNDECLINED_ALONE = 2.0
"""The same on a word that stands alone: nothing confirms it."""

UNDECLINED_SURELY = 1.6
"""The same, when the word as it stands is no listed name and has no ending of a woman's."""

PLAINLY_DECLINED = 0.3
"""The same, when the ending is of no nominative: it can hardly be anything else."""

MAY_BE_PLAINLY_DECLINED = 1.0
"""Such a word that stands alone, taken as it stands."""

# -- names whose parts are units, in letters of another script

HYPHEN_IN_SURNAME = 2.0
"""An unknown surname with a hyphen inside: units of a given name are written so."""

CUT_INSIDE = 2.5
"""A word cut in two because it begins with a surname."""

CUT_AT_HYPHEN, CUT_AT_LAST_HYPHEN = 1.5, 2.5
"""A word cut in two at its hyphen, the surname before it, or behind the last."""

TURNED_TWICE = 2.0
"""The surname in capitals stands between the words of the given name."""

TURNED_BEFORE_COMMA = 0.8
"""What stands behind the comma comes first after all."""

LONGER_ALONE = 1.5
"""Each further word of a name that is one part."""

TAIL_OF_GIVEN = 4.0
"""A place word taken off the end of what begins with a surname."""

TAIL_IS_SURNAME = 3.0
"""The place word stands apart and is a surname, too."""

TAIL_WRITTEN_AS_NAME = 3.7
"""The same with the capital of a name."""

TAIL_BEHIND_GIVEN = 8.0
"""The same behind units with a hyphen between them, or behind a listed name: a given name."""

TAIL_KEPT = 0.5
"""A place word at the end taken as part of the name."""

LETTER_BESIDE = 0.5
"""Initials beside a full name whose given one is joined."""

LETTER_IS_UNIT = 4.0
"""A letter with a dot taken for a whole unit."""

# -- the same in native letters

LONG_ALONE = 0.8
"""Three units or more that are one part."""

PLACE_ALONE = 0.3
"""A place word taken off the end of one part."""

PERSON_MOST = 3.0
"""The most that the look of a person's name counts against that."""

SHORT_OF_THREE, SHORT_OF_MORE = 1.5, 3.0
"""A surname of one unit where the first two are a listed one, too: of three units in all, and of more."""

LONG_BEFORE_ONE = 0.3
"""A surname of two units before a given name of one."""

GIVEN_OF_MANY = 1.0
"""A given name of three units or more."""

SPACE_ELSEWHERE = 2.0
"""The first space is not behind the surname."""

# -- names whose parts are words

SEVERAL_ALONE = 2.5
"""Several words without an order of roles."""

HYPHEN_IS_A_BREAK = 0.6
"""Over the cheapest order: a name of several words, which only some writers join."""

LETTER_OF_GIVEN = 6.0
"""A lone letter that is a family name, too, taken for an initial beside given names alone."""

LETTER_OF_ANY = 4.8
"""The same beside a word that has nothing of a family name."""
