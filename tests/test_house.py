"""The house: who may import whom, who may write, and how long a function or a module may be. Read from the syntax."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from briefings import models

ROOT = settings.BASE_DIR
APP = ROOT / "briefings"

# In the order in which data flows: a module imports its own layer and those before it, never one after it.
LAYERS = (
    ("choices", "errors"),
    ("text",),
    ("models",),
    ("facts",),
    ("workflow", "permissions", "triggers"),
    ("analysis",),
    ("rendering",),
    ("actions",),
    ("verification",),
    ("inquiry",),
    ("exchange",),
    ("api", "admin", "management"),
    ("apps", "checks"),  # Django's own entry points
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MIGRATIONS = APP / "migrations"
PROJECTION = {"Document", "DocumentShows", "DocumentsVersion", "EditionReference", "StaleDocument"} | {
    name for name in models.__all__ if name.startswith("Published")
}
# What the public API may read: the projection, and editions for ?edition=n.
PUBLIC_MODELS = PROJECTION | {"Edition", "EditionPayload", "User"}

# Calls that write whatever they are called on, and calls that write only on a manager, a queryset or a relation:
# dict.update, set.add and ContextVar.set have the same names.
ALWAYS_WRITE = {
    "save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete", "create_user",
    "create_superuser", "asave", "acreate", "adelete", "aupdate", "abulk_create", "aupdate_or_create", "aget_or_create",
}  # fmt: skip
MAY_WRITE = {"update", "set", "add", "remove", "clear"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERYSETS = {"filter", "exclude", "all", "select_for_update", "order_by", "using"}
# Writes outside actions/ and rendering/ that are no writes of records: (module, call).
ALLOWED = {
    (
        "briefings/permissions.py",
        "Group.objects.get_or_create",
    ),  # ensure_groups: roles, made by migrations and commands
    ("briefings/permissions.py", "group.permissions.add"),
    ("briefings/permissions.py", "Group.objects.get().permissions.add"),
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def modules(folder: Path = APP) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if MIGRATIONS not in path.parents]


def layer_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each dotted name that a module imports, functions' own imports included, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = "." * node.level + (node.module or "")
            yield from ((f"{stem}.{alias.name}", node.lineno) for alias in node.names)


def named(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_layers_name_every_module_of_the_app():
    there = {layer_of(path) for path in modules() if path.name != "__init__.py" or path.parent != APP}

    assert there <= RANK.keys()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(APP)))
def test_module_imports_no_later_layer(path):
    own = RANK.get(layer_of(path), len(LAYERS))
    found = [
        f"{named(path, line)} imports {name}"
        for name, line in imports(path)
        if name.startswith("briefings.") and RANK[name.split(".")[1]] > own
    ]

    assert found == []


def test_no_import_is_relative():
    found = [named(path, line) for path in modules() for name, line in imports(path) if name.startswith(".")]

    assert found == []


def test_text_imports_no_django_and_nothing_of_the_app_but_errors():
    allowed = ("briefings.text", "briefings.errors")
    found = [
        f"{named(path, line)} imports {name}"
        for path in modules(APP / "text")
        for name, line in imports(path)
        if name.split(".")[0] in ("django", "rest_framework")
        or (name.startswith("briefings") and not name.startswith(allowed))
    ]

    assert found == []


def test_analysis_is_pure():
    found = [
        f"{named(path, line)} imports {name}"
        for path in modules(APP / "analysis")
        for name, line in imports(path)
        if name.split(".")[0] in ("django", "rest_framework") or name.startswith("briefings.models")
    ]

    assert found == []


def test_api_imports_no_working_table():
    forbidden = set(models.__all__) - PUBLIC_MODELS | {"RECORDS"}
    found = [
        f"{named(path, line)} imports {name}"
        for path in modules(APP / "api")
        if APP / "api" / "desk" not in path.parents
        for name, line in imports(path)
        if name == "briefings.models" or (name.startswith("briefings.models.") and name.split(".")[-1] in forbidden)
    ]

    assert found == []


@pytest.mark.parametrize("path", [APP / "models", APP / "choices.py"], ids=lambda path: path.name)
def test_no_signal_carries_domain_logic(path):
    found = [
        named(each, line)
        for each in (modules(path) if path.is_dir() else [path])
        for name, line in imports(each)
        if name.startswith(("django.dispatch", "django.db.models.signals"))
    ]

    assert found == []


# Who writes


def chain(node: ast.expr) -> list[str]:
    """Return the dotted names of an expression, calls and subscripts included: Edition.objects.filter()."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        *start, last = chain(node.func) or ["?"]
        return [*start, f"{last}()"]
    if isinstance(node, ast.Subscript):
        return chain(node.value)
    return ["?"]


@cache
def relations() -> frozenset[str]:
    """Return every name by which a row reaches other rows, so that x.<name>.add(...) writes."""
    names = set()
    for model in apps.get_models():
        names |= {field.name for field in model._meta.get_fields() if field.many_to_many or field.one_to_many}
        names |= {rel.get_accessor_name() for rel in model._meta.related_objects if rel.get_accessor_name()}
    return frozenset(names)


def writes(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each call of a module that writes rows, as dotted names, with its line. Calling an action is no write."""
    actions = {name.rsplit(".", 1)[1] for name, _ in imports(path) if name.startswith("briefings.actions.")}
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver, verb = chain(node.func.value), node.func.attr
        if len(receiver) == 1 and receiver[0] in actions:
            continue
        reaches_rows = (
            MANAGERS & set(receiver)
            or {f"{name}()" for name in QUERYSETS} & set(receiver)
            or (len(receiver) > 1 and receiver[-1] in relations())
        )
        if verb in ALWAYS_WRITE or (verb in MAY_WRITE and reaches_rows):
            yield ".".join([*receiver, verb]), node.lineno


def test_only_actions_and_rendering_write():
    found = [
        f"{named(path, line)}: {call}"
        for path in modules()
        if layer_of(path) not in ("actions", "rendering")
        for call, line in writes(path)
        if (str(path.relative_to(ROOT)), call) not in ALLOWED
    ]

    assert found == []


def test_rendering_writes_the_projection_only():
    found = [
        f"{named(path, line)}: {call}"
        for path in modules(APP / "rendering")
        for call, line in writes(path)
        if not set(call.split(".")) & (PROJECTION | {"ROWS"}) and not call.endswith(".shows.add")  # page.shows is a set
        if (path.name, call) != ("rows.py", "table._default_manager.bulk_create")  # of what the module makes: see below
    ]

    assert found == []


def test_rows_are_made_of_the_projection_only():
    made = {
        node.func.attr
        for node in ast.walk(tree(APP / "rendering" / "rows.py"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and chain(node.func.value) == ["models"]
    }

    assert "PublishedClaim" in made
    assert made <= PROJECTION


def test_sql_that_writes_stands_in_triggers_only():
    verbs = ("insert ", "update ", "delete ", "drop ", "alter ", "create ", "truncate ")
    found = [
        named(path, node.lineno)
        for path in modules()
        if path.name != "triggers.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith("execute")
        for text in ast.walk(node)
        if isinstance(text, ast.Constant)
        and isinstance(text.value, str)
        and text.value.lower().lstrip().startswith(verbs)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Edition.objects.filter(pk=1).update(kind='x')", ["Edition.objects.filter().update"]),
        ("model._default_manager.create(a=1)", ["model._default_manager.create"]),
        ("actor.names.all().delete()", ["actor.names.all().delete"]),
        ("briefing.presenters.set([])", ["briefing.presenters.set"]),
        ("form.save()", ["form.save"]),
        ("def f():\n    row.save(update_fields=['a'])", ["row.save"]),
        ("rows[0].delete()", ["rows.delete"]),
        ("from briefings.actions import records\nrecords.create(slug='a')", []),
        ("found = {}\nfound.update(a=1)", []),
        ("seen = set()\nseen.add(1)", []),
        ("current.set(1)", []),
    ],
)
def test_writes_tells_rows_from_dicts_and_sets(code, found, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(code)

    assert [call for call, _ in writes(path)] == found


# How long

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400


def own_code() -> list[Path]:
    return modules() + modules(ROOT / "config") + modules(ROOT / "tests")


def test_no_function_is_too_long():
    found = [
        f"{named(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in own_code()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert found == []


def test_no_module_is_too_long():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in own_code()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_of_the_app_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]

    assert silent == []
