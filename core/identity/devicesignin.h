// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/identity/providerkeys.h"
#include "core/identity/signinoutcome.h"
#include "core/identity/signinwish.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::identity {

// RFC 8628 3.5: how long to wait between polls after this answer, for good: five seconds more when told to
// slow down, twice as long (up to a minute) when there was no word; never less than before.
[[nodiscard]] std::chrono::seconds nextInterval(std::chrono::seconds interval, const Error &answer);

// Signing in with a code on another device (RFC 8628), for a computer without a browser or a port to come
// back to. Polls at the provider's interval, slower when told so and when it does not answer, until the code
// expires. There is no nonce in this grant; every other rule of an ID token holds.
class DeviceSignIn : public QObject
{
    Q_OBJECT
public:
    // `dpop`: null where tokens are not bound to a key.
    DeviceSignIn(Provider provider, SignInWish wish, net::HttpClient &http, ProviderKeys &keys, Dpop *dpop,
                 const Clock &clock, QObject *parent = nullptr);

    void start();
    [[nodiscard]] const DeviceCode &code() const { return m_code; }
    [[nodiscard]] std::chrono::milliseconds nextPoll() const { return m_next.intervalAsDuration(); }

signals:
    void codeGiven();
    void finished(const gatehouse::Result<gatehouse::identity::SignInOutcome> &outcome); // once

private:
    void askForCode();
    void poll();
    void onAnswer(const Result<Tokens> &tokens);
    void validate(const Tokens &tokens);
    void finish(const Result<SignInOutcome> &outcome);

    Provider m_provider;
    SignInWish m_wish;
    ProviderKeys &m_keys;
    Dpop *m_dpop;
    const Clock &m_clock;
    TokenClient m_client;
    ProviderMetadata m_metadata;
    DeviceCode m_code;
    std::chrono::seconds m_interval{5};
    QDateTime m_expiresAt;
    QTimer m_next;
    bool m_isFinished = false;
    Lifetime m_lifetime;
};

} // namespace gatehouse::identity
