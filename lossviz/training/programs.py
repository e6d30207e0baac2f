"""The compiled programs, and the line in which new ones are waited for.

A program takes two seconds of both cores and 200 MB to compile, and 30 MB to keep. So they are
compiled one at a time, whoever asks; those who ask wait in a line that is fair between clients and
bounded; and after each the memory is given back to the system. They are compiled with the priority
of whoever made the line, not of who asks: all who wait would wait for the one who stepped back.
"""

import ctypes
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np

from lossviz.training import kernel
from lossviz.training.clients import Busy, Client, client
from lossviz.training.kernel import Program

KEPT = 4
MOST_WAITING = 32
MOST_WAITING_EACH = 16
COMPILE_S = 3.0
LOOK_UP_S = 0.1


class _Waiting(NamedTuple):
    """A thread in line."""

    client: Client
    shape: Hashable


class Programs:
    """A compiled program a shape; past `kept` the one used longest ago goes."""

    def __init__(
        self, kept: int = KEPT, most: int = MOST_WAITING, most_each: int = MOST_WAITING_EACH
    ) -> None:
        self._limits = kept, most, most_each
        self._kept: OrderedDict[Hashable, Program] = OrderedDict()
        self._line: list[_Waiting] = []
        # when each client had his last program compiled, oldest first
        self._served: OrderedDict[str, None] = OrderedDict()
        self._compiling: Hashable | None = None
        self._changed = threading.Condition()
        self._changes = 0
        self.hire()
        # called after each compilation, however it ends
        self.tidy: Callable[[], None] = give_memory_back

    def hire(self) -> None:
        """A thread that compiles; it has the priority of the one in which it begins, so: now."""
        self._compiler = ThreadPoolExecutor(1, thread_name_prefix="lossviz-compile")
        self._compiler.submit(int).result()

    def get(self, shape: Hashable, build: Callable[[], Program]) -> Program:
        """The program for runs of this shape: a kept one, else made by `build` when it is its turn.

        Raises:
          Busy: too many shapes wait already, or too many of this client's.
          Cancelled: the client has lost interest while he waited.
        """
        with self._changed:
            if found := self._recall(shape):
                return found
            me = self._join(shape)
        try:
            # all of it: the line goes on even where this thread has to wait until it may go on
            with me.client.waiting():
                return self._turn(me) or self._compile(me, build)
        finally:
            me.client.told(None)

    def _place(self, shape: Hashable) -> int:
        """How many programs are compiled before this one is ready, itself included."""
        before = list(dict.fromkeys(self._order())).index(shape)
        return before + 1 + (self._compiling is not None and self._compiling != shape)

    def __contains__(self, shape: Hashable) -> bool:
        return shape in self._kept

    def _recall(self, shape: Hashable) -> Program | None:
        found = self._kept.get(shape)
        if found is not None:
            self._kept.move_to_end(shape)
        return found

    def _join(self, shape: Hashable) -> _Waiting:
        _, most, most_each = self._limits
        me = _Waiting(client(), shape)
        shapes = {other.shape for other in self._line} | {shape}
        mine = {other.shape for other in self._line if other.client.name == me.client.name} | {
            shape
        }
        if len(shapes) > most or len(mine) > most_each:
            raise Busy(len(shapes), COMPILE_S * len(mine))
        self._line.append(me)
        return me

    def _turn(self, me: _Waiting) -> Program | None:
        """Wait until the program is there, or until it is this thread's turn to compile it."""
        with self._changed:
            try:
                while True:
                    me.client.look_up()
                    if found := self._recall(me.shape):
                        return found
                    if self._compiling is None and self._order()[0] == me.shape:
                        self._compiling = me.shape
                        return None
                    me.client.told(self._place(me.shape))
                    # where nothing changes, hundreds who wait need not count the line each time;
                    # the answer of `wait` does not say it: a word that comes just as the time is
                    # over is counted as given, and heard by nobody
                    seen = self._changes
                    while self._changes == seen:
                        self._changed.wait(LOOK_UP_S)
                        me.client.look_up()
            finally:
                self._line.remove(me)
                # of all who find the same program only the last one can have changed the order
                others = any(other.shape == me.shape for other in self._line)
                if not (others and me.shape in self._kept):
                    self._tell_all()

    def _order(self) -> list[Hashable]:
        """The shapes waited for: clients in turn, he who was served longest ago first."""
        turns = {name: at for at, name in enumerate(self._served, 1)}
        asked: dict[str, int] = {}
        keys = []
        for arrival, (who, shape) in enumerate(self._line):
            asked[who.name] = asked.get(who.name, -1) + 1
            keys.append((asked[who.name], turns.get(who.name, 0), arrival, shape))
        return [key[-1] for key in sorted(keys, key=lambda key: key[:-1])]

    def _compile(self, me: _Waiting, build: Callable[[], Program]) -> Program:
        try:
            found = self._compiler.submit(build).result()
            with self._changed:
                self._kept[me.shape] = found
                while len(self._kept) > self._limits[0]:
                    self._kept.popitem(last=False)
            return found
        finally:
            self._after(me)

    def _after(self, me: _Waiting) -> None:
        """Clear up, and let the next one in line have his turn."""
        self.tidy()
        with self._changed:
            self._compiling = None
            self._served[me.client.name] = None
            self._served.move_to_end(me.client.name)
            while len(self._served) > MOST_WAITING:
                self._served.popitem(last=False)
            self._tell_all()

    def _tell_all(self) -> None:
        self._changes += 1
        self._changed.notify_all()


def give_memory_back() -> None:
    """Hand free memory back to the system: one compilation leaves about 150 MB of it lying around.

    Only glibc keeps it, and only glibc has this call.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


programs = Programs()
if hasattr(os, "register_at_fork"):
    # a forked process has the executor, and not its thread
    os.register_at_fork(after_in_child=programs.hire)


def program_for(
    operands: tuple, *, kind: str, batch: int, family: str, classes: int, kept: int
) -> Program:
    """The program for runs of these operands, or of their `shapes_of`; see `kernel.program`.

    Raises: see `Programs.get`.
    """
    static = dict(kind=kind, batch=batch, family=family, classes=classes, kept=kept)
    # who waits in line holds no data
    operands = shapes_of(operands)
    leaves, structure = jax.tree.flatten(operands)
    shape = (structure, *map(np.shape, leaves), *static.values())
    return programs.get(shape, partial(_build, operands, static))


def _build(shapes: tuple, static: dict[str, Any]) -> Program:
    operands = jax.tree.map(lambda one: np.zeros(one.shape, one.dtype), shapes)
    return kernel.program(*operands, **static)


def shapes_of(operands: tuple) -> tuple:
    """The operands with nothing of their arrays but shape and dtype."""
    return jax.tree.map(lambda x: jax.ShapeDtypeStruct(np.shape(x), x.dtype), operands)
