// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/noticerules.h"

#include <QTest>
#include <QTimeZone>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionId;
using gateway::SubscriptionState;

namespace {

const QDateTime noon(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC); // a Tuesday

// "a b! c?": each word is a request by that name; "!" its date has passed, "~" it has none and has waited a
// day,
// "?" asked back, "-" not for this person to decide, ">" our decision is on its way, "+" ours is made.
QList<QueueRow> queue(const QString &words)
{
    QList<QueueRow> rows;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts)) {
        QueueRow row;
        row.request.id = {QString(word.front())};
        row.request.applicationName = u"app-"_s + word.front();
        row.request.state = {SubscriptionState::Pending, u"pending"_s};
        row.request.mayDecide = !word.contains(u'-');
        row.request.requestedAt = noon.addSecs(-3600);
        row.request.dueAt = word.contains(u'!') ? noon : noon.addSecs(24 * 3600);
        if (word.contains(u'~')) {
            row.request.dueAt = {};
            row.request.requestedAt = noon.addDays(-1);
        }
        if (word.contains(u'?'))
            row.request.state = {SubscriptionState::Returned, u"returned"_s};
        if (word.contains(u'>'))
            row.sending = Sending::Sending;
        if (word.contains(u'+'))
            row.sending = Sending::Recorded;
        rows.append(row);
    }
    return rows;
}

QSet<SubscriptionId> ids(const QString &letters)
{
    QSet<SubscriptionId> set;
    for (const QChar c : letters)
        set.insert({QString(c)});
    return set;
}

QString lettersOf(const QSet<SubscriptionId> &set)
{
    QStringList letters;
    for (const SubscriptionId &id : set)
        letters.append(id.value);
    letters.sort();
    return letters.join(QString());
}

// "new 2, overdue 1 app-b"
QString wordsOf(const QList<Notice> &notices)
{
    QStringList words;
    for (const Notice &notice : notices)
        words.append(QString((notice.kind == Notice::Kind::New ? u"new "_s : u"overdue "_s) +
                             QString::number(notice.count) +
                             (notice.only ? QString(u' ' + notice.only->applicationName) : QString())));
    return words.join(u", "_s);
}

} // namespace

class TestNoticeRules : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void tellsWhatIsNewAndWhatIsLate_data()
    {
        QTest::addColumn<QString>("rows");
        QTest::addColumn<QString>("known");   // told before
        QTest::addColumn<QString>("overdue"); // told before
        QTest::addColumn<QString>("notices");
        QTest::addColumn<QString>("knownThen");
        QTest::addColumn<QString>("overdueThen");
        const auto row = [](const char *name, auto... columns) {
            QTestData &data = QTest::newRow(name);
            ((data << QString::fromLatin1(columns)), ...);
        };
        row("nothing", "", "", "", "", "", "");
        row("known", "a b", "ab", "", "", "ab", "");
        row("one is named", "a b", "a", "", "new 1 app-b", "ab", "");
        row("more are a number", "a b c d", "a", "", "new 3", "abcd", "");
        row("gone is forgotten", "a", "abc", "bc", "", "a", "");
        row("back is new", "a b", "a", "", "new 1 app-b", "ab", "");
        row("overdue", "a! b", "ab", "", "overdue 1 app-a", "ab", "a");
        row("overdue is told once", "a! b", "ab", "a", "", "ab", "a");
        row("waits long without a date", "a~ b", "ab", "", "overdue 1 app-a", "ab", "a");
        row("new and overdue is overdue", "a! b", "b", "", "overdue 1 app-a", "ab", "a");
        row("given more time", "a", "a", "a", "", "a", "");
        row("both", "a! b! c d", "abc", "", "new 1 app-d, overdue 2", "abcd", "ab");
        row("not for this person", "a- b!-", "", "", "", "", "");
        row("asked back", "a?", "a", "", "", "", "");
        row("answered", "a", "", "", "new 1 app-a", "a", "");
        row("decided by us", "a> b+", "", "", "", "", "");
    }
    void tellsWhatIsNewAndWhatIsLate()
    {
        QFETCH(const QString, rows);
        QFETCH(const QString, known);
        QFETCH(const QString, overdue);
        const Told before{.isPrimed = true, .known = ids(known), .overdue = ids(overdue)};
        const NoticeRound round = noticesFor(queue(rows), before, noon, {}, false);
        QTEST(wordsOf(round.notices), "notices");
        QTEST(lettersOf(round.told.known), "knownThen");
        QTEST(lettersOf(round.told.overdue), "overdueThen");
        QVERIFY(round.told.isPrimed);
        // Told is told.
        QCOMPARE(noticesFor(queue(rows), round.told, noon.addSecs(3600), {}, false).notices.size(), 0);
    }

    void theFirstListIsNothingNew()
    {
        const NoticeRound first = noticesFor(queue(u"a b! c"_s), {}, noon, {}, false);
        QCOMPARE(wordsOf(first.notices), QString());
        QCOMPARE(wordsOf(noticesFor(queue(u"a b! c d"_s), first.told, noon, {}, false).notices),
                 u"new 1 app-d"_s);
    }

    void lockedItIsOnlyANumber()
    {
        const Told before{.isPrimed = true};
        for (const Notice &notice : noticesFor(queue(u"a b!"_s), before, noon, {}, true).notices) {
            QCOMPARE(notice.count, 1);
            QVERIFY(!notice.only);
        }
    }

    void offEverythingCountsAsTold()
    {
        const NoticeChoices off{.isOn = false};
        const NoticeRound round = noticesFor(queue(u"a b!"_s), {.isPrimed = true}, noon, off, false);
        QCOMPARE(wordsOf(round.notices), QString());
        QCOMPARE(wordsOf(noticesFor(queue(u"a b! c"_s), round.told, noon, {}, false).notices),
                 u"new 1 app-c"_s);
    }

    void quietHours_data()
    {
        QTest::addColumn<QString>("local"); // in the person's own zone
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<bool>("weekends");
        QTest::addColumn<bool>("isQuietThen");
        const auto row = [](const char *local, int from, int to, bool weekends, bool quiet) {
            QTest::addRow("%s %d-%d%s", local, from, to, weekends ? " and weekends" : "")
                << QString::fromLatin1(local) << from << to << weekends << quiet;
        };
        row("2026-11-24T18:59:59", 19, 7, true, false);
        row("2026-11-24T19:00:00", 19, 7, true, true);
        row("2026-11-25T00:00:00", 19, 7, true, true);
        row("2026-11-25T06:59:59", 19, 7, true, true);
        row("2026-11-25T07:00:00", 19, 7, true, false);
        row("2026-11-24T11:59:59", 12, 13, true, false);
        row("2026-11-24T12:00:00", 12, 13, true, true);
        row("2026-11-24T13:00:00", 12, 13, true, false);
        row("2026-11-24T12:00:00", 12, 12, true, false); // no hours at all
        row("2026-11-28T12:00:00", 12, 12, true, true);  // a Saturday
        row("2026-11-29T23:59:59", 0, 1, true, true);
        row("2026-11-30T01:00:00", 0, 1, true, false); // Monday
        row("2026-11-28T12:00:00", 19, 7, false, false);
        row("2026-11-28T19:00:00", 19, 7, false, true);
    }
    void quietHours()
    {
        QFETCH(const QString, local);
        QFETCH(const int, from);
        QFETCH(const int, to);
        QFETCH(const bool, weekends);
        QFETCH(const bool, isQuietThen);
        // The hour is the person's, not UTC's.
        QDateTime there = QDateTime::fromString(local, Qt::ISODate);
        there.setTimeZone(QTimeZone("Asia/Tokyo"));
        const NoticeChoices choices{
            .hasQuietHours = true, .quietFrom = from, .quietTo = to, .quietWeekends = weekends};
        QCOMPARE(isQuiet(choices, there), isQuietThen);
        NoticeChoices none = choices;
        none.hasQuietHours = false;
        QVERIFY(!isQuiet(none, there));
    }

    void whatCameInQuietHoursIsToldAfterwards()
    {
        const NoticeChoices choices{.hasQuietHours = true, .quietFrom = 12, .quietTo = 13};
        NoticeRound round =
            noticesFor(queue(u"a b c"_s), {.isPrimed = true, .known = ids(u"a"_s)}, noon, choices, false);
        QCOMPARE(wordsOf(round.notices), QString());
        round = noticesFor(queue(u"a b c d"_s), round.told, noon.addSecs(3600), choices, false);
        QCOMPARE(wordsOf(round.notices), u"new 3"_s);
    }

    void oneByOneIsToldTogether()
    {
        NoticeRound round = noticesFor(queue(u"a"_s), {.isPrimed = true}, noon, {}, false);
        QCOMPARE(wordsOf(round.notices), u"new 1 app-a"_s);
        round = noticesFor(queue(u"a b"_s), round.told, noon.addSecs(1), {}, false);
        QCOMPARE(wordsOf(round.notices), QString());
        round = noticesFor(queue(u"a b c"_s), round.told, noon.addSecs(59), {}, false);
        QCOMPARE(wordsOf(round.notices), QString());
        round = noticesFor(queue(u"a b c"_s), round.told, noon.addSecs(60), {}, false);
        QCOMPARE(wordsOf(round.notices), u"new 2"_s);
        // A clock that was set back holds nothing up.
        round = noticesFor(queue(u"a b c d"_s), round.told, noon.addDays(-1), {}, false);
        QCOMPARE(wordsOf(round.notices), u"new 1 app-d"_s);
    }
};

QTEST_GUILESS_MAIN(TestNoticeRules)
#include "tst_noticerules.moc"
