// SPDX-License-Identifier: GPL-3.0-or-later
// Locking and unlocking. The rest of Console is in console.cpp.
#include "app/console/attention.h"
#include "app/console/console.h"

#include "core/base/follow.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/shell/errortext.h"
#include "ui/shell/lockscreen.h"

namespace gatehouse::console {

void Console::lock()
{
    if (!m_link || !m_link->desk() || m_link->account().isLocked())
        return; // nobody is there whose work could be seen
    m_link->lock();
    m_preferences.setLocked(true); // a restart is no way round it
    m_window.setLocked(true);
    m_attention->setLocked(true);
}

void Console::unlock()
{
    if (!m_link)
        return;
    m_window.lockScreen()->setWaiting(true);
    // The person is asked for anew, whatever the browser remembers.
    follow(m_link->account().unlock(), this, [this](const Result<void> &unlocked) {
        if (!unlocked) {
            m_window.lockScreen()->setProblem(ui::describe(unlocked.error()).sentence());
            return;
        }
        leaveLock();
        m_approvals->refresh();
    });
}

void Console::leaveLock()
{
    m_preferences.setLocked(false);
    m_window.setLocked(false);
    m_attention->setLocked(false);
}

// T14: what the administrator of this computer says is the most.
std::chrono::minutes Console::idleLimit() const
{
    const std::chrono::minutes own(m_preferences.idleLockMinutes());
    const std::optional<std::chrono::minutes> most = m_stores.connections().policy().idleLock;
    if (!most)
        return own;
    return own.count() == 0 ? *most : std::min(own, *most);
}

} // namespace gatehouse::console
