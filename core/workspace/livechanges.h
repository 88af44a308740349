// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::workspace {

// Learns of changes to the requests while somebody looks: waits for what the gateway tells, or, where it
// tells nothing by itself, asks for the first page now and then, with its ETag.
class LiveChanges : public QObject
{
    Q_OBJECT
public:
    // `etag`: of the first page as it is shown.
    LiveChanges(gateway::Gateway &gateway, std::function<QByteArray()> etag,
                std::chrono::milliseconds askEvery = std::chrono::seconds(30), QObject *parent = nullptr);

    void start();
    void stop();

signals:
    void changed(const QList<gatehouse::gateway::Subscription> &items);
    // Something may be missing: the list is to be read again.
    void listIsOld();

private:
    void waitForChanges();
    void take(const gateway::SubscriptionChanges &changes);
    void askFirstPage();

    gateway::Gateway &m_gateway;
    std::function<QByteArray()> m_etag;
    std::chrono::milliseconds m_askEvery;
    bool m_isOn = false;
    QString m_cursor;
    int m_attempt = 0;
    QTimer m_pause;
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
