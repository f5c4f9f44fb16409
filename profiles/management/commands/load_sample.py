"""Loads the sample canon by walking the workflow as five demo people, so that there is something to read and to do."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from profiles import desk, payloads, workflow
from profiles.importers.bundle import import_bundle
from profiles.models import Mapping, Profile, Revision
from profiles.people import APPROVERS, CURATORS, PAY_VIEWERS, REVIEWERS
from taxonomy.files.progress import bar
from taxonomy.models import Focus, Guideline
from taxonomy.rows import record_of

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "canon.jsonl"

# Name → groups. Everybody but the employee may sign in to the admin.
PEOPLE = {
    "cleo": (CURATORS,),
    "dana": (CURATORS, APPROVERS),
    "avery": (APPROVERS,),
    "robin": (REVIEWERS,),
    "emery": (PAY_VIEWERS,),
}
ROLES = {
    "cleo": "curator",
    "dana": "curator and approver",
    "avery": "approver",
    "robin": "reviewer",
    "emery": "employee",
}


@dataclass(frozen=True)
class Edit:
    """A first responsibility said anew, and why."""

    key: str
    text: str
    note: str


UNFINISHED = (
    (
        "cleo",
        Edit(
            "MANUFA.MANUFACTF950.M3",
            "Heads a department of 100–200 people in three to six line groups, drafts its operating budget of "
            "typically $8–20 million, and answers each month for every variance above two per cent.",
            "Began to say which variance counts; the range is still to be checked",
        ),
    ),
    (
        "dana",
        Edit(
            "SUPPLY.WAREHOUS593D.S3",
            "Plans the day's waves and dock doors for a shift of up to twenty pickers in the warehouse system, and "
            "moves people between zones when a carrier comes early.",
            "Wording only, not finished",
        ),
    ),
)
WAITING = Edit(
    "DATAAN.DATAENGI184A.P2",
    "Builds the full ingestion of one source at a time, from API or database log to tested staging tables of up to "
    "fifty million rows, within a design agreed with a senior engineer.",
    "The scale is named now: up to fifty million rows",
)
RETURNED = Edit(
    "SOFTWA.BACKENDE9C7F.P3",
    "Owns one service of the product from design note to on-call, and keeps its error budget with the dashboards of "
    "the team's own observability stack.",
    "Names the error budget, as teams do",
)
TWICE = Edit(
    "FINANC.FINANCIA8678.P3",
    "Owns the rolling forecast of one business unit: drivers, bridge from the last view, and the two or three risks "
    "that could move the year by more than five per cent.",
    "After a year in use: the forecast is told by its drivers",
)
# A focus that seven profiles rest on, and a guideline: one change is in effect, the other waits for a decision.
AGREED = (
    "WAREHOUS593D",
    "Receives, stores, counts, picks and ships physical stock, and leads the people, buildings and equipment that do "
    "so, machines that work by themselves included. It answers for safety on the floor, stock accuracy and on-time "
    "departure; choosing suppliers and agreeing prices with them is the work of Procurement & Sourcing.",
    "Two of the three buildings run shuttles and robots by now; the text read as if people carried everything",
)
PROPOSED = (
    "MANUFA",
    "M4",
    "Resolves conflicts among departments and with other sites, where a wrong decision can stop the plant or lose a "
    "customer.",
    "Since the network was joined up, directors settle between sites as often as within theirs",
)
ENDING, SUCCESSOR = "SALES.SALESMAN095F.M1", "SALES.SALESMAN095F.M2"


class Command(BaseCommand):
    help = "Loads the sample canon into an empty site, with five demo people. Only with DEBUG on a loopback address."

    def handle(self, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("the demo people have passwords that are printed: load_sample runs with DEBUG only")
        if Profile.objects.exists():
            raise CommandError("an empty canon expected, found profiles: the sample is loaded once")
        people, passwords = demo_people()
        import_bundle(SAMPLE, by=people["cleo"])
        self._publish(people)
        leave_work_behind(people)
        self._tell(passwords)

    def _publish(self, people) -> None:
        """Every profile is submitted by the curator and approved by the approver, as it would be in life."""
        now = timezone.now()
        Mapping.objects.update(confirmed_by=people["cleo"], confirmed_at=now)
        profiles = list(Profile.objects.with_places())
        with bar(self.stdout._out, "profiles approved") as progress:
            for done, profile in enumerate(profiles, 1):
                revision = workflow.submit(profile, by=people["cleo"], note="First text of the sample canon")
                workflow.approve(revision, by=people["avery"], seal=revision.seal, note="Read and approved as a sample")
                progress(done, len(profiles))

    def _tell(self, passwords: dict[str, str]) -> None:
        lines = [f"  {name:<6} {passwords[name]}   {ROLES[name]}" for name in PEOPLE]
        text = "\n".join(["Demo people (this machine only):", *lines, ""])
        file = Path(settings.VAR_DIR) / "demo-people.txt"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(text)
        self.stdout.write(f"{text}They also stand in {file.name} beside the database.")


def demo_people() -> tuple[dict, dict[str, str]]:
    """Users by name, and their new passwords."""
    people, passwords = {}, {}
    for name, groups in PEOPLE.items():
        passwords[name] = secrets.token_urlsafe(9)
        user = get_user_model().objects.create_user(name, password=passwords[name])
        user.is_staff = name != "emery"
        user.save(update_fields=["is_staff"])
        user.groups.set(Group.objects.filter(name__in=groups))
        people[name] = user
    return people, passwords


def leave_work_behind(people) -> None:
    """What makes a desk a desk: drafts, texts in review, returned, twice approved and retired, shared texts changed."""
    cleo, avery = people["cleo"], people["avery"]
    for name, unfinished in UNFINISHED:
        edit(unfinished, by=people[name])

    workflow.submit(edit(WAITING, by=cleo, reviewed=True), by=cleo, note=WAITING.note)

    revision = workflow.submit(edit(RETURNED, by=cleo), by=cleo, note=RETURNED.note)
    reason = "Is the error budget kept in every team? Please name a source, and let the panel see the new text."
    workflow.send_back(revision, by=avery, seal=revision.seal, note=reason)

    revision = workflow.submit(edit(TWICE, by=cleo, reviewed=True), by=cleo, note=TWICE.note)
    workflow.approve(revision, by=avery, seal=revision.seal, note="Plainer than before, and still true")

    ending = Revision.objects.approved().get(key=ENDING)
    reason = "First-line leadership of sales moved to the sales managers; nobody is hired at this level any more."
    workflow.propose_retirement(ending, by=cleo, note=reason, successor=SUCCESSOR)
    workflow.retire(ending, by=avery, note="Agreed with the head of sales")

    change_shared_texts(by=cleo, accepted_by=avery)


def change_shared_texts(*, by, accepted_by) -> None:
    """One change in effect, so that there is something to re-submit; another that waits."""
    code, summary, note = AGREED
    record = record_of(Focus.objects.select_related("function").get(code=code))
    proposal = workflow.propose(record.model_copy(update={"summary": summary}), by=by, note=note)
    workflow.accept(proposal, by=accepted_by, note="As it is on all three floors that I have seen")

    function, level, complexity, note = PROPOSED
    guideline = Guideline.objects.select_related("function", "level").get(function__code=function, level__code=level)
    workflow.propose(record_of(guideline).model_copy(update={"complexity": complexity}), by=by, note=note)


def edit(change: Edit, *, by, reviewed: bool = False) -> Profile:
    """Lays the new sentence on the desk; `reviewed` dates the panel's scores anew, as given to this text."""
    function, focus, level = change.key.split(".")
    profile = Profile.objects.on_desk().get(focus__code=focus, focus__function__code=function, level__code=level)
    record = payloads.record_of(profile)
    fields = {"responsibilities": [change.text, *record.responsibilities[1:]]}
    if reviewed:
        now = timezone.now().replace(microsecond=0)
        fields["panel"] = [review.model_copy(update={"at": now}) for review in record.panel]
    content = payloads.Content(record.model_copy(update=fields))
    desk.replace([desk.Write(profile, content)], by=by, note=change.note)
    return profile
