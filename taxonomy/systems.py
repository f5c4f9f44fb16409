"""The outside sources that can be loaded: what each is called, who publishes it, and under which terms it is shown."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One source of reference data. `mapped` is the name by which a mapping of a profile cites it, if any does.

    `{edition}` in the attribution is filled in where it is shown. A `kept` source holds its editions side by side,
    so that figures of several years can be compared; of any other the newest replaces the one before.
    """

    key: str
    name: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    mapped: str = ""
    kept: bool = False


_US = "public domain (United States government)"
_BLS = (
    "Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, {edition}. BLS.gov cannot "
    "vouch for the data or analyses derived from these data after the data have been retrieved from BLS.gov."
)
_OEWS_URL = "https://www.bls.gov/oes/tables.htm"

SOURCES = (
    Source(
        key="onet",
        name="O*NET",
        title="O*NET database: occupations, titles, tasks, skills, technology",
        publisher="U.S. Department of Labor, Employment and Training Administration",
        url="https://www.onetcenter.org/database.html",
        licence="CC BY 4.0",
        attribution=(
            "This page includes information from the O*NET {edition} Database by the U.S. Department of Labor, "
            "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a "
            "trademark of USDOL/ETA. Canon has modified all or some of this information."
        ),
        mapped="O*NET/SOC",
    ),
    Source(
        key="soc",
        name="SOC",
        title="Standard Occupational Classification: structure, definitions, direct match titles",
        publisher="U.S. Bureau of Labor Statistics, on behalf of the SOC Policy Committee",
        url="https://www.bls.gov/soc/2018/",
        licence=_US,
        attribution="Source: U.S. Bureau of Labor Statistics, Standard Occupational Classification {edition}.",
        mapped="O*NET/SOC",
    ),
    Source(
        key="isco",
        name="ISCO",
        title="International Standard Classification of Occupations: groups with definitions",
        publisher="International Labour Organization",
        url="https://ilostat.ilo.org/methods/concepts-and-definitions/classification-occupation/",
        licence="CC BY 4.0",
        attribution=(
            "Source: International Labour Organization, International Standard Classification of Occupations "
            "ISCO-{edition}, used under the CC BY 4.0 licence."
        ),
        mapped="ISCO-08",
    ),
    Source(
        key="esco",
        name="ESCO",
        title="European Skills, Competences, Qualifications and Occupations: occupations with labels",
        publisher="European Commission",
        url="https://esco.ec.europa.eu/en/use-esco/download",
        licence="reuse under Commission Decision 2011/833/EU (as CC BY 4.0)",
        attribution=(
            "This service uses the ESCO classification of the European Commission (version {edition}); texts are "
            "arranged by Canon."
        ),
        mapped="ESCO",
    ),
    Source(
        key="esco-onet",
        name="ESCO–O*NET crosswalk",
        title="Crosswalk between ESCO and O*NET occupations, with the kind of match",
        publisher="ESCO Secretariat with the U.S. Department of Labor, Employment and Training Administration",
        url="https://esco.ec.europa.eu/en/use-esco/other-crosswalks",
        licence="reuse under Commission Decision 2011/833/EU; O*NET part CC BY 4.0",
        attribution=(
            "Crosswalk between ESCO and O*NET, version {edition}, by the ESCO Secretariat with the U.S. Department of "
            "Labor, Employment and Training Administration."
        ),
    ),
    Source(
        key="soc-isco",
        name="SOC–ISCO crosswalk",
        title="Crosswalk between SOC 2018 and ISCO-08, by way of SOC 2010",
        publisher="U.S. Bureau of Labor Statistics",
        url="https://www.bls.gov/soc/soccrosswalks.htm",
        licence=_US,
        attribution="Crosswalk from SOC {edition} to ISCO-08 by the U.S. Bureau of Labor Statistics, joined by Canon.",
    ),
    Source(
        key="oews",
        name="OEWS",
        title="Occupational Employment and Wage Statistics: employment and wages of the nation",
        publisher="U.S. Bureau of Labor Statistics",
        url=_OEWS_URL,
        licence=_US,
        attribution=_BLS,
        kept=True,
    ),
    Source(
        key="oews-state",
        name="OEWS by state",
        title="Occupational Employment and Wage Statistics: employment and wages by state",
        publisher="U.S. Bureau of Labor Statistics",
        url=_OEWS_URL,
        licence=_US,
        attribution=_BLS,
    ),
    Source(
        key="oflc",
        name="OFLC",
        title="Prevailing wages at four levels, by occupation and area",
        publisher="U.S. Department of Labor, Office of Foreign Labor Certification",
        url="https://flag.dol.gov/wage-data/wage-data-downloads",
        licence=_US,
        attribution=(
            "Source: U.S. Department of Labor, Office of Foreign Labor Certification, prevailing wages {edition} (all "
            "industries)."
        ),
    ),
)
BY_KEY = {source.key: source for source in SOURCES}

SOC_CODE = re.compile(r"\d{2}-\d{4}")
ONET_CODE = re.compile(r"\d{2}-\d{4}\.\d{2}")
# The shape of a code by the name under which mappings cite its system, and an example of it.
SHAPES = {
    "O*NET/SOC": (re.compile(r"\d{2}-\d{4}(\.\d{2})?"), "11-3051 or 11-3051.00"),
    "ISCO-08": (re.compile(r"\d{1,4}"), "1321"),
    "ESCO": (re.compile(r"\d{4}(\.\d{1,3})+"), "1321.2"),
}


def source_of(mapped: str, code: str) -> str | None:
    """Key of the source in which a mapped code would be found; None for systems that nobody loads here."""
    if mapped == "O*NET/SOC":
        return "onet" if ONET_CODE.fullmatch(code) else "soc"
    return next((source.key for source in SOURCES if source.mapped == mapped), None)


def newness(edition: str) -> tuple[int, ...]:
    """What editions of one source are put in order by: the numbers in their names ("30.1", "May 2025")."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", edition))
