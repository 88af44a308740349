// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/lifetime.h"
#include "core/base/secret.h"

#include <QtTest>

#include <type_traits>

using namespace Qt::StringLiterals;
using namespace gatehouse;

static_assert(!std::is_convertible_v<Secret, QByteArray>);
static_assert(!std::is_convertible_v<Secret, QString>);
static_assert(!std::is_convertible_v<QByteArray, Secret>);

class TestSecret : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleansesItsBytes();
    void takeOverwritesTheSource();
    void takeLeavesSharedBytesAlone();
    void movedFromIsEmpty();
    void compares();
    void fingerprintTellsApart();
    void lifetimeStopsOnDeathAndRestart();
};

void TestSecret::cleansesItsBytes()
{
    std::array<char, 32> memory;
    memory.fill('s');
    cleanse(memory.data(), 16);
    QCOMPARE(std::count(memory.begin(), memory.begin() + 16, 's'), 0);
    QCOMPARE(std::count(memory.begin() + 16, memory.end(), 's'), 16);

    // A copy that fits goes into the old storage, where the rest of the old bytes would still stand.
    Secret secret(QByteArrayView("a-long-secret-value"));
    const char *storage = secret.reveal().data();
    const qsizetype length = secret.size();
    const Secret shorter(QByteArrayView("b"));
    secret = shorter;
    QVERIFY(secret.reveal() == QByteArrayView("b"));
    QCOMPARE(secret.reveal().data(), storage);
    QCOMPARE(std::count(storage + 1, storage + length, '\0'), length - 1);
}

void TestSecret::takeOverwritesTheSource()
{
    QByteArray bytes("refresh-token-value");
    bytes.detach();
    const Secret secret = Secret::take(std::move(bytes));
    QVERIFY(secret.reveal() == QByteArrayView("refresh-token-value"));
    QVERIFY(bytes.isEmpty()); // NOLINT(bugprone-use-after-move): that it was emptied is the point
}

void TestSecret::takeLeavesSharedBytesAlone()
{
    QByteArray bytes("refresh-token-value");
    bytes.detach();
    const QByteArray other = bytes;
    const Secret secret = Secret::take(std::move(bytes));
    QCOMPARE(other, QByteArray("refresh-token-value"));
    QCOMPARE(secret.size(), other.size());
}

void TestSecret::movedFromIsEmpty()
{
    Secret a(QByteArrayView("x"));
    const Secret b = std::move(a);
    QVERIFY(a.isEmpty()); // NOLINT(bugprone-use-after-move): that it is empty is the point
    QVERIFY(!b.isEmpty());
}

void TestSecret::compares()
{
    QVERIFY(Secret(QByteArrayView("abc")) == Secret(QByteArrayView("abc")));
    QVERIFY(!(Secret(QByteArrayView("abc")) == Secret(QByteArrayView("abd"))));
    QVERIFY(!(Secret(QByteArrayView("abc")) == Secret(QByteArrayView("ab"))));
    QVERIFY(Secret() == Secret());
}

void TestSecret::fingerprintTellsApart()
{
    const QByteArray print = Secret(QByteArrayView("abc")).fingerprint();
    QCOMPARE(print, QByteArray("ba7816bf"));
    QVERIFY(print != Secret(QByteArrayView("abd")).fingerprint());
}

void TestSecret::lifetimeStopsOnDeathAndRestart()
{
    std::stop_token first;
    std::stop_token second;
    {
        Lifetime lifetime;
        first = lifetime.token();
        QVERIFY(!first.stop_requested());
        lifetime.restart();
        QVERIFY(first.stop_requested());
        second = lifetime.token();
        QVERIFY(!second.stop_requested());
    }
    QVERIFY(second.stop_requested());
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
