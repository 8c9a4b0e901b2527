"""Of two reports of a position the better one stays, and the computer plays by its own."""

from dataclasses import replace

from darkgo.engine.judged_line import Judged
from darkgo.engine.known_reports import JudgedPlace, KnownReports
from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.go.game import Rules
from darkgo.go.points import Colour

PLACE = JudgedPlace("here", Rules(), False)
OWNERS = (0.0,) * 9


def searched(visits: int) -> Report:
    candidates = (Candidate(4, 0.5, visits, (4, 3), 0.6, 2.0, 0.5, OWNERS),)
    return Report(candidates, visits, Standing(0.6, 2.0, ownership=OWNERS), is_searched=True)


ALONE = Report((Candidate(4, 0.5, 500, (4,)),), standing=Standing(0.5, 0.0, ownership=OWNERS))
VALUED = replace(ALONE, candidates=(ALONE.candidates[0].with_value(Standing(0.5, 1.0, ownership=OWNERS)),))


def known(*reports: Report, analysed: tuple[Report, ...] = ()) -> KnownReports:
    found = KnownReports()
    for report in reports:
        found.add(PLACE, Judged(report, Colour.BLACK), is_analysis=False)
    for report in analysed:
        found.add(PLACE, Judged(report, Colour.BLACK), is_analysis=True)
    return found


def best(*reports: Report) -> Report:
    judged = known(*reports).best(PLACE)
    assert judged
    return judged.report


def test_a_search_of_more_visits_stays() -> None:
    assert best(searched(64), searched(100)) == searched(100)
    assert best(searched(100), searched(64)) == searched(100)


def test_a_search_wins_over_the_network_alone_whatever_its_samples() -> None:
    for alone in (ALONE, VALUED):
        assert best(searched(64), alone) == searched(64)
        assert best(alone, searched(64)) == searched(64)


def test_without_a_search_values_stay() -> None:
    assert best(VALUED, ALONE) == VALUED
    assert best(ALONE, VALUED) == VALUED


def test_what_else_was_asked_is_taken_from_the_new_report() -> None:
    views = replace(ALONE, views=((),) * 8, is_last=False)
    found = best(searched(64), views)
    assert found.views == views.views
    assert not found.is_last
    assert found.visits == 64


def test_candidates_without_the_dead_stones_are_another_question() -> None:
    counted = replace(ALONE, dead=3)
    assert best(searched(64), counted) == counted


def test_the_computer_does_not_play_by_an_analysis() -> None:
    found = known(searched(64), analysed=(searched(5000),))
    own = found.own(PLACE)
    assert own
    assert own.report == searched(64)
    shown = found.best(PLACE)
    assert shown
    assert shown.report == searched(5000)
    assert known(analysed=(searched(5000),)).own(PLACE) is None
