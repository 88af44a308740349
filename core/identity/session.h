// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/identity/browseropener.h"
#include "core/identity/provider.h"
#include "core/identity/signinwish.h"
#include "core/net/httpclient.h"
#include "core/net/tokensource.h"
#include "core/store/secretstore.h"

#include <QObject>

#include <memory>
#include <optional>

namespace gatehouse::identity {

class Dpop;
struct KeptSession;
class SessionSignOut;
struct SignInOutcome;
struct Tokens;

// One person's session at one connection: restores from the key store, signs in through the browser,
// refreshes, signs out. The only refresh token lives in the key store (and in memory while signed in); access
// tokens live in memory.
//  - fresh(): one refresh in flight for all callers; across processes a lock file around read, refresh,
//  persist.
//  - A rotated refresh token is stored before the new access token is used.
//  - Network failures, 5xx, 429 keep the session; only invalid_grant (not rate-limit text) ends it. After one
//  the provider is left alone for a while (T7): until then fresh() answers with that failure.
// Lives on the main thread.
class Session : public QObject, public net::TokenSource
{
    Q_OBJECT
public:
    enum class State {
        SignedOut,
        Restoring,
        WaitingForBrowser, // see signInUrl()
        SignedIn,
        Ended, // was signed in; the provider ended it: sign in again, nothing is lost
    };
    Q_ENUM(State)

    struct Config
    {
        QString connection; // name: part of the key store's key
        Provider provider;
        QUrl api;                   // the only origin the bearer goes to
        QString lockDirectory;      // for the cross-process refresh lock
        QStringList stepUpAcr = {}; // one of them will do where a challenge names none
        // With a browser that does not come back.
        std::chrono::milliseconds patience = std::chrono::minutes(10);
        // With another process that refreshes.
        std::chrono::milliseconds lockPatience = std::chrono::seconds(30);
    };

    // `http` must be a client without TokenSource (identity's own calls carry no bearer). All outlive the
    // session.
    Session(Config config, net::HttpClient &http, store::SecretStore &secrets, BrowserOpener &browser,
            const Clock &clock, QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] State state() const;
    [[nodiscard]] std::optional<Account> account() const; // while SignedIn, and while Ended
    [[nodiscard]] QUrl signInUrl() const;                 // while WaitingForBrowser, to be copied
    [[nodiscard]] const Config &config() const;
    [[nodiscard]] QDateTime signedInAt() const; // by the person; invalid when nobody is there
    [[nodiscard]] bool isKept() const; // false: somebody is signed in, and no key store has the session

    // From the key store, offline: becomes SignedIn with the remembered account and refreshes at the first
    // fresh(). NotFound when nothing is kept; SecretsLocked, NoSecretStore as they are.
    [[nodiscard]] Async<Account> restore();
    // One attempt; a second call while waiting cancels the first. Timeout when config().patience is over: a
    // provider that does not know the client or the redirect address says so in the browser only. While
    // Ended, only the person whose session it was may come back (T12); sign out first to be somebody else.
    // When the key store cannot keep the refresh token the sign-in still succeeds and keepFailed() is
    // emitted: the session then ends with the process.
    [[nodiscard]] Async<Account> signIn(std::stop_token stop = {});
    // As signIn(), with a code on another device (RFC 8628). Configuration "device" where the connection or
    // the provider does not allow it. signInUrl() and userCode() are told by stateChanged.
    [[nodiscard]] Async<Account> signInElsewhere(std::stop_token stop = {});
    [[nodiscard]] QString userCode() const; // while WaitingForBrowser; empty: none is needed
    // The same person again, more strongly or more recently signed in (RFC 9470). Whatever comes of it, the
    // session as it is goes on; Unauthorized when there is none. state() stays SignedIn, signInUrl() is told
    // by stateChanged.
    [[nodiscard]] Async<Account> stepUp(const QStringList &acr, std::optional<std::chrono::seconds> maxAge,
                                        std::stop_token stop = {});
    void cancelSignIn();
    [[nodiscard]] bool isSigningIn() const; // an attempt of any of these is under way
    // After keepFailed(), when the key store may have been unlocked: tries again now; every rotation does so
    // by itself.
    [[nodiscard]] Async<void> keepAgain();
    // T14: the access token is wiped from memory, a sign-in or step-up under way is given up, and no token is
    // given (Unauthorized, code "locked") until unlock() has succeeded. The session itself lives on. Locked
    // while nobody is there, the next to be restored is locked, and the next sign-in is an unlock().
    void lock();
    [[nodiscard]] bool isLocked() const; // somebody is there, behind the lock
    // The same person signs in anew, whatever the browser remembers; state() stays SignedIn meanwhile.
    [[nodiscard]] Async<Account> unlock(std::stop_token stop = {});
    [[nodiscard]] Async<Account> unlockElsewhere(std::stop_token stop = {}); // as signInElsewhere()
    // Forgets, then revokes the newest token there is. SecretsLocked and the like when the key store would
    // not let it go: it is dead at the provider, but still there. The answer is where the person can end the
    // sign-in at the provider too, in the browser (OpenID Connect RP-Initiated Logout 1.0, 2); empty: not
    // offered.
    [[nodiscard]] Async<QUrl> signOut();

    // net::TokenSource
    [[nodiscard]] Async<net::AccessToken> fresh(std::stop_token stop) override;
    void reject(const net::AccessToken &token) override;
    [[nodiscard]] net::Headers proofFor(const net::AccessToken &token, const QByteArray &method,
                                        const QUrl &url) override;
    [[nodiscard]] bool learnFrom(const net::Response &response) override;
    [[nodiscard]] bool allows(const QUrl &url) const override;

signals:
    void stateChanged(gatehouse::identity::Session::State state);
    void keepFailed(const gatehouse::Error &error);
    void keptAgain(); // what had failed

private:
    void setState(State state);
    void open(SignInWish wish);
    enum class Purpose { SignIn, StepUp, Unlock };
    [[nodiscard]] Async<Account> prepare(std::stop_token stop, Purpose purpose);
    [[nodiscard]] Async<Account> elsewhere(std::stop_token stop, Purpose purpose);
    void showAttempt();
    [[nodiscard]] SignInWish wishForAnybody() const;
    void take(const Result<SignInOutcome> &outcome);
    [[nodiscard]] State stateWithoutAttempt() const;
    void keep(KeptSession kept, const Tokens &tokens);
    void noteKept(const Result<void> &kept);
    void endSignIn(const Result<Account> &result);
    void adopt(const Tokens &tokens);
    [[nodiscard]] net::AccessToken asToken(const Secret &accessToken) const;
    [[nodiscard]] Dpop *dpop(); // null where tokens are not bound to a key
    void startRefresh();
    void holdBack(const Error &error);
    [[nodiscard]] Error heldBack() const;
    void answerWaiting(const Result<net::AccessToken> &result);
    void end(const Error &error);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::identity
