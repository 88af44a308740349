// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/paging.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

QString Cursor::toText() const
{
    const QByteArray text = "1:" + QByteArray::number(number) + ':' + id.toUtf8();
    return QString::fromLatin1(text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<Cursor> Cursor::fromText(const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.size() > 512)
        return std::nullopt;
    // An id may have colons of its own; a scope has.
    const qsizetype colon = (*decoded).indexOf(':', 2);
    bool isNumber = false;
    Cursor cursor;
    if (!(*decoded).startsWith("1:") || colon < 0)
        return std::nullopt;
    cursor.number = (*decoded).mid(2, colon - 2).toLongLong(&isNumber);
    cursor.id = QString::fromUtf8((*decoded).mid(colon + 1));
    if (!isNumber || cursor.id.isEmpty() || cursor.toText() != text)
        return std::nullopt;
    return cursor;
}

std::optional<Paging> readPaging(const Parameters &query)
{
    Paging paging;
    if (query.contains(u"limit"_s)) {
        bool isNumber = false;
        paging.limit = query.value(u"limit"_s).toInt(&isNumber);
        if (!isNumber || paging.limit < 1 || paging.limit > 1000)
            return std::nullopt;
    }
    if (query.contains(u"cursor"_s)) {
        paging.after = Cursor::fromText(query.value(u"cursor"_s));
        if (!paging.after)
            return std::nullopt;
    }
    return paging;
}

} // namespace gatehouse::sandbox
