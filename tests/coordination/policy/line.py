"""One line of the table written by hand."""

from typing import NamedTuple


class Line(NamedTuple):
    """``who`` may take ``steps`` of ``object`` in ``states``, by ``place`` of the specification."""

    object: str
    steps: str
    states: str
    who: str
    place: str
