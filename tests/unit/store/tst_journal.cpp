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
            .scope = scope,
            .subscription = subscription,
            .verdict = u"reject"_s,
            .reason = u"O'Brien; DROP TABLE decisions; \U0001F512"_s,
            .etag = "\"7\"",
            .note = {},
            .preparedAt = noon,
            .settledAt = {}};
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
        QVERIFY(wait(Journal(path).prepare(entry)));
        const QList<Journal::Entry> open = wait(Journal(path).open(u"scope"_s)).value();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.at(0).reason, entry.reason);
        QCOMPARE(open.at(0).etag, entry.etag);
        QCOMPARE(open.at(0).preparedAt, noon);
        QCOMPARE(open.at(0).state, Journal::State::Prepared);
        QVERIFY(open.at(0).settledAt.isNull());
    }

    void oneOpenEntryPerSubscription()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        Journal other(dir.filePath(u"journal.sqlite"_s)); // gatehousectl
        QVERIFY(wait(journal.prepare(entryFor(u"1"_s, u"sub"_s))));
        QCOMPARE(wait(other.prepare(entryFor(u"2"_s, u"sub"_s))).error().kind, Error::Kind::Conflict);
        QCOMPARE(wait(journal.prepare(entryFor(u"1"_s, u"another"_s))).error().kind,
                 Error::Kind::Conflict); // the id
        QVERIFY(wait(other.prepare(entryFor(u"3"_s, u"sub"_s, u"another scope"_s))));
        QVERIFY(wait(journal.settle(u"1"_s, Journal::State::NotRecorded, u"why"_s, noon.addSecs(5))));
        QVERIFY(wait(other.prepare(entryFor(u"4"_s, u"sub"_s))));
    }

    void settlesOnce()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        QVERIFY(wait(journal.prepare(entryFor(u"1"_s, u"sub"_s))));
        QVERIFY(wait(journal.settle(u"1"_s, Journal::State::Recorded, u"by you"_s, noon.addSecs(5))));
        QCOMPARE(wait(journal.settle(u"1"_s, Journal::State::NotRecorded, {}, noon)).error().kind,
                 Error::Kind::NotFound);
        QCOMPARE(wait(journal.settle(u"none"_s, Journal::State::Recorded, {}, noon)).error().kind,
                 Error::Kind::NotFound);
        QCOMPARE(wait(journal.open(u"scope"_s)).value().size(), 0);
        const QList<Journal::Entry> recent = wait(journal.recent(u"scope"_s, 10)).value();
        QCOMPARE(recent.size(), 1);
        QCOMPARE(recent.at(0).state, Journal::State::Recorded);
        QCOMPARE(recent.at(0).note, u"by you"_s);
        QCOMPARE(recent.at(0).settledAt, noon.addSecs(5));
    }

    void recentIsNewestFirstAndOfOneScope()
    {
        QTemporaryDir dir;
        Journal journal(dir.filePath(u"journal.sqlite"_s));
        for (int i = 0; i < 5; ++i) {
            Journal::Entry entry =
                entryFor(QString::number(i), u"sub%1"_s.arg(i), i == 3 ? u"else"_s : u"scope"_s);
            entry.preparedAt = noon.addSecs(i);
            QVERIFY(wait(journal.prepare(entry)));
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
        QVERIFY(wait(journal.prepare(entryFor(u"1"_s, u"sub"_s))));
        QTRY_COMPARE(moved.size(), 1);
        QFile kept(moved.at(0).at(0).toString());
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray(5000, 'z'));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
