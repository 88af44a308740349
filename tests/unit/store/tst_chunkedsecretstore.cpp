// SPDX-License-Identifier: GPL-3.0-or-later
// Section 5 of the sign-in rules: what a key store with short entries can hold, and what happens when a write
// dies half way.
#include "core/store/chunkedsecretstore.h"

#include "tests/fakes/answers.h"
#include "tests/fakes/memorysecretstore.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;
using test::resultOf;

namespace {

Secret secretOf(qsizetype size, char c = 'a')
{
    QByteArray bytes(size, c);
    for (qsizetype i = 0; i < size; i += 7)
        bytes[i] = char('0' + i % 10);
    return Secret::take(std::move(bytes));
}

// Ends with the process after so many writes.
class Dying final : public SecretStore
{
public:
    test::MemorySecretStore &inner;
    int writes;

    Dying(test::MemorySecretStore &store, int left)
        : inner(store)
        , writes(left)
    {}
    Async<Secret> read(const QString &key) override { return inner.read(key); }
    Async<void> write(const QString &key, const Secret &value) override
    {
        return --writes < 0 ? readyFailure<void>({.kind = Error::Kind::Storage}) : inner.write(key, value);
    }
    Async<void> remove(const QString &key) override { return inner.remove(key); }
};

} // namespace

class TestChunkedSecretStore : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void comesBackAsItWas_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {1, 1999, 2000, 2001, 4000, 4001, 18'900})
            QTest::addRow("%lld bytes", qlonglong(size)) << size;
    }
    void comesBackAsItWas()
    {
        QFETCH(qsizetype, size);
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory);
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(size))));
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(size));
        for (const Secret &entry : std::as_const(inner.entries))
            QVERIFY(entry.size() <= ChunkedSecretStore::WindowsLimit);
        QCOMPARE(inner.entries.size(), size <= 2000 ? 1 : 1 + (size + 1999) / 2000);
        QVERIFY(resultOf(store.remove(u"k"_s)));
        QVERIFY(inner.entries.isEmpty());
    }
    void aShorterOneLeavesNothingOfTheLonger()
    {
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory, 10);
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(95))));
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(25, 'b'))));
        QCOMPARE(inner.entries.size(), 4);
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(25, 'b'));
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(5))));
        QCOMPARE(inner.entries.size(), 1);
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(5));
    }
    void aWriteThatDiesLeavesTheOldOne_data()
    {
        QTest::addColumn<int>("after");
        for (int after = 0; after < 4; ++after)
            QTest::addRow("after %d entries", after) << after;
    }
    void aWriteThatDiesLeavesTheOldOne()
    {
        QFETCH(int, after);
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory, 10);
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(35))));
        const auto dying = std::make_shared<Dying>(inner, after); // four pieces and the entry itself
        QVERIFY(!resultOf(ChunkedSecretStore(dying, 10).write(u"k"_s, secretOf(39, 'b'))));
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(35));
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(39, 'c'))));
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(39, 'c'));
    }
    void piecesThatDoNotFitAreUnreadableAndNotAbsent_data()
    {
        QTest::addColumn<QByteArray>("piece"); // instead of the second; empty: removed
        QTest::newRow("missing") << QByteArray();
        QTest::newRow("another") << QByteArray("bbbbbbbbbb");
        QTest::newRow("longer") << QByteArray("bbbbbbbbbbb");
    }
    void piecesThatDoNotFitAreUnreadableAndNotAbsent()
    {
        QFETCH(QByteArray, piece);
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory, 10);
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(35))));
        QVERIFY(inner.entries.contains(u"k/1/1"_s));
        if (piece.isEmpty())
            inner.entries.remove(u"k/1/1"_s);
        else
            inner.entries.insert(u"k/1/1"_s, Secret(QByteArrayView(piece)));
        QCOMPARE(resultOf(store.read(u"k"_s)).error().kind, Error::Kind::Decode);
    }
    void aDamagedEntryIsUnreadable()
    {
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory, 10);
        inner.entries.insert(u"k"_s, Secret(QByteArrayView("gatehouse-chunks\nnot CBOR")));
        QCOMPARE(resultOf(store.read(u"k"_s)).error().kind, Error::Kind::Decode);
    }
    void aLockedStoreIsNotWrittenOver()
    {
        const auto memory = std::make_shared<test::MemorySecretStore>();
        test::MemorySecretStore &inner = *memory;
        ChunkedSecretStore store(memory, 10);
        QVERIFY(resultOf(store.write(u"k"_s, secretOf(35))));
        inner.failWith = Error::Kind::SecretsLocked;
        QCOMPARE(resultOf(store.write(u"k"_s, secretOf(12))).error().kind, Error::Kind::SecretsLocked);
        QCOMPARE(resultOf(store.read(u"k"_s)).error().kind, Error::Kind::SecretsLocked);
        inner.failWith.reset();
        QVERIFY(*resultOf(store.read(u"k"_s)) == secretOf(35));
    }
};

QTEST_GUILESS_MAIN(TestChunkedSecretStore)
#include "tst_chunkedsecretstore.moc"
