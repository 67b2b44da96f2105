"""Addresses of what is computed."""

from django.urls import path

from briefings.api import discrepancies, evidence, matches, matrices, sourcing, timeline

urlpatterns = [
    path("actors/match/", matches.ActorMatches.as_view(), name="actors_match"),  # before any actor's own address
    path("claims/<record:slug>/sourcing/", sourcing.ClaimSourcing.as_view(), name="claims_sourcing"),
    path(
        "claims/<record:slug>/discrepancies/", discrepancies.ClaimDiscrepancyView.as_view(), name="claims_discrepancies"
    ),
    path("claims/<record:slug>/evidence/", evidence.view, name="claims_evidence"),
    path("briefings/<record:slug>/sourcing/", sourcing.BriefingSourcing.as_view(), name="briefings_sourcing"),
    path("sources/<record:slug>/sourcing/", sourcing.SourceSourcing.as_view(), name="sources_sourcing"),
    path("briefings/<record:slug>/matrix/", matrices.BriefingMatrix.as_view(), name="briefings_matrix"),
    path("discrepancies/", discrepancies.DiscrepancyList.as_view(), name="discrepancies_list"),
    path("timeline/", timeline.TimelineList.as_view(), name="timeline_list"),
]
