"""Names of classes stand in their own regions, or nowhere."""

import pytest
from browser.lesson_scene import Scene

SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]
# the other way round, narrow towards the right
WEDGE = [[0, 0], [0, 60], [150, 30]]


@pytest.fixture
def place(scene: Scene):
    scene.open()

    def call(corners, wide, high, **more):
        return scene.page.evaluate(
            """async ([corners, wide, high, more]) => {
                const { placeInside } = await import('/lossviz/static/v/drawing/inside.js');
                return placeInside(corners, wide, high, more);
            }""",
            [corners, wide, high, more],
        )

    return call


def test_a_name_lies_within_its_region_and_in_the_middle_of_it(place) -> None:
    left, top, right, bottom = place(SQUARE, 40, 16)
    assert [left + right, top + bottom] == pytest.approx([100, 100], abs=1)
    left, top, right, bottom = place(WEDGE, 60, 16)
    for x, y in ((left, top), (left, bottom), (right, top), (right, bottom)):
        assert x >= 0 and abs(y - 30) <= 30 * (1 - x / 150) + 1e-6


def test_where_there_is_no_room_there_is_no_name(place) -> None:
    assert place(SQUARE, 101, 16) is None
    assert place(WEDGE, 140, 16) is None
    assert place([], 10, 10) is None
    assert place(SQUARE, 40, 16, taken=[[0, 0, 100, 100]]) is None


def test_it_hides_as_few_points_as_can_be(place) -> None:
    crowd = [value for k in range(20) for value in (40 + k, 50)]
    _, top, _, bottom = place(SQUARE, 40, 16, points=crowd)
    assert bottom < 50 or top > 50


def test_it_stays_where_it_was_unless_that_is_clearly_worse(place) -> None:
    box = place(SQUARE, 40, 16, before=[25, 70])
    assert [box[0] + 20, box[1] + 8] == pytest.approx([25, 70])
    crowd = [value for _ in range(9) for value in (25, 70)]
    moved = place(SQUARE, 40, 16, before=[25, 70], points=crowd)
    assert moved != box
    # outside of the region there is nothing to keep
    assert place(SQUARE, 40, 16, before=[-30, 50])[0] >= 0


@pytest.mark.parametrize(
    "text, rows", [("enough", 1), ("some arrangement does, with CosFace's m", 2)]
)
def test_a_name_wider_than_its_picture_goes_over_two_lines(scene: Scene, text, rows) -> None:
    scene.open()
    box = scene.page.evaluate(
        """async (text) => {
            const { Labels } = await import('/lossviz/static/v/drawing/labels.js');
            const pen = document.createElement("canvas").getContext("2d");
            const labels = new Labels({ left: 40, top: 0, right: 300, bottom: 200 });
            const style = { font: "16px sans-serif", colour: "black" };
            return labels.beside(pen, text, 270, 4, 11, 16, style);
        }""",
        text,
    )
    left, top, right, bottom = box
    assert 40 <= left < right <= 300 and 0 <= top
    assert bottom - top == pytest.approx(rows * 1.2 * 16)
