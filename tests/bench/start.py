#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the console with 10,000 kept requests, and its memory with them and the usage page open.

start.py GATEHOUSECTL GATEHOUSE_SANDBOX GATEHOUSE RESULT.json   (inside tests/peers/keychain/with-keyring)
"""
import json
import pathlib
import sqlite3
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "journeys"))
from program import Ctl, Sandbox  # noqa: E402

REQUESTS = 10_000
RUNS = 15


def fill(database):
    """More requests like those that wait already."""
    connection = sqlite3.connect(database)
    names = [row[1] for row in connection.execute("PRAGMA table_info(subscriptions)")]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM subscriptions WHERE state = 'pending'").fetchall()
    for i in range(REQUESTS - len(rows)):
        row = dict(zip(names, rows[i % len(rows)]))
        row |= {"id": f"sub_9{i:06}", "application": f"{row['application']}-{i}", "requested_at": row["requested_at"] - 60_000 * i}
        connection.execute(f"INSERT INTO subscriptions ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                           [row[name] for name in names])
    connection.commit()
    connection.close()


def main():
    ctl = Ctl(sys.argv[1])
    with Sandbox(sys.argv[2]) as sandbox:
        ready = sandbox.start()
        sandbox.stop()
        fill(sandbox.data / "sandbox.sqlite")
        sandbox.start()
        ctl.connect_and_sign_in(ready)
        code, out, err = ctl.run("--json", "requests", "list")
        assert code == 0 and len(out.splitlines()) == REQUESTS, f"{code} {len(out.splitlines())} {err}"
        runs = []
        for _ in range(RUNS):
            finished = subprocess.run([sys.argv[3], "--connection", "sandbox", "--measure-start"], capture_output=True,
                                      text=True, timeout=60)
            assert finished.returncode == 0, finished.stderr
            runs.append(json.loads(finished.stdout))
    assert all(run["rows"] == REQUESTS for run in runs), runs
    median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    pathlib.Path(sys.argv[4]).write_text(json.dumps({"median": median, "runs": runs}, indent=1))


if __name__ == "__main__":
    main()
