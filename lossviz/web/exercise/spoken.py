"""A teacher's own words in a link: plain text of one line, and only signs that can be seen."""

import unicodedata

# joins emoji, and letters of some scripts; at an end it joins nothing
JOINERS = "\u200c\u200d"


def plain_text(text: str, most: int) -> tuple[str, str | None]:
    """(at most so many signs of it, why it is not as it came: "text-cleaned", "text-cut" or None).

    Signs of control and of direction go: a name must not be able to run backwards, or to hide.
    """
    # what is far too long need not be looked at to its end
    head = unicodedata.normalize("NFC", text[: 20 * most])
    seen = "".join(map(_seen, head))
    words = " ".join(seen.split()).strip(JOINERS + " ")
    if len(words) > most or len(text) > 20 * most:
        return words[:most].strip(JOINERS + " "), "text-cut"
    return words, None if words == " ".join(head.split()) else "text-cleaned"


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zs", "Zl", "Zp") or sign in "\t\n\r":
        return " "
    if sign in JOINERS:
        return sign
    return "" if kind[0] == "C" else sign
