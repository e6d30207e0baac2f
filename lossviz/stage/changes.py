"""What had to be changed in a link, or after a choice, in words."""

from collections.abc import Callable

from lossviz.losses import CATALOGUE
from lossviz.settings import Change
from lossviz.settings.fields import PARAMETERS
from lossviz.words import phrases, say_in

# where the words for a setting's choices stand
CHOICES = {
    "dataset": "controls.datasets.{}",
    "encoder": "controls.encoders.{}",
    "optimizer": "controls.optimizers.{}",
    "loss": "losses.{}.title",
    "view": "stage.view_{}",
    "formula": "stage.formula_{}",
}
Shown = Callable[[object], object]


def sentence_of(change: Change, lang: str, of_run: bool, shown: Shown = lambda given: given) -> str:
    """One change in words.

    Args:
      of_run: it is about the settings of a run; the controls of a lesson are called by their keys.
      shown: how a learner's own text is written where the words are read as markup.
    """
    return say_in(
        lang,
        f"notice.{change.reason}",
        field=_name(change.field, lang, shown) if of_run else shown(change.field),
        given=shown(change.given),
        used=_choice(change, lang, shown),
    )


def _choice(change: Change, lang: str, shown: Shown) -> object:
    """What the page calls the value that is used instead."""
    word = phrases(lang).get(CHOICES.get(change.field, "").format(change.used))
    return word or shown(change.used)


def _name(field: str, lang: str, shown: Shown) -> object:
    """What the page calls a setting."""
    if field in PARAMETERS:
        symbols = {p.key: p.symbol for loss in CATALOGUE.values() for p in loss.parameters}
        return symbols[field]
    words = phrases(lang)
    for group in ("data", "network", "training", "link"):
        if (found := words.get(f"controls.{group}.{field}")) is not None:
            return found
    return shown(field)
