"""The WSGI application of the plain contestant."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.contestants.plain.settings"
application = get_wsgi_application()
