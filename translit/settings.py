"""Every number a user may change, with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from translit.errors import InputError


@dataclass(frozen=True, slots=True)
class Settings:
    """How to decide. Values are checked when made; `changed` gives a copy.

    >>> Settings().changed(threshold=0.9).threshold
    0.9

    Raises InputError for a value out of its range.
    """

    threshold: float = 0.5
    """Probability (0…1) from which a link joins two names. Higher: fewer wrong joins, more entities left apart."""

    possible: float = 0.2
    """Probability (0…1) from which a link below `threshold` is still reported beside the entities."""

    diminutives: bool = True
    """Count a pet form (Саша) as weak evidence for its full given names."""

    doublets: bool = False
    """Count a neighbour language's form of a given name (Володимир) as the same name. The identity before the
    law can hang on it, so it is a choice."""

    limit: int = 24
    """Native forms kept per part of a name. More costs time and finds rarer readings."""

    label: str = "attested"
    """Who speaks for an entity: "attested" (the form most often seen), "native", or a system's id."""

    languages: tuple[str, ...] = ()
    """Languages to try, as folder names under the tables; empty: all of them."""

    def __post_init__(self) -> None:
        for name in ("threshold", "possible"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
                raise InputError(
                    f"Settings.{name} is {value!r}; it is a probability: give a number from 0 to 1."
                )
        if isinstance(self.limit, bool) or not isinstance(self.limit, int) or self.limit < 1:
            raise InputError(f"Settings.limit is {self.limit!r}; give a whole number of at least 1.")
        for name in ("diminutives", "doublets"):
            if not isinstance(getattr(self, name), bool):
                raise InputError(f"Settings.{name} is {getattr(self, name)!r}; give True or False.")
        if not isinstance(self.label, str) or not self.label:
            raise InputError(
                f'Settings.label is {self.label!r}; give "attested", "native" or the id of a system.'
            )
        languages: object = self.languages
        if not isinstance(languages, tuple | list) or not all(isinstance(code, str) for code in languages):
            raise InputError(f"Settings.languages is {languages!r}; give a tuple of folder names.")
        object.__setattr__(self, "languages", tuple(languages))  # a list would be no key

    def changed(self, **values: object) -> Settings:
        """A copy with some values changed."""
        for name in values:
            if name not in self.__dataclass_fields__:
                known = ", ".join(sorted(self.__dataclass_fields__))
                raise InputError(f"Settings has no {name!r}. The settings are: {known}.")
        return replace(self, **values)  # type: ignore[arg-type]


def settings_only(given: object) -> None:
    """Raises InputError for what is given in the place of settings and is none.

    >>> settings_only({"threshold": 0.9})
    Traceback (most recent call last):
        ...
    translit.errors.InputError: settings is of type dict; give a translit.Settings, or leave it out.
    """
    if not isinstance(given, Settings):
        raise InputError(
            f"settings is of type {type(given).__name__}; give a translit.Settings, or leave it out."
        )
