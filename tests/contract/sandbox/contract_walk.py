#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""contract_walk.py SANDBOX DOCUMENT: provokes every operation and status of the document on the real sandbox.

Fails when the document is not sound, when an answer is not what it promises, when the sandbox answers a status it does
not name, and when something it names was not provoked.
"""
import concurrent.futures
import datetime
import http.client
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
    "listScopes": {},
    "listSubscriptions": {},
    "getSubscription": {},
    "usage": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-03T00:00:00Z"},
}
WRITES = ("decide", "decideAll", "apply", "answer", "withdraw")
JSON = {"Content-Type": "application/json"}
BAD_PAGES = [{"limit": 0}, {"limit": 1001}, {"limit": "many"}, {"limit": ""}, {"cursor": ""}, {"cursor": "not-one"},
             {"cursor": "MTox"}, {"cursor": "A" * 600}]
BAD_QUERIES = {
    "listTenants": BAD_PAGES,
    "listApis": BAD_PAGES,
    "listScopes": BAD_PAGES,
    "listSubscriptions": BAD_PAGES + [{"state": "asleep"}, {"state": ["pending", ""]}, {"order": "random"},
                                      {"id": [f"sub_{i}" for i in range(201)]}],
    "changes": [{"wait": wait} for wait in (-1, 31, "long", "")],
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
    for name in ("getSubscription", "decide", "answer", "withdraw"):
        headers = {"If-Match": '"x"', "Idempotency-Key": "k" * 16, **JSON}
        body = None if name == "getSubscription" else '{"verdict":"approve"}'
        assert walk.ask(404, name, id="sub_none", headers=headers, body=body).word() == "not-found"


def refusals(walk, some_id):
    """401 without a token and with a broken one, 403 without the scope, each with the words of RFC 6750."""
    bare = walk.sandbox.sign_in("openid")["access_token"]
    for name in [*READS, "changes", *WRITES]:
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
            ("listScopes", {}, lambda item: item["name"]),
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

    def last_decision(item):
        return (item["decisions"][-1]["at"] if item["decisions"] else "", item["id"])

    whole = walk.ask(200, "listSubscriptions", {"order": "latest-decision", "limit": 1000}).json()["items"]
    assert whole == sorted(whole, key=last_decision, reverse=True), "not by the latest decision"
    met, query = [], {"order": "latest-decision", "limit": 7}
    while True:
        page = walk.ask(200, "listSubscriptions", query).json()
        met += page["items"]
        if "next_cursor" not in page:
            break
        query["cursor"] = page["next_cursor"]
    assert met == whole, "by the latest decision, the pages are not the list"
    ids = [whole[0]["id"], whole[-1]["id"], "sub_none"]
    named = walk.ask(200, "listSubscriptions", {"id": ids}).json()
    assert {item["id"] for item in named["items"]} == set(ids[:2]) and named["total"] == 2
    application = whole[0]["application"]["id"]
    of_one = walk.ask(200, "listSubscriptions", {"application": application, "limit": 1000}).json()["items"]
    assert of_one and {item["application"]["id"] for item in of_one} == {application}


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

    approve["reason"] = "fits the purpose"
    done = walk.decide(200, one, approve, Idempotency_Key="replayed-key-0001")
    after = walk.ask(200, "getSubscription", id=one["id"])
    assert done.json() == after.json() and done.headers["ETag"] == after.json()["etag"]
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


def in_days(days):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def terms(walk):
    """The other verdicts and what goes beyond yes or no."""
    def fresh():
        return next(s for s in walk.pending() if s["required_approvals"] == 1 and s["may_decide"] and len(s["scopes"]) > 1)

    one = fresh()
    assert one["possible"] == ["approve", "reject", "ask_back"] and "enforcement" not in one
    approve = {"verdict": "approve", "reason": "fits"}
    for wrong, word in (({"scopes": ["fraud:export"]}, "scope-not-asked"), ({"scopes": []}, "invalid-scopes"),
                        ({"scopes": "fraud:predict"}, "invalid-scopes"), ({"scopes": [1]}, "invalid-scopes"),
                        ({"plan": "Palace"}, "unknown-plan"), ({"plan": 1}, "unknown-plan"),
                        ({"expires_at": "soon"}, "invalid-expiry"), ({"expires_at": "2026-01-01T00:00:00"}, "invalid-expiry"),
                        ({"expires_at": 7}, "invalid-expiry"), ({"expires_at": in_days(-1)}, "expiry-passed")):
        refused = walk.decide(422, one, {**approve, **wrong}, word).json()
        assert refused["errors"][0]["pointer"] == "/" + next(iter(wrong))
    for verdict in ("reject", "ask_back"):
        for term in ({"plan": "Team"}, {"scopes": one["scopes"][:1]}, {"expires_at": in_days(9)}):
            walk.decide(422, one, {"verdict": verdict, "reason": "no", **term}, "term-not-possible")
    walk.decide(422, one, {"verdict": "ask_back"}, "reason-required")
    for verdict in ("revoke", "suspend", "resume", "extend"):
        walk.decide(409, one, {"verdict": verdict, "reason": "no", "expires_at": in_days(9)}, "not-possible")

    asked = walk.decide(200, one, {"verdict": "ask_back", "reason": "What for?"}).json()
    assert asked["state"] == "returned" and asked["possible"] == ["approve", "reject"]
    assert [r["text"] for r in asked["conversation"]] == ["What for?"]
    walk.decide(409, asked, {"verdict": "ask_back", "reason": "Really?"}, "not-possible")
    end = in_days(30)
    granted = walk.decide(200, asked, {**approve, "scopes": one["scopes"][:1], "plan": "Trial", "expires_at": end}).json()
    assert granted["state"] == "approved" and granted["granted_scopes"] == one["scopes"][:1] and granted["scopes"] == one["scopes"]
    assert granted["plan"] == "Trial" and granted["expires_at"] == end and granted["enforcement"]["state"] == "waiting"
    assert granted["decisions"][-1]["terms"] == {"scopes": one["scopes"][:1], "plan": "Trial", "expires_at": end}
    assert granted["possible"] == ["revoke", "extend", "suspend"] and granted["reason_required"][:1] == ["revoke"]

    extend = {"verdict": "extend", "reason": "goes on"}
    walk.decide(422, granted, extend, "expiry-required")
    walk.decide(422, granted, {**extend, "expires_at": in_days(-1)}, "expiry-passed")
    walk.decide(422, granted, {**extend, "expires_at": in_days(20)}, "expiry-not-later")
    walk.decide(422, granted, {**extend, "expires_at": end}, "expiry-not-later")
    longer = walk.decide(200, granted, {**extend, "expires_at": in_days(60)}).json()
    assert longer["state"] == "approved" and longer["expires_at"] > end
    for verdict in ("revoke", "suspend"):
        walk.decide(422, longer, {"verdict": verdict}, "reason-required")
    walk.decide(409, longer, {"verdict": "resume"}, "not-possible")
    held = walk.decide(200, longer, {"verdict": "suspend", "reason": "too many calls"}).json()
    assert held["state"] == "suspended" and held["possible"] == ["revoke", "resume"]
    back = walk.decide(200, held, {"verdict": "resume", "reason": "they explained"}).json()
    assert back["state"] == "approved" and back["expires_at"] == longer["expires_at"]
    gone = walk.decide(200, back, {"verdict": "revoke", "reason": "leaked"}).json()
    assert gone["state"] == "revoked" and gone["possible"] == [] and not gone["may_decide"]
    walk.decide(409, gone, {"verdict": "resume"}, "already-decided")
    walk.decide(409, gone, approve, "already-decided")

    expired = walk.ask(200, "listSubscriptions", {"state": "expired"}).json()["items"][0]
    assert expired["possible"] == ["extend"]
    assert walk.decide(200, expired, {**extend, "expires_at": in_days(3)}).json()["state"] == "approved"
    for tenant in walk.ask(200, "listTenants").json()["items"]:
        for verdict in tenant["policy"]["reason_required"]:
            one = next(s for s in walk.ask(200, "listSubscriptions", {"tenant": tenant["id"], "limit": 1000}).json()["items"]
                       if verdict in s["possible"] and s["may_decide"])
            assert verdict in one["reason_required"]
            walk.decide(422, one, {"verdict": verdict, **({"expires_at": in_days(900)} if verdict == "extend" else {})},
                        "reason-required")


def batch(walk):
    """Each order is answered as alone; what is wrong with the whole is answered for the whole."""
    def send(status, body, word=None, **headers):
        answer = walk.ask(status, "decideAll", headers={**JSON, **headers}, body=body if isinstance(body, (str, bytes)) else json.dumps(body))
        assert word is None or answer.word() == word, answer.word()
        return answer

    def order(subscription, **more):
        walk.keys += 1
        return {"subscription": subscription["id"], "if_match": subscription["etag"],
                "idempotency_key": KEY.format(walk.keys), "verdict": "approve", "reason": "fits", **more}

    one, two = [s for s in walk.pending() if s["required_approvals"] == 1 and s["may_decide"]][:2]
    mine = next(s for s in walk.pending() if not s["may_decide"] and s["requester"]["subject"] == "ada.okafor")
    send(400, "{", "invalid-json")
    send(413, b'{"orders": [' + b" " * 1024 * 1024 + b"]}", "too-large")
    send(415, {"orders": []}, "unsupported-media-type", **{"Content-Type": "text/plain"})
    for body in ({}, {"orders": []}, {"orders": {}}, {"orders": [1]}, {"orders": [order(one)], "x": 1}):
        send(422, body, "invalid-orders")
    send(422, {"orders": [order(one)] * 201}, "too-many-orders")
    assert walk.ask(200, "getSubscription", id=one["id"]).json() == one

    keys = [order(one), order(one, verdict="reject"), order(mine), order({"id": "sub_none", "etag": "x"}),
            order(two, if_match='"stale"'), order(two, if_match=""), order(two, idempotency_key="short"),
            order(two, verdict="reject", reason=""), order(two, verdict="reject")]
    results = send(200, {"orders": keys}).json()["results"]
    assert [r["status"] for r in results] == [200, 409, 403, 404, 412, 428, 400, 422, 200], results
    words = [r["problem"]["type"].rsplit("/", 1)[-1] for r in results if "problem" in r]
    assert words == ["already-decided", "own-request", "not-found", "changed", "precondition-required",
                     "idempotency-key-required", "reason-required"], words
    assert all(r["problem"]["status"] == r["status"] for r in results if "problem" in r)
    for result, subscription in ((results[0], one), (results[-1], two)):
        assert result["subscription"] == walk.ask(200, "getSubscription", id=subscription["id"]).json()
    again = send(200, {"orders": keys}).json()["results"]
    assert (again[0], again[-1]) == (results[0], results[-1]), "a replay answers differently"
    alone = walk.decide(200, one, {"verdict": "approve", "reason": "fits"}, Idempotency_Key=keys[0]["idempotency_key"])
    assert alone.json() == results[0]["subscription"], "alone, the same key is another decision"


def applicant(walk):
    """Somebody asks, is asked back, answers and thinks better of it."""
    def post(status, name, body=None, word=None, id="", kind="application/json"):
        answer = walk.ask(status, name, id=id, headers={"Content-Type": kind},
                          body=body if isinstance(body, (str, bytes)) else json.dumps(body or {}))
        assert word is None or answer.word() == word, answer.word()
        return answer

    wanted = {"application": "walk-bot", "api": "api_fraud_3", "plan": "Team", "scopes": ["fraud:predict"],
              "justification": "To see it work.", "tenant": "ten_fraud"}
    long = {"text": "x", "note": "x" * 70_000}
    for name, id in (("apply", ""), ("answer", "sub_48260")):
        post(400, name, "{", "invalid-json", id=id)
        post(413, name, long, "too-large", id=id)
        post(415, name, wanted, "unsupported-media-type", id=id, kind="text/plain")
    for wrong, word in (({"application": ""}, "application-required"), ({"application": "x" * 81}, "application-too-long"),
                        ({"justification": 1}, "justification-required"), ({"justification": "x" * 2001}, "justification-too-long"),
                        ({"tenant": "ten_none"}, "unknown-tenant"), ({"api": "api_none"}, "unknown-api"),
                        ({"plan": "Palace"}, "unknown-plan"), ({"scopes": []}, "unknown-scope"),
                        ({"scopes": ["llm:chat"]}, "unknown-scope"), ({"color": "red"}, "unknown-member")):
        post(422, "apply", {**wanted, **wrong}, word)
    post(422, "apply", {k: v for k, v in wanted.items() if k != "tenant"}, "tenant-required")
    made = post(201, "apply", wanted)
    one = made.json()
    assert made.headers["Location"] == "/v1/subscriptions/" + one["id"] and one["state"] == "pending" and not one["may_decide"]
    assert one["requester"]["subject"] == "ada.okafor" and one == walk.ask(200, "getSubscription", id=one["id"]).json()
    post(409, "answer", {"text": "Here I am."}, "not-returned", id=one["id"])

    asked = walk.ask(200, "getSubscription", id="sub_48260").json()
    for body, word in (({}, "text-required"), ({"text": " "}, "text-required"), ({"text": "x" * 2001}, "text-too-long"),
                       ({"text": "x", "more": 1}, "unknown-member")):
        post(422, "answer", body, word, id=asked["id"])
    answered = post(200, "answer", {"text": "Only texts without names."}, id=asked["id"]).json()
    assert answered["state"] == "pending" and answered["etag"] != asked["etag"]
    assert [r["text"] for r in answered["conversation"]] == [asked["decisions"][-1]["reason"], "Only texts without names."]
    withdrawn = post(200, "withdraw", id=one["id"]).json()
    assert withdrawn["state"] == "withdrawn" and withdrawn["possible"] == []
    post(409, "withdraw", word="already-decided", id=one["id"])
    walk.decide(409, withdrawn, {"verdict": "reject", "reason": "late"}, "withdrawn")


def changes(walk):
    """A point in time, what changed after it, and a question that waits for an answer."""
    def ask(status=200, **query):
        return walk.ask(status, "changes", query).json()

    start = ask()
    assert start["items"] == [] and ask(after="")["cursor"] == start["cursor"] == ask(after=start["cursor"])["cursor"]
    for cursor in ("nonsense", "MTo1OngK", start["cursor"][:-4]):
        assert ask(410, after=cursor)["type"].endswith("/gone")
    one, two = walk.ask(200, "listSubscriptions", {"state": "approved", "limit": 2}).json()["items"]
    mine = next(s for s in walk.pending() if s["requester"]["subject"] == "ada.okafor")
    for subscription in (two, one):
        walk.decide(200, subscription, {"verdict": "suspend", "reason": "for a day"})
    first = ask(after=start["cursor"], wait=30)
    assert [s["id"] for s in first["items"]] == [two["id"], one["id"]]
    assert first["items"][1] == walk.ask(200, "getSubscription", id=one["id"]).json()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(ask, after=first["cursor"], wait=30)
        abandoned = http.client.HTTPConnection(urllib.parse.urlsplit(walk.sandbox.api).netloc)
        abandoned.request("GET", f"/v1/subscriptions/changes?wait=30&after={first['cursor']}",
                          headers={"Authorization": "Bearer " + walk.token})
        abandoned.close()
        walk.ask(200, "withdraw", id=mine["id"])  # answered although others wait
        told = waiting.result(timeout=60)
    assert [(s["id"], s["state"]) for s in told["items"]] == [(mine["id"], "withdrawn")]
    assert ask(after=told["cursor"], wait=1) == {"items": [], "cursor": told["cursor"]}


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
    for name in [*READS, "changes", *WRITES]:
        answer = walk.ask(429, name, READS.get(name, {}), id=some_id)
        assert answer.word() == "rate-limited" and answer.headers["X-RateLimit-Remaining"] == "0"
        assert 0 < int(answer.headers["Retry-After"]) <= 60
    walk.ask(200, "health", token=None)


def main(program, document):
    contract = Contract(document)
    flaws = contract.flaws()
    assert not flaws, "\n".join(flaws)
    with tempfile.TemporaryDirectory() as data, \
            Sandbox(program, data, "--login-as", "ada.okafor", "--propagation", "86400000") as sandbox:
        walk = Walk(contract, sandbox)
        some_id = walk.pending()[0]["id"]
        reads(walk, some_id)
        refusals(walk, some_id)
        usage(walk)
        paging(walk)
        decisions(walk)
        terms(walk)
        batch(walk)
        applicant(walk)
        changes(walk)
        rate_limits(walk, some_id)
    missing = contract.statuses() - walk.provoked
    assert not missing, f"documented and not provoked: {sorted(missing)}"
    print(f"{len(walk.provoked)} pairs of operation and status, each as {document} says")


if __name__ == "__main__":
    main(*sys.argv[1:])
