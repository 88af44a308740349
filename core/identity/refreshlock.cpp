// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/refreshlock.h"

#include "core/base/logging.h"

namespace gatehouse::identity {

namespace {

constexpr std::chrono::milliseconds Pause{50};
constexpr int MostAttempts = 600; // half a minute

} // namespace

RefreshLock::RefreshLock(const QString &filePath, QObject *parent)
    : QObject(parent)
    , m_file(filePath)
{
    m_file.setStaleLockTime(std::chrono::seconds(60));
    m_retry.setInterval(Pause);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RefreshLock::acquire);
}

void RefreshLock::acquire()
{
    if (m_file.tryLock()) {
        m_attempts = 0;
        emit acquired(true);
        return;
    }
    if (m_file.error() == QLockFile::LockFailedError && ++m_attempts < MostAttempts) {
        m_retry.start();
        return;
    }
    // No permission, a full disk, or a process that never lets go.
    qCWarning(log::identity) << "the refresh lock cannot be had; refreshing without it";
    m_attempts = 0;
    emit acquired(false);
}

void RefreshLock::release()
{
    m_file.unlock();
}

} // namespace gatehouse::identity
