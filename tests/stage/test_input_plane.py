"""The input plane on the wire: every class can be found again, and every boundary."""

import numpy as np
import pytest

from lossviz import training, upload
from lossviz.playground import slider_values
from lossviz.settings import Settings
from lossviz.stage import input_plane, runs
from lossviz.stage.packing import unpack
from lossviz.training import input_plane as planes
from lossviz.training import replay
from tests.web.work.reading import in_turn

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)


def small(**changes) -> Settings:
    return Settings(**SMALL | changes)


def received(messages) -> list[tuple[dict, dict]]:
    return unpack(b"".join(messages))


def test_a_run_s_frames_are_its_snapshots():
    settings = small(loss="cosface")
    run = training.train(settings)
    (head, still), *frames, (end, _) = received(input_plane.run_messages(settings))
    assert (head["type"], head["over"], end["type"]) == ("track", ["step"], "end")
    meta = head["about"]
    assert meta["steps"] == run.steps.tolist() and meta["over"] == "step"
    np.testing.assert_array_equal(still["at"], np.r_[run.data.x, run.data.x_test])
    positions = [position for header, _ in frames for position in header["positions"]]
    assert positions == list(range(len(run.steps)))
    data, plane = planes.plane_for(settings)
    found = planes.ruled(settings, data, plane, list(replay.moments(run)))
    got = {name: np.concatenate([a[name] for _, a in frames]) for name in frames[0][1]}
    np.testing.assert_array_equal(got["cls"], found.cls)
    np.testing.assert_array_equal(got["lead"] >= 128, True)
    np.testing.assert_array_equal(got["surplus"] >= 128, found.surplus >= 0)
    # of two inputs the plane has all of the variance, and every sample is its own projection
    np.testing.assert_array_equal(got["shares"], np.ones((len(run.steps), 2)))


def test_a_slice_says_its_shares():
    settings = small(dataset="iris", loss="cosface")
    _, *frames, _ = received(input_plane.run_messages(settings))
    data, plane = planes.plane_for(settings)
    found = planes.ruled(settings, data, plane, list(replay.moments(training.train(settings))))
    got = np.concatenate([a["shares"] for _, a in frames])
    np.testing.assert_allclose(got[:, 0], plane.shares.sum(), rtol=1e-6)
    np.testing.assert_allclose(got[:, 1], found.agree, rtol=1e-6)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_scene_has_the_plane_s_record_and_what_to_ask_for(lang):
    settings = small(dataset="iris", loss="cosface")
    (scene, _), *_ = received(runs.messages(settings, lang))
    (record,) = [one for one in scene["rows"][0]["pictures"] if one["id"] == "input"]
    _, plane = planes.plane_for(settings)
    for k, axis in enumerate((record["x"], record["y"])):
        ends = [axis["low"], axis["high"]]
        assert ends == pytest.approx([plane.middle[k] - plane.half, plane.middle[k] + plane.half])
        assert f"{100 * plane.shares[k]:.0f} %" in axis["label"]
    assert (record["inputs"], record["trained"]) == (4, 60) and "none" not in record
    embedding = scene["rows"][0]["pictures"][0]
    assert record["linked"] == embedding["linked"] == "samples"
    beside = scene["beside"]
    assert (beside["view"], beside["over"]) == ("input", ["step", "s", "m"])
    (_, still), (_, arrays), *_ = received(input_plane.run_messages(settings))
    assert {*beside["arrays"]} == {*still, *arrays}
    assert {record[name] for name in ("cls", "lead", "surplus", "shares")} < {*beside["arrays"]}
    # what it reads of the run itself
    _, (_, still), (_, arrays), *_ = received(runs.messages(settings, lang))
    assert {record["pred"], record["points"]["labels"]} <= {*still, *arrays}


def test_a_sweep_s_frames_are_the_ends_of_its_runs():
    settings = small(loss="cosface", m=0.3)
    (head, _), *frames, (end, _) = received(in_turn(input_plane.sweep_messages(settings, "m")))
    meta = head["about"]
    assert end["type"] == "end" and meta["values"] == slider_values(settings, "m")
    by_position = {h["positions"][0]: a for h, a in frames}
    assert sorted(by_position) == list(range(len(meta["values"])))
    data, plane = planes.plane_for(settings)
    for position in (0, 7):
        one = small(loss="cosface", m=meta["values"][position])
        *_, state = replay.last_moments(one)
        found = planes.ruled(one, data, plane, [state])
        np.testing.assert_array_equal(by_position[position]["cls"], found.cls)


def test_sizes_come_back_to_a_twentieth_and_signs_exactly():
    rng = np.random.default_rng(0)
    value = rng.normal(size=(2, 4, 4)) * 10.0 ** rng.uniform(-4, 0, (2, 4, 4))
    value[0, 0, :2] = 0, -1e-12
    size = np.abs(value).max(axis=(1, 2))[:, None, None]
    codes = input_plane.coded(value, size).astype(float) - 128
    np.testing.assert_array_equal(codes < 0, value < 0)
    back = np.sign(codes) * np.expm1(np.abs(codes) / 127 * np.log1p(1e5)) * 1e-5 * size
    large = np.abs(value) > 1e-3 * size
    np.testing.assert_allclose(back[large], value[large], rtol=0.05)


@pytest.mark.parametrize("over", ["step", "m"])
def test_without_a_plane_there_is_a_sentence_and_no_track(over):
    settings = small(loss="cosface", encoder="free")
    messages = (
        input_plane.run_messages(settings) if over == "step"
        else input_plane.sweep_messages(settings, over)
    )  # fmt: skip
    assert [head["type"] for head, _ in received(messages)] == ["end"]
    assert why(settings, "zh") == "自由点没有输入，没有平面可画。"


def why(settings: Settings, lang: str) -> str:
    """What stands in the place of the plane."""
    (scene, _), *_ = received(runs.messages(settings, lang))
    assert scene["beside"] is None
    (record,) = [one for one in scene["rows"][0]["pictures"] if one["id"] == "input"]
    return record["none"]


def test_an_uploaded_column_that_never_varies_is_named():
    rows = "\n".join(["length,height,label", *(f"{k},7,{'ab'[k % 2]}" for k in range(40))])
    key = upload.remember(upload.parse(rows.encode(), "t.csv"))
    settings = Settings(dataset="upload", upload=key, width=8, steps=5, points=20)
    said = why(settings, "en")
    assert "height" in said and "length" not in said


def test_a_run_that_ends_early_has_as_many_frames_as_snapshots():
    settings = small(loss="l_softmax", lr=10.0, optimizer="sgd", steps=200)
    run = training.train(settings)
    assert run.stopped
    messages = received(input_plane.run_messages(settings))
    frames = [position for header, _ in messages for position in header.get("positions", [])]
    assert frames == list(range(len(run.steps)))
    sweep = received(in_turn(input_plane.sweep_messages(settings, "m")))
    assert sweep[-1][0]["type"] == "end"
