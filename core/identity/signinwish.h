// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace gatehouse::identity {

// What a sign-in must bring beyond somebody: the same person, signed in more strongly or more recently
// (OpenID Connect Core 3.1.2.1; RFC 9470).
struct SignInWish
{
    QString subject = {};   // only this one (T12); empty: anybody
    QString loginHint = {}; // what the provider may fill in
    QStringList acr = {};   // one of these must be said in the ID token
    std::optional<std::chrono::seconds> maxAge = {};
    bool operator==(const SignInWish &) const = default;
};

} // namespace gatehouse::identity
