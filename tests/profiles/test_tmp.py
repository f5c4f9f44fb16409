import pytest
from profiles import workflow
from profiles.models import *
from tests.factories import *
from tests.pages.canon import publish, key, path
pytestmark = pytest.mark.django_db
def test_x(client, tmp_path):
    publish("M3","M4"); publish("M4", focus="OTHER1234")
    retired(code=key("M2"), successor=key("M3"))
    r = workflow.make_release("2027.1", by=approver(), notes="First")
    pages = ["/?as_of=2027.1", f"/canon/{FUNCTION_CODE}/?as_of=2027.1", f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/?as_of=2027.1", path(KEY_M4,"as_of=2027.1"), f"/compare/?keys={KEY_M4},{key('M3')}&as_of=2027.1", f"/move/?from={KEY_M4}&to={key('M3')}&as_of=2027.1", path(key("M2"),"as_of=2027.1"),
      "/releases/2027.1/canon.jsonl", "/releases/2027.1/canon.csv", "/releases/2027.1/"]
    def get():
        out = {}
        for p in pages:
            resp = client.get(p); assert resp.status_code == 200, (p, resp.content)
            out[p] = b"".join(resp.streaming_content) if resp.streaming else resp.content
        return out
    before = get()
    v2 = next_version(Revision.objects.get(key=KEY_M4), title="New title", skills=[{"name":"Zeal"}])
    Function.objects.update(name="Renamed")
    approved(code=key("M5"))
    workflow.retire(workflow.propose_retirement(Revision.objects.approved().get(key=key("M3")), by=curator(), note="x"), by=approver())
    after = get()
    import re
    for p in pages:
        if before[p] != after[p]:
            import difflib
            a,b=(x.decode().splitlines() for x in (before[p],after[p]))
            print(p, "\n".join(list(difflib.unified_diff(a,b,lineterm="",n=0))[:20])[:3000])
    assert before == after
    for p in ["/releases/","/releases/feed/","/releases/2027.1/differences/","/releases/2027.1/differences/changes.csv","/releases/2027.1/differences/feed/","/?as_of=xx", "/?as_of=2027-13-01", f"/?as_of={r.made_at.isoformat()}", "/?as_of=2001-01-01"]:
        resp = client.get(p)
        body = b"".join(resp.streaming_content) if resp.streaming else resp.content
        print(p, resp.status_code, len(body))
        if "differences" in p: print(re.sub(r"\n\s*\n+","\n",body.decode())[-2500:])
