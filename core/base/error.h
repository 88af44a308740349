// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace gatehouse {

// What a gateway asks of the person before it does one thing (RFC 9470); both may be empty: sign in again.
struct StepUp
{
    QStringList acr = {};
    std::optional<std::chrono::seconds> maxAge = {};
    bool operator==(const StepUp &) const = default;
};

// What went wrong, as a closed kind plus facts: a caller can decide on it, and only
// ui/shell/errortext.cpp (and app/ctl/errortext.cpp for terminals) turns it into a sentence.
// A request that was asked to stop has no Error: its future is cancelled.
struct Error
{
    enum class Kind {
        Timeout,       // no answer in the time allowed
        Offline,       // the host could not be reached: refused, no route, name not found, cut line
        Tls,           // the certificate or the handshake was refused
        Unauthorized,  // nobody is signed in, or the session ended; only after a failed refresh
        StepUpNeeded,  // signed in, but not strongly or recently enough for this; see stepUp
        Forbidden,     // signed in, but lacking a right
        NotFound,      //
        Conflict,      // somebody else changed or decided it meanwhile (HTTP 409, 412)
        Invalid,       // the server refused our input; see fields
        RateLimited,   // see retryAfter
        Server,        // the server failed (5xx) or broke its contract
        Decode,        // the answer was not what the contract says; detail has the path
        TooLarge,      // the answer or input is over its limit
        SignInRefused, // the identity provider, or our own validation of its answer, refused the sign-in
        SecretsLocked, // the key store is there but locked
        NoSecretStore, // there is no key store
        Storage,       // a local file or database: full, read-only, damaged
        Configuration, // a connection or setting is unusable as it stands
        Internal,      // our own mistake
    };

    struct Field
    {
        QString path; // JSON pointer or form field
        QString message;
        bool operator==(const Field &) const = default;
    };

    Kind kind = Kind::Internal;
    int httpStatus = 0;     // 0 when no answer came
    QString code = {};      // a machine word: OAuth "invalid_grant", problem type, validation rule id
    QString title = {};     // the server's own short words (hostile, plain text), or the subject (host, file)
    QString detail = {};    // technical, for the log; never shown on a label
    QString requestId = {}; // to quote to the server's operator
    QList<Field> fields = {};
    std::optional<std::chrono::seconds> retryAfter = {};
    std::optional<StepUp> stepUp = {};

    bool operator==(const Error &) const = default;
};

// The kind's name, for logs and JSON output ("rate_limited").
[[nodiscard]] QString name(Error::Kind kind);
// All kinds, in order: for tests that demand a sentence for each.
[[nodiscard]] QList<Error::Kind> allErrorKinds();

} // namespace gatehouse
