"""Keys that make a repeated request have one effect and one answer."""

from django.db import models


class IdempotencyKey(models.Model):
    """A request already carried out: ``scope`` is user, method, path and key, hashed.

    The row is written in the transaction of the act itself, so that it exists exactly
    where the effect exists.
    """

    scope = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=64)
    answer = models.TextField(default="")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.scope
