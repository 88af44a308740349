// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/exchange.h"

namespace gatehouse::sandbox {

namespace {

QString decoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

} // namespace

Parameters parseForm(const QByteArray &encoded)
{
    Parameters parameters;
    for (const QByteArray &pair : encoded.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        parameters.insert(decoded(equals < 0 ? pair : pair.first(equals)),
                          equals < 0 ? QString() : decoded(pair.mid(equals + 1)));
    }
    return parameters;
}

QByteArray Request::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QStringList Request::segments() const
{
    QStringList parts;
    for (const QByteArray &part : path.split('/')) {
        if (!part.isEmpty())
            parts.append(QString::fromUtf8(QByteArray::fromPercentEncoding(part)));
    }
    return parts;
}

} // namespace gatehouse::sandbox
