// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/story.h"
#include "app/sandbox/traffic.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

namespace {

const QDateTime Now(QDate(2026, 11, 23), QTime(13, 47), Qt::UTC); // a Monday
const QDateTime Anchor(QDate(2026, 11, 23), QTime(13, 0), Qt::UTC);
const QDateTime Midnight(QDate(2026, 11, 23), QTime(0, 0), Qt::UTC);
const Pair Steady{.tenant = u"ten_fraud"_s, .api = u"api_fraud_3"_s, .calls = 10'000, .microsPerCall = 40};

qint64 requestsOn(const QDateTime &midnight)
{
    qint64 sum = 0;
    for (int hour = 0; hour < 24; ++hour)
        sum += hourOf(Steady, midnight.addSecs(3600 * hour), Anchor, 1).requests;
    return sum;
}

// One year of the demo scale, in a directory of its own.
class Demo
{
public:
    explicit Demo(quint32 seed = 1)
    {
        m_options.data = m_directory.path();
        m_options.seed = seed;
        m_database = std::move(*Database::open(m_options));
        if (!m_database->begin())
            qFatal("no transaction");
        m_database->createTables();
        tellStory(*m_database, m_options, Now);
        fillTraffic(*m_database, m_options, Now);
        m_database->commit();
    }
    Database *operator->() { return m_database.get(); }
    void fillUntil(const QDateTime &now) { fillTraffic(*m_database, m_options, now); }
    QStringList rows(const QString &statement)
    {
        QStringList list;
        QSqlQuery query = m_database->run(statement);
        while (query.next())
            list.append(query.value(0).toString());
        return list;
    }

private:
    QTemporaryDir m_directory;
    Options m_options;
    std::unique_ptr<Database> m_database;
};

// Every figure of every hour, in one text: quicker to compare than rows.
const QString Everything =
    u"SELECT group_concat(hour || tenant || api || ' ' || requests || ' ' || errors || ' ' || tokens_in || ' ' || tokens_out || ' ' || cost_micros, char(10)) FROM (SELECT * FROM usage_hours ORDER BY hour, tenant, api)"_s;
const QString Hours = u"SELECT count(*) FROM usage_hours"_s;

} // namespace

class TestTraffic : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void theSeedDecidesEveryFigure()
    {
        const QString first = untouched()->value(Everything).toString();
        const int hours = untouched()->value(Hours).toInt();
        QVERIFY(hours >= 365 * 24 * 10);
        m_untouched.reset();
        QVERIFY(untouched()->value(Everything).toString() == first);
        m_untouched.reset();
        Demo other(2);
        const QString figures = other->value(Everything).toString();
        QCOMPARE(other->value(Hours).toInt(), hours);
        QVERIFY(figures != first);
    }

    void figuresAreNotAffectedByTheirNeighbours()
    {
        const Hour alone = hourOf(Steady, Midnight.addSecs(9 * 3600), Anchor, 1);
        (void)hourOf(Steady, Midnight, Anchor, 7);
        QCOMPARE(hourOf(Steady, Midnight.addSecs(9 * 3600), Anchor, 1), alone);
        QVERIFY(hourOf(Steady, Midnight.addSecs(9 * 3600), Anchor, 2) != alone);
        Pair renamed = Steady;
        renamed.tenant = u"ten_market"_s;
        QVERIFY(hourOf(renamed, Midnight.addSecs(9 * 3600), Anchor, 1) != alone);
    }

    void nightsAreQuiet()
    {
        for (int day = 1; day < 5; ++day) { // Tuesday to Friday of the week before
            const QDateTime midnight = Midnight.addDays(day - 7);
            const qint64 noon = hourOf(Steady, midnight.addSecs(13 * 3600), Anchor, 1).requests;
            const qint64 night = hourOf(Steady, midnight.addSecs(3 * 3600), Anchor, 1).requests;
            QVERIFY2(noon > 4 * night && night > 0, qPrintable(u"%1, %2"_s.arg(noon).arg(night)));
        }
    }

    void weekendsAreQuiet()
    {
        for (int week = 1; week < 20; ++week) {
            const qint64 wednesday = requestsOn(Midnight.addDays(2 - 7 * week));
            for (const int day : {5, 6}) {
                const qint64 free = requestsOn(Midnight.addDays(day - 7 * week));
                QVERIFY2(free * 2 < wednesday && free > 0,
                         qPrintable(u"week %1, day %2"_s.arg(week).arg(day)));
            }
        }
    }

    void aYearDoublesIt()
    {
        qint64 first = 0;
        qint64 last = 0;
        for (int day = 1; day <= 28; ++day) {
            last += requestsOn(Midnight.addDays(-day));
            first += requestsOn(Midnight.addDays(-day - 364));
        }
        const double growth = double(last) / double(first);
        QVERIFY2(growth > 1.9 && growth < 2.1, qPrintable(QString::number(growth)));
    }

    void onlyModelsHaveTokens()
    {
        const Hour plain = hourOf(Steady, Anchor, Anchor, 1);
        QCOMPARE(plain.tokensIn + plain.tokensOut, 0);
        Pair model = Steady;
        model.tokenShare = 1;
        const Hour tokens = hourOf(model, Anchor, Anchor, 1);
        QVERIFY(tokens.tokensIn > tokens.tokensOut && tokens.tokensOut > tokens.requests);
    }

    void anIdlePairHasNothing()
    {
        QCOMPARE(
            hourOf({.tenant = u"t"_s, .api = u"a"_s, .tokenShare = 1, .microsPerCall = 9}, Anchor, Anchor, 1),
            Hour{});
    }

    // Each day is compared with the same weekday of the week before; small pairs have large noise.
    void oneCostSpikeStandsOut()
    {
        Demo &demo = untouched();
        QSqlQuery query = demo->run(
            u"SELECT d.api, (? - d.day) / 86400000 FROM usage_days d JOIN usage_days b ON b.tenant = "
            u"d.tenant AND b.api = d.api AND b.day = d.day - 7 * 86400000 "
            "WHERE d.tenant = 'ten_fraud' AND d.cost_micros > 2.5 * b.cost_micros AND d.cost_micros > 20000000"_s,
            {Anchor.toMSecsSinceEpoch()});
        int days = 0;
        for (; query.next(); ++days) {
            QCOMPARE(query.value(0).toString(), u"api_explain_2"_s);
            const int ago = query.value(1).toInt();
            QVERIFY2(ago >= 6 && ago <= 8, qPrintable(QString::number(ago)));
        }
        QVERIFY2(days == 1 || days == 2, qPrintable(QString::number(days)));
    }

    void oneErrorBurstStandsOut()
    {
        Demo &demo = untouched();
        QList<qint64> hours;
        QSqlQuery query = demo->run(
            u"SELECT hour, api FROM usage_hours WHERE errors > requests * 0.05 AND requests > 100 ORDER BY hour"_s);
        while (query.next()) {
            QCOMPARE(query.value(1).toString(), u"api_forecast_2"_s);
            hours.append(query.value(0).toLongLong());
        }
        QVERIFY2(hours.size() >= 4 && hours.size() <= 10, qPrintable(QString::number(hours.size())));
        QCOMPARE(hours.last() - hours.first(), (hours.size() - 1) * 3'600'000LL);
        const qint64 daysBefore = (Anchor.toMSecsSinceEpoch() - hours.first()) / 86'400'000;
        QCOMPARE(daysBefore, 20);
    }

    void whatATenantSpendsIsOfTheSizeOfItsBudget()
    {
        Demo &demo = untouched();
        QSqlQuery query = demo->run(
            u"SELECT t.name, sum(d.cost_micros) * 1.0 / t.budget_micros FROM tenants t JOIN usage_days d ON d.tenant = t.id WHERE d.day >= ? GROUP BY t.id"_s,
            {Midnight.addDays(-30).toMSecsSinceEpoch()});
        int tenants = 0;
        for (; query.next(); ++tenants) {
            const double share = query.value(1).toDouble();
            QVERIFY2(share > 0.4 && share < 1.3,
                     qPrintable(query.value(0).toString() + u' ' + QString::number(share)));
        }
        QCOMPARE(tenants, 3);
    }

    void daysAreTheSumsOfTheirHours()
    {
        Demo &demo = untouched();
        QVERIFY(
            demo.rows(
                    u"SELECT day FROM usage_days d WHERE requests <> (SELECT sum(requests) FROM usage_hours h WHERE h.hour >= d.day AND h.hour < d.day + 86400000 AND h.tenant = d.tenant AND h.api = d.api)"_s)
                .isEmpty());
        QCOMPARE(demo.rows(u"SELECT sum(cost_micros) FROM usage_days"_s),
                 demo.rows(u"SELECT sum(cost_micros) FROM usage_hours"_s));
    }

    void whatPassedSinceIsAddedAndNothingElseChanges()
    {
        m_untouched.reset();
        Demo demo;
        const QString before = demo->value(Everything).toString();
        demo.fillUntil(Now);
        QVERIFY(demo->value(Everything).toString() == before);
        demo.fillUntil(Now.addSecs(26 * 3600));
        const QString after = demo->value(Everything).toString();
        QCOMPARE(after.count(u'\n'), before.count(u'\n') + 26 * 10);
        QVERIFY(after.startsWith(before));
        QCOMPARE(demo->meta(u"filled_until"_s).toLongLong(), Anchor.addSecs(26 * 3600).toMSecsSinceEpoch());
        QCOMPARE(demo.rows(u"SELECT sum(requests) FROM usage_days"_s),
                 demo.rows(u"SELECT sum(requests) FROM usage_hours"_s));
        demo.fillUntil(Now.addDays(-2)); // a clock set back
        QVERIFY(demo->value(Everything).toString() == after);
    }

private:
    // A year takes a second to make: those who only read share it. There is one database at a time.
    Demo &untouched()
    {
        if (!m_untouched)
            m_untouched.emplace();
        return *m_untouched;
    }
    std::optional<Demo> m_untouched;
};

QTEST_GUILESS_MAIN(TestTraffic)
#include "tst_traffic.moc"
