"""Contests: contenders measured in turns, round after round, and the median of each.

Machines are shared and drift, so a figure alone says little: the ratio of two figures taken a second apart in the same
run is what counts. Owns rounds, medians and aims; does not know what is measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measurement: the figure that is compared, and what else was seen meanwhile."""

    figure: float
    facts: Facts = field(default_factory=dict)


class PeerMissing(Exception):
    """A peer cannot take part; the text says why and is printed in its row."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody who can be measured any number of times."""

    name: str
    measure: Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Aim:
    """What our figure should reach: `factor` times that of `peer`, or `factor` itself when no peer is named."""

    factor: float
    peer: str | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """One question asked of all contenders; the first of them is ours."""

    title: str
    unit: str
    contenders: tuple[Contender, ...]
    aims: tuple[Aim, ...] = ()
    higher_is_better: bool = True
    is_run_once: bool = False
    """Of what takes minutes, has no peer and is judged by itself, one round says it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one contender showed over all rounds, or why it could not."""

    name: str
    figures: tuple[float, ...]
    facts: tuple[Facts, ...]
    missing: str | None = None

    @property
    def median(self) -> float | None:
        """The figure that is compared; None when there was no measurement."""
        return statistics.median(self.figures) if self.figures else None


@dataclass(frozen=True, slots=True)
class Result:
    """A contest with its standings, in the order of its contenders."""

    contest: Contest
    standings: tuple[Standing, ...]

    @property
    def ours(self) -> Standing:
        """The standing all others are compared with."""
        return self.standings[0]

    def ratio(self, standing: Standing) -> float | None:
        """Ours divided by theirs; None when either was not measured."""
        if self.ours.median is None or not standing.median:
            return None
        return self.ours.median / standing.median

    def is_met(self, aim: Aim) -> bool | None:
        """Whether an aim was reached; None when it could not be judged."""
        reached = self.ours.median
        if reached is None:
            return None
        wanted = aim.factor
        if aim.peer is not None:
            peer = next((s.median for s in self.standings if s.name == aim.peer), None)
            if peer is None:
                return None
            wanted *= peer
        return reached >= wanted if self.contest.higher_is_better else reached <= wanted


def run_contest(contest: Contest, rounds: int, announce: Callable[[str], None]) -> Result:
    """Measures all contenders in turns. The order is reversed every other round, so that nobody is always first."""
    figures: dict[str, list[float]] = {contender.name: [] for contender in contest.contenders}
    facts: dict[str, list[Facts]] = {contender.name: [] for contender in contest.contenders}
    missing: dict[str, str] = {}
    for number in range(1 if contest.is_run_once else rounds):
        for contender in contest.contenders if number % 2 == 0 else reversed(contest.contenders):
            if contender.name in missing:
                continue
            try:
                outcome = contender.measure()
            except Exception as failure:  # noqa: BLE001 - whoever fails is named in the table, the others are measured
                missing[contender.name] = " ".join(str(failure).split())[-300:] or type(failure).__name__
                announce(f"  round {number + 1}: {contender.name}: {missing[contender.name]}")
                continue
            figures[contender.name].append(outcome.figure)
            facts[contender.name].append(outcome.facts)
            announce(f"  round {number + 1}: {contender.name}: {outcome.figure:,.1f} {contest.unit}")
    return Result(
        contest,
        tuple(
            Standing(c.name, tuple(figures[c.name]), tuple(facts[c.name]), missing.get(c.name))
            for c in contest.contenders
        ),
    )
