#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T11: the gateway wants a second factor for a sensitive API. The decision that was challenged goes on after it, once;
within the window it is not asked for again; declined, nothing is recorded and the session lives.

stepup.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402


def pending(ctl):
    code, out, err = ctl.run("--json", "requests", "list")
    assert code == 0, (code, err)
    return [json.loads(line) for line in out.splitlines()]


def shown(ctl, request):
    return json.loads(ctl.run("--json", "requests", "show", request)[1])


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        sandbox.extra = ("--step-up", "300")
        ctl.connect_and_sign_in(sandbox.start())
        sensitive = [r["id"] for r in pending(ctl) if r["sensitive"] and r["may_decide"]]
        plain = [r["id"] for r in pending(ctl) if not r["sensitive"] and r["may_decide"]]
        assert len(sensitive) >= 3 and plain, (sensitive, plain)

        before = shown(ctl, sensitive[0])["decisions"]
        # Declined in the browser: nothing stands on it, and whoever signed in is still there.
        browser = (HOME / "browser").read_text()
        (HOME / "browser").write_text(
            '#!/usr/bin/python3\nimport sys, urllib.parse as u, urllib.request as r\n'
            'q = dict(u.parse_qsl(u.urlsplit(sys.argv[1]).query))\n'
            'r.urlopen(q["redirect_uri"] + "?" + u.urlencode({"error": "access_denied", "state": q["state"], '
            '"iss": "%s"})).read()\n' % sandbox.ready["issuer"])
        code, out, err = ctl.run("requests", "reject", sensitive[0], "--reason", "no")
        assert code == 3 and "confirm" in err and "access_denied" not in out, (code, out, err)
        assert shown(ctl, sensitive[0])["decisions"] == before
        assert ctl.run("whoami")[0] == 0
        # What is not sensitive asks for nothing.
        code, out, err = ctl.run("requests", "approve", plain[0], "--reason", "fits")
        assert code == 0 and "confirm" not in err, (code, out, err)

        # Confirmed: the same command goes on and records it, once.
        (HOME / "browser").write_text(browser)
        code, out, err = ctl.run("requests", "reject", sensitive[0], "--reason", "no")
        assert code == 0 and "confirm" in err, (code, out, err)
        after = shown(ctl, sensitive[0])["decisions"]
        assert len(after) == len(before) + 1 and after[-1]["verdict"] == "reject", after
        code, out, err = ctl.run("requests", "approve", sensitive[1], "--reason", "fits")
        assert code == 0 and "confirm" not in err, (code, out, err)


main()
