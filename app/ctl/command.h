// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/exitcode.h"
#include "app/ctl/output.h"
#include "app/shared/gatewaylink.h"
#include "core/base/follow.h"

#include <QObject>

namespace gatehouse::ctl {

using gatehouse::follow;

// One command at one connection: starts when the event loop runs, ends once with finished().
class Command : public QObject
{
    Q_OBJECT
public:
    Command(const Arguments &arguments, app::GatewayLink &link, const Output &output)
        : m_arguments(arguments)
        , m_link(link)
        , m_output(output)
    {}
    virtual void start() = 0;
    // Ctrl+C. Whether the command ends by itself soon; otherwise it is ended as it stands.
    virtual bool stop() { return false; }

signals:
    void finished(gatehouse::ctl::ExitCode code);

protected:
    // Ends the command when the connection's role rules take the right away: as the console shows it
    // disabled, nothing is asked or sent here.
    [[nodiscard]] bool isDenied(const QString &right)
    {
        if (!m_link.account().isDeniedByRoles(right))
            return false;
        fail({.kind = Error::Kind::Forbidden, .code = QStringLiteral("roles"), .title = right});
        return true;
    }
    void fail(const Error &error)
    {
        m_output.error(error);
        emit finished(exitCodeFor(error));
    }

    const Arguments &m_arguments;
    app::GatewayLink &m_link;
    const Output &m_output;
};

} // namespace gatehouse::ctl
