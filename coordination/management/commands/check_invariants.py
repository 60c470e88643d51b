"""Look for what must never be in the stored data."""

from collections import Counter
from typing import Any

from django.utils.translation import ngettext

from coordination.reports.invariants import findings
from workflow.lifecycle import subjects
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """check_invariants: 0 findings is success, 1 otherwise."""

    help = "Scan the stored data for what must never be; each finding names subject and rule."

    def report(self, **_options: Any) -> Report:
        """The findings, and how many subjects were looked at."""
        found = list(findings())
        checked = {model.kind: model._default_manager.count() for model in subjects()}
        document = {
            "findings": [finding.to_json() for finding in found],
            "by_rule": dict(Counter(finding.rule for finding in found)),
            "checked": checked,
        }
        total = ngettext("%(count)d finding", "%(count)d findings", len(found)) % {
            "count": len(found)
        }
        return Report(document, [*map(str, found), total], sound=not found)
