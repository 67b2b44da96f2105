"""The three roles with their rights, so that a fresh database has them before anybody is made a curator."""

from django.db import migrations

TYPES = ("source", "actor", "briefing", "claim", "reading", "comparison", "judgement", "batch")
READ_ONLY = ("edition", "auditevent")
ROLES = ("curator", "reviewer", "administrator")


def make_permissions(apps):
    """Create the permissions now: Django itself does it after the last migration of a run, which is too late here."""
    from django.contrib.auth.management import create_permissions

    config = apps.get_app_config("briefings")
    config.models_module = True  # without one, a historical app is passed over
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def make_roles(apps, schema_editor):
    make_permissions(apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="briefings")
    names = [f"{verb}_{name}" for verb in ("view", "add", "change") for name in TYPES]
    rights = ours.filter(codename__in=[*names, *(f"view_{name}" for name in READ_ONLY)])
    for role in ROLES:
        Group.objects.get_or_create(name=role)[0].permissions.add(*rights)
    people = ours.filter(codename__in=("view_user", "add_user", "change_user"))
    Group.objects.get(name="administrator").permissions.add(*people)


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0003_tokens"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
