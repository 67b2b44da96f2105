"""The desk: Django's admin, in which every button calls an action and no form writes by itself."""

from django.contrib import admin

from briefings.admin import (  # noqa: F401  importing a module registers what it holds
    actors,
    audit,
    batches,
    briefings,
    claims,
    comparisons,
    desks,
    editions,
    judgements,
    passwords,
    readings,
    sources,
    users,
)

admin.site.site_title = "Briefings desk"
admin.site.site_header = "Briefings desk"
admin.site.index_title = "Desk"
admin.site.index = desks.index  # the site stays Django's own, but for two pages
admin.site.password_change = passwords.change
admin.site.enable_nav_sidebar = False  # it takes the width that the lists need
admin.site.disable_action("delete_selected")
