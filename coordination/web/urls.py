"""The addresses of the pages."""

from django.urls import path

from coordination.web import (
    account,
    desks,
    dispute_pages,
    exports,
    files,
    health,
    import_pages,
    notice_page,
    plan_pages,
    sessions,
    step_view,
    task_page,
)

app_name = "web"
urlpatterns = [
    path("", desks.desk, name="desk"),
    path("login/", sessions.login, name="login"),
    path("logout/", sessions.logout, name="logout"),
    path("acting/", sessions.act_as, name="act_as"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", account.revoke, name="revoke_token"),
    path("plans/", plan_pages.plan_list, name="plans"),
    path("plans/new/", import_pages.new_plan, name="new_plan"),
    path("plans/<int:pk>/", plan_pages.plan_page, name="plan"),
    path("plans/<int:pk>/ledger.xlsx", exports.ledger, name="ledger"),
    path("plans/<int:pk>/import/", import_pages.import_table, name="import"),
    path("plans/<int:pk>/import/<uuid:token>/", import_pages.preview, name="preview"),
    path("tasks/<int:pk>/", task_page.task_page, name="task"),
    path("disputes/", dispute_pages.dispute_list, name="disputes"),
    path("disputes/<int:pk>/", dispute_pages.dispute_page, name="dispute"),
    path("evidence/<int:pk>/", files.evidence, name="evidence"),
    path("notices/", notice_page.notice_list, name="notices"),
    path("<slug:plural>/<int:pk>/steps/<str:step>/", step_view.step_view, name="step"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
