"""What a model has that can be searched."""

from typing import Any

from django.db import models

from coordination.search.terms import terms_of


class Searchable(models.Model):
    """Keeps its terms beside its texts; the migration of each model makes the index over them.

    Rows are written past ``save`` in bulk: whoever writes them calls ``index_terms`` before and
    :func:`coordination.search.index.refresh` after.
    """

    terms = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def searched_texts(self) -> tuple[str, ...]:
        """The texts in which words are found, the most telling first."""
        raise NotImplementedError

    def index_terms(self) -> Any:
        """Write the terms of the texts; returns the row."""
        self.terms = terms_of(*self.searched_texts())
        return self
