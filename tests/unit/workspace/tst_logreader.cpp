// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/logreader.h"

#include "tests/fakes/heldeventsource.h"
#include "tests/fakes/manualclock.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using audit::EventPage;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
const QDateTime weekAgo = noon.addDays(-7);

QStringList idsOf(const LogReader &reader)
{
    QStringList ids;
    for (const audit::Event &event : reader.events())
        ids.append(event.id);
    return ids;
}

} // namespace

class TestLogReader : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aRangeIsReadToItsEndAndThenWatched()
    {
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock, std::chrono::milliseconds(1));
        reader.setWatched(true);
        reader.read(weekAgo, u"ada"_s);
        QCOMPARE(source.asked.size(), 1);
        QCOMPARE(source.asked.at(0).since, weekAgo);
        QCOMPARE(source.asked.at(0).until, noon);
        QCOMPARE(source.asked.at(0).words, u"ada"_s);
        QVERIFY(reader.freshness().loading);
        source.answer(EventPage{.events = {test::eventAt(u"b"_s, noon.addSecs(-60))}, .cursor = u"p2"_s});
        QCOMPARE(idsOf(reader), QStringList{u"b"_s}); // shown as it comes
        QVERIFY(reader.freshness().loading);
        QCOMPARE(source.cursors, QStringList{u"p2"_s});
        source.answer(EventPage{.events = {test::eventAt(u"a"_s, noon.addSecs(-3600))}});
        QVERIFY(!reader.freshness().loading);
        QVERIFY(reader.freshness().complete);
        QCOMPARE(reader.freshness().readAt, noon);

        // What came since, from five minutes before the end of the range on: nothing twice, nothing missed.
        QTRY_COMPARE(source.asked.size(), 2);
        QVERIFY(!source.asked.at(1).until.isValid());
        QCOMPARE(source.asked.at(1).since, noon.addSecs(-300));
        QVERIFY(!reader.freshness().loading);
        source.answer(EventPage{.events = {test::eventAt(u"b"_s, noon.addSecs(-60)),
                                           test::eventAt(u"late"_s, noon.addSecs(-90)),
                                           test::eventAt(u"c"_s, noon.addSecs(5))},
                                .cursor = u"n1"_s});
        QCOMPARE(idsOf(reader), (QStringList{u"c"_s, u"b"_s, u"late"_s, u"a"_s}));
        QTRY_COMPARE(source.cursors, (QStringList{u"p2"_s, u"n1"_s}));
    }

    void nobodyLookingIsNobodyAsking()
    {
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock, std::chrono::milliseconds(1));
        reader.read(weekAgo, {});
        source.answer(EventPage{});
        QTest::qWait(20); // longer than it would take
        QCOMPARE(source.asked.size(), 1);
        reader.setWatched(true);
        QTRY_COMPARE(source.asked.size(), 2);
    }

    void anAnswerToAnEarlierQuestionIsDropped()
    {
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock);
        reader.read(weekAgo, {});
        reader.read(noon.addDays(-1), {});
        source.answer(EventPage{.events = {test::eventAt(u"old"_s, weekAgo)}});
        QVERIFY(reader.events().isEmpty());
        QVERIFY(reader.freshness().loading);
        source.answer(EventPage{.events = {test::eventAt(u"new"_s, noon)}});
        QCOMPARE(idsOf(reader), QStringList{u"new"_s});
    }

    void anErrorKeepsWhatIsThere_data()
    {
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("rate limited") << Error::Kind::RateLimited;
        QTest::newRow("cut") << Error::Kind::Offline;
        QTest::newRow("session ended") << Error::Kind::Unauthorized;
        QTest::newRow("a cursor that leads elsewhere") << Error::Kind::Decode;
    }
    void anErrorKeepsWhatIsThere()
    {
        QFETCH(Error::Kind, kind);
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock);
        reader.read(weekAgo, {});
        source.answer(EventPage{.events = {test::eventAt(u"a"_s, noon)}});
        reader.refresh();
        source.answer(EventPage{.events = {}, .cursor = u"n1"_s});
        reader.refresh();
        source.answer(failure(Error{.kind = kind, .retryAfter = std::chrono::seconds(42)}));
        QCOMPARE(reader.freshness().error->kind, kind);
        QCOMPARE(idsOf(reader), QStringList{u"a"_s});
        QVERIFY(reader.freshness().complete);
        // Where it goes on: at the cursor, unless the cursor was what was wrong.
        reader.refresh();
        const bool fromAnew = kind == Error::Kind::Decode;
        QCOMPARE(source.asked.size(), fromAnew ? 3 : 2);
        QCOMPARE(source.cursors.size(), fromAnew ? 1 : 2);
        source.answer(EventPage{.events = {}, .cursor = u"n2"_s});
        QVERIFY(!reader.freshness().error);
    }

    void aRangeThatFailedIsReadAnew()
    {
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock);
        reader.read(weekAgo, {});
        source.answer(failure(Error{.kind = Error::Kind::Timeout}));
        QVERIFY(!reader.freshness().loading);
        QVERIFY(!reader.freshness().readAt.isValid());
        reader.refresh();
        QCOMPARE(source.asked.size(), 2);
        QCOMPARE(source.asked.at(1).since, weekAgo);
        QVERIFY(source.asked.at(1).until.isValid());
    }

    void aFloodEndsAtTheMostThatIsKept()
    {
        test::ManualClock clock(noon);
        test::HeldEventSource source;
        LogReader reader(source, clock);
        reader.read(weekAgo, {});
        int made = 0;
        while (source.waiting() > 0) {
            QVERIFY(made <= LogReader::most);
            EventPage page{.events = {}, .cursor = QString::number(made)};
            for (int i = 0; i < 500; ++i, ++made)
                page.events.append(test::eventAt(QString::number(made), noon.addSecs(-made)));
            source.answer(page);
        }
        QCOMPARE(reader.events().size(), LogReader::most);
        QVERIFY(!reader.freshness().complete); // and it says so
    }
};

QTEST_GUILESS_MAIN(TestLogReader)
#include "tst_logreader.moc"
