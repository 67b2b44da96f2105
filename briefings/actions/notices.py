"""Letters to people of the desk: sent after the commit. One that cannot be sent is logged, and changes nothing."""

import logging
from collections.abc import Sequence

from django.core import mail
from django.db import transaction

from briefings.models import Record, User

LISTED_AT_MOST = 20

log = logging.getLogger(__name__)


def assigned(*, rows: Sequence[Record], to: User, by: User, desk_url: str) -> None:
    """Tell a person what was assigned to them: one letter, however many records. Nothing without an e-mail address."""
    if not to.email:
        return
    count = len(rows)
    subject = f"Assigned to you: {rows[0].label}" if count == 1 else f"Assigned to you: {count} records"
    listed = [f"- {row.label}" for row in rows[:LISTED_AT_MOST]]
    more = [f"- and {count - LISTED_AT_MOST} more"] if count > LISTED_AT_MOST else []
    body = "\n".join([f"{by.get_full_name() or by.get_username()} assigned to you:", "", *listed, *more, "", desk_url])
    transaction.on_commit(lambda: _send(subject, body, to))


def _send(subject: str, body: str, to: User) -> None:
    try:
        mail.send_mail(subject, body.strip() + "\n", None, [to.email])
    except (OSError, ValueError) as error:  # SMTPException is an OSError; a header with a line break a ValueError
        log.warning("no letter to %s: %s", to.pseudonym, type(error).__name__)
