// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/keychainsecretstore.h"

#include "core/base/follow.h"
#include "core/store/settings.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <memory>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr std::chrono::seconds Patience{30}; // an unlock prompt may be open

// Windows keys by name alone, so the name carries ours.
QString entryName(const QString &key)
{
    return u"gatehouse/"_s + key;
}

QStringList marked(const QString &file)
{
    QStringList keys;
    if (const Result<QByteArray> bytes = readFile(file, 1024 * 1024))
        for (const QJsonValue key : QJsonDocument::fromJson(*bytes).array())
            keys.append(key.toString());
    return keys;
}

Result<void> mark(const QString &file, const QString &key, bool present)
{
    QStringList keys = marked(file);
    if (keys.contains(key) == present)
        return {};
    if (present)
        keys.append(key);
    else
        keys.removeAll(key);
    return writePrivateFile(file,
                            QJsonDocument(QJsonArray::fromStringList(keys)).toJson(QJsonDocument::Compact));
}

Error errorOf(const QKeychain::Job &job, bool isMarked)
{
    const QString detail = job.errorString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {.kind = isMarked ? Error::Kind::SecretsLocked : Error::Kind::NotFound, .detail = detail};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {.kind = Error::Kind::SecretsLocked, .detail = detail};
    default:
        return {.kind = Error::Kind::NoSecretStore, .detail = detail};
    }
}

// A started job cannot be stopped and must not be destroyed: it stays parentless and deletes itself. Whoever
// waits is answered once, by the job or by the clock.
template <typename T>
Async<T> await(QKeychain::Job *job, std::function<Result<T>(QKeychain::Job &)> finish)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    Async<T> future = promise->future();
    const auto answer = [promise](Result<T> result) {
        if (promise->future().isFinished())
            return;
        promise->addResult(std::move(result));
        promise->finish();
    };
    auto *timer = new QTimer; // outlives neither the job nor the wait
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, timer, [answer, timer] {
        answer(Result<T>(tl::unexpect, Error{.kind = Error::Kind::SecretsLocked,
                                             .detail = u"the key store did not answer"_s}));
        timer->deleteLater();
    });
    QObject::connect(job, &QKeychain::Job::finished, timer, [answer, finish, timer](QKeychain::Job *done) {
        answer(finish(*done));
        timer->deleteLater();
    });
    timer->start(Patience);
    job->start();
    return future;
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString markerFile)
    : m_markerFile(std::move(markerFile))
{}

Async<Secret> KeychainSecretStore::read(const QString &key)
{
    auto *job = new QKeychain::ReadPasswordJob(u"gatehouse"_s);
    job->setKey(entryName(key));
    const bool isMarked = marked(m_markerFile).contains(key);
    return await<Secret>(job, [isMarked](QKeychain::Job &done) -> Result<Secret> {
        if (done.error() != QKeychain::NoError)
            return failure(errorOf(done, isMarked));
        Secret secret = Secret::take(static_cast<QKeychain::ReadPasswordJob &>(done).binaryData());
        if (secret.isEmpty()) // KWallet may keep an emptied entry
            return failure(Error{.kind = Error::Kind::NotFound});
        return secret;
    });
}

Async<void> KeychainSecretStore::write(const QString &key, const Secret &value)
{
    // Marked first: dying in between makes an absent entry look locked, never a locked one look absent.
    if (const Result<void> done = mark(m_markerFile, key, true); !done)
        return readyFailure<void>(done.error());
    auto *job = new QKeychain::WritePasswordJob(u"gatehouse"_s);
    job->setKey(entryName(key));
    job->setBinaryData(value.reveal().toByteArray());
    return await<void>(job, [](QKeychain::Job &done) -> Result<void> {
        if (done.error() != QKeychain::NoError)
            return failure(errorOf(done, true));
        return {};
    });
}

// What is locked is not deleted, and libsecret says nothing of it (0.20.5): only what can be read is there to
// be removed. One that was written and is not found is locked, so its mark stays, and the caller is told.
Async<void> KeychainSecretStore::remove(const QString &key)
{
    if (!marked(m_markerFile).contains(key))
        return erase(key);
    return follow(read(key), QCoreApplication::instance(),
                  [file = m_markerFile, key](const Result<Secret> &found) -> Async<void> {
                      if (found || found.error().kind == Error::Kind::NotFound) // emptied by KWallet
                          return KeychainSecretStore(file).erase(key);
                      return readyFailure<void>(found.error());
                  })
        .unwrap();
}

Async<void> KeychainSecretStore::erase(const QString &key)
{
    auto *job = new QKeychain::DeletePasswordJob(u"gatehouse"_s);
    job->setKey(entryName(key));
    return await<void>(job, [file = m_markerFile, key](QKeychain::Job &done) -> Result<void> {
        if (done.error() != QKeychain::NoError && done.error() != QKeychain::EntryNotFound)
            return failure(errorOf(done, true));
        return mark(file, key, false);
    });
}

} // namespace gatehouse::store
