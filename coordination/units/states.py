"""Duties in which people act, kinds of units, and the rights that each duty gives."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    COMMITTEE = "committee", _("Party or committee office")
    PUBLIC_BODY = "public-body", _("Public body")
    SUB_DISTRICT = "sub-district", _("Sub-district")
    TOWN = "town", _("Town")
    COMPANY = "company", _("Company")


class Duty(models.TextChoices):
    """In which duty a person acts: for a unit, or in a function of the body."""

    HANDLER = "handler", _("Handler")
    HEAD = "head", _("Head of unit")
    COORDINATOR = "coordinator", _("Coordinator")
    COORDINATOR_HEAD = "coordinator_head", _("Head of the coordinating office")
    SUPERVISOR = "supervisor", _("Supervisor")
    LEADER = "leader", _("Leader in charge")
    TOP = "top", _("Executive vice head")
    MEETING = "meeting", _("Government meeting")
    ESTABLISHMENT = "establishment", _("Establishment office")
    LEGAL = "legal", _("Legal office")
    EVALUATOR = "evaluator", _("Evaluator")
    AUDITOR = "auditor", _("Audit administrator")
    SYSADMIN = "sysadmin", _("System administrator")
    SECADMIN = "secadmin", _("Security administrator")


class ConfigurationState(models.TextChoices):
    KEPT = "kept", _("Kept")


class Scope(models.TextChoices):
    """What a chain of the configuration is about."""

    BODY = "body", _("Posts, substitutions and units of a body")
    PERSON = "person", _("Sign-ins and access tokens of a person")
    CALENDAR = "calendar", _("Calendar of working days")
    STRANGERS = "strangers", _("Sign-ins under unknown names")


class SuccessionKind(models.TextChoices):
    """What became of a unit."""

    RENAME = "rename", _("Renamed")
    MERGE = "merge", _("Merged into another unit")
    SPLIT = "split", _("A part became another unit")
    CLOSE = "close", _("Closed")


class Scopes(models.TextChoices):
    """What a personal access token is good for."""

    READ = "read", _("Read only")
    ACT = "read act", _("Read and act")


UNIT_DUTIES = frozenset({Duty.HANDLER, Duty.HEAD})

# The three administrators; none of them acts in a case, nor is one substituted.
ADMINISTRATORS = frozenset({Duty.SYSADMIN, Duty.SECADMIN, Duty.AUDITOR})

UNIT_RIGHTS: dict[str, tuple[str, ...]] = {
    Duty.HANDLER: ("view_unit", "act_for_unit"),
    Duty.HEAD: ("view_unit", "act_for_unit", "sign_for_unit"),
}
PLAN_RIGHTS: dict[str, tuple[str, ...]] = {
    Duty.COORDINATOR: ("view_plan", "draft_plan", "coordinate_plan"),
    Duty.COORDINATOR_HEAD: ("view_plan", "draft_plan", "coordinate_plan", "chair_plan"),
    Duty.SUPERVISOR: ("view_plan", "supervise_plan"),
    Duty.LEADER: ("view_plan", "rule_plan"),
    Duty.TOP: ("view_plan", "top_plan"),
    Duty.MEETING: ("view_plan", "top_plan", "meet_plan"),
    Duty.ESTABLISHMENT: ("view_plan", "opine_plan"),
    Duty.LEGAL: ("view_plan", "opine_plan"),
    Duty.EVALUATOR: ("view_plan",),
}
