"""An export on its way out: bytes in pieces, counted and summed up as they go."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from ceu.domain.records.files import Format, lines
from ceu.domain.records.row import RecordRow

PIECE = 500  # lines handed on at once


class Stream:
    """An export as it leaves, in pieces of UTF-8. `rows` and `sha256` tell what has left so far."""

    def __init__(self, source: Iterable[RecordRow], form: Format) -> None:
        self._lines = lines(source, form)
        self._form = form
        self._count = 0
        self._hash = sha256()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, once."""
        while some := list(islice(self._lines, PIECE)):
            piece = "".join(some).encode()
            self._count += len(some)
            self._hash.update(piece)
            yield piece

    @property
    def rows(self) -> int:
        """How many rows have left, the header not counted."""
        return max(0, self._count - self._form.header_lines)

    @property
    def sha256(self) -> str:
        """The checksum of what has left, in hexadecimal."""
        return self._hash.hexdigest()
