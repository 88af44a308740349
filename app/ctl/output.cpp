// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include "app/ctl/errortext.h"
#include "core/base/json.h"

#include <cstdio>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

void print(std::FILE *file, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file);
}

} // namespace

void Output::json(const QJsonObject &object) const
{
    // JSON itself escapes C0; C1 and bidirectional controls are escaped here, inside strings all of them.
    QString line;
    const QString written = QString::fromUtf8(writeJson(object));
    for (const QChar c : written) {
        const bool isHarmful = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
        if (isHarmful)
            line += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            line += c;
    }
    print(stdout, line + u'\n');
}

void Output::text(const QString &text) const
{
    print(stdout, text);
}

void Output::note(const QString &sentence) const
{
    print(stderr, sentence + u'\n');
}

void Output::error(const Error &error) const
{
    print(stderr, errorText(error) + u'\n');
}

} // namespace gatehouse::ctl
