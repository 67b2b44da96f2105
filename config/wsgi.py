"""What the application server serves: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ordinary = get_wsgi_application()

from django.conf import settings  # noqa: E402

from briefings.api.compiled import Application  # noqa: E402  needs the apps, which the line above loads
from config.deadlines import Bounded  # noqa: E402
from config.loads import Whole  # noqa: E402
from config.standbys import Spread  # noqa: E402

application = Application(ordinary)
if settings.STANDBYS:
    application = Spread(application)
application = Whole(application)
if settings.READ_SECONDS:
    application = Bounded(application, settings.READ_SECONDS)
