// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/exitcode.h"
#include "app/ctl/output.h"
#include "app/shared/stores.h"
#include "core/base/clock.h"

#include <QObject>

namespace gatehouse::ctl {

// audit verify, list, export and report: what this computer's own trail holds. Need no connection and no
// network; somebody else's export is verified from its file alone.
class AuditCommands : public QObject
{
    Q_OBJECT
public:
    AuditCommands(const Arguments &arguments, app::Stores &stores, const Clock &clock, const Output &output);
    void start();

signals:
    void finished(gatehouse::ctl::ExitCode code);

private:
    void verifyTrail();
    void verifyFile();
    void list();
    void write();
    void report();
    void fail(const Error &error);
    void say(bool holds, const QJsonObject &facts, const QString &sentence);

    const Arguments &m_arguments;
    app::Stores &m_stores;
    const Clock &m_clock;
    const Output &m_output;
};

} // namespace gatehouse::ctl
