"""How reports are scored against what a careful reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.searches.reports_score import joined, reports_score, tau_b

HERE = Path(__file__).parent
SEARCHES = [
    (HERE / "second" / "truth.json", HERE / "second" / "reports.json"),
    (HERE / "third" / "truth.json", HERE / "third" / "reports.json"),
    (HERE / "fourth" / "truth.json", HERE / "fourth" / "reports.json"),
    (HERE / "fifth" / "truth.json", HERE / "fifth" / "reports.json"),
    (HERE / "sixth" / "truth.json", HERE / "sixth" / "reports.json"),
    (HERE.parents[1] / "examples" / "search" / "truth.json", HERE / "demo-reports.json"),
]
TRENDS = {"rising", "steady", "cooling", "stalled", "closed"}
WARNINGS = {"silent", "slowing", "rescheduled", "promise_missed", "one_sided", "stalled_in_stage"}


def label(name: str, trend: str, rank: int | None, **more: Any) -> dict[str, Any]:
    one = {
        "first_message": f"<{name}-1>",
        "messages": [f"<{name}-1>", f"<{name}-2>"],
        "company": name,
        "role": "Analyst",
        "trend": trend,
        "trend_also": [],
        "momentum_rank": rank,
        "warnings": [],
        "warnings_also": [],
        "unanswered_questions": [],
        "lenient_questions": [],
        "follow_up_due": False,
        "follow_up_also": False,
    }
    return {**one, **more}


def report(name: str, trend: str, score: float, **more: Any) -> dict[str, Any]:
    asked = [{"message_id": m, "signal": "notice_period"} for m in more.pop("asked", [])]
    return {
        "company": name,
        "role": "Analyst",
        "open": more.pop("open", trend != "closed"),
        "messages": [f"<{name}-1>", f"<{name}-2>"],
        "momentum": {"score": score, "trend": trend, "warnings": more.pop("warnings", [])},
        "unanswered_questions": asked,
        "follow_ups_due": [{"reason": "silence", "since": "2026-05-01"}] if more.pop("due", False) else [],
    }


TRUTH = {
    "applications": [
        label("Elm", "rising", 1, unanswered_questions=[{"message_id": "<Elm-2>", "what": "notice?"}]),
        label("Oak", "steady", 2, trend_also=["rising"], lenient_questions=["<Oak-2>"]),
        label("Ash", "stalled", 3, follow_up_due=True, warnings=["silent"], warnings_also=["slowing"]),
        label("Fir", "cooling", 3, follow_up_due=True, follow_up_also=True),
        label("Yew", "closed", None),
    ]
}
PERFECT = [
    report("Elm", "rising", 80, asked=["<Elm-2>"]),
    report("Oak", "steady", 50),
    report("Ash", "stalled", 20, due=True, warnings=["silent"]),
    report("Fir", "cooling", 20),
    report("Yew", "closed", 0),
]


def changed(name: str, new: dict[str, Any]) -> list[dict[str, Any]]:
    return [new if one["company"] == name else one for one in PERFECT]


def test_a_perfect_answer_scores_1_everywhere() -> None:
    result = reports_score(TRUTH, PERFECT)
    assert (result.trend, result.tau, result.ranked) == (1, 1, 4)
    for counts in (result.questions, result.follow_ups, result.warnings):
        assert (counts.precision, counts.recall, counts.true) == (1, 1, 1)
    assert result.wrong == ()


def test_the_order_of_the_applications_does_not_matter() -> None:
    assert reports_score(TRUTH, PERFECT[::-1]) == reports_score(TRUTH, PERFECT)


def test_a_reversed_ranking_scores_minus_1() -> None:
    upside_down = [
        {**one, "momentum": {**one["momentum"], "score": 100 - one["momentum"]["score"]}} for one in PERFECT
    ]
    assert reports_score(TRUTH, upside_down).tau == -1


def test_a_trend_that_a_reader_could_also_see_is_right() -> None:
    assert reports_score(TRUTH, changed("Oak", report("Oak", "rising", 50))).trend == 1


def test_a_wrong_trend_is_named_with_its_application() -> None:
    result = reports_score(TRUTH, changed("Oak", report("Oak", "cooling", 50)))
    assert result.trend == 4 / 5
    assert result.wrong == ("trend cooling for steady: Oak, Analyst",)


def test_an_application_that_was_not_found_has_no_trend_and_no_rank() -> None:
    result = reports_score(TRUTH, [one for one in PERFECT if one["company"] != "Elm"])
    assert result.trend == 4 / 5
    assert result.ranked == 3
    assert result.questions.recall == 0
    assert "no application: Elm, Analyst" in result.wrong


def test_only_what_is_open_in_both_is_ranked() -> None:
    result = reports_score(TRUTH, changed("Elm", report("Elm", "closed", 0, asked=["<Elm-2>"])))
    assert (result.tau, result.ranked) == (1, 3)


def test_a_question_asked_of_nobody_is_invented() -> None:
    result = reports_score(TRUTH, changed("Oak", report("Oak", "steady", 50, asked=["<Oak-1>"])))
    assert (result.questions.precision, result.questions.recall) == (1 / 2, 1)
    assert result.wrong == ("question invented, <Oak-1>: Oak, Analyst",)


def test_a_message_that_could_be_seen_either_way_counts_neither_for_nor_against() -> None:
    given = reports_score(TRUTH, changed("Oak", report("Oak", "steady", 50, asked=["<Oak-2>"])))
    assert given.questions == reports_score(TRUTH, PERFECT).questions


def test_a_missed_question_lowers_recall_alone() -> None:
    result = reports_score(TRUTH, changed("Elm", report("Elm", "rising", 80)))
    assert (result.questions.precision, result.questions.recall) == (1, 0)


def test_a_follow_up_that_could_be_seen_either_way_is_ignored() -> None:
    given = reports_score(TRUTH, changed("Fir", report("Fir", "cooling", 20, due=True)))
    assert given.follow_ups == reports_score(TRUTH, PERFECT).follow_ups


def test_follow_ups_missed_and_invented_are_told_apart() -> None:
    ash = report("Ash", "stalled", 20, warnings=["silent"])
    found = [report("Oak", "steady", 50, due=True) if one["company"] == "Oak" else one for one in PERFECT]
    found = [ash if one["company"] == "Ash" else one for one in found]
    result = reports_score(TRUTH, found)
    assert (result.follow_ups.precision, result.follow_ups.recall) == (0, 0)
    assert result.wrong == ("follow-up missed: Ash, Analyst", "follow-up invented: Oak, Analyst")


def test_a_warning_that_a_reader_might_raise_is_ignored_and_another_is_invented() -> None:
    more = ["Silent", "slowing", "one-sided"]
    result = reports_score(TRUTH, changed("Ash", report("Ash", "stalled", 20, due=True, warnings=more)))
    assert (result.warnings.precision, result.warnings.recall) == (1 / 2, 1)
    assert result.wrong == ("warning one_sided invented: Ash, Analyst",)


def test_what_is_said_of_an_application_outside_the_truth_is_invented() -> None:
    spam = report("Spam", "rising", 99, due=True, warnings=["silent"], asked=["<Spam-1>"])
    result = reports_score(TRUTH, [*PERFECT, spam])
    assert (result.trend, result.tau) == (1, 1)
    assert result.questions.precision == result.follow_ups.precision == result.warnings.precision == 1 / 2
    assert "question invented, <Spam-1>: no application" in result.wrong
    assert "follow-up invented: Spam, Analyst" in result.wrong


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    result = reports_score({"applications": []}, [])
    assert (result.trend, result.tau, result.questions.precision, result.questions.recall) == (1, 1, 1, 1)


def test_it_prints_every_figure_with_its_number() -> None:
    lines = str(reports_score(TRUTH, changed("Oak", report("Oak", "cooling", 50)))).splitlines()
    assert lines[0].split() == ["trend", "0.800"]
    assert lines[1].split() == ["tau", "1.000", "over", "4"]
    assert lines[2] == "questions    precision 1.000 (1 of 1), recall 1.000 (1 of 1)"
    assert lines[-1] == "  - trend cooling for steady: Oak, Analyst"


def test_tau_of_one_swapped_neighbour_among_four_is_two_thirds() -> None:
    assert tau_b([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(4 / 6)


def test_tau_with_ties_in_one_ranking_alone_stays_below_1() -> None:
    assert tau_b([1, 1, 2], [1, 2, 3]) == pytest.approx(2 / (2 * 3) ** 0.5)


def test_tau_is_0_where_the_scores_say_nothing_and_1_where_the_truth_does() -> None:
    assert tau_b([1, 2, 3], [5, 5, 5]) == 0
    assert tau_b([1, 1], [3, 5]) == tau_b([], []) == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9)), min_size=2, max_size=12))
def test_tau_keeps_within_1_and_turns_with_the_ranking(pairs: list[tuple[int, int]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    tau = tau_b(xs, ys)
    assert -1 - 1e-9 <= tau <= 1 + 1e-9
    if len(set(xs)) > 1:
        assert tau_b(xs, [-y for y in ys]) == pytest.approx(-tau)


@pytest.mark.parametrize(
    ("truth", "labels"), SEARCHES, ids=["second", "third", "fourth", "fifth", "sixth", "demo"]
)
def test_the_labels_of_a_search_fit_its_truth(truth: Path, labels: Path) -> None:
    both = joined(json.loads(truth.read_text("utf-8")), json.loads(labels.read_text("utf-8")))
    stages = json.loads(truth.read_text("utf-8"))["applications"]
    for one, staged in zip(both["applications"], stages, strict=True):
        assert {one["trend"], *one["trend_also"]} <= TRENDS
        assert {*one["warnings"], *one["warnings_also"]} <= WARNINGS
        assert (one["trend"] == "closed") == (one["momentum_rank"] is None) == (not staged["open"])
        named = [asked["message_id"] for asked in [*one["unanswered_questions"], *one["pay"]]]
        assert {*named, *one["lenient_questions"], *one["late"], *one["late_also"]} <= {*one["messages"]}


def test_labels_in_another_order_are_refused() -> None:
    labels = {"applications": TRUTH["applications"][::-1]}
    with pytest.raises(ValueError, match="does not open"):
        joined(TRUTH, labels)
