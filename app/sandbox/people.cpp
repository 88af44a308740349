// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/people.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

QStringList Person::may() const
{
    QStringList rights{u"requests.read"_s, u"usage.read"_s};
    if (mayDecide())
        rights.append(u"requests.decide"_s);
    return rights;
}

const QList<Person> &people()
{
    static const QList<Person> all{
        {.subject = u"ada.okafor"_s,
         .name = u"Ada Okafor"_s,
         .email = u"ada.okafor@example.test"_s,
         .role = u"Platform admin"_s,
         .roles = {u"platform-admin"_s},
         .tenants = {},
         .seesAll = true},
        {.subject = u"noor.haddad"_s,
         .name = u"Noor Haddad"_s,
         .email = u"noor.haddad@example.test"_s,
         .role = u"Approver of Fraud Analysts"_s,
         .roles = {u"approver"_s},
         .tenants = {u"ten_fraud"_s}},
        {.subject = u"mikael.lindqvist"_s,
         .name = u"Mikael Lindqvist"_s,
         .email = u"mikael.lindqvist@example.test"_s,
         .role = u"Second approver, Fraud Analysts and Customer Support"_s,
         .roles = {u"approver"_s},
         .tenants = {u"ten_fraud"_s, u"ten_support"_s}},
        {.subject = u"ines.moreau"_s,
         .name = u"Ines Moreau"_s,
         .email = u"ines.moreau@example.test"_s,
         .role = u"Auditor, reads everything and decides nothing"_s,
         .roles = {u"auditor"_s},
         .tenants = {},
         .seesAll = true},
        {.subject = u"kenji.watanabe"_s,
         .name = u"Kenji Watanabe"_s,
         .email = u"kenji.watanabe@example.test"_s,
         .role = u"Prompt engineer of Customer Support"_s,
         .roles = {u"prompt-engineer"_s},
         .tenants = {u"ten_support"_s}},
    };
    return all;
}

std::optional<Person> findPerson(const QString &subject)
{
    for (const Person &person : people()) {
        if (person.subject == subject)
            return person;
    }
    return std::nullopt;
}

} // namespace gatehouse::sandbox
