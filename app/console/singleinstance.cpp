// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/singleinstance.h"

#include "core/base/logging.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#else
#include <QLockFile>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::console {

namespace {

constexpr std::chrono::milliseconds pauseBetweenCalls = 50ms;
const QByteArray answer = QByteArrayLiteral("ok\n");

// The user's own directory, which nobody else can look into or put anything into.
bool isPrivate(const QString &directory)
{
#ifdef Q_OS_UNIX
    struct stat facts = {};
    return ::lstat(QFile::encodeName(directory).constData(), &facts) == 0 && S_ISDIR(facts.st_mode) &&
           facts.st_uid == ::geteuid() && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
#else
    return QDir(directory).exists();
#endif
}

} // namespace

// Of the kernel where it can be: gone with its process, so that it is never stale.
struct SingleInstance::Lock
{
#ifdef Q_OS_UNIX
    int file = -1;
    Lock() = default;
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;
    ~Lock()
    {
        if (file >= 0)
            ::close(file);
    }
    // Nothing when somebody else holds it.
    static Result<std::unique_ptr<Lock>> take(const QString &path)
    {
        auto lock = std::make_unique<Lock>();
        lock->file =
            ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (lock->file < 0)
            return failure(Error::Kind::Storage, u"cannot open the lock %1"_s.arg(path), path);
        if (::flock(lock->file, LOCK_EX | LOCK_NB) == 0)
            return lock;
        if (errno == EWOULDBLOCK)
            return nullptr;
        return failure(Error::Kind::Storage, u"cannot lock %1"_s.arg(path), path);
    }
#else
    QLockFile file;
    explicit Lock(const QString &path)
        : file(path)
    {
        file.setStaleLockTime(0);
    }
    static Result<std::unique_ptr<Lock>> take(const QString &path)
    {
        auto lock = std::make_unique<Lock>(path);
        if (lock->file.tryLock())
            return lock;
        if (lock->file.error() == QLockFile::LockFailedError)
            return nullptr;
        return failure(Error::Kind::Storage, u"cannot lock %1"_s.arg(path), path);
    }
#endif
};

SingleInstance::Place SingleInstance::placeFor(const store::Places &places)
{
    const QByteArray kept = (places.config + u'\n' + places.data).toUtf8();
    const QString name =
        u"gatehouse-"_s +
        QString::fromLatin1(QCryptographicHash::hash(kept, QCryptographicHash::Sha256).toHex().first(16));
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool isUsable = QDir::isAbsolutePath(runtime) && isPrivate(runtime);
    return {.directory = isUsable ? runtime : places.data, .name = name};
}

quint32 SingleInstance::thisUser()
{
#ifdef Q_OS_UNIX
    return ::geteuid();
#else
    return 0;
#endif
}

SingleInstance::SingleInstance(Place place, InstanceLimits limits, quint32 owner, QObject *parent)
    : QObject(parent)
    , m_place(std::move(place))
    , m_limits(limits)
    , m_owner(owner)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::welcome);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        const Result<bool> claimed = claim(); // the other one may have ended
        if (claimed && !*claimed)
            return call();
        m_patience.stop();
        if (claimed)
            emit becameFirst();
        else
            emit failed();
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_pause.stop();
        endCall();
        emit failed();
    });
}

SingleInstance::~SingleInstance()
{
    endCall();
    m_server.close(); // while the lock is held
}

Result<bool> SingleInstance::claim()
{
    if (!isPrivate(m_place.directory))
        if (const Result<void> made = store::makePrivateDirectory(m_place.directory); !made)
            return failure(made.error());
    if (!isPrivate(m_place.directory))
        return failure(Error::Kind::Storage, u"%1 is not private"_s.arg(m_place.directory),
                       m_place.directory);
    Result<std::unique_ptr<Lock>> lock = Lock::take(m_place.lock());
    if (!lock)
        return failure(lock.error());
    if (!*lock)
        return false;
    m_lock = std::move(*lock);
    // Whoever holds the lock is the only one who listens: a socket that is there belongs to an ended run.
    QLocalServer::removeServer(m_place.socket());
    if (!m_server.listen(m_place.socket()))
        return failure(Error::Kind::Storage,
                       u"cannot listen on %1: %2"_s.arg(m_place.socket(), m_server.errorString()),
                       m_place.socket());
    return true;
}

void SingleInstance::retire()
{
    m_server.close();
}

bool SingleInstance::isOwners(const QLocalSocket &peer) const
{
#if defined(Q_OS_LINUX)
    ucred who = {};
    socklen_t size = sizeof(who);
    return ::getsockopt(int(peer.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           size == sizeof(who) && who.uid == m_owner;
#elif defined(Q_OS_UNIX)
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(int(peer.socketDescriptor()), &user, &group) == 0 && user == m_owner;
#else
    Q_UNUSED(peer);
    return true; // the pipe lets nobody else in
#endif
}

void SingleInstance::welcome()
{
    while (QLocalSocket *peer = m_server.nextPendingConnection()) {
        if (m_peers >= m_limits.peers || !isOwners(*peer)) {
            qCWarning(log::app) << "a connection to the running program was refused";
            peer->abort();
            peer->deleteLater();
            continue;
        }
        ++m_peers;
        connect(peer, &QLocalSocket::disconnected, this, [this, peer] {
            --m_peers;
            peer->deleteLater();
        });
        peer->setReadBufferSize(workspace::longestInstanceLine + 1);
        connect(peer, &QLocalSocket::readyRead, this, [this, peer] { take(peer); });
        QTimer::singleShot(m_limits.patience, peer, [peer] { peer->abort(); });
        if (peer->bytesAvailable() > 0)
            take(peer);
    }
}

void SingleInstance::take(QLocalSocket *peer)
{
    if (!peer->canReadLine() && peer->bytesAvailable() < workspace::longestInstanceLine)
        return;
    QByteArray line = peer->read(workspace::longestInstanceLine + 1);
    const bool isOneLine = line.indexOf('\n') == line.size() - 1;
    line.chop(1);
    const Result<workspace::InstanceOrder> order =
        isOneLine ? workspace::readInstanceOrder(line) : failure(Error::Kind::Invalid, u"not one line"_s);
    peer->disconnect(SIGNAL(readyRead())); // one line, once
    if (!order) {
        qCWarning(log::app) << "an order of a later start was refused:" << order.error().detail;
        return peer->abort();
    }
    peer->write(answer);
    peer->disconnectFromServer(); // once it is written
    emit ordered(*order);
}

void SingleInstance::handOver(const workspace::InstanceOrder &order)
{
    m_line = workspace::writeInstanceOrder(order) + '\n';
    m_patience.start(m_limits.patience);
    call();
}

void SingleInstance::call()
{
    m_call = new QLocalSocket(this);
    connect(m_call, &QLocalSocket::connected, this, [this] {
        if (isOwners(*m_call))
            m_call->write(m_line);
        else
            callAgainLater();
    });
    connect(m_call, &QLocalSocket::readyRead, this, [this] {
        if (m_call->bytesAvailable() < answer.size())
            return;
        const bool isTaken = m_call->read(answer.size() + 1) == answer;
        if (!isTaken)
            return callAgainLater();
        m_patience.stop();
        endCall();
        emit handedOver();
    });
    // Before the answer: it is ending, or has not begun to listen.
    connect(m_call, &QLocalSocket::disconnected, this, &SingleInstance::callAgainLater);
    connect(m_call, &QLocalSocket::errorOccurred, this, &SingleInstance::callAgainLater);
    m_call->connectToServer(m_place.socket());
}

void SingleInstance::callAgainLater()
{
    endCall();
    m_pause.start(pauseBetweenCalls);
}

void SingleInstance::endCall()
{
    if (!m_call)
        return;
    m_call->disconnect(this);
    m_call->abort();
    m_call->deleteLater();
    m_call = nullptr;
}

} // namespace gatehouse::console
