"""What the process needs of its system: a home, files for a class, few threads, memory back."""

import ctypes
import logging
import os
import stat
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from threadpoolctl import threadpool_limits

from lossviz.training.programs import give_memory_back

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None

log = logging.getLogger(__name__)

# a session holds three or four
FILES = 65_536
# of glibc's mallopt
M_ARENA_MAX = -8
ARENAS = 2


def ensure_home() -> None:
    """Give a process without a home folder one among the temporary files.

    A container's user may have neither HOME nor an entry in passwd. Streamlit looks for its
    settings there whenever it is asked anything, and JAX keeps compiled programs there.
    """
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = home = _own_folder()
        log.log(logging.WARNING, "no home folder: %s stands in", home)


def _own_folder() -> str:
    """A folder that nobody else can write to: programs out of it will be run."""
    if hasattr(os, "getuid"):
        folder = Path(tempfile.gettempdir()) / f"lossviz-{os.getuid()}"
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
        if ours and not found.st_mode & 0o077:
            return str(folder)
    return tempfile.mkdtemp(prefix="lossviz-")


def raise_file_limit() -> None:
    """Allow this process as many open files as its system lets it have, within reason."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError) as error:
            log.log(logging.WARNING, "open files stay limited to %d: %s", soft, error)


def one_blas_thread() -> None:
    """Have a product of matrices computed by the thread that asks for it.

    Ours are small: on cores that are busy, waiting for a second thread costs fifty times the
    product. After NumPy and SciPy are loaded, whose libraries are told so.
    """
    threadpool_limits(1, user_api="blas")


def few_arenas() -> None:
    """Have all threads share two heaps.

    glibc gives each thread one of its own, and what one has freed no other can use: the threads
    that compile and train then hold 100 MB more between them. Before many threads have begun.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)


class GivesBack:
    """Called after every piece of work: gives free memory back soon, again and again while it goes.

    What runs leave behind lies between what is kept, and glibc returns it only when asked: the runs
    of thirty visitors would leave 800 MB of it. To ask takes 12 ms.
    """

    SOON_S = 5.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looking = self._more = False

    def __call__(self) -> None:
        with self._lock:
            self._more = True
            if self._looking:
                return
            self._looking = True
        threading.Thread(target=self._look, name="lossviz-memory", daemon=True).start()

    def _look(self) -> None:
        while self._goes_on():
            time.sleep(self.SOON_S)
            give_memory_back()

    def _goes_on(self) -> bool:
        """Whether anything has ended since the last look."""
        with self._lock:
            self._looking, self._more = self._more, False
            return self._looking
