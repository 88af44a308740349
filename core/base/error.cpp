// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace gatehouse {

QString name(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Timeout:
        return QStringLiteral("timeout");
    case Error::Kind::Offline:
        return QStringLiteral("offline");
    case Error::Kind::Tls:
        return QStringLiteral("tls");
    case Error::Kind::Unauthorized:
        return QStringLiteral("unauthorized");
    case Error::Kind::StepUpNeeded:
        return QStringLiteral("step_up_needed");
    case Error::Kind::Forbidden:
        return QStringLiteral("forbidden");
    case Error::Kind::NotFound:
        return QStringLiteral("not_found");
    case Error::Kind::Conflict:
        return QStringLiteral("conflict");
    case Error::Kind::Invalid:
        return QStringLiteral("invalid");
    case Error::Kind::RateLimited:
        return QStringLiteral("rate_limited");
    case Error::Kind::Server:
        return QStringLiteral("server");
    case Error::Kind::Decode:
        return QStringLiteral("decode");
    case Error::Kind::TooLarge:
        return QStringLiteral("too_large");
    case Error::Kind::SignInRefused:
        return QStringLiteral("sign_in_refused");
    case Error::Kind::SecretsLocked:
        return QStringLiteral("secrets_locked");
    case Error::Kind::NoSecretStore:
        return QStringLiteral("no_secret_store");
    case Error::Kind::Storage:
        return QStringLiteral("storage");
    case Error::Kind::Configuration:
        return QStringLiteral("configuration");
    case Error::Kind::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

QList<Error::Kind> allErrorKinds()
{
    QList<Error::Kind> kinds;
    for (int i = 0; i <= static_cast<int>(Error::Kind::Internal); ++i)
        kinds.append(static_cast<Error::Kind>(i));
    return kinds;
}

} // namespace gatehouse
