"""The person's query language: whatever is typed is read, and means words and nothing more."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.languages import fts5, tsquery, vector
from store.search.query import Query, Term, joined, matches, parsed
from store.search.words import words

QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *"\"*-():^{}+|&!<>\\'%_;",
                "OR",
                "AND",
                "NOT",
                "NEAR(",
                "a",
                "offer",
                "é",
                "面接",
                "🎉",
                " ",
                "“",
            ]
        ),
        max_size=20,
    ).map("".join),
)


def term(text: str, prefix: bool = False) -> Term:
    return Term(tuple(text.split()), prefix)


@pytest.mark.parametrize(
    ("typed", "every", "none"),
    [
        ("notice period", [["notice"], ["period"]], []),
        ('"notice period"', [["notice period"]], []),
        ("“Notice Period”", [["notice period"]], []),
        ('"never closed', [["never closed"]], []),
        ("offer OR contract salary", [["offer", "contract"], ["salary"]], []),
        ("a OR b OR c", [["a", "b", "c"]], []),
        ("OR a OR", [["a"]], []),
        ("a OR OR b", [["a", "b"]], []),
        ("a OR -b c", [["a"], ["c"]], ["b"]),
        ("a -b", [["a"]], ["b"]),
        ('-"a b" c', [["c"]], ["a b"]),
        ("-b", [], ["b"]),
        ("- a --b", [["a"]], ["b"]),
        ("data-engineer", [["data engineer"]], []),
        ("jane@acme.example", [["jane acme example"]], []),
        ("subject:offer", [["subject offer"]], []),
        ("or and not", [["or"], ["and"], ["not"]], []),
        ('NEAR("a b", 3)', [["near"], ["a b"], ["3"]], []),
        ("a a", [["a"]], []),
        ("面接", [["面 接"]], []),
        ('🎉 *** " " -', [], []),
        ("", [], []),
    ],
)
def test_a_query_means_what_it_looks_like(typed: str, every: list[list[str]], none: list[str]) -> None:
    assert parsed(typed) == Query(tuple(tuple(map(term, terms)) for terms in every), tuple(map(term, none)))


@pytest.mark.parametrize("typed", ["negotiat*", '"negotiat"*', '"negotiat*"*', "“negotiat“*"])
def test_a_star_at_the_end_is_a_beginning(typed: str) -> None:
    assert parsed(typed) == Query(((term("negotiat", prefix=True),),))


def test_a_star_elsewhere_is_no_sign() -> None:
    assert parsed('*ation "a* b" * c') == Query(((term("ation"),), (term("a b"),), (term("c"),)))


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["notice", "period"], "notice period"),
        (["notice period"], '"notice period"'),
        (["-notice period", "offer"], '-"notice period" offer'),
        (["offer OR contract"], "offer OR contract"),
        (['offer "notice period"'], 'offer "notice period"'),
        (["offer -salary"], "offer -salary"),
        (["notice peri*"], "notice peri*"),
        ([], ""),
    ],
)
def test_what_the_shell_took_the_quotes_off_is_a_phrase(arguments: list[str], meant: str) -> None:
    assert joined(arguments) == meant


@given(QUERIES)
def test_any_text_is_read_and_holds_only_words_of_it(typed: str) -> None:
    query = parsed(typed)
    known = set(words(typed))
    for one in [one for terms in query.every for one in terms] + list(query.none):
        assert one.words
        assert known.issuperset(one.words)


@given(QUERIES, st.lists(st.lists(st.sampled_from(["a", "b", "offer", "offers", "e", "面"]), max_size=5)))
def test_sqlite_finds_by_any_query_what_the_words_say(typed: str, texts: list[list[str]]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, y, z, tokenize='ascii')")
    rows = [[*map(" ".join, texts[at : at + 3]), "", "", ""][:3] for at in range(0, len(texts), 3)]
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    every = parsed(typed).every
    if every:
        asked = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", [fts5(every)])
        found = [number for (number,) in asked]
        assert found == [nth for nth, row in enumerate(rows, 1) if matches(Query(every), row)]


def test_words_of_postgres_have_their_weights_and_places() -> None:
    assert vector([("offer a", "A"), ("", "B"), ("a b", "D")]) == "'offer':1A 'a':2A,3D 'b':4D"
    assert vector([("a " * 40_000, "D")]).count(",") < 20


def test_a_query_of_postgres_is_of_quoted_words() -> None:
    query = parsed('offer* OR "a b" c')
    assert tsquery(query.every) == "(('offer':*) | ('a' & 'b')) & (('c'))"
    assert fts5(query.every) == '("offer" * OR "a b") AND ("c")'
