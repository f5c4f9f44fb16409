"""A small run with all that one holds, its figures easy to reckon with."""

_TIMES = {"p50_ms": [1.0, 2.0, 3.0], "p99_ms": [4.0, 5.0, 6.0], "cpu_ms": 0.25, "alone_ms": 0.5, "plain": 8192}
RUN = {
    "made": {
        **{"at": "2026-11-26T14:00+00:00", "database": "sqlite", "profiles": 100, "sizes": [100, 1000]},
        **{"processors": 2, "processor": "A processor", "workers": 2, "connections": 8, "client": "wrk"},
        **{"rounds": 3, "seconds": 2, "python": "3.11.2", "versions": {"django": "5.2.19"}},
    },
    "pages": {
        "profile": {
            "site": {"rps": [100, 110, 120], "wire": 2048, "queries": 4} | _TIMES,
            "naive": {"rps": [10, 10, 20], "wire": 8192, "queries": 12} | _TIMES,
            "anew": {"rps": [100, 110, 120], "wire": 2048} | _TIMES,
            "anew at 1,000": {"rps": [100, 110, 120], "wire": 2048} | _TIMES,
        },
        "search": {"site": {"rps": [5, 5, 5], "wire": 1024} | _TIMES},
    },
    "memory": {"site": [{"own_mib": 61.0, "rss_mib": 90.0}, {"own_mib": 60.0, "rss_mib": 90.0}]},
    "commands": {
        "100": {"export": {"seconds": 2.0, "cpu_seconds": 1.5, "mib": 80.0}, "approval": {"seconds": 0.05}},
    },
    "left_out": {"nginx": "nginx is not installed"},
}
