// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::workspace {

// Carries orders to the gateway, as many in one request as it takes and two requests at a time, and stands
// still while the gateway asks for a pause. Knows nothing of what the answers mean.
class Courier : public QObject
{
    Q_OBJECT
public:
    struct Answer
    {
        QString key; // of the order
        Result<gateway::Subscription> outcome;
    };

    explicit Courier(gateway::Gateway &gateway, QObject *parent = nullptr);

    void post(const QList<gateway::DecisionOrder> &orders);
    // Takes back what has not left yet. Returns the keys of those orders.
    QStringList recall();

signals:
    void left(const QStringList &keys);
    void answered(const QList<gatehouse::workspace::Courier::Answer> &answers);

private:
    void next();
    void carry(const QList<gateway::DecisionOrder> &orders);
    void finish(const QList<Answer> &answers);

    gateway::Gateway &m_gateway;
    QList<gateway::DecisionOrder> m_waiting;
    int m_underWay = 0;
    bool m_takesMany = true; // until the gateway says that it does not
    QTimer m_pause;
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
