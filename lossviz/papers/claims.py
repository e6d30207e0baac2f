"""Every published number that this site relies on."""

from lossviz.papers import angular, basics, bounds
from lossviz.papers.claim import Claim

# where each group of claims can be read, in the order of the lessons that use them
SOURCES = {
    "worked": "",
    "shannon": "https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
    "kullback": "https://en.wikipedia.org/wiki/Kullback-Leibler_divergence",
    "course": "https://cs231n.github.io/linear-classify/",
    "normface": "https://arxiv.org/abs/1704.06369",
    "cosface": "https://arxiv.org/abs/1801.09414",
    "l2_softmax": "https://arxiv.org/abs/1703.09507",
    "adacos": "https://arxiv.org/abs/1905.00292",
    "tammes": "https://spherical-codes.org",
    "sphereface": "https://arxiv.org/abs/1704.08063",
    "arcface": "https://arxiv.org/abs/1801.07698",
    "szegedy": "https://arxiv.org/abs/1512.00567",
}


def _in_order(*parts: tuple[Claim, ...]) -> tuple[Claim, ...]:
    every = [claim for part in parts for claim in part]
    return tuple(claim for group in SOURCES for claim in every if claim.group == group)


CLAIMS = _in_order(basics.CLAIMS, bounds.CLAIMS, angular.CLAIMS)
