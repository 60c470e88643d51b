"""People and the posts in which they act."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from coordination.units.states import Duty, Scopes


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


class AccessToken(models.Model):
    """A key with which a person's program acts; ``digest`` is the SHA-256 of the secret.

    ``prefix`` is its beginning, by which the person knows it again; ``expires_on`` the last day.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=20, choices=Scopes.choices)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("access token")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
