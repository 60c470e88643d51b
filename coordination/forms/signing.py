"""The head's remark on a prepared act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """What is to be changed before it is signed."""

    remark = forms.CharField(label=_("Remark"), max_length=1_000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
