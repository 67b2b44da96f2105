"""The tables: working rows of the desk, append-only history, and the published projection."""

from briefings.models.actors import Actor, Name, Role
from briefings.models.assignments import Assignment
from briefings.models.audit import AuditEvent, AuditPayload, Contribution
from briefings.models.batches import Batch
from briefings.models.briefings import Briefing, BriefingPassage
from briefings.models.claims import Claim
from briefings.models.comparisons import Comparison
from briefings.models.documents import Document, DocumentShows, DocumentsVersion, StaleDocument
from briefings.models.editions import ChainHead, Edition, EditionPayload, EditionReference
from briefings.models.fixtures import LoadedFixture
from briefings.models.judgements import Judgement, JudgementPassage
from briefings.models.loads import UnfinishedLoad
from briefings.models.published import (
    PublishedActor,
    PublishedAgency,
    PublishedAttendance,
    PublishedBriefing,
    PublishedChain,
    PublishedCitation,
    PublishedClaim,
    PublishedComparison,
    PublishedCountry,
    PublishedDiscrepancy,
    PublishedJudgement,
    PublishedLink,
    PublishedName,
    PublishedNameKey,
    PublishedReading,
    PublishedRow,
    PublishedSource,
)
from briefings.models.readings import Chain, Citation, Link, Reading
from briefings.models.records import Record
from briefings.models.search import PublishedText
from briefings.models.sources import Agency, Aside, Region, Source, SourceOriginal, SourceText
from briefings.models.tokens import KeptAnswer, Token
from briefings.models.totals import PublishedTotal
from briefings.models.users import User
from briefings.models.verify_runs import VerifyRun

RECORDS: dict[str, type[Record]] = {
    model.record_type.value: model for model in (Source, Actor, Briefing, Claim, Reading, Comparison, Judgement)
}

__all__ = [
    "RECORDS", "Actor", "Agency", "Aside", "Assignment", "AuditEvent", "AuditPayload", "Batch", "Briefing",
    "BriefingPassage", "Chain", "ChainHead", "Citation", "Claim", "Comparison", "Contribution", "Document",
    "DocumentShows", "DocumentsVersion", "Edition", "EditionPayload", "EditionReference", "Judgement",
    "JudgementPassage", "KeptAnswer", "Link", "LoadedFixture", "Name", "PublishedActor", "PublishedAgency",
    "PublishedAttendance", "PublishedBriefing", "PublishedChain", "PublishedCitation", "PublishedClaim",
    "PublishedComparison", "PublishedCountry", "PublishedDiscrepancy", "PublishedJudgement", "PublishedLink",
    "PublishedName", "PublishedNameKey", "PublishedReading", "PublishedRow", "PublishedSource", "PublishedText",
    "PublishedTotal", "Reading", "Record", "Region", "Role", "Source", "SourceOriginal", "SourceText", "StaleDocument",
    "Token", "UnfinishedLoad", "User", "VerifyRun",
]  # fmt: skip
