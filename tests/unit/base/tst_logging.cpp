// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;

class TestLogging : public QObject
{
    Q_OBJECT
private slots:
    void hidesCredentials_data();
    void hidesCredentials();
    void keepsTheRest_data();
    void keepsTheRest();
    void escapes_data();
    void escapes();
    void cutsLongText();
    void sinkWritesOneSafeLineToAPrivateFile();
};

void TestLogging::hidesCredentials_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    const auto row = [](const char *name, const char *before, const char *secret, const char *after = "") {
        QTest::newRow(name) << QString::fromLatin1(before) + QString::fromLatin1(secret) +
                                   QString::fromLatin1(after)
                            << QString::fromLatin1(secret);
    };
    row("bearer", "sent Bearer ", "abc.def-ghi", " to host");
    row("bearer, lower case", "bearer ", "abcdefgh");
    row("dpop", "DPoP ", "abcdefgh");
    row("authorization header", "Authorization: Custom ", "k3y with spaces");
    row("cookie", "Set-Cookie: sid=", "5e55i0n", "; HttpOnly");
    row("api key header", "X-Api-Key: ", "k3y");
    row("jwt", "got ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln", " here");
    row("jwt, cut", "got ", "eyJhbGciOiJub25lIn0");
    row("code in url", "GET /callback?code=", "s3cr3t", "&x=1");
    row("state in url", "GET /callback?x=1&state=", "s3cr3t");
    row("refresh token in form", "grant_type=refresh_token&refresh_token=", "s3cr3t");
    row("verifier in form", "code_verifier=", "s3cr3t", "&a=b");
    row("client secret", "client_secret=", "s3cr3t");
    row("assertion", "client_assertion=", "s3cr3t");
    row("member", R"({"access_token": ")", "s3cr3t", R"(","expires_in":3600})");
    row("member, cut", R"({"refresh_token":")", "s3cr3t");
    row("member, escaped quotes", R"({\"id_token\":\")", "s3cr3t", R"(\"})");
    row("password in url", "https://user:", "s3cr3t", "@host/path");
}

void TestLogging::hidesCredentials()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    const QString safe = redacted(text);
    QVERIFY2(!safe.contains(secret), qPrintable(safe));
    QVERIFY2(safe.contains(u"[redacted]"_s), qPrintable(safe));
}

void TestLogging::keepsTheRest_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"GET https://api.example.com:8443/v1/requests?limit=5 200 12 ms", "",
                             "the bearer was refused", "token refresh failed", R"({"total": 5})"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("letters of other scripts") << u"Grüße, Κόσμε, 世界"_s;
}

void TestLogging::keepsTheRest()
{
    QFETCH(QString, text);
    QCOMPARE(redacted(text), text);
}

void TestLogging::escapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("line");
    QTest::newRow("line breaks") << u"a\r\nb"_s << u"a\\u000d\\u000ab"_s;
    QTest::newRow("ANSI") << u"\x1b[31mred"_s << u"\\u001b[31mred"_s;
    QTest::newRow("C1") << u"\u009b31m"_s << u"\\u009b31m"_s;
    QTest::newRow("bidi override") << u"a\u202eb"_s << u"a\\u202eb"_s;
    QTest::newRow("bidi isolate") << u"a\u2066b"_s << u"a\\u2066b"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"a\\u2028b"_s;
    QTest::newRow("zero width") << u"a\u200bb"_s << u"a\\u200bb"_s;
    QTest::newRow("delete") << u"a\u007fb"_s << u"a\\u007fb"_s;
}

void TestLogging::escapes()
{
    QFETCH(QString, text);
    QFETCH(QString, line);
    QCOMPARE(redacted(text), line);
}

void TestLogging::cutsLongText()
{
    const QString safe = redacted(QString(100'000, u'x'));
    QVERIFY(safe.size() < 20'000);
    QVERIFY(safe.endsWith(u"more)"_s));
}

void TestLogging::sinkWritesOneSafeLineToAPrivateFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly));
    QVERIFY(
        before.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    before.close();

    installLogSink(path);
    qCWarning(log::net).noquote() << "first\nrefresh_token=s3cr3t";
    installLogSink(); // to the file no more
    qCWarning(log::net) << "second";
    qInstallMessageHandler(nullptr);

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QCOMPARE(text.count('\n'), 1);
    QVERIFY(text.contains("W gatehouse.net: first\\u000arefresh_token=[redacted]"));
    QVERIFY(!text.contains("s3cr3t") && !text.contains("second"));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(file.permissions() & others));
}

QTEST_GUILESS_MAIN(TestLogging)
#include "tst_logging.moc"
