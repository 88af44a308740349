// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gatehouse {

namespace {

bool looksLikeAFormula(const QString &field)
{
    static const QString starts =
        u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20"_s + QChar(u'\0'); // the last four: full-width = + - @
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?$"_s);
    return !field.isEmpty() && starts.contains(field.front()) && !number.match(field).hasMatch();
}

QString quoted(QString field)
{
    if (looksLikeAFormula(field))
        field.prepend(u'\'');
    field.remove(QChar(u'\0'));
    static const QRegularExpression needsQuotes(u"[\",\r\n]|^\\s|\\s$"_s);
    if (!needsQuotes.match(field).hasMatch())
        return field;
    return u'"' + field.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

QByteArray csvRecord(const QStringList &fields)
{
    QStringList cells;
    cells.reserve(fields.size());
    for (const QString &field : fields)
        cells.append(quoted(field));
    return cells.join(u',').toUtf8() + "\r\n";
}

} // namespace gatehouse
