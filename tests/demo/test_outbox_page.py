"""The demonstration's outbox: what would have left, with its files and its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from quorate.notices.channels import OutboxFolder, outbox_folder
from quorate.notices.mails import Mail, source_of
from tests import clock
from tests.database import Urls
from tests.web.visiting import authority_of, fetch, member_of, signed_in


def test_an_email_of_the_outbox_is_shown_with_its_files_and_source(
    own_database: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", tmp_path)
    browser: Any = signed_in(member_of(authority_of(), "administrator"))
    assert "Nothing has gone yet" in fetch(browser, reverse("outbox")).words
    key = uuid4()
    mail = Mail("invitation", "Made-up Council", "office@council.example", "morgan@family.example", paper=b"%PDF-1.7")
    source = source_of(mail, reference="<1@council.example>", at=clock.now())
    OutboxFolder(outbox_folder()).send(
        message_id=key, sender=mail.sender, recipient=mail.recipient, source=source
    )  # fmt: skip
    assert "An appointment with Made-up Council" in fetch(browser, reverse("outbox")).texts("strong")
    page = fetch(browser, reverse("outbox_mail", args=[key]))
    assert "To: morgan@family.example" in page.texts("pre")[0]
    assert browser.get(reverse("outbox_file", args=[key, 0])).content == b"%PDF-1.7"
    assert browser.get(reverse("outbox_mail", args=[uuid4()])).status_code == 404
