"""What a handler has prepared for the head's signature; private to the unit, and no record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.progress.files import Kept
from coordination.units.models import Unit, User
from workflow.lifecycle import length_checks


class Prepared(models.Model):
    """A step filled in for the head: ``data`` are the fields as typed, by name.

    ``version`` is the one the handler saw, ``title`` what the subject is called. With a ``remark``
    the head has sent it back. The row goes when the act is signed, replaced or withdrawn.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    step = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    remark = models.TextField(blank=True)

    class Meta:
        verbose_name = _("act to be signed")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "step", "unit"], name="prepared_once"
            ),
            *length_checks("prepared", title=200, remark=1_000),
        ]
        indexes = [models.Index(fields=["unit", "at"], name="prepared_of_unit")]

    def __str__(self) -> str:
        return self.title


class PreparedFile(models.Model):
    """A file that was uploaded with a prepared act for its form's ``field``."""

    prepared = models.ForeignKey(Prepared, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of an act to be signed")

    def __str__(self) -> str:
        return self.name

    def kept(self) -> Kept:
        """The file as an act is given it."""
        return Kept(self.name, self.path, self.size, self.sha256)
