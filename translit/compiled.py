"""How functions are compiled (extra `fast`): when first called, and kept from run to run where there is a place for it.

What is kept goes by all that the machine code was made of: the function, what it calls, and the numbers that these take from
anywhere. Numba by itself looks at the file of the function alone, and would go on with old code where a function in
another file changed, or a number that was imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.caching import FunctionCache, NullCache
from numba.core.dispatcher import Dispatcher

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F, **options: Any) -> F:
    """A function as machine code, which is kept beside its file or in the user's cache.

    Where neither can be written (a package that belongs to another user, and no home), it is compiled anew by each
    process: numba refuses to, when it is asked to keep what it makes.
    """
    made: Any = numba.njit(nogil=True, **options)(function)
    if _is_compiled(made):  # else numba was told to leave Python as it is
        made._cache = _Kept(made)
    return cast(F, made)


def inlined(function: F) -> F:
    """The same, written out wherever it is called."""
    return compiled(function, inline="always")


class _Kept(NullCache):
    """Where numba looks for the machine code of a function: on disk, good while all that it was made of is the same.

    The place is only looked for when the function is first called from without: most are called by others, whose machine
    code holds theirs. By then all that it calls is there, too, wherever it stands in its file.
    """

    def __init__(self, made: Any) -> None:
        self._made = made

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        opened = self._made._cache = self._opened()
        return opened.load_overload(sig, target_context)

    def _opened(self) -> Any:
        try:
            found: Any = FunctionCache(self._made.py_func)  # type: ignore[no-untyped-call]
        except RuntimeError:
            return NullCache()
        found._cache_file._source_stamp = _mark(self._made)
        return found


def _mark(made: Any) -> str:
    """Another text whenever a compiled function, or anything that it takes in, is another."""
    total, met = hashlib.blake2b(), [made]
    for one in met:  # grows under way
        said, called = _alone(one)
        total.update(said)
        met += [other for other in called if other not in met]
    return total.hexdigest()


@cache
def _alone(made: Any) -> tuple[bytes, tuple[Any, ...]]:
    """What a compiled function says and takes in, in few bytes, and the compiled functions that it calls."""
    function: Callable[..., Any] = made.py_func
    total, called = hashlib.blake2b(), {}
    _tell(function.__code__, total)
    said: list[object] = [*sorted(made.targetoptions.items())]
    for name, value in _taken(function):
        if isinstance(value, int | float | str | tuple | np.generic):
            said.append((name, value))
        elif isinstance(value, np.ndarray):
            said.append((name, value.dtype.str, value.shape, value.tobytes()))
        elif _is_compiled(value):
            called[value] = name
    said += [(name, one.py_func.__qualname__) for one, name in called.items()]
    total.update(repr(said).encode())
    return total.digest(), tuple(called)


def _is_compiled(value: Any) -> bool:
    return isinstance(value, Dispatcher)


def _tell(code: CodeType, total: Any) -> None:
    """Adds what stands in a function, wherever it stands in its file."""
    total.update(code.co_code)
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    values = [one for one in code.co_consts if not isinstance(one, CodeType)]
    total.update(repr((values, code.co_names, code.co_varnames)).encode())
    for one in inner:
        _tell(one, total)


def _taken(function: Callable[..., Any]) -> Iterator[tuple[str, Any]]:
    """What a function takes from its file and from the modules that it names. An attribute may be called as something of the
    file: one thing too many does no harm."""
    known, names = function.__globals__, function.__code__.co_names
    for name in names:
        value = known.get(name)
        if isinstance(value, ModuleType):
            for inner in names:
                yield f"{name}.{inner}", getattr(value, inner, None)
        else:
            yield name, value
