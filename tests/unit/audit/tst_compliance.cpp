// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/compliancehtml.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace gatehouse::audit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

QString text(const QDateTime &time)
{
    return time.toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

// Recorded at noon on a request that was made `waited` before.
TrailLine recorded(const QString &actor, const QString &verdict, std::chrono::minutes waited,
                   QJsonObject context = {})
{
    context.insert(u"requested_at"_s, text(noon.addSecs(-waited.count() * 60)));
    if (!context.contains(u"requester"_s))
        context.insert(u"requester"_s, u"ben"_s);
    return {.at = noon,
            .record = {{u"action"_s, u"decision.recorded"_s},
                       {u"actor"_s, actor},
                       {u"actor_name"_s, actor.toUpper()},
                       {u"verdict"_s, verdict},
                       {u"subscription"_s, u"sub_1"_s},
                       {u"reason"_s, u"because"_s},
                       {u"context"_s, context}}};
}

ComplianceReport reportOf(const QList<TrailLine> &lines)
{
    return complianceOf(lines, noon.addDays(-1), noon.addDays(1));
}

QStringList exceptionsOf(const QList<TrailLine> &lines)
{
    QStringList words;
    for (const ComplianceException &e : reportOf(lines).exceptions)
        words.append(e.what);
    return words;
}

} // namespace

class TestCompliance : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void countsWhoDecidedWhatAndHowLongItTook()
    {
        QList<TrailLine> lines;
        for (int i = 1; i <= 10; ++i)
            lines.append(recorded(i <= 7 ? u"ada"_s : u"noor"_s, i <= 6 ? u"approve"_s : u"reject"_s,
                                  std::chrono::minutes(i)));
        lines.append(recorded(u"ada"_s, u"revoke"_s, 9000min)); // not on a request: no waiting time
        TrailLine before = recorded(u"ada"_s, u"approve"_s, 1min);
        before.at = noon.addDays(-1).addMSecs(-1);
        lines.prepend(before);
        TrailLine after = recorded(u"ada"_s, u"approve"_s, 1min);
        after.at = noon.addDays(1);
        lines.append(after);
        const ComplianceReport report = reportOf(lines);
        QCOMPARE(report.decisions.size(), 11);
        QCOMPARE(report.byVerdict,
                 (QMap<QString, qsizetype>{{u"approve"_s, 6}, {u"reject"_s, 4}, {u"revoke"_s, 1}}));
        QCOMPARE(report.byActor, (QMap<QString, qsizetype>{{u"ADA"_s, 8}, {u"NOOR"_s, 3}}));
        QCOMPARE(report.medianTook, std::optional(std::chrono::milliseconds(5min)));
        QCOMPARE(report.slowestTenth, std::optional(std::chrono::milliseconds(9min)));
        QVERIFY(report.exceptions.isEmpty());
    }

    void fourEyesAreKeptByDifferentPeople()
    {
        const auto approval = [](const QString &actor, const QStringList &before) {
            return recorded(
                actor, u"approve"_s, 5min,
                {{u"required_approvals"_s, 2}, {u"approvers"_s, QJsonArray::fromStringList(before)}});
        };
        const ComplianceReport kept = reportOf({approval(u"ada"_s, {}), approval(u"noor"_s, {u"ada"_s})});
        QCOMPARE(kept.fourEyesAsked, 1); // the first of two is no grant yet
        QCOMPARE(kept.fourEyesKept, 1);
        QVERIFY(kept.exceptions.isEmpty());
        const ComplianceReport broken = reportOf({approval(u"ada"_s, {u"ada"_s})});
        QCOMPARE(broken.fourEyesAsked, 1);
        QCOMPARE(broken.fourEyesKept, 0);
        QCOMPARE(broken.exceptions.first().what, u"one-person"_s);
    }

    void exceptionsAreNamed()
    {
        QCOMPARE(exceptionsOf({recorded(u"ada"_s, u"approve"_s, 5min, {{u"requester"_s, u"ada"_s}})}),
                 QStringList{u"own-request"_s});
        TrailLine silent = recorded(u"ada"_s, u"approve"_s, 5min, {{u"reason_required"_s, true}});
        silent.record.remove(u"reason"_s);
        QCOMPARE(exceptionsOf({silent}), QStringList{u"reason-missing"_s});
        QCOMPARE(
            exceptionsOf({recorded(u"ada"_s, u"reject"_s, 500min, {{u"due_at"_s, text(noon.addSecs(-60))}})}),
            QStringList{u"late"_s});
        for (const auto &[action, what] : {std::pair(u"decision.not_recorded"_s, u"not-recorded"_s),
                                           std::pair(u"decision.elsewhere"_s, u"decided-elsewhere"_s),
                                           std::pair(u"decision.not_effective"_s, u"not-effective"_s)}) {
            TrailLine line = recorded(u"ada"_s, u"approve"_s, 5min);
            line.record.insert(u"action"_s, action);
            line.record.insert(u"note"_s, u"why"_s);
            QCOMPARE(exceptionsOf({line}), QStringList{what});
            QVERIFY(reportOf({line}).decisions.isEmpty());
            QVERIFY(exceptionText(what).endsWith(u'.'));
        }
    }

    void thePageTakesNobodysMarkup()
    {
        const QString evil = u"<img src=x onerror=alert(1)>&\"'</td>"_s;
        TrailLine line = recorded(evil, evil, 5min,
                                  {{u"requester"_s, evil}, {u"application"_s, evil}, {u"tenant"_s, evil}});
        line.record.insert(u"reason"_s, evil);
        ComplianceReport report = reportOf({line});
        report.verifiedWords = evil;
        const QString html = QString::fromUtf8(complianceHtml(report, noon));
        QVERIFY(!html.contains(u"<img"_s));
        QVERIFY(!html.contains(u"alert(1)>&\""_s));
        QVERIFY(html.contains(u"&lt;img src=x"_s));
        QVERIFY(html.contains(u"default-src 'none'"_s));
        QVERIFY(html.contains(u"does not hold"_s));
        QVERIFY(html.contains(u"2026-11-22 12:00 to 2026-11-24 12:00 (UTC"_s));
    }

    void anEmptyPeriodSaysSo()
    {
        const QString html = QString::fromUtf8(complianceHtml(reportOf({}), noon));
        QVERIFY(html.contains(u"None in this period."_s));
        QVERIFY(html.contains(u"<td class=\"n\">—</td>"_s));
    }

    void timesAreReadable_data()
    {
        QTest::addColumn<qint64>("minutes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none yet") << qint64(0) << u"under 1 min"_s;
        QTest::newRow("minutes") << qint64(59) << u"59 min"_s;
        QTest::newRow("hours") << qint64(120) << u"2 h"_s;
        QTest::newRow("both") << qint64(200) << u"3 h 20 min"_s;
        QTest::newRow("days") << qint64(3 * 24 * 60 + 5) << u"3 days"_s;
    }
    void timesAreReadable()
    {
        QFETCH(qint64, minutes);
        QTEST(tookText(std::chrono::minutes(minutes)), "text");
    }
};

QTEST_GUILESS_MAIN(TestCompliance)
#include "tst_compliance.moc"
