"""Softmax-family losses: values, gradients through JAX, and the table that describes them."""

from lossviz.losses.catalogue import CATALOGUE, Loss, Parameter, get
from lossviz.losses.dialects import DIALECTS

__all__ = ["CATALOGUE", "DIALECTS", "Loss", "Parameter", "get"]
