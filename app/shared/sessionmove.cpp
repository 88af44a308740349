// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/sessionmove.h"

#include "app/shared/loglink.h"
#include "core/base/follow.h"
#include "core/identity/refresher.h"

#include <QCoreApplication>

namespace gatehouse::app {

namespace {

// Under the lock that a refresh of another program holds. Deletes itself when done.
class SessionMove : public QObject
{
public:
    SessionMove(QString from, QString to, Stores &stores)
        : m_from(std::move(from))
        , m_to(std::move(to))
        , m_secrets(stores.secrets())
        , m_lock(identity::lockFileOf(
              {.connection = {}, .provider = {}, .api = {}, .lockDirectory = stores.places().data}, m_from))
    {
        connect(&m_lock, &identity::RefreshLock::acquired, this, &SessionMove::move);
        connect(&m_lock, &identity::RefreshLock::contended, this,
                [this] { finish(failure(Error{.kind = Error::Kind::Timeout, .code = {}})); });
    }
    [[nodiscard]] Async<void> start()
    {
        m_done.start();
        Async<void> future = m_done.future();
        m_lock.acquire();
        return future;
    }

private:
    void move()
    {
        const auto write = [this](const Result<Secret> &kept) -> Async<void> {
            return kept ? m_secrets.write(m_to, *kept) : readyFailure<void>(kept.error());
        };
        const auto remove = [this](const Result<void> &written) -> Async<void> {
            return written ? m_secrets.remove(m_from) : readyFailure<void>(written.error());
        };
        follow(follow(follow(m_secrets.read(m_from), this, write).unwrap(), this, remove).unwrap(), this,
               [this](const Result<void> &moved) {
                   finish(!moved && moved.error().kind == Error::Kind::NotFound ? Result<void>() : moved);
               });
    }
    void finish(const Result<void> &moved)
    {
        m_lock.release();
        m_done.addResult(moved);
        m_done.finish();
        deleteLater();
    }

    QString m_from;
    QString m_to;
    store::SecretStore &m_secrets;
    identity::RefreshLock m_lock;
    QPromise<Result<void>> m_done;
};

} // namespace

bool haveSameSessions(const workspace::Connection &a, const workspace::Connection &b)
{
    return a.issuer == b.issuer && a.clientId == b.clientId && a.provesPossession == b.provesPossession &&
           a.systemLog == b.systemLog && a.systemLogClientId == b.systemLogClientId;
}

Async<void> moveSessions(const workspace::Connection &from, const workspace::Connection &to, Stores &stores)
{
    const auto start = [&stores](const QString &fromKey, const QString &toKey) {
        return (new SessionMove(fromKey, toKey, stores))->start();
    };
    Async<void> own = start(identity::secretKey(from.name, workspace::providerOf(from)),
                            identity::secretKey(to.name, workspace::providerOf(to)));
    const std::optional<identity::Provider> log = workspace::logProviderOf(from);
    if (!log)
        return own;
    Async<void> ofLog =
        start(identity::secretKey(logSessionName(from), *log), identity::secretKey(logSessionName(to), *log));
    return follow(own, QCoreApplication::instance(),
                  [ofLog](const Result<void> &moved) -> Async<void> {
                      return moved ? ofLog : readyFailure<void>(moved.error());
                  })
        .unwrap();
}

} // namespace gatehouse::app
