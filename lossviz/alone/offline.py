"""What is different in a page that has no site around it."""

import re
from typing import Any

_ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)


def without_links(told: Any) -> Any:
    """What the browser is told, with the words of its links in place of them: they lead nowhere."""
    if isinstance(told, str):
        return _ANCHOR.sub(r"\1", told)
    if isinstance(told, dict):
        return {name: without_links(part) for name, part in told.items()}
    return [without_links(part) for part in told] if isinstance(told, list) else told
