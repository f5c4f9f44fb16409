"""Times approvals one by one over a copy of a canon: python -m bench.approving; the median in seconds is written.

Each is of a profile that was edited and submitted by another person, as at the desk. It changes the canon of the
environment, so that is a copy, or a server that is thrown away afterwards.
"""

import json
import os
import statistics
import time

APPROVALS = 20


def seconds(count: int) -> list[float]:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from profiles import workflow
    from profiles.models import Profile
    from profiles.people import APPROVERS, CURATORS

    people = {}
    for name, group in (("bench-curator", CURATORS), ("bench-approver", APPROVERS)):
        people[group], _ = get_user_model().objects.get_or_create(username=name)
        people[group].groups.add(Group.objects.get(name=group))
    told = []
    every = Profile.objects.order_by("pk").values_list("pk", flat=True)
    for pk in every[:: max(1, every.count() // count)][:count]:
        revision = workflow.submit(_edited(pk, people[CURATORS]), by=people[CURATORS], note="edited")
        begun = time.perf_counter()
        workflow.approve(revision, by=people[APPROVERS], seal=revision.seal, note="measured")
        told.append(time.perf_counter() - begun)
    return told


def _edited(pk: int, curator):
    """Another sentence among the responsibilities, and a panel that has seen it."""
    from django.utils import timezone

    from profiles import desk, payloads
    from profiles.desk import Write
    from profiles.models import Profile
    from profiles.payloads import Content
    from profiles.records import ProfileRecord

    profile = Profile.objects.on_desk().get(pk=pk)
    content = payloads.record_of(profile).model_dump(mode="json")
    content["responsibilities"] = [*content["responsibilities"], "Measures how long an approval takes, in one canon."]
    content["panel"] = [review | {"at": timezone.now().isoformat()} for review in content["panel"]]
    desk.replace([Write(profile, Content(ProfileRecord.model_validate(content)))], by=curator, note="edited")
    return Profile.objects.with_places().get(pk=pk)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    times = seconds(APPROVALS)
    print(json.dumps({"seconds": round(statistics.median(times), 4), "longest_seconds": round(max(times), 4)}))


if __name__ == "__main__":
    main()
