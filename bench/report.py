"""What a run leaves behind: a table for people, JSON for programs (`bench/results/`, not in version control)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Aim, Result, Standing

RESULTS_FOLDER = Path(__file__).parent / "results"


def table(results: Sequence[Result]) -> str:
    """One block per contest: median, spread, how ours compares, and what happened on the way."""
    return "\n\n".join(_block(result) for result in results)


def _block(result: Result) -> str:
    contest = result.contest
    direction = "" if contest.higher_is_better else ", lower is better"
    lines = [f"{contest.title} [{contest.unit}{direction}]"]
    lines += [_row(result, standing) for standing in result.standings]
    lines += [_aim_row(result, aim) for aim in contest.aims]
    return "\n".join(lines)


def _row(result: Result, standing: Standing) -> str:
    median = standing.median
    if median is None:
        return f"  {standing.name:<34} not measured: {standing.missing or 'no round ended'}"
    ratio = result.ratio(standing)
    compared = "" if standing is result.ours or ratio is None else f"ours = {ratio:.2f} x"
    spread = f"{_number(min(standing.figures))} .. {_number(max(standing.figures))}"
    last = standing.facts[-1]
    facts = " ".join(f"{name}={_fact(value)}" for name, value in last.items())
    return f"  {standing.name:<34} {_number(median):>11}  ({spread})".ljust(75) + f" {compared:<15} {facts}".rstrip()


def _aim_row(result: Result, aim: Aim) -> str:
    sign = ">=" if result.contest.higher_is_better else "<="
    wanted = _number(aim.factor) if aim.peer is None else f"{aim.factor:g} x {aim.peer}"
    verdict = {True: "met", False: "NOT met", None: "not judged"}[result.is_met(aim)]
    return f"  aim: {sign} {wanted}: {verdict}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}"


def _fact(value: float | int | str) -> str:  # noqa: PYI041 - both are told apart: counts are printed whole
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def as_json(results: Sequence[Result]) -> list[dict[str, object]]:
    """The same as plain data, every round included."""
    return [
        {
            "title": result.contest.title,
            "unit": result.contest.unit,
            "higher_is_better": result.contest.higher_is_better,
            "standings": [
                {
                    "name": s.name,
                    "median": s.median,
                    "figures": list(s.figures),
                    "facts": [dict(f) for f in s.facts],
                    "ours_over_this": result.ratio(s),
                    "missing": s.missing,
                }
                for s in result.standings
            ],
            "aims": [
                {"factor": aim.factor, "peer": aim.peer, "met": result.is_met(aim)} for aim in result.contest.aims
            ],
        }
        for result in results
    ]


def write_json(name: str, document: dict[str, object]) -> Path:
    """Writes `results/<name>.json` and the same as `results/latest.json`."""
    RESULTS_FOLDER.mkdir(exist_ok=True)
    text = json.dumps(document, indent=1)
    (RESULTS_FOLDER / "latest.json").write_text(text)
    path = RESULTS_FOLDER / f"{name}.json"
    path.write_text(text)
    return path
