// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <QUrl>

namespace gatehouse::test {

// A real OpenID provider as a process of the test's own. It prints one JSON line when it is ready, and ends
// with its standard input. The line says what has to be known of it, and where it is not what RFC 6749, RFC
// 7009 and OpenID Connect Core ask for:
//   issuer, client_id
//   subject, absent when it makes one up
//   ports: it compares the redirect address with its port, and these are registered
//   cookies: jars the person's browsers bring along, one for each while they last: a sign-out may end more
//   than one session of a browser (Keycloak)
//   browser_query: what the browser adds to the address
//   client_without_refresh: a client that gets no refresh token
//   client_bound: a client that must push its requests and prove a key with every token
//   acr: a stronger sign-in than the usual one
//   person_can_refuse, names_errors, revokes_public: true unless said otherwise
class Peer
{
public:
    explicit Peer(const QStringList &commandLine)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(commandLine.first(), commandLine.mid(1));
        const bool isReady = QTest::qWaitFor([this] { return m_process.canReadLine() || isOver(); }, 300'000);
        if (isReady && !isOver())
            m_said = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Peer()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(20'000))
            m_process.kill();
    }
    Q_DISABLE_COPY_MOVE(Peer)

    [[nodiscard]] bool isReady() const { return !m_said.isEmpty(); }
    [[nodiscard]] QUrl issuer() const { return QUrl(text("issuer")); }
    [[nodiscard]] QString text(const char *name) const
    {
        return m_said.value(QLatin1String(name)).toString();
    }
    [[nodiscard]] bool can(const char *name) const { return m_said.value(QLatin1String(name)).toBool(true); }
    [[nodiscard]] QString takeCookies()
    {
        const QJsonArray jars = m_said.value(QLatin1String("cookies")).toArray();
        return jars.isEmpty() ? QString() : jars.at(std::min(m_taken++, jars.size() - 1)).toString();
    }
    [[nodiscard]] QList<quint16> ports() const
    {
        QList<quint16> ports;
        for (const QJsonValue &port : m_said.value(QLatin1String("ports")).toArray())
            ports.append(quint16(port.toInt()));
        return ports.isEmpty() ? QList<quint16>{0} : ports;
    }

private:
    [[nodiscard]] bool isOver() const { return m_process.state() == QProcess::NotRunning; }

    QProcess m_process;
    QJsonObject m_said;
    qsizetype m_taken = 0;
};

} // namespace gatehouse::test
