from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gametheory.convex_hull import corners, outward_normals

COORDINATE = st.integers(-3, 3).map(lambda value: Fraction(value, 2))
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=7)


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def within(point, points):
    """Whether a point is in the hull of points, by Caratheodory: in a triangle, segment or point of three of them."""
    for triangle in combinations([*points, *points, *points], 3):
        signs = [turn(triangle[k], triangle[(k + 1) % 3], point) for k in range(3)]
        if min(signs) >= 0 or max(signs) <= 0:
            low = [min(corner[axis] for corner in triangle) for axis in (0, 1)]
            high = [max(corner[axis] for corner in triangle) for axis in (0, 1)]
            if all(low[axis] <= point[axis] <= high[axis] for axis in (0, 1)):
                return True
    return False


@given(POINTS)
def test_corners_span_the_points_and_each_is_needed(points):
    found = corners(points)
    assert set(found) <= set(points)
    assert all(within(point, found) for point in points)
    for corner in found:
        rest = [other for other in found if other != corner]
        assert not rest or not within(corner, rest)


@given(POINTS, st.tuples(COORDINATE, COORDINATE))
def test_the_half_planes_of_the_normals_meet_in_the_hull(points, point):
    inside = all(
        side[0] * point[0] + side[1] * point[1] <= max(side[0] * x + side[1] * y for x, y in points)
        for side in outward_normals(points)
    )
    assert inside == within(point, points)
