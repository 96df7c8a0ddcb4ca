"""What the scoring tools need of the package: score, cluster, romanise, back.

python ../shared/tools/score.py --adapter benchmarks.adapter:Adapter --data ../shared/evaldata
"""

from __future__ import annotations

from collections.abc import Sequence

from translit import blocking as keys
from translit import lattice, names, score
from translit.clustering import cluster
from translit.model import Profile
from translit.profile import profile
from translit.rules import romanise
from translit.settings import Settings
from translit.tables import Tables, load_tables
from translit.whole import whole_forms
from translit.wiring import MANY, reader

SETTINGS = Settings(doublets=True)
"""Doublets are switched on: the lists of the evaluation data hold them for one name."""

READ = reader(MANY)


class Adapter:
    """One object for a whole run: names met before are not read again."""

    def __init__(self, tables: Tables | None = None) -> None:
        self._tables = tables or load_tables()
        self._kept: dict[str, Profile] = {}

    def profile(self, name: str) -> Profile:
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = profile(name, self._tables, SETTINGS, names.parse, READ, lattice.prior)
        return found

    def log_odds(self, left: Profile, right: Profile) -> float:
        return score.best(left, right, self._tables, SETTINGS)[0]

    def score(self, a: str, b: str) -> float:
        return score.value(self.log_odds(self.profile(a), self.profile(b)))

    def cluster(self, given: Sequence[str]) -> list[int]:
        profiles = [self.profile(name) for name in given]
        found = cluster(profiles, [keys.keys(p, self._tables) for p in profiles], SETTINGS, self.log_odds)
        label = [0] * len(given)
        for number, group in enumerate(found.groups):
            for position in group:
                label[position] = number
        return label

    def romanise(self, text: str, system: str) -> str:
        return romanise(text, self._tables.system(system)).text

    def back(self, text: str, k: int) -> list[str]:
        forms: dict[str, float] = {}
        for reading in self.profile(text).readings:
            joined = bool(
                dict(self._tables.language(reading.name.language).settings.get("orders", {})).get("joined")
            )
            for form in whole_forms(reading, joined, k):
                forms[form.native] = min(form.cost, forms.get(form.native, form.cost))
        return sorted(forms, key=lambda native: (forms[native], native))[:k]
