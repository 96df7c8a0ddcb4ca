"""Values made quickly are frozen all the same."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from translit.frozen import quick
from translit.model import Part, Role


def test_they_are_as_any_frozen_value() -> None:
    one = Part("Noh", Role.FAMILY, gender="m")
    assert one == Part("Noh", Role.FAMILY, "", "m", "")
    assert hash(one) == hash(Part("Noh", Role.FAMILY, gender="m"))
    assert repr(one) == "Part(text='Noh', role=<Role.FAMILY: 'family'>, joined='', gender='m', tail='')"
    assert (
        pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == replace(replace(one, text="x"), text="Noh")
    )
    assert list(inspect.signature(Part).parameters) == ["text", "role", "joined", "gender", "tail"]
    with pytest.raises(FrozenInstanceError):
        one.text = "x"  # type: ignore[misc]
    with pytest.raises(TypeError, match="role"):
        Part("Noh")  # type: ignore[call-arg]


def test_any_number_of_fields() -> None:
    @quick
    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
