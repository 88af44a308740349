#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Source rules a compiler cannot check. Each rule says why; exceptions stand in EXCEPTIONS with a reason."""
import pathlib
import re
import sys

PRODUCT = ("core/", "ui/", "app/")
# (id, where, pattern, why)
RULES = [
    ("nested-event-loop", PRODUCT, re.compile(r"\bQEventLoop\b|\bprocessEvents\s*\(|\.waitFor(Started|Finished|Connected|ReadyRead|BytesWritten|Disconnected)\s*\(|->waitFor\w+\s*\(|->exec\s*\(|\bdialog\w*\.exec\s*\(|\b(m?sleep|usleep|QThread::m?sleep)\s*\("),
     "a nested event loop re-enters code that does not expect it"),
    ("tr-in-core", ("core/",), re.compile(r"(?<![\w.>:])tr\s*\(\s*\"|QObject::tr\s*\(|QCoreApplication::translate"),
     "core returns facts; only ui and ctl write sentences"),
    ("rich-text", ("ui/", "app/console/"), re.compile(r"Qt::(RichText|AutoText|MarkdownText)|\bnew QLabel\b|\bmake_unique<QLabel>|\bQLabel\s+\w+\s*[({;]|QMessageBox"
                                                          r"|\b(setHtml|insertHtml|appendHtml|setMarkdown)\s*\(|\bQTextBrowser\b"),
     "server text is hostile: labels are PlainLabel"),
    ("tooltip", ("ui/", "app/console/"), re.compile(r"\b(QToolTip::showText|setToolTip|setWhatsThis)\s*\((?![^;]*\basPlainToolTip\()(?!\s*tr\(\s*(\"(?:[^\"\\]|\\.)*\"\s*)+\)\s*\))"),
     "Qt searches a tooltip for markup: one literal, or asPlainToolTip"),
    ("web-view", PRODUCT, re.compile(r"\bQWeb(Engine|View|Kit)\w*"),
     "people sign in in their own browser (A1)"),
    ("query-parser", PRODUCT, re.compile(r"\bQUrlQuery\b"),
     "it leaves + alone, both ways; values are percent-encoded one by one (A11)"),
    ("string-built-sql", PRODUCT, re.compile(r"\b(exec|prepare)\s*\([^;\"]*\"[^;]*(\.arg\s*\(|\"\s*\+|\+\s*\w)|(?i:u?\"(select|insert|update|delete)\b[^\"]*\"(_s)?\s*\.arg)"),
     "SQL is prepared and bound, never put together from strings"),
    ("ignore-ssl-errors", PRODUCT + ("tests/",), re.compile(r"\bignoreSslErrors\b|\bVerifyNone\b"),
     "a certificate that does not hold is an error"),
    ("second-network-manager", PRODUCT, re.compile(r"\bQNetworkAccessManager\b"),
     "core/net/HttpClient is the only way out"),
    ("insecure-fallback", PRODUCT, re.compile(r"\bsetInsecureFallback\b"), "the key store fails closed"),
    ("open-url", PRODUCT, re.compile(r"\bQDesktopServices\b"), "only the browser opener opens addresses"),
    ("singleton", PRODUCT, re.compile(r"\b(?!Q)\w+::instance\s*\(\)|static\s+\w+\s*&\s*instance\s*\("),
     "what a class needs is a constructor argument"),
    ("printf-of-secret", PRODUCT, re.compile(r"q(Debug|Info|Warning|Critical|C\w+)\s*\([^;]*\.reveal\s*\("),
     "a secret never reaches a log"),
]
# (rule, file prefix): reason
EXCEPTIONS = {
    ("second-network-manager", "core/net/"): "HttpClient owns the one manager",
    ("open-url", "app/console/"): "the console's BrowserOpener",
    ("tooltip", "ui/shell/trayicon"): "the desktop's, which shows markup as it stands; a sentence of ours and a number",
}
MAX_LINES = {".cpp": 400, ".h": 200}
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
CONTEXTLESS_CONNECT = re.compile(r"connect\(\s*[^,;]+,\s*&?[\w:<>]+,\s*\[")


def check(root: pathlib.Path):
    problems, excused = [], set()
    for top in ("core", "ui", "app", "tests", "scripts", "cmake"):
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root).as_posix()
            if not path.is_file() or path.suffix not in (".h", ".cpp", ".py", ".cmake"):
                continue
            text = path.read_text(encoding="utf-8")
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(text.splitlines()[:3]):
                problems.append(f"{relative}:1: no SPDX line")
            if path.suffix not in MAX_LINES:
                continue
            lines = text.count("\n")
            if lines > MAX_LINES[path.suffix] and not relative.startswith("tests/"):
                problems.append(f"{relative}: {lines} lines, at most {MAX_LINES[path.suffix]}")
            bare = COMMENT.sub(lambda m: "\n" * m.group(0).count("\n"), text)
            for rule, where, pattern, why in RULES:
                if not relative.startswith(where):
                    continue
                for match in pattern.finditer(bare):
                    excuse = next((key for key in EXCEPTIONS if key[0] == rule and relative.startswith(key[1])), None)
                    if excuse:
                        excused.add(excuse)
                        continue
                    line = bare.count("\n", 0, match.start()) + 1
                    problems.append(f"{relative}:{line}: {rule}: {match.group(0)[:60]!r}: {why}")
            if relative.startswith(PRODUCT):
                for match in CONTEXTLESS_CONNECT.finditer(bare):
                    line = bare.count("\n", 0, match.start()) + 1
                    problems.append(f"{relative}:{line}: connect without a context object")
    return problems, excused


def self_test():
    """Each rule must be able to fail."""
    import tempfile
    samples = {
        "nested-event-loop": ("core/base/x.cpp", "void f() { QEventLoop l; }"),
        "tr-in-core": ("core/base/x.cpp", 'auto s = tr("hello");'),
        "rich-text": ("ui/pages/x.cpp", "auto *l = new QLabel(text);"),
        "string-built-sql": ("core/store/x.cpp", 'q.prepare(u"select * from t where a = %1"_s.arg(a));'),
        "tooltip": ("ui/pages/x.cpp", "w->setToolTip(server);"),
        "web-view": ("ui/pages/x.cpp", "QWebEngineView view;"),
        "query-parser": ("core/net/x.cpp", "QUrlQuery q;"),
        "ignore-ssl-errors": ("core/net/x.cpp", "reply->ignoreSslErrors();"),
        "second-network-manager": ("core/identity/x.cpp", "QNetworkAccessManager m;"),
        "insecure-fallback": ("core/store/x.cpp", "job->setInsecureFallback(true);"),
        "open-url": ("ui/pages/x.cpp", "QDesktopServices::openUrl(u);"),
        "singleton": ("ui/pages/x.cpp", "Config::instance().get();"),
        "printf-of-secret": ("core/net/x.cpp", "qCDebug(log::net) << token.reveal();"),
    }
    missing = [rule for rule, *_ in RULES if rule not in samples]
    for rule, (name, body) in samples.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / name).parent.mkdir(parents=True)
            (root / name).write_text("// SPDX-License-Identifier: GPL-3.0-or-later\n" + body + "\n")
            if not any(f": {rule}:" in p for p in check(root)[0]):
                missing.append(rule)
    return [f"self-test: rule {rule} finds nothing" for rule in missing]


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parents[2]
    found, excused = check(here)
    found += self_test()
    found += [f"exception {key} is no longer used; remove it" for key in EXCEPTIONS if key not in excused]
    print("\n".join(found) if found else "sources: every rule holds")
    sys.exit(1 if found else 0)
