"""The crew: as many at a time as there are cores, fair between visitors, never short of hands."""

import threading
import time

from lossviz.web.work.crew import MOST_BEGUN, Crew

PATIENCE_S = 10


def waited(event: threading.Event) -> None:
    assert event.wait(PATIENCE_S)


class Log:
    """Parts that note whose they are, and hold their thread for a while."""

    def __init__(self, crew: Crew) -> None:
        self.crew, self.order, self.ended = crew, [], threading.Event()

    def add(self, visitor: str, piece: str, seconds=0.0, urgent=True, last=False) -> None:
        def part() -> None:
            self.order.append((visitor, piece))
            time.sleep(seconds)
            if last:
                self.ended.set()

        self.crew.add(visitor, piece, part, urgent)


def busy(crew: Crew) -> threading.Event:
    """The only thread of a crew is held until the event is set."""
    go, begun = threading.Event(), threading.Event()
    crew.open("site", "held")
    crew.add("site", "held", lambda: (begun.set(), go.wait(PATIENCE_S)), True)
    waited(begun)
    return go


def test_visitors_take_turns_however_much_one_of_them_asks_for():
    crew = Crew(1)
    log, go = Log(crew), busy(crew)
    for number in range(30):
        crew.open("greedy", f"g{number}")
        log.add("greedy", f"g{number}", seconds=0.01)
    crew.open("modest", "m")
    log.add("modest", "m", last=True)
    go.set()
    waited(log.ended)
    # where he came in, not how many there are: the greedy one goes on while this thread wakes up
    assert log.order.index(("modest", "m")) <= 2


def test_what_is_waited_for_goes_before_what_is_prepared():
    crew = Crew(1)
    log, go = Log(crew), busy(crew)
    for piece in ("sweep", "run"):
        crew.open("me", piece)
    log.add("me", "sweep", urgent=False, last=True)
    log.add("me", "run")
    go.set()
    waited(log.ended)
    assert log.order == [("me", "run"), ("me", "sweep")]


def test_preparing_gets_on_where_somebody_always_waits():
    crew = Crew(1)
    crew.open("heavy", "run")
    crew.open("light", "sweep")
    log = Log(crew)
    stop = threading.Event()

    def again() -> None:
        time.sleep(0.02)
        if not stop.is_set():
            crew.add("heavy", "run", again, True)

    crew.add("heavy", "run", again, True)
    log.add("light", "sweep", urgent=False, last=True)
    waited(log.ended)
    stop.set()


def test_the_pieces_of_a_visitor_take_turns():
    crew = Crew(1)
    log, go = Log(crew), busy(crew)
    for piece in ("a", "b"):
        crew.open("me", piece)
        for _ in range(3):
            log.add("me", piece)
    crew.open("me", "end")
    log.add("me", "end", urgent=False, last=True)
    go.set()
    waited(log.ended)
    assert [piece for _, piece in log.order] == ["a", "b", "a", "b", "a", "b", "end"]


def test_no_more_work_at_a_time_than_there_are_threads():
    crew = Crew(3)
    now, most, lock, done = [0], [0], threading.Lock(), threading.Semaphore(0)

    def part() -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.002)
        with lock:
            now[0] -= 1
        done.release()

    crew.open("me", "p")
    for _ in range(60):
        crew.add("me", "p", part, True)
    for _ in range(60):
        assert done.acquire(timeout=PATIENCE_S)
    assert most[0] == 3


def test_who_only_waits_makes_room_and_takes_it_back():
    crew = Crew(1)
    go, waiting, worked, back = (threading.Event() for _ in range(4))

    def waits() -> None:
        with crew.idle():
            waiting.set()
            go.wait(PATIENCE_S)
        back.set()

    crew.open("me", "p")
    crew.add("me", "p", waits, True)
    waited(waiting)
    crew.add("me", "p", worked.set, True)
    waited(worked)
    go.set()
    waited(back)
    # the one thread too many has gone, and what comes is still done
    for _ in range(20):
        more = threading.Event()
        crew.add("me", "p", more.set, True)
        waited(more)
    assert crew._threads[True].there == 1


def test_waiting_is_charged_to_nobody():
    crew = Crew(1)
    log, ended = Log(crew), threading.Event()

    def waits() -> None:
        with crew.idle():
            time.sleep(0.3)
        crew.add("patient", "later", ended.set, True)

    crew.open("patient", "p")
    crew.open("patient", "later")
    crew.add("patient", "p", waits, True)
    waited(ended)
    assert crew._visitors["patient"].spent < 0.2
    assert log.order == []


def test_a_closed_piece_is_dropped_and_leaves_room():
    crew = Crew(1, most=3, most_each=3)
    log, go = Log(crew), busy(crew)
    for piece in ("a", "b"):
        crew.open("me", piece)
        log.add("me", piece)
    crew.close("me", "a")
    log.add("me", "a")
    crew.open("me", "c")
    assert crew.place("c") == 3
    log.add("me", "c", urgent=False, last=True)
    go.set()
    waited(log.ended)
    assert ("me", "b") in log.order


def test_what_comes_of_a_closed_piece_is_in_nobody_s_way():
    """A part that goes on after its piece was closed, as one does that had not looked up yet."""
    crew = Crew(1)
    log = Log(crew)
    crew.open("me", "last")
    for number in range(MOST_BEGUN):
        piece, begun, closed = f"p{number}", threading.Event(), threading.Event()

        def part(piece=piece, begun=begun, closed=closed) -> None:
            begun.set()
            waited(closed)
            log.add("me", piece, urgent=False)

        crew.open("me", piece)
        crew.add("me", piece, part, False)
        waited(begun)
        crew.close("me", piece)
        closed.set()
    log.add("me", "last", urgent=False, last=True)
    waited(log.ended)
    assert log.order == [("me", "last")]


def test_few_pieces_of_one_visitor_are_begun_at_a_time():
    crew = Crew(1)
    begun, ended = [], threading.Semaphore(0)

    def part(piece: str, left: int) -> None:
        if piece not in begun:
            begun.append(piece)
        most.append(len(begun) - done[0])
        if left:
            crew.add("greedy", piece, lambda: part(piece, left - 1), True)
        else:
            done[0] += 1
            crew.close("greedy", piece)
            ended.release()

    most, done = [], [0]
    for number in range(30):
        crew.open("greedy", f"p{number}")
    for number in range(30):
        crew.add("greedy", f"p{number}", lambda p=f"p{number}": part(p, 3), True)
    for _ in range(30):
        assert ended.acquire(timeout=PATIENCE_S)
    assert max(most) == MOST_BEGUN


def test_threads_that_waited_together_come_back_in_turn():
    """Two hundred runs that wait for one program must not train all at once when it is there."""
    crew = Crew(2)
    ready, lock, done = threading.Event(), threading.Lock(), threading.Semaphore(0)
    now, most, waiting, order = [0], [0], threading.Semaphore(0), []

    def part(visitor: str) -> None:
        with crew.idle():
            waiting.release()
            ready.wait(PATIENCE_S)
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            order.append(visitor)
        time.sleep(0.005)
        with lock:
            now[0] -= 1
        done.release()

    pieces = [("greedy", f"g{k}") for k in range(8)] + [(f"v{k}", f"p{k}") for k in range(20)]
    for visitor, piece in pieces:
        crew.open(visitor, piece)
        crew.add(visitor, piece, lambda who=visitor: part(who), True)
    for _ in pieces:
        assert waiting.acquire(timeout=PATIENCE_S)
    # a newcomer whose work waits for nothing is not behind all of them
    log = Log(crew)
    crew.open("new", "n")
    ready.set()
    log.add("new", "n", last=True)
    waited(log.ended)
    for _ in pieces:
        assert done.acquire(timeout=PATIENCE_S)
    assert most[0] <= 2
    # fair: of the first of them few are of him who has eight
    assert order[:20].count("greedy") <= 2
    end = time.monotonic() + PATIENCE_S
    while crew._threads[True].there > 2 and time.monotonic() < end:
        time.sleep(0.005)
    assert crew._threads[True].there <= 2 and crew._threads[True].idle == 0


def test_who_has_nothing_to_go_on_for_comes_back_at_once():
    crew = Crew(1)
    go, waiting, back = (threading.Event() for _ in range(3))

    def waits() -> None:
        with crew.idle():
            waiting.set()
            go.wait(PATIENCE_S)
        back.set()

    crew.open("me", "p")
    crew.add("me", "p", waits, True)
    waited(waiting)
    held = busy(crew)
    go.set()
    assert not back.wait(0.05)
    # the only thread is taken; he only has to find out that his work is not wanted
    crew.close("me", "p")
    waited(back)
    held.set()


def test_the_end_of_every_piece_is_told():
    ended = []
    crew = Crew(1, ended=lambda: ended.append(1))
    for piece in ("a", "b"):
        crew.open("me", piece)
        crew.close("me", piece)
    assert ended == [1, 1]


def test_a_part_that_fails_costs_no_thread(caplog):
    crew = Crew(1)
    log = Log(crew)
    crew.open("me", "p")
    crew.add("me", "p", lambda: 1 // 0, True)
    log.add("me", "p", last=True)
    waited(log.ended)
    assert "ZeroDivisionError" in caplog.text and crew._threads[True].there == 1
