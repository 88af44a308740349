// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/account.h"

#include "core/base/follow.h"
#include "core/workspace/freshness.h"

#include <QCryptographicHash>
#include <QTimer>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

Account::Account(identity::Session &session, gateway::Gateway &gateway, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_gateway(gateway)
{
    connect(&session, &identity::Session::stateChanged, this, [this] { followSession(); });
    connect(&session, &identity::Session::keepFailed, this, [this](const Error &) {
        m_keptForThisRunOnly = true;
        emit changed();
    });
    connect(&session, &identity::Session::keptAgain, this, [this] {
        m_keptForThisRunOnly = false;
        emit changed();
    });
}

Account::State Account::state() const
{
    return m_isRestoring ? State::Restoring : stateOf(m_session.state());
}

Account::State Account::stateOf(identity::Session::State state)
{
    switch (state) {
    case identity::Session::State::SignedOut:
        return State::SignedOut;
    case identity::Session::State::Restoring:
        return State::Restoring;
    case identity::Session::State::WaitingForBrowser:
        return State::WaitingForBrowser;
    case identity::Session::State::SignedIn:
        return State::SignedIn;
    case identity::Session::State::Ended:
        return State::Ended;
    }
    return State::SignedOut;
}

QString Account::name() const
{
    const std::optional<identity::Account> account = m_session.account();
    if (!account)
        return {};
    return account->name.isEmpty() ? account->subject : account->name;
}

QString Account::subject() const
{
    const std::optional<identity::Account> account = m_session.account();
    return account ? account->subject : QString();
}

QString Account::scopeKey() const
{
    const std::optional<identity::Account> account = m_session.account();
    if (!account)
        return {};
    // Hashed: neither the cache nor the journal needs to name a person. Lengths keep the parts apart.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &part : {m_session.config().connection, account->issuer, account->subject}) {
        const QByteArray bytes = part.toUtf8();
        hash.addData(QByteArray::number(bytes.size()) + ':' + bytes);
    }
    return QString::fromLatin1(hash.result().toHex().left(32));
}

QUrl Account::signInUrl() const
{
    return m_session.signInUrl();
}

std::optional<Error> Account::error() const
{
    return m_error;
}

bool Account::keptForThisRunOnly() const
{
    return m_keptForThisRunOnly;
}

const std::optional<gateway::Person> &Account::person() const
{
    return m_person;
}

const std::optional<Error> &Account::personError() const
{
    return m_personError;
}

bool Account::may(const QString &right) const
{
    return (!m_person || m_person->may.contains(right)) && !isDeniedByRoles(right);
}

bool Account::isDeniedByRoles(const QString &right) const
{
    const std::optional<identity::Account> account = m_session.account();
    return account && account->rights && !account->rights->contains(right);
}

QUrl Account::endSessionUrl() const
{
    return m_endSessionUrl;
}

Async<void> Account::restore()
{
    m_isRestoring = true;
    m_error.reset();
    emit changed();
    return follow(m_session.restore(), this,
                  [this](const Result<identity::Account> &restored) -> Result<void> {
                      m_isRestoring = false;
                      // Nothing kept is no failure: nobody is signed in.
                      if (!restored && restored.error().kind != Error::Kind::NotFound)
                          m_error = restored.error();
                      if (!restored) {
                          followSession();
                          return failure(restored.error());
                      }
                      emit changed();
                      QTimer::singleShot(cacheBeforeNetwork, this, &Account::followSession);
                      return {};
                  });
}

Async<void> Account::signIn()
{
    m_signIn.restart();
    return signedIn(m_session.signIn(m_signIn.token()));
}

Async<void> Account::signInElsewhere()
{
    m_signIn.restart();
    return signedIn(m_session.signInElsewhere(m_signIn.token()));
}

QString Account::userCode() const
{
    return m_session.userCode();
}

Async<void> Account::signedIn(Async<identity::Account> attempt)
{
    m_error.reset();
    m_keptForThisRunOnly = false;
    m_endSessionUrl.clear();
    return follow(std::move(attempt), this, [this](const Result<identity::Account> &account) -> Result<void> {
        if (!account)
            m_error = account.error();
        emit changed();
        if (!account)
            return failure(account.error());
        return {};
    });
}

Async<void> Account::stepUp(const QStringList &acr, std::optional<std::chrono::seconds> maxAge)
{
    m_signIn.restart();
    m_error.reset();
    return follow(m_session.stepUp(acr, maxAge, m_signIn.token()), this,
                  [this](const Result<identity::Account> &signedIn) -> Result<void> {
                      emit changed();
                      if (!signedIn)
                          return failure(signedIn.error());
                      return {};
                  });
}

bool Account::isLocked() const
{
    return m_session.isLocked();
}

void Account::lock()
{
    m_session.lock();
}

Async<void> Account::unlock()
{
    m_signIn.restart();
    return unlocked(m_session.unlock(m_signIn.token()));
}

Async<void> Account::unlockElsewhere()
{
    m_signIn.restart();
    return unlocked(m_session.unlockElsewhere(m_signIn.token()));
}

// Behind the lock the gateway could not be asked, and since then it may have another answer.
Async<void> Account::unlocked(Async<identity::Account> attempt)
{
    m_error.reset();
    return follow(std::move(attempt), this, [this](const Result<identity::Account> &account) -> Result<void> {
        if (account)
            refreshPerson();
        emit changed();
        if (!account)
            return failure(account.error());
        return {};
    });
}

QDateTime Account::signedInAt() const
{
    return m_session.signedInAt();
}

bool Account::isKept() const
{
    return m_session.isKept();
}

void Account::keepAgain()
{
    (void)m_session.keepAgain();
}

bool Account::isSigningIn() const
{
    return m_session.isSigningIn();
}

void Account::cancelSignIn()
{
    m_signIn.restart();
    m_session.cancelSignIn();
}

Async<void> Account::signOut()
{
    return follow(m_session.signOut(), this, [this](const Result<QUrl> &signedOut) -> Result<void> {
        if (signedOut)
            m_endSessionUrl = *signedOut;
        else
            m_error = signedOut.error();
        emit changed();
        if (!signedOut)
            return failure(signedOut.error());
        return {};
    });
}

void Account::followSession()
{
    if (state() == State::SignedIn) {
        if (!m_person && !isLocked())
            refreshPerson();
    } else if (state() != State::Ended) {
        m_asking.restart();
        m_person.reset();
        m_personError.reset();
    }
    emit changed();
}

// A gateway that cannot be reached is no sign-out: the person stays signed in, with the rights unknown.
void Account::refreshPerson()
{
    m_asking.restart();
    follow(m_gateway.whoAmI(m_asking.token()), this, [this](const Result<gateway::Person> &person) {
        if (person) {
            m_person = *person;
            m_personError.reset();
        } else {
            m_personError = person.error();
        }
        emit changed();
    });
}

} // namespace gatehouse::workspace
