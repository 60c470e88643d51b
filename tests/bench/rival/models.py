"""The rival's tables; the lifecycle is django-fsm's."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django_fsm import FSMField, transition


class Unit(models.Model):
    name = models.CharField(max_length=60)


class Post(models.Model):
    user = models.OneToOneField(User, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    duty = models.CharField(max_length=20)


class Token(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)


class Plan(models.Model):
    title = models.CharField(max_length=100)
    issued = models.BooleanField(default=True)
    supervisors = models.ManyToManyField(User)


def leads(task: "Task", user: Any) -> bool:
    return bool(user.post.unit_id == task.lead_id)


def signs(task: "Task", user: Any) -> bool:
    return leads(task, user) and user.post.duty == "head"


def supervises(task: "Task", user: Any) -> bool:
    unit = user.post.unit_id
    return (
        unit not in (task.lead_id, task.claimed_by_id)
        and task.plan.supervisors.filter(pk=user.pk).exists()
        and not task.parts.filter(unit=unit).exists()
        and not task.assignments.filter(unit=unit).exists()
    )


class Task(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = FSMField(default="assigned", protected=True)
    version = models.PositiveIntegerField(default=1)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    verifying = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    sign_off_until = models.DateField()
    verify_until = models.DateField(null=True)
    contact = models.CharField(max_length=60, blank=True)
    report_cycle = models.CharField(max_length=10, blank=True)
    grade = models.CharField(max_length=1, blank=True)

    @transition("state", "assigned", "accepted", permission=leads)
    def accept(self, contact: str) -> None:
        self.contact = contact

    @transition("state", "accepted", "in_progress", permission=leads)
    def start(self, cycle: str) -> None:
        self.report_cycle = cycle

    @transition("state", "in_progress", "completed", permission=signs)
    def claim(self, grade: str, until: Any) -> None:
        self.claimed_by_id, self.grade, self.verify_until = self.lead_id, grade, until

    @transition("state", "completed", "completed", permission=supervises)
    def begin_verification(self, unit_id: int) -> None:
        self.verifying_id = unit_id

    @transition("state", "completed", "verified", permission=supervises)
    def verify(self, unit_id: int) -> None:
        self.verified_by_id = unit_id


class Assignment(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)


class Part(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    state = models.CharField(max_length=20)


class Indicator(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="indicators")
    measure = models.CharField(max_length=20, blank=True)


class Milestone(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due_on = models.DateField()


class Report(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    period = models.DateField()
    percent = models.PositiveSmallIntegerField()
    done = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit", "period"], name="once")]


class Evidence(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to="evidence")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()


class Clock(models.Model):
    task = models.ForeignKey(Task, on_delete=models.PROTECT)
    name = models.CharField(max_length=20)
    due_on = models.DateField()


class History(models.Model):
    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField(db_index=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    data = models.JSONField()
    changes = models.JSONField()
    at = models.DateTimeField()


class Message(models.Model):
    history = models.ForeignKey(History, on_delete=models.PROTECT)
    topic = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    error = models.TextField(blank=True)
