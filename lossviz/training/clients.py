"""For whom a thread works: who waits in line, may be told his place, and may lose interest.

Whoever trains in a notebook waits for himself alone and is never called off. A server names a
client for the time of a piece of work (`working_for`), and the training looks up at him.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar


class Cancelled(Exception):
    """Nobody wants the work any more."""


class Busy(Exception):
    """Too many wait already.

    place: how many are before him who was turned away; seconds: when it is worth asking again.
    """

    def __init__(self, place: int, seconds: float) -> None:
        super().__init__(f"{place} wait already; try again in {seconds:.0f} s")
        self.place, self.seconds = place, seconds


class Client:
    """Somebody for whom a thread works; this one is a notebook."""

    # waits in line under this name; equals take turns
    name = ""

    def look_up(self) -> None:
        """Called every now and then. Raises Cancelled where the work is not wanted any more."""

    def told(self, place: int | None) -> None:
        """He stands at this place in a line, from 1; None: not any more."""

    def waiting(self) -> AbstractContextManager[None]:
        """Around a time in which the thread does nothing for him."""
        return nullcontext()

    def holding(self, size: int) -> AbstractContextManager[None]:
        """Around a time in which the work holds so many bytes; he may have to wait for them."""
        return nullcontext()


_client: ContextVar[Client] = ContextVar("client", default=Client())  # noqa: B039


def client() -> Client:
    """For whom this thread works."""
    return _client.get()


@contextmanager
def working_for(somebody: Client) -> Generator[None]:
    """Work for `somebody` within the block."""
    token = _client.set(somebody)
    try:
        yield
    finally:
        _client.reset(token)
