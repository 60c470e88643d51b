"""Who acts: a person for a unit, possibly on behalf of another, or the system itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who takes a step, as the record will name it.

    ``user_id`` is ``None`` for the system. ``unit`` is the code of the unit acted for,
    ``hat`` the duty in which the person acts, ``on_behalf_of`` the name of the
    principal where a substitute acts, ``prepared_by`` the name of whoever made the act
    ready for the one who signs it.
    """

    user_id: int | None
    name: str
    unit: str = ""
    hat: str = ""
    on_behalf_of: str = ""
    prepared_by: str = ""


SYSTEM = Actor(user_id=None, name="system", hat="system")
