"""An export as an answer of the server: it streams, and how it ended is written down whatever happens."""

from collections.abc import Iterator
from typing import cast

from flask import Flask, Response, current_app
from sqlalchemy.orm import Session

from ceu.domain.records.files import Format
from ceu.domain.records.stream import Stream
from ceu.extensions import db
from ceu.models.engine import may_write
from ceu.services import records, reports
from ceu.services.records import Filter
from ceu.services.reports import BROKEN_OFF, COMPLETE
from ceu.web.context import now


class _Body:
    """The answer's bytes. They leave after the request is over, so they are read in a session of their own.

    A server calls `close` when it is done with an answer, also when the reader went away before the first byte.
    """

    def __init__(self, report_id: int, wanted: Filter, kind: Format, actor_id: int) -> None:
        self._app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
        # Not the request's session: that one is gone when the bytes leave.
        self._session = Session(db.engine, join_transaction_mode="create_savepoint")
        self._stream = Stream(records.rows(self._session, wanted), kind)
        self._report_id = report_id
        self._actor_id = actor_id
        self._outcome = BROKEN_OFF
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
            self._outcome = COMPLETE
        finally:
            self.close()

    def close(self) -> None:
        """Write down how it ended, once."""
        if self._closed:
            return
        self._closed = True
        self._session.close()
        token = may_write.set(True)
        try:
            with self._app.app_context(), self._session as writing:
                reports.finish(
                    writing,
                    self._report_id,
                    rows=self._stream.rows,
                    sha256=self._stream.sha256,
                    now=now(),
                    outcome=self._outcome,
                    actor_id=self._actor_id,
                )
                writing.commit()
        finally:
            may_write.reset(token)


def download(report_id: int, wanted: Filter, kind: Format, *, actor_id: int) -> Response:
    """Return the answer that streams what `wanted` covers and ends the report `report_id`.

    The caller commits the report before the answer is sent.
    """
    answer = Response(_Body(report_id, wanted, kind, actor_id), content_type=kind.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="ce-records-{report_id}.{kind}"'
    answer.headers["X-Accel-Buffering"] = "no"
    return answer
