"""Make everything that is searched anew."""

from typing import Any

from django.utils.translation import gettext as _

from coordination.duties.models import DutyEntry
from coordination.precedents.actions import rebuild
from coordination.search import index
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """rebuild_search: from the rows themselves; nothing but the index changes."""

    help = "Rebuild the search index of duty entries and precedents."

    def report(self, **_options: Any) -> Report:
        """Rebuild both and count."""
        document = {"duties": index.rebuild(DutyEntry), "precedents": rebuild()}
        line = _("%(duties)d duty entries and %(precedents)d precedents are searchable.") % document
        return Report(document, [line])
