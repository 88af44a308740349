// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/refreshlock.h"

#include "core/base/logging.h"

namespace gatehouse::identity {

namespace {

constexpr std::chrono::milliseconds Pause{50};
// Longer than anybody holds it: two answers of the token endpoint, one of the key set with its repeats, three
// of a key store whose prompt is open. A holder that died is recognised by its process, at once.
constexpr std::chrono::minutes Stale{10};

} // namespace

RefreshLock::RefreshLock(const QString &filePath, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_file(filePath)
    , m_patience(patience)
{
    m_file.setStaleLockTime(Stale);
    m_retry.setInterval(Pause);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RefreshLock::attempt);
}

void RefreshLock::acquire()
{
    m_waited = std::chrono::milliseconds(0);
    attempt();
}

void RefreshLock::attempt()
{
    if (m_file.tryLock()) {
        emit acquired(true);
    } else if (m_file.error() != QLockFile::LockFailedError) {
        qCWarning(log::identity) << "no refresh lock can be made; refreshing without it";
        emit acquired(false);
    } else if (m_waited >= m_patience) {
        qCInfo(log::identity) << "somebody else holds the refresh lock";
        emit contended();
    } else {
        m_waited += Pause;
        m_retry.start();
    }
}

void RefreshLock::release()
{
    m_retry.stop();
    m_file.unlock();
}

} // namespace gatehouse::identity
