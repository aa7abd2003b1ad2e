"""What a healthy agent's answers cost while its neighbour in the same process answers late on purpose.

The figure is the 99th percentile of GETs sent one after the other. The neighbour is asked by 256 managers, each of
which gives up after a second and asks again, because every answer is two seconds late, by a fault of the agent or, to
compare, by a link outside of it. Then it is asked by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench import clients, product, recordings
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import free_udp_port
from bench.runtime import Runtime

_SYS_DESCR = "1.3.6.1.2.1.1.1.0"
_DELAY_S, _JITTER_S = 2.0, 0.25
_MANAGERS = 256
_MOST_OF_THE_OTHERS = 1.25
"""A p99 moves by more than a tenth from run to run by itself."""
_NEIGHBOUR = "r0000"
_AT_ONCE = "as busy a neighbour that answers at once"


def contests(runtime: Runtime) -> Iterable[Contest]:
    """One contest; the workbench lives as long as it is consumed."""
    place = runtime.new_folder("neighbours")
    workbench = product.start_workbench(place)
    with workbench.server:
        port = free_udp_port()
        recordings.write_switches(place / "switches", 2)
        (place / "switches" / f"{_NEIGHBOUR}.snmprec").replace(
            workbench.data_folder / "recordings" / f"{_NEIGHBOUR}.snmprec"
        )
        workbench.call("POST", "/api/simulator/start", {"port": port, "community": "public"})
        with clients.start_link(free := free_udp_port(), port, 1000 * _DELAY_S, runtime.new_folder("link")):
            yield Contest(
                "GET, p99 of a healthy agent whose neighbour answers two seconds late",
                "µs",
                (
                    Contender("a neighbour with delay and jitter", _late(runtime, workbench, port)),
                    Contender(_AT_ONCE, _measurement(runtime, port, neighbour_port=free)),
                    Contender("a neighbour that nobody asks", _measurement(runtime, port)),
                ),
                (Aim(_MOST_OF_THE_OTHERS, _AT_ONCE),),
                higher_is_better=False,
            )


def _late(runtime: Runtime, workbench: product.Workbench, port: int) -> Callable[[], Outcome]:
    measure = _measurement(runtime, port, neighbour_port=port)
    faults = f"/api/simulator/agents/{_NEIGHBOUR}/faults"

    def measure_late() -> Outcome:
        delay = {"kind": "delay", "delay_s": _DELAY_S, "jitter_s": _JITTER_S}
        workbench.call("PUT", faults, {"faults": [delay]})
        try:
            return measure()
        finally:
            workbench.call("DELETE", faults)

    return measure_late


def _measurement(runtime: Runtime, port: int, neighbour_port: int | None = None) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        with _asked(neighbour_port, runtime.seconds + 2) as answers_of_neighbour:
            load = clients.load(port, "get", [_SYS_DESCR], seconds=runtime.seconds, window=1)
        facts = {"p50_us": load.p50_us, "lost": load.lost, "neighbour/s": round(answers_of_neighbour())}
        return Outcome(load.p99_us, facts)

    return measure


@contextmanager
def _asked(port: int | None, seconds: float) -> Iterator[Callable[[], float]]:
    """Asks the neighbour meanwhile; gives what tells how often a second it answered."""
    if port is None:
        yield lambda: 0
        return
    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(clients.load, port, "get", [_SYS_DESCR], seconds=seconds, window=_MANAGERS, agents=1)
        yield lambda: (asking.result().answers + asking.result().late) / asking.result().seconds
