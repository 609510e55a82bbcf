"""Child protection and child in need plans."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.plans.sql import PLANS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_wall"),
        ("cases", "0001_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("cp", "Child protection plan"), ("cin", "Child in need plan")], max_length=3
                    ),
                ),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "first_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("neglect", "Neglect"),
                            ("physical", "Physical abuse"),
                            ("sexual", "Sexual abuse"),
                            ("emotional", "Emotional abuse"),
                            ("multiple", "More than one category"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "latest_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("neglect", "Neglect"),
                            ("physical", "Physical abuse"),
                            ("sexual", "Sexual abuse"),
                            ("emotional", "Emotional abuse"),
                            ("multiple", "More than one category"),
                        ],
                        max_length=10,
                    ),
                ),
                ("previous_plans", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=40)),
                ("import_id", models.UUIDField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "plans_plan",
                "ordering": ("began_on",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["authority_id", "kind"],
                        name="plans_plan_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cp", "cin"])), name="plans_plan_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("ended_on__gte", models.F("began_on")), _connector="OR"
                        ),
                        name="plans_plan_ends_after_beginning",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_category__in", ("", "neglect", "physical", "sexual", "emotional", "multiple")),
                            ("latest_category__in", ("", "neglect", "physical", "sexual", "emotional", "multiple")),
                        ),
                        name="plans_plan_category_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PLANS, migrations.RunSQL.noop),
    ]
