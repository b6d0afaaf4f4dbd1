"""Mail is read in another process where there is much of it, and the answers are the same."""

from __future__ import annotations

import multiprocessing

from ingest.types import Place, RawMail
from store.intake import ReadMessage
from tealeaves.pipeline.intake import read_mail
from tealeaves.pipeline.reader import MUCH, Reader
from tests.tealeaves import post
from tests.tealeaves.post import ME


def mails(count: int) -> list[RawMail]:
    return [
        RawMail(post.interview(one, one % 2).as_bytes(), Place("m", "eml", str(one))) for one in range(count)
    ]


def test_another_process_gives_the_same_answers_in_the_same_order() -> None:
    given = mails(MUCH)
    with Reader(ME, None, beside=1) as reader:
        answers = reader.begin(given)
        assert multiprocessing.active_children()
        assert answers() == [read_mail(one, ME, None) for one in given]
    assert not multiprocessing.active_children()


def test_few_mails_start_no_process() -> None:
    with Reader(ME, None, beside=1) as reader:
        answers = list(reader.read(mails(MUCH - 1)))
        assert not multiprocessing.active_children()
    assert len(answers) == MUCH - 1
    assert all(isinstance(one, ReadMessage) for one in answers)


def test_where_the_other_process_is_killed_this_one_reads_on() -> None:
    given = mails(MUCH)
    with Reader(ME, None, beside=1) as reader:
        first = reader.begin(given)
        second = reader.begin(given)
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        assert first() == second() == [read_mail(one, ME, None) for one in given]
        assert list(reader.read(given)) == first()
