"""The day that a sentence promises, given that it is a promise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.promises import promised_day
from classify.promises.vocabulary import any_of
from classify.promises.wordings import rules
from classify.types import Promise

MONDAY = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def read(marked: str) -> Promise | None:
    """What the words between [[ and ]] promise."""
    start, end = marked.index("[["), marked.index("]]") - 2
    return promised_day(marked.replace("[[", "").replace("]]", ""), start, end, MONDAY, 0)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[[Once we have seen everybody on the 12th, we'll let you know by the 16th.]]", "2026-03-16"),
        ("The closing date is 12 March. [[You'll hear within two weeks of the closing date.]]", "2026-03-26"),
        (
            "Your interview is on Tuesday 10 March. [[We'll write within five working days of it.]]",
            "2026-03-17",
        ),
        ("The panel meets on the 14th. [[You will hear the day after.]]", "2026-03-15"),
        ("The panel meets on Thursday 12th and [[you will hear the next working day]].", "2026-03-13"),
        ("The panel meets on Friday 13 March. [[You will hear on the next working day.]]", "2026-03-16"),
        ("[[The panel meets on 12 March and you will be told the day after.]]", "2026-03-13"),
        ("[[You will hear the day after the panel meets on 12 March.]]", "2026-03-13"),
        ("[[You'll have our answer two days after the interview on 12 March.]]", "2026-03-14"),
        ("Interviews run from 9 to 11 March. [[We'll decide that week.]]", "2026-03-13"),
        ("Interviews run from 9 to 11 March. [[We'll decide the week after.]]", "2026-03-20"),
        ("Interviews run from 9 to 11 March. [[Everyone will be told by the Friday after.]]", "2026-03-13"),
        ("Interviews are on 10 March. [[You will know by the following Wednesday.]]", "2026-03-11"),
        ("[[Please reply by Wednesday, and you will hear from us by Friday.]]", "2026-03-06"),
        ("[[If you send it by Wednesday we'll let you know by Friday.]]", "2026-03-06"),
        ("[[We said you'd hear by today, but it will now be Thursday.]]", "2026-03-05"),
        ("[[I had hoped to tell you this week; I'll know next Tuesday.]]", "2026-03-10"),
        (
            "[[Following your interview on Thursday 12 March, we will confirm the outcome by 20 March.]]",
            "2026-03-20",
        ),
        ("[[We interview on 12 and 13 March and will let everyone know by the 18th.]]", "2026-03-18"),
        ("[[We see the last candidate on Monday 9th, so expect a call on Wednesday.]]", "2026-03-11"),
        ("[[You'll hear on Thursday or Friday.]]", "2026-03-06"),
        ("[[We hope to have news on Wednesday, Friday at the latest.]]", "2026-03-06"),
        ("[[You'll hear between 12 and 16 March.]]", "2026-03-16"),
        ("[[I'm away until Monday and will come back to you by Wednesday.]]", "2026-03-11"),
        ("[[I'm on leave from 9 March to 13 March and will write the week after.]]", "2026-03-20"),
        ("[[We will decide by Friday and start the new person on 1 April.]]", "2026-03-06"),
        ("[[You'll get our decision by 10 March; the start date is 1 May.]]", "2026-03-10"),
        ("[[I'll call you.]] Thursday at the latest.", "2026-03-05"),
        ("[[You will hear from us.]] By Friday, no later.", "2026-03-06"),
        ("You'll meet the team on Tuesday 10 March. [[We'll tell you straight after.]]", "2026-03-10"),
        ("They meet on 14 April. [[You will be informed within a week of that date.]]", "2026-04-21"),
        ("[[We take three weeks to decide.]]", "2026-03-23"),
        ("[[It will take about six weeks, after which you will be informed.]]", "2026-04-13"),
        ("[[Ten days from now you'll know.]]", "2026-03-12"),
        ("[[We'll know on Monday evening and I'll ring you the next morning.]]", "2026-03-10"),
        ("The committee meets on Monday. [[I'll ring you that evening.]]", "2026-03-09"),
        ("[[Die Entscheidung fällt am 12. März, wir melden uns am Tag darauf.]]", "2026-03-13"),
        ("[[Le jury se réunit le 12 mars et vous aurez une réponse le lendemain.]]", "2026-03-13"),
        ("[[Nous vous donnerons une réponse avant la fin de la semaine prochaine.]]", "2026-03-13"),
        ("[[Sie hören bis spätestens 20.03. von uns.]]", "2026-03-20"),
        ("[[We aim to respond within 24 hours.]]", "2026-03-03"),
        ("[[Within 10 working days of the deadline (13 March) every applicant will hear.]]", "2026-03-27"),
        ("[[You'll hear from us two weeks from Friday.]]", "2026-03-20"),
        ("[[As I said last Thursday, you will hear from us this week.]]", "2026-03-06"),
        ("[[We met on Friday and will let you know tomorrow.]]", "2026-03-03"),
        ("[[Thanks for coming in today; we'll let you know by the 9th.]]", "2026-03-09"),
        ("[[My boss is back on Wednesday the 11th, you'll get an answer then.]]", "2026-03-11"),
        ("My boss is back on Wednesday the 11th. [[You'll get an answer then.]]", "2026-03-11"),
        ("[[Three more weeks and you'll know.]]", "2026-03-23"),
        ("[[You'll hear by Friday the latest, and if not ring me on Monday.]]", "2026-03-06"),
        ("[[If you've heard nothing by the 20th, chase me; you should hear by the 13th.]]", "2026-03-13"),
        (
            "[[We'll come to a decision at our meeting on 24 March and inform you within two working days.]]",
            "2026-03-26",
        ),
        (
            "[[We'll decide at our meeting on 24 March and inform you within two days after that.]]",
            "2026-03-26",
        ),
        ("[[The shortlist is drawn up on 12 March; you hear a week later.]]", "2026-03-19"),
        ("[[The decision will be with you by Tuesday next week.]]", "2026-03-10"),
        ("[[We shall write to you on or about 16 March.]]", "2026-03-16"),
        ("[[Look out for an email from me around the middle of next week.]]", "2026-03-11"),
        ("[[We expect to reach a decision in the week beginning 9 March.]]", "2026-03-13"),
        ("[[You'll get word from me by tea-time tomorrow.]]", "2026-03-03"),
        ("[[The results come out on Mon, 16 Mar.]]", "2026-03-16"),
        ("[[We promise you a reply in under three weeks.]]", "2026-03-23"),
        ("[[It'll be a yes or a no by this time next week.]]", "2026-03-09"),
        ("[[You should have our verdict by 9 am on 5 March.]]", "2026-03-05"),
        ("[[I will have news for you latest by Thursday EOD.]]", "2026-03-05"),
        ("[[Kindly allow us 7-10 working days to revert.]]", "2026-03-16"),
        ("[[We will revert by 15/03/2026 positively.]]", "2026-03-15"),
        ("[[You will hear by the 2nd week of March.]]", "2026-03-13"),
        ("[[We'll have an answer for you by the middle of the month.]]", "2026-03-20"),
        ("[[You will know our decision latest at the end of the coming week.]]", "2026-03-13"),
        ("[[Bis Mitte nächster Woche haben Sie eine Antwort.]]", "2026-03-11"),
        ("[[Wir geben Ihnen spätestens am Donnerstag, den 12.3., Bescheid.]]", "2026-03-12"),
        ("[[Sie erhalten unsere Rückmeldung innerhalb der nächsten 14 Tage.]]", "2026-03-16"),
        ("[[Nous vous répondrons au plus tard le 16 mars.]]", "2026-03-16"),
        ("[[Vous aurez notre réponse en début de semaine prochaine.]]", "2026-03-10"),
        ("[[U hoort uiterlijk 12 maart van ons.]]", "2026-03-12"),
        ("[[Le daremos una respuesta antes del 15 de marzo.]]", "2026-03-14"),
        ("[[Vi återkommer senast den 13 mars.]]", "2026-03-13"),
        ("[[Vi gir deg beskjed innen fredag 13. mars.]]", "2026-03-13"),
        ("[[Le faremo sapere entro lunedì 9 marzo.]]", "2026-03-09"),
        ("[[Daremos um retorno até o dia 13.]]", "2026-03-13"),
        ("[[By Monday morning you'll have it in writing.]]", "2026-03-09"),
        ("[[We'll get back to you in a fortnight's time.]]", "2026-03-16"),
        ("[[I'll have it sorted by the end of the day on Wednesday.]]", "2026-03-04"),
        ("[[You'll have a letter by the last day of March.]]", "2026-03-31"),
        ("[[You will hear on the last working day of the month.]]", "2026-03-31"),
        ("[[I'm hoping for Thursday, but Monday at the very latest.]]", "2026-03-09"),
        ("[[We meet on the 10th; allow two working days after that for the letter.]]", "2026-03-12"),
        ("[[You'll hear from me in 10 days or so.]]", "2026-03-12"),
        ("[[Give me until the weekend.]]", "2026-03-08"),
        ("[[I'll call you Friday week, the 13th, in the afternoon.]]", "2026-03-13"),
        ("[[The panel sits on the 9th, 10th and 11th and you'll hear by the 12th.]]", "2026-03-12"),
        ("[[We'll confirm on Wednesday 4th or, failing that, Thursday 5th.]]", "2026-03-05"),
        ("[[You'll hear within the first fortnight of April.]]", "2026-04-14"),
        ("[[Not this week, but by next Wednesday you'll know.]]", "2026-03-11"),
        ("[[We will decide within the next ten days.]]", "2026-03-12"),
        ("[[I'll know more tonight and will text you.]]", "2026-03-02"),
        ("[[You will be told no later than two weeks from today, 16 March.]]", "2026-03-16"),
        ("[[Our HR will contact you in the coming 2-3 working days.]]", "2026-03-05"),
        ("[[We will let you know by 12 noon on the 6th.]]", "2026-03-06"),
        ("[[You'll hear in the week after next.]]", "2026-03-20"),
    ],
)
def test_the_day_promised_is_the_last_one_that_the_words_allow(text: str, day: str) -> None:
    made = read(text)
    assert made is not None
    assert made.by == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "[[You will hear from us soon.]]",
        "[[Your interview is on Friday 13 March and you will hear from us in due course.]]",
        "[[Thank you for coming in on Monday, we will be in touch soon.]]",
        "Your interview is on Friday 13 March at 10am. [[You will hear from us in due course.]]",
        "[[We will let you know as soon as the panel has met.]]",
        "[[You'll hear within two weeks of the closing date.]]",
        "[[We'll be in touch within five working days of your interview.]]",
        "[[We'll let you know within three days of you finishing the test.]]",
        "[[You'll hear by the time term starts.]]",
        "[[We will be in touch in the next few days.]]",
        "[[You'll hear in the coming weeks.]]",
        "[[We'll be in touch once references are in.]]",
        "[[I will write to you after the board meeting.]]",
        "The board meets on 18 March. [[I will write to you after the board meeting.]]",
        "Your interview is on Friday 13 March. [[We make our minds up on the spot.]]",
        "[[You'll hear no earlier than 12 March.]]",
        "[[You'll know by Thursday at the earliest.]]",
        "[[We'll let you know within a week of that date.]]",
        "[[We promise an answer inside a fortnight of the test.]]",
        "[[You'll have an answer the moment the committee has voted.]]",
        "[[Wir melden uns, sobald die Unterlagen geprüft sind.]]",
        "[[You'll hear within 24 hours of the interview.]]",
        "[[We'll write at the end of the 12-week project.]]",
        "[[I'll phone you at 10.30.]]",
        "[[We have 12 candidates and will let you know.]]",
        "[[You'll hear from Room 14 in 2 minutes.]]",
        "[[Every applicant gets an answer, even after 30 applications a day.]]",
        "[[You'll know before your birthday.]]",
        "[[We'll contact you when the 2026 budget is approved.]]",
        "[[By the end of the probation we'll tell you.]]",
        "[[You'll hear next.]]",
        "[[I may write to you.]]",
        "[[You'll hear from us once the Chair is back.]]",
        "[[We will be in touch after the shortlisting meeting, date to be confirmed.]]",
        "[[You will be informed in writing.]]",
        "[[We try to answer everyone, though it can take a while.]]",
        "[[Expect to hear back within a few weeks.]]",
        "[[We'll let you know when the funding for Q3 has been released.]]",
        "[[You'll have our answer before the end of your notice period.]]",
        "[[We review applications on a rolling basis and will contact you if shortlisted.]]",
        "[[I'll tell you after my holiday.]]",
        "[[We'll ring you within two days of getting your references.]]",
        "[[Every candidate hears within 10 days of their last interview.]]",
        "[[You will get feedback 48 hours after submission.]]",
        "[[You will be told within one month of the closing date.]]",
        "[[We usually answer by return.]]",
        "[[You'll hear from Priya in HR on the 3rd floor.]]",
        "[[We'll let you know by phone or e-mail.]]",
        "[[Wir melden uns in den nächsten Tagen.]]",
        "[[Nous vous tiendrons au courant de la suite.]]",
        "[[You'll hear from us the minute the board rises.]]",
        "Interviews: 10 and 11 March. Result: [[you hear on the evening of the second day]].",
        "[[Answer by the ides of March.]]",
        "[[We'll write to you by Sept 30th.]]",
    ],
)
def test_there_is_no_day_where_none_can_be_derived(text: str) -> None:
    assert read(text) is None


def test_the_evidence_holds_the_span_and_the_day() -> None:
    text = "Good news. By Thursday you will know."
    start = text.index("you will know")
    made = promised_day(text, start, len(text), MONDAY, 0)
    assert made is not None
    assert text[made.evidence.start : made.evidence.end] == made.evidence.text
    assert "Thursday you will know" in made.evidence.text


def test_a_span_outside_the_text_promises_nothing() -> None:
    assert promised_day("You will hear on Friday.", 900, 950, MONDAY, 0) is None
    assert promised_day("You will hear on Friday.", 10, 10, MONDAY, 0) is None
    assert promised_day("", 0, 0, MONDAY, 0) is None


def test_the_writer_far_west_writes_the_month_first() -> None:
    text = "You will hear by 5/6."
    east, west = (promised_day(text, 0, len(text), MONDAY, zone) for zone in (60, -300))
    assert east is not None and east.by == date(2026, 6, 5)
    assert west is not None and west.by == date(2026, 5, 6)


@st.composite
def letters(draw: st.DrawFn) -> str:
    """Sentences of words that name days, that hang on days, and that speak of hearing."""
    tables = ("weekdays", "months", "units", "told", "near", "edges", "hangs", "ends", "periods", "clauses")
    words = any_of(*tables).replace("\\", "").split("|")
    glue = ["7", "12", "the", "of", "by", ".", ",", "\n", "You will hear", "after that", "3/4", "10.30"]
    return " ".join(draw(st.lists(st.sampled_from([*words, *glue]), max_size=40)))


@given(letters(), st.data(), st.datetimes(timezones=st.just(UTC)), st.integers(-720, 840))
def test_no_day_is_ever_before_the_message(
    text: str, data: st.DataObject, written: datetime, zone: int
) -> None:
    start, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
    made = promised_day(text, start, end, written, zone)
    if made is not None:
        assert made.by >= written.date() - timedelta(1)
        assert made.by >= local_day(written, zone)
        assert text[made.evidence.start : made.evidence.end] == made.evidence.text


def local_day(written: datetime, zone: int) -> date:
    try:
        return (written + timedelta(minutes=zone)).date()
    except OverflowError:
        return written.date()


@given(st.text(max_size=400), st.integers(-5, 500), st.integers(-5, 500))
def test_any_text_and_any_span_are_read_without_raising(text: str, start: int, end: int) -> None:
    promised_day(text, start, end, MONDAY, 0)


PLAIN = [
    word
    for word in "you will hear from us and we shall tell everyone the answer about your letter".split()
    if not any(word in rule.needs for rule in rules())
]


@given(st.lists(st.sampled_from([*PLAIN, ".", ",", "?", "\n"]), max_size=60))
def test_a_day_is_found_only_where_a_word_stands_for_one(row: list[str]) -> None:
    text = " ".join(row)
    assert promised_day(text, 0, len(text), MONDAY, 0) is None
