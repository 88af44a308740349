#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of scripts/bench as one table. report.py RESULTS_DIR"""
import json
import pathlib
import sys

results = pathlib.Path(sys.argv[1])


def benchmarks(name):
    """Benchmark name to its figures; of repetitions the median."""
    found = {}
    for entry in json.loads((results / f"{name}.json").read_text())["benchmarks"]:
        if entry.get("aggregate_name", "median") == "median":
            found[entry["run_name"].removesuffix("/real_time").split("/min_time")[0].split("/iterations")[0]] = entry
    return found


def ms(entry):
    return f"{entry['real_time']:.2f} ms"


decode, rows, chart = (benchmarks(name) for name in ("decode", "rows", "chart"))
start = json.loads((results / "start.json").read_text())["median"]
signin = json.loads((results / "signin.json").read_text())["median"]
ours, qjson = decode["decode/gatehouse"]["bytes_per_second"], decode["decode/qjson"]["bytes_per_second"]
table = [
    ("start to first usable frame, 10,000 cached requests", f"{start['first_frame_ms']:.0f} ms", "120 ms"),
    ("memory (PSS) at that frame", f"{start['pss_kb'] / 1024:.0f} MiB", ""),
    ("memory (PSS), 10,000 requests, usage page open", f"{start['pss_usage_kb'] / 1024:.0f} MiB", "90 MB"),
    ("sign-in, from the browser's way back to a usable session", f"{signin['signin_ms']:.0f} ms", ""),
    ("restored session, from the start of gatehousectl to the gateway's answer", f"{signin['restore_ms']:.0f} ms", ""),
    ("filter 1,000,000 rows, per key press while typing", ms(rows["filter/1000000"]), "8 ms"),
    ("filter 1,000,000 rows, no earlier answer to narrow", ms(rows["filter_cold/1000000"]), "8 ms"),
    ("  the same with QString::contains", ms(rows["filter_qstring/1000000"]), ""),
    ("filter the page's list of 10,000 / 100,000", f"{ms(rows['filter_page/10000'])} / {ms(rows['filter_page/100000'])}", ""),
    ("sort the page's list of 10,000 / 1,000,000", f"{ms(rows['sort_page/10000'])} / {ms(rows['sort_page/1000000'])}", ""),
    ("refresh a list of 100,000 with 5,000 changed, longest block of the event loop",
     f"{rows['refresh_page/100000']['longest_block_ms']:.1f} ms", "8 ms"),
    ("pan a chart over 10,000,000 points, per frame", ms(chart["pan_frame/10000000"]), "16 ms"),
    ("  of it reducing with the pyramid / by a scan",
     f"{ms(chart['reduce_pyramid/10000000'])} / {ms(chart['reduce_scan/10000000'])}", ""),
    ("decode 100,000 subscriptions", f"{ours / 1e6:.0f} MB/s", ""),
    ("  QJsonDocument with equivalent readers", f"{qjson / 1e6:.0f} MB/s", ""),
    ("  ratio", f"{ours / qjson:.2f} x", "3 x"),
]
width = max(len(what) for what, _, _ in table)
print(f"{'what':{width}}  {'figure':>21}  target")
for what, figure, target in table:
    print(f"{what:{width}}  {figure:>21}  {target}")
