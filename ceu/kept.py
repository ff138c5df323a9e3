"""Values that a process keeps because making them costs more than holding them."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` values made, by key. Threads share them, so nobody changes one."""

    def __init__(self, most: int = 128) -> None:
        self._values: dict[Hashable, T] = {}
        self._lock = Lock()
        self._most = most

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `key`, making it the first time; the one kept longest goes when there are too many."""
        try:
            return self._values[key]
        except KeyError:
            value = make()
            with self._lock:
                if len(self._values) >= self._most:
                    self._values.pop(next(iter(self._values)))
                self._values[key] = value
            return value
