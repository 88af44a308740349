// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/trailexport.h"

#include "core/base/csv.h"
#include "core/base/hashchain.h"
#include "core/base/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::audit {

namespace {

// RFC 5612: the enterprise number for examples; Gatehouse has none of its own.
const QString ElementId = u"gatehouse@32473"_s;
constexpr int LogAudit = 13;
constexpr int Warning = 4;
constexpr int Notice = 5;

bool isTrouble(const TrailLine &line)
{
    const QString action = line.text(u"action"_s);
    return action == "decision.not_recorded"_L1 || action == "decision.elsewhere"_L1 ||
           action == "decision.not_effective"_L1;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

// Control characters would end a line or act on a terminal; what they were stays visible.
QString oneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text)
        line += c < u' ' || (c >= QChar(0x7f) && c <= QChar(0x9f)) || c == QChar(0x2028) || c == QChar(0x2029)
                    ? QChar(u' ')
                    : c;
    return line;
}

QString compact(const QJsonObject &object)
{
    return object.isEmpty() ? QString() : QString::fromUtf8(writeJson(object));
}

// What every form tells, by its name there.
struct Fact
{
    QString column; // of CSV and syslog
    QString cef;    // key; a label is added for custom strings
    QString value;
};

QList<Fact> factsOf(const TrailLine &line)
{
    const QJsonObject context = line.context();
    const auto of = [&context](const QString &member) { return context.value(member).toString(); };
    return {
        {u"action"_s, u"cat"_s, line.text(u"action"_s)},
        {u"verdict"_s, u"act"_s, line.text(u"verdict"_s)},
        {u"decision"_s, u"externalId"_s, line.text(u"decision"_s)},
        {u"connection"_s, u"deviceExternalId"_s, line.text(u"connection"_s)},
        {u"actor"_s, u"suid"_s, line.text(u"actor"_s)},
        {u"actor_name"_s, u"suser"_s, line.text(u"actor_name"_s)},
        {u"subscription"_s, u"fileId"_s, line.text(u"subscription"_s)},
        {u"application"_s, u"cs1"_s, of(u"application"_s)},
        {u"api"_s, u"cs2"_s, of(u"api"_s)},
        {u"tenant"_s, u"cs3"_s, of(u"tenant"_s)},
        {u"requester"_s, u"duser"_s, of(u"requester"_s)},
        {u"requested_at"_s, u"cs4"_s, of(u"requested_at"_s)},
        {u"reason"_s, u"reason"_s, line.text(u"reason"_s)},
        {u"terms"_s, u"cs5"_s, compact(line.record.value(u"terms"_s).toObject())},
        {u"note"_s, u"msg"_s, line.text(u"note"_s)},
    };
}

QByteArray jsonLine(const TrailLine &line)
{
    // The record as it was chained, byte for byte: what is proved is what is read.
    return "{\"hash\":\"" + line.hash.toHex() + "\",\"number\":" + QByteArray::number(line.number) +
           ",\"previous\":\"" + line.previous.toHex() + "\",\"record\":" + line.json + "}\n";
}

QByteArray csvHeading()
{
    QStringList heads{u"number"_s, u"at"_s};
    for (const Fact &fact : factsOf({}))
        heads.append(fact.column);
    heads.append(u"hash"_s);
    return csvRecord(heads);
}

QByteArray csvLine(const TrailLine &line)
{
    QStringList fields{QString::number(line.number), timeText(line.at)};
    for (const Fact &fact : factsOf(line))
        fields.append(fact.value);
    fields.append(QString::fromLatin1(line.hash.toHex()));
    return csvRecord(fields);
}

QString cefHeader(QString text)
{
    return oneLine(text.replace(u'\\', u"\\\\"_s).replace(u'|', u"\\|"_s));
}

QString cefValue(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'=', u"\\="_s);
    text.replace(u"\r\n"_s, u"\\n"_s).replace(u'\n', u"\\n"_s).replace(u'\r', u"\\n"_s);
    return oneLine(text);
}

QByteArray cefLine(const TrailLine &line)
{
    const QString action = line.text(u"action"_s);
    QString text = u"CEF:0|Gatehouse|Gatehouse|"_s + QStringLiteral(GATEHOUSE_VERSION) + u'|' +
                   cefHeader(action) + u'|' + cefHeader(QString(action).replace(u'.', u' ')) + u'|' +
                   (isTrouble(line) ? u'6' : u'3') + u"|rt="_s +
                   QString::number(line.at.toMSecsSinceEpoch()) + u" cn1="_s + QString::number(line.number) +
                   u" cn1Label=number"_s;
    for (const Fact &fact : factsOf(line)) {
        if (fact.value.isEmpty())
            continue;
        text += u' ' + fact.cef + u'=' + cefValue(fact.value);
        if (fact.cef.startsWith(u"cs"_s))
            text += u' ' + fact.cef + u"Label="_s + fact.column;
    }
    return text.toUtf8() + '\n';
}

// RFC 5424 6.3.3: in a value ", \ and ] are escaped.
QString parameter(const QString &name, QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u']', u"\\]"_s);
    return u' ' + name + u"=\""_s + oneLine(value) + u'"';
}

// RFC 5424 6: a header field is printable ASCII.
QString headerField(const QString &text, qsizetype most)
{
    QString field;
    for (const QChar c : text)
        if (c > u' ' && c <= u'~')
            field += c;
    return field.isEmpty() ? u"-"_s : field.left(most);
}

QByteArray syslogLine(const TrailLine &line, const QString &host)
{
    const int priority = LogAudit * 8 + (isTrouble(line) ? Warning : Notice);
    const QString action = line.text(u"action"_s);
    QString text = u"<%1>1 "_s.arg(priority) + timeText(line.at) + u' ' + headerField(host, 255) +
                   u" gatehouse - "_s + headerField(action, 32) + u" ["_s + ElementId +
                   parameter(u"number"_s, QString::number(line.number));
    for (const Fact &fact : factsOf(line))
        if (!fact.value.isEmpty())
            text += parameter(fact.column, fact.value);
    text += parameter(u"hash"_s, QString::fromLatin1(line.hash.toHex())) + u"] "_s;
    const QString who = line.text(u"actor_name"_s);
    const QString what = line.text(u"verdict"_s);
    return text.toUtf8() + "\xEF\xBB\xBF" +
           oneLine(QStringList{action, what, line.text(u"subscription"_s), who}.join(u' ').simplified())
               .toUtf8() +
           '\n';
}

struct ProofLine
{
    qint64 number = 0;
    QByteArray previous;
    QByteArray hash;
    QByteArray json;
};

ProofLine readProof(JsonReader &r)
{
    return {.number = r.integer("number", 1),
            .previous = QByteArray::fromHex(r.string("previous").toLatin1()),
            .hash = QByteArray::fromHex(r.string("hash").toLatin1()),
            .json = writeJson(r.raw("record").toObject())};
}

} // namespace

std::optional<ExportFormat> exportFormatOf(const QString &word)
{
    static const QHash<QString, ExportFormat> formats{{u"jsonl"_s, ExportFormat::JsonLines},
                                                      {u"csv"_s, ExportFormat::Csv},
                                                      {u"cef"_s, ExportFormat::Cef},
                                                      {u"syslog"_s, ExportFormat::Syslog}};
    const auto format = formats.constFind(word);
    return format == formats.cend() ? std::nullopt : std::optional(*format);
}

QByteArray exported(const QList<TrailLine> &lines, ExportFormat format, const QString &host)
{
    QByteArray bytes = format == ExportFormat::Csv ? csvHeading() : QByteArray();
    for (const TrailLine &line : lines) {
        switch (format) {
        case ExportFormat::JsonLines:
            bytes += jsonLine(line);
            break;
        case ExportFormat::Csv:
            bytes += csvLine(line);
            break;
        case ExportFormat::Cef:
            bytes += cefLine(line);
            break;
        case ExportFormat::Syslog:
            bytes += syslogLine(line, host);
            break;
        }
    }
    return bytes;
}

Result<ExportVerdict> verifyExport(QByteArrayView jsonLines)
{
    ExportVerdict verdict;
    std::optional<ProofLine> before;
    for (const QByteArray &line : QByteArray::fromRawData(jsonLines.data(), jsonLines.size()).split('\n')) {
        if (line.isEmpty())
            continue;
        const Result<ProofLine> proof = readJson(line, readProof);
        if (!proof)
            return failure(Error::Kind::Invalid,
                           u"line %1: %2"_s.arg(verdict.records + 1).arg(proof.error().detail));
        const bool follows = before && proof->number == before->number + 1;
        const bool fits = proof->hash == chainHash(proof->previous, proof->json) &&
                          (!follows || proof->previous == before->hash) &&
                          (proof->number > 1 || proof->previous == chainStart());
        if (!fits || (before && proof->number <= before->number)) {
            verdict.brokenAt = proof->number;
            verdict.why = u"Record %1 is not what was written."_s.arg(proof->number);
            return verdict;
        }
        verdict.gaps += before && !follows;
        ++verdict.records;
        before = *proof;
    }
    return verdict;
}

} // namespace gatehouse::audit
