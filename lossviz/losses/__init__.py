"""Softmax-family losses: values, gradients through JAX, and the table that describes them."""

from lossviz.losses.catalogue import CATALOGUE, Loss, Parameter, get

__all__ = ["CATALOGUE", "Loss", "Parameter", "get"]
