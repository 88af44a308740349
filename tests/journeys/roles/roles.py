#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection's role rules hold for gatehousectl as for the console: what none of the person's roles stands for is
refused with the reason and nothing is sent, and whoami shows what remains.

roles.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        ctl.connect_and_sign_in(sandbox.start())

        def run(*arguments, expected=0):
            code, out, err = ctl.run(*arguments)
            assert code == expected, (arguments, code, out[-500:], err[-2000:])
            return out if expected == 0 else err

        def rule(value, *may):
            exported = json.loads(run("connections", "export", "sandbox"))
            roles = [{"claim": "groups", "value": value, "may": may}]
            (HOME / "ruled.json").write_text(json.dumps({**exported, "roles": roles, "scopes": sorted({*exported["scopes"], "groups"})}))
            run("connections", "import", str(HOME / "ruled.json"))
            run("signin")
            return json.loads(run("--json", "whoami"))

        everything = json.loads(run("--json", "whoami"))
        assert {"requests.read", "requests.decide", "usage.read"} <= set(everything["may"]), everything
        assert everything["denied_by_roles"] == [] and everything["roles"], everything
        request = next(json.loads(line)["id"] for line in run("--json", "requests", "list").splitlines()
                       if json.loads(line)["may_decide"])

        role = everything["roles"][0]
        left = rule(role, "requests.read", "usage.read")
        assert "requests.decide" in left["denied_by_roles"], left
        assert set(left["may"]) == {"requests.read", "usage.read"} & set(everything["may"]), left
        run("requests", "show", request)
        for verdict in (["approve", request], ["reject", request, "--reason", "no"]):
            err = run("requests", *verdict, expected=4)
            assert "role rules" in err and "requests.decide" in err, err
        with sqlite3.connect(f"file:{sandbox.data}/sandbox.sqlite?mode=ro", uri=True) as connection:
            assert not connection.execute("SELECT 1 FROM decisions WHERE subscription = ? AND by_subject = 'ada.okafor'",
                                          (request,)).fetchall(), "it was sent"

        left = rule("nobody-has-this", "requests.read")
        assert left["may"] == [] and set(left["denied_by_roles"]) == set(everything["may"]), left
        for command in (["requests", "list"], ["requests", "show", request], ["usage"]):
            assert "role rules" in run(*command, expected=4), command


main()
