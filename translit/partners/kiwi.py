"""kiwipiepy: a morphological analyser that takes endings off and marks proper names, without saying of what kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from translit.mentions import Hint
from translit.partners.spacy import pieces

NEEDS = ("kiwipiepy", "kiwipiepy_model")

_PROPER = "NNP"
_CHUNK = 20_000
"""Characters given at once."""


def load(weights: str) -> Callable[[str], Sequence[Hint]]:
    """The analyser. Its word lists stay out: names are the tables' business, and it is ready in a third of the time."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1, load_default_dict=False, load_typo_dict=False, load_multi_dict=False)

    def hints(text: str) -> list[Hint]:
        return [
            Hint(start + token.start, start + token.start + token.len)
            for start, piece in pieces(text, _CHUNK)
            for token in kiwi.tokenize(piece)
            if token.tag == _PROPER
        ]

    return hints
