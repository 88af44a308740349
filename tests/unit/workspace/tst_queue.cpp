// SPDX-License-Identifier: GPL-3.0-or-later
// The queue: cache first, every page, nothing dropped on failure.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using gateway::Subscription;
using gateway::SubscriptionQuery;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestQueue : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        for (int i = 0; i < 7; ++i)
            m->gateway.add(ScriptedGateway::pending(u"s%1"_s.arg(9 - i), i));
        m->gateway.pageSize = 3;
    }
    void cleanup() { m.reset(); }

    void readsEveryPageOldestFirst()
    {
        const auto desk = m->opened();
        QCOMPARE(desk->rows().size(), 7);
        QVERIFY(desk->freshness().complete);
        QVERIFY(!desk->freshness().fromCache);
        QCOMPARE(desk->freshness().readAt, m->clock.now());
        QCOMPARE(m->gateway.lists.size(), 3);
        QCOMPARE(desk->rows().first().request.id.value, u"s9"_s);
        QCOMPARE(desk->pendingCount(), 7);
    }
    void opensFromTheCacheAtOnce()
    {
        QVERIFY(m->opened()->freshness().complete);
        const QDateTime before = m->clock.now();
        m->clock.advance(std::chrono::hours(2));
        failLists(Error::Kind::Offline, 0);
        const auto desk = m->desk();
        QStringList seen;
        connect(desk.get(), &ApprovalDesk::rowsChanged, this,
                [&] { seen.append(u"%1 %2"_s.arg(desk->rows().size()).arg(desk->freshness().fromCache)); });
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(seen.first(), u"7 1"_s);
        QCOMPARE(desk->rows().size(), 7);
        QVERIFY(desk->freshness().fromCache);
        QVERIFY(desk->freshness().complete);
        QCOMPARE(desk->freshness().readAt, before);
        QCOMPARE(desk->freshness().error->kind, Error::Kind::Offline);
    }
    // gatehousectl decides one request and has never seen the list.
    void decidingWithoutTheQueueLeavesTheKeptOneAlone()
    {
        QVERIFY(m->opened()->freshness().complete);
        const auto keptBody = [this] {
            const auto kept = resultOf(m->cache->read(m->scope, u"approvals/pending"_s));
            return kept && *kept ? (*kept)->body : QByteArray();
        };
        const QByteArray before = keptBody();
        QVERIFY(!before.isEmpty());
        {
            const auto desk = m->desk();
            const auto row = resultOf(desk->reload({u"s9"_s}));
            QVERIFY(row.has_value());
            const auto settled =
                resultOf(desk->decide(row->request.id, gateway::Verdict::Approve, u"fine"_s));
            QVERIFY(settled.has_value());
            QCOMPARE(settled->sending, Sending::Recorded);
        }
        QCOMPARE(keptBody(), before);
    }
    void aDamagedCacheEntryIsNotShown()
    {
        QVERIFY(resultOf(m->cache->write(m->scope, u"approvals/pending"_s, "rubbish", m->clock.now()))
                    .has_value());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cached queue is not used"_s));
        const auto desk = m->desk();
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(desk->rows().size(), 7);
    }
    void aFailedRefreshDropsNothing_data()
    {
        QTest::addColumn<int>("page");
        QTest::newRow("first page") << 0;
        QTest::newRow("last page") << 1;
    }
    void aFailedRefreshDropsNothing()
    {
        QFETCH(int, page);
        const auto desk = m->opened();
        m->gateway.requests[u"s3"_s].plan = u"gold"_s; // on the first page
        m->gateway.requests[u"s3"_s].etag = "\"new\"";
        m->gateway.requests.remove(u"s9"_s);
        failLists(Error::Kind::Server, page);
        desk->refresh();
        DeskFixture::settleDown(*desk);
        QCOMPARE(desk->freshness().error->kind, Error::Kind::Server);
        QCOMPARE(desk->rows().size(), 7);
        QCOMPARE(desk->freshness().complete, page == 0); // what is shown is whole, or a mixture
        QCOMPARE(desk->row({u"s3"_s})->request.plan, page == 0 ? QString() : u"gold"_s);
        m->gateway.onList = {};
        desk->refresh();
        DeskFixture::settleDown(*desk);
        QVERIFY(!desk->freshness().error);
        QVERIFY(desk->freshness().complete);
        QCOMPARE(desk->rows().size(), 6);
    }
    void aRepeatingCursorIsNoEnd()
    {
        m->gateway.onList = [this](const SubscriptionQuery &query) {
            Result<Page<Subscription>> page = m->gateway.pageOf(query);
            page->nextCursor = u"@3"_s;
            return page;
        };
        const auto desk = m->opened();
        QVERIFY(!desk->freshness().complete);
        QCOMPARE(desk->freshness().error->kind, Error::Kind::Server);
        QCOMPARE(desk->rows().size(), 6);
        QCOMPARE(m->gateway.lists.size(), 2);
    }
    void aRequestOnTwoPagesIsOneRow()
    {
        m->gateway.onList = [this](const SubscriptionQuery &query) {
            Result<Page<Subscription>> page = m->gateway.pageOf(query);
            if (!query.cursor.isEmpty())
                page->items.append(m->gateway.requests.value(u"s3"_s));
            return page;
        };
        QCOMPARE(m->opened()->rows().size(), 7);
    }
    void asksWhetherTheFirstPageChanged()
    {
        auto desk = m->opened();
        const qsizetype before = m->gateway.lists.size();
        desk->refresh();
        DeskFixture::settleDown(*desk);
        QVERIFY(!m->gateway.lists.at(before).ifNoneMatch.isEmpty());
        QCOMPARE(m->gateway.lists.size(), before + 3); // the pages behind it are read all the same
        QCOMPARE(desk->rows().size(), 7);
        QVERIFY(desk->freshness().complete);

        m->gateway.requests.remove(u"s9"_s); // on the last page: the first says "not modified"
        desk->refresh();
        DeskFixture::settleDown(*desk);
        QCOMPARE(desk->rows().size(), 6);

        desk = m->opened(); // and the next run asks the same
        QVERIFY(!m->gateway.lists.at(m->gateway.lists.size() - 2).ifNoneMatch.isEmpty());
        QCOMPARE(desk->rows().size(), 6);
        QVERIFY(!desk->freshness().fromCache);
    }
    void showsTheFirstPageBeforeTheRest()
    {
        const auto desk = m->desk();
        QList<qsizetype> sizes;
        connect(desk.get(), &ApprovalDesk::rowsChanged, this, [&] { sizes.append(desk->rows().size()); });
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(sizes, (QList<qsizetype>{3, 6, 7, 7}));
    }
    void reloadsOne()
    {
        const auto desk = m->opened();
        m->gateway.requests[u"s5"_s].plan = u"gold"_s;
        const Result<QueueRow> row = resultOf(desk->reload({u"s5"_s}));
        QCOMPARE(row->request.plan, u"gold"_s);
        QCOMPARE(desk->row({u"s5"_s})->request.plan, u"gold"_s);
        QCOMPARE(resultOf(desk->reload({u"nobody"_s})).error().kind, Error::Kind::NotFound);
        QCOMPARE(desk->rows().size(), 7);
    }
    void tenThousandRows()
    {
        m->gateway.requests.clear();
        for (int i = 0; i < 10'000; ++i)
            m->gateway.add(ScriptedGateway::pending(u"r%1"_s.arg(i, 5, 10, QChar(u'0')), i % 60));
        m->gateway.pageSize = 5000;
        const auto first = m->opened();
        QCOMPARE(first->rows().size(), 10'000);
        // Encoded on the thread pool: the cache has it a moment later.
        QTRY_VERIFY(resultOf(m->cache->read(m->scope, u"approvals/pending"_s)).value().has_value());
        failLists(Error::Kind::Offline, 0);
        QCOMPARE(m->opened()->rows().size(), 10'000);
    }

private:
    void failLists(Error::Kind kind, qsizetype page)
    {
        m->gateway.onList = [this, kind, page](const SubscriptionQuery &query) -> Result<Page<Subscription>> {
            if (query.cursor.mid(1).toLongLong() / 3 == page)
                return failure({.kind = kind});
            return m->gateway.pageOf(query);
        };
    }
    std::unique_ptr<DeskFixture> m;
};

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_queue.moc"
