// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workspace/connection.h"

#include <QObject>
#include <QProcess>

namespace gatehouse::console {

// gatehouse-sandbox as a child of the console: found beside it or in the PATH, told apart by the one line of
// JSON it prints when it is ready, ended with the console.
class SandboxProcess : public QObject
{
    Q_OBJECT
public:
    explicit SandboxProcess(QObject *parent = nullptr);
    ~SandboxProcess() override;

    // On the port it had the last time, if that is free: the sandbox remembers it.
    void start();
    void stop(); // stopped() follows
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

signals:
    void ready(const gatehouse::workspace::Connection &connection);
    void failed(const gatehouse::Error &error);
    void stopped();

private:
    void readLine();
    void fail(Error::Kind kind, const QString &detail);

    QProcess m_process;
    bool m_isReady = false;
    bool m_isStopping = false;
};

// The connection that the sandbox's ready line names; Decode when it is not such a line.
[[nodiscard]] Result<workspace::Connection> sandboxConnection(const QByteArray &readyLine);
// The path of gatehouse-sandbox: beside this program, else in the PATH; empty when it is nowhere.
[[nodiscard]] QString sandboxProgram();

} // namespace gatehouse::console
