"""Preparing an act, sending it back, taking it away; signing it is the step itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from coordination.progress.files import Kept, discarded_on_failure
from coordination.signing.models import Prepared, PreparedFile
from coordination.units.official import Official
from workflow import clock


def prepare(
    subject: Any,
    step: str,
    *,
    actor: Official,
    version: int,
    data: Mapping[str, Sequence[str]],
    uploads: Mapping[str, Sequence[Any]],
) -> Prepared:
    """Keep what was filled in until the head signs it; what was prepared before is replaced.

    Files given before stay where none are given now. Acts of the unit that nobody has signed for
    ``PREPARED_KEEP_DAYS`` are discarded on the way.
    """
    named = [(field, upload) for field, given in uploads.items() for upload in given]
    with (
        discarded_on_failure([upload for _field, upload in named]) as kept,
        transaction.atomic(),
    ):
        mine = Q(kind=subject.kind, subject_id=subject.pk, step=step)
        old = Prepared.objects.filter(mine, unit=actor.own_unit_id).first()
        files = [(field, file) for (field, _upload), file in zip(named, kept, strict=True)]
        files = files or [(file.field, file.kept()) for file in old.files.all()] if old else files
        if old:
            _remove([old], but={file.path for _field, file in files})
        _discard_forgotten(actor.own_unit_id)
        made = Prepared.objects.create(
            kind=subject.kind,
            subject_id=subject.pk,
            step=step,
            unit_id=actor.own_unit_id,
            version=version,
            title=str(subject)[:200],
            data={name: list(values) for name, values in data.items()},
            by_id=actor.person_id,
            at=clock.now(),
        )
        PreparedFile.objects.bulk_create(
            PreparedFile(
                prepared=made,
                field=field,
                name=file.name,
                path=file.path,
                size=file.size,
                sha256=file.sha256,
            )
            for field, file in files
        )
        return made


def send_back(prepared: Prepared, remark: str) -> None:
    """The head does not sign; the handler reads why."""
    Prepared.objects.filter(pk=prepared.pk).update(remark=remark)


def withdraw(prepared: Prepared) -> None:
    """Nobody signs it any more; its files go."""
    with transaction.atomic():
        _remove([prepared])


def withdraw_of(unit_ids: Iterable[int]) -> None:
    """Nothing is signed any more for these units."""
    with transaction.atomic():
        _remove(Prepared.objects.filter(unit__in=list(unit_ids)))


def signed(prepared: Prepared) -> bool:
    """Within the act that signs: the row goes, its files stay. False where it has gone before."""
    count, _rows = Prepared.objects.filter(pk=prepared.pk).delete()
    return bool(count)


def files_of(prepared: Prepared) -> dict[str, list[Kept]]:
    """The files of a prepared act by the field of the form."""
    found: dict[str, list[Kept]] = {}
    for file in prepared.files.order_by("pk"):
        found.setdefault(file.field, []).append(file.kept())
    return found


def _discard_forgotten(unit_id: int) -> None:
    until = clock.now() - timedelta(days=settings.PREPARED_KEEP_DAYS)
    _remove(Prepared.objects.filter(unit=unit_id, at__lt=until))


def _remove(rows: Iterable[Prepared], but: Iterable[str] = ()) -> None:
    """Remove rows now, and their files once the transaction holds."""
    for row in rows:
        paths = {file.path for file in row.files.all()} - set(but)
        row.delete()
        for path in paths:
            transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
