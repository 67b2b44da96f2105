"""The addresses of the plain contestant."""

from rest_framework.routers import DefaultRouter

from bench.contestants.plain.views import ClaimViewSet, SearchViewSet

router = DefaultRouter()
router.register("claims", ClaimViewSet, basename="claim")
router.register("search", SearchViewSet, basename="search")
urlpatterns = router.urls
