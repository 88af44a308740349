// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>

#include <chrono>
#include <optional>

namespace gatehouse::store {

// What the administrator of this computer fixes or forbids, in a file that the user cannot write
// (/etc/gatehouse/policy.json; docs/managed-policy.md). Without the file everything is allowed.
struct ManagedPolicy
{
    QJsonArray connections;             // as in connections.json: fixed, neither edited nor removed here
    bool allowsOtherConnections = true; // beside those
    bool allowsImport = true;
    bool allowsExport = true;
    bool allowsDeviceGrant = true;
    // Of the user's own connections; what stands here in a connection of the policy is allowed.
    bool allowsOwnAuthorities = true;
    bool allowsOwnProxy = true;
    bool allowsOwnPins = true; // false: those that are kept stay in force
    bool allowsSystemLog = true;
    std::optional<std::chrono::minutes> idleLock; // at most; nothing: the user's own choice

    std::optional<std::chrono::minutes> sessionLimit; // likewise, since the sign-in

    // A file that is there and cannot be read, or says something unknown, is Configuration: nothing may be
    // opened under a policy that is not understood (fail closed).
    [[nodiscard]] static Result<ManagedPolicy> read(const QString &path);
    [[nodiscard]] static QString standardPath();
};

} // namespace gatehouse::store
