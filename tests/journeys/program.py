# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs of a journey: a sandbox that signs in by itself, a browser that is curl, and gatehousectl."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile

HOME = pathlib.Path(tempfile.mkdtemp())


class Sandbox:
    """The real sandbox on one port and one database; can be started again with other faults."""

    def __init__(self, program):
        self.program = program
        self.data = HOME / "sandbox"
        self.process = None
        self.port = 0
        self.extra = ()  # further options of every start

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, *chaos):
        arguments = [self.program, "--data", str(self.data), "--port", str(self.port), "--login-as", "ada.okafor",
                     *self.extra]
        for spec in chaos:
            arguments += ["--chaos", spec]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.port = int(self.ready["api"].rsplit(":", 1)[1])
        return self.ready

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process.stdout.close()
        self.process = None


class Ctl:
    """gatehousectl on the connection "sandbox"."""

    def __init__(self, program):
        self.program = program
        browser = HOME / "browser"
        browser.write_text('#!/bin/sh\nexec curl -sL -c "%s/jar" -b "%s/jar" -o /dev/null "$1"\n' % (HOME, HOME))
        browser.chmod(0o700)
        os.environ["BROWSER"] = str(browser)

    def command(self, *arguments):
        return [self.program, "--connection", "sandbox", *arguments]

    def run(self, *arguments, environment=None):
        """(exit code, stdout, stderr)"""
        finished = subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=90,
                                  env={**os.environ, **(environment or {})})
        return finished.returncode, finished.stdout, finished.stderr.strip()

    def connect_and_sign_in(self, ready, api=None):
        for arguments in (("connect", "sandbox", "--api", api or ready["api"], "--issuer", ready["issuer"],
                           "--client-id", ready["client_id"], "--ports", "0"), ("signin",)):
            code, out, err = self.run(*arguments)
            assert code == 0, f"{arguments[0]}: exit {code}: {out} {err}"
