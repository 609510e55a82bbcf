"""Children, the people around them, addresses, needs, enquiries, chronology; and who reads and writes them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.cases.sql.records import RECORDS


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_label_requests"),
        ("cases", "0001_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "Home"),
                            ("current", "Staying at present"),
                            ("previous", "Previous home"),
                            ("placement", "Placement"),
                            ("school", "School or nursery"),
                            ("gp", "GP surgery"),
                            ("contact", "Contact (where a parent and child meet)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("begins_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "protection",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("protected", "Protected"),
                            ("unknown", "Nobody has said: protected"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("added_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addresses",
                "db_table": "cases_address",
            },
        ),
        migrations.CreateModel(
            name="ContactWay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "Telephone"), ("email", "E-mail"), ("post", "Post")], max_length=10
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True)),
                (
                    "verified_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "In person, by the worker"),
                            ("call_back", "By calling back on a number known before"),
                            ("document", "By a document"),
                            ("by_agency", "By another agency that knows the person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("verified_by", models.UUIDField(blank=True, null=True)),
                ("safe", models.BooleanField(blank=True, null=True)),
                ("safe_until", models.DateField(blank=True, null=True)),
                ("added_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_contact_way",
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("also_known_as", "Also known as"),
                            ("former", "Former name"),
                            ("birth", "Name at birth"),
                            ("married", "Married name"),
                            ("spelling", "Another spelling"),
                            ("before_birth", "Recorded as, before birth"),
                        ],
                        max_length=20,
                    ),
                ),
                ("added_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_alias",
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("reference", models.CharField(max_length=16)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("known_as", models.CharField(blank=True, max_length=120)),
                ("born_on", models.DateField(blank=True, null=True)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("died_on", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Not known")], default="U", max_length=1
                    ),
                ),
                ("ethnicity", models.CharField(blank=True, max_length=4)),
                (
                    "disabilities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), blank=True, default=list, size=None
                    ),
                ),
                ("first_language", models.CharField(blank=True, max_length=60)),
                ("local_id", models.CharField(blank=True, max_length=40)),
                ("upn", models.CharField(blank=True, max_length=13)),
                ("former_upn", models.CharField(blank=True, max_length=13)),
                ("upn_unknown", models.CharField(blank=True, max_length=4)),
                ("nhs_number", models.CharField(blank=True, max_length=10)),
                ("added_on", models.DateField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="child", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_child",
            },
        ),
        migrations.CreateModel(
            name="ChronologyEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("happened_on", models.DateField()),
                ("words", models.TextField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "significance",
                    models.CharField(
                        choices=[("significant", "Significant"), ("background", "Background")],
                        default="significant",
                        max_length=12,
                    ),
                ),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedtext"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "chronology entries",
                "db_table": "cases_chronology_entry",
                "ordering": ("happened_on", "written_at"),
            },
        ),
        migrations.CreateModel(
            name="ContactWayWords",
            fields=[
                (
                    "contact_way",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.contactway",
                    ),
                ),
                ("authority_id", models.UUIDField()),
                ("sealed", models.TextField()),
            ],
            options={
                "verbose_name_plural": "contact way words",
                "db_table": "cases_contact_way_words",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("field", models.CharField(max_length=40)),
                ("earlier", models.CharField(blank=True, max_length=250)),
                ("later", models.CharField(blank=True, max_length=250)),
                ("reason", models.CharField(max_length=250)),
                ("corrected_on", models.DateField()),
                ("corrected_by", models.UUIDField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_correction",
                "ordering": ("corrected_on",),
            },
        ),
        migrations.CreateModel(
            name="ExpectedDate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("expected_on", models.DateField()),
                ("said_on", models.DateField()),
                ("said_by", models.UUIDField()),
                ("source", models.CharField(blank=True, max_length=120)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_expected_date",
                "ordering": ("said_on", "said_at"),
            },
        ),
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("a_person", models.UUIDField()),
                ("b_person", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent_of", "Parent of"),
                            ("adoptive_parent_of", "Adoptive parent of"),
                            ("partner", "Partner of"),
                            ("married", "Married to"),
                            ("separated", "Separated from"),
                            ("divorced", "Divorced from"),
                            ("sibling_of", "Brother or sister of"),
                            ("twin_of", "Twin of"),
                        ],
                        max_length=20,
                    ),
                ),
                ("begins_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "kinship",
                "db_table": "cases_kinship",
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("language", "Papers in another language"),
                            ("interpreter", "Interpreter"),
                            ("access", "Access or communication"),
                            ("childcare", "Childcare"),
                            ("travel", "Help with travel"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("recorded_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("met_how", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_need",
                "ordering": ("recorded_on", "kind"),
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("joined_on", models.DateField()),
                ("joined_by", models.UUIDField()),
                ("reason", models.CharField(max_length=250)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "to_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_redirect",
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("referred_on", models.DateField()),
                ("source", models.CharField(blank=True, max_length=4)),
                ("primary_need", models.CharField(blank=True, max_length=4)),
                ("no_further_action", models.BooleanField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closure_reason", models.CharField(blank=True, max_length=4)),
                ("transfer_in_conference_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_referral",
                "ordering": ("referred_on",),
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("begun_on", models.DateField()),
                ("conference_target_on", models.DateField(blank=True, null=True)),
                ("conference_on", models.DateField(blank=True, null=True)),
                ("conference_not_required", models.BooleanField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conference", "Concerns are substantiated: a conference is called"),
                            (
                                "no_conference",
                                "Concerns are substantiated, without continuing risk of significant harm",
                            ),
                            ("not_substantiated", "Concerns are not substantiated"),
                            ("transferred", "Another authority takes it on"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="cases.referral",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "enquiries",
                "db_table": "cases_enquiry",
                "ordering": ("begun_on",),
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("began_on", models.DateField()),
                ("internal_review_on", models.DateField(blank=True, null=True)),
                ("authorised_on", models.DateField(blank=True, null=True)),
                (
                    "factors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), blank=True, default=list, size=None
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="cases.referral",
                    ),
                ),
            ],
            options={
                "db_table": "cases_assessment",
                "ordering": ("began_on",),
            },
        ),
        migrations.CreateModel(
            name="Relative",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("known_as", models.CharField(blank=True, max_length=120)),
                ("born_on", models.DateField(blank=True, null=True)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("died_on", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Not known")], default="U", max_length=1
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("adoptive_mother", "Adoptive mother"),
                            ("adoptive_father", "Adoptive father"),
                            ("step_mother", "Stepmother"),
                            ("step_father", "Stepfather"),
                            ("partner_of_mother", "Mother's partner"),
                            ("partner_of_father", "Father's partner"),
                            ("special_guardian", "Special guardian"),
                            ("foster_carer", "Foster carer"),
                            ("sibling", "Brother or sister"),
                            ("half_sibling", "Half-brother or half-sister"),
                            ("step_sibling", "Stepbrother or stepsister"),
                            ("maternal_grandmother", "Mother's mother"),
                            ("maternal_grandfather", "Mother's father"),
                            ("paternal_grandmother", "Father's mother"),
                            ("paternal_grandfather", "Father's father"),
                            ("grandparent", "Grandparent, which side is not known"),
                            ("aunt_or_uncle", "Aunt or uncle"),
                            ("cousin", "Cousin"),
                            ("own_child", "Son or daughter"),
                            ("own_partner", "Partner"),
                            ("family_friend", "Friend of the family"),
                            ("household", "Lives in the household"),
                            ("other", "Another adult who matters"),
                        ],
                        max_length=24,
                    ),
                ),
                ("parental_responsibility", models.BooleanField(blank=True, null=True)),
                ("lives_with_child", models.BooleanField(blank=True, null=True)),
                ("to_be_invited", models.BooleanField(blank=True, null=True)),
                ("added_on", models.DateField()),
                ("removed_on", models.DateField(blank=True, null=True)),
                ("removed_why", models.CharField(blank=True, max_length=250)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_relative",
            },
        ),
        migrations.CreateModel(
            name="AllegedHarm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("recorded_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedtext"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.relative"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "alleged harm",
                "db_table": "cases_alleged_harm",
            },
        ),
        migrations.CreateModel(
            name="StrategyDiscussion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("held_on", models.DateField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("agreed", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="cases.enquiry",
                    ),
                ),
            ],
            options={
                "db_table": "cases_strategy_discussion",
                "ordering": ("held_on",),
            },
        ),
        migrations.CreateModel(
            name="AddressWords",
            fields=[
                (
                    "address",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.address",
                    ),
                ),
                ("authority_id", models.UUIDField()),
                ("sealed", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "address words",
                "db_table": "cases_address_words",
            },
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["home", "current", "previous", "placement", "school", "gp", "contact"])
                ),
                name="cases_address_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("protection__in", ["open", "protected", "unknown"])),
                name="cases_address_protection_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("begins_on__isnull", True),
                    ("ends_on__gte", models.F("begins_on")),
                    _connector="OR",
                ),
                name="cases_address_ends_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True), ("kind", "home")),
                fields=("case", "person_id"),
                name="cases_one_open_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["also_known_as", "former", "birth", "married", "spelling", "before_birth"])
                ),
                name="cases_alias_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["authority_id", "born_on"], name="cases_child_born"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(
                condition=models.Q(("upn", ""), _negated=True), fields=["authority_id", "upn"], name="cases_child_upn"
            ),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(
                condition=models.Q(("nhs_number", ""), _negated=True),
                fields=["authority_id", "nhs_number"],
                name="cases_child_nhs",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.UniqueConstraint(fields=("authority_id", "reference"), name="cases_child_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.UniqueConstraint(
                condition=models.Q(("local_id", ""), _negated=True),
                fields=("authority_id", "local_id"),
                name="cases_child_local_id_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(("born_on__isnull", False), ("expected_on__isnull", False), _connector="OR"),
                name="cases_child_born_or_expected",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("died_on__isnull", True),
                    ("born_on__isnull", True),
                    ("died_on__gte", models.F("born_on")),
                    _connector="OR",
                ),
                name="cases_child_died_after_birth",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["M", "F", "U"])), name="cases_child_sex_known"
            ),
        ),
        migrations.AddField(
            model_name="contactwaywords",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactway",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["phone", "email", "post"])), name="cases_contact_way_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_on__isnull", True), models.Q(("verified_how", ""), _negated=True), _connector="OR"
                ),
                name="cases_contact_way_verified_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.UniqueConstraint(
                fields=("case", "a_person", "b_person", "kind"), name="cases_kinship_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("a_person", models.F("b_person")), _negated=True), name="cases_kinship_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "parent_of",
                            "adoptive_parent_of",
                            "partner",
                            "married",
                            "separated",
                            "divorced",
                            "sibling_of",
                            "twin_of",
                        ],
                    )
                ),
                name="cases_kinship_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("begins_on__isnull", True),
                    ("ends_on__gte", models.F("begins_on")),
                    _connector="OR",
                ),
                name="cases_kinship_ends_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["language", "interpreter", "access", "childcare", "travel"])),
                name="cases_need_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("to_case")), _negated=True), name="cases_redirect_to_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("closed_on__gte", models.F("referred_on")), _connector="OR"
                ),
                name="cases_referral_closed_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("begun_on")), _connector="OR"
                ),
                name="cases_enquiry_ended_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("authorised_on__isnull", True), ("authorised_on__gte", models.F("began_on")), _connector="OR"
                ),
                name="cases_assessment_authorised_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_on__isnull", True)),
                fields=("case", "person_id"),
                name="cases_relative_once_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        [
                            "mother",
                            "father",
                            "adoptive_mother",
                            "adoptive_father",
                            "step_mother",
                            "step_father",
                            "partner_of_mother",
                            "partner_of_father",
                            "special_guardian",
                            "foster_carer",
                            "sibling",
                            "half_sibling",
                            "step_sibling",
                            "maternal_grandmother",
                            "maternal_grandfather",
                            "paternal_grandmother",
                            "paternal_grandfather",
                            "grandparent",
                            "aunt_or_uncle",
                            "cousin",
                            "own_child",
                            "own_partner",
                            "family_friend",
                            "household",
                            "other",
                        ],
                    )
                ),
                name="cases_relative_relation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["M", "F", "U"])), name="cases_relative_sex_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("died_on__isnull", True),
                    ("born_on__isnull", True),
                    ("died_on__gte", models.F("born_on")),
                    _connector="OR",
                ),
                name="cases_relative_died_after_birth",
            ),
        ),
        migrations.RunSQL(RECORDS, migrations.RunSQL.noop),
    ]
