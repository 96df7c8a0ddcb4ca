"""What can go wrong, in five classes.

Every message has three parts: where, what was found, what to do. Each class also inherits the builtin that
a caller would expect, so `except ValueError` works without knowing this file.
"""

from __future__ import annotations


class TranslitError(Exception):
    """Anything this package refuses to do. Catch this one to catch them all."""


class TableError(TranslitError, ValueError):
    """A table under `data/name_tables` is malformed; the message names file, line or rule, and the cure."""


class UnknownLanguage(TranslitError, LookupError):  # noqa: N818 - a house name, as LookupError is
    """A language, system or alias that no table defines; the message lists what there is."""


class InputError(TranslitError, ValueError):
    """A caller's text, file or setting cannot be used; the message says where and what to do."""


class MissingExtra(TranslitError, ImportError):  # noqa: N818
    """An optional partner is not installed; the message is the command that installs it."""
