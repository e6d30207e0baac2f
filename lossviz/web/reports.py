"""What the browser says was moved, and to whom.

Streamlit loses what a component says while the line is down. Once the line is back, it hands the
last thing said to whatever session is there: after a restart of the server that is a new one, and
what was said may be older than the URL it starts from. So a report names the session that it is
made to (`visitors.session_name`) and bears a number. The session answers with the last number it
has taken over, and the browser reports what is not answered again.
"""

from typing import Any

from lossviz.web.server.visitors import session_name


def heard(report: Any) -> dict[str, Any] | None:
    """The report, if it was made to this session."""
    if not isinstance(report, dict) or report.get("to") != session_name():
        return None
    return report if type(report.get("n")) is int else None
