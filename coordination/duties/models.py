"""Documents, their paragraphs on single units, and citations of them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.duties.states import DutyKind
from coordination.search.models import Searchable
from coordination.units.models import Body, Unit
from workflow.lifecycle import length_checks
from workflow.models import AppendOnly


class DutyDocument(models.Model):
    """A three-fix regulation (三定), a list of powers (权责清单), a law: what duties rest upon."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=DutyKind.choices)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("document of duties")
        constraints = [
            models.UniqueConstraint(fields=["body", "name", "number"], name="duty_document_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DutyKind.values), name="duty_document_kind"
            ),
            *length_checks("duty_document", name=120, number=60, issuer=60),
        ]

    def __str__(self) -> str:
        return f"《{self.name}》{self.number}"


class DutyEntry(Searchable):
    """One paragraph of a document about one unit, in force from and until (the last day).

    ``code`` names it within its body for ever: citations and further imports go by it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(DutyDocument, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    code = models.CharField(max_length=40)
    paragraph = models.CharField(max_length=60)
    text = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("duty entry")
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="duty_code_once"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="duty_valid_span",
            ),
            *length_checks("duty", code=40, paragraph=60, text=5_000),
        ]
        indexes = [
            models.Index(fields=["body", "id"], name="duty_by_body"),
            models.Index(fields=["unit", "id"], name="duty_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.paragraph}"

    def searched_texts(self) -> tuple[str, ...]:
        """What the paragraph says, then whose it is and where it stands."""
        document = self.document
        return (
            *(self.text, self.unit.name, self.unit.short_name),
            *(document.name, document.number, self.paragraph, self.code),
        )

    def in_force(self, on: date) -> bool:
        """Whether the paragraph holds on a day; an open end holds always."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)


class Citation(AppendOnly):
    """A paragraph cited in a case, as it read that day.

    Of the filing where neither statement nor proposal is named. ``quote`` is the wording cited
    and ``sha`` its SHA-256, so that a later edition of the document changes nothing.
    """

    dispute = models.ForeignKey(
        "coordination.Dispute", on_delete=models.PROTECT, related_name="citations"
    )
    statement = models.ForeignKey(
        "coordination.Statement", on_delete=models.PROTECT, null=True, related_name="citations"
    )
    proposal = models.ForeignKey(
        "coordination.Proposal", on_delete=models.PROTECT, null=True, related_name="citations"
    )
    entry = models.ForeignKey(DutyEntry, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=260)
    quote = models.TextField()
    sha = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("citation")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(statement__isnull=True) | models.Q(proposal__isnull=True),
                name="citation_of_one",
            ),
            *length_checks("citation", source=260, quote=5_000, sha=64),
        ]

    def __str__(self) -> str:
        return self.source
