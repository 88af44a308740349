// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

namespace gatehouse::identity {

// The lock around "read the store, refresh, keep the new token", shared by all processes of one person (T4).
// Waits by timer, never by blocking; after `patience` it goes on without, since a stuck process must not end
// the session.
class RefreshLock : public QObject
{
    Q_OBJECT
public:
    RefreshLock(const QString &filePath, QObject *parent = nullptr);

    void acquire();
    void release();

signals:
    void acquired(bool isHeld);

private:
    QLockFile m_file;
    QTimer m_retry;
    int m_attempts = 0;
};

} // namespace gatehouse::identity
