"""The wire format: what goes in comes out, and a browser can lay typed arrays under it."""

import json
import struct

import numpy as np
import pytest

from lossviz.stage.packing import Scaled, message, unpack


def test_arrays_come_back_with_their_shape_and_kind():
    rng = np.random.default_rng(0)
    given = {
        "f": rng.normal(size=(3, 5)).astype(np.float32),
        "i": np.arange(-3, 4, dtype=np.int32),
        "h": np.array([[0, 65535]], np.uint16),
        "b": np.array([0, 255, 7], np.uint8),
        "none": np.zeros((0, 2), np.float32),
    }
    ((header, found),) = unpack(message("frames", given, positions=[2, 0]))
    assert header["type"] == "frames" and header["positions"] == [2, 0]
    assert list(found) == list(given)
    for name, array in given.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].shape == array.shape
    assert [entry["dtype"] for entry in header["arrays"]] == ["f4", "i4", "u2", "u1", "f4"]


@pytest.mark.parametrize(
    ("given", "code"),
    [(np.float64(1.5), "f4"), (np.int64(7), "i4"), (np.bool_(True), "u1"), (np.int16(-2), "i2")],
)
def test_wide_types_are_narrowed(given, code):
    ((header, found),) = unpack(message("frames", {"x": np.array([given])}))
    assert header["arrays"][0]["dtype"] == code
    assert found["x"][0] == given


def test_directions_keep_four_digits_in_two_bytes():
    direction = np.linspace(-1, 1, 1001)
    ((header, found),) = unpack(message("frames", {"dir": Scaled(direction)}))
    assert header["arrays"][0]["scale"] == pytest.approx(1 / 32767)
    assert header["bytes"] == 2004
    np.testing.assert_allclose(found["dir"], direction, atol=2e-5)


def test_every_array_starts_at_a_multiple_of_four():
    odd = np.zeros(3, np.uint8)
    data = message("meta", {"a": odd, "b": odd, "c": np.zeros(1, np.float32)}, text="多边形")
    (length,) = struct.unpack_from("<I", data)
    assert length % 4 == 0
    header = json.loads(data[4 : 4 + length])
    assert [entry["offset"] for entry in header["arrays"]] == [0, 4, 8]
    assert len(data) == 4 + length + header["bytes"]
    assert header["text"] == "多边形"


def test_messages_follow_each_other():
    data = message("meta", {"a": np.zeros(5, np.uint8)}) + message("end")
    assert [header["type"] for header, _ in unpack(data)] == ["meta", "end"]


def test_a_header_without_a_json_number_is_refused():
    """NaN is no JSON: the browser would stop reading."""
    with pytest.raises(ValueError):
        message("meta", extent=float("nan"))
