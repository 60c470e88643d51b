"""Who leads and who cooperates: the units of a row put into their roles, with what is doubtful."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import Text
from coordination.sources.reader.reading import Confirm, Unit
from coordination.sources.reader.unit_names import Named, UnitsCell


class Doubts:
    """Flags and requests for confirmation, in the order they were raised."""

    def __init__(self) -> None:
        self.flags: list[str] = []
        self.confirm: list[Confirm] = []

    def add(self, flag: str, field: str, reason: Text, **values: object) -> None:
        """Set a flag once and ask for confirmation of a field.

        Parameters: ``reason`` a lazy message whose placeholders are filled from ``values``.
        """
        if flag and flag not in self.flags:
            self.flags.append(flag)
        self.confirm.append(Confirm(field, format_lazy(reason, **values)))


@dataclass(frozen=True)
class Roles:
    """The roles of a task: the first of ``lead`` is the principal, several are joint leads."""

    lead: tuple[Unit, ...]
    cooperating: tuple[Unit, ...]
    groups: tuple[str, ...]
    open_ended: bool


def assign(
    lead: UnitsCell, cooperating: UnitsCell | None, first_leads: bool, doubts: Doubts
) -> Roles:
    """Put the units of a row into their roles.

    Parameters: ``lead`` and ``cooperating`` the cells, the second None where one column names all;
    ``first_leads`` whether the document declares that the first unit leads; ``doubts`` receives
    what must be confirmed.
    """
    if cooperating is None:
        leading, others = _from_one_cell(lead, first_leads, doubts)
        both = lead
    else:
        leading, others = _from_two_cells(lead, cooperating, first_leads, doubts)
        both = lead + cooperating
    leading, others = _without_repeats(leading, others, doubts)
    _question_names([*leading, *others], doubts)
    _question_marks(both, doubts)
    return Roles(
        tuple(named.unit for named in leading),
        tuple(named.unit for named in others),
        both.groups,
        both.open_ended,
    )


def _by_role(cell: UnitsCell, default: str) -> tuple[list[Named], list[Named]]:
    leading = [named for named in cell.units if (named.role or default) == "lead"]
    others = [named for named in cell.units if (named.role or default) != "lead"]
    return leading, others


def _from_one_cell(
    cell: UnitsCell, first_leads: bool, doubts: Doubts
) -> tuple[list[Named], list[Named]]:
    """Roles where one column names all units: said in the cell, else the first one leads."""
    leading, others = _by_role(cell, "cooperating")
    if leading:
        return leading, others
    leading, others = others[:1], others[1:]
    if not leading or cell.duties:
        _propose(leading, doubts)
    elif others and not first_leads:
        doubts.add(
            "first-as-lead",
            "lead",
            _("One cell names several units; {unit} comes first and is proposed as lead."),
            unit=leading[0].unit.text,
        )
    return leading, others


def _from_two_cells(
    lead: UnitsCell, cooperating: UnitsCell, first_leads: bool, doubts: Doubts
) -> tuple[list[Named], list[Named]]:
    """Roles where leading and cooperating units have columns of their own."""
    leading, others = _by_role(lead, "lead")
    more_leading, more_others = _by_role(cooperating, "cooperating")
    leading += more_leading
    others += more_others
    if len({_identity(named) for named in leading}) > 1:
        if first_leads:
            leading, others = leading[:1], leading[1:] + others
            reason = _("The lead cell names several units; by the document's rule {unit} leads.")
        else:
            reason = _("The lead cell names several units: joint leads, {unit} is the principal.")
        doubts.add("two-units-in-lead-cell", "lead", reason, unit=leading[0].unit.text)
    if not leading:
        leading, others = others[:1], others[1:]
        _propose(leading, doubts)
    return leading, others


def _propose(leading: list[Named], doubts: Doubts) -> None:
    if leading:
        doubts.add(
            "lead-missing",
            "lead",
            _("No unit is named as lead; {unit}, the first of the list, is proposed."),
            unit=leading[0].unit.text,
        )
    else:
        doubts.add("lead-missing", "lead", _("No unit is named as lead."))


def _identity(named: Named) -> str:
    return named.unit.unit or named.unit.name


def _without_repeats(
    leading: list[Named], others: list[Named], doubts: Doubts
) -> tuple[list[Named], list[Named]]:
    """Each unit once, in its first role."""
    seen: dict[str, str] = {}
    kept: tuple[list[Named], list[Named]] = ([], [])
    for role, units in zip(kept, (leading, others), strict=True):
        for named in units:
            first = seen.setdefault(_identity(named), named.unit.text)
            if first is named.unit.text and named not in role:
                role.append(named)
                continue
            doubts.add(
                "same-unit-twice",
                "lead" if role is kept[0] else "cooperating",
                _("{first} and {second} are the same unit; it is taken once."),
                first=first,
                second=named.unit.text,
            )
    return kept


def _question_names(units: list[Named], doubts: Doubts) -> None:
    for named in units:
        if named.former:
            doubts.add(
                f"former-name:{named.unit.text.strip()}",
                "units",
                _("{text} is a former name; read as {name}."),
                text=named.unit.text,
                name=named.unit.name,
            )
        if named.other:
            doubts.add(
                "brackets-name-another-unit",
                "units",
                _("In {text} the name in brackets belongs to another unit."),
                text=named.unit.text,
            )
    for named in units:
        if named.unit.unit is None:
            doubts.add(
                "unknown-unit", "units", _("{text} is not a known unit."), text=named.unit.text
            )


def _question_marks(cell: UnitsCell, doubts: Doubts) -> None:
    for group in cell.groups:
        doubts.add(
            "collective",
            "collective",
            _("{text} names a group; it stays a group until its members are chosen."),
            text=group,
        )
    if cell.open_ended:
        doubts.add("open-list", "cooperating", _("The list of units is left open (等)."))
    if cell.duties:
        doubts.add(
            "",
            "cooperating",
            _("The cell says “{text}”; the parts are not told apart."),
            text=cell.duties,
        )
