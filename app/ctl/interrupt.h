// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace gatehouse::ctl {

// Ctrl+C and the polite end signal as a Qt signal: the handler only writes a byte. One per process.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

signals:
    void raised();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace gatehouse::ctl
