// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a link, and, the same bytes, what a second start of the program sends to the first.
#include "core/workspace/deeplink.h"
#include "tests/fuzz/target.h"

using namespace gatehouse;
using namespace gatehouse::fuzz;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;

namespace {

void checkTarget(const DeepLink &link)
{
    require(!link.connection.isEmpty() && link.connection.size() <= 64, "the connection has a name");
    require(!link.request.isEmpty() && link.request.value.size() <= longestRequestId,
            "the request has an id");
    require(link.request.value != u"."_s && link.request.value != u".."_s, "an id is no step in a path");
    for (const QString &part : {link.connection, link.request.value})
        for (const QChar c : part)
            require(c.unicode() >= 0x20 && c.unicode() != 0x7f && c.unicode() != 0x2028 &&
                        c.unicode() != 0x202e,
                    "no control character");
    require(checkKnown(link, {link.connection}).has_value(), "its own name is known");
    require(!checkKnown(link, {QString(link.connection + u'x')}), "another name is not");
    const QString text = writeDeepLink(link);
    require(readDeepLink(text) == link, "what is written is read as the same");
    for (const QString &more : {u"?a=b"_s, u"#a"_s, u"/approve"_s, u" "_s, u"%"_s})
        require(!readDeepLink(QString(text + more)), "nothing may stand behind it");
    const QByteArray line = writeInstanceOrder({.target = link});
    require(line.size() < longestInstanceLine && !line.contains('\n'), "it fits into a line");
    require(readInstanceOrder(line) == InstanceOrder{.target = link}, "the line says the same");
    require(!readInstanceOrder(line + "\tapprove"), "and nothing more");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input = bytesOf(data, size);
    const QString text = QString::fromUtf8(input);
    if (const Result<DeepLink> link = readDeepLink(text)) {
        require(text.startsWith(u"gatehouse://"_s), "it is our own scheme");
        require(text.count(u'/') == 4, "it has three parts");
        for (const char16_t c : {u'?', u'#', u'@', u':', u'\\', u' '})
            require(!text.mid(12).contains(QChar(c)), "nothing else stands in it");
        checkTarget(*link);
    } else {
        require(!link.error().title.isEmpty(), "a refusal is a sentence");
    }
    if (const Result<InstanceOrder> order = readInstanceOrder(input)) {
        require(writeInstanceOrder(*order) == input, "there is one way to say it");
        if (order->target)
            checkTarget(*order->target);
    }
    return 0;
}
