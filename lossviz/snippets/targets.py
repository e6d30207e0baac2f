"""Which losses a target has, of which files its programs consist, and what differs there."""

from collections.abc import Mapping
from types import MappingProxyType

from lossviz import losses
from lossviz.settings import Settings

# files of `assets/snippets/<target>` around that of the loss, by the family of the loss
_TORCH = {family: ("{loss}", family, "check") for family in ("raw", "angular")}
PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "lossviz": dict.fromkeys(("raw", "angular"), ("loss", "run")),
        "torch": _TORCH,
        "pml": {"angular": ("{loss}", "check")},
    }
)
# the margins of these must be whole numbers in pytorch-metric-learning, and it has no λ
WHOLE = ("l_softmax", "sphereface")
PML = ("normface", "cosface", "arcface", *WHOLE)


def missing(settings: Settings, target: str) -> str | None:
    """Why a target has no such loss, as a key of the words of `snippets`; None where it has it."""
    if target != "pml":
        return None
    if settings.loss not in PML:
        return f"no_{losses.get(settings.loss).family}"
    if settings.loss in WHOLE:
        if settings.lam or settings.anneal:
            return "no_lambda"
        if settings.m is not None and not float(settings.m).is_integer():
            return "no_fraction"
    return None


def differs(settings: Settings, target: str) -> str:
    """What is otherwise there than here, as a key of the words of `snippets`."""
    if target == "pml":
        return f"pml_{settings.loss}"
    return f"{target}_annealed" if settings.anneal else target
