"""The loss of some settings as a program that runs: here, in PyTorch, in pytorch-metric-learning.

The programs are put together from `assets/snippets`: each file there is code in itself, whose
constants are set to the values of the settings. Each program ends with a check on random data, and
knows what this library says of them.
"""

from lossviz.snippets.program import TARGETS, Snippet, snippet, snippets
from lossviz.snippets.targets import missing

__all__ = ["TARGETS", "Snippet", "missing", "snippet", "snippets"]
