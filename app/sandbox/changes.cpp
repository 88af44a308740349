// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/changes.h"

#include "app/sandbox/paging.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr int MostAtOnce = 500;
constexpr qint64 TooFarBehind = 20'000; // reading the list anew is less work then
constexpr int LongestWait = 30;

} // namespace

std::optional<std::chrono::seconds> Changes::waitOf(const Request &request)
{
    bool isNumber = false;
    const int seconds = request.query.value(u"wait"_s, u"0"_s).toInt(&isNumber);
    if (!isNumber || seconds < 0 || seconds > LongestWait)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

std::optional<Answer> Changes::since(const Request &request, const Caller &caller, bool mayWait)
{
    if (!waitOf(request))
        return problem(400, u"invalid-parameter"_s, u"A parameter cannot be understood."_s,
                       u"wait is 0 to 30 seconds."_s);
    const qint64 now = m_database.value(u"SELECT max(change) FROM subscriptions"_s).toLongLong();
    const QString epoch = m_database.meta(u"epoch"_s);
    const auto answer = [&](const QJsonArray &items, qint64 point) {
        return json({{u"items"_s, items}, {u"cursor"_s, Cursor{.number = point, .id = epoch}.toText()}});
    };
    const QString after = request.query.value(u"after"_s);
    if (after.isEmpty())
        return answer({}, now);
    const std::optional<Cursor> from = Cursor::fromText(after);
    if (!from || from->id != epoch || from->number > now || from->number < now - TooFarBehind)
        return problem(410, u"gone"_s, u"That point is not known any more; read the list anew."_s);

    static const QString statement =
        SubscriptionReader::selection() +
        u"WHERE s.change > ? AND (? OR s.tenant IN (SELECT value FROM json_each(?))) ORDER BY s.change LIMIT ?"_s;
    QSqlQuery query = m_database.run(statement, {from->number, caller.person.seesAll ? 1 : 0,
                                                 jsonList(caller.person.tenants), MostAtOnce});
    QList<SubscriptionRow> rows;
    while (query.next())
        rows.append(SubscriptionRow(query));
    query.finish();
    if (rows.isEmpty() && mayWait)
        return std::nullopt;
    const qint64 point = rows.size() == MostAtOnce ? rows.constLast().change : now;
    return answer(m_reader.toJson(rows, caller), point);
}

} // namespace gatehouse::sandbox
