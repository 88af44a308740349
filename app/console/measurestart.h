// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace gatehouse::console {

class Console;

// --measure-start: notes when the first frame with cached rows was painted, waits until the gateway has
// answered, opens the usage page, and prints one line of JSON: both, and the memory at both moments. Then it
// leaves.
class MeasureStart : public QObject
{
    Q_OBJECT
public:
    explicit MeasureStart(Console &console, QObject *parent = nullptr);

private:
    void tick();
    [[nodiscard]] bool isQueueRead() const;
    [[nodiscard]] bool isUsageRead() const;

    Console &m_console;
    QJsonObject m_line;
    QTimer m_timer;
    QElapsedTimer m_running;
    bool m_isAtUsage = false;
};

} // namespace gatehouse::console
