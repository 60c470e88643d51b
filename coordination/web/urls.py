"""The addresses of the pages."""

from django.urls import path

from coordination.web import (
    account,
    administration,
    bulk_pages,
    calendar_page,
    desks,
    dispute_pages,
    exports,
    files,
    health,
    import_pages,
    letter_page,
    notice_page,
    plan_pages,
    sessions,
    signing_pages,
    step_view,
    substitution_pages,
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
    path("tasks/bulk/", bulk_pages.bulk, name="bulk"),
    path("tasks/<int:pk>/", task_page.task_page, name="task"),
    path("letters/<int:pk>/", letter_page.letter_page, name="letter"),
    path("disputes/", dispute_pages.dispute_list, name="disputes"),
    path("disputes/<int:pk>/", dispute_pages.dispute_page, name="dispute"),
    path("evidence/<int:pk>/", files.evidence, name="evidence"),
    path("signing/", signing_pages.unsigned, name="unsigned"),
    path("signing/<int:pk>/withdraw/", signing_pages.withdraw, name="withdraw_prepared"),
    path("signing/<int:pk>/return/", signing_pages.send_back, name="send_back"),
    path("substitutions/", substitution_pages.substitution_list, name="substitutions"),
    path(
        "substitutions/<int:pk>/end/", substitution_pages.end_substitution, name="end_substitution"
    ),
    path("administration/people/", administration.people, name="people"),
    path("administration/units/", administration.units, name="unit_changes"),
    path("administration/calendar/", calendar_page.calendar_page, name="calendar"),
    path("administration/records/", administration.records, name="records"),
    path("notices/", notice_page.notice_list, name="notices"),
    path("<slug:plural>/<int:pk>/steps/<str:step>/", step_view.step_view, name="step"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
