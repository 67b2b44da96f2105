"""The addresses of the desk."""

from django.urls import path

from briefings.api.desk import batches, records, steps

urlpatterns = [
    path("batches/", batches.BatchList.as_view(), name="desk_batches"),
    path("batches/<int:number>/", batches.BatchDetail.as_view(), name="desk_batch"),
    *(
        path(f"batches/<int:number>/{name}/", view.as_view(), name=f"desk_batch_{name}")
        for name, view in batches.VIEWS.items()
    ),
    path("<str:plural>/", records.RecordList.as_view(), name="desk_records"),
    path("<str:plural>/<record:slug>/", records.RecordDetail.as_view(), name="desk_record"),
    *(
        path(f"<str:plural>/<record:slug>/{name}/", view.as_view(), name=f"desk_record_{name}")
        for name, view in steps.VIEWS.items()
    ),
]
