// SPDX-License-Identifier: GPL-3.0-or-later
// The input is what a program sends to the loopback port. The first two bytes say how much padding replaces
// the first "~", which puts the limits of 8 and 16 KiB within the fuzzer's reach.
#include "core/identity/redirectrequest.h"
#include "tests/fuzz/target.h"

using namespace gatehouse::identity;
using namespace gatehouse::fuzz;

namespace {

const QByteArray ours = "127.0.0.1:18181";

bool isSame(const ParsedHead &a, const ParsedHead &b)
{
    if (a.index() != b.index())
        return false;
    if (const auto *refusal = std::get_if<Refusal>(&a))
        return refusal->status == std::get<Refusal>(b).status;
    if (const auto *head = std::get_if<RequestHead>(&a))
        return head->path == std::get<RequestHead>(b).path && head->query == std::get<RequestHead>(b).query;
    return true;
}

QByteArray padded(const QByteArray &input)
{
    QByteArray received = input.mid(2);
    if (const qsizetype at = received.indexOf('~'); at >= 0)
        received.replace(
            at, 1,
            QByteArray((static_cast<unsigned char>(input[0]) + 256 * static_cast<unsigned char>(input[1])) %
                           17'000,
                       'a'));
    return received;
}

// Every split of a short request, and those of a long one where something may change.
QList<qsizetype> splitsOf(const QByteArray &received)
{
    constexpr qsizetype few = 160;
    QList<qsizetype> splits;
    const auto addAround = [&](qsizetype at) {
        for (qsizetype size = qMax<qsizetype>(at - 4, 0); size < qMin(at + 5, received.size()); ++size)
            splits.append(size);
    };
    for (qsizetype size = 0; size < qMin(few, received.size()); ++size)
        splits.append(size);
    addAround(8 * 1024);
    addAround(16 * 1024);
    for (qsizetype at = received.indexOf('\n', few); at >= 0 && splits.size() < 2 * few;
         at = received.indexOf('\n', at + 1))
        addAround(at);
    return splits;
}

// The receiver asks again with every byte that comes; the first answer but "more" counts.
void checkSplits(const QByteArray &received, const ParsedHead &whole)
{
    for (const qsizetype size : splitsOf(received)) {
        // No copy: the longest are of 17 KiB.
        const ParsedHead part = parseRequestHead(QByteArray::fromRawData(received.constData(), size), ours);
        require(std::holds_alternative<NeedMore>(part) || isSame(part, whole),
                "a head split anywhere gives the same answer");
    }
}

// As a strict reader of RFC 9112 sees it: no folded line, nothing between name and colon, lines end with CR
// LF.
QByteArrayList hostsIn(const QByteArray &head)
{
    QByteArrayList hosts;
    for (qsizetype start = 0; start < head.size();) {
        const qsizetype end = head.indexOf("\r\n", start);
        const QByteArray line = head.mid(start, end < 0 ? -1 : end - start);
        if (line.first(qMin<qsizetype>(5, line.size())).toLower() == "host:")
            hosts.append(line.mid(5).trimmed());
        start = end < 0 ? head.size() : end + 2;
    }
    return hosts;
}

void checkAccepted(const QByteArray &received, const RequestHead &accepted)
{
    const qsizetype headEnd = received.indexOf("\r\n\r\n");
    const qsizetype lineEnd = received.indexOf("\r\n");
    require(lineEnd <= 8 * 1024 && headEnd <= 16 * 1024, "the limits hold");
    require(hostsIn(received.first(headEnd)) == QByteArrayList{ours}, "there is one Host, and it is ours");
    const QByteArray line = received.first(lineEnd);
    const QByteArray target = accepted.query.isEmpty() && !line.contains('?')
                                  ? accepted.path
                                  : accepted.path + '?' + accepted.query;
    require(accepted.path.startsWith('/') && !accepted.path.contains('?'), "the path is a path");
    require(line == "GET " + target + " HTTP/1.1" || line == "GET " + target + " HTTP/1.0",
            "the request line says nothing else");
    for (const QByteArrayView name : {"Host: evil.example", "host:127.0.0.1:1", "HOST: 127.0.0.1:18181"}) {
        QByteArray second = received;
        second.insert(lineEnd + 2, name.toByteArray() + "\r\n");
        require(!std::holds_alternative<RequestHead>(parseRequestHead(second, ours)), "no second Host");
    }
    require(!std::holds_alternative<RequestHead>(parseRequestHead(received, "127.0.0.1:18182")),
            "not for another port");
    require(isSame(accepted, parseRequestHead(received + "behind", ours)), "the body is not looked at");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray received = padded(bytesOf(data, size));
    const ParsedHead whole = parseRequestHead(received, ours);
    checkSplits(received, whole);
    if (const auto *accepted = std::get_if<RequestHead>(&whole))
        checkAccepted(received, *accepted);
    return 0;
}
