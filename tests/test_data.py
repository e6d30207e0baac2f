"""Data sets: shapes, seeds, splits, and what each synthetic set is drawn to show."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import sklearn.datasets
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lossviz import data, upload
from lossviz.data import DATASETS, UploadMissing, available_points, class_range, default_classes
from lossviz.data.sampling import apportion, relabel, standardise, stratified_split


@dataclass(frozen=True)
class Chosen:
    """The settings that data.load reads."""

    dataset: str = "digits"
    upload: str = ""
    classes: int = 6
    points: int = 360
    spread: float = 0.25
    imbalance: float = 1.0
    noise: float = 0.0
    seed: int = 0


REAL = [key for key, info in DATASETS.items() if info.kind == "real"]
SYNTHETIC = [key for key, info in DATASETS.items() if info.kind == "synthetic"]


def chosen(key: str, **changes) -> Chosen:
    return replace(Chosen(dataset=key, classes=default_classes(key)), **changes)


def angle(points: np.ndarray) -> float:
    mean = points.mean(axis=0)
    return float(np.degrees(np.arctan2(mean[1], mean[0])))


@pytest.mark.parametrize("key", [*REAL, *SYNTHETIC])
def test_types_and_sizes_fit_together(key):
    got = data.load(chosen(key))
    n, m = len(got.x), len(got.x_test)
    assert n == min(360, available_points(key, default_classes(key)))
    assert got.x.shape == (n, DATASETS[key].features) == (n, len(got.feature_names))
    assert got.x.dtype == got.x_test.dtype == np.float32
    assert got.labels.dtype == got.clean_labels.dtype == got.labels_test.dtype == np.int32
    assert len(got.labels) == n and len(got.labels_test) == m and len(got.rows) == n + m
    assert set(got.labels) == set(got.labels_test) == set(range(len(got.class_names)))
    assert (got.images is not None) == DATASETS[key].images
    assert np.isfinite(got.x).all() and np.isfinite(got.x_test).all()


@pytest.mark.parametrize("key", [*REAL, *SYNTHETIC])
def test_the_same_settings_give_the_same_data_and_another_seed_other_data(key):
    first, again = data.load(chosen(key)), data.load(chosen(key))
    other = data.load(chosen(key, seed=2**31 - 1))
    assert np.array_equal(first.x, again.x) and np.array_equal(first.labels, again.labels)
    assert not np.array_equal(first.rows, other.rows)


@pytest.mark.parametrize("key", [*REAL, *SYNTHETIC])
def test_shapes_depend_on_classes_and_points_alone(key):
    def shapes(**changes):
        got = data.load(chosen(key, **changes))
        return got.x.shape, got.x_test.shape, len(got.class_names)

    assert shapes() == shapes(seed=7, noise=1.0, spread=1.0, imbalance=20.0) == shapes(spread=0.0)


@pytest.mark.parametrize("key", REAL)
def test_the_catalogue_tells_the_truth_about_the_real_sets(key):
    rows, info = data.dataset.real.read(key), DATASETS[key]
    assert tuple(np.bincount(rows.labels)) == info.counts
    assert rows.values.shape[1] == info.features == len(rows.feature_names)
    assert class_range(key) == (2, len(info.counts)) and len(rows.class_names) == info.high
    assert info.citation and info.licence
    # scikit-learn counts the wines from 0, their file from 1
    bunch = getattr(sklearn.datasets, f"load_{'breast_cancer' if key == 'cancer' else key}")()
    theirs = tuple(str(name) for name in bunch.target_names)
    assert rows.class_names == (("1", "2", "3") if key == "wine" else theirs)


@pytest.mark.parametrize("key", REAL)
@pytest.mark.parametrize("points", [20, 2000])
def test_real_rows_are_split_in_proportion_and_never_shared(key, points):
    got = data.load(chosen(key, points=points, classes=2))
    counts = np.array(DATASETS[key].counts[:2])
    n, m = len(got.x), len(got.x_test)
    assert m == min(n // 2, counts.sum() - n) and n <= 0.75 * counts.sum()
    assert abs(np.bincount(got.labels) - n * counts / counts.sum()).max() <= 1
    assert abs(np.bincount(got.labels_test) - m * counts / counts.sum()).max() <= 2
    source = data.dataset.real.read(key)
    everything, drawn = (
        sorted(map(tuple, np.column_stack([labels, rows])))
        for labels, rows in (
            (source.labels, source.values),
            (np.concatenate([got.labels, got.labels_test]), got.rows),
        )
    )
    remaining = list(everything)
    for row in drawn:  # raises if a row was drawn more often than the file has it
        remaining.remove(row)


def test_more_points_add_rows_to_those_already_there():
    few, many = (data.load(chosen("wine", points=p)) for p in (60, 120))
    assert set(map(tuple, few.rows[:60])) < set(map(tuple, many.rows[:120]))


def test_tables_are_standardised_with_the_training_rows():
    got = data.load(chosen("cancer"))
    n = len(got.x)
    assert np.allclose(got.x.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(got.x.std(axis=0), 1, atol=1e-5)
    expected = (got.rows[n:] - got.rows[:n].mean(axis=0)) / got.rows[:n].std(axis=0)
    assert np.allclose(got.x_test, expected, atol=1e-4)


def test_digits_are_ink_of_sixteen_minus_the_training_mean():
    got = data.load(chosen("digits"))
    n = len(got.x)
    ink = got.images.reshape(len(got.images), 64)
    assert np.array_equal(ink, got.rows) and ink.max() == 16
    assert np.allclose(got.x, ink[:n] / 16 - (ink[:n] / 16).mean(axis=0), atol=1e-6)
    assert got.class_names == tuple("012345")


@given(
    st.lists(st.integers(0, 500), min_size=2, max_size=20).filter(lambda w: sum(w) >= 2), st.data()
)
@hypothesis_settings(max_examples=80, deadline=None, database=None)
def test_shares_add_up_and_stay_within_their_counts(counts, draw):
    total = draw.draw(st.integers(1, sum(counts)))
    shares = apportion(np.array(counts), total)
    assert shares.sum() == total
    assert (shares <= counts).all() and (shares >= 0).all()
    present = np.array(counts) > 0
    if total >= present.sum():
        assert (shares[present] >= 1).all()


def test_split_gives_a_class_of_two_rows_a_training_row():
    labels = np.array([0] * 18 + [1] * 2)
    train, test = stratified_split(labels, 2, 15, 5, np.random.default_rng(0))
    assert 1 in labels[train] and not set(train) & set(test)


def test_standardise_survives_extreme_columns():
    train = np.array([[1e308, 5.0, 0.0, 1e-320, 1.0], [-1e308, 5.0, 0.0, 3e-320, 1.0 + 1e-15]])
    other = np.array([[1e308, 7.0, 1.0, 1e308, 2.0]])
    x, x_other = standardise(train, other)
    assert np.array_equal(x[:, 0], [1, -1]) and np.array_equal(x[:, 3], [-1, 1])
    for constant in (1, 2, 4):
        assert not x[:, constant].any() and not x_other[:, constant].any()
    assert np.isfinite(x_other).all()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_noise_replaces_exactly_that_share_of_the_training_labels(share):
    got, clean = data.load(chosen("digits", noise=share)), data.load(chosen("digits"))
    assert (got.labels != got.clean_labels).sum() == round(share * 360)
    assert np.array_equal(got.clean_labels, clean.labels)
    assert np.array_equal(got.labels_test, clean.labels_test)
    assert np.array_equal(got.x, clean.x)


def test_more_noise_keeps_the_labels_that_less_noise_changed():
    labels = np.zeros(100, dtype=np.int32)
    some, more = (relabel(labels, 5, share, np.random.default_rng(3)) for share in (0.2, 0.6))
    assert np.array_equal(more[some != 0], some[some != 0])


@pytest.mark.parametrize("classes", [2, 6, 12])
@pytest.mark.parametrize("spread", [0.0, 0.25, 1.0])
def test_ring_has_the_spread_it_is_asked_for(classes, spread):
    got = data.load(chosen("ring", classes=classes, spread=spread, points=2000))
    points, labels = got.rows[:2000], got.labels
    deviation = []
    for k in range(classes):
        centre = np.array([np.cos(2 * np.pi * k / classes), np.sin(2 * np.pi * k / classes)])
        deviation.append(points[labels == k] - centre)
    half_distance = np.sin(np.pi / classes)
    assert np.concatenate(deviation).std() == pytest.approx(spread * half_distance, rel=0.05)


@pytest.mark.parametrize(("classes", "ratio"), [(2, 20), (6, 20), (12, 10), (6, 1)])
def test_ring_sizes_fall_geometrically_in_training_and_not_in_test(classes, ratio):
    got = data.load(chosen("ring", classes=classes, imbalance=float(ratio), points=2000))
    sizes = np.bincount(got.labels)
    assert (np.diff(sizes) <= 0).all() or ratio == 1
    assert sizes[0] / sizes[-1] == pytest.approx(ratio, rel=0.1)
    steps = sizes[:-1] / sizes[1:]
    assert steps == pytest.approx(ratio ** (1 / (classes - 1)), rel=0.1)
    assert np.ptp(np.bincount(got.labels_test)) <= 1


def test_every_class_keeps_a_point_however_rare():
    got = data.load(chosen("ring", classes=12, imbalance=20.0, points=20))
    assert np.bincount(got.labels, minlength=12).min() >= 1


def test_moving_spread_moves_the_points_along_a_line():
    a, b, c = (data.load(chosen("ring", spread=s)).rows for s in (0.2, 0.4, 0.6))
    assert np.allclose(b - a, c - b)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_spiral_arms_are_apart_but_no_line_parts_them(classes):
    got = data.load(chosen("spirals", classes=classes, spread=0.1, points=1000))
    x, labels = got.x, got.labels
    distance = ((got.x_test[:, None] - x[None]) ** 2).sum(axis=-1)
    assert np.mean(labels[distance.argmin(axis=1)] == got.labels_test) > 0.99
    targets = np.eye(classes)[labels]
    design = np.column_stack([x, np.ones(len(x))])
    linear = design @ np.linalg.lstsq(design, targets, rcond=None)[0]
    assert np.mean(linear.argmax(axis=1) == labels) < 0.75


@pytest.mark.parametrize(("spread", "degrees"), [(0.25, 27.8), (0.5, 13.8), (1.0, 6.9)])
@pytest.mark.parametrize("classes", [2, 4, 6])
def test_close_pair_is_as_far_apart_as_documented(spread, degrees, classes):
    got = data.load(chosen("close", classes=classes, spread=spread, points=2000))
    angles = [angle(got.rows[:2000][got.labels == k]) for k in range(classes)]
    assert angles[0] - angles[1] == pytest.approx(degrees, abs=1)
    for k in range(2, classes):
        assert min(abs(angles[k] - angles[j]) % 360 for j in (0, 1)) > 2 * degrees


def test_close_pair_never_passes_the_others():
    got = data.load(chosen("close", classes=3, spread=0.0))
    angles = sorted(angle(got.rows[:360][got.labels == k]) for k in range(3))
    assert np.diff(angles) == pytest.approx([120, 120], abs=2)


def test_random_labels_say_nothing_about_the_points():
    got = data.load(chosen("random", classes=4, points=2000))
    assert np.ptp(np.bincount(got.labels)) <= 1
    assert np.hypot(*got.rows.T).max() <= 1
    for k in range(4):
        assert np.abs(got.rows[:2000][got.labels == k].mean(axis=0)).max() < 0.1


@pytest.mark.parametrize("key", SYNTHETIC)
def test_synthetic_coordinates_are_of_unit_size(key):
    got = data.load(chosen(key, points=2000, spread=0.1, classes=class_range(key)[0]))
    assert np.mean(got.x**2) == pytest.approx(1, abs=0.1)
    assert np.allclose(np.unique(np.round(got.x / got.rows[:2000], 4)).size, 1)


def table_of(counts: list[int]) -> str:
    rows = [f"{k},{k * k % 11},7,{c}" for c, n in enumerate(counts) for k in range(n)]
    return upload.remember(upload.parse(("a,b,c,y\n" + "\n".join(rows)).encode(), "t.csv"))


def test_an_upload_is_split_and_standardised_like_the_real_sets():
    key = table_of([40, 20, 20])
    got = data.load(Chosen(dataset="upload", upload=key, classes=3, points=40))
    assert np.bincount(got.labels).tolist() == [20, 10, 10]
    assert np.bincount(got.labels_test).tolist() == [10, 5, 5]
    assert got.feature_names == ("a", "b", "c") and got.class_names == ("0", "1", "2")
    assert not got.x[:, 2].any()  # the constant column
    assert class_range("upload", key) == (3, 3) and default_classes("upload", key) == 3
    assert available_points("upload", 3, key) == 60


def test_the_smallest_upload_can_be_loaded():
    key = table_of([2, 2])
    got = data.load(Chosen(dataset="upload", upload=key, classes=2, points=20))
    assert len(got.x) == 3 and len(got.x_test) == 1


def test_a_missing_upload_is_a_clear_error():
    with pytest.raises(UploadMissing, match="upload the file again") as caught:
        data.load(Chosen(dataset="upload", upload="0" * 16))
    assert isinstance(caught.value, LookupError)
    assert class_range("upload", "0" * 16) == (2, 20)
