// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/shared/stores.h"

#include <memory>

namespace gatehouse::ctl {

class AuditCommands;

// Finds the connection, restores the session, runs the command.
class Program : public QObject
{
    Q_OBJECT
public:
    Program(const Arguments &arguments, app::Stores &stores, identity::BrowserOpener &browser,
            const Clock &clock, const Output &output);
    ~Program() override;
    void start();
    // Ctrl+C: whether what runs ends by itself soon.
    bool stop();

signals:
    void finished(gatehouse::ctl::ExitCode code);

private:
    void addConnection();
    void listConnections();
    void exportConnection();
    void importConnection();
    [[nodiscard]] std::optional<workspace::Connection> connection() const;
    void restore();
    void run();
    void fail(const Error &error);

    const Arguments &m_arguments;
    app::Stores &m_stores;
    identity::BrowserOpener &m_browser;
    const Clock &m_clock;
    const Output &m_output;
    std::unique_ptr<app::GatewayLink> m_link;
    std::unique_ptr<Command> m_command;
    std::unique_ptr<AuditCommands> m_audit;
};

} // namespace gatehouse::ctl
