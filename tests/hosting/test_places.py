"""Where things are kept, and whose account may go there."""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quorate.hosting import HostingError, passwords, places
from quorate.hosting.account import Account, database_account

NOBODY = Account(uid=54_321, gid=54_321, name="somebody-else")


def test_another_account_enters_only_where_every_folder_above_lets_it_through() -> None:
    # Not in tmp_path: pytest closes those folders to every other account.
    with tempfile.TemporaryDirectory(prefix="quorate-tests-") as made:
        above, inner = Path(made), Path(made) / "a" / "b"
        above.chmod(0o711)
        inner.mkdir(parents=True)
        assert NOBODY.can_enter(inner)
        (above / "a").chmod(0o700)
        assert not NOBODY.can_enter(inner)


def test_the_database_moves_out_of_a_checkout_that_its_account_cannot_reach(tmp_path: Path) -> None:
    closed, system = tmp_path / "closed", tmp_path / "system"
    closed.mkdir(mode=0o700)
    folder = places.database_folder(closed / "var", NOBODY, system)
    assert folder.relative_to(system).parts[0].rpartition("-")[0] == "closed"
    assert closed.stat().st_mode & 0o777 == 0o700


def test_two_checkouts_of_one_name_do_not_share_a_database(tmp_path: Path) -> None:
    found = set()
    for above in ("one", "two"):
        closed = tmp_path / above / "quorate"
        closed.mkdir(parents=True, mode=0o700)
        found.add(places.database_folder(closed / "var", NOBODY, tmp_path))
    assert len(found) == 2


def test_our_own_account_keeps_the_database_in_var(tmp_path: Path) -> None:
    ours = Account(os.geteuid(), os.getegid(), "us")
    assert places.database_folder(tmp_path / "var", ours) == tmp_path.resolve() / "var" / "postgres"


def test_only_folders_made_here_get_a_mode(tmp_path: Path) -> None:
    above = tmp_path / "above"
    above.mkdir(mode=0o750)
    places.make_folder(above / "var" / "inner", 0o700)
    modes = [path.stat().st_mode & 0o777 for path in (above, above / "var", above / "var" / "inner")]
    assert modes == [0o750, 0o711, 0o700]


def test_a_socket_whose_path_is_too_long_gets_a_short_one(tmp_path: Path) -> None:
    assert places.socket_folder(Path("/srv/quorate")) == Path("/srv/quorate/socket")
    long = tmp_path / ("x" * 120)
    assert len(str(places.socket_folder(long))) < 40
    assert places.socket_folder(long) != places.socket_folder(tmp_path / ("y" * 120))


def test_root_never_runs_the_database_itself() -> None:
    assert database_account().uid != 0


def test_passwords_are_made_once_and_read_by_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "passwords.json"
    first = passwords.kept(file, ["one"])
    both = passwords.kept(file, ["one", "two"])
    assert both["one"] == first["one"] != both["two"]
    assert len(both["two"]) == 43
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_processes_that_come_first_at_one_moment_have_the_same_passwords(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, write = tmp_path / "var" / "passwords.json", passwords._write

    def slowly(file: Path, known: dict[str, str]) -> None:
        time.sleep(0.2)
        write(file, known)

    monkeypatch.setattr(passwords, "_write", slowly)
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda _: passwords.kept(file, ["one", "two"]), range(2))
    assert first == second == passwords.kept(file, ["one", "two"])


def test_damaged_passwords_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "passwords.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(HostingError) as caught:
        passwords.kept(file, ["one"])
    assert str(caught.value) == (
        f"{file} is damaged; put it back from a copy, or remove the folder {tmp_path} to begin anew"
    )
