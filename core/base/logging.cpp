// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <QDateTime>
#include <QFile>
#include <QMutex>
#include <QRegularExpression>

#include <array>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace gatehouse::log {
Q_LOGGING_CATEGORY(net, "gatehouse.net")
Q_LOGGING_CATEGORY(store, "gatehouse.store")
Q_LOGGING_CATEGORY(identity, "gatehouse.identity")
Q_LOGGING_CATEGORY(gateway, "gatehouse.gateway")
Q_LOGGING_CATEGORY(analytics, "gatehouse.analytics")
Q_LOGGING_CATEGORY(workspace, "gatehouse.workspace")
Q_LOGGING_CATEGORY(ui, "gatehouse.ui")
Q_LOGGING_CATEGORY(app, "gatehouse.app")
} // namespace gatehouse::log

namespace gatehouse {

namespace {

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

// Names of members, parameters and cookies whose value is a credential or leads to one.
constexpr auto credentialNames =
    "code|state|nonce|(?:[a-z]+[_-])*(?:token|secret|verifier|password|passwd|assertion|api[_-]?key)"_L1;

const std::array<Rule, 6> &rules()
{
    constexpr auto options = QRegularExpression::CaseInsensitiveOption;
    // Never destroyed: Qt logs to its very end, after the destructors of what stands here would have run.
    static const auto *const all = new std::array<Rule, 6>{
        Rule{QRegularExpression(
                 u"\\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(\\s*[:=]\\s*)[^\\r\\n]+"_s,
                 options),
             u"\\1\\2[redacted]"_s},
        Rule{QRegularExpression(u"\\b(bearer|dpop|basic)\\s+[A-Za-z0-9._~+/=-]{6,}"_s, options),
             u"\\1 [redacted]"_s},
        Rule{QRegularExpression(u"\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)*"_s), u"[redacted]"_s},
        Rule{QRegularExpression(u"\\b(%1)=[^&\\s\"']+"_s.arg(credentialNames), options), u"\\1=[redacted]"_s},
        Rule{QRegularExpression(u"(\\\\?\")(%1)\\1\\s*:\\s*\\\\?\"[^\"]*(?:\"|$)"_s.arg(credentialNames),
                                options),
             u"\"\\2\":\"[redacted]\""_s},
        Rule{QRegularExpression(u"(://)[^/\\s@]+@"_s), u"\\1[redacted]@"_s},
    };
    return *all;
}

bool isUnsafe(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7f && u < 0xa0) || u == 0x061c || (u >= 0x200b && u <= 0x200f) ||
           (u >= 0x2028 && u <= 0x202e) || (u >= 0x2060 && u <= 0x2069) || u == 0xfeff;
}

QString escaped(QStringView text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (isUnsafe(c))
            line += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            line += c;
    }
    return line;
}

char letter(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 'D';
    case QtInfoMsg:
        return 'I';
    case QtWarningMsg:
        return 'W';
    case QtCriticalMsg:
        return 'C';
    case QtFatalMsg:
        break;
    }
    return 'F';
}

// Qt's handler is a plain function, so what it writes to has to stand here.
struct Sink
{
    QMutex mutex;
    QFile file;
};

Sink &sink()
{
    static auto *const theSink = new Sink; // as above
    return *theSink;
}

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line =
        u"%1 %2 %3: %4\n"_s.arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))
            .arg(QLatin1Char(letter(type)))
            .arg(QLatin1StringView(context.category ? context.category : "default"), redacted(message))
            .toUtf8();
    Sink &target = sink();
    const QMutexLocker lock(&target.mutex);
    std::fputs(line.constData(), stderr);
    if (target.file.isOpen()) {
        target.file.write(line);
        target.file.flush(); // the line before a crash is the one that is wanted
    }
}

} // namespace

QString redacted(QStringView text)
{
    constexpr qsizetype most = 16 * 1024;
    QString line = text.first(std::min(text.size(), most)).toString();
    for (const Rule &rule : rules())
        line.replace(rule.pattern, rule.replacement);
    line = escaped(line);
    if (text.size() > most)
        line += u"… (%1 more)"_s.arg(text.size() - most);
    return line;
}

void installLogSink(const QString &filePath)
{
    Sink &target = sink();
    {
        const QMutexLocker lock(&target.mutex);
        target.file.close();
        if (!filePath.isEmpty()) {
            constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
            target.file.setFileName(filePath);
            if (target.file.open(QIODevice::WriteOnly | QIODevice::Append, ownerOnly))
                target.file.setPermissions(ownerOnly); // it may have been there before
        }
    }
    qInstallMessageHandler(write);
}

} // namespace gatehouse
