// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/golden.h"
#include "ui/models/requestmodel.h"
#include "ui/models/requestwords.h"
#include "ui/theme/tokens.h"

#include "tests/fakes/manualclock.h"
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using gateway::SubscriptionState;
using gateway::Verdict;
using workspace::QueueRow;
using workspace::Sending;

namespace {

const test::ManualClock theClock;

QueueRow row(const QString &id, const QString &name, int minutesAgo, qint64 euros)
{
    QueueRow made;
    gateway::Subscription &request = made.request;
    request.id = {id};
    request.state = {SubscriptionState::Pending, u"pending"_s};
    request.applicationName = name;
    request.apiName = u"LLM Chat"_s;
    request.apiVersion = u"v5"_s;
    request.plan = u"Team"_s;
    request.scopes = {u"llm:chat"_s};
    request.tenantName = u"Customer Support"_s;
    request.requesterName = u"Ben Castellano"_s;
    request.requestedAt = theClock.now().addSecs(-60 * minutesAgo);
    if (euros >= 0)
        request.estimatedMonthlyCost = gateway::Money{euros * 1'000'000, u"EUR"_s};
    request.mayDecide = true;
    return made;
}

gateway::Decision approval()
{
    return {.verdict = Verdict::Approve,
            .reason = {},
            .bySubject = u"ada"_s,
            .byName = u"Ada"_s,
            .at = theClock.now(),
            .idempotencyKey = {}};
}

QueueRow sent(QueueRow made, Sending sending, Verdict mine, const QString &note = {})
{
    made.sending = sending;
    made.mine = mine;
    made.note = note;
    return made;
}

// A row for each thing a row can say.
QList<QueueRow> everyKind()
{
    QList<QueueRow> rows;
    rows.append(row(u"s01"_s, u"ordinary"_s, 31, 640));
    QueueRow sensitive = row(u"s02"_s, u"sensitive"_s, 250, 310);
    sensitive.request.sensitive = true;
    sensitive.request.requiredApprovals = 2;
    sensitive.request.apiName = u"Fraud Prediction"_s;
    sensitive.request.apiVersion = u"v3"_s;
    sensitive.request.scopes = {u"fraud:predict"_s, u"fraud:explain"_s};
    sensitive.request.tenantName = u"Fraud Analysts"_s;
    rows.append(sensitive);
    QueueRow half = sensitive;
    half.request.id = {u"s03"_s};
    half.request.applicationName = u"half approved"_s;
    half.request.decisions = {approval()};
    rows.append(half);
    QueueRow halfMine = sent(half, Sending::Recorded, Verdict::Approve);
    halfMine.request.id = {u"s04"_s};
    halfMine.request.applicationName = u"half approved by me"_s;
    rows.append(halfMine);
    rows.append(sent(row(u"s05"_s, u"on its way"_s, 3, 5), Sending::Sending, Verdict::Approve));
    rows.append(sent(row(u"s06"_s, u"offline"_s, 3000, 5), Sending::WaitingForNetwork, Verdict::Reject));
    rows.append(sent(row(u"s07"_s, u"refused"_s, 300, 5), Sending::NotRecorded, Verdict::Approve,
                     u"<b>Not</b> your tenant & not mine\u202E"_s));
    rows.append(sent(row(u"s08"_s, u"too late"_s, 7, 5), Sending::DecidedElsewhere, Verdict::Approve,
                     u"Ada was first"_s));
    QueueRow approved = sent(row(u"s09"_s, u"approved"_s, 500, 5), Sending::Recorded, Verdict::Approve);
    approved.request.state = {SubscriptionState::Approved, u"approved"_s};
    approved.request.decisions = {approval()};
    rows.append(approved);
    QueueRow rejected = sent(row(u"s10"_s, u"rejected"_s, 0, 5), Sending::Recorded, Verdict::Reject);
    rejected.request.state = {SubscriptionState::Rejected, u"rejected"_s};
    rows.append(rejected);
    QueueRow strange = row(u"s11"_s, u"<i>strange</i>\nname\u202E"_s, -5, -1); // asked for in the future
    strange.request.state = {SubscriptionState::Unknown, u"on hold"_s};
    strange.request.apiVersion.clear();
    strange.request.scopes.clear();
    strange.request.tenantName.clear();
    rows.append(strange);
    QueueRow cents = row(u"s12"_s, u"Ärger mit Umlaut"_s, 60 * 24 * 12, 0);
    cents.request.estimatedMonthlyCost = gateway::Money{37'200'000, u"SEK"_s};
    rows.append(cents);
    return rows;
}

workspace::RequestFilter filterOf(const QString &text)
{
    return workspace::RequestFilter::parse(text).value_or(workspace::RequestFilter());
}

QStringList keysOf(const RequestModel &model)
{
    QStringList keys;
    for (int i = 0; i < model.rowCount(); ++i)
        keys.append(model.index(i, 0).data(KeyRole).toString());
    return keys;
}

} // namespace

class RequestModelTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        QLocale::setDefault(QLocale::c());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyCellIsAsInTheGoldenFile()
    {
        RequestModel model(theClock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(everyKind());
        const QString difference =
            test::differenceFromGolden(model, QFINDTESTDATA("golden"), u"requestmodel.json"_s);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void sortsByEveryColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("ascending");
        const auto keys = [](const char *numbers) {
            QStringList all;
            for (const QString &number : QString::fromLatin1(numbers).split(u' '))
                all.append(u's' + number);
            return all;
        };
        // Equal ones keep the order they came in.
        QTest::newRow("application") << int(RequestModel::Application)
                                     << keys("11 09 03 04 06 05 01 07 10 02 08 12");
        QTest::newRow("API") << int(RequestModel::Api) << keys("02 03 04 11 01 05 06 07 08 09 10 12");
        QTest::newRow("scopes") << int(RequestModel::Scopes) << keys("11 02 03 04 01 05 06 07 08 09 10 12");
        QTest::newRow("tenant") << int(RequestModel::Tenant) << keys("11 01 05 06 07 08 09 10 12 02 03 04");
        QTest::newRow("waiting") << int(RequestModel::Waiting) << keys("11 10 05 08 01 02 03 04 07 09 06 12");
        QTest::newRow("cost") << int(RequestModel::Cost) << keys("11 05 06 07 08 09 10 12 02 03 04 01");
        QTest::newRow("agree") << int(RequestModel::Agree) << keys("09 01 03 04 05 06 07 08 10 11 12 02");
        QTest::newRow("sensitivity") << int(RequestModel::Sensitivity)
                                     << keys("01 05 06 07 08 09 10 11 12 02 03 04");
        QTest::newRow("state") << int(RequestModel::State) << keys("01 12 03 04 09 08 07 11 10 05 02 06");
    }
    void sortsByEveryColumn()
    {
        QFETCH(const int, column);
        QFETCH(const QStringList, ascending);
        RequestModel model(theClock);
        model.setRows(everyKind());
        model.sort(column);
        QCOMPARE(keysOf(model).join(u' '), ascending.join(u' '));
        // The other way round, but for those that are equal.
        model.sort(column, Qt::DescendingOrder);
        const QVariant first = model.index(0, column).data(SortRole);
        QCOMPARE(first, [&] {
            for (const RequestRow &each : model.rows())
                if (each.row->request.id.value == ascending.last())
                    return model.index(model.rowOf(each.row->request.id), column).data(SortRole);
            return QVariant();
        }());
    }

    void filtersByWordsAnywhereInTheRow_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("found");
        QTest::newRow("nothing typed") << QString() << u"s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12"_s;
        QTest::newRow("spaces only") << u"   "_s << u"s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12"_s;
        QTest::newRow("a name") << u"ordinary"_s << u"s01"_s;
        QTest::newRow("any case") << u"ORDINARY"_s << u"s01"_s;
        QTest::newRow("a part of a word") << u"redict"_s << u"s02 s03 s04"_s;
        QTest::newRow("all words must occur") << u"half fraud"_s << u"s03 s04"_s;
        QTest::newRow("in any order and column") << u"chat ben offline"_s << u"s06"_s;
        QTest::newRow("an id") << u"s07"_s << u"s07"_s;
        QTest::newRow("a state") << u"elsewhere"_s << u"s08"_s;
        QTest::newRow("a scope") << u"fraud:explain"_s << u"s02 s03 s04"_s;
        QTest::newRow("another script's letters") << u"ärger"_s << u"s12"_s;
        QTest::newRow("no row") << u"ordinary fraud"_s << QString();
        QTest::newRow("a word that must not occur") << u"-chat"_s << u"s02 s03 s04"_s;
        QTest::newRow("words and conditions") << u"fraud cost>100 -half"_s << u"s02"_s;
        QTest::newRow("conditions alone") << u"sensitive:yes app:half"_s << u"s03 s04"_s;
    }
    void filtersByWordsAnywhereInTheRow()
    {
        QFETCH(const QString, words);
        QFETCH(const QString, found);
        RequestModel model(theClock);
        model.setRows(everyKind());
        for (qsizetype length = 1; length <= words.size(); ++length) // as it is typed
            model.setFilter(filterOf(words.first(length)));
        QCOMPARE(keysOf(model).join(u' '), found);
        QCOMPARE(model.countBeforeFilter(), 12);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 12);
    }

    void aRefreshIsFilteredToo()
    {
        RequestModel model(theClock);
        model.setRows(everyKind());
        model.setFilter(filterOf(u"ordinary"_s));
        QList<QueueRow> rows = everyKind();
        rows.append(row(u"s99"_s, u"extraordinary"_s, 1, 1));
        model.setRows(rows);
        QCOMPARE(keysOf(model), (QStringList{u"s01"_s, u"s99"_s}));
        QVERIFY(model.find({u"s99"_s}));
        QVERIFY(!model.find({u"s02"_s}));
    }

    void aServiceLevelSetsTheTone_data()
    {
        QTest::addColumn<int>("passed"); // minutes of an hour to answer in
        QTest::addColumn<int>("tone");   // -1: none
        QTest::addColumn<QString>("text");
        QTest::newRow("early") << 44 << -1 << u"44\u2009min"_s;
        QTest::newRow("three quarters") << 45 << int(Tone::Look) << u"45\u2009min"_s;
        QTest::newRow("just in time") << 60 << int(Tone::Look) << u"1\u2009h"_s;
        QTest::newRow("overdue") << 61 << int(Tone::Wrong) << u"! 1\u2009h"_s;
    }
    void aServiceLevelSetsTheTone()
    {
        QFETCH(const int, passed);
        QFETCH(const int, tone);
        QueueRow made = row(u"s01"_s, u"ordinary"_s, passed, 1);
        made.request.dueAt = made.request.requestedAt.addSecs(3600);
        RequestModel model(theClock);
        model.setRows({made});
        const QModelIndex waiting = model.index(0, RequestModel::Waiting);
        QCOMPARE(waiting.data(ToneRole).isValid() ? waiting.data(ToneRole).toInt() : -1, tone);
        QTEST(waiting.data().toString(), "text");
        if (tone == int(Tone::Wrong))
            QVERIFY(waiting.data(Qt::AccessibleTextRole).toString().contains(u"overdue"_s));
    }

    void groupsStandUnderHeads()
    {
        RequestModel model(theClock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(everyKind());
        model.sort(RequestModel::Cost, Qt::DescendingOrder);
        model.setFilter(filterOf(u"ordinary|x group:tenant"_s));
        QCOMPARE(model.rowCount(), 0); // no head without a request
        model.setFilter(filterOf(u"cost>300 group:tenant"_s));
        QCOMPARE(keysOf(model), (QStringList{{}, u"s01"_s, {}, u"s02"_s, u"s03"_s, u"s04"_s}));
        const QModelIndex head = model.index(2, 0);
        QCOMPARE(head.data().toString(), u"Fraud Analysts · 3 requests"_s);
        QCOMPARE(model.index(0, 0).data().toString(), u"Customer Support · 1 request"_s);
        QVERIFY(!head.flags().testFlag(Qt::ItemIsSelectable));
        QVERIFY(!head.flags().testFlag(Qt::ItemIsEnabled));
        QCOMPARE(model.requestRowNear(2), 3);
        QVERIFY(!model.requestAt(2));
        QCOMPARE(model.find({u"s03"_s})->request.id.value, u"s03"_s);
        model.setFilter(filterOf(u"cost>300"_s));
        QCOMPARE(keysOf(model), (QStringList{u"s01"_s, u"s02"_s, u"s03"_s, u"s04"_s}));
    }

    void timeMovesRowsThroughAFilter()
    {
        test::ManualClock clock;
        RequestModel model(clock);
        model.setRows({row(u"s01"_s, u"ordinary"_s, 59, 1)});
        model.setFilter(filterOf(u"age>1h"_s));
        QCOMPARE(model.rowCount(), 0);
        clock.advance(std::chrono::minutes(2));
        model.updateWaiting();
        QCOMPARE(model.rowCount(), 1);
    }

    // Long lists take the way over the thread pool.
    void aLongListKeepsItsPlaces()
    {
        RequestModel model(theClock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy arranged(&model, &RequestModel::arranged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QList<QueueRow> rows;
        for (int i = 0; i < int(RequestModel::atOnce) + 500; ++i)
            rows.append(row(u"r%1"_s.arg(i, 5, 10, QChar(u'0')), u"app %1"_s.arg(i), 10'000 - i, i));
        model.sort(RequestModel::Waiting, Qt::DescendingOrder);
        arranged.clear();
        model.setRows(rows);
        QVERIFY(model.isArranging());
        QCOMPARE(model.rowCount(), 0); // not yet
        QTRY_COMPARE(arranged.count(), 1);
        QCOMPARE(model.rowCount(), rows.size());
        QCOMPARE(model.pendingCount(), int(rows.size()));

        const QPersistentModelIndex kept(model.index(1000, RequestModel::Tenant));
        const QPersistentModelIndex gone(model.index(7, 0));
        const std::shared_ptr<const QueueRow> unchanged = model.at(1000).row;
        rows.removeAt(7);
        rows[20].request.estimatedMonthlyCost.reset();
        rows.append(row(u"older"_s, u"older"_s, 20'000, 1));
        model.setRows(rows);
        model.setFilter(filterOf(u"app|r state:pending"_s)); // while it is worked out: the last wish counts
        model.setFilter(filterOf(u"state:pending"_s));
        QTRY_VERIFY(!model.isArranging() && model.filter() == filterOf(u"state:pending"_s) &&
                    model.rowCount() == int(rows.size()));
        QCOMPARE(model.index(0, 0).data(KeyRole).toString(), u"older"_s);
        QCOMPARE(kept.row(), 1000); // one above went, one came
        QCOMPARE(kept.data(KeyRole).toString(), u"r01000"_s);
        QVERIFY(!gone.isValid());
        QCOMPARE(model.at(kept.row()).row, unchanged);
        QCOMPARE(model.index(model.rowOf({u"r00021"_s}), RequestModel::Cost).data().toString(), u"\u2014"_s);
        QCOMPARE(reset.count(), 0);

        model.setRows(rows.first(3)); // what is long now goes the same way
        QTRY_COMPARE(model.rowCount(), 3);
        model.setRows(rows);
        QVERIFY(model.isArranging());
        model.setRows(rows.first(2)); // a short list overtakes a long one on its way
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(!model.isArranging());
        model.setFilter(filterOf(u"app"_s)); // and is searched by itself
        QCOMPARE(model.rowCount(), 2);
    }

    void whoeverGoesLeavesTheRowsBehind()
    {
        auto model = std::make_unique<RequestModel>(theClock);
        QList<QueueRow> rows;
        for (int i = 0; i < int(RequestModel::atOnce) + 1; ++i)
            rows.append(row(QString::number(i), u"app"_s, i, i));
        model->setRows(rows);
        model.reset(); // while it is worked out
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::sendPostedEvents();
    }

    void whatWaitsGrowsOlder()
    {
        test::ManualClock clock;
        RequestModel model(clock);
        model.setRows({row(u"s01"_s, u"ordinary"_s, 239, 1)});
        const QModelIndex waiting = model.index(0, RequestModel::Waiting);
        QVERIFY(!waiting.data(ToneRole).isValid());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        clock.advance(std::chrono::minutes(1));
        model.updateWaiting();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().column(), int(RequestModel::Waiting));
        QCOMPARE(waiting.data().toString(), u"4\u2009h"_s);
        QCOMPARE(waiting.data(ToneRole).toInt(), int(Tone::Look)); // four hours are long
    }
};

QTEST_GUILESS_MAIN(RequestModelTest)
#include "tst_requestmodel.moc"
