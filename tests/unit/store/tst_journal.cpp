// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

template <typename T>
Result<T> wait(Async<T> future)
{
    future.waitForFinished();
    return future.result();
}

Journal::Entry entryFor(const QString &id, const QString &subscription, const QString &scope = u"scope"_s)
{
    return {.id = id,
            .order = {.scope = scope,
                      .connection = u"Production"_s,
                      .actor = u"me"_s,
                      .actorName = u"Me"_s,
                      .subscription = subscription,
                      .verdict = u"reject"_s,
                      .reason = u"O'Brien; DROP TABLE decisions; \U0001F512"_s,
                      .terms = {{u"plan"_s, u"Team"_s}},
                      .etag = "\"7\"",
                      .context = {{u"api"_s, u"LLM Chat"_s}}},
            .preparedAt = noon};
}

Result<QStringList> settle(Journal &journal, const QString &id, Journal::State state, const QString &note)
{
    return wait(journal.settle({{.id = id, .state = state, .note = note}}, noon.addSecs(5)));
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anEntryOutlivesTheProcess()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"journal.sqlite"_s);
        const Journal::Entry entry = entryFor(u"1"_s, u"sub"_s);
        QVERIFY(wait(Journal(path).prepare({entry})));
        const QList<Journal::Entry> open = wait(Journal(path).open(u"scope"_s)).value();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.at(0), entry);
    }

    void oneOpenEntryPerSubscription()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        Journal other(dir.filePath(u"journal.sqlite"_s)); // gatehousectl
        QCOMPARE(wait(journal.prepare({entryFor(u"1"_s, u"sub"_s)})).value(), QStringList());
        // The others of the same flush are taken all the same.
        QCOMPARE(wait(other.prepare({entryFor(u"2"_s, u"sub"_s), entryFor(u"5"_s, u"free"_s)})).value(),
                 QStringList{u"2"_s});
        QCOMPARE(wait(journal.prepare({entryFor(u"1"_s, u"another"_s)})).value(),
                 QStringList{u"1"_s}); // the id
        QCOMPARE(wait(other.prepare({entryFor(u"3"_s, u"sub"_s, u"another scope"_s)})).value(),
                 QStringList());
        QVERIFY(settle(journal, u"1"_s, Journal::State::NotRecorded, u"why"_s));
        QCOMPARE(wait(other.prepare({entryFor(u"4"_s, u"sub"_s)})).value(), QStringList());
    }

    void settlesOnce()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        QVERIFY(wait(journal.prepare({entryFor(u"1"_s, u"sub"_s)})));
        QCOMPARE(settle(journal, u"1"_s, Journal::State::Recorded, u"by you"_s).value(), QStringList{u"1"_s});
        QCOMPARE(settle(journal, u"1"_s, Journal::State::NotRecorded, {}).value(), QStringList());
        QCOMPARE(settle(journal, u"none"_s, Journal::State::Recorded, {}).value(), QStringList());
        QCOMPARE(wait(journal.open(u"scope"_s)).value().size(), 0);
        const QList<Journal::Entry> recent = wait(journal.recent(u"scope"_s, 10)).value();
        QCOMPARE(recent.size(), 1);
        QCOMPARE(recent.at(0).state, Journal::State::Recorded);
        QCOMPARE(recent.at(0).note, u"by you"_s);
        QCOMPARE(recent.at(0).settledAt, noon.addSecs(5));
    }

    void aHeldEntryLeavesOrIsTakenBack()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        QList<Journal::Entry> held{entryFor(u"1"_s, u"a"_s), entryFor(u"2"_s, u"b"_s)};
        for (Journal::Entry &entry : held) {
            entry.state = Journal::State::Held;
            entry.leavesAt = noon.addSecs(10);
        }
        QVERIFY(wait(journal.prepare(held)));
        QCOMPARE(wait(journal.open(u"scope"_s)).value(), held);
        QCOMPARE(wait(journal.withdraw({u"1"_s}, noon.addSecs(1))).value(), QStringList{u"1"_s});
        // What was taken back does not leave, and what left is not taken back.
        QCOMPARE(wait(journal.release({u"1"_s, u"2"_s})).value(), QStringList{u"2"_s});
        QCOMPARE(wait(journal.withdraw({u"2"_s}, noon.addSecs(2))).value(), QStringList());
        const QList<Journal::Entry> open = wait(journal.open(u"scope"_s)).value();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.at(0).id, u"2"_s);
        QCOMPARE(open.at(0).state, Journal::State::Prepared);
    }

    void whatIsStagedStaysUntilItIsDecided()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"journal.sqlite"_s);
        const Journal::Entry first = entryFor(u"1"_s, u"a"_s);
        const Journal::Entry second = entryFor(u"2"_s, u"b"_s);
        QVERIFY(wait(Journal(path).stage({{first.order, noon}, {second.order, noon}})));
        Journal journal(path);
        Journal::Staged changed{first.order, noon.addSecs(1)};
        changed.order.verdict = u"approve"_s;
        QVERIFY(wait(journal.stage({changed})));
        const QList<Journal::Staged> staged = wait(journal.staged(u"scope"_s)).value();
        QCOMPARE(staged, QList<Journal::Staged>({{second.order, noon}, changed}));
        QVERIFY(wait(journal.prepare({first})));
        QCOMPARE(wait(journal.staged(u"scope"_s)).value().size(), 1);
        QVERIFY(wait(journal.unstage(u"scope"_s, {u"b"_s})));
        QVERIFY(wait(journal.staged(u"scope"_s)).value().isEmpty());
    }

    void recordedIsNotEffective()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        QVERIFY(wait(journal.prepare({entryFor(u"1"_s, u"a"_s), entryFor(u"2"_s, u"b"_s)})));
        for (const QString &id : {u"1"_s, u"2"_s})
            QVERIFY(settle(journal, id, Journal::State::Recorded, {}));
        QVERIFY(wait(journal.setEnforced(u"1"_s, Journal::Enforced::Waiting, {}, noon)));
        QCOMPARE(wait(journal.notEffective(u"scope"_s, 10)).value().size(), 1);
        QVERIFY(wait(journal.setEnforced(u"1"_s, Journal::Enforced::Effective, {}, noon)));
        QCOMPARE(wait(journal.notEffective(u"scope"_s, 10)).value().size(), 0);
        QCOMPARE(wait(journal.setEnforced(u"3"_s, Journal::Enforced::Failed, {}, noon)).error().kind,
                 Error::Kind::NotFound);
    }

    void recentIsNewestFirstAndOfOneScope()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        for (int i = 0; i < 5; ++i) {
            Journal::Entry entry =
                entryFor(QString::number(i), u"sub%1"_s.arg(i), i == 3 ? u"else"_s : u"scope"_s);
            entry.preparedAt = noon.addSecs(i);
            QVERIFY(wait(journal.prepare({entry})));
        }
        const QList<Journal::Entry> recent = wait(journal.recent(u"scope"_s, 3)).value();
        QStringList ids;
        for (const Journal::Entry &entry : recent)
            ids.append(entry.id);
        QCOMPARE(ids, QStringList({u"4"_s, u"2"_s, u"1"_s}));
    }

    void damagedJournalIsKeptAndAnnounced()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"journal.sqlite"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'z'));
        file.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"damaged file moved aside"_s));
        Journal journal(path);
        QSignalSpy moved(&journal, &Journal::damagedFileMovedAside);
        QVERIFY(wait(journal.prepare({entryFor(u"1"_s, u"sub"_s)})));
        QTRY_COMPARE(moved.size(), 1);
        QFile kept(moved.at(0).at(0).toString());
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray(5000, 'z'));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
