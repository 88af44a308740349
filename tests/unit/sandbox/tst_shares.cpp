// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/shares.h"
#include "app/sandbox/story.h"
#include "app/sandbox/traffic.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

namespace {

const QDateTime Now(QDate(2026, 11, 23), QTime(13, 47), Qt::UTC);
constexpr qint64 HourMs = 3'600'000;

} // namespace

class TestShares : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_options.data = m_directory.path();
        m_database = std::move(*Database::open(m_options));
        QVERIFY(m_database->begin());
        m_database->createTables();
        tellStory(*m_database, m_options, Now);
        fillTraffic(*m_database, m_options, Now);
        m_database->commit();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void partsAddUpToTheWhole_data()
    {
        QTest::addColumn<QList<qint64>>("weights");
        QTest::newRow("one") << QList<qint64>{7};
        QTest::newRow("alike") << QList<qint64>{1, 1, 1};
        QTest::newRow("few and many") << QList<qint64>{1, 1000, 3, 999, 500, 2};
    }
    void partsAddUpToTheWhole()
    {
        QFETCH(QList<qint64>, weights);
        const qint64 sum = std::accumulate(weights.cbegin(), weights.cend(), qint64(0));
        for (const Figures &total : {Figures{}, Figures{1, 1, 1, 1, 1}, Figures{3, 2, 5, 7, 11},
                                     Figures{1'000'003, 7001, 900'000'001, 77, 123'456'789'012}}) {
            Figures whole{};
            qint64 before = 0;
            for (const qint64 weight : std::as_const(weights)) {
                const Figures part = shareOf(total, before, weight, sum);
                before += weight;
                QVERIFY(part[1] <= part[0]);
                for (std::size_t i = 0; i < whole.size(); ++i) {
                    QVERIFY(part[i] >= 0);
                    whole[i] += part[i];
                }
            }
            QVERIFY(whole == total);
        }
    }

    // Somebody has the right in every hour of the story, so nothing of the traffic is nobody's.
    void theSharesOfAllAreTheTraffic()
    {
        QHash<QString, Figures> shared;
        QSqlQuery ids = m_database->run(u"SELECT id FROM subscriptions"_s);
        QStringList all;
        while (ids.next())
            all.append(ids.value(0).toString());
        const qint64 to = Now.toMSecsSinceEpoch() / HourMs * HourMs;
        const qint64 from = to - 60 * 24 * HourMs;
        for (const QString &id : std::as_const(all))
            ask({.application = {}, .subscription = id, .from = from, .to = to}, shared);
        QSqlQuery rows = m_database->run(
            u"SELECT tenant || api, sum(requests), sum(errors), sum(tokens_in), sum(tokens_out), sum(cost_micros) FROM usage_hours WHERE hour >= ? AND hour < ? GROUP BY tenant, api"_s,
            {from, to});
        int pairs = 0;
        for (; rows.next(); ++pairs) {
            const Figures figures = shared.value(rows.value(0).toString());
            for (int i = 0; i < 5; ++i)
                QCOMPARE(figures[std::size_t(i)], rows.value(1 + i).toLongLong());
        }
        QCOMPARE(pairs, 10);
        QCOMPARE(shared.size(), pairs);
    }

    void anApplicationIsTheSumOfItsRights()
    {
        QHash<QString, Figures> byApplication;
        QHash<QString, Figures> byRight;
        const qint64 to = Now.toMSecsSinceEpoch() / HourMs * HourMs;
        const qint64 from = to - 24 * HourMs;
        ask({.application = u"app_support-suite"_s, .subscription = {}, .from = from, .to = to},
            byApplication);
        QSqlQuery ids =
            m_database->run(u"SELECT id FROM subscriptions WHERE application_id = 'app_support-suite'"_s);
        while (ids.next())
            ask({.application = {}, .subscription = ids.value(0).toString(), .from = from, .to = to},
                byRight);
        QVERIFY(!byApplication.isEmpty());
        QVERIFY(byApplication == byRight);
    }

    // What an access review looks for.
    void someRightsAreNotUsedAnyMore()
    {
        QSqlQuery rows = m_database->run(
            u"SELECT id, used_until FROM subscriptions WHERE state = 'approved' AND used_until < ?"_s,
            {Now.addDays(-60).toMSecsSinceEpoch()});
        int dormant = 0;
        for (; rows.next(); ++dormant) {
            QHash<QString, Figures> since;
            ask({.application = {},
                 .subscription = rows.value(0).toString(),
                 .from = rows.value(1).toLongLong(),
                 .to = Now.toMSecsSinceEpoch()},
                since);
            QVERIFY(since.isEmpty());
        }
        QVERIFY(dormant >= 3);
    }

    void othersRightsAreNotShown()
    {
        QHash<QString, Figures> figures;
        const ShareQuestion question{.application = u"app_support-suite"_s,
                                     .subscription = {},
                                     .from = 0,
                                     .to = Now.toMSecsSinceEpoch()};
        ask(question, figures, u"noor.haddad"_s);
        QVERIFY(figures.isEmpty());
        ask(question, figures, u"kenji.watanabe"_s);
        QCOMPARE(figures.size(), 1);
    }

private:
    void ask(const ShareQuestion &question, QHash<QString, Figures> &sums,
             const QString &who = u"ada.okafor"_s)
    {
        const Caller caller{.person = *findPerson(who), .scopes = {}, .acr = {}};
        forEachShare(*m_database, 1, question, caller,
                     [&](qint64, const QString &tenant, const QString &api, const Figures &figures) {
                         Figures &sum = sums[tenant + api];
                         for (std::size_t i = 0; i < sum.size(); ++i)
                             sum[i] += figures[i];
                     });
    }

    QTemporaryDir m_directory;
    Options m_options;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TestShares)
#include "tst_shares.moc"
