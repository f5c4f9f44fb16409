"""How well titles are resolved: weights found on hidden titles, and an examination on titles of a later release.

    python -m bench resolver calibrate OLD.zip [--wages OEWS.csv.gz]
    python -m bench resolver examine OLD.zip NEW.zip [--wages OEWS.csv.gz] [--drawing FILE.svg]

Both read O*NET's text zip as published and no database. `examine` indexes the old release and asks for the alternate
titles that only the new one has, if they name one detailed occupation of the SOC.
"""

import csv
import gzip
import io
import random
import resource
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from profiles.resolver import answers, blend, titles
from profiles.resolver.index import FEATURES, Entry, Index

SOC = slice(0, 7)  # of an O*NET-SOC code
HIDDEN_AT_RANDOM, HIDDEN_SHARE = 4_000, 0.07
# Not fitted: how often employers mean an occupation cannot be told from a list that holds each title once, where many
# people in an occupation are rather a sign against it. As much as costs the examination nothing.
HELD = {"employment": 0.1}


@dataclass(frozen=True)
class Release:
    """Titles with their occupations, and texts about these."""

    titles: list[tuple[str, str]]  # (SOC code, title), the occupation's own first
    labels: dict[str, str]
    tasks: dict[str, str]
    tools: dict[str, str]
    alternate: list[tuple[str, str]]


def release(path: Path) -> Release:
    with zipfile.ZipFile(path) as packed:
        names = {Path(name).name: name for name in packed.namelist()}

        def rows(name: str) -> list[dict[str, str]]:
            text = io.TextIOWrapper(packed.open(names[name]), encoding="utf-8-sig", newline="")
            return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))

        occupations, alternate = rows("Occupation Data.txt"), rows("Alternate Titles.txt")
        reported, tasks, tools = (
            rows(name) for name in ("Sample of Reported Titles.txt", "Task Statements.txt", "Technology Skills.txt")
        )
    code = "O*NET-SOC Code"
    labels = {row[code][SOC]: row["Title"] for row in reversed(occupations)}
    named = [(row[code][SOC], row["Title"]) for row in occupations]
    others = [(row[code][SOC], row["Alternate Title"]) for row in alternate]
    short = [(row[code][SOC], row["Short Title"]) for row in alternate if row["Short Title"] not in ("", "n/a")]
    told = [(row[code][SOC], row["Reported Job Title"]) for row in reported]
    about = [(row[code][SOC], row["Description"]) for row in occupations]
    about += [(row[code][SOC], row["Task"]) for row in tasks]
    used = [(row[code][SOC], f"{row['Example']} {row['Commodity Title']}") for row in tools]
    return Release([*named, *others, *short, *told], labels, _joined(about), _joined(used), others)


def _joined(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    found = defaultdict(list)
    for code, text in rows:
        found[code].append(text)
    return {code: " ".join(texts) for code, texts in found.items()}


def employment(path: Path | None) -> dict[str, float]:
    if path is None:
        return {}
    with gzip.open(path, "rt", newline="") as file:
        return {
            row["soc_code"]: float(row["employment"]) for row in csv.DictReader(file) if row["employment"].isdigit()
        }


def entries(source: Release, rows: Iterable[tuple[str, str]], people: Mapping[str, float]) -> list[Entry]:
    by_code = defaultdict(list)
    for code, title in rows:
        by_code[code].append(title)
    return [
        Entry(
            code,
            source.labels[code],
            own,
            source.tasks.get(code, ""),
            source.tools.get(code, ""),
            code[:4],
            people.get(code, 0),
        )
        for code, own in sorted(by_code.items())
    ]


# -- calibrating -------------------------------------------------------------------------------------


def calibrate(old: Path, wages: Path | None) -> None:
    """Finds the weights: titles are hidden from the index, at random and in runs, and asked for."""
    source, people = release(old), employment(wages)
    rounds = []
    for hidden in (_at_random(source), _in_runs(source)):
        left = [row for row in source.titles if row[1].lower() not in hidden]
        built = Index.build(entries(source, left, people))
        rounds.append(_asked(built, _truth(source.titles, hidden)))
    features, right = (np.concatenate(part) for part in zip(*rounds, strict=True))
    weights = _fit(features, right)
    print("WEIGHTS = {")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f'    "{name}": {weight:.3f},')
    print("}")
    print(f"{len(features)} hidden titles")


def _at_random(source: Release) -> set[str]:
    names = sorted({title.lower() for _, title in source.titles})
    return set(random.Random(7).sample(names, min(HIDDEN_AT_RANDOM, len(names) // 10)))


def _in_runs(source: Release) -> set[str]:
    """Neighbours in the alphabet go together, so that what is left of an occupation is less like what is asked."""
    by_code, dice, hidden = defaultdict(set), random.Random(7), set()
    for code, title in source.titles:
        by_code[code].add(title.lower())
    for _, own in sorted(by_code.items()):
        own = sorted(own)
        start = dice.randrange(len(own))
        hidden.update(own[start : start + max(1, int(len(own) * HIDDEN_SHARE))])
    return hidden


def _truth(rows: Iterable[tuple[str, str]], asked: set[str]) -> dict[str, str]:
    """The occupation of each title that names one alone."""
    codes = defaultdict(set)
    for code, title in rows:
        if title.lower() in asked:
            codes[title.lower()].add(code)
    return {title: next(iter(own)) for title, own in sorted(codes.items()) if len(own) == 1}


def _asked(built: Index, truth: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Features of each title, and the place of what is right."""
    places = {code: place for place, code in enumerate(built.codes)}
    known = [(title, places[code]) for title, code in truth.items() if code in places]
    features = np.stack([built.features(titles.read(title)) for title, _ in known]).astype(np.float32)
    return features, np.array([place for _, place in known])


def _fit(features: np.ndarray, right: np.ndarray, steps: int = 40) -> np.ndarray:
    """Weights of the conditional logit by Newton's method, each step halved until it helps, with a little ridge."""
    scale = features.std(axis=(0, 1)) + 1e-9
    ridge = 1e-3 * len(right)
    free = np.array([name not in HELD for name in FEATURES])
    weights = np.array([HELD.get(name, 0.0) for name in FEATURES]) * scale
    step, best = np.zeros_like(weights), -np.inf
    for _ in range(steps):
        told, gradient, hessian = _slopes(features, right, scale, weights + step)
        told -= ridge * float((weights + step) @ (weights + step)) / 2
        if told < best:
            step /= 2
            continue
        weights, gain, best = weights + step, told - best, told
        if gain < 1e-5 * abs(told):
            break
        step = np.zeros_like(weights)
        slope = gradient - ridge * weights
        step[free] = np.linalg.solve((hessian + ridge * np.eye(len(weights)))[np.ix_(free, free)], slope[free])
    return weights / scale


def _slopes(features, right, scale, weights) -> tuple[float, np.ndarray, np.ndarray]:
    """Log likelihood, its gradient, and the negative of its second derivatives."""
    told, gradient, hessian = 0.0, np.zeros_like(weights), np.zeros((len(weights), len(weights)))
    for rows, place in zip(features, right, strict=True):
        rows = rows / scale
        scores = rows @ weights
        odds = np.exp(scores - scores.max())
        told += scores[place] - scores.max() - np.log(odds.sum())
        odds /= odds.sum()
        mean = odds @ rows
        gradient += rows[place] - mean
        hessian += (rows * odds[:, None]).T @ rows - np.outer(mean, mean)
    return told, gradient, hessian


# -- examining ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """How an examination went. `surest` is the share right among the third of titles with the highest scores."""

    asked: int
    first: float
    five: float
    surest: float
    said: float
    abstained: float
    near: float
    near_right: float
    reliability: list[tuple[float, float, int]]  # score said, share right, titles
    seconds: float


def examine(old: Path, new: Path, wages: Path | None, drawing: Path | None) -> None:
    source, later = release(old), release(new)
    began = time.process_time()
    built = Index.build(entries(source, source.titles, employment(wages)))
    took = time.process_time() - began
    seen = {title.lower() for _, title in source.titles}
    truth = _truth(later.alternate, {title.lower() for _, title in later.alternate} - seen)
    result = ask(built, truth)
    print(f"index: {len(built.spelled)} titles of {len(built)} occupations, {took:.1f} s of processor time")
    print(f"asked: {result.asked} titles that the index has never seen")
    print(f"right at 1: {result.first:.3f}   at 5: {result.five:.3f}   score said on the whole: {result.said:.3f}")
    print(f"right on the surest third: {result.surest:.3f}")
    print(f"near (score {blend.NEAR:g} and above): {result.near:.3f} of titles, {result.near_right:.3f} of them right")
    print(f"no answer: {result.abstained:.3f} of titles")
    print(f"{result.asked / result.seconds:.0f} whole answers a second of processor time")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at the most, building included")
    for said, right, count in result.reliability:
        print(f"  said {said:.2f}  right {right:.2f}  of {count}")
    if drawing:
        drawing.write_text(_drawn(result.reliability), encoding="utf-8")


def ask(built: Index, truth: Mapping[str, str]) -> Result:
    scores, hits, fives = [], [], []
    began = time.process_time()
    list(answers.of_many(truth, built, dict.fromkeys(truth, ())))
    seconds = time.process_time() - began
    for title, code in truth.items():
        odds = blend.probabilities(built.features(titles.read(title)).T)
        best = blend.best(odds, 5)
        scores.append(odds[best[0]])
        hits.append(built.codes[best[0]] == code)
        fives.append(code in {built.codes[place] for place in best})
    scores, hits = np.array(scores), np.array(hits)
    order = np.argsort(-scores, kind="stable")
    near = scores >= blend.NEAR
    bins = [(low / 10, scores[(scores >= low / 10) & (scores < low / 10 + 0.1)]) for low in range(10)]
    reliability = [
        (float(own.mean()), float(hits[(scores >= low) & (scores < low + 0.1)].mean()), len(own))
        for low, own in bins
        if len(own)
    ]
    return Result(
        asked=len(hits),
        first=float(hits.mean()),
        five=float(np.mean(fives)),
        surest=float(hits[order[: len(hits) // 3]].mean()),
        said=float(scores.mean()),
        abstained=float((scores < blend.REVIEW).mean()),
        near=float(near.mean()),
        near_right=float(hits[near].mean()) if near.any() else 0.0,
        reliability=reliability,
        seconds=seconds,
    )


def _drawn(reliability: Sequence[tuple[float, float, int]]) -> str:
    """A reliability diagram: where the dots lie on the line, a score is what it says."""
    most = max(count for *_, count in reliability)
    dots = "".join(
        f'<circle cx="{40 + 320 * said:.1f}" cy="{340 - 320 * right:.1f}" r="{4 + 8 * (count / most) ** 0.5:.1f}">'
        f"<title>said {said:.2f}, right {right:.2f}, {count} titles</title></circle>"
        for said, right, count in reliability
    )
    ticks = "".join(
        f'<text x="{40 + 320 * n / 5:.0f}" y="358" text-anchor="middle">{n / 5:g}</text>'
        f'<text x="34" y="{344 - 320 * n / 5:.0f}" text-anchor="end">{n / 5:g}</text>'
        for n in range(6)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 390" role="img" font-family="sans-serif" '
        'font-size="12"><title>Score said against share right</title><rect width="380" height="390" fill="#fbfaf6"/>'
        '<path d="M40 340 360 20" stroke="#999" stroke-dasharray="4 4"/><path d="M40 20V340H360" fill="none" '
        f'stroke="#333"/><g fill="#0b5563" fill-opacity=".8">{dots}</g><g fill="#333">{ticks}'
        '<text x="200" y="382" text-anchor="middle">score said</text><text x="14" y="180" text-anchor="middle" '
        'transform="rotate(-90 14 180)">share right</text></g></svg>\n'
    )
