// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/measurestart.h"

#include "app/console/console.h"
#include "app/console/firstframe.h"
#include "app/console/processfacts.h"
#include "core/base/json.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/widgets/tableview.h"

#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::console {
namespace {

constexpr qint64 patienceMs = 20'000;
constexpr std::chrono::milliseconds tickEvery = 50ms;

} // namespace

MeasureStart::MeasureStart(Console &console, QObject *parent)
    : QObject(parent)
    , m_console(console)
{
    auto *frame = new FirstFrame(*console.approvals().table(), this);
    connect(frame, &FirstFrame::painted, this, [this](int rows) {
        m_line = {{u"first_frame_ms"_s, millisecondsSinceStart()},
                  {u"rows"_s, rows},
                  {u"pss_kb"_s, proportionalSetKib()}};
    });
    connect(&m_timer, &QTimer::timeout, this, &MeasureStart::tick);
    m_timer.start(tickEvery);
    m_running.start();
}

bool MeasureStart::isQueueRead() const
{
    const workspace::ApprovalDesk *desk = m_console.link() ? m_console.link()->desk() : nullptr;
    return desk && !desk->freshness().loading && !desk->freshness().fromCache;
}

bool MeasureStart::isUsageRead() const
{
    const workspace::UsageBoard *board = m_console.link() ? m_console.link()->usageBoard() : nullptr;
    return board && board->table() && board->previous() && !board->freshness().loading;
}

void MeasureStart::tick()
{
    if (m_running.elapsed() > patienceMs) {
        m_timer.stop();
        QTextStream(stderr)
            << "Not all came: nobody is signed in, nothing is kept on this computer, or the gateway does "
               "not answer.\n";
        return QCoreApplication::exit(1);
    }
    if (m_line.isEmpty() || !isQueueRead())
        return;
    if (!m_isAtUsage) {
        m_isAtUsage = true;
        m_console.window().showPage(u"usage"_s);
    } else if (isUsageRead()) {
        m_timer.stop();
        m_line.insert(u"pss_usage_kb"_s, proportionalSetKib());
        QTextStream(stdout) << writeJson(m_line) << '\n';
        QCoreApplication::quit();
    }
}

} // namespace gatehouse::console
