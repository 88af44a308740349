// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/managedpolicy.h"

#include "core/base/json.h"
#include "core/store/settings.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr qint64 MostBytes = 1024 * 1024;

ManagedPolicy readMembers(JsonReader &r)
{
    static const QStringList known{u"connections"_s,       u"allow_other_connections"_s,
                                   u"allow_import"_s,      u"allow_device_grant"_s,
                                   u"idle_lock_minutes"_s, u"session_limit_minutes"_s};
    ManagedPolicy policy;
    for (const QString &name : r.memberNames())
        if (!known.contains(name))
            r.fail(name.toStdString(), "one of the members of a policy");
    policy.connections = r.raw("connections").toArray();
    if (r.has("connections") && !r.raw("connections").isArray())
        r.fail("connections", "a list");
    policy.allowsOtherConnections = r.optionalBoolean("allow_other_connections").value_or(true);
    policy.allowsImport = r.optionalBoolean("allow_import").value_or(true);
    policy.allowsDeviceGrant = r.optionalBoolean("allow_device_grant").value_or(true);
    if (const std::optional<qint64> minutes = r.optionalInteger("idle_lock_minutes", 1, 24 * 60))
        policy.idleLock = std::chrono::minutes(*minutes);
    if (const std::optional<qint64> minutes = r.optionalInteger("session_limit_minutes", 1, 30 * 24 * 60))
        policy.sessionLimit = std::chrono::minutes(*minutes);
    return policy;
}

} // namespace

Result<ManagedPolicy> ManagedPolicy::read(const QString &path)
{
    if (!QFileInfo::exists(path))
        return ManagedPolicy{};
    const auto unusable = [&path](const QString &detail) {
        return failure(
            Error{.kind = Error::Kind::Configuration, .code = u"policy"_s, .title = path, .detail = detail});
    };
    const Result<QByteArray> bytes = readFile(path, MostBytes);
    if (!bytes)
        return unusable(bytes.error().detail);
    Result<ManagedPolicy> policy = readJson(*bytes, readMembers);
    if (!policy)
        return unusable(policy.error().detail);
    return policy;
}

QString ManagedPolicy::standardPath()
{
    return u"/etc/gatehouse/policy.json"_s;
}

} // namespace gatehouse::store
