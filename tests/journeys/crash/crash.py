#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decision survives the death of the program that made it (design.md 7).

crash.py GATEHOUSECTL GATEHOUSE_SANDBOX [GATEHOUSE]   (inside tests/peers/keychain/with-keyring)

A relay stands between program and sandbox. When the decision arrives at the relay, the program is killed (SIGKILL):
once before the gateway has it, once after. The next start asks the gateway and settles the journal by what it shows.
"""
import http.client
import http.server
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402

PREPARED, RECORDED = range(2)
JOURNAL = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "gatehouse" / "journal.sqlite"


class Relay(http.server.ThreadingHTTPServer):
    """Passes everything on to the sandbox; a decision is held for ever, before or after the sandbox has it."""

    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), RelayHandler)
        self.upstream = port
        self.hold = None  # None, "before", "after"
        self.held = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class RelayHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        holds = self.server.hold if self.command == "POST" and "/decision" in self.path else None
        if holds == "before":
            return self.hold()
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        if holds == "after":
            assert answer.status < 300, f"{answer.status} {content}"
            return self.hold()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def hold(self):
        self.server.held.set()
        self.rfile.read(1)  # until the killed program's socket closes
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = relay


def journal():
    connection = sqlite3.connect(JOURNAL)
    rows = connection.execute("SELECT id, subscription, state, settled_at FROM decisions ORDER BY prepared_at").fetchall()
    connection.close()
    return rows


def gateways_decisions(sandbox, subscription):
    connection = sqlite3.connect(sandbox.data / "sandbox.sqlite")
    rows = connection.execute("SELECT verdict, by_subject FROM decisions WHERE subscription = ?", (subscription,)).fetchall()
    connection.close()
    return rows


def kill_at_the_decision(relay, command, hold):
    """Starts the program, waits until its decision is at the relay, and kills it there. Returns the subscription."""
    relay.hold, known = hold, len(journal()) if JOURNAL.exists() else 0
    relay.held.clear()
    process = subprocess.Popen(command)
    assert relay.held.wait(60), "the decision never left the program"
    rows = journal()
    assert len(rows) == known + 1 and rows[-1][2] == PREPARED, f"sent without being written first: {rows}"
    process.kill()
    process.wait()
    relay.hold = None
    return rows[-1][1]


def check(relay, sandbox, decide, restart, hold):
    subscription = kill_at_the_decision(relay, decide, hold)
    deadline = time.monotonic() + 60  # for a while it may still be under way inside the gateway, and is asked again
    while True:
        subprocess.run(restart, check=True, timeout=60, stdout=subprocess.DEVNULL)
        _, _, state, settled_at = journal()[-1]
        if state != PREPARED or time.monotonic() > deadline:
            break
        time.sleep(1)
    decisions = gateways_decisions(sandbox, subscription)
    # The person decided it: what had not arrived is sent with the same key, once.
    assert state == RECORDED and settled_at, f"{hold}: the journal says {state}"
    assert decisions == [("approve", "ada.okafor")], f"{hold}: the gateway has {decisions}"
    print(f"ok   killed {hold} the gateway had it: {subscription} settled", flush=True)


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        kill_and_start_again(sandbox, Ctl(sys.argv[1]))


def kill_and_start_again(sandbox, ctl):
    ready = sandbox.start()
    relay = Relay(sandbox.port)
    ctl.connect_and_sign_in(ready, api=relay.url)
    code, out, err = ctl.run("--json", "requests", "list")
    assert code == 0, err
    rows = [json.loads(line) for line in out.splitlines()]
    mine = [row["id"] for row in rows if row["may_decide"] and row["required_approvals"] == 1]
    for hold in ("before", "after"):
        if len(sys.argv) > 3:  # the console: its tour presses the keys
            console = [sys.argv[3], "--connection", "sandbox", "--tour", str(HOME / "pictures"), "--tour-part"]
            check(relay, sandbox, [*console, "decide"], [*console, "settled"], hold)
        else:
            check(relay, sandbox, ctl.command("requests", "approve", mine.pop()), ctl.command("requests", "list"), hold)


if __name__ == "__main__":
    main()
