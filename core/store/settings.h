// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QVariant>

#include <memory>

namespace gatehouse::store {

// A setting that is not in this list and in the table of settings.cpp cannot exist. Secrets never go here.
enum class Setting {
    Theme,             // "system", "light", "dark"
    CurrentConnection, // connection name
    WindowGeometry,    // bytes
    RailCollapsed,     // bool
    ApprovalsColumns,  // bytes: header state
    ApprovalsSplit,    // bytes: splitter state
    ApprovalsViews,    // bytes: JSON, see workspace::SavedViews
    IdleLockMinutes,   // int: 0 never, 5, 10, 30
    Locked,            // bool: the console was locked, and not every session is unlocked since
    UnlockedSince,     // text: keys of the sessions that somebody signed in to afresh since then, a line each
    SessionLimitMinutes, // int: 0 never, 60, 240, 480, 720: locked so long after the sign-in
    UsageRange,          // "7d", "30d", "90d", "365d"
    UsageGrouping,       // "tenant", "api", "none"
    Notices,             // bool: tell the desktop of new and overdue requests
    NoticesQuiet,        // bool: not in the quiet hours
    NoticesQuietFrom,    // int: full hours of the local day, 0 to 23
    NoticesQuietTo,      // int: 0 to 23
    NoticesWeekends,     // bool: Saturdays and Sundays are quiet
};

// Typed settings in $XDG_CONFIG_HOME/gatehouse/gatehouse.ini, 0600. A value of the wrong type or out of its
// set reads as the default. Main thread.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(const QString &filePath, QObject *parent = nullptr);
    ~Settings() override;

    [[nodiscard]] QVariant value(Setting setting) const;
    // Storage when the file cannot be written; the value then holds for this run only.
    Result<void> set(Setting setting, const QVariant &value);

signals:
    void changed(gatehouse::store::Setting setting);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

// Where things are kept: XDG_* respected, directories made 0700.
struct Places
{
    QString config; // $XDG_CONFIG_HOME/gatehouse
    QString data;   // $XDG_DATA_HOME/gatehouse
    QString cache;  // $XDG_CACHE_HOME/gatehouse
    [[nodiscard]] static Places standard();
};
[[nodiscard]] Result<void> makePrivateDirectory(const QString &path);
// Atomic replace, 0600, refuses a symbolic link as target.
[[nodiscard]] Result<void> writePrivateFile(const QString &path, QByteArrayView bytes);
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 maxBytes);

} // namespace gatehouse::store
