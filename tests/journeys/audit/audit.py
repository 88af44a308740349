# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit trail of real decisions: listed, exported in every form, verified here and from the file alone; and what was
done to the file behind the program's back is found.

    audit.py gatehousectl gatehouse-sandbox
"""
import csv
import io
import json
import os
import pathlib
import re
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from program import HOME, Ctl, Sandbox

JOURNAL = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "gatehouse" / "journal.sqlite"


def lines(ctl, *arguments):
    code, out, err = ctl.run("--json", "audit", "list", *arguments)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def decide_some(ctl):
    code, out, err = ctl.run("--json", "requests", "list")
    assert code == 0, err
    open_ = [row for row in map(json.loads, out.splitlines()) if row["may_decide"] and row["required_approvals"] == 1]
    assert ctl.run("requests", "approve", open_[0]["id"], "--reason", "=1+1 agreed")[0] == 0
    assert ctl.run("requests", "reject", open_[1]["id"], "--reason", "not <b>this</b> year")[0] == 0
    return [open_[0]["id"], open_[1]["id"]]


def every_form(ctl, decided):
    found = lines(ctl)
    recorded = [line["subscription"] for line in found if line["action"] == "decision.recorded"]
    assert recorded == decided, found
    assert [line["number"] for line in found] == list(range(1, len(found) + 1))
    assert len(lines(ctl, "--action", "decision.prepared")) == 2 and lines(ctl, "--actor", "nobody") == []

    _, text, _ = ctl.run("audit", "export", "--format", "csv")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(found) + 1 and len({len(row) for row in rows}) == 1
    assert any("'=1+1 agreed" in row for row in rows), "a formula reached the spreadsheet"
    _, text, _ = ctl.run("audit", "export", "--format", "cef")
    assert len(text.splitlines()) == len(found) and all(line.startswith("CEF:0|Gatehouse|") for line in text.splitlines())
    _, text, _ = ctl.run("audit", "export", "--format", "syslog")
    assert len(text.splitlines()) == len(found)
    assert all(re.match(r"<1(08|09)>1 \d{4}-\d\d-\d\dT[0-9:.]+Z \S+ gatehouse - \S+ \[gatehouse@32473 ", line)
               for line in text.splitlines()), text
    code, page, err = ctl.run("audit", "report")
    assert code == 0, err
    assert "not &lt;b&gt;this&lt;/b&gt; year" in page and "<b>" not in page and "held:" in page
    print("ok   listed, exported and reported", flush=True)


def verified(ctl):
    code, out, err = ctl.run("audit", "verify")
    assert code == 0 and out.startswith("The trail holds: "), out + err
    _, text, _ = ctl.run("audit", "export")
    export = HOME / "trail.jsonl"
    export.write_text(text)
    code, out, err = ctl.run("audit", "verify", str(export))
    assert code == 0 and "The export holds" in out, out + err
    export.write_text(text.replace("agreed", "agreeD", 1))
    code, out, err = ctl.run("audit", "verify", str(export))
    assert code == 1 and "is not what was written" in err, out + err
    export.write_text("not an export")
    assert ctl.run("audit", "verify", str(export))[0] == 1
    print("ok   verified here and from the file alone", flush=True)


def tampered(ctl):
    connection = sqlite3.connect(JOURNAL)
    try:
        connection.execute("UPDATE trail SET record = replace(record, 'agreed', 'refused')")
        raise AssertionError("the trail let itself be changed")
    except sqlite3.IntegrityError as refusal:
        assert "append-only" in str(refusal)
    connection.execute("DROP TRIGGER trail_is_not_changed")
    connection.execute("UPDATE trail SET record = replace(record, 'agreed', 'refused')")
    connection.commit()
    connection.close()
    code, out, err = ctl.run("--json", "audit", "verify")
    assert code == 1 and json.loads(out)["broken_at"] == 1, out + err
    code, page, _ = ctl.run("audit", "report")
    assert code == 1 and "does not hold" in page
    print("ok   what was changed is found, and the report says so", flush=True)


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        code, out, _ = ctl.run("audit", "verify")  # before anything happened, and without a connection
        assert code == 0 and "0 records" in out, out
        ctl.connect_and_sign_in(sandbox.start())
        decided = decide_some(ctl)
        every_form(ctl, decided)
        verified(ctl)
        tampered(ctl)


if __name__ == "__main__":
    main()
