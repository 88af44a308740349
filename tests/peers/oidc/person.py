#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person with a browser who opens the address of a device sign-in and fills in its forms:
   person.py URL CODE agrees|refuses      prints the last page
"""
import html
import http.cookiejar
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

address, code, decision = sys.argv[1:]
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
browser.addheaders = [("Person", decision)]


def read(url, form=None):
    try:
        answer = browser.open(url, urllib.parse.urlencode(form).encode() if form else None, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.geturl(), answer.read().decode()


def attributes(tag):
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


url, page = read(address)
for _ in range(10):
    form = re.search(r"<form\b[^>]*>.*?</form>", page, re.S)
    if not form:
        break
    fields = {field["name"]: field.get("value", "") for field in
              map(attributes, re.findall(r"<input\b[^>]*>", form.group())) if "name" in field}
    if "user_code" in fields:
        fields["user_code"] = fields["user_code"] or code
    if "confirm" in fields and decision == "refuses":
        del fields["confirm"]
        fields["abort"] = "yes"
    url, page = read(urllib.parse.urljoin(url, attributes(form.group())["action"]), fields)
print(page)
