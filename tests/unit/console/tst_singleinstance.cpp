// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/singleinstance.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using workspace::DeepLink;
using workspace::InstanceOrder;

namespace {

const InstanceOrder toRequest{.target = DeepLink{.connection = u"Büro"_s, .request = {u"sub_1"_s}}};

// Somebody who is no Gatehouse.
struct Peer : QLocalSocket
{
    QByteArray heard;
    Peer()
    {
        connect(this, &QLocalSocket::readyRead, this, [this] { heard += readAll(); });
    }
};

} // namespace

class TestSingleInstance : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { qRegisterMetaType<InstanceOrder>(); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!.*(was refused)).+"_s));
        m_dir = std::make_unique<QTemporaryDir>(); // 0700
    }
    void cleanup() { m_dir.reset(); }

    void theFirstIsToldWhatALaterStartWants()
    {
        SingleInstance first(place());
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        for (const InstanceOrder &order : {InstanceOrder{}, toRequest}) {
            SingleInstance later(place());
            QCOMPARE(later.claim().value(), false);
            QSignalSpy handedOver(&later, &SingleInstance::handedOver);
            later.handOver(order);
            QTRY_COMPARE(handedOver.size(), 1);
            QCOMPARE(ordered.size(), 1);
            QCOMPARE(ordered.takeFirst().first().value<InstanceOrder>(), order);
        }
    }

    void nobodyElseCanReachTheSocket()
    {
        SingleInstance first(place());
        QCOMPARE(first.claim().value(), true);
        for (const QString &path : {place().socket(), place().lock()}) {
            struct stat facts = {};
            QCOMPARE(::lstat(QFile::encodeName(path).constData(), &facts), 0);
            QCOMPARE(facts.st_mode & (S_IRWXG | S_IRWXO), 0U);
        }
    }

    void aPeerOfAnotherUserIsRefused()
    {
        // As if this program ran as somebody else: whoever connects is a stranger then.
        SingleInstance first(place(), {}, SingleInstance::thisUser() + 1);
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        Peer stranger;
        QSignalSpy gone(&stranger, &QLocalSocket::disconnected);
        stranger.connectToServer(place().socket());
        stranger.write("raise\n");
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(ordered.size(), 0);
        QCOMPARE(stranger.heard, QByteArray());
    }

    void nothingIsToldToAProgramOfAnotherUser()
    {
        SingleInstance first(place());
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        SingleInstance later(place(), {.patience = 200ms}, SingleInstance::thisUser() + 1);
        QCOMPARE(later.claim().value(), false);
        QSignalSpy failed(&later, &SingleInstance::failed);
        later.handOver(toRequest);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(ordered.size(), 0);
    }

    void anythingButOneOrderIsRefused_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("a link") << QByteArray("gatehouse://Production/requests/1\n");
        QTest::newRow("an action") << QByteArray("approve Production\t1\n");
        QTest::newRow("two lines") << QByteArray("raise\nraise\n");
        QTest::newRow("more behind it") << QByteArray("raise\nx");
        QTest::newRow("empty line") << QByteArray("\n");
        QTest::newRow("no end") << QByteArray(4096, 'x');
        QTest::newRow("long line") << QByteArray("open Production\t" + QByteArray(1100, 'x') + '\n');
        QTest::newRow("carriage return") << QByteArray("raise\r\n");
    }
    void anythingButOneOrderIsRefused()
    {
        QFETCH(const QByteArray, sent);
        SingleInstance first(place());
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        Peer peer;
        QSignalSpy gone(&peer, &QLocalSocket::disconnected);
        peer.connectToServer(place().socket());
        peer.write(sent);
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(ordered.size(), 0);
        QCOMPARE(peer.heard, QByteArray()); // no "ok"
    }

    void anOrderInPiecesIsOneOrder()
    {
        SingleInstance first(place());
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        Peer peer;
        peer.connectToServer(place().socket());
        for (const char c : {'r', 'a', 'i', 's', 'e', '\n'}) {
            peer.write(&c, 1);
            QVERIFY(peer.flush());
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(ordered.size(), 1);
        QTRY_COMPARE(peer.heard, QByteArray("ok\n"));
    }

    void whoSaysNothingIsLetGoAndThereIsRoomForFew()
    {
        SingleInstance first(place(), {.patience = 100ms, .peers = 2});
        QCOMPARE(first.claim().value(), true);
        QSignalSpy ordered(&first, &SingleInstance::ordered);
        QLocalSocket silent[3];
        int gone = 0;
        for (QLocalSocket &each : silent) {
            connect(&each, &QLocalSocket::disconnected, this, [&gone] { ++gone; });
            each.connectToServer(place().socket());
        }
        QTRY_COMPARE(gone, 3);
        SingleInstance later(place());
        QCOMPARE(later.claim().value(), false);
        later.handOver({}); // there is room again
        QTRY_COMPARE(ordered.size(), 1);
    }

    void whatAKilledRunLeftIsTakenOver()
    {
        const Ended killed = killedRun();
        QVERIFY(killed.hadLock);
        QVERIFY(QFileInfo::exists(place().socket())); // nobody listens there
        SingleInstance next(place());
        QCOMPARE(next.claim().value(), true);
        QSignalSpy ordered(&next, &SingleInstance::ordered);
        SingleInstance later(place());
        QCOMPARE(later.claim().value(), false);
        later.handOver(toRequest);
        QTRY_COMPARE(ordered.size(), 1);
    }

    void aLinkInPlaceOfTheLockIsNotFollowed()
    {
        const QString victim = m_dir->filePath(u"victim"_s);
        QVERIFY(QFile::link(victim, place().lock()));
        SingleInstance first(place());
        const Result<bool> claimed = first.claim();
        QVERIFY(!claimed);
        QCOMPARE(claimed.error().kind, Error::Kind::Storage);
        QVERIFY(!QFileInfo::exists(victim));
    }

    void aLaterStartWaitsForAnEndingOneAndTakesItsPlace()
    {
        auto first = std::make_unique<SingleInstance>(place());
        QCOMPARE(first->claim().value(), true);
        first->retire();
        SingleInstance later(place(), {.patience = 10s});
        QCOMPARE(later.claim().value(), false);
        QSignalSpy became(&later, &SingleInstance::becameFirst);
        later.handOver(toRequest);
        QCoreApplication::processEvents();
        QCOMPARE(became.size(), 0);
        first.reset();
        QTRY_COMPARE(became.size(), 1);
        SingleInstance third(place());
        QCOMPARE(third.claim().value(), false);
    }

    void saysWhenTheFirstDoesNotAnswer()
    {
        // It holds the lock and listens, but never takes a connection: a program that hangs.
        const int lock =
            ::open(QFile::encodeName(place().lock()).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QVERIFY(::flock(lock, LOCK_EX | LOCK_NB) == 0);
        const int listening = listenOn(place().socket());
        QVERIFY(listening >= 0);
        SingleInstance later(place(), {.patience = 200ms});
        QCOMPARE(later.claim().value(), false);
        QSignalSpy failed(&later, &SingleInstance::failed), handedOver(&later, &SingleInstance::handedOver);
        later.handOver({});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(handedOver.size(), 0);
        ::close(listening);
        ::close(lock);
    }

    void standsInTheRuntimeDirectoryOnlyWhenThatIsPrivate()
    {
        const store::Places places{.config = m_dir->filePath(u"config"_s),
                                   .data = m_dir->filePath(u"data"_s),
                                   .cache = m_dir->filePath(u"cache"_s)};
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        const QString runtime = m_dir->filePath(u"run"_s);
        QVERIFY(QDir().mkpath(runtime));
        const auto placed = [&places](const QString &directory) {
            qputenv("XDG_RUNTIME_DIR", QFile::encodeName(directory));
            return SingleInstance::placeFor(places).directory;
        };
        ::chmod(QFile::encodeName(runtime).constData(), 0700);
        QCOMPARE(placed(runtime), runtime);
        ::chmod(QFile::encodeName(runtime).constData(), 0750);
        QCOMPARE(placed(runtime), places.data);
        QCOMPARE(placed(m_dir->filePath(u"none"_s)), places.data);
        QCOMPARE(placed({}), places.data);
        QCOMPARE(placed(u"run"_s), places.data);
        QVERIFY(QFile::link(runtime, m_dir->filePath(u"link"_s)));
        QCOMPARE(placed(m_dir->filePath(u"link"_s)), places.data);
        qputenv("XDG_RUNTIME_DIR", before);
        // The data directory is made, and private.
        SingleInstance first({.directory = places.data, .name = u"g"_s});
        QCOMPARE(first.claim().value(), true);
        // Another data directory is another program.
        store::Places other = places;
        other.data = m_dir->filePath(u"other"_s);
        QVERIFY(SingleInstance::placeFor(places).name != SingleInstance::placeFor(other).name);
    }

private:
    struct Ended
    {
        bool hadLock = false;
    };

    [[nodiscard]] SingleInstance::Place place() const { return {.directory = m_dir->path(), .name = u"g"_s}; }

    static int listenOn(const QString &path)
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(path);
        qstrncpy(address.sun_path, name.constData(), sizeof(address.sun_path));
        const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::bind(listening, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 ||
            ::listen(listening, 5) != 0)
            return -1;
        return listening;
    }

    // A process that has lock and socket, and is killed.
    [[nodiscard]] Ended killedRun() const
    {
        int ready[2];
        if (::pipe(ready) != 0)
            return {};
        const QByteArray lockName = QFile::encodeName(place().lock());
        const QString socketName = place().socket();
        const pid_t child = ::fork();
        if (child == 0) {
            const int lock = ::open(lockName.constData(), O_RDWR | O_CREAT, 0600);
            const bool isSet = ::flock(lock, LOCK_EX | LOCK_NB) == 0 && listenOn(socketName) >= 0;
            const char said = isSet ? '1' : '0';
            if (::write(ready[1], &said, 1) == 1)
                ::pause();
            ::_exit(1);
        }
        char said = '0';
        const bool heard = ::read(ready[0], &said, 1) == 1;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(ready[0]);
        ::close(ready[1]);
        return {.hadLock = heard && said == '1'};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
