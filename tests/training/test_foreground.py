"""Runs that somebody waits for come before the points of a sweep."""

import threading

from lossviz import training
from lossviz.settings import Settings
from lossviz.training.sweep import _Foreground

SMALL = Settings(dataset="ring", classes=3, points=60, width=8, steps=5)


def test_a_sweep_begins_nothing_beside_a_run_that_is_waited_for():
    begun = threading.Event()
    results = []

    def sweep():
        for found in training.stream_sweep([SMALL]):
            results.append(found)
        begun.set()

    training.train(SMALL)
    with training.foreground:
        thread = threading.Thread(target=sweep)
        thread.start()
        assert not begun.wait(0.3)
        assert results == []
    assert begun.wait(10)
    thread.join()
    assert len(results) == 1


def test_patience_ends_so_that_a_sweep_gets_on():
    gate = _Foreground()
    gate.PATIENCE_S = 0.05
    with gate:
        gate.let_pass()


def test_several_runs_hold_it_until_the_last_is_done():
    gate = _Foreground()
    gate.PATIENCE_S = 10
    passed = threading.Event()
    with gate:
        with gate:
            thread = threading.Thread(target=lambda: (gate.let_pass(), passed.set()))
            thread.start()
        assert not passed.wait(0.1)
    assert passed.wait(5)
    thread.join()
