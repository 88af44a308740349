// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"
#include "core/identity/session.h"

#include <QObject>
#include <QUrl>

#include <optional>

namespace gatehouse::workspace {

// The signed-in person at the current connection, as pages see it: the session's state, and what the gateway
// says the person may do.
class Account : public QObject
{
    Q_OBJECT
public:
    enum class State { SignedOut, Restoring, WaitingForBrowser, SignedIn, Ended };
    Q_ENUM(State)

    Account(identity::Session &session, gateway::Gateway &gateway, QObject *parent = nullptr);

    [[nodiscard]] static State stateOf(identity::Session::State state);
    [[nodiscard]] State state() const;
    [[nodiscard]] QString name() const; // display name; empty when signed out
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString scopeKey() const; // connection/issuer/subject hash: the cache's and journal's scope
    [[nodiscard]] QUrl signInUrl() const;
    [[nodiscard]] std::optional<Error> error() const;                   // why the last attempt failed
    [[nodiscard]] bool keptForThisRunOnly() const;                      // no key store took the session
    [[nodiscard]] const std::optional<gateway::Person> &person() const; // once the gateway answered
    // Why the gateway has not said who this is; the person stays signed in.
    [[nodiscard]] const std::optional<Error> &personError() const;
    // True until the gateway, or the connection's role rules, said otherwise.
    [[nodiscard]] bool may(const QString &right) const;
    // The gateway allows it, the connection's role rules do not.
    [[nodiscard]] bool isDeniedByRoles(const QString &right) const;
    // After signing out here: where the sign-in at the provider can be ended too; empty: not offered.
    [[nodiscard]] QUrl endSessionUrl() const;

    // changed() tells what came of each; the futures are for those who wait for one step.
    Async<void> restore();
    Async<void> signIn();
    // As Session::signInElsewhere; userCode() and signInUrl() are what the person needs.
    Async<void> signInElsewhere();
    [[nodiscard]] QString userCode() const;
    void cancelSignIn();
    [[nodiscard]] bool isSigningIn() const; // also while state() stays SignedIn: step-up, unlocking
    // When the key store may have been unlocked: keptForThisRunOnly() tells whether it helped.
    void keepAgain();
    [[nodiscard]] bool isLocked() const;
    void lock(); // as Session::lock()
    // The same person, signed in anew now; the gateway is asked again who it is. Cancelled when given up.
    Async<void> unlock();
    Async<void> unlockElsewhere();
    [[nodiscard]] QDateTime signedInAt() const; // invalid when nobody is there
    [[nodiscard]] bool isKept() const;          // false: the session ends with this run
    // As Session::stepUp; the session as it is goes on whatever comes of it.
    Async<void> stepUp(const QStringList &acr, std::optional<std::chrono::seconds> maxAge);
    Async<void> signOut();
    // Asks the gateway again who this is; sign-in and restore do it by themselves.
    void refreshPerson();

signals:
    void changed();

private:
    void followSession();
    [[nodiscard]] Async<void> signedIn(Async<identity::Account> attempt);
    [[nodiscard]] Async<void> unlocked(Async<identity::Account> attempt);

    identity::Session &m_session;
    gateway::Gateway &m_gateway;
    std::optional<gateway::Person> m_person;
    std::optional<Error> m_error;
    std::optional<Error> m_personError;
    QUrl m_endSessionUrl;
    bool m_isRestoring = false;
    bool m_keptForThisRunOnly = false;
    Lifetime m_signIn;
    Lifetime m_asking; // whoAmI: stopped when somebody else signs in
};

} // namespace gatehouse::workspace
