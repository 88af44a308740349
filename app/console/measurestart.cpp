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
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::console {
namespace {

constexpr std::chrono::seconds patience = 20s;

} // namespace

MeasureStart::MeasureStart(Console &console, QObject *parent)
    : QObject(parent)
{
    auto *frame = new FirstFrame(*console.approvals().table(), this);
    connect(frame, &FirstFrame::painted, this, [](int rows) {
        const qint64 milliseconds = millisecondsSinceStart();
        const QJsonObject line{
            {u"first_frame_ms"_s, milliseconds}, {u"rows"_s, rows}, {u"pss_kb"_s, proportionalSetKib()}};
        QTextStream(stdout) << writeJson(line) << '\n';
        QCoreApplication::quit();
    });
    QTimer::singleShot(patience, this, [] {
        QTextStream(stderr)
            << "No row was painted: nobody is signed in, or nothing is kept on this computer.\n";
        QCoreApplication::exit(1);
    });
}

} // namespace gatehouse::console
