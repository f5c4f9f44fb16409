"""Every public address, one a line: what is open to all is walked for secrets, odd methods, policy and accessibility.

A new public route fails tests/house/test_addresses.py until it has its line here. `KEY_M4` is approved in every
canon that these addresses are asked of, the occupation that it is mapped to is loaded, and release 2027.1 is made
(`publish` does all three).
"""

from config.audiences import Audience, audience_of
from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4

# Name of the route → an address of it with something to show. Pages are looked at in the browser as well.
PAGES = {
    "index": "/",
    "function": f"/canon/{FUNCTION_CODE}/",
    "focus": f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/",
    "differentiation": f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/differentiation/",
    "profile": f"/canon/{KEY_M4}/",
    "history": f"/canon/{KEY_M4}/history/",
    "correct": f"/canon/{KEY_M4}/correct/?place=skills&v=1",
    "corrected": f"/canon/{KEY_M4}/correct/thanks/",
    "difference": f"/canon/{KEY_M4}/differences/",
    "browse": "/profiles/?track=M",
    "levels": "/levels/",
    "level": "/levels/M4/",
    "calibrator": "/calibrator/?track=M&scope=M4&experience=M3",
    "skills": "/skills/",
    "skill": "/skills/shift-planning/",
    "compare": f"/compare/?keys={KEY_M4}",
    "move": f"/move/?from={KEY_M4}&to={KEY_M4[:-1]}3",
    "coordinates": f"/coordinates/?key={KEY_M4}",
    "panel": "/panel/",
    "quality": "/quality/",
    "search": "/search/?q=plant",
    "resolve": "/resolve/?title=Sr.+plant+mgr",
    "occupation": "/occupations/11-3051/",
    "releases": "/releases/",
    "release": "/releases/2027.1/",
    "release_differences": "/releases/2027.1/differences/",
    "api": "/api/",
}
# What other machines read.
DATA = {
    "feed": "/feed/",
    "function_feed": f"/feed/{FUNCTION_CODE}/",
    "site_map": "/sitemap.xml",
    "site_map_of_pages": "/sitemap-pages.xml",
    "site_map_of_skills": "/sitemap-skills.xml",
    "site_map_of_function": f"/sitemap/{FUNCTION_CODE}.xml",
    "robots": "/robots.txt",
    "suggest": "/suggest/?q=plant",
    "releases_feed": "/releases/feed/",
    "release_changes_feed": "/releases/2027.1/differences/feed/",
}
# What is downloaded, line by line.
FILES = {
    "release_lines": "/releases/2027.1/canon.jsonl",
    "release_members": "/releases/2027.1/canon.csv",
    "release_changes": "/releases/2027.1/differences/changes.csv",
    "canon_file": "/canon/export.csv",
    "function_file": f"/canon/{FUNCTION_CODE}/export.json",
    "focus_file": f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/export.ttl",
    "profile_file": f"/canon/{KEY_M4}/export.jsonld",
    "chosen_file": "/profiles/export.schema.jsonld?track=M",
}
# Where nothing stands, and something near to what was typed does.
NEAR_MISSES = (
    f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}.M9/",
    f"/canon/{FUNCTION_CODE}.{FOCUS_CODE[:-1]}.M4/",
    f"/canon/{FUNCTION_CODE}.{FOCUS_CODE[:6]}/",
    f"/canon/{FUNCTION_CODE[:-1]}/",
    f"/canon/{FUNCTION_CODE[1:]}.NOWHERE.M4/",
)
# The routes that take a form.
POSTED = {"correct"}


def public_routes() -> set[str]:
    """Names of the readers' routes that are declared as public."""
    from profiles import urls

    names = {pattern.name for pattern in urls.urlpatterns}
    return {name for name in names if audience_of(f"profiles:{name}") is Audience.PUBLIC}
