// SPDX-License-Identifier: GPL-3.0-or-later
// The input is the query of a redirect, as it stands in the request line.
#include "core/identity/redirectrequest.h"
#include "tests/fuzz/target.h"

using namespace gatehouse::identity;
using namespace gatehouse::fuzz;

namespace {

QByteArray encoded(const QHash<QByteArray, QByteArray> &parameters)
{
    QByteArray query;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
        query += it.key().toPercentEncoding() + '=' + it.value().toPercentEncoding() + '&';
    return query;
}

// Qt's decoder takes every escape; where ours takes them too, both must agree.
QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray query = bytesOf(data, size);
    const auto parameters = parseRedirectQuery(query);
    if (!parameters)
        return 0;
    require(parseRedirectQuery(encoded(*parameters)) == parameters, "what was read can be written again");
    qsizetype pairs = 0;
    for (const QByteArray &pair : query.split('&')) {
        if (pair.isEmpty())
            continue;
        ++pairs;
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = decoded(equals < 0 ? pair : pair.first(equals));
        require(parameters->contains(name), "a name is decoded once, after the split");
        require(parameters->value(name) == (equals < 0 ? QByteArray() : decoded(pair.mid(equals + 1))),
                "so is its value");
        require(!parseRedirectQuery(query + '&' + name.toPercentEncoding() + "=again"),
                "no name is given twice");
    }
    require(parameters->size() == pairs, "nothing else is read");
    require(!parseRedirectQuery(query + "%") && !parseRedirectQuery(query + "%4") &&
                !parseRedirectQuery(query + "%zz"),
            "a broken escape spoils it all");
    return 0;
}
