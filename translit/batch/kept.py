"""What is kept of many names while they are gathered: columns of numbers, an object for no name.

A Python object takes ten times what it says, and of a million names there are a million of everything. So a portion of
names is a few arrays, which go from one process to another as they are, and a name is a view of its row.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from translit import clustering
from translit import gather as short_names
from translit.canonical import Ballot
from translit.model import Profile
from translit.views import Views
from translit.wiring import Stages

if TYPE_CHECKING:
    from translit.batch.shelf import Run, Shelf

_READ, _NATIVE, _SHORT, _BRIEF = 1, 2, 4, 8


class _Run:
    """Runs of bytes behind each other.

    >>> _Run([b"ab", b"", b"c"])[2]
    b'c'
    """

    __slots__ = ("_bytes", "_ends")

    def __init__(self, given: Sequence[bytes]) -> None:
        self._bytes = b"".join(given)
        self._ends = array("i", accumulate(map(len, given), initial=0))

    def __getitem__(self, at: int) -> bytes:
        return self._bytes[self._ends[at] : self._ends[at + 1]]


class Portion:
    """Some names as they are gathered, by columns."""

    __slots__ = (
        "ballots",
        "costs",
        "families",
        "flags",
        "folded",
        "forms",
        "languages",
        "names",
        "read_in",
        "scripts",
        "spoken",
        "words",
    )

    def __init__(self, ones: Iterable[Profile], stages: Stages) -> None:
        names: dict[str, int] = {}
        forms: dict[str, int] = {}
        languages: dict[tuple[str, ...], int] = {}
        self.flags, self.words = bytearray(), array("H")
        self.scripts, self.spoken, self.languages = array("B"), array("B"), array("H")
        folded: list[bytes] = []
        costs: list[bytes] = []
        families: list[bytes] = []
        votes: list[bytes] = []
        for one in ones:
            node = clustering.node(one)
            language = one.readings[0].name.language if one.readings else ""
            self.flags.append(
                _READ * bool(one.readings)
                + _NATIVE * node.native
                + _SHORT * node.short
                + _BRIEF * short_names.is_short(one)
            )
            self.words.append(len(one.words))
            self.scripts.append(names.setdefault(node.script, len(names)))
            self.spoken.append(names.setdefault(language, len(names)))
            self.languages.append(languages.setdefault(tuple(node.costs), len(languages)))
            folded.append(one.folded.encode("utf-8", "surrogatepass"))
            costs.append(array("d", node.costs.values()).tobytes())
            families.append(
                array("i", [forms.setdefault(form, len(forms)) for form in node.families]).tobytes()
            )
            votes.append(
                zlib.compress(stages.ballot(one, language).packed, 1) if language else b""
            )  # half of it
        self.folded = _Run(folded)
        self.ballots: _Run | Run = _Run(votes)
        self.costs, self.families = _Run(costs), _Run(families)
        self.names, self.forms, self.read_in = tuple(names), tuple(forms), tuple(languages)

    def put_aside(self, shelf: Shelf) -> None:
        """Set down on a shelf what is large and asked for once."""
        from translit.batch.shelf import Run

        votes = [self.ballots[at] for at in range(len(self))]
        self.ballots = Run(shelf, votes)

    def share(self, forms: dict[str, str]) -> None:
        """Take the native forms that other portions have too as one object for all of them."""
        self.forms = tuple([forms.setdefault(form, form) for form in self.forms])

    def __len__(self) -> int:
        return len(self.flags)


class Seen:
    """A name as it is gathered: what clustering knows of it, what it votes for in its best language, and whether it says
    too little (`brief`) to speak for its entity beside fuller ones."""

    __slots__ = ("_at", "_of", "_text")

    def __init__(self, of: Portion, at: int, text: str) -> None:
        self._of, self._at, self._text = of, at, text

    @property
    def folded(self) -> str:
        return self._of.folded[self._at].decode("utf-8", "surrogatepass")

    @property
    def spelling(self) -> tuple[str, str]:
        return self.folded, "" if self._of.flags[self._at] & _READ else self._text

    @property
    def script(self) -> str:
        return self._of.names[self._of.scripts[self._at]]

    @property
    def native(self) -> bool:
        return bool(self._of.flags[self._at] & _NATIVE)

    @property
    def short(self) -> bool:
        return bool(self._of.flags[self._at] & _SHORT)

    @property
    def brief(self) -> bool:
        return bool(self._of.flags[self._at] & _BRIEF)

    @property
    def families(self) -> list[str]:
        forms = self._of.forms
        return [forms[number] for number in array("i", self._of.families[self._at])]

    @property
    def costs(self) -> dict[str, float]:
        languages = self._of.read_in[self._of.languages[self._at]]
        return dict(zip(languages, array("d", self._of.costs[self._at]), strict=True))

    @property
    def words(self) -> int:
        return self._of.words[self._at]

    @property
    def language(self) -> str:
        return self._of.names[self._of.spoken[self._at]]

    @property
    def ballot(self) -> Ballot:
        vote = self._of.ballots[self._at]
        return Ballot.of(zlib.decompress(vote)) if vote else Ballot()


class Kept(Views[Seen]):
    """The names of several portions, in order; `texts` are their spellings."""

    __slots__ = ("_portions", "_starts", "_texts")

    def __init__(self, portions: Sequence[Portion], texts: Sequence[str]) -> None:
        self._portions, self._texts = portions, texts
        self._starts = list(accumulate(map(len, portions), initial=0))

    def __len__(self) -> int:
        return len(self._texts)

    def one(self, at: int) -> Seen:
        number = bisect_right(self._starts, at) - 1
        return Seen(self._portions[number], at - self._starts[number], self._texts[at])
