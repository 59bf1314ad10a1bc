"""The peer of the comparison (对照系统): a case as a django-viewflow process, submit, accept, grant, over HTTP.

django-viewflow is installed by its name into an environment of its own, and nothing of it stands
here. It gets every advantage that its documents name: steps run through its own activations without
a form or a page, connections are kept, SQLite alone locks, nobody's session is looked up, and of all
middleware only what recognizes the user is in the way.
"""

import os

import django
from django.conf import settings

DATABASE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": os.environ["PEER_FILE"],
    "OPTIONS": {
        # What the product runs with: a write-ahead log, every commit on the disk.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
    },
    "CONN_MAX_AGE": None,
}

settings.configure(
    DEBUG=False,
    SECRET_KEY=os.environ["PEER_SECRET"],
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="peer.server",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": DATABASE},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
        "peer",
    ],
    MIDDLEWARE=["peer.server.recognize"],
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.exceptions import PermissionDenied  # noqa: E402
from django.core.signing import BadSignature, Signer  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from peer.permit import Permit  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402


def recognize(get_response):
    """Knows the user by a signed name, as a program's token would say it."""

    def answer(request):
        try:
            name = Signer().unsign(request.headers.get("Authorization", "").removeprefix("Bearer "))
        except BadSignature:
            return JsonResponse({"error": "sign in first"}, status=401)
        request.user = User.objects.get(username=name)
        return get_response(request)

    return answer


APPLICATION = {
    "matter": "construction-work-planning-permit",
    "applicant": "91330421MA28A0010Q",
    "handed_in": ["land-certificate", "design-scheme", "civil-air-defence-opinion"],
    "agent": "王小明",
    "phone": "13800138000",
}


def submit(request):
    process = Permit.submit.run(application=APPLICATION)
    return JsonResponse({"number": str(process.pk)}, status=201)


def step(of):
    def view(request, number):
        if not request.user.is_staff:
            raise PermissionDenied
        task = Task.objects.get(process_id=number, flow_task=of, status="NEW")
        of.run(task, by=request.user)
        return JsonResponse({"number": str(number)}, status=201)

    return view


urlpatterns = [
    path("submit", submit),
    path("accept/<int:number>", step(Permit.accept)),
    path("grant/<int:number>", step(Permit.grant)),
]


def prepare():
    """Makes the tables and the officer; prints the officer's token."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_user("reviewer", is_staff=True)
    print(Signer().sign("reviewer"))


if __name__ == "__main__":
    prepare()
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
