"""Tracks: every number that is sent can be found again in the run it came from."""

import json

import numpy as np
import pytest

from lossviz import geometry, losses, training
from lossviz.figures import describe_run
from lossviz.pictures import RunShape, row, run_pictures
from lossviz.pictures.formats import written
from lossviz.playground import VIEWS, coarse_to_fine, runs, slider_values, tracks
from lossviz.settings import Settings
from lossviz.stage import runs as web
from lossviz.stage.packing import unpack
from lossviz.stage.words import pictured
from lossviz.words import say_in
from tests.web.work.reading import in_turn

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)


def small(**changes) -> Settings:
    return Settings(**SMALL | changes)


def received(messages) -> list[tuple[dict, dict]]:
    return unpack(b"".join(messages))


def column(arrays: dict, name: str) -> np.ndarray:
    return arrays["numbers"][:, tracks.NUMBERS.index(name)]


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("loss", losses.CATALOGUE)
def test_a_run_arrives_whole(loss, dim):
    settings = small(loss=loss, dim=dim)
    run = training.train(settings)
    (scene, _), (about, still), (head, arrays), (progress, _), (end, _) = received(
        web.messages(settings, "en")
    )
    assert [h["type"] for h in (scene, about, head, progress, end)] == [
        "scene", "track", "track", "progress", "end",
    ]  # fmt: skip
    assert scene["query"] == settings.to_query() and scene["timeline"] == "step"
    assert scene["dear"] == [p.key for p in losses.get(loss).parameters]
    assert scene["controls"][-1]["values"] == run.steps.tolist()
    meta = about["about"]
    assert meta["over"] == "step" and still["steps"].tolist() == run.steps.tolist()
    assert arrays["step"][:, 0].tolist() == run.steps.tolist()
    assert head["positions"] == list(range(len(run.steps)))
    assert progress["done"] == progress["total"] == 40
    assert len(still["labels"]) == 90
    np.testing.assert_array_equal(still["labels"], np.r_[run.labels, run.test_labels])
    features = np.concatenate([run.features, run.test_features], axis=1)
    np.testing.assert_allclose(
        arrays["dir"] * arrays["norm"][..., None], features, atol=1e-4 * np.abs(features).max()
    )
    np.testing.assert_allclose(
        np.swapaxes(arrays["wdir"] * arrays["wnorm"][..., None], 1, 2), run.weights, atol=1e-5
    )
    np.testing.assert_allclose(column(arrays, "loss"), run.loss, rtol=1e-6)
    np.testing.assert_allclose(column(arrays, "accuracy"), run.accuracy, rtol=1e-6)
    right = arrays["pred"][:, :60] == run.labels
    np.testing.assert_allclose(right.mean(axis=1), run.accuracy, atol=1e-9)
    assert (arrays["own"].sum(axis=1) == 60).all() and (arrays["rivals"].sum(axis=1) == 60).all()
    assert ("psi" in arrays) == (losses.get(loss).family == "angular")


def test_words_alone_are_those_of_the_whole_answer():
    settings = small(loss="cosface")
    (scene, _), *_ = received(web.messages(settings, "zh"))
    words, end = received(web.messages(settings, "zh", words_only=True))
    assert words[0] == scene and end[0]["type"] == "end"


@pytest.mark.parametrize("over", ["step", "m"])
@pytest.mark.parametrize("changes", [dict(loss="arcface"), dict(loss="softmax"), dict(dim=3)])
def test_a_frame_of_the_browser_has_what_a_frame_in_a_notebook_has(over, changes):
    """The arrays of the wire, put together as the browser does, by name."""
    settings = small(**changes)
    if over == "m" and changes.get("loss") == "softmax":
        return
    sent = web.messages(settings, "en") if over == "step" else in_turn(web.track(settings, over))
    messages = [(head, arrays) for head, arrays in received(sent) if head["type"] == "track"]
    (head, still), (_, arrays) = messages[:2]
    meta = head["about"]
    names = {*still, *arrays, *meta["gathered"]}
    names |= {column for of in meta["columns"].values() for column in of}
    _, frame = tracks.pictured(training.train(settings))
    known = {name for name in names if not name.endswith("_start")} - {"stopped"}
    assert known == {name for name in frame if not name.endswith("_start")}
    for of in meta["gathered"].values():
        assert of in names
    assert {*meta["glides"]["same"], *meta["glides"]["directions"]} <= names


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_rows_are_in_words_and_the_end_says_what_they_show(lang):
    settings = small(loss="cosface")
    run = training.train(settings)
    (scene, _), *_, (end, _) = received(web.messages(settings, lang))
    (row,) = scene["rows"]
    pictures = {one["id"]: one for one in row["pictures"]}
    assert "@" not in json.dumps([scene["rows"], scene["looks"]], ensure_ascii=False)
    assert pictures["psi"]["title"] == say_in(lang, "stage.psi_title")
    assert pictures["formula"]["formulas"][0].startswith("<math")
    # those of the last step; what it makes of the plane is fetched by who looks at it
    assert end["words"].keys() == pictures.keys() - {"input"}
    assert written("three", float(run.loss[-1])) in end["words"]["numbers"]
    filled = pictures["formula"]["filled"][0]
    assert filled.startswith("<math") and 'class="slot-m"' in filled
    view, show, form = scene["looks"]
    assert (form["within"], form["usual"]) == ("formula", "letters")
    assert (view["key"], view["usual"], show["usual"]) == ("view", "unit", "train")
    assert [way["value"] for way in view["ways"]] == list(VIEWS)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pictures_are_told_at_the_step_and_in_the_view_that_are_looked_at(lang):
    settings = small(dataset="ring", classes=3)
    run = training.train(settings)
    answers = [
        json.loads(b"".join(web.told(settings, step, view, lang)))["words"]
        for step, view in [(0, "input"), (settings.steps, "input"), (0, "unit")]
    ]
    known = [describe_run(run, step, lang) for step in (0, settings.steps)]
    assert answers[:2] == known
    # what the network makes of the plane is told where it is looked at
    assert answers[2] == {key: words for key, words in known[0].items() if key != "input"}
    assert answers[0]["input"] != answers[1]["input"]
    # the whole of it is what the page tells piece by piece
    end = received(web.messages(settings, lang))[-1][0]
    assert known[1] == end["words"] | answers[1]


def test_a_plane_that_there_is_not_is_told_why():
    words = describe_run(training.train(small(encoder="free")))
    assert words["input"] == say_in("en", "input.none.free")


def test_a_class_that_is_called_like_the_key_of_words_keeps_its_name():
    names = ["@loss", "@@two", "three"]
    shape = RunShape(2, names, 3, False, False, True, True, "L")
    rows = pictured("en", web.ROOM, [row(*run_pictures(shape))])
    embedding, *_, numbers = rows[0]["pictures"]
    assert embedding["names"] == embedding["vector_names"] == numbers["names"] == names


def test_the_numbers_of_a_frame_are_those_of_its_angles():
    settings = small(loss="cosface", m=0.3)
    run = training.train(settings)
    arrays = tracks.arrays(tracks.of_run(run))
    f = run.features[-1] / np.linalg.norm(run.features[-1], axis=1, keepdims=True)
    w = run.weights[-1] / np.linalg.norm(run.weights[-1], axis=0)
    theta = np.degrees(np.arccos(np.clip(f @ w, -1, 1)))
    own = theta[np.arange(60), run.labels]
    assert column(arrays, "theta_y")[-1] == pytest.approx(own.mean(), rel=1e-4)
    widths = [own[run.labels == c].mean() for c in range(3)]
    assert column(arrays, "widest")[-1] == pytest.approx(max(widths), rel=1e-4)
    assert column(arrays, "widest_class")[-1] == np.argmax(widths)
    between = np.degrees(np.arccos(np.clip(w.T @ w, -1, 1)))[[0, 0, 1], [1, 2, 2]]
    assert column(arrays, "least_angle")[-1] == pytest.approx(between.min(), rel=1e-4)
    cosine = f @ w
    asked = cosine - 0.3 * np.eye(3)[run.labels]
    met = asked.argmax(axis=1) == run.labels
    assert column(arrays, "margin_accuracy")[-1] == pytest.approx(met.mean())


@pytest.mark.parametrize("over", ["step", "m", "lam"])
def test_every_frame_has_the_parameters_that_its_run_had(over):
    """Those of its own step, and of its own place on the slider."""
    settings = small(loss="sphereface", m=2.0, lam=0.5, anneal=True)
    sent = web.messages(settings, "en") if over == "step" else in_turn(web.track(settings, over))
    (about, _), *pieces = [piece for piece in received(sent) if piece[0]["type"] == "track"]
    names = about["about"]["columns"]["parameters"]
    assert list(names) == ["parameter_m", "parameter_lam"]
    steps = training.train(settings).steps
    for head, arrays in pieces:
        for place, position in enumerate(head["positions"]):
            step = steps[position] if over == "step" else steps[-1]
            now = {"m": settings.m, "lam": settings.lam}
            if over != "step":
                now[over] = slider_values(settings, over)[position]
            now["lam"] = max(now["lam"], 1000 / (1 + 1e4 / settings.steps * step))
            assert arrays["parameters"][place] == pytest.approx([now["m"], now["lam"]], rel=1e-6)


def test_no_number_is_made_up_where_there_is_none():
    arrays = tracks.arrays(tracks.of_run(training.train(small(loss="softmax", encoder="free"))))
    for name in ("test_accuracy", "margin_accuracy", "margin_test_accuracy"):
        assert np.isnan(column(arrays, name)).all()


def test_ragged_pieces_come_back_frame_by_frame():
    """Sectors of the wire against the geometry of each frame alone."""
    run = training.train(small(loss="arcface", m=0.4))
    arrays = tracks.arrays(tracks.of_run(run))
    for k in (0, 7, len(run.steps) - 1):
        first, last = arrays["sectors_start"][k : k + 2]
        sent = arrays["sectors"][first:last]
        for kind, margin in enumerate((False, True)):
            alone = geometry.circle_sectors(
                losses.get("arcface"), run.weights[[k]].astype(float), None,
                np.ones(1), {"s": 16.0, "m": 0.4}, margin,
            )  # fmt: skip
            mine = sent[sent[:, 0] == kind]
            np.testing.assert_array_equal(mine[:, 1], alone.cls)
            np.testing.assert_allclose(mine[:, 2], alone.start, atol=1e-5)
            np.testing.assert_allclose(mine[:, 3], alone.end, atol=1e-5)


@pytest.mark.parametrize("changes", [dict(loss="lse_hinge", m=1.0), dict(dim=3, loss="cosface")])
def test_outlines_are_cut_where_the_pieces_end(changes):
    run = training.train(small(**changes))
    arrays = tracks.arrays(tracks.of_run(run))
    name = "curves" if run.settings.dim == 3 else "polys"
    info, start = arrays[f"{name}_info"], arrays[f"{name}_start"]
    assert start[0] == 0 and start[-1] == len(info)
    assert (np.diff(start) >= 0).all()
    ends = np.r_[info[1:, -1], len(arrays[name])]
    assert (ends > info[:, -1]).all()
    assert set(info[:, 0]) <= {0, 1} and set(info[:, 1]) <= {0, 1, 2}
    if name == "curves":
        np.testing.assert_allclose(np.linalg.norm(arrays[name], axis=1), 1, atol=1e-6)


def test_a_margin_that_leaves_a_class_no_room_says_so():
    roomy = tracks.arrays(tracks.of_run(training.train(small(m=0.1))))
    tight = tracks.arrays(tracks.of_run(training.train(small(classes=8, m=1.5))))
    assert not roomy["empty"][-1].any()
    assert tight["empty"][-1].any()


def test_a_sweep_holds_the_end_of_the_run_at_every_position():
    settings = small(loss="cosface")
    (about, _), *parts, (end, _) = received(in_turn(web.track(settings, "m")))
    meta = about["about"]
    assert meta["over"] == "m" and end["type"] == "end"
    seen = [k for head, _ in parts for k in head["positions"]]
    assert sorted(seen) == list(range(len(meta["values"])))
    head, arrays = next((h, a) for h, a in parts if 3 in h["positions"])
    row = head["positions"].index(3)
    run = training.train(settings.replace(m=meta["values"][3]))
    assert arrays["numbers"][row, 0] == pytest.approx(run.loss[-1], rel=1e-6)
    np.testing.assert_allclose(arrays["losses"][row], run.loss, rtol=1e-6)
    np.testing.assert_allclose(arrays["accuracies"][row], run.accuracy, rtol=1e-6)
    assert arrays["stopped"][row] == -1


def test_a_slider_has_the_value_of_the_link_among_its_positions():
    assert 30.0 in slider_values(small(s=30.0), "s")
    grid = losses.get("arcface").parameters[0].grid
    assert slider_values(small(), "s") == list(grid)


@pytest.mark.parametrize("count", [1, 2, 25, 31])
def test_coarse_to_fine_visits_every_position_once_and_spreads_first(count):
    order = coarse_to_fine(count, count // 3)
    assert sorted(order) == list(range(count))
    if count > 8:
        early = sorted(order[: count // 4])
        assert max(np.diff(early)) <= 8
        assert {0, count - 1} <= set(early)


def test_a_run_that_blows_up_ends_with_the_reason_in_words():
    settings = small(loss="hinge", optimizer="sgd", lr=10.0, momentum=0.99, steps=3000, depth=3)
    for lang, word in (("en", "learning rate"), ("zh", "学习率")):
        *_, (error, _), (end, _) = received(web.messages(settings, lang))
        assert error["type"] == "trouble" and end["type"] == "end"
        assert error["code"] == "non-finite" and error["loss"] == "hinge"
        assert str(error["step"]) in error["text"] and word in error["text"]


def test_a_point_tells_its_scores_angles_and_probabilities():
    settings = small(loss="cosface")
    run = training.train(settings)
    for number in (0, 75):
        found = runs.point(run, 40, number)
        feature = np.concatenate([run.features[-1], run.test_features[-1]])[[number]]
        scores = np.asarray(losses.get("cosface").scores(feature, run.weights[-1], s=16.0))[0]
        np.testing.assert_allclose(found["scores"], scores, rtol=1e-4, atol=1e-4)
        assert sum(found["p"]) == pytest.approx(1)
        assert found["predicted"] == int(np.argmax(scores))
        assert found["test"] == (number >= 60)
        assert set(found["features"]) == set(run.data.feature_names)
    assert runs.points_of(settings) == 90


def test_the_jitter_is_the_same_for_everybody_and_stays_inside_the_circle():
    arrays = tracks.still(small(), training.train(small()).data, 30)
    assert arrays["jitter"].min() >= 0.78 and arrays["jitter"].max() <= 1.0
    assert len(np.unique(arrays["jitter"])) == 90


def test_the_lattice_is_even():
    points = tracks.lattice(500)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1)
    nearest = np.sort(points @ points.T, axis=1)[:, -2]
    angles = np.arccos(nearest)
    assert angles.max() < 1.6 * angles.min()
