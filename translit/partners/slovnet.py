"""slovnet: its tagger of names, with the weights that stand in another package's folder.

Only the files of that package are read: importing it would load a morphology that does not run on newer Pythons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from translit.errors import MissingExtra
from translit.mentions import Hint
from translit.partners.spacy import pieces

NEEDS = ("slovnet", "navec", "razdel")

_KINDS: Mapping[str, str] = MappingProxyType({"PER": "person", "LOC": "place", "ORG": "org"})
_CHUNK = 50_000
"""Characters given at once, so that memory does not grow with the length of a text."""


def load(weights: str) -> Callable[[str], Sequence[Hint]]:
    """The tagger, with vectors and weights from the folder of the package `weights`. Raises MissingExtra without them."""
    from navec import Navec
    from slovnet import NER

    tagger = NER.load(_file(weights, "slovnet_ner*.tar"))
    tagger.navec(Navec.load(_file(weights, "navec*.tar")))

    def hints(text: str) -> list[Hint]:
        return [
            Hint(start + span.start, start + span.stop, _KINDS[span.type])
            for start, piece in pieces(text, _CHUNK)
            if piece.strip()
            for span in tagger(piece).spans
            if span.type in _KINDS
        ]

    return hints


def _file(package: str, pattern: str) -> Path:
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        for path in sorted(Path(folder).rglob(pattern)):
            return path
    raise MissingExtra(
        f"the package {package} holds no {pattern}: install a release of it that brings weights"
    )
