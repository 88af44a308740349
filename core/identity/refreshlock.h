// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

namespace gatehouse::identity {

// The lock around "read the store, refresh, keep the new token", shared by all processes of one person (T4).
// Waits by timer, never by blocking. Whoever does not get it within `patience` must not refresh: two at once
// cost the session. Only where no lock file can be made at all it goes on without.
class RefreshLock : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds UsualPatience{30'000};

    explicit RefreshLock(const QString &filePath, std::chrono::milliseconds patience = UsualPatience,
                         QObject *parent = nullptr);

    void acquire();
    void release();

signals:
    void acquired(bool isHeld); // false: there is no lock to be had (no permission, a full disk)
    void contended();           // somebody else has it, and still has it after all the patience

private:
    void attempt();

    QLockFile m_file;
    QTimer m_retry;
    std::chrono::milliseconds m_patience;
    std::chrono::milliseconds m_waited{0};
};

} // namespace gatehouse::identity
