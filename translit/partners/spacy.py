"""spaCy: entities of a pipeline that is installed as a package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from translit.mentions import Hint

NEEDS = ("spacy",)

# Labels of OntoNotes and of WikiNER models → kinds.
_KINDS: Mapping[str, str] = MappingProxyType(
    {"PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "org"}
)
_CHUNK = 50_000
"""Characters given at once: the pipeline's memory grows with the length of a text."""


def load(weights: str) -> Callable[[str], Sequence[Hint]]:
    """The pipeline in the package `weights`, with what entities need and no more."""
    import spacy

    pipeline = spacy.load(weights, exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])

    def hints(text: str) -> list[Hint]:
        return [
            Hint(start + entity.start_char, start + entity.end_char, _KINDS[entity.label_])
            for start, piece in pieces(text, _CHUNK)
            for entity in pipeline(piece).ents
            if entity.label_ in _KINDS
        ]

    return hints


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    """A text in pieces of about `size` characters, cut at line breaks or spaces, each with its place.

    >>> list(pieces("one two three", 8))
    [(0, 'one two '), (8, 'three')]
    """
    start = 0
    while start < len(text):
        end = start + size
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end) if size < 100 else -1)
            cut = cut if cut > start else text.rfind(" ", start, end)
            end = cut + 1 if cut > start else end
        yield start, text[start:end]
        start = end
