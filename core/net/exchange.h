// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"
#include "core/net/tokensource.h"
#include "core/net/trust.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>

class QNetworkAccessManager;

namespace gatehouse::net {

// One request sent once, to its answer or transport failure. Dying, it aborts what is under way.
class Exchange : public QObject
{
    Q_OBJECT
public:
    // `token` may be null. The manager outlives the exchange.
    Exchange(QNetworkAccessManager &manager, const Request &request, const QByteArray &userAgent,
             const Trust &trust, const AccessToken *token, QObject *parent);
    ~Exchange() override;

signals:
    // Once, never from within the constructor.
    void finished(const gatehouse::Result<gatehouse::net::Response> &outcome);

private:
    void onMetaData();
    void onReadyRead();
    void onFinished();
    void giveUp(Error::Kind kind, const QString &detail);
    [[nodiscard]] Result<Response> outcome() const;
    [[nodiscard]] Error transportError() const;

    Request m_request;
    QPointer<QNetworkReply> m_reply; // dies with the manager at the latest
    QByteArray m_body;
    QList<Error::Field> m_certificate; // of the server, when it was refused
    std::optional<Error> m_gaveUp;     // why we aborted: Qt reports every abort alike
    QTimer m_deadline;
    QElapsedTimer m_elapsed;
};

} // namespace gatehouse::net
