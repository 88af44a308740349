# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an OpenAPI 3.1 document, finds what is wrong with it, and holds answers against it."""
import copy
import json
import pathlib
import re

import jsonschema
import yaml

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time")
def is_utc_time(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value))


@FORMATS.checks("int64")
def is_exact(value):
    return not isinstance(value, int) or abs(value) <= 2**53


class Contract:
    def __init__(self, path):
        self.document = yaml.safe_load(pathlib.Path(path).read_text())
        self.used = set()

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            pointer = node["$ref"]
            assert pointer.startswith("#/"), f"{pointer} leads out of the document"
            self.used.add(pointer)
            node = self.document
            for part in pointer[2:].split("/"):
                assert part in node, f"{pointer} leads nowhere"
                node = node[part]
        return node

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield path, method, operation

    def operation(self, name):
        return next(entry for entry in self.operations() if entry[2]["operationId"] == name)

    def statuses(self):
        """Everything there is to provoke: (operation, status)."""
        return {(op["operationId"], int(status)) for _, _, op in self.operations() for status in op["responses"]}

    # --- the document itself

    def flaws(self):
        """What is wrong with the document, as sentences."""
        shape = json.loads((pathlib.Path(__file__).parent / "openapi31.schema.json").read_text())
        flaws = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
                 for e in jsonschema.Draft202012Validator(shape).iter_errors(self.document)]
        if flaws:
            return flaws
        self.used.clear()
        self._walk(self.document)
        for kind, entries in self.document["components"].items():
            flaws += [f"components/{kind}/{name} is used nowhere" for name in entries
                      if kind != "securitySchemes" and f"#/components/{kind}/{name}" not in self.used]
        for name, schema in self.document["components"]["schemas"].items():
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                flaws.append(f"schema {name}: {error.message}")
        names = [operation["operationId"] for _, _, operation in self.operations()]
        flaws += [f"operationId {name} is there twice" for name in names if names.count(name) > 1]
        for path, _, operation in self.operations():
            given = [self.resolve(p) for p in
                     self.document["paths"][path].get("parameters", []) + operation.get("parameters", [])]
            in_path = {p["name"] for p in given if p["in"] == "path" and p.get("required")}
            if in_path != set(re.findall(r"\{(\w+)\}", path)):
                flaws.append(f"{path}: its path parameters are not those of its template")
            for requirement in operation.get("security", self.document["security"]):
                flaws += [f"{path}: there is no security scheme {scheme}" for scheme in requirement
                          if scheme not in self.document["components"]["securitySchemes"]]
        return flaws

    def _walk(self, node):
        if isinstance(node, dict):
            if "$ref" in node:
                self.resolve(node)
            for value in node.values():
                self._walk(value)
        elif isinstance(node, list):
            for value in node:
                self._walk(value)

    # --- answers

    def complaints(self, name, answer):
        """How an answer to the operation differs from what the document promises."""
        documented = self.operation(name)[2]["responses"]
        if str(answer.status) not in documented:
            return [f"{name} answered {answer.status}, which the document does not name"]
        response = self.resolve(documented[str(answer.status)])
        where = f"{name} {answer.status}"
        found = [f"{where}: {text}" for text in self._header_complaints(response, answer)]
        content = response.get("content", {})
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else None
        if not content:
            return found + ([f"{where}: a body nobody documented"] if answer.body or kind else [])
        if kind not in content:
            return found + [f"{where}: Content-Type is {kind}, not {list(content)}"]
        validator = jsonschema.Draft202012Validator(self.closed(content[kind]["schema"]), format_checker=FORMATS)
        for error in validator.iter_errors(answer.json()):
            found.append(f"{where}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
        if kind == "application/problem+json" and answer.json().get("status") != answer.status:
            found.append(f"{where}: the problem names another status")
        return found

    def _header_complaints(self, response, answer):
        for header, definition in response.get("headers", {}).items():
            value = answer.headers.get(header)
            if value is None:
                yield f"the header {header} is missing"
            elif self.resolve(definition)["schema"]["type"] == "integer" and not re.fullmatch(r"\d+", value):
                yield f"{header} is not a number: {value}"

    def closed(self, schema):
        """References replaced; members the document does not name are refused: here the server is the one tested."""
        schema = copy.copy(self.resolve(schema))
        if "properties" in schema:
            schema["properties"] = {name: self.closed(part) for name, part in schema["properties"].items()}
            schema["additionalProperties"] = False
        if "items" in schema:
            schema["items"] = self.closed(schema["items"])
        return schema
