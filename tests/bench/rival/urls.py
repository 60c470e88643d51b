"""The rival's addresses, as the API's."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from tests.bench.rival.views import Steps

router = SimpleRouter()
router.register("tasks", Steps, basename="task")
urlpatterns = [path("api/v1/", include(router.urls))]
