"""What was sent out: each step is kept as it was, in its order, and nobody can take one back."""

from datetime import UTC, date, datetime

import pytest

from tests.journal.places import forced
from tests.journal.test_journal import NOW, one_standing, record
from xlpy.journal import Journal, JournalDamaged
from xlpy.journal.dispatch import Dispatch, Sending
from xlpy.journal.place import Place

BEGUN = Dispatch(
    date(2023, 5, 22),
    "report",
    "a" * 64,
    "<1@example.gov.vn>",
    ("totruong@example.vn", "thư ký@example.vn"),
    Sending.BEGUN,
    datetime(2023, 5, 22, 7, 30, tzinfo=UTC),
)
STEPS = (
    BEGUN,
    BEGUN._replace(state=Sending.UNKNOWN, said="mất kết nối"),
    BEGUN._replace(subject="696", message_id="<2@x>", recipients=()),
    BEGUN._replace(subject="696", message_id="<2@x>", recipients=(), state=Sending.SENT, said="250 2.0.0 OK"),
)


@pytest.fixture
def sent(place: Place) -> Place:
    """A journal with a run and those steps."""
    record(place, one_standing())
    for step in STEPS:
        note(place, step)
    return place


def note(place: Place, step: Dispatch) -> None:
    with Journal.writing(place) as journal:
        journal.note(step)
        journal.commit()


def test_the_steps_are_read_back_in_their_order(sent: Place) -> None:
    with Journal.reading(sent) as journal:
        assert journal.dispatches() == STEPS


def test_a_step_that_was_not_committed_is_none(sent: Place) -> None:
    with Journal.writing(sent) as journal:
        journal.note(BEGUN)
        assert journal.dispatches()[-1] == BEGUN
    with Journal.reading(sent) as journal:
        assert journal.dispatches() == STEPS


def test_steps_and_runs_do_not_disturb_each_other(sent: Place) -> None:
    record(sent, one_standing(6))
    note(sent, BEGUN)
    record(sent, one_standing(7))
    with Journal.reading(sent) as journal:
        assert journal.dispatches() == (*STEPS, BEGUN)
        assert journal.standing(date(2023, 5, 22)) == one_standing(7)


def test_a_journal_that_only_ever_sent_has_its_steps(place: Place) -> None:
    note(place, BEGUN)
    with Journal.reading(place) as journal:
        assert journal.dispatches() == (BEGUN,)
        assert journal.days() == ()


@pytest.mark.parametrize(
    ("edit", "number"),
    [
        ("UPDATE dispatch SET state = 'sent' WHERE id = 2", 2),
        ("UPDATE dispatch SET recipients = '[]' WHERE id = 1", 1),
        ("UPDATE dispatch SET said = 'x' WHERE id = 4", 4),
        ("UPDATE dispatch SET at = '' WHERE id = 4", 4),
        ("DELETE FROM dispatch WHERE id = 1", 2),
        ("DELETE FROM dispatch WHERE id = 3", 4),
        ("UPDATE dispatch SET id = 0 WHERE id = 1", 0),
        ("UPDATE dispatch SET id = 9 WHERE id = 4", 9),
        ("INSERT INTO dispatch SELECT 5, date, subject, version, message_id, recipients, state, at, said, hash, hash FROM dispatch WHERE id = 4", 5),
    ],
)  # fmt: skip
def test_a_step_edited_by_hand_is_found_and_named(
    sent: Place, edit: str, number: int, request: pytest.FixtureRequest
) -> None:
    forced(sent, edit, request)
    for opened in (Journal.reading, Journal.writing):
        with pytest.raises(JournalDamaged, match=f"dòng gửi thư số {number} "), opened(sent):
            pass


def test_what_a_server_says_is_kept_to_the_letter(sent: Place) -> None:
    said = "550 5.7.1 <x>: “từ chối”\r\n\x07\t" + "đ" * 10_000
    note(sent, BEGUN._replace(state=Sending.NOT_SENT, said=said, at=NOW))
    with Journal.reading(sent) as journal:
        assert journal.dispatches()[-1].said == said
