"""The head's signature on any step of the table: the handler prepares, the head signs.

Signing is taking the step, by the same door and under the same rules; the record names both.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm
from coordination.signing import actions as signing
from coordination.signing.models import Prepared
from coordination.signing.queries import visible_to
from coordination.steps import STEPS, refusal
from coordination.units.official import Official
from workflow import keys
from workflow.errors import NotAllowed, Refusal, Unmet
from workflow.keys import Key
from workflow.verdict import no

HEAD_SIGNS = "head_signs"
# What a form carries besides what was filled in.
CARRIED = ("csrfmiddlewaretoken", "version", "key", "prepare", "prepared")


def only_prepares(subject: Any, step: str, actor: Official) -> bool:
    """Whether the head of the actor's unit must sign this, whom the actor is not."""
    refused = refusal(subject, step, actor, subject.version)
    return isinstance(refused, NotAllowed) and any(
        verdict.code == HEAD_SIGNS and not verdict.foreign for verdict in refused.verdicts
    )


def unsignable(subject: Any, step: str, actor: Official, version: int | None) -> Refusal | None:
    """Why even the head could not take the step now."""
    return refusal(subject, step, actor.as_signer(), version)


def prepare(
    subject: Any,
    step: str,
    form: StepForm,
    actor: Official,
    version: int | None,
    data: "MultiValueDict[str, str]",
) -> Prepared:
    """Keep the form for the head; raises the refusals that would meet the head too."""
    refused = unsignable(subject, step, actor, version)
    if refused:
        raise refused
    uploads: dict[str, Sequence[Any]] = {
        name: form.cleaned_data[name] or []
        for name, field in form.fields.items()
        if isinstance(field, forms.FileField)
    }
    typed = {name: values for name, values in data.lists() if name not in CARRIED}
    return signing.prepare(
        subject, step, actor=actor, version=int(version or 0), data=typed, uploads=uploads
    )


def fill_in(form: StepForm, prepared: Prepared) -> None:
    """Show in the form what was prepared."""
    typed: MultiValueDict[str, str] = MultiValueDict(prepared.data)
    for name, field in form.fields.items():
        if not field.widget.is_hidden and not isinstance(field, forms.FileField):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))


def sign(
    subject: Any,
    step: str,
    form: StepForm,
    actor: Official,
    key: Key | None,
    version: int | None,
    prepared_id: int,
) -> Any:
    """Take the step with what the form holds now and the files prepared for it."""
    with transaction.atomic():
        prepared = (
            visible_to(actor)
            .filter(pk=prepared_id, kind=subject.kind, subject_id=subject.pk, step=step)
            .first()
        )
        if prepared is None:
            if key:
                keys.recall(key)
            raise _gone(subject, step)
        data = form.verb_data()
        for field, kept in signing.files_of(prepared).items():
            data[field] = [*(data.get(field) or []), *kept]
        signer = actor.signing_for(prepared.by.username)
        verb = STEPS[subject.kind][step].verb
        answer = verb(subject, actor=signer, version=version, key=key, **data)
        if not signing.signed(prepared):
            raise _gone(subject, step)
        return answer


def _gone(subject: Any, step: str) -> Unmet:
    reason = _(
        "What was prepared for this step was replaced or withdrawn meanwhile; look at it again."
    )
    return Unmet(no("prepared_gone", reason), subject=subject, step=step)
