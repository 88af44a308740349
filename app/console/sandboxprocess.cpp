// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/sandboxprocess.h"

#include "core/base/json.h"
#include "core/base/logging.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace gatehouse::console {

QString sandboxProgram()
{
    const QString name = u"gatehouse-sandbox"_s;
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

Result<workspace::Connection> sandboxConnection(const QByteArray &readyLine)
{
    Result<workspace::Connection> connection = readJson(readyLine, [](JsonReader &line) {
        workspace::Connection made;
        made.name = u"Sandbox"_s;
        made.stage = workspace::Stage::Sandbox;
        made.api = QUrl(line.string("api"), QUrl::StrictMode);
        made.issuer = identity::Issuer(line.string("issuer"));
        made.clientId = line.string("client_id");
        return made;
    });
    if (!connection)
        return connection;
    if (Result<void> usable = workspace::check(*connection); !usable)
        return failure(usable.error());
    return connection;
}

SandboxProcess::SandboxProcess(QObject *parent)
    : QObject(parent)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &SandboxProcess::readLine);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(Error::Kind::Configuration, m_process.errorString());
    });
    connect(&m_process, &QProcess::finished, this, [this] {
        if (m_isStopping)
            emit stopped();
        else
            fail(Error::Kind::Offline, u"gatehouse-sandbox ended"_s);
    });
#ifdef Q_OS_LINUX
    // Should the console die without a word, its sandbox goes too.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0); });
#endif
}

SandboxProcess::~SandboxProcess()
{
    m_process.disconnect(this); // ~QProcess ends it
}

void SandboxProcess::start()
{
    const QString program = sandboxProgram();
    if (program.isEmpty())
        return fail(Error::Kind::Configuration, u"gatehouse-sandbox is not beside the program nor in PATH"_s);
    m_process.start(program, {}, QIODevice::ReadOnly);
}

void SandboxProcess::stop()
{
    m_isStopping = true;
    m_process.terminate();
}

void SandboxProcess::readLine()
{
    while (m_process.canReadLine()) {
        const QByteArray line = m_process.readLine();
        if (m_isReady)
            continue;
        m_isReady = true;
        if (const Result<workspace::Connection> connection = sandboxConnection(line))
            emit ready(*connection);
        else
            emit failed(connection.error());
    }
}

void SandboxProcess::fail(Error::Kind kind, const QString &detail)
{
    qCWarning(log::app).noquote() << "sandbox:" << detail;
    Error error;
    error.kind = kind;
    error.title = u"gatehouse-sandbox"_s;
    error.detail = detail;
    emit failed(error);
}

} // namespace gatehouse::console
