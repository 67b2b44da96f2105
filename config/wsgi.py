"""What the application server serves: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ordinary = get_wsgi_application()

from briefings.api.compiled import Application  # noqa: E402  needs the apps, which the line above loads

application = Application(ordinary)
