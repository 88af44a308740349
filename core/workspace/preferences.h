// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/settings.h"
#include "core/workspace/noticerules.h"
#include "core/workspace/savedviews.h"

#include <QObject>

namespace gatehouse::workspace {

// What the pages remember, so that ui need not know the store.
class Preferences : public QObject
{
    Q_OBJECT
public:
    explicit Preferences(store::Settings &settings, QObject *parent = nullptr);

    [[nodiscard]] QString theme() const; // "system", "light", "dark"
    void setTheme(const QString &theme);
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &bytes);
    [[nodiscard]] bool isRailCollapsed() const;
    void setRailCollapsed(bool collapsed);
    [[nodiscard]] QByteArray approvalsColumns() const;
    void setApprovalsColumns(const QByteArray &bytes);
    [[nodiscard]] QByteArray approvalsSplit() const;
    void setApprovalsSplit(const QByteArray &bytes);
    [[nodiscard]] SavedViews approvalsViews() const; // none where they cannot be read
    void setApprovalsViews(const SavedViews &views);
    [[nodiscard]] int idleLockMinutes() const; // 0 never, 5, 10, 30
    void setIdleLockMinutes(int minutes);
    [[nodiscard]] bool isLocked() const;
    void setLocked(bool isLocked); // and nobody has unlocked anything since
    // Keys of the sessions that somebody signed in to afresh since it was locked.
    [[nodiscard]] QStringList unlockedSince() const;
    void setUnlockedSince(const QStringList &keys);
    [[nodiscard]] int sessionLimitMinutes() const; // 0 never, 60, 240, 480, 720
    void setSessionLimitMinutes(int minutes);
    [[nodiscard]] int usageDays() const; // 7, 30, 90, 365
    void setUsageDays(int days);
    [[nodiscard]] QString usageGrouping() const; // "tenant", "api", "none"
    void setUsageGrouping(const QString &grouping);
    [[nodiscard]] NoticeChoices notices() const;
    void setNotices(const NoticeChoices &choices);

signals:
    void themeChanged();

private:
    store::Settings &m_settings;
};

} // namespace gatehouse::workspace
