"""Room for runs under way: bounded for all and for each, fair, and given up with the work."""

import threading
import time

import pytest

from lossviz.training import Cancelled, Client
from lossviz.web.work.room import LIGHT, Room

PATIENCE_S = 10
MB = 1_000_000


class Visitor(Client):
    """Somebody who may lose interest."""

    def __init__(self, name: str) -> None:
        self.name, self.gone = name, False

    def look_up(self):
        if self.gone:
            raise Cancelled


class Guests:
    """Threads that want room, hold it until they are told to go, and note who came in."""

    def __init__(self, room: Room) -> None:
        self.room, self.inside, self.most = room, [], 0
        self.cancelled, self.threads = [], []

    def come(self, visitor: Visitor, size: int) -> threading.Event:
        leave = threading.Event()

        def stay() -> None:
            try:
                with self.room.holding(visitor, size):
                    self.inside.append(visitor.name)
                    self.most = max(self.most, self.room.held.total())
                    leave.wait(PATIENCE_S)
            except Cancelled:
                self.cancelled.append(visitor.name)

        self.threads.append(threading.Thread(target=stay))
        self.threads[-1].start()
        time.sleep(0.03)
        return leave

    def until(self, count: int) -> list[str]:
        """Who has come in, once there have been so many."""
        end = time.monotonic() + PATIENCE_S
        while len(self.inside) < count and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(0.05)
        return self.inside


def test_no_more_is_held_than_there_is_room_for_and_all_come_in_at_last():
    guests = Guests(Room(most=20 * MB, most_each=20 * MB))
    leaving = [guests.come(Visitor(f"v{k}"), 6 * MB) for k in range(10)]
    assert len(guests.until(3)) == 3
    for count, leave in enumerate(leaving, 4):
        leave.set()
        guests.until(min(count, 10))
    for thread in guests.threads:
        thread.join(PATIENCE_S)
    assert sorted(guests.inside) == sorted(f"v{k}" for k in range(10))
    assert guests.most == 18 * MB and not guests.room.held


def test_one_visitor_s_share_leaves_room_for_another():
    guests = Guests(Room(most=60 * MB, most_each=12 * MB))
    greedy = [guests.come(Visitor("greedy"), 6 * MB) for _ in range(5)]
    modest = guests.come(Visitor("modest"), 6 * MB)
    assert guests.until(3) == ["greedy", "greedy", "modest"]
    for leave in (*greedy, modest):
        leave.set()
    assert len(guests.until(6)) == 6


def test_who_holds_least_comes_in_first():
    guests = Guests(Room(most=12 * MB, most_each=12 * MB))
    first, second = (guests.come(Visitor("greedy"), 6 * MB) for _ in range(2))
    more = [guests.come(Visitor(name), 6 * MB) for name in ("greedy", "greedy", "modest")]
    assert guests.until(2) == ["greedy"] * 2
    first.set()
    assert guests.until(3)[-1] == "modest"
    for leave in (second, *more):
        leave.set()
    assert len(guests.until(5)) == 5


def test_who_takes_little_never_waits_and_one_always_fits():
    guests = Guests(Room(most=5 * MB, most_each=5 * MB))
    large = guests.come(Visitor("large"), 50 * MB)
    heavy = guests.come(Visitor("heavy"), 2 * MB)
    light = guests.come(Visitor("light"), LIGHT)
    assert guests.until(2) == ["large", "light"]
    for leave in (large, heavy, light):
        leave.set()
    assert guests.until(3)[-1] == "heavy"


def test_who_loses_interest_leaves_the_line_and_the_next_comes_in():
    guests = Guests(Room(most=6 * MB, most_each=6 * MB))
    first = guests.come(Visitor("first"), 4 * MB)
    leaving = Visitor("leaving")
    large = guests.come(leaving, 6 * MB)
    small = guests.come(Visitor("small"), 2 * MB)
    # nobody who needs less gets past him
    assert guests.until(1) == ["first"]
    leaving.gone = True
    assert guests.until(2) == ["first", "small"] and guests.cancelled == ["leaving"]
    for leave in (first, large, small):
        leave.set()
    for thread in guests.threads:
        thread.join(PATIENCE_S)
    assert not guests.room.held


def test_work_that_is_dropped_between_two_steps_gives_its_room_back():
    room = Room()

    def steps():
        with room.holding(Visitor("me"), 4 * MB):
            yield 1
            yield 2

    work = steps()
    next(work)
    assert room.held == {"me": 4 * MB}
    del work
    assert not room.held


def test_cancelled_on_the_way_in_gives_it_back():
    class Late(Visitor):
        """Told that nobody wants his work in the moment in which he could go on."""

        def waiting(self):
            me = self

            class Wait:
                def __enter__(self):
                    me.room.held.clear()
                    with me.room._lock:
                        me.room._let_in()

                def __exit__(self, *_):
                    raise Cancelled

            return Wait()

    late = Late("late")
    late.room = room = Room(most=MB, most_each=MB)
    room.held["other"] = 2 * MB
    with pytest.raises(Cancelled), room.holding(late, 2 * MB):
        raise AssertionError("he must not come in")
    assert not room.held
