// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/managedpolicy.h"

#include "core/base/json.h"
#include "core/store/settings.h"

#include <filesystem>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr qint64 MostBytes = 1024 * 1024;

ManagedPolicy readMembers(JsonReader &r)
{
    static const QStringList known{
        u"connections"_s,        u"allow_other_connections"_s, u"allow_import"_s,         u"allow_export"_s,
        u"allow_device_grant"_s, u"allow_own_authorities"_s,   u"allow_proxy"_s,          u"allow_pins"_s,
        u"allow_system_log"_s,   u"idle_lock_minutes"_s,       u"session_limit_minutes"_s};
    ManagedPolicy policy;
    for (const QString &name : r.memberNames())
        if (!known.contains(name))
            r.fail(name.toStdString(), "one of the members of a policy");
    policy.connections = r.raw("connections").toArray();
    if (r.has("connections") && !r.raw("connections").isArray())
        r.fail("connections", "a list");
    const std::pair<const char *, bool *> switches[] = {
        {"allow_other_connections", &policy.allowsOtherConnections},
        {"allow_import", &policy.allowsImport},
        {"allow_export", &policy.allowsExport},
        {"allow_device_grant", &policy.allowsDeviceGrant},
        {"allow_own_authorities", &policy.allowsOwnAuthorities},
        {"allow_proxy", &policy.allowsOwnProxy},
        {"allow_pins", &policy.allowsOwnPins},
        {"allow_system_log", &policy.allowsSystemLog}};
    for (const auto &[name, isAllowed] : switches)
        *isAllowed = r.optionalBoolean(name).value_or(true);
    if (const std::optional<qint64> minutes = r.optionalInteger("idle_lock_minutes", 1, 24 * 60))
        policy.idleLock = std::chrono::minutes(*minutes);
    if (const std::optional<qint64> minutes = r.optionalInteger("session_limit_minutes", 1, 30 * 24 * 60))
        policy.sessionLimit = std::chrono::minutes(*minutes);
    return policy;
}

// Only a file that is not there is no policy: one behind a broken link or in a folder that cannot be looked
// into may say anything.
bool isAbsent(const QString &path)
{
    namespace fs = std::filesystem;
    const fs::path file(path.toStdString());
    std::error_code why;
    if (fs::symlink_status(file, why).type() != fs::file_type::not_found ||
        why != std::errc::no_such_file_or_directory)
        return false;
    const fs::path folder = file.parent_path();
    const bool isBroken = fs::is_symlink(fs::symlink_status(folder, why)) && !fs::exists(folder, why);
    return !isBroken;
}

} // namespace

Result<ManagedPolicy> ManagedPolicy::read(const QString &path)
{
    if (isAbsent(path))
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
