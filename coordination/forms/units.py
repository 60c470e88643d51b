"""Fields in which units are chosen; those managed from above are marked as such."""

from typing import Any

from django import forms

from coordination.units.models import Unit


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One unit."""

    def label_from_instance(self, obj: Any) -> str:
        """The unit's name, with its mark."""
        unit: Unit = obj
        return unit.marked


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several units, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The unit's name, with its mark."""
        unit: Unit = obj
        return unit.marked
