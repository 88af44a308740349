// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/sandboxhost.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::console {
namespace {

net::Request healthRequest(const workspace::Connection &connection)
{
    net::Request request;
    request.url = connection.api.resolved(QUrl(u"/v1/health"_s));
    request.timeout = 2s;
    return request;
}

} // namespace

QString sandboxName()
{
    return u"Sandbox"_s;
}

SandboxHost::SandboxHost(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_http(clock, nullptr, net::HttpClient::Options{.attempts = 1})
{}

SandboxHost::~SandboxHost() = default;

void SandboxHost::start(const std::optional<workspace::Connection> &known)
{
    if (!known || known->api.port() <= 0)
        return startProcess();
    m_http.send(healthRequest(*known), m_lifetime.token())
        .then(this, [this, connection = *known](const Result<net::Response> &answer) {
            if (answer && answer->status == 200)
                emit ready(connection);
            else
                startProcess();
        });
}

void SandboxHost::startProcess()
{
    m_process = std::make_unique<SandboxProcess>();
    connect(m_process.get(), &SandboxProcess::ready, this, &SandboxHost::ready);
    connect(m_process.get(), &SandboxProcess::failed, this, &SandboxHost::failed);
    m_process->start();
}

void SandboxHost::stop(const std::function<void()> &stopped)
{
    m_lifetime.restart();
    if (!m_process || !m_process->isRunning())
        return stopped();
    connect(m_process.get(), &SandboxProcess::stopped, this, stopped);
    m_process->stop();
}

} // namespace gatehouse::console
