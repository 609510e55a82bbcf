"""Census files on the pages: shown first, then brought in by the worker, with a report; by nobody else."""

from __future__ import annotations

import json
import re

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from quorate.access.context import acting_as
from quorate.people.models import Team
from quorate.people.queries import memberships_of, standing_of
from quorate.returns import jobs
from quorate.returns.importing import uploads
from quorate.returns.models import ImportPart
from tests.database import Urls
from tests.returns.making import children, file_of
from tests.returns.test_census_files import LAUGHS
from tests.web.accounts.signing_in import sign_in, somebody
from tests.web.visiting import checked
from tests.world import TODAY

CENSUS = "/administration/census/"


@pytest.fixture
def administrator(own_world: Urls) -> Client:
    return sign_in(somebody("administrator"))


def work() -> list[str]:
    """Does what the worker would, in the order in which it was asked for; gives the names of the jobs."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name LIKE '%%census'"
                       " AND status = 'todo' RETURNING task_name, args")  # fmt: skip
        found = cursor.fetchall()
    for name, args in found:
        do = jobs.look_at_census if name == jobs.LOOK else jobs.bring_in_census
        do(**(json.loads(args) if isinstance(args, str) else args))
    return [name for name, _ in found]


def choose(client: Client, content: bytes) -> str:
    """Sends a file; gives the address of its page."""
    authority = memberships_of(somebody("administrator"), TODAY)[0].authority_id
    team = Team.objects.filter(authority_id=authority).first()
    answer = client.post(CENSUS, {"file": SimpleUploadedFile("census.xml", content), "team": team.ref, "unit": ""})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    checked(answer, "administration")
    return answer.content.decode()


def test_shown_first_then_brought_in_with_a_report(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PART", 10_000)
    made = list(children(30))
    made[3].get("ChildIdentifiers/Sex").text = "X"
    address = choose(administrator, file_of(made))
    assert "Being looked at: 0 in a hundred." in page_of(administrator, address)
    assert ImportPart.objects.count() == 0, "another's bytes are not there for nobody in particular"
    assert work() == [jobs.LOOK]
    shown = page_of(administrator, address)
    assert ("What would come in" in shown, "1 × sex unknown code" in shown) == (True, True)
    assert f"Line {made[3].get('ChildIdentifiers/Sex').line}, child 100004, Sex:" in shown
    assert administrator.post(f"{address}go/").status_code == 302
    administrator.post(f"{address}go/")  # two clicks: the second job finds it done
    assert work() == [jobs.BRING, jobs.BRING]
    done = re.sub(r"<[^>]*>|\s", "", page_of(administrator, address))
    assert ("Whatcamein" in done, "Newchildren30" in done) == (True, True)
    with acting_as(standing_of(memberships_of(somebody("administrator"), TODAY)[0])):
        assert ImportPart.objects.count() == 0
    listed = administrator.get(f"{address}faults.csv").content.decode().splitlines()
    assert len(listed) == 2
    assert "census.xml" in page_of(administrator, CENSUS)


def test_tricks_and_other_files_are_refused_on_the_page(administrator: Client) -> None:
    address = choose(administrator, LAUGHS)
    work()
    assert "declares entities or a document type of its own" in page_of(administrator, address)
    assert administrator.post(f"{address}go/").status_code == 302
    assert work() == []


def test_a_form_without_file_or_team_says_so(administrator: Client) -> None:
    answer = administrator.post(CENSUS, {})
    assert answer.status_code == 422
    assert ("Choose a file" in answer.content.decode(), "Choose the team" in answer.content.decode()) == (True, True)


def test_another_authority_and_a_social_worker_do_not_see_it(administrator: Client) -> None:
    address = choose(administrator, file_of(list(children(2))))
    assert sign_in(somebody("social_worker")).get(address).status_code == 403
    assert sign_in(somebody("administrator", pack="leicester")).get(address).status_code == 404


def test_a_file_that_nobody_brings_in_is_forgotten(administrator: Client, own_world: Urls) -> None:
    address = choose(administrator, file_of(list(children(2))))
    work()
    with psycopg.connect(own_world.job) as worker:
        ask = "SELECT returns_forget_uploads(now() + %s::interval, 'Forgotten.')"
        assert worker.execute(ask, ["-1 day"]).fetchone() == (0,)
        assert worker.execute(ask, ["1 minute"]).fetchone() == (1,)
    with psycopg.connect(own_world.superuser) as superuser:
        assert superuser.execute("SELECT count(*) FROM returns_import_part").fetchone() == (0,)
    assert "Forgotten." in page_of(administrator, address)
