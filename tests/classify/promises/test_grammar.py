"""Days written in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.promises.grammar import days, sentences
from classify.promises.vocabulary import any_of

MONDAY = date(2026, 3, 2)
TABLES = ("weekdays", "months", "numbers", "units", "ends", "periods", "which", "near", "closes", "told",
          "feasts", "nth", "leads", "tails", "edges", "hangs")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by end of next week", "2026-03-13"),
        ("within two weeks", "2026-03-16"),
        ("three weeks", "2026-03-23"),
        ("tomorrow", "2026-03-03"),
        ("by Friday", "2026-03-06"),
        ("by Friday week", "2026-03-13"),
        ("on Friday next week", "2026-03-13"),
        ("next Tuesday", "2026-03-10"),
        ("within 72 hours", "2026-03-05"),
        ("within 5 business days", "2026-03-09"),
        ("within ten working days", "2026-03-16"),
        ("in 10-14 days", "2026-03-16"),
        ("two to three weeks", "2026-03-23"),
        ("March 20, 2026", "2026-03-20"),
        ("Thursday, 12 March 2026", "2026-03-12"),
        ("Wednesday 18 March", "2026-03-18"),
        ("on 2026-03-18", "2026-03-18"),
        ("by 18.03.2026", "2026-03-18"),
        ("by the end of the month", "2026-03-31"),
        ("before the end of April", "2026-04-30"),
        ("by EOW", "2026-03-06"),
        ("by the 15th", "2026-03-15"),
        ("week commencing 7 Sept", "2026-09-11"),
        ("in week 33", "2026-08-14"),
        ("in KW 33", "2026-08-14"),
        ("over the next fortnight", "2026-03-16"),
        ("a couple of weeks", "2026-03-16"),
        ("next week", "2026-03-13"),
        ("early next week", "2026-03-10"),
        ("over the weekend", "2026-03-08"),
        ("in December", "2026-12-31"),
        ("early in the new year", "2027-01-15"),
        ("bis Freitag, den 13. März", "2026-03-13"),
        ("bis Ende nächster Woche", "2026-03-13"),
        ("innerhalb von zwei Wochen", "2026-03-16"),
        ("am jeudi 12 mars", "2026-03-12"),
        ("d'ici deux semaines", "2026-03-16"),
        ("sous 10 jours ouvrés", "2026-03-16"),
        ("by COB Friday", "2026-03-06"),
        ("before the month is out", "2026-03-31"),
        ("in the first week of March", "2026-03-06"),
        ("in the first week of October", "2026-10-09"),
        ("a week on Tuesday", "2026-03-10"),
        ("Tuesday week", "2026-03-10"),
        ("a fortnight", "2026-03-16"),
        ("within a fortnight", "2026-03-16"),
        ("by mid-June", "2026-06-20"),
        ("by the middle of June", "2026-06-20"),
        ("within ten (10) working days", "2026-03-16"),
        ("within 5-7 business days", "2026-03-11"),
        ("straight after Easter", "2026-04-07"),
        ("after Easter", "2026-04-10"),
        ("before Easter", "2026-04-04"),
        ("after Diwali", "2026-11-13"),
        ("after Thanksgiving", "2026-11-27"),
        ("right after the bank holiday", "2026-05-05"),
        ("after the weekend", "2026-03-09"),
        ("before the weekend", "2026-03-06"),
        ("by the weekend", "2026-03-06"),
        ("on or before 10th July", "2026-07-10"),
        ("before Friday", "2026-03-05"),
        ("before Friday is out", "2026-03-06"),
        ("by month-end", "2026-03-31"),
        ("by year end", "2026-12-31"),
        ("by EOM", "2026-03-31"),
        ("end of day tomorrow", "2026-03-03"),
        ("by close of business on Thursday", "2026-03-05"),
        ("Friday COB", "2026-03-06"),
        ("by end of play today", "2026-03-02"),
        ("today week", "2026-03-09"),
        ("a week tomorrow", "2026-03-10"),
        ("a week from today", "2026-03-09"),
        ("three weeks on Monday", "2026-03-30"),
        ("a fortnight on Friday", "2026-03-20"),
        ("the week after next", "2026-03-20"),
        ("Friday of next week", "2026-03-13"),
        ("next week Friday", "2026-03-13"),
        ("next week, on Wednesday", "2026-03-11"),
        ("this coming Friday", "2026-03-06"),
        ("the last Friday of the month", "2026-03-27"),
        ("the first Monday in April", "2026-04-06"),
        ("in the second half of April", "2026-04-30"),
        ("in the last week of April", "2026-04-30"),
        ("in a day or two", "2026-03-04"),
        ("in a week or two", "2026-03-16"),
        ("in a week or so", "2026-03-09"),
        ("in the next couple of days", "2026-03-04"),
        ("over the next week", "2026-03-09"),
        ("within the week", "2026-03-09"),
        ("within the month", "2026-04-02"),
        ("within the hour", "2026-03-02"),
        ("w/c 16 March", "2026-03-20"),
        ("w/c 16th", "2026-03-20"),
        ("week commencing Monday 16 March", "2026-03-20"),
        ("week ending 20 March", "2026-03-20"),
        ("12-13 March", "2026-03-13"),
        ("12 and 13 March", "2026-03-13"),
        ("March 12-13", "2026-03-13"),
        ("13/03", "2026-03-13"),
        ("13/03/26", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("13-03-2026", "2026-03-13"),
        ("2026/03/13", "2026-03-13"),
        ("13-Mar-2026", "2026-03-13"),
        ("the 5th of next month", "2026-04-05"),
        ("Friday the 13th", "2026-03-13"),
        ("Friday 13", "2026-03-13"),
        ("Friday at 10am", "2026-03-06"),
        ("Friday 10am", "2026-03-06"),
        ("Friday 10:30", "2026-03-06"),
        ("by the end of Q2", "2026-06-30"),
        ("end of the year", "2026-12-31"),
        ("later this month", "2026-03-31"),
        ("before Christmas", "2026-12-24"),
        ("by Christmas", "2026-12-24"),
        ("between Christmas and New Year", "2026-12-31"),
        ("after the new year", "2027-01-08"),
        ("by next Friday, April 11", "2026-04-11"),
        ("by Friday week, 13 March", "2026-03-13"),
        ("within 48 hours", "2026-03-04"),
        ("within 24 hours", "2026-03-03"),
        ("a month from now", "2026-04-02"),
        ("in six weeks' time", "2026-04-13"),
        ("two days' time", "2026-03-04"),
        ("no later than the 15th", "2026-03-15"),
        ("bis spätestens Freitag, 14. März", "2026-03-14"),
        ("bis zum 15.", "2026-03-15"),
        ("Ende März", "2026-03-31"),
        ("Mitte April", "2026-04-20"),
        ("Anfang April", "2026-04-10"),
        ("in den nächsten zwei Wochen", "2026-03-16"),
        ("innerhalb von 5 Werktagen", "2026-03-09"),
        ("kommende Woche", "2026-03-13"),
        ("im Laufe dieser Woche", "2026-03-06"),
        ("übernächste Woche", "2026-03-20"),
        ("morgen Nachmittag", "2026-03-03"),
        ("nächsten Dienstag", "2026-03-10"),
        ("nach Ostern", "2026-04-10"),
        ("in 14 Tagen", "2026-03-16"),
        ("d'ici la fin de la semaine", "2026-03-06"),
        ("d'ici vendredi", "2026-03-06"),
        ("avant la fin du mois", "2026-03-31"),
        ("vendredi prochain", "2026-03-06"),
        ("la semaine prochaine", "2026-03-13"),
        ("sous quinze jours", "2026-03-17"),
        ("sous 48 heures", "2026-03-04"),
        ("d'ici le 20 mars", "2026-03-20"),
        ("le 20", "2026-03-20"),
        ("fin mars", "2026-03-31"),
        ("début avril", "2026-04-10"),
        ("courant avril", "2026-04-30"),
        ("à la mi-avril", "2026-04-20"),
        ("dans une semaine", "2026-03-09"),
        ("dans les deux semaines", "2026-03-16"),
        ("lundi en huit", "2026-03-16"),
        ("après Pâques", "2026-04-10"),
        ("vóór vrijdag", "2026-03-05"),
        ("uiterlijk vrijdag 13 maart", "2026-03-13"),
        ("volgende week", "2026-03-13"),
        ("binnen twee weken", "2026-03-16"),
        ("eind volgende week", "2026-03-13"),
        ("eind maart", "2026-03-31"),
        ("overmorgen", "2026-03-04"),
        ("binnen vijf werkdagen", "2026-03-09"),
        ("antes del viernes", "2026-03-05"),
        ("a más tardar el 13 de marzo", "2026-03-13"),
        ("la próxima semana", "2026-03-13"),
        ("la semana que viene", "2026-03-13"),
        ("a finales de marzo", "2026-03-31"),
        ("a finales de la semana", "2026-03-06"),
        ("en dos semanas", "2026-03-16"),
        ("en un plazo de 10 días hábiles", "2026-03-16"),
        ("el próximo viernes", "2026-03-06"),
        ("pasado mañana", "2026-03-04"),
        ("entro venerdì", "2026-03-06"),
        ("entro la fine del mese", "2026-03-31"),
        ("entro due settimane", "2026-03-16"),
        ("la prossima settimana", "2026-03-13"),
        ("entro il 13 marzo", "2026-03-13"),
        ("a fine marzo", "2026-03-31"),
        ("entro 10 giorni lavorativi", "2026-03-16"),
        ("até sexta-feira", "2026-03-06"),
        ("até o final do mês", "2026-03-31"),
        ("na próxima semana", "2026-03-13"),
        ("em duas semanas", "2026-03-16"),
        ("até 13 de março", "2026-03-13"),
        ("dentro de 5 dias úteis", "2026-03-09"),
        ("na semana que vem", "2026-03-13"),
        ("senast fredag", "2026-03-06"),
        ("senast fredag den 13 mars", "2026-03-13"),
        ("nästa vecka", "2026-03-13"),
        ("inom två veckor", "2026-03-16"),
        ("i slutet av nästa vecka", "2026-03-13"),
        ("i slutet av mars", "2026-03-31"),
        ("vecka 12", "2026-03-20"),
        ("i morgon", "2026-03-03"),
        ("inden fredag", "2026-03-05"),
        ("senest fredag den 13. marts", "2026-03-13"),
        ("i næste uge", "2026-03-13"),
        ("inden for to uger", "2026-03-16"),
        ("i slutningen af måneden", "2026-03-31"),
        ("senest 13. mars", "2026-03-13"),
        ("neste uke", "2026-03-13"),
        ("innen to uker", "2026-03-16"),
        ("innen utgangen av uken", "2026-03-06"),
        ("i uke 12", "2026-03-20"),
        ("i morgen", "2026-03-03"),
        ("at some point in April", "2026-04-30"),
        ("sometime next week", "2026-03-13"),
        ("on 4.5.", "2026-05-04"),
        ("next Thursday", "2026-03-12"),
        ("Thursday next", "2026-03-12"),
        ("this Thursday", "2026-03-05"),
        ("Thursday of this week", "2026-03-05"),
        ("not until Monday", "2026-03-09"),
        ("within three weeks of today", "2026-03-23"),
        ("within 14 days of this letter", "2026-03-16"),
        ("within two weeks of receipt of your application", "2026-03-16"),
        ("before the end of March", "2026-03-31"),
        ("by the end of business on 6 March", "2026-03-06"),
        ("by noon Friday", "2026-03-06"),
        ("first thing Monday", "2026-03-09"),
        ("first thing on Monday morning", "2026-03-09"),
        ("by the end of the first week of April", "2026-04-03"),
        ("on Saint Patrick's Day", "2026-03-17"),
        ("on St Patrick's Day", "2026-03-17"),
        ("in about ten days", "2026-03-12"),
        ("about ten days", "2026-03-12"),
        ("ten days or so", "2026-03-12"),
        ("in 3 to 4 weeks", "2026-03-30"),
        ("two or three days", "2026-03-05"),
        ("by the turn of the month", "2026-03-31"),
        ("the back end of next week", "2026-03-13"),
        ("towards the end of next week", "2026-03-13"),
        ("at the start of next week", "2026-03-10"),
        ("mid next week", "2026-03-11"),
        ("come Friday", "2026-03-06"),
        ("by close of Friday", "2026-03-06"),
        ("before close on Friday", "2026-03-06"),
        ("by the end of tomorrow", "2026-03-03"),
        ("by the end of Friday", "2026-03-06"),
        ("before the end of Friday", "2026-03-06"),
        ("within seven days", "2026-03-09"),
        ("within a calendar month", "2026-04-02"),
        ("one week from Friday", "2026-03-13"),
        ("inside of a week", "2026-03-09"),
        ("by Friday evening at the latest", "2026-03-06"),
        ("Mon 9th", "2026-03-09"),
        ("Tues 10/3", "2026-03-10"),
        ("by the month's end", "2026-03-31"),
        ("by the end of March 2026", "2026-03-31"),
        ("by 31st inst.", "2026-03-31"),
    ],
)
def test_a_wording_stands_for_its_last_day(text: str, day: str) -> None:
    assert [one.day.isoformat() for one in days(text, MONDAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "our team of 5 reviews your CV",
        "3 years of experience in Python 3 and SQL",
        "Requisition 2024-1187 has been updated",
        "your second interview; may I ask one more thing?",
        "60-80k EUR and 30 days of vacation",
        "Founded in 1998, Acme has 12 offices and 2000 employees",
        "Thank you for your time and the march through our stack",
        "two weeks after the interview",
        "within 48 hours of handing it in",
        "4 weeks notice",
        "by the time term starts",
        "in the next few days",
        "three days a week",
        "twice a week",
        "two weeks ago",
        "for two weeks",
        "the last two weeks",
        "a day in the van",
        "by Q3",
        "Guten Morgen",
        "d'ici une dizaine de jours",
        "i løpet av uken",
        "you may hear",
        "30 minutes",
        "a 2 week trial",
        "ref 12/2026",
        "24/7",
        "1.5 hours",
        "the 2nd round",
        "the first stage",
        "next steps",
        "midweek",
        "by the end of the fortnight",
        "Friday gone",
        "to conclude",
    ],
)
def test_no_day_is_read_where_none_is_meant(text: str) -> None:
    assert days(text, MONDAY) == ()


def test_the_order_of_day_and_month_is_an_argument() -> None:
    assert days("by 5/6", MONDAY)[0].day == date(2026, 6, 5)
    assert days("by 5/6", MONDAY, month_first=True)[0].day == date(2026, 5, 6)
    assert days("by 5/16", MONDAY)[0].day == date(2026, 5, 16)


def test_a_stop_behind_the_figure_of_a_day_ends_no_sentence() -> None:
    text = "Sie hören am 14. Juni von uns. Danke."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Sie hören am 14. Juni von uns.",
        " Danke.",
    ]


def test_wordings_beside_each_other_that_name_one_day_are_one() -> None:
    for text in ("by COB Friday", "by Friday week, 13 March", "next Friday (13 March)", "14 days of today"):
        assert len(days(text, MONDAY)) == 1


@given(st.text(max_size=300), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_without_raising(text: str, today: date) -> None:
    for one in days(text, today):
        assert 0 <= one.start < one.end <= len(text)


WORDS = sorted(any_of(*TABLES).replace("\\", "").split("|"))


@given(
    st.lists(
        st.sampled_from([*WORDS, "7", "31", "2026", "14.3.", "5/6", ",", ".", "the", "of"]), max_size=40
    ),
    st.dates(),
    st.booleans(),
)
def test_words_of_the_grammar_in_any_order_are_read_without_raising(
    row: list[str], today: date, month_first: bool
) -> None:
    text = " ".join(row)
    found = days(text, today, month_first)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(text[one.start : one.end].strip() for one in found)


@given(st.integers(1, 60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_days_and_weeks_are_counted_from_today(number: int, today: date) -> None:
    assert days(f"within {number} days", today)[0].day == today + timedelta(number)
    assert days(f"within {number} weeks", today)[0].day == today + timedelta(7 * number)
