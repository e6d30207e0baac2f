"""The line for programs: one at a time, fair, bounded, left when nobody waits, and kept short."""

import gc
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import jax
import pytest

from lossviz import training
from lossviz.data import Dataset
from lossviz.settings import Settings
from lossviz.training.clients import Busy, Cancelled, Client, working_for
from lossviz.training.kernel import Program
from lossviz.training.problem import _problem
from lossviz.training.programs import Programs
from tests.conftest import ROOT

PATIENCE_S = 10
# not out of its cache, which keeps some for whoever asks
problem_anew = _problem.__wrapped__


def made(shape: str) -> Program:
    """Something that can be told from another."""
    return Program(shape, shape)


class Visitor(Client):
    """Somebody in line who notes what he is told, and may lose interest."""

    def __init__(self, name: str) -> None:
        self.name, self.places, self.gone = name, [], False

    def told(self, place):
        self.places.append(place)

    def look_up(self):
        if self.gone:
            raise Cancelled


class Workshop:
    """Programs whose making waits for a word, and the order in which they were made."""

    def __init__(self, **limits) -> None:
        self.programs = Programs(**limits)
        self.made, self.results, self.threads = [], {}, []
        self.go, self.now, self.most = threading.Event(), 0, 0

    def build(self, shape: str) -> Program:
        self.now += 1
        self.most = max(self.most, self.now)
        self.go.wait(PATIENCE_S)
        time.sleep(0.01)
        self.made.append(shape)
        self.now -= 1
        return made(shape)

    def ask(self, visitor: Visitor, shape: str) -> None:
        """In a thread of its own; returns once it stands in line or compiles."""

        def asking() -> None:
            with working_for(visitor):
                try:
                    self.results[visitor.name, shape] = self.programs.get(
                        shape, lambda: self.build(shape)
                    )
                except (Busy, Cancelled) as error:
                    self.results[visitor.name, shape] = error

        thread = threading.Thread(target=asking)
        thread.start()
        self.threads.append(thread)
        end = time.monotonic() + PATIENCE_S
        while not visitor.places and not self.now and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(0.02)

    def finish(self) -> None:
        self.go.set()
        for thread in self.threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


def test_programs_are_made_one_at_a_time_and_once_for_all_who_ask():
    shop = Workshop()
    for number in range(6):
        shop.ask(Visitor(f"v{number}"), "abc"[number % 3])
    shop.finish()
    assert sorted(shop.made) == ["a", "b", "c"] and shop.most == 1
    assert shop.results["v0", "a"] is shop.results["v3", "a"]


def test_the_line_is_fair_between_visitors():
    shop = Workshop()
    greedy = Visitor("greedy")
    for shape in "abcd":
        shop.ask(greedy, shape)
    shop.ask(Visitor("modest"), "m")
    shop.ask(Visitor("second"), "n")
    shop.finish()
    # a was under way; then everybody's first before anybody's next
    assert shop.made[0] == "a"
    assert set(shop.made[1:4]) == {"b", "m", "n"}
    shop.ask(Visitor("modest"), "o")
    shop.finish()
    assert shop.results["modest", "o"] == made("o")


def test_a_word_that_comes_as_the_time_is_over_is_not_lost():
    class Deaf(threading.Condition):
        """Says what `wait` says where the lock is busy when the time is over: nothing heard."""

        def wait(self, timeout=None):
            super().wait(timeout)
            return False

    shop = Workshop()
    shop.programs._changed = Deaf()
    for number in range(3):
        shop.ask(Visitor(f"v{number}"), "abc"[number])
    shop.finish()
    assert shop.made == ["a", "b", "c"]


def test_who_waits_is_told_his_place():
    shop = Workshop()
    visitors = [Visitor(f"v{number}") for number in range(3)]
    for visitor, shape in zip(visitors, "abc", strict=True):
        shop.ask(visitor, shape)
    time.sleep(0.15)
    assert visitors[1].places[-1] == 2 and visitors[2].places[-1] == 3
    shop.finish()
    assert visitors[2].places[-1] is None


def test_the_line_is_bounded_for_all_and_for_each():
    shop = Workshop(most=4, most_each=3)
    one = Visitor("one")
    shop.ask(one, "under way")
    for shape in "abc":
        shop.ask(one, shape)
    shop.ask(one, "d")
    error = shop.results["one", "d"]
    assert isinstance(error, Busy) and error.place == 4 and error.seconds >= 3
    shop.ask(Visitor("two"), "e")
    shop.ask(Visitor("three"), "f")
    assert isinstance(shop.results["three", "f"], Busy)
    # one more who waits for what is waited for already takes no place
    shop.ask(Visitor("four"), "e")
    shop.finish()
    assert shop.results["four", "e"] == shop.results["two", "e"] == made("e")
    assert "d" not in shop.made and "f" not in shop.made


def test_who_loses_interest_leaves_the_line_and_nothing_is_made_for_him():
    shop = Workshop()
    leaving, staying = Visitor("leaving"), Visitor("staying")
    shop.ask(Visitor("first"), "under way")
    shop.ask(leaving, "a")
    shop.ask(staying, "b")
    leaving.gone = True
    shop.finish()
    assert isinstance(shop.results["leaving", "a"], Cancelled)
    assert shop.made == ["under way", "b"]


def test_the_next_is_compiled_while_the_last_who_asked_has_to_wait_for_his_turn():
    class Late(Visitor):
        """Somebody whose thread may not go on yet when his program is there."""

        def __init__(self, name: str) -> None:
            super().__init__(name)
            self.may_go_on = threading.Event()

        @contextmanager
        def waiting(self):
            yield
            assert self.may_go_on.wait(PATIENCE_S)

    shop = Workshop()
    shop.go.set()
    late = Late("late")
    # he is first in line: no place is told
    late.places.append(None)
    shop.ask(late, "a")
    time.sleep(0.1)
    assert ("late", "a") not in shop.results
    shop.ask(Visitor("next"), "b")
    shop.threads[-1].join(PATIENCE_S)
    late.may_go_on.set()
    shop.finish()
    assert shop.results == {("late", "a"): made("a"), ("next", "b"): made("b")}


def test_who_waits_in_line_holds_no_data(monkeypatch):
    held = []

    class Line(Programs):
        def get(self, shape, build):
            gc.collect()
            held.append(problems())
            return build()

    def problems() -> int:
        # the type itself: asked for its class, a proxy of another library does more than tell it
        return sum(type(one) is Dataset for one in gc.get_objects())

    monkeypatch.setattr("lossviz.training.programs.programs", Line())
    monkeypatch.setattr("lossviz.training.run.problem", problem_anew)
    before = problems()
    *_, run = training.stream(Settings(dataset="ring", classes=2, points=20, width=8, steps=2))
    assert held == [before] and run.loss[-1] < run.loss[0]


def test_what_fails_is_tried_again_by_the_next():
    programs = Programs()

    def fails():
        raise RuntimeError("no memory")

    for _ in range(2):
        with pytest.raises(RuntimeError, match="no memory"):
            programs.get("a", fails)
    assert programs.get("a", lambda: made("a")) == made("a")


@pytest.mark.parametrize("ending", ["made", RuntimeError("x"), Cancelled()])
def test_memory_is_given_back_after_each_however_it_ends(ending):
    def build():
        if isinstance(ending, Exception):
            raise ending
        return made(ending)

    given = []
    programs = Programs()
    programs.tidy = lambda: given.append(1)
    if isinstance(ending, Exception):
        with pytest.raises(type(ending)):
            programs.get("a", build)
    else:
        programs.get("a", build)
        programs.get("a", build)
    assert given == [1]


def test_what_others_have_compiled_stays_compiled():
    """Outside of a server: only that forgets all that JAX has traced."""
    traced = []
    double = jax.jit(lambda x: traced.append(1) or 2 * x)
    double(1.0)
    training.train(Settings(dataset="ring", classes=2, points=20, width=8, steps=2))
    double(1.0)
    assert traced == [1]


def test_the_program_used_longest_ago_goes_first():
    programs = Programs(kept=2)
    log = []

    def get(shape: str) -> None:
        assert programs.get(shape, lambda: log.append(shape) or made(shape)) == made(shape)

    for shape in "abacab":
        get(shape)
    assert log == ["a", "b", "c", "b"]
    assert "b" in programs and "c" not in programs


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_a_program_has_the_priority_of_the_line_whoever_asks_for_it():
    programs, found = Programs(), []

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def build() -> Program:
        found.append(priority())
        return made("a")

    def ask() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), priority() + 5)
        programs.get("a", build)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(PATIENCE_S)
    assert found == [priority()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_forked_process_compiles_too():
    code = (
        "import os, warnings; warnings.simplefilter('ignore')\n"
        "from lossviz.training.programs import programs\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    programs.get('a', lambda: None)\n"
        "    os._exit(7)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stdout.strip() == "7", done.stderr
