// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/keychainsecretstore.h"
#include "core/store/settings.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;

namespace {

template <typename T>
Result<T> wait(Async<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 40000))
        return failure(Error::Kind::Timeout, u"the key store did not answer"_s);
    return future.result();
}

const QStringList locked{
    u"dbus-run-session"_s,
    u"--"_s,
    u"bash"_s,
    u"-c"_s,
    u"export XDG_RUNTIME_DIR=$(mktemp -d); gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; \"$@\""_s,
    u"x"_s};

// What a process of its own sees, in another D-Bus session but the same home.
QByteArray askElsewhere(const QStringList &wrapper, const QString &markers,
                        const QString &how = QStringLiteral("--read"))
{
    QProcess process;
    QStringList arguments = wrapper;
    const QString program = arguments.takeFirst();
    arguments << QCoreApplication::applicationFilePath() << how << markers;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForFinished(60000);
    return process.readAllStandardOutput().trimmed();
}

void tellWhatRemovingDid(KeychainSecretStore &store)
{
    const Result<void> removed = wait(store.remove(u"removed"_s));
    QTextStream(stdout) << (removed ? u"removed"_s : name(removed.error().kind)) << '\n';
}

void tellWhatIsKept(KeychainSecretStore &store)
{
    const Result<Secret> read = wait(store.read(u"kept"_s));
    QTextStream(stdout) << (read ? u"read"_s : name(read.error().kind)) << '\n';
}

} // namespace

class TestKeychain : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        KeychainSecretStore store(m_markers);
        QVERIFY(wait(store.write(u"kept"_s, Secret(QByteArray("refresh")))));
    }

    void roundTripsAnySecret_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("text") << QByteArray("a refresh token");
        QTest::newRow("bytes with NUL") << QByteArray("a\0b\xff", 4);
        QTest::newRow("larger than Windows allows") << QByteArray(20000, 'k');
    }
    void roundTripsAnySecret()
    {
        QFETCH(QByteArray, secret);
        KeychainSecretStore store(m_markers);
        QVERIFY(wait(store.write(u"key"_s, Secret(secret))));
        const Result<Secret> read = wait(store.read(u"key"_s));
        QVERIFY(read);
        QCOMPARE(read->reveal().toByteArray(), secret);
        QVERIFY(wait(store.remove(u"key"_s)));
        QCOMPARE(wait(store.read(u"key"_s)).error().kind, Error::Kind::NotFound);
        QVERIFY(wait(store.remove(u"key"_s))); // absent is success
    }

    void anEntryNobodyWroteIsAbsent()
    {
        KeychainSecretStore store(m_markers);
        QCOMPARE(wait(store.read(u"never"_s)).error().kind, Error::Kind::NotFound);
    }

    void nothingOfItIsInPlainText()
    {
        KeychainSecretStore store(m_markers);
        const QByteArray secret = "needle-in-a-haystack";
        QVERIFY(wait(store.write(u"plain"_s, Secret(secret))));
        QProcess grep;
        grep.start(u"grep"_s,
                   {u"-rlFa"_s, u"-e"_s, QString::fromLatin1(secret), u"-e"_s,
                    QString::fromLatin1(secret.toBase64()), qEnvironmentVariable("HOME"), m_dir.path()});
        QVERIFY(grep.waitForFinished());
        QCOMPARE(grep.readAllStandardOutput(), QByteArray());
        QCOMPARE(grep.exitCode(), 1); // looked, and found nothing
    }

    void aLockedStoreIsToldFromAnEmptyOne()
    {
        QCOMPARE(askElsewhere(locked, m_markers), QByteArray("secrets_locked"));
    }

    // The person unlocks it while the program runs.
    void aStoreThatIsUnlockedLaterIsRead()
    {
        QCOMPARE(askElsewhere(locked, m_markers, u"--unlock-and-read"_s), QByteArray("secrets_locked\nread"));
    }

    // Signing out must not say "forgotten" of what is only out of reach.
    void T8_aLockedEntryIsNotRemovedAndSaysSo()
    {
        KeychainSecretStore store(m_markers);
        QVERIFY(wait(store.write(u"removed"_s, Secret(QByteArray("refresh")))));
        QCOMPARE(askElsewhere(locked, m_markers, u"--remove"_s), QByteArray("secrets_locked"));
        QVERIFY(readFile(m_markers, 1000).value().contains("removed"));
        QVERIFY(wait(store.read(u"removed"_s)));
        QVERIFY(wait(store.remove(u"removed"_s)));
        QCOMPARE(wait(store.read(u"removed"_s)).error().kind, Error::Kind::NotFound);
        QVERIFY(!readFile(m_markers, 1000).value().contains("removed"));
    }

    void noServiceIsNoKeyStore()
    {
        const QString conf =
            qEnvironmentVariable("GATEHOUSE_TEST_TREE") + u"/peers/keychain/without-service.conf"_s;
        QVERIFY(QFile::exists(conf));
        QCOMPARE(askElsewhere({u"dbus-run-session"_s, u"--config-file"_s, conf, u"--"_s}, m_markers),
                 QByteArray("no_secret_store"));
    }

    void noBusIsNoKeyStore()
    {
        QCOMPARE(askElsewhere({u"env"_s, u"-u"_s, u"DBUS_SESSION_BUS_ADDRESS"_s, u"-u"_s, u"DISPLAY"_s},
                              m_markers),
                 QByteArray("no_secret_store"));
    }

    void markersHoldNamesOnlyAndAreForTheOwnerAlone()
    {
        QCOMPARE(readFile(m_markers, 1000).value().contains("refresh"), false);
        QVERIFY(readFile(m_markers, 1000).value().contains("kept"));
        QVERIFY(!(QFile::permissions(m_markers) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }

private:
    QTemporaryDir m_dir;
    QString m_markers = m_dir.filePath(u"markers.json"_s);
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == u"--remove"_s) {
        KeychainSecretStore store(arguments.at(2));
        tellWhatRemovingDid(store);
        return 0;
    }
    if (arguments.size() == 3 && arguments.at(1).endsWith(u"read"_s)) {
        KeychainSecretStore store(arguments.at(2));
        tellWhatIsKept(store);
        if (arguments.at(1) == u"--unlock-and-read"_s) {
            const QString unlock =
                qEnvironmentVariable("GATEHOUSE_TEST_TREE") + u"/peers/keychain/unlock.py"_s;
            if (QProcess::execute(u"/usr/bin/python3"_s, {unlock, u"of the test only"_s}) != 0)
                return 1;
            tellWhatIsKept(store);
        }
        return 0;
    }
    TestKeychain test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychain.moc"
