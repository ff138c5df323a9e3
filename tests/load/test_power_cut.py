"""What was acknowledged is kept: the whole process group is killed while learners save answers."""

import http.client
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from factories import LIBRARY
from servers import Process, ask, on_free_port
from sqlalchemy import select
from visitor import Visitor

from ceu.models import Answer
from config import Settings

pytestmark = pytest.mark.load

LEARNERS = 20
ACKNOWLEDGED = 300  # the power is cut after so many


class Learner(threading.Thread):
    """Answers the questions of her attempt over and over, and remembers what was acknowledged."""

    def __init__(self, visitor, attempt, pages, heard):
        super().__init__()
        self.visitor, self.attempt, self.pages, self.heard = visitor, attempt, pages, heard
        self.acknowledged, self.sent, self.wrong = {}, {}, []

    def run(self):
        """Go on until the server is gone."""
        turn = 0
        try:
            while True:
                turn += 1
                for number, question, order in self.pages:
                    place = turn % len(order)
                    self.sent[question] = [order[place]]
                    status, _ = self.visitor.post(
                        f"/learn/grief-care/later-on/quiz/{number}", {f"q-{question}": place, "go": "next"}
                    )
                    if status != 303:
                        self.wrong.append(status)
                        return
                    self.acknowledged[question] = self.sent[question]
                    self.heard.release()
        except (OSError, http.client.HTTPException):
            pass  # the power is cut
        finally:
            self.heard.release()
            self.visitor.close()


@pytest.fixture
def sitting_learners(tmp_path):
    """A running server and twenty learners with an open attempt."""
    settings = on_free_port(Settings(instance=tmp_path / "instance", content=LIBRARY, workers=2))
    server = Process(settings, lambda: datetime.now(UTC)).start()
    heard = threading.Semaphore(0)
    learners = []
    try:
        _seat(server, learners, heard)
        yield server, learners, heard
    finally:
        server.abandon()


def _seat(server, learners, heard):
    """Make the learners, each in an open attempt at a post-test."""
    with server.make() as make:
        for _ in range(LEARNERS):
            user = make.user()
            sitting = make.open_attempt(user, "later-on")
            pages = [
                (number, item.id, item.order)
                for number, page in enumerate(sitting.form.pages, 1)
                for item in page.questions
                if sitting.questions[item.digest].kind == "single"
            ]
            person = SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier)
            learners.append(
                Learner(Visitor(server.settings, person, datetime.now(UTC)), sitting.attempt.id, pages, heard)
            )


def test_every_acknowledged_answer_is_there_after_the_server_was_killed(sitting_learners, request):
    server, learners, heard = sitting_learners
    for learner in learners:
        learner.start()
    for _ in range(ACKNOWLEDGED * request.config.getoption("--rounds")):
        heard.acquire()
    server.kill_group()
    for learner in learners:
        learner.join()
    assert [status for learner in learners for status in learner.wrong] == []
    assert ask(server.url) is None, "a worker survived and still answers"

    server.start()
    with server.session() as session:
        found = {
            (attempt, question): response
            for attempt, question, response in session.execute(
                select(Answer.attempt_id, Answer.question, Answer.response)
            )
        }
    server.stop()
    checked = 0
    for learner in learners:
        for question, response in learner.acknowledged.items():
            checked += 1
            # The answer under way when the power was cut may have been saved without anybody hearing of it.
            assert found[learner.attempt, question] in (response, learner.sent[question])
    assert checked >= LEARNERS
