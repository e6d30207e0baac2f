"""The wire format between the tracks and the browser: one header of JSON, then plain arrays.

A message is `[header length, u32 little-endian][header, JSON padded to 4][payload]`. The header
names each array with dtype, shape and offset; a stored integer times `scale` is the value. Plain
little-endian arrays can be laid under a JavaScript typed array without parsing.
"""

import json
import struct
from collections.abc import Mapping

import numpy as np

DTYPES = {"f4": "<f4", "i4": "<i4", "i2": "<i2", "u2": "<u2", "u1": "u1"}


class Scaled:
    """An array of values in [−reach, reach] that is sent as 16-bit integers."""

    dtype = "i2"

    def __init__(self, values: np.ndarray, reach: float = 1.0):
        self.scale = (reach or 1.0) / 32767
        self.stored = np.round(np.asarray(values) / self.scale).astype("<i2")


def message(kind: str, arrays: Mapping[str, np.ndarray | Scaled] | None = None, **fields) -> bytes:
    """One message of this kind with these arrays; `fields` go into the header as JSON."""
    described, parts, offset = [], [], 0
    for name, array in (arrays or {}).items():
        entry: dict[str, str | float] = {"name": name}
        if isinstance(array, Scaled):
            entry["scale"], array = array.scale, array.stored
        code = _code(array)
        data = np.ascontiguousarray(array, DTYPES[code]).tobytes()
        described.append(entry | {"dtype": code, "shape": list(array.shape), "offset": offset})
        padded = data + bytes(-len(data) % 4)
        parts.append(padded)
        offset += len(padded)
    head = {"type": kind, "arrays": described, "bytes": offset, **fields}
    header = json.dumps(head, ensure_ascii=False, allow_nan=False).encode()
    header += b" " * (-len(header) % 4)
    return b"".join([struct.pack("<I", len(header)), header, *parts])


def _code(array: np.ndarray) -> str:
    """Floats go as f4; integers keep their size, wider ones become i4."""
    if array.dtype.kind == "f":
        return "f4"
    code = array.dtype.str[1:]
    return code if code in DTYPES else "u1" if array.dtype.kind == "b" else "i4"


def unpack(data: bytes) -> list[tuple[dict, dict[str, np.ndarray]]]:
    """The messages in `data`, each as (header, arrays); the inverse of `message`."""
    messages, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        header = json.loads(data[at + 4 : at + 4 + length])
        start = at + 4 + length
        arrays = {}
        for entry in header["arrays"]:
            flat = np.frombuffer(
                data, DTYPES[entry["dtype"]], int(np.prod(entry["shape"])), start + entry["offset"]
            )
            arrays[entry["name"]] = flat.reshape(entry["shape"]) * entry.get("scale", 1)
        messages.append((header, arrays))
        at = start + header["bytes"]
    return messages
