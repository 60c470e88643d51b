"""People and the posts in which they act."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from coordination.units.states import Duty


class User(AbstractUser, GuardianUserMixin):
    """A person with an account; what it may do comes from its posts alone."""

    full_name = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """A person acts for ``unit`` in ``duty`` from ``since`` to ``until`` (the last day)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey("coordination.Unit", on_delete=models.PROTECT, related_name="posts")
    duty = models.CharField(max_length=20, choices=Duty.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "duty", "since"], name="post_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_duty_display()}"
