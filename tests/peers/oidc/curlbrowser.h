// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/browseropener.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/peers/oidc/peer.h"

namespace gatehouse::test {

// A person's browser: follows every redirect and keeps cookies, which a provider's sign-in page cannot do
// without. Each has a jar of its own.
class CurlBrowser final : public identity::BrowserOpener
{
public:
    explicit CurlBrowser(Peer &peer)
        : m_query(peer.text("browser_query"))
    {
        if (const QString cookies = peer.takeCookies(); !cookies.isEmpty())
            QFile::copy(cookies, jar());
    }
    ~CurlBrowser() override
    {
        for (auto *curl : m_running.findChildren<QProcess *>()) {
            curl->disconnect();
            curl->kill();
            curl->waitForFinished();
        }
    }
    Q_DISABLE_COPY_MOVE(CurlBrowser)

    bool open(const QUrl &url) override
    {
        lastOpened = url;
        QUrl address = url;
        if (!m_query.isEmpty())
            address.setQuery(url.query(QUrl::FullyEncoded) + u'&' + m_query, QUrl::StrictMode);
        auto *curl = new QProcess(&m_running);
        curl->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QObject::connect(curl, &QProcess::finished, &m_running, [this, curl] {
            const QByteArray said = curl->readAllStandardOutput();
            const auto end = said.lastIndexOf('\n');
            lastStatus = said.mid(end + 1).toInt();
            lastPage = said.left(end);
            curl->deleteLater();
        });
        curl->start(QStringLiteral("curl"),
                    {QStringLiteral("--silent"), QStringLiteral("--show-error"), QStringLiteral("--location"),
                     QStringLiteral("--max-time"), QStringLiteral("60"), QStringLiteral("--cookie"), jar(),
                     QStringLiteral("--cookie-jar"), jar(), QStringLiteral("--header"),
                     QStringLiteral("Person: ") + person, QStringLiteral("--write-out"),
                     QStringLiteral("\\n%{http_code}"), QString::fromLatin1(address.toEncoded())});
        return true;
    }

    QString person = QStringLiteral("agrees"); // or "refuses", or "weak": without a second factor
    QUrl lastOpened;
    QByteArray lastPage;
    int lastStatus = 0; // of the page that came last

private:
    [[nodiscard]] QString jar() const { return m_dir.filePath(QStringLiteral("jar")); }

    QString m_query;
    QTemporaryDir m_dir;
    QObject m_running; // parent of the processes
};

} // namespace gatehouse::test
