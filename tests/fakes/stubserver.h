// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace gatehouse::test {

// A real HTTP/1.1 server on a free loopback port that answers as told and can misbehave.
class StubServer : public QObject
{
    Q_OBJECT
public:
    struct Seen
    {
        QByteArray method;
        QByteArray target; // path and query as sent
        net::Headers headers;
        QByteArray body;
        [[nodiscard]] QByteArray header(QByteArrayView name) const { return net::header(headers, name); }
    };
    struct Answer
    {
        enum class Fault {
            None,
            Silent,      // accepts and never answers
            CloseAtOnce, // closes without a byte
            CutInBody,   // promises the whole body, sends half, closes
            Trickle,     // one byte at a time
            Garbage,     // bytes that are not HTTP
        };
        int status = 200;
        net::Headers headers = {};
        QByteArray body = {};
        QByteArray contentType = "application/json";
        Fault fault = Fault::None;
        qint64 repeatBody = 1; // sends the body that many times over (a 200 MB answer costs no memory here)
    };
    using Handler = std::function<Answer(const Seen &)>;

    explicit StubServer(QObject *parent = nullptr);
    ~StubServer() override;

    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const; // http://127.0.0.1:port/path
    void setHandler(Handler handler);   // answers everything the queue does not
    void enqueue(const Answer &answer); // answers the next request, whatever it is
    [[nodiscard]] const QList<Seen> &seen() const;
    void clearSeen();
    void goDown(); // refuses connections from now on
    void comeUp(); // on the same port

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::test
