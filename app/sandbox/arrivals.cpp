// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/arrivals.h"

#include "app/sandbox/applicant.h"
#include "app/sandbox/rules.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

const QStringList Purposes{u"replay"_s, u"dashboard"_s, u"nightly"_s,
                           u"pilot"_s,  u"monitor"_s,   u"assistant"_s};
const QList<std::pair<QString, QString>> Askers{
    {u"priya.nair"_s, u"Priya Nair"_s},         {u"tomas.vega"_s, u"Tomás Vega"_s},
    {u"elin.berg"_s, u"Elin Berg"_s},           {u"jonas.weber"_s, u"Jonas Weber"_s},
    {u"ben.castellano"_s, u"Ben Castellano"_s}, {u"sara.lund"_s, u"Sara Lund"_s}};
const QStringList Reasons{u"A pilot of four weeks; we report what it saved."_s,
                          u"The nightly job needs it before the desk opens."_s,
                          u"Replaces the export we send by mail today."_s,
                          u"For the dashboard the risk committee asked for."_s,
                          u"Tests of the new release against live figures."_s};

} // namespace

void requestArrives(Database &database, quint32 seed, const QDateTime &now)
{
    const auto changes = database.value(u"SELECT max(change) FROM subscriptions"_s).toUInt();
    QRandomGenerator random(seed ^ (changes * 2'654'435'761U));
    const auto oneOf = [&random](const auto &list) { return list.at(random.bounded(int(list.size()))); };
    QSqlQuery api = database.run(
        u"SELECT id, scopes, plans, name FROM apis ORDER BY id LIMIT 1 OFFSET ? % (SELECT count(*) FROM apis)"_s,
        {random.bounded(1'000'000)});
    if (!api.next())
        return;
    const QString tenant =
        database
            .value(u"SELECT id FROM tenants ORDER BY id LIMIT 1 OFFSET ? % (SELECT count(*) FROM tenants)"_s,
                   {random.bounded(1'000'000)})
            .toString();
    const QStringList scopes = api.value(1).toString().split(u' ', Qt::SkipEmptyParts);
    const auto [subject, name] = oneOf(Askers);
    const QString about = api.value(3).toString().section(u' ', 0, 0).toLower();
    insertRequest(database,
                  {.application = u"%1-%2-%3"_s.arg(about, oneOf(Purposes)).arg(random.bounded(100)),
                   .api = api.value(0).toString(),
                   .plan = oneOf(planNames(api.value(2).toByteArray())),
                   .tenant = tenant,
                   .subject = subject,
                   .name = name,
                   .justification = oneOf(Reasons),
                   .scopes = scopes.first(1 + random.bounded(int(scopes.size())))},
                  now.toMSecsSinceEpoch());
}

} // namespace gatehouse::sandbox
