"""Readers, curators and an approver at a real server for a long time: no error, and memory that stays what it was.

python -m tests.exam.loading SECONDS
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import requests

from tests.exam.site import begin, tell
from tests.own import free_port
from tests.pages.reading import parse

READERS, CURATORS = 5, 2
# After a fifth of the time whatever fills up is full; from then on memory may grow by so much.
GROWTH = 1.10
READ = (
    *(
        "/",
        "/profiles/?track=M&band=high",
        "/levels/",
        "/skills/",
        "/search/?q=manager",
        "/suggest/?q=pla",
        "/quality/",
    ),
    *("/api/v1/profiles?limit=20", "/calibrator/", "/releases/", "/sitemap.xml", "/feed/"),
)


def main(seconds: int) -> None:
    begin()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connections

    from profiles.models import Profile, Revision
    from profiles.people import CURATORS as THEIR_GROUP
    from tests.factories import person

    keys = list(Revision.objects.filter(state="approved").values_list("key", flat=True)[:40])
    desks = list(Profile.objects.values_list("pk", flat=True)[:20])
    sessions = []
    for number in range(CURATORS):
        who = person(f"loading-{number}", THEIR_GROUP)
        who.is_staff = True
        who.save()
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.save()
        sessions.append(session.session_key)
    connections.close_all()
    port = free_port()
    environment = os.environ | {"PORT": str(port), "API_REQUESTS_A_MINUTE": "0"}
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], env=environment, stdout=subprocess.DEVNULL)
    site, answers, faults, end = f"http://127.0.0.1:{port}", Counter(), Counter(), time.monotonic() + seconds
    try:
        _until_ready(site)
        people = [threading.Thread(target=_read, args=(site, keys, n, end, answers, faults)) for n in range(READERS)]
        people += [threading.Thread(target=_write, args=(site, desks, key, end, answers, faults)) for key in sessions]
        for one in people:
            one.start()
        memory = []
        while time.monotonic() < end:
            time.sleep(min(5, max(0.1, seconds / 60)))
            memory.append(_memory(server.pid))
        for one in people:
            one.join()
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=60)
    settled = memory[len(memory) // 5 :]
    first, last = (
        sorted(part)[len(part) // 2]
        for part in (settled[: len(settled) // 4 or 1], settled[-(len(settled) // 4 or 1) :])
    )
    if last > first * GROWTH:
        faults[f"memory grew from {first} to {last} MiB"] += 1
    if code:
        faults[f"the server ended with {code}"] += 1
    for fault, times in faults.items():
        print(f"FAULT {times} × {fault}", file=sys.stderr)
    tell(
        asked=sum(answers.values()),
        answers={str(status): number for status, number in sorted(answers.items())},
        memory_mib=[first, last],
        faults=sum(faults.values()),
        seconds=seconds,
    )
    sys.exit(bool(faults))


def _read(site: str, keys: list[str], number: int, end: float, answers: Counter, faults: Counter) -> None:
    reader, at = requests.Session(), number
    while time.monotonic() < end:
        key = keys[at % len(keys)]
        many = (f"/canon/{key}/", READ[at % len(READ)], f"/compare/?keys={key}&keys={keys[(at + 3) % len(keys)]}")
        _ask(reader, "GET", site + many[at % len(many)], answers, faults)
        at += READERS


def _write(site: str, desks: list[int], session: str, end: float, answers: Counter, faults: Counter) -> None:
    """Opens a desk, changes its summary, and saves it as its form has it; another's save in between is told by 409."""
    writer, at = requests.Session(), 0
    writer.cookies.set("session", session)
    while time.monotonic() < end:
        address = f"{site}/admin/profiles/profile/{desks[at % len(desks)]}/change/"
        at += 1
        page = _ask(writer, "GET", address, answers, faults)
        changed = {"summary": f"Saved for the {at}. time."}
        _ask(writer, "POST", address, answers, faults, data=_form(page) | changed, allow_redirects=False)
        time.sleep(0.5)


def _form(page: str) -> dict[str, str]:
    """What the page would send if nothing were changed in it."""
    form = parse(page).one("form", id="profile_form")
    sent = {}
    for control in form.all():
        name, kind = control.attrs.get("name"), control.attrs.get("type", control.tag)
        if not name or "__prefix__" in name:
            continue
        if control.tag == "textarea":
            sent[name] = "".join(child for child in control.children if isinstance(child, str)).removeprefix("\n")
        elif control.tag == "select":
            chosen = [option.attrs.get("value", "") for option in control.all("option") if "selected" in option.attrs]
            sent[name] = (chosen or [""])[0]
        elif kind in ("text", "hidden", "number", "date", "url") or "checked" in control.attrs:
            sent[name] = control.attrs.get("value", "")
    return sent


def _ask(session: requests.Session, method: str, address: str, answers: Counter, faults: Counter, **sent) -> str:
    try:
        response = session.request(method, address, timeout=60, **sent)
    except requests.RequestException as fault:
        faults[f"{method} {type(fault).__name__}"] += 1
        return ""
    answers[response.status_code] += 1
    if method == "POST" and response.status_code == 200:
        faults["a save that was not taken"] += 1
    if response.status_code >= 400 and response.status_code != 409:
        faults[f"{response.status_code} {method} {re.sub('[0-9]+', 'N', address.split('/', 3)[-1])[:80]}"] += 1
    return response.text


def _memory(pid: int) -> int:
    """MiB of the server's processes together: what each has for itself, and its share of what they have in common."""
    total = 0
    for process in (pid, *_children(pid)):
        try:
            with open(f"/proc/{process}/smaps_rollup") as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total // 1024


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as listed:
        return [int(child) for child in listed.read().split()]


def _until_ready(site: str) -> None:
    for _ in range(600):
        try:
            if requests.get(f"{site}/readyz", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main(int(sys.argv[1]))
