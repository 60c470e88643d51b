import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0003_calendar"),
    ]

    operations = [
        migrations.RenameField(model_name="indicator", old_name="value", new_name="target"),
        migrations.CreateModel(
            name="ActualValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
            ],
            options={
                "verbose_name": "actual value",
                "ordering": ["indicator_id"],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "amendment",
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("A", "A: beyond the target"),
                            ("B", "B: target reached"),
                            ("C", "C: mostly reached"),
                            ("D", "D: not reached"),
                        ],
                        max_length=1,
                    ),
                ),
                ("result", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "claim",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ClaimResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("yes", "Reached"),
                            ("partly", "Partly reached"),
                            ("no", "Not reached"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "result",
                "ordering": ["indicator_id"],
            },
        ),
        migrations.CreateModel(
            name="Configuration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("kept", "Kept")], default="kept", max_length=20
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("body", "Posts, substitutions and units of a body"),
                            ("person", "Sign-ins and access tokens of a person"),
                            ("calendar", "Calendar of working days"),
                            ("strangers", "Sign-ins under unknown names"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "configuration",
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be decided"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="asked",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("old_due", models.DateField()),
                ("new_due", models.DateField()),
                ("beyond", models.BooleanField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "extension",
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed", models.BooleanField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "finding",
                "ordering": ["indicator_id"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "To be answered"),
                            ("unanswered", "Not answered by the limit"),
                            ("answered", "Answered"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="sent",
                        max_length=20,
                    ),
                ),
                ("reply", models.TextField(blank=True, editable=False)),
                ("replied_at", models.DateTimeField(editable=False, null=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("blue", "Blue: reminder"),
                            ("yellow", "Yellow: warning"),
                            ("red", "Red: supervision by name"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("reply_until", models.DateField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "letter of supervision",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("reached_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "milestone",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="PlannedValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
            ],
            options={
                "verbose_name": "planned value",
                "ordering": ["period"],
            },
        ),
        migrations.CreateModel(
            name="Prepared",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("step", models.CharField(max_length=30)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("remark", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "act to be signed",
            },
        ),
        migrations.CreateModel(
            name="PreparedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=120)),
                ("path", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "file of an act to be signed",
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "Sent")], default="sent", max_length=20
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("sign_off", "Receipt"),
                            ("due", "Due date"),
                            ("milestone", "Milestone"),
                            ("verification", "Verification"),
                            ("report", "Report of the period"),
                            ("report_missed", "Report missing"),
                            ("review_late", "Review of a suspension"),
                        ],
                        max_length=20,
                    ),
                ),
                ("day", models.DateField()),
                ("planned_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reminder",
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be decided"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="asked",
                        max_length=20,
                    ),
                ),
                ("finding", models.TextField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reopening",
            },
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("may_sign", models.BooleanField(default=False)),
                ("cause", models.TextField()),
                ("registered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "substitution",
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rename", "Renamed"),
                            ("merge", "Merged into another unit"),
                            ("split", "A part became another unit"),
                            ("close", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("former_name", models.CharField(blank=True, max_length=60)),
                ("direct", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "unit succession",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Heads to agree"),
                            ("consented", "Both heads agreed"),
                            ("carried_out", "Carried out"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="asked",
                        max_length=20,
                    ),
                ),
                ("keep_old", models.BooleanField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "direct transfer",
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "By documents"),
                            ("site", "On site"),
                            ("data", "By data"),
                        ],
                        max_length=10,
                    ),
                ),
                ("confirmed", models.BooleanField()),
                ("conclusion", models.TextField()),
                ("limit", models.DateField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "verification",
            },
        ),
        migrations.RemoveConstraint(
            model_name="cooperation",
            name="cooperation_state",
        ),
        migrations.RemoveConstraint(
            model_name="dispute",
            name="dispute_state",
        ),
        migrations.RemoveConstraint(
            model_name="dispute",
            name="dispute_one_open",
        ),
        migrations.RemoveConstraint(
            model_name="dispute",
            name="dispute_outcome",
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_state",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="task_state",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="task_has_lead",
        ),
        migrations.AddField(
            model_name="calendarday",
            name="published",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="asked_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="asked_text",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="asked_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="barred",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="contest_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="deemed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="due_on",
            field=models.DateField(null=True, verbose_name="due"),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="duty",
            field=models.TextField(blank=True, verbose_name="what the unit is to do"),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="release_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="release_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="sign_off_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="silent_after",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="duty",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="part",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="coordination.cooperation",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="wish",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="dispute",
            name="wish_duty",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="indicator",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="coordination.indicator",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="url",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="indicator",
            name="baseline",
            field=models.DecimalField(decimal_places=4, max_digits=16, null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="proof",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="indicator",
            name="proof_required",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="proposal",
            name="duty",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="report",
            name="period",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="ruling",
            name="duty",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="task",
            name="deemed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="extensions",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="group",
            field=models.CharField(
                blank=True,
                choices=[
                    ("divided", "Divided among its units"),
                    ("cooperating", "Its units cooperate"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="original_due_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="parts_open",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="reopened",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="report_cycle",
            field=models.CharField(blank=True, editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name="task",
            name="review_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="sign_off_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="started_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="suspended_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="upper_due_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="verify_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="verifying",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="waived_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="cause",
            field=models.CharField(
                choices=[
                    ("plan", "Named in the plan"),
                    ("settlement", "By settlement"),
                    ("ruling", "By ruling"),
                    ("transfer", "By direct transfer"),
                    ("succession", "As the unit that follows"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="cooperation",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("pending", "To be confirmed"),
                    ("accepted", "Confirmed"),
                    ("contested", "Contested"),
                    ("done", "Done"),
                    ("released", "Released"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="dispute",
            name="proposed",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dispute",
            name="scope",
            field=models.CharField(
                choices=[
                    ("lead", "Lead responsibility"),
                    ("content", "Content or indicators"),
                    ("cooperation", "A cooperating unit's part"),
                ],
                default="lead",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="dispute",
            name="state",
            field=models.CharField(
                choices=[
                    ("collecting", "Collecting statements"),
                    ("consulting", "Consulting on a proposal"),
                    ("answering", "Heads answering"),
                    ("ruling", "For ruling"),
                    ("closed", "Closed"),
                    ("withdrawn", "Withdrawn"),
                    ("void", "Void, as nothing is left to dispute"),
                ],
                default="collecting",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="state",
            field=models.CharField(
                choices=[("kept", "Kept"), ("retracted", "Retracted")],
                default="kept",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="comparator",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ge", "at least"),
                    ("le", "at most"),
                    ("eq", "this number"),
                    ("about", "about"),
                    ("increase", "more by"),
                    ("decrease", "less by"),
                    ("range", "between"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("maintain", "Maintain the present division"),
                    ("reassign", "Change the lead"),
                    ("release", "Release the cooperating unit"),
                    ("adjust", "Adjust what the unit is to do"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="ruling",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("maintain", "Maintain the present division"),
                    ("reassign", "Change the lead"),
                    ("release", "Release the cooperating unit"),
                    ("adjust", "Adjust what the unit is to do"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("assigned", "Assigned, to be accepted"),
                    ("accepted", "Accepted"),
                    ("in_progress", "In progress"),
                    ("disputed", "Disputed"),
                    ("suspended", "Suspended"),
                    ("completed", "Completion claimed, to be verified"),
                    ("verified", "Verified and closed"),
                    ("divided", "Divided among units"),
                    ("cancelled", "Cancelled"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["verified", "cancelled"]), _negated=True),
                fields=["due_on", "id"],
                name="task_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "completed")),
                fields=["due_on", "id"],
                name="task_to_verify",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["verified", "cancelled"]), _negated=True),
                fields=["plan", "due_on"],
                name="task_open_by_plan",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["lead", "state"], name="task_by_lead_state"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["plan", "state"], name="task_by_plan_state"),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "pending", "accepted", "contested", "done", "released"])
                ),
                name="cooperation_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_on__isnull", True), ("silent_after__isnull", True)),
                    models.Q(("asked_on__isnull", False), ("silent_after__isnull", False)),
                    _connector="OR",
                ),
                name="cooperation_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__length__lte", 2000)), name="cooperation_duty_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_text__length__lte", 5000)),
                name="cooperation_asked_text_len",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(("release_reason__length__lte", 5000)),
                name="cooperation_release_reason_len",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "collecting",
                            "consulting",
                            "answering",
                            "ruling",
                            "closed",
                            "withdrawn",
                            "void",
                        ],
                    )
                ),
                name="dispute_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["collecting", "consulting", "answering", "ruling"]),
                    models.Q(("scope", "cooperation"), _negated=True),
                ),
                fields=("task",),
                name="dispute_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["collecting", "consulting", "answering", "ruling"]),
                    ("scope", "cooperation"),
                ),
                fields=("part",),
                name="dispute_one_open_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("scope", "cooperation")),
                        ("part__isnull", False),
                        ("proposed__isnull", True),
                    ),
                    models.Q(
                        models.Q(("scope", "cooperation"), _negated=True),
                        ("part__isnull", True),
                        ("proposed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dispute_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["", "maintain", "reassign", "release", "adjust"]),
                    ("old_lead__in", ["", "cooperating", "released"]),
                    ("decided__in", ["", "settlement", "ruling"]),
                ),
                name="dispute_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scope__in", ["lead", "content", "cooperation"]),
                    ("wish__in", ["", "release", "adjust"]),
                ),
                name="dispute_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("wish_duty__length__lte", 2000)), name="dispute_wish_duty_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__length__lte", 2000)), name="dispute_duty_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["kept", "retracted"])), name="evidence_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("path", ""), _connector="XOR"),
                name="evidence_file_or_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__length__lte", 120)), name="evidence_name_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("path__length__lte", 80)), name="evidence_path_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__length__lte", 64)), name="evidence_sha256_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("url__length__lte", 500)), name="evidence_url_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "comparator__in",
                        ["", "ge", "le", "eq", "about", "increase", "decrease", "range"],
                    )
                ),
                name="indicator_comparator",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__length__lte", 120)), name="indicator_text_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__length__lte", 30)), name="indicator_target_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__length__lte", 20)), name="indicator_measure_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof__length__lte", 120)), name="indicator_proof_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__length__lte", 2000)), name="proposal_duty_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("task", "unit", "period"), name="report_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__length__lte", 2000)), name="ruling_duty_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "assigned",
                            "accepted",
                            "in_progress",
                            "disputed",
                            "suspended",
                            "completed",
                            "verified",
                            "divided",
                            "cancelled",
                        ],
                    )
                ),
                name="task_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("report_cycle__in", ["", "month", "quarter", "half_year"])),
                name="task_report_cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review_on__isnull", False), ("state", "suspended")),
                    models.Q(
                        models.Q(("state", "suspended"), _negated=True), ("review_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="task_suspended",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extensions", 0), ("original_due_on__isnull", False), _connector="OR"
                ),
                name="task_original_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waived_until__isnull", True),
                    models.Q(
                        ("upper_due_on__isnull", False),
                        ("waived_until__gt", models.F("upper_due_on")),
                    ),
                    _connector="OR",
                ),
                name="task_waived",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "assigned"), _negated=True),
                    ("deemed", False),
                    _connector="OR",
                ),
                name="task_deemed",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verifying__isnull", True),
                    models.Q(("verifying", models.F("claimed_by")), _negated=True),
                    _connector="OR",
                ),
                name="task_checker_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "cancelled", "divided"]),
                    ("lead__isnull", False),
                    _connector="OR",
                ),
                name="task_has_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "divided"), _negated=True),
                    ("lead__isnull", True),
                    _connector="OR",
                ),
                name="task_divided",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ["", "divided", "cooperating"])), name="task_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_text__length__lte", 60)), name="task_due_text_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("import_key__length__lte", 64)), name="task_import_key_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_kind__in", ["", "date", "period", "recurring", "ongoing", "relative"])
                ),
                name="task_due_kind_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resume_state__in", ["", "draft", "assigned", "accepted", "in_progress"])
                ),
                name="task_resume_state_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__in", ["", "A", "B", "C", "D"])), name="task_grade_in"
            ),
        ),
        migrations.AddField(
            model_name="actualvalue",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actual",
                to="coordination.indicator",
            ),
        ),
        migrations.AddField(
            model_name="actualvalue",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="values",
                to="coordination.report",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="coordination.plan",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="tasks",
            field=models.ManyToManyField(related_name="amendments", to="coordination.task"),
        ),
        migrations.AddField(
            model_name="claim",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="claimresult",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="coordination.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimresult",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="coordination.indicator",
            ),
        ),
        migrations.AddField(
            model_name="configuration",
            name="body",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="coordination.body"
            ),
        ),
        migrations.AddField(
            model_name="configuration",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chains",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extension_requests",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="coordination.indicator",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="plannedvalue",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned",
                to="coordination.indicator",
            ),
        ),
        migrations.AddField(
            model_name="prepared",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="prepared",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="preparedfile",
            name="prepared",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="coordination.prepared",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopenings",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substitutions",
                to="coordination.post",
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="registered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="substitute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substituting",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="new",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inherited",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="old",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heirs",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="from_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="from_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="claim",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="coordination.claim"
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verifications",
                to="coordination.task",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.unit",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="verification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="coordination.verification",
            ),
        ),
        migrations.AddConstraint(
            model_name="actualvalue",
            constraint=models.UniqueConstraint(fields=("report", "indicator"), name="actual_once"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "refused", "withdrawn"])),
                name="amendment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("plan", "number"),
                name="amendment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="amendment_decider_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__length__lte", 40)), name="amendment_number_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__length__lte", 5000)), name="amendment_reason_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="claim_once"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__in", ["A", "B", "C", "D"])), name="claim_grade"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__length__lte", 5000)), name="claim_result_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimresult",
            constraint=models.UniqueConstraint(
                fields=("claim", "indicator"), name="claim_result_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("reached__in", ["yes", "partly", "no"])),
                name="claim_result_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("note__length__lte", 500)), name="claim_result_note_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="configuration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["kept"])), name="configuration_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="configuration",
            constraint=models.UniqueConstraint(fields=("body",), name="configuration_of_body"),
        ),
        migrations.AddConstraint(
            model_name="configuration",
            constraint=models.UniqueConstraint(fields=("person",), name="configuration_of_person"),
        ),
        migrations.AddConstraint(
            model_name="configuration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scope__in", ["calendar", "strangers"])),
                fields=("scope",),
                name="configuration_of_house",
            ),
        ),
        migrations.AddConstraint(
            model_name="configuration",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["body", "person", "calendar", "strangers"])),
                name="configuration_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "granted", "refused", "withdrawn", "void"])
                ),
                name="extension_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task",), name="extension_one_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("new_due__gt", models.F("old_due"))), name="extension_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="extension_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="extension_decider_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__length__lte", 5000)), name="extension_reason_len"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["task", "unit", "-id"], name="letter_last"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["sent", "unanswered", "answered", "withdrawn", "void"])
                ),
                name="letter_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["blue", "yellow", "red"])), name="letter_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    ("replied_at__isnull", False),
                    _connector="OR",
                ),
                name="letter_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__length__lte", 5000)), name="letter_text_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("reply__length__lte", 5000)), name="letter_reply_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(fields=("task", "position"), name="milestone_once"),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("title__length__lte", 120)), name="milestone_title_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedvalue",
            constraint=models.UniqueConstraint(fields=("indicator", "period"), name="planned_once"),
        ),
        migrations.AddIndex(
            model_name="prepared",
            index=models.Index(fields=["unit", "at"], name="prepared_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="prepared",
            constraint=models.UniqueConstraint(
                fields=("kind", "subject_id", "step", "unit"), name="prepared_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="prepared",
            constraint=models.CheckConstraint(
                condition=models.Q(("title__length__lte", 200)), name="prepared_title_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="prepared",
            constraint=models.CheckConstraint(
                condition=models.Q(("remark__length__lte", 1000)), name="prepared_remark_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sent"])), name="reminder_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "about__in",
                        [
                            "sign_off",
                            "due",
                            "milestone",
                            "verification",
                            "report",
                            "report_missed",
                            "review_late",
                        ],
                    )
                ),
                name="reminder_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("task", "about", "day", "planned_on"), name="reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "granted", "refused", "withdrawn", "void"])
                ),
                name="reopening_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task",), name="reopening_one_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="reopening_decider_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding__length__lte", 5000)), name="reopening_finding_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__length__lte", 5000)), name="reopening_reason_len"
            ),
        ),
        migrations.AddIndex(
            model_name="substitution",
            index=models.Index(fields=["substitute", "until"], name="substitution_running"),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="substitution_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__length__lte", 1000)), name="substitution_cause_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "close"), ("new__isnull", False), _connector="OR"),
                name="succession_new",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["rename", "merge", "split", "close"])),
                name="succession_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("former_name__length__lte", 60)),
                name="succession_former_name_len",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["asked", "consented", "carried_out", "refused", "withdrawn", "void"],
                    )
                ),
                name="transfer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "consented"])),
                fields=("task",),
                name="transfer_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_unit", models.F("to_unit")), _negated=True),
                name="transfer_other_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["consented", "carried_out"]), _negated=True),
                    models.Q(("from_by__isnull", False), ("to_by__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_both_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__length__lte", 5000)), name="transfer_reason_len"
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["", "document", "site", "data"])),
                name="verification_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(("limit__isnull", True), ("confirmed", False), _connector="OR"),
                name="verification_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(("conclusion__length__lte", 5000)),
                name="verification_conclusion_len",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("verification", "indicator"), name="finding_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("note__length__lte", 500)), name="finding_note_len"
            ),
        ),
    ]
