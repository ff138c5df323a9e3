"""The budgets of statements (docs/architecture.md, Speed); BEGIN, COMMIT and savepoints are not counted."""

import pytest
from databases import count_queries
from factories import PUBLIC_URL

from ceu.services import completion


def test_a_section_page_takes_at_most_two(client, make):
    ada = make.user()
    make.enrollment(ada)
    client.sign_in(ada).browse("/learn/grief-care/first-weeks/looks")  # what a revision says is read once a process
    with count_queries() as count:
        client.browse("/learn/grief-care/first-weeks/response")
    assert count() <= 2, count


def test_a_saved_answer_takes_at_most_four(client, make):
    ada = make.user()
    make.credential(ada)
    make.open_attempt(ada)
    client.sign_in(ada).browse("/learn/grief-care/first-weeks/quiz/1")
    field = client.page.select_one("main form input[type=radio], main form input[type=checkbox]")
    headers = client.csrf()
    with count_queries() as count:
        answer = client.post(
            "/learn/grief-care/first-weeks/quiz/1", data={field["name"]: field["value"], "go": "next"}, headers=headers
        )
    assert answer.status_code == 303
    assert count() <= 4, count


def test_a_public_check_takes_the_same_few_among_few_certificates_and_many(client, make):
    ada = make.user()
    make.credential(ada)
    address = f"/certificates/{make.certificate(ada).number}"
    client.browse(address)
    with count_queries() as few:
        client.browse(address)
    for _ in range(5):
        make.certificates(make.user())
    with count_queries() as many:
        client.browse(address)
    assert few() == many() <= 3, many


@pytest.mark.parametrize("failed", [0, 2])
def test_finishing_takes_the_same_whatever_came_before(session, make, failed):
    before, after = make.user(), make.user()
    for user in (before, after):
        make.credential(user)
    for _ in range(failed):
        make.attempt(after, wrong=4)
        make.clock.move(hours=25)
    counts = []
    for user in (before, after):
        where = make.evaluated(user)
        with count_queries() as count:
            completion.complete(
                session,
                user,
                where,
                agreed=True,
                typed_name=user.legal_name,
                public_url=PUBLIC_URL,
                now=make.now,
            )
            session.flush()
        counts.append(count())
    assert counts[0] == counts[1]
