"""Exact curves on the sphere as pieces from point to point, which a picture draws."""

import numpy as np

from lossviz.geometry import Curves


def segments(curves: Curves, frames: int, solo: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """(at [F, L, 6], cls [F, L]): the lines on the sphere as pieces from point to point.

    Filled up with NaN to the longest frame. `solo`: cls is the class whose edge a line is; else −1,
    the lines belong to two classes.
    """
    size = np.diff(curves.first)
    starts = np.delete(np.arange(len(curves.points)), curves.first[1:] - 1)
    pieces = np.concatenate([curves.points[starts], curves.points[starts + 1]], axis=1)
    frame, cls = (np.repeat(kind, size - 1) for kind in (curves.frame, curves.cls))
    count = np.bincount(frame, minlength=frames)
    place = np.arange(len(frame)) - np.repeat(np.cumsum(count) - count, count)
    at = np.full((frames, max(count.max(initial=0), 1), 6), np.nan)
    owner = np.full(at.shape[:2], np.nan)
    at[frame, place] = pieces
    owner[frame, place] = cls if solo else -1
    return at, owner
