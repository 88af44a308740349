// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/values.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>

class QDBusPendingCallWatcher;

namespace gatehouse::console {

// What the desktop shows in a corner. Title and text are plain text, ours or a server's.
struct DesktopNotice
{
    QString title;
    QString text;
    std::optional<gateway::SubscriptionId> request = {}; // what a click opens; nothing: the whole queue
    bool operator==(const DesktopNotice &) const = default;
};

// Notices through org.freedesktop.Notifications. Never blocks and never waits; what the service is told is
// one line, short, and escaped, since services take the text for markup.
class DesktopNotifier : public QObject
{
    Q_OBJECT
public:
    explicit DesktopNotifier(QObject *parent = nullptr);

    void show(const DesktopNotice &notice); // talks to D-Bus: not before the first frame
    // Takes away everything that still stands there.
    void withdraw();
    [[nodiscard]] qsizetype standing() const { return m_standing.size(); }

signals:
    void clicked(const gatehouse::console::DesktopNotice &notice);
    // There is no such service: it is to be shown in another way.
    void notShown(const gatehouse::console::DesktopNotice &notice);

private slots:
    void onActionInvoked(uint id, const QString &action);
    void onNotificationClosed(uint id, uint reason);

private:
    void listen();
    void answered(QDBusPendingCallWatcher *call, const DesktopNotice &notice, int round);
    void close(uint id);

    QHash<uint, DesktopNotice> m_standing; // by the service's number
    int m_round = 0;                       // of withdraw(): what was asked before it is taken away
    bool m_isListening = false;
};

} // namespace gatehouse::console
