// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/trailexport.h"
#include "core/base/hashchain.h"
#include "core/base/json.h"

#include <QRegularExpression>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::audit;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

QList<TrailLine> chain(const QList<QJsonObject> &records)
{
    QList<TrailLine> lines;
    QByteArray before = chainStart();
    for (QJsonObject record : records) {
        const qint64 number = lines.size() + 1;
        record.insert(u"number"_s, number);
        const QByteArray json = writeJson(record);
        lines.append({.number = number,
                      .at = noon.addSecs(number),
                      .json = json,
                      .previous = before,
                      .hash = chainHash(before, json),
                      .record = record});
        before = lines.last().hash;
    }
    return lines;
}

QJsonObject decision(const QString &name, const QString &reason)
{
    return {{u"action"_s, u"decision.recorded"_s},
            {u"verdict"_s, u"approve"_s},
            {u"connection"_s, u"Production EU"_s},
            {u"actor"_s, u"ada"_s},
            {u"actor_name"_s, name},
            {u"subscription"_s, u"sub_1"_s},
            {u"reason"_s, reason},
            {u"context"_s, QJsonObject{{u"application"_s, name}, {u"api"_s, u"LLM Chat v5"_s}}}};
}

// Each would do something somewhere if it were passed on as it is.
QStringList hostile()
{
    return {u"=HYPERLINK(\"http://evil\")"_s,
            u"+1"_s + u"+cmd|' /C calc'!A0"_s,
            u"-2+3"_s,
            u"@SUM(A1)"_s,
            u"\uFF1D1+1"_s,
            u"a,b\"c\r\nd"_s,
            u"pipe|back\\slash=equal]bracket"_s,
            u"\x1b[31mred\x07"_s,
            u"<script>alert(1)</script>"_s,
            u"CEF:0|evil|evil|1|x|x|9|"_s,
            u"<108>1 2026-11-23T12:00:00Z h a - - - forged"_s,
            u"\u202Eevil\u2028next"_s};
}

} // namespace

class TestTrailExport : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void jsonLinesProveThemselves()
    {
        QList<QJsonObject> records;
        for (const QString &text : hostile())
            records.append(decision(text, text));
        const QList<TrailLine> lines = chain(records);
        const QByteArray file = exported(lines, ExportFormat::JsonLines, u"host"_s);
        QCOMPARE(file.count('\n'), lines.size());
        QCOMPARE(verifyExport(file).value(), (ExportVerdict{.records = lines.size(), .gaps = 0}));
        // A filter leaves gaps, and each record still proves itself.
        const QByteArray part =
            exported({lines.at(0), lines.at(3), lines.at(4)}, ExportFormat::JsonLines, {});
        QCOMPARE(verifyExport(part).value(), (ExportVerdict{.records = 3, .gaps = 1}));
    }

    void aChangedByteIsNamed()
    {
        const QList<TrailLine> lines = chain({decision(u"a"_s, u"b"_s), decision(u"c"_s, u"d"_s), {}});
        const QByteArray file = exported(lines, ExportFormat::JsonLines, {});
        const qsizetype second = file.indexOf('\n') + 1;
        int found = 0;
        for (qsizetype i = second; i < file.indexOf('\n', second); ++i) {
            QByteArray changed = file;
            changed[i] = char(changed[i] ^ 1);
            if (changed == file || changed.at(i) == '\n')
                continue;
            const Result<ExportVerdict> verdict = verifyExport(changed);
            const bool isSeen = !verdict || verdict->brokenAt;
            QVERIFY2(isSeen, changed.constData());
            ++found;
        }
        QVERIFY(found > 300);
        QByteArray other = file;
        other.replace("\"reason\":\"d\"", "\"reason\":\"e\"");
        QCOMPARE(verifyExport(other)->brokenAt, std::optional<qint64>(2));
        QByteArray swapped = file.mid(second, file.indexOf('\n', second) + 1 - second) + file.first(second);
        QVERIFY(verifyExport(swapped)->brokenAt);
        QCOMPARE(verifyExport("not json\n").error().kind, Error::Kind::Invalid);
    }

    void csvIsSafeInASpreadsheet()
    {
        QList<QJsonObject> records;
        for (const QString &text : hostile())
            records.append(decision(text, text));
        const QString file = QString::fromUtf8(exported(chain(records), ExportFormat::Csv, {}));
        QVERIFY(file.startsWith(u"number,at,action,verdict,"_s));
        static const QRegularExpression formula(u"(^|,|\r\n)\"?[=+@\uFF1D\uFF0B\uFF0D\uFF20-]"_s);
        const QRegularExpressionMatch match = formula.match(file);
        QVERIFY2(!match.hasMatch(), qPrintable(file.mid(match.capturedStart(), 60)));
        QVERIFY(file.contains(u"\"a,b\"\"c\r\nd\""_s));
    }

    void oneEventIsOneLine_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("cef") << int(ExportFormat::Cef);
        QTest::newRow("syslog") << int(ExportFormat::Syslog);
        QTest::newRow("jsonl") << int(ExportFormat::JsonLines);
    }
    void oneEventIsOneLine()
    {
        QFETCH(int, format);
        QList<QJsonObject> records;
        for (const QString &text : hostile())
            records.append(decision(text, text));
        const QByteArray file = exported(chain(records), ExportFormat(format), u"work station"_s);
        QCOMPARE(file.count('\n'), records.size());
        for (const char c : file)
            QVERIFY(c == '\n' || quint8(c) >= 32);
        QVERIFY(!QString::fromUtf8(file).contains(QChar(0x2028)) || format == int(ExportFormat::JsonLines));
    }

    void cefAsItsReaderWantsIt()
    {
        const QByteArray line =
            exported(chain({decision(u"Ada | \\ = x"_s, u"one\ntwo"_s)}), ExportFormat::Cef, {});
        QVERIFY2(line.startsWith("CEF:0|Gatehouse|Gatehouse|" GATEHOUSE_VERSION
                                 "|decision.recorded|decision recorded|3|rt=1795435201000 "),
                 line.constData());
        QVERIFY2(line.contains(" suser=Ada | \\\\ \\= x "), line.constData());
        QVERIFY2(line.contains(" reason=one\\ntwo"), line.constData());
        QVERIFY2(line.contains(" cs2=LLM Chat v5 cs2Label=api"), line.constData());
    }

    void syslogAsRfc5424()
    {
        const QByteArray line =
            exported(chain({decision(u"A \"quoted\" ] \\"_s, {})}), ExportFormat::Syslog, u"work station"_s);
        QVERIFY2(line.startsWith("<109>1 2026-11-23T12:00:01.000Z workstation gatehouse - decision.recorded "
                                 "[gatehouse@32473 number=\"1\" "),
                 line.constData());
        QVERIFY2(line.contains("actor_name=\"A \\\"quoted\\\" \\] \\\\\""), line.constData());
        QVERIFY2(line.contains("] \xEF\xBB\xBF"), line.constData());
        QJsonObject trouble = decision(u"Ada"_s, {});
        trouble.insert(u"action"_s, u"decision.elsewhere"_s);
        QVERIFY(exported(chain({trouble}), ExportFormat::Syslog, {}).startsWith("<108>1 "));
    }
};

QTEST_GUILESS_MAIN(TestTrailExport)
#include "tst_trailexport.moc"
