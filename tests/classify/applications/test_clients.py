from __future__ import annotations

from classify.applications.clients import clients
from classify.applications.conversations import conversations
from classify.applications.types import Letter
from tests.classify.applications.letters import grouped, letter, sets

RITA = "Rita rita@larkhealth.example"
FIRM = "Lark Health Recruitment"


def _search() -> list[Letter]:
    """One consultant with two clients. Her first letter alone tells that she is an agency."""
    return [
        letter(
            "a", 0, RITA, agency=FIRM, company="Heron Dialysis", role="Cook", subject="Cook - Heron Dialysis"
        ),
        letter("b", 1, "me", to=RITA, company=FIRM, basis="signature", answers="a", subject="Re: Cook"),
        letter(
            "c", 2, "Hal hal@herondialysis.example", company="Heron Dialysis", role="Cook", subject="Cook"
        ),
        letter("d", 3, RITA, company=FIRM, role="Head Baker", subject="Something else"),
        letter("e", 4, RITA, company=FIRM, subject="Heron Dialysis: references please"),
        letter(
            "f", 5, RITA, company=FIRM, subject="Re: Something else", answers="d", mentions="It is Tern Hall."
        ),
        letter(
            "g", 6, "Tom tom@ternhall.example", company="Tern Hall", role="Head Baker", subject="Head Baker"
        ),
        letter(
            "h", 7, "Tom tom@ternhall.example", company="Tern Hall", role="Head Baker", subject="Head Baker"
        ),
        letter("i", 8, RITA, company=FIRM, subject="Heron - how was it?"),
    ]


def test_an_agency_that_some_letters_show_is_no_employer_in_the_others() -> None:
    read = {one.key: one for one in clients(_search(), conversations(_search()))}
    assert {key: one.company.value for key, one in read.items() if one.company} == {
        "a": "Heron Dialysis",
        "c": "Heron Dialysis",
        "d": "Tern Hall",
        "e": "Heron Dialysis",
        "f": "Tern Hall",
        "g": "Tern Hall",
        "h": "Tern Hall",
        "i": "Heron Dialysis",
    }
    assert all(read[key].agency for key in "abdefi")
    assert not any(read[key].agency for key in "cgh")


def test_a_subject_that_names_the_client_decides_between_an_agencys_clients() -> None:
    result = grouped(*_search())
    assert sets(result) == ["a b c e i", "d f g h"]
    assert [one.company for one in result.applications] == ["Heron Dialysis", "Tern Hall"]
    assert result.questions == ()


def test_an_employer_that_one_letter_in_many_takes_for_an_agency_stays_one() -> None:
    letters = [letter(f"k{n}", n, "Ann ann@acme.example", company="Acme", role="Cook") for n in range(6)]
    letters.append(letter("z", 9, "Ann ann@acme.example", agency="Acme", role="Cook"))
    read = clients(letters, conversations(letters))
    assert all(one.company and one.company.value == "Acme" for one in read[:-1])


def test_letters_without_any_agency_are_left_alone() -> None:
    letters = [letter("a", 0, "Ann ann@acme.example", company="Acme")]
    assert clients(letters, conversations(letters)) == letters


def test_a_house_that_speaks_of_clients_and_names_one_is_an_agency() -> None:
    """Nothing else says so: no footer, no name of a trade."""
    letters = [
        letter(
            "a",
            0,
            "Gail gail@basalthale.example",
            company="Ostara",
            basis="subject",
            subject="Cook - Ostara",
            mentions="My client looks for a cook.",
        ),
        letter("b", 1, "Gail gail@basalthale.example", company="Basalt Hale", basis="signature"),
    ]
    read = clients(letters, conversations(letters))
    assert [one.agency and one.agency.value for one in read] == ["Basalt Hale", "Basalt Hale"]
    assert [one.company and one.company.value for one in read] == ["Ostara", None]


def test_a_consultancy_that_hires_for_itself_and_speaks_of_its_clients_is_an_employer() -> None:
    ann = "Ann ann@acme.example"
    letters = [
        letter("a", 0, ann, company="Acme", role="Cook", mentions="Your application to Acme."),
        letter("b", 1, ann, company="Acme", basis="signature", mentions="One of our clients is a bank."),
    ]
    assert clients(letters, conversations(letters)) == letters
