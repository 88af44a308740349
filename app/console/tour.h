// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/subscription.h"

#include <QDir>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace gatehouse::console {

class Console;

// --tour DIR: the program itself, driven from its own keyboard queue, step by step as each state is reached,
// with a picture of the window in light and in dark at every stop. Writes what it decided to
// DIR/decisions.jsonl.
class Tour : public QObject
{
    Q_OBJECT
public:
    Tour(Console &console, const QString &directory, const QString &part, QObject *parent = nullptr);

private:
    struct Step
    {
        QString name;
        std::function<bool()> until; // what must be so first
        std::function<void()> act;
    };

    void planFirst();
    void planApprovals();
    void planUsage();
    void planAudit();
    void planWindow();
    void planLock();
    void planAgain();
    void planDecide();
    void planSettled();
    void planLook();
    void tellWhatIsSaid();
    void add(const QString &name, const std::function<bool()> &until, const std::function<void()> &act);
    void addPicture(const QString &name, const std::function<bool()> &until);
    void addDecision(const QString &word, Qt::Key key, const QString &reason);

    void tick();
    void fail(const QString &why);
    void takePicture(const QString &name);
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, const QString &text = {});
    void type(const QString &text);
    void note(const QString &word, const gateway::SubscriptionId &id, const QString &reason);

    [[nodiscard]] bool isPage(const QString &id) const;
    [[nodiscard]] bool isQueueRead() const;
    [[nodiscard]] bool isUsageRead(int days) const;
    [[nodiscard]] std::optional<gateway::SubscriptionId> decidable() const;

    Console &m_console;
    QDir m_directory;
    std::vector<Step> m_steps;
    size_t m_next = 0;
    int m_pictures = 0;
    gateway::SubscriptionId m_deciding;
    QTimer m_timer;
    QElapsedTimer m_waiting;
};

} // namespace gatehouse::console
