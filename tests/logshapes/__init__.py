"""Logs as operators keep them, with the airings that a person reads in them: the truth that the reader is measured by."""

from logshapes import apps, books, grids, habits
from logshapes.truth import Airing, Shape

SHAPES: tuple[Shape, ...] = (*books.SHAPES, *grids.SHAPES, *apps.SHAPES, *habits.SHAPES)

__all__ = ["SHAPES", "Airing", "Shape"]
