"""The demonstration accounts of `make run`."""

import stat

import pytest
from django.core.management import call_command

from briefings.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


def passwords(var) -> dict[str, str]:
    return dict(line.split() for line in (var / "demo-accounts.txt").read_text().splitlines())


def test_first_run_makes_both_accounts_and_prints_them(var, capsys):
    call_command("demo_accounts")

    made = passwords(var)
    assert made.keys() == {"curator", "reviewer"}
    printed = capsys.readouterr().out
    assert all(password in printed for password in made.values())
    for name, password in made.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert (user.is_staff, user.is_superuser, user.is_system) == (True, False, False)
        assert [group.name for group in user.groups.all()] == [name]


def test_file_is_readable_by_its_owner_only(var):
    call_command("demo_accounts")

    assert stat.S_IMODE((var / "demo-accounts.txt").stat().st_mode) == 0o600


def test_second_run_keeps_passwords_and_what_a_person_has_changed(var):
    call_command("demo_accounts")
    before = passwords(var)
    curator = User.objects.get(username="curator")
    curator.set_password("chosen by the curator")
    curator.save()

    call_command("demo_accounts")

    assert passwords(var) == before
    assert User.objects.get(username="curator").check_password("chosen by the curator")
    assert User.objects.count() == 2


def test_lost_file_makes_new_passwords_that_work(var):
    call_command("demo_accounts")
    (var / "demo-accounts.txt").unlink()

    call_command("demo_accounts")

    for name, password in passwords(var).items():
        assert User.objects.get(username=name).check_password(password)
