// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/deeplink.h"

#include <QStringDecoder>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

namespace {

constexpr qsizetype longestLink = 2048;         // characters; far more than the longest that can be written
constexpr qsizetype longestConnectionName = 64; // as check(const Connection &)

tl::unexpected<Error> refused(const QString &rule, const QString &sentence)
{
    return failure(Error{.kind = Error::Kind::Invalid,
                         .code = u"link."_s + rule,
                         .title = sentence,
                         .detail = rule,
                         .fields = {{.path = {}, .message = sentence}}});
}

bool isUnreserved(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' ||
           c == u'.' || c == u'_' || c == u'~';
}

int hexDigit(QChar c)
{
    if (c >= u'0' && c <= u'9')
        return c.unicode() - u'0';
    if (c >= u'a' && c <= u'f')
        return c.unicode() - u'a' + 10;
    if (c >= u'A' && c <= u'F')
        return c.unicode() - u'A' + 10;
    return -1;
}

// Strict: overlong forms, halves of a surrogate pair and a cut sequence are no text.
std::optional<QString> fromUtf8(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError() || text.toUtf8() != bytes)
        return std::nullopt;
    return text;
}

// Decoded once. Nothing when it is not of the two kinds of characters, or no text.
std::optional<QString> decodedPart(QStringView part)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < part.size(); ++i) {
        if (isUnreserved(part.at(i))) {
            bytes.append(char(part.at(i).unicode()));
            continue;
        }
        if (part.at(i) != u'%' || i + 2 >= part.size())
            return std::nullopt;
        const int high = hexDigit(part.at(i + 1));
        const int low = hexDigit(part.at(i + 2));
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.append(char(high * 16 + low));
        i += 2;
    }
    return fromUtf8(bytes);
}

// No control or formatting character hides in what is compared and shown.
bool isPlain(const QString &text)
{
    for (const char32_t c : text.toUcs4()) {
        switch (QChar::category(c)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        default:
            break;
        }
    }
    return true;
}

Result<DeepLink> target(const QString &connection, const QString &id)
{
    if (connection.isEmpty() || connection.size() > longestConnectionName || !isPlain(connection))
        return refused(u"connection"_s, u"The link does not name a connection."_s);
    if (id.isEmpty() || id.size() > longestRequestId || !isPlain(id) || id == "."_L1 || id == ".."_L1)
        return refused(u"request"_s, u"The link does not name a request."_s);
    return DeepLink{.connection = connection, .request = {id}};
}

} // namespace

Result<DeepLink> readDeepLink(const QString &text)
{
    static const QString scheme = u"gatehouse://"_s;
    if (text.size() > longestLink)
        return refused(u"length"_s, u"The link is too long."_s);
    if (!text.startsWith(scheme))
        return refused(u"scheme"_s, u"A link starts with gatehouse:// in small letters."_s);
    const QList<QStringView> parts = QStringView(text).mid(scheme.size()).split(u'/');
    if (parts.size() != 3 || parts.at(1) != "requests"_L1)
        return refused(u"form"_s, u"A link is gatehouse://connection/requests/id and nothing more."_s);
    const std::optional<QString> connection = decodedPart(parts.at(0));
    const std::optional<QString> id = decodedPart(parts.at(2));
    if (!connection || !id)
        return refused(
            u"characters"_s,
            u"The link holds characters that have no place in it: it takes letters, digits, - . _ ~ "
            "and percent-encoded UTF-8."_s);
    return target(*connection, *id);
}

QString writeDeepLink(const DeepLink &link)
{
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text)); // all but the unreserved
    };
    return u"gatehouse://"_s + encoded(link.connection) + u"/requests/"_s + encoded(link.request.value);
}

Result<void> checkKnown(const DeepLink &link, const QStringList &connections)
{
    if (!connections.contains(link.connection))
        return refused(u"unknown_connection"_s, u"The link is for a connection that is not known here."_s);
    return {};
}

QByteArray writeInstanceOrder(const InstanceOrder &order)
{
    if (!order.target)
        return QByteArrayLiteral("raise");
    return "open " + order.target->connection.toUtf8() + '\t' + order.target->request.value.toUtf8();
}

Result<InstanceOrder> readInstanceOrder(QByteArrayView line)
{
    if (line.size() >= longestInstanceLine)
        return refused(u"length"_s, u"The line is too long."_s);
    if (line == "raise")
        return InstanceOrder{};
    const std::optional<QString> text = fromUtf8(line);
    if (!text || !text->startsWith("open "_L1) || text->count(u'\t') != 1)
        return refused(u"form"_s, u"The line is neither raise nor open."_s);
    const qsizetype tab = text->indexOf(u'\t');
    const Result<DeepLink> link = target(text->mid(5, tab - 5), text->mid(tab + 1));
    if (!link)
        return failure(link.error());
    return InstanceOrder{.target = *link};
}

} // namespace gatehouse::workspace
