"""Tokens: keys with which scripts work at the desk, and the answers kept for requests that are sent again."""

from django.db import models
from django.db.models import Q

from briefings.models.fields import value_list, whole_pair
from briefings.models.records import user_field


class Token(models.Model):
    """One key of one person. The key itself is shown once, when it is issued, and never kept."""

    name = models.SlugField(max_length=60, unique=True, help_text="What it is for; never used again.")
    key_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key, hex.")
    user = user_field("Who acts when it is used.")
    scopes = value_list("What it may be used for: curate, review.")
    expires_at = models.DateTimeField(help_text="From when it is good for nothing, UTC.")
    created_at = models.DateTimeField(help_text="When it was issued, UTC.")
    created_by = user_field("Who issued it.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it was revoked, UTC; null: it was not.")
    revoked_by = user_field("Who revoked it.", null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True, help_text="The last day it was used on, UTC; null: never.")

    class Meta:
        constraints = [
            whole_pair("token_created_pair", "created"),
            whole_pair("token_revoked_pair", "revoked"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_later"),
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, so that sending it again does nothing twice."""

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="kept_answers")
    key = models.CharField(max_length=100, help_text="The Idempotency-Key.")
    request_hash = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField(help_text="The status of the answer.")
    body = models.BinaryField(help_text="The body of the answer.")
    headers = models.JSONField(help_text="Its headers that tell of this record.")
    answered_at = models.DateTimeField(help_text="When, UTC.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]
