"""The rival's steps: each checks the data, locks the task, asks the rules and writes."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_fsm import can_proceed, has_transition_perm
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from tests.bench.rival import serializers as given
from tests.bench.rival.models import Clock, Evidence, History, Message, Milestone, Report, Task


class Conflict(APIException):
    status_code = 409


class Stale(APIException):
    status_code = 412


class Steps(GenericViewSet[Task]):
    def get_queryset(self) -> Any:
        """Tasks of issued plans, and all those of the plans that one supervises; locked."""
        seen = Q(plan__issued=True) | Q(plan__supervisors=self.request.user.pk)
        found = Task.objects.filter(pk__in=Task.objects.filter(seen).values("pk"))
        return found.select_related("plan").select_for_update(of=("self",))

    def data(self, shape: Any) -> dict[str, Any]:
        found = shape(data=self.request.data)
        found.is_valid(raise_exception=True)
        checked: dict[str, Any] = found.validated_data
        return checked

    def taken(self, name: str) -> Task:
        """The task, locked, if the step is open to the caller on the version named."""
        task: Task = self.get_object()
        step = getattr(task, name)
        if not has_transition_perm(step, self.request.user):
            raise PermissionDenied
        if self.request.headers.get("If-Match") != f'"{task.version}"':
            raise Stale
        if not can_proceed(step):
            raise Conflict
        self.before = dict(task.__dict__)
        return task

    def kept(self, task: Task, step: str, topic: str, data: dict[str, Any]) -> Response:
        """Save what changed with its history and its message."""
        changed = [
            f
            for f in Task._meta.concrete_fields
            if task.__dict__[f.attname] != self.before[f.attname]
        ]
        task.version += 1
        task.save(update_fields=[*(f.name for f in changed), "version"])
        changes = {
            f.attname: [str(self.before[f.attname]), str(task.__dict__[f.attname])] for f in changed
        }
        moved = (self.before["state"], task.state)
        self.told(task, "task", task.pk, task.version, step, *moved, data, changes, topic)
        return self.answer("task", task.pk, task.version, step, task.state)

    def told(
        self,
        task: Task,
        kind: str,
        pk: int,
        version: int,
        step: str,
        source: str,
        target: str,
        data: dict[str, Any],
        changes: dict[str, Any],
        topic: str = "",
    ) -> None:
        user, at = self.request.user, timezone.now()
        line = History.objects.create(
            kind=kind,
            subject=pk,
            task=task,
            version=version,
            step=step,
            source=source,
            target=target,
            user=user,
            unit_id=user.post.unit_id,
            data=data,
            changes=changes,
            at=at,
        )
        if topic:
            Message.objects.create(history=line, topic=topic, next_try_at=at)

    def answer(self, kind: str, pk: int, version: int, step: str, state: str) -> Response:
        told = {"kind": kind, "id": pk, "version": version, "state": state, "step": step}
        headers = {"ETag": f'"{version}"', "Cache-Control": "private, no-store"}
        return Response(told | {"url": f"/api/v1/{kind}s/{pk}/"}, headers=headers)

    @action(detail=True, methods=["post"], url_path="steps/accept")
    @transaction.atomic
    def accept(self, _request: Any, pk: str) -> Response:
        data = self.data(given.Accept)
        task = self.taken("accept")
        if task.sign_off_until < timezone.localdate():
            raise Conflict
        task.accept(data["contact"])
        Clock.objects.filter(task=task, name="sign_off").delete()
        return self.kept(task, "accept", "task.accepted", data)

    @action(detail=True, methods=["post"], url_path="steps/start")
    @transaction.atomic
    def start(self, _request: Any, pk: str) -> Response:
        data = self.data(given.Start)
        task = self.taken("start")
        rows = data.pop("milestones")
        days = [row["due_on"] for row in rows]
        if days != sorted(days) or days[-1] != task.due_on:
            raise Conflict
        if task.indicators.filter(measure="").exists():  # type: ignore[attr-defined]
            raise Conflict
        task.start(data["cycle"])
        Milestone.objects.bulk_create(
            Milestone(task=task, position=n, **row) for n, row in enumerate(rows, 1)
        )
        steps = [f"{row['due_on']} {row['title']}" for row in rows]
        return self.kept(task, "start", "task.started", data | {"steps": steps})

    @action(detail=True, methods=["post"], url_path="steps/report")
    @transaction.atomic
    def report(self, request: Any, pk: str) -> Response:
        data = self.data(given.Report)
        task = self.get_object()
        unit, period = request.user.post.unit_id, timezone.localdate().replace(day=1)
        if unit != task.lead_id and not task.parts.filter(unit=unit).exists():
            raise PermissionDenied
        if task.state != "in_progress":
            raise Conflict
        if task.reports.filter(unit=unit, period=period).exists():
            raise Conflict
        made = Report.objects.create(
            task=task, unit_id=unit, by=request.user, period=period, at=timezone.now(), **data
        )
        self.told(task, "report", made.pk, 1, "report", "", "filed", data, {}, "report.filed")
        return self.answer("report", made.pk, 1, "report", "filed")

    @action(detail=True, methods=["post"], url_path="steps/claim")
    @transaction.atomic
    def claim(self, request: Any, pk: str) -> Response:
        data = self.data(given.Claim)
        task = self.taken("claim")
        if task.parts.exclude(state="done").exists():  # type: ignore[attr-defined]
            raise Conflict
        until = timezone.localdate() + timedelta(days=14)
        file = data.pop("evidence")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        task.claim(data["grade"], until)
        Clock.objects.create(task=task, name="verification", due_on=until)
        proof = Evidence.objects.create(
            task=task,
            unit_id=request.user.post.unit_id,
            by=request.user,
            name=file.name,
            file=file,
            size=file.size,
            sha256=digest,
            at=timezone.now(),
        )
        self.told(
            task, "evidence", proof.pk, 1, "add_evidence", "", "filed", {}, {"sha256": digest}
        )
        return self.kept(task, "claim", "task.claimed", data | {"evidence": [digest]})

    @action(detail=True, methods=["post"], url_path="steps/begin_verification")
    @transaction.atomic
    def begin_verification(self, request: Any, pk: str) -> Response:
        self.data(given.Begin)
        task = self.taken("begin_verification")
        if task.verifying_id == request.user.post.unit_id:
            raise Conflict
        task.begin_verification(request.user.post.unit_id)
        return self.kept(task, "begin_verification", "task.verification_begun", {})

    @action(detail=True, methods=["post"], url_path="steps/verify")
    @transaction.atomic
    def verify(self, request: Any, pk: str) -> Response:
        data = self.data(given.Verify)
        task = self.taken("verify")
        if task.verifying_id != request.user.post.unit_id:
            raise Conflict
        task.verify(request.user.post.unit_id)
        Clock.objects.filter(task=task, name="verification").delete()
        return self.kept(task, "verify", "task.verified", data)
