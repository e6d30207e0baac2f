"""A run as files: arrays for NumPy, tables for a spreadsheet, a notebook that trains it again."""

from lossviz.export.arrays import to_npz
from lossviz.export.notebook import to_notebook
from lossviz.export.tables import to_csv

__all__ = ["to_csv", "to_notebook", "to_npz"]
