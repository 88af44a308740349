// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/settings.h"
#include "core/workspace/deeplink.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>

namespace gatehouse::console {

struct InstanceLimits
{
    std::chrono::milliseconds patience{2000}; // for an answer, and for a whole line
    int peers = 8;                            // at the same time
};

// One console for each person and data directory. The first start holds a lock that ends with its process,
// however that ends, and listens on a local socket; a later one hands its order over and leaves. What comes
// over the socket can only raise the window or navigate (ADR 0016), and only from a process of the same user.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    struct Place
    {
        QString directory; // private: 0700 and the user's own
        QString name;      // of the files in it, without their endings
        [[nodiscard]] QString socket() const { return directory + u'/' + name + QStringLiteral(".socket"); }
        [[nodiscard]] QString lock() const { return directory + u'/' + name + QStringLiteral(".lock"); }
    };

    // In $XDG_RUNTIME_DIR when that is private, otherwise in the data directory. The name tells data
    // directories apart.
    [[nodiscard]] static Place placeFor(const store::Places &places);
    // The user this process runs as.
    [[nodiscard]] static quint32 thisUser();

    // `owner`: whom both ends must belong to; another than thisUser() only in tests.
    explicit SingleInstance(Place place, InstanceLimits limits = {}, quint32 owner = thisUser(),
                            QObject *parent = nullptr);
    ~SingleInstance() override;

    // True when this is the first: it listens from now on, and what an ended run left behind is taken away.
    // Storage when nothing can be locked or listened on.
    [[nodiscard]] Result<bool> claim();
    // Of a later start. handedOver(), becameFirst() or failed() tells what came of it.
    void handOver(const workspace::InstanceOrder &order);
    // The program is ending: no order is taken any more. The lock stays until it has ended.
    void retire();

signals:
    void ordered(const gatehouse::workspace::InstanceOrder &order); // by a later start

    void handedOver();
    void becameFirst(); // the other one ended meanwhile
    void failed();      // it did not answer in time

private:
    struct Lock;

    [[nodiscard]] bool isOwners(const QLocalSocket &peer) const;
    void welcome();
    void take(QLocalSocket *peer);
    void call();
    void callAgainLater();
    void endCall();

    Place m_place;
    InstanceLimits m_limits;
    quint32 m_owner;
    std::unique_ptr<Lock> m_lock;
    QLocalServer m_server;
    int m_peers = 0;
    QByteArray m_line; // to be handed over
    QPointer<QLocalSocket> m_call;
    QTimer m_pause;
    QTimer m_patience;
};

} // namespace gatehouse::console
