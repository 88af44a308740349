// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace gatehouse::net {

// A request body that can be read once. When a server closes the line without an answer Qt sends the request
// again by itself; a body it cannot rewind is the way to forbid that, for requests that must not be doubled.
class OnceDevice final : public QIODevice
{
    Q_OBJECT
public:
    explicit OnceDevice(QByteArray body, QObject *parent = nullptr);
    [[nodiscard]] bool isSequential() const override { return true; }
    bool reset() override { return false; }
    [[nodiscard]] bool atEnd() const override { return bytesAvailable() == 0; }
    [[nodiscard]] qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    QByteArray m_body;
    qint64 m_position = 0;
};

} // namespace gatehouse::net
