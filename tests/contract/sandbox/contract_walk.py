#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""contract_walk.py SANDBOX DOCUMENT: provokes every operation and status of the document on the real sandbox.

Fails when the document is not sound, when an answer is not what it promises, when the sandbox answers a status it does
not name, and when something it names was not provoked.
"""
import datetime
import json
import sys
import tempfile
import urllib.parse

from openapi import Contract
from sandbox import Sandbox

KEY = "walk-key-{:08d}"


class Walk:
    def __init__(self, contract, sandbox):
        self.contract, self.sandbox = contract, sandbox
        self.token = sandbox.sign_in()["access_token"]
        self.provoked = set()
        self.keys = 0

    def ask(self, status, name, query=(), headers=(), **more):
        """Asks and holds the answer against the document. `id` fills the path; `token=None` sends none."""
        path, method, _ = self.contract.operation(name)
        address = path.replace("{id}", urllib.parse.quote(more.pop("id", "")))
        if query:
            address += "?" + urllib.parse.urlencode(query, doseq=True)
        more.setdefault("token", self.token)
        answer = self.sandbox.ask(method.upper(), address, headers=headers, **more)
        assert answer.status == status, f"{name} {address} answered {answer.status}, not {status}: {answer.body[:300]}"
        complaints = self.contract.complaints(name, answer)
        assert not complaints, "\n".join(complaints)
        self.provoked.add((name, status))
        return answer

    def decide(self, status, subscription, order, word=None, drop=(), **headers):
        """One decision with fresh headers; `drop` leaves headers out, keyword arguments replace them."""
        self.keys += 1
        sent = {"If_Match": subscription["etag"], "Idempotency_Key": KEY.format(self.keys),
                "Content_Type": "application/json", **headers}
        sent = {name.replace("_", "-"): value for name, value in sent.items() if name not in drop}
        body = order if isinstance(order, (str, bytes)) else json.dumps(order)
        answer = self.ask(status, "decide", id=subscription["id"], headers=sent, body=body)
        assert word is None or answer.word() == word, f"{answer.word()}, not {word}"
        return answer

    def pending(self):
        return self.ask(200, "listSubscriptions", {"state": "pending", "limit": 1000}).json()["items"]


READS = {
    "whoAmI": {},
    "listTenants": {},
    "listApis": {},
    "listSubscriptions": {},
    "getSubscription": {},
    "usage": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-03T00:00:00Z"},
}
BAD_PAGES = [{"limit": 0}, {"limit": 1001}, {"limit": "many"}, {"limit": ""}, {"cursor": ""}, {"cursor": "not-one"},
             {"cursor": "MTox"}, {"cursor": "A" * 600}]
BAD_QUERIES = {
    "listTenants": BAD_PAGES,
    "listApis": BAD_PAGES,
    "listSubscriptions": BAD_PAGES + [{"state": "asleep"}, {"state": ["pending", ""]}],
    "usage": [{**READS["usage"], **wrong} for wrong in (
        {"from": ""}, {"from": "yesterday"}, {"from": "2026-01-01T00:00:00"}, {"to": "2025-01-01T00:00:00Z"},
        {"to": "2036-01-01T00:00:00Z"}, {"bucket": "week"}, {"by": "colour"}, {"top": 0}, {"top": 51}, {"top": "all"})],
}


def reads(walk, some_id):
    """200 with an ETag that holds, 304 for it, 400 for what cannot be understood."""
    walk.ask(200, "health", token=None)
    for name, query in READS.items():
        first = walk.ask(200, name, query, id=some_id)
        assert first.headers["ETag"] == walk.ask(200, name, query, id=some_id).headers["ETag"], f"{name}: the ETag moves"
        walk.ask(304, name, query, headers={"If-None-Match": first.headers["ETag"]}, id=some_id)
        walk.ask(200, name, query, headers={"If-None-Match": '"of-yesterday"'}, id=some_id)
    for name, queries in BAD_QUERIES.items():
        for query in queries:
            assert walk.ask(400, name, query).word() == "invalid-parameter"
    for name in ("getSubscription", "decide"):
        headers = {"If-Match": '"x"', "Idempotency-Key": "k" * 16, "Content-Type": "application/json"}
        body = '{"verdict":"approve"}' if name == "decide" else None
        assert walk.ask(404, name, id="sub_none", headers=headers, body=body).word() == "not-found"


def refusals(walk, some_id):
    """401 without a token and with a broken one, 403 without the scope, each with the words of RFC 6750."""
    bare = walk.sandbox.sign_in("openid")["access_token"]
    for name in [*READS, "decide"]:
        query = READS.get(name, {})
        nobody = walk.ask(401, name, query, id=some_id, token=None)
        assert nobody.headers["WWW-Authenticate"] == 'Bearer realm="gatehouse"'
        broken = walk.ask(401, name, query, id=some_id, token="no.such.token")
        assert 'error="invalid_token"' in broken.headers["WWW-Authenticate"]
        lacking = walk.ask(403, name, query, id=some_id, token=bare)
        assert 'error="insufficient_scope"' in lacking.headers["WWW-Authenticate"] and lacking.word() == "insufficient-scope"


def paging(walk):
    """Following the cursors meets everything once, in order, and says the same total on each page."""
    for name, query, order in (
            ("listTenants", {}, lambda item: (item["name"], item["id"])),
            ("listApis", {}, lambda item: (item["name"], item["version"], item["id"])),
            ("listSubscriptions", {}, lambda item: (item["requested_at"], item["id"])),
            ("listSubscriptions", {"state": ["pending", "rejected"]}, lambda item: (item["requested_at"], item["id"])),
            ("listSubscriptions", {"tenant": "ten_fraud", "api": "api_fraud_3"}, lambda item: item["requested_at"])):
        whole = walk.ask(200, name, {**query, "limit": 1000}).json()
        assert "next_cursor" not in whole and whole["total"] == len(whole["items"]) > 0, f"{name}: {whole['total']}"
        assert whole["items"] == sorted(whole["items"], key=order), f"{name} is not in its order"
        for limit in (1, 7, len(whole["items"])):
            met, cursor = [], {}
            while cursor is not None:
                page = walk.ask(200, name, {**query, "limit": limit, **cursor}).json()
                assert page["total"] == whole["total"] and len(page["items"]) <= limit
                met += page["items"]
                assert len(met) <= len(whole["items"]), f"{name}: the cursors do not end"
                cursor = {"cursor": page["next_cursor"]} if "next_cursor" in page else None
            assert met == whole["items"], f"{name} by {limit}: the pages are not the list"
    filtered = walk.ask(200, "listSubscriptions", {"state": ["pending", "rejected"], "limit": 1000}).json()["items"]
    assert {item["state"] for item in filtered} == {"pending", "rejected"}


def usage(walk):
    """However it is grouped and cut, the figures add up to the same sums."""
    measures = ("requests", "errors", "tokens_in", "tokens_out", "cost_micros")
    complete = walk.ask(200, "usage", READS["usage"]).json()["complete_until"]
    until = datetime.date.fromisoformat(complete[:10])
    weeks = {"from": f"{until - datetime.timedelta(days=21)}T00:00:00Z", "to": f"{until}T00:00:00Z"}
    sums = set()
    for by in ("none", "tenant", "api"):
        for bucket, seconds in (("hour", 3600), ("day", 86400)):
            for top in (1, 50):
                table = walk.ask(200, "usage", {**weeks, "by": by, "bucket": bucket, "top": top}).json()
                assert table["by"] == by and table["bucket_seconds"] == seconds and len(table["series"]) <= top + 1
                assert all(len(series[m]) == table["buckets"] for series in table["series"] for m in measures)
                sums.add(tuple(sum(sum(series[m]) for series in table["series"]) for m in measures))
    assert len(sums) == 1 and all(sums.pop()), f"the groupings disagree: {sums}"


def decisions(walk):
    mine = next(s for s in walk.pending() if not s["may_decide"])
    assert mine["requester"]["subject"] == "ada.okafor" and "may_not_decide_because" in mine
    one, two, three = [s for s in walk.pending() if s["required_approvals"] == 1 and s["may_decide"]][:3]
    approve, reject = {"verdict": "approve"}, {"verdict": "reject", "reason": "outside the purpose"}

    walk.decide(403, mine, approve, "own-request")
    walk.decide(428, one, approve, "precondition-required", drop=["If_Match"])
    walk.decide(412, one, approve, "changed", If_Match='"stale"')
    for key in ("", "too-short", "k" * 65):
        walk.decide(400, one, approve, "idempotency-key-required", Idempotency_Key=key)
    walk.decide(400, one, approve, "idempotency-key-required", drop=["Idempotency_Key"])
    for body in ("", "[]", "{", "null", '"approve"', b"\xff\xfe"):
        walk.decide(400, one, body, "invalid-json")
    walk.decide(413, one, json.dumps({**reject, "reason": "x" * 70_000}), "too-large")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        walk.decide(415, one, approve, "unsupported-media-type", Content_Type=kind)
    walk.decide(422, one, {"verdict": "perhaps"}, "invalid-verdict")
    walk.decide(422, one, {"verdict": 1}, "invalid-verdict")
    walk.decide(422, one, {}, "invalid-verdict")
    for order in ({"verdict": "reject"}, {"verdict": "reject", "reason": " \n"}):
        refused = walk.decide(422, one, order, "reason-required").json()
        assert refused["errors"][0]["pointer"] == "/reason"
    walk.decide(422, one, {**reject, "reason": "x" * 2001}, "reason-too-long")
    walk.decide(422, one, {**approve, "reason": 7}, "invalid-reason")
    unknown = walk.decide(422, one, {**approve, "verdic": "reject"}, "unknown-member").json()
    assert unknown["errors"][0]["pointer"] == "/verdic"
    assert walk.ask(200, "getSubscription", id=one["id"]).json() == one, "a refused decision changed the request"

    done = walk.decide(200, one, approve, Idempotency_Key="replayed-key-0001")
    after = walk.ask(200, "getSubscription", id=one["id"])
    assert done.json() == after.json() and done.headers["ETag"] == after.headers["ETag"] == after.json()["etag"]
    assert after.json()["state"] == "approved" and after.json()["etag"] != one["etag"]
    assert [d["idempotency_key"] for d in after.json()["decisions"]] == ["replayed-key-0001"]
    again = walk.decide(200, one, approve, Idempotency_Key="replayed-key-0001")
    assert (again.body, again.headers["ETag"]) == (done.body, done.headers["ETag"]), "a replay answers differently"
    assert len(walk.ask(200, "getSubscription", id=one["id"]).json()["decisions"]) == 1, "a replay decided twice"
    walk.decide(422, one, reject, "idempotency-key-reused", Idempotency_Key="replayed-key-0001")
    walk.decide(422, two, approve, "idempotency-key-reused", Idempotency_Key="replayed-key-0001")
    late = walk.decide(409, one, reject, "already-decided")
    assert late.json()["etag"] == after.json()["etag"], "a conflict says what is current"
    walk.decide(200, two, {**reject, "reason": " bad\u0000 \u2028 Grüße "}, Content_Type="application/json; charset=utf-8")
    assert walk.ask(200, "getSubscription", id=two["id"]).json()["state"] == "rejected"
    walk.decide(200, three, {**approve, "reason": "x" * 2000})


def rate_limits(walk, some_id):
    """The window counts down and, when it is empty, every operation but health says when to come back."""
    before, after = (walk.ask(200, "whoAmI").headers for _ in range(2))
    assert int(before["X-RateLimit-Limit"]) == int(after["X-RateLimit-Limit"]) > 0
    assert int(after["X-RateLimit-Remaining"]) < int(before["X-RateLimit-Remaining"]) or \
        int(after["X-RateLimit-Reset"]) > int(before["X-RateLimit-Reset"]), "the window does not count"
    path = walk.contract.operation("whoAmI")[0]
    for _ in range(3 * int(after["X-RateLimit-Limit"])):
        if walk.sandbox.ask("GET", path, walk.token).status == 429:
            break
    for name in [*READS, "decide"]:
        answer = walk.ask(429, name, READS.get(name, {}), id=some_id)
        assert answer.word() == "rate-limited" and answer.headers["X-RateLimit-Remaining"] == "0"
        assert 0 < int(answer.headers["Retry-After"]) <= 60
    walk.ask(200, "health", token=None)


def main(program, document):
    contract = Contract(document)
    flaws = contract.flaws()
    assert not flaws, "\n".join(flaws)
    with tempfile.TemporaryDirectory() as data, \
            Sandbox(program, data, "--login-as", "ada.okafor") as sandbox:
        walk = Walk(contract, sandbox)
        some_id = walk.pending()[0]["id"]
        reads(walk, some_id)
        refusals(walk, some_id)
        usage(walk)
        paging(walk)
        decisions(walk)
        rate_limits(walk, some_id)
    missing = contract.statuses() - walk.provoked
    assert not missing, f"documented and not provoked: {sorted(missing)}"
    print(f"{len(walk.provoked)} pairs of operation and status, each as {document} says")


if __name__ == "__main__":
    main(*sys.argv[1:])
