// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/sandboxprocess.h"
#include "core/base/clock.h"
#include "core/base/lifetime.h"
#include "core/net/httpclient.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace gatehouse::console {

// Gets a sandbox going: uses the one that already runs where it ran the last time (another console's), else
// starts one of its own.
class SandboxHost : public QObject
{
    Q_OBJECT
public:
    explicit SandboxHost(const Clock &clock, QObject *parent = nullptr);
    ~SandboxHost() override;

    void start(const std::optional<workspace::Connection> &known);
    // Ends the sandbox when it is ours, then calls back; at once when it is not.
    void stop(const std::function<void()> &stopped);

signals:
    void ready(const gatehouse::workspace::Connection &connection);
    void failed(const gatehouse::Error &error);

private:
    void startProcess();

    net::HttpClient m_http;
    Lifetime m_lifetime;
    std::unique_ptr<SandboxProcess> m_process;
};

[[nodiscard]] QString sandboxName(); // of its connection

} // namespace gatehouse::console
