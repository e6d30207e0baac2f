"""Who asks: the name under which a visitor's work waits for its turn.

Thirty students behind one router share an address, and one of them can open a hundred tabs. So the
page gives its browser a name: the session's, signed by this process, sent back as a header of
every request for pictures. A request without a name that this process has given counts under its
address.
"""

import hashlib
import hmac
import secrets

from starlette.requests import HTTPConnection
from streamlit.runtime.scriptrunner import get_script_run_ctx

HEADER = "X-Lossviz-Visitor"
_secret = secrets.token_bytes(32)


def session_name() -> str:
    """The name of the session whose script runs here; "" outside of one.

    After a restart of the server a session has another name, also where its id stays.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else _signed(context.session_id)


def page_name() -> str:
    """A name for a page that has no session: one that stands alone in a frame."""
    return _with_seal(secrets.token_hex(8))


def of(request: HTTPConnection) -> str:
    """The visitor behind a request: a name given by `session_name`, else the client's address."""
    given = request.headers.get(HEADER, "")
    known, _, _ = given.partition(".")
    if given and hmac.compare_digest(given.encode(), _with_seal(known).encode()):
        return given
    return request.client.host if request.client else ""


def _signed(session_id: str) -> str:
    # the session's own id opens its uploads: it does not leave the server in a header
    return _with_seal(hashlib.blake2b(session_id.encode(), digest_size=8, key=_secret).hexdigest())


def _with_seal(name: str) -> str:
    seal = hashlib.blake2b(name.encode(), digest_size=8, key=_secret, person=b"visitor").hexdigest()
    return f"{name}.{seal}"
