"""How functions are compiled (extra `fast`): when first called, and kept from run to run where there is a place for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F, **options: Any) -> F:
    """A function as machine code, which is kept beside its file or in the user's cache.

    Where neither can be written (a package that belongs to another user, and no home), it is compiled anew by each
    process: numba refuses to, when it is asked to keep what it makes.
    """
    try:
        return cast(F, numba.njit(cache=True, nogil=True, **options)(function))
    except RuntimeError:
        return cast(F, numba.njit(nogil=True, **options)(function))
