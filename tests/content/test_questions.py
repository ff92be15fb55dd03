"""Which roll calls of the UN put the same question again: by their title, and only where it names one alone."""

from __future__ import annotations

import polars as pl
import pytest

from contrapeso.content.sources.un_votes_undl.questions import question_ids, session_of, topics_of

ADOPTED = " : resolution / adopted by the General Assembly"


def ids(*calls: tuple[str | None, str | None], body: str = "general-assembly") -> list[str | None]:
    frame = pl.DataFrame(calls, schema={"session": pl.String, "title": pl.String}, orient="row")
    return question_ids(frame.with_columns(body=pl.lit(body))).to_list()


def test_a_title_that_comes_back_is_one_question_however_it_is_written() -> None:
    found = ids(
        ("70", f"Reducing nuclear danger{ADOPTED}"),
        ("71", "REDUCING NUCLEAR DANGER : resolution / adopted by the General Assembly."),
        ("72", "Reducing  nuclear danger: resolution adopted by the General Assemly"),
        ("72", f"Another matter{ADOPTED}"),
    )
    assert found == ["reducing-nuclear-danger"] * 3 + [None]


def test_where_a_session_has_several_of_one_title_none_of_them_is_told_apart() -> None:
    found = ids(
        ("36", f"Palestine{ADOPTED}"),
        ("37", f"Palestine{ADOPTED}"),
        ("37", f"Palestine{ADOPTED}"),
        ("38", f"Palestine{ADOPTED}"),
    )
    assert found == ["palestine", None, None, "palestine"]


def test_a_title_of_one_session_alone_is_not_repeated() -> None:
    assert (
        ids(("36", f"Palestine{ADOPTED}"), ("37", f"Palestine{ADOPTED}"), ("37", f"Palestine{ADOPTED}")) == [None] * 3
    )


def test_numbers_in_a_title_make_it_another_question() -> None:
    first, second = "Budget for 1970-1971", "Budget for 1972-1973"
    assert ids(("24", first + ADOPTED), ("26", second + ADOPTED)) == [None, None]


def test_a_resolution_named_in_a_title_is_not_taken_for_its_end() -> None:
    title = "Implementation of resolution 1514 (XV) on colonial countries"
    assert (
        ids(("36", title + ADOPTED), ("37", title + ADOPTED))
        == ["implementation-of-resolution-1514-xv-on-colonial-countries"] * 2
    )


@pytest.mark.parametrize("missing", [(None, "Palestine"), ("36", None)])
def test_without_session_or_title_there_is_no_question(missing: tuple[str | None, str | None]) -> None:
    assert ids(missing, missing, ("37", "Other")) == [None] * 3


def test_only_the_assembly_repeats_questions() -> None:
    assert ids(("1", "Mission"), ("2", "Mission"), body="security-council") == [None, None]


@pytest.mark.parametrize(
    ("symbol", "session"),
    [("A/RES/36//235IX", "36"), ("A/DEC/80/506", "80"), ("A/RES/104(S-1)", "S-1"), ("A/RES/3200(S-VI)", "S-6"),
     ("A/RES/1004(ES-II)", "ES-2"), ("A/RES/289(IV)[AB]", "4"), ("A/RES/616(VII)[A]", "7"), ("S/RES/1(1946)", None),
     ("A/RES/79/XX", "79"), (None, None), ("", None)],
)  # fmt: skip
def test_the_session_is_read_off_the_symbol(symbol: str | None, session: str | None) -> None:
    assert session_of(symbol) == session


@pytest.mark.parametrize(
    ("agenda", "topics"),
    [
        ("A/43/251 12 Report of the Council. UN. ECONOMIC AND SOCIAL COUNCIL--REPORTS (1988)",
         ["UN. ECONOMIC AND SOCIAL COUNCIL--REPORTS (1988)"]),
        ("A/34/251 46b$", []),
        ("A/31/251 & Add.1 55 Report of the Special Committee.", ["Report of the Special Committee"]),
        ("S/48 [61] UN PROTECTION FORCE || S/48 [115] CROATIA SITUATION", ["UN PROTECTION FORCE", "CROATIA SITUATION"]),
        ("S/48 [61] ONE || S/48 [62] ONE", ["ONE"]),
        (None, []),
    ],
)  # fmt: skip
def test_topics_are_the_headings_of_the_agenda(agenda: str | None, topics: list[str]) -> None:
    assert topics_of(agenda) == topics
