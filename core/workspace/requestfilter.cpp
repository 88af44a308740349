// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/requestfilter.h"

#include "core/workspace/foldedtext.h"

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

namespace {

const QList<std::pair<SortColumn, QString>> &sortColumns()
{
    static const QList<std::pair<SortColumn, QString>> words{
        {SortColumn::App, u"app"_s},         {SortColumn::Api, u"api"_s},
        {SortColumn::Scope, u"scope"_s},     {SortColumn::Tenant, u"tenant"_s},
        {SortColumn::Waiting, u"waiting"_s}, {SortColumn::Cost, u"cost"_s},
        {SortColumn::State, u"state"_s},     {SortColumn::Requester, u"requester"_s},
        {SortColumn::Plan, u"plan"_s},       {SortColumn::Sensitive, u"sensitive"_s},
        {SortColumn::Agree, u"agree"_s},
    };
    return words;
}

QString wordFor(Sending sending)
{
    switch (sending) {
    case Sending::Sending:
        return u"sending"_s;
    case Sending::Recorded:
        return u"recorded"_s;
    case Sending::NotRecorded:
        return u"not-recorded"_s;
    case Sending::DecidedElsewhere:
        return u"elsewhere"_s;
    case Sending::WaitingForNetwork:
        return u"waiting"_s;
    default:
        return {};
    }
}

bool hasOneOf(const QString &text, const QStringList &folded)
{
    const QString own = foldedText(text);
    return std::any_of(folded.begin(), folded.end(),
                       [&](const QString &value) { return own.contains(value); });
}

bool isOneOf(const QString &word, const QStringList &folded)
{
    return !word.isEmpty() && folded.contains(foldedText(word));
}

bool compares(qint64 value, Comparison comparison, qint64 limit)
{
    switch (comparison) {
    case Comparison::Is:
        return value == limit;
    case Comparison::Less:
        return value < limit;
    case Comparison::AtMost:
        return value <= limit;
    case Comparison::Greater:
        return value > limit;
    case Comparison::AtLeast:
        return value >= limit;
    }
    return false;
}

bool holds(const FilterTerm &term, const QueueRow &row, const FilterContext &context)
{
    const gateway::Subscription &request = row.request;
    switch (term.key) {
    case FilterKey::State:
        return isOneOf(request.state.text, term.values) || isOneOf(wordFor(row.sending), term.values);
    case FilterKey::Tenant:
        return hasOneOf(request.tenantName, term.values);
    case FilterKey::Api:
        return hasOneOf(request.apiName + u' ' + request.apiVersion, term.values);
    case FilterKey::App:
        return hasOneOf(request.applicationName, term.values);
    case FilterKey::Scope:
        return std::any_of(request.scopes.begin(), request.scopes.end(),
                           [&](const QString &scope) { return hasOneOf(scope, term.values); });
    case FilterKey::Requester:
        return hasOneOf(request.requesterName, term.values);
    case FilterKey::Plan:
        return hasOneOf(request.plan, term.values);
    case FilterKey::Connection:
        return hasOneOf(context.connection, term.values);
    case FilterKey::Sensitive:
        return request.sensitive == (term.number == 1);
    case FilterKey::Cost:
        return request.estimatedMonthlyCost &&
               compares(request.estimatedMonthlyCost->micros, term.comparison, term.number);
    case FilterKey::Age:
        return compares(request.requestedAt.secsTo(context.now), term.comparison, term.number);
    case FilterKey::Due:
        return request.dueAt.isValid() &&
               compares(context.now.secsTo(request.dueAt), term.comparison, term.number);
    case FilterKey::Overdue:
        return isOverdue(request, context.now) == (term.number == 1);
    case FilterKey::Word:
    case FilterKey::Sort:
    case FilterKey::Group:
        break;
    }
    return true;
}

QString signOf(const FilterTerm &term)
{
    switch (term.comparison) {
    case Comparison::Is:
        return term.key == FilterKey::Cost ? u"="_s : u":"_s;
    case Comparison::Less:
        return u"<"_s;
    case Comparison::AtMost:
        return u"<="_s;
    case Comparison::Greater:
        return u">"_s;
    case Comparison::AtLeast:
        return u">="_s;
    }
    return {};
}

// A word that would be read as something else without quotes.
bool looksLikeTerm(const QString &word)
{
    const tl::expected<RequestFilter, FilterError> parsed = RequestFilter::parse(word);
    return !parsed || parsed->terms().size() != 1 ||
           parsed->terms().constFirst() != FilterTerm{.key = FilterKey::Word, .values = {word}};
}

} // namespace

RequestFilter::RequestFilter(QList<FilterTerm> terms)
    : m_terms(std::move(terms))
{
    for (FilterTerm term : std::as_const(m_terms)) {
        if (term.key == FilterKey::Word || term.key == FilterKey::Sort || term.key == FilterKey::Group)
            continue;
        for (QString &value : term.values)
            value = foldedText(value);
        m_conditions.append(std::move(term));
    }
}

QString RequestFilter::text() const
{
    QStringList parts;
    for (const FilterTerm &term : m_terms)
        parts.append(textOf(term));
    return parts.join(u' ');
}

QString RequestFilter::textOf(const FilterTerm &term)
{
    const QString minus = term.isNegated ? u"-"_s : QString();
    if (term.key == FilterKey::Word) {
        const QString word = term.values.value(0);
        return minus +
               (looksLikeTerm(word) && quoted(word) == word ? QString(u'"' + word + u'"') : quoted(word));
    }
    QStringList values;
    for (const QString &value : term.values) {
        const bool isOwnState = term.key == FilterKey::State && !stateWords().contains(value.toLower());
        values.append(isOwnState && quoted(value) == value ? QString(u'"' + value + u'"') : quoted(value));
    }
    return minus + workspace::wordFor(term.key) + signOf(term) + values.join(u'|') +
           (term.isTurned ? u"-"_s : QString());
}

QStringList RequestFilter::words() const
{
    QStringList found;
    for (const FilterTerm &term : m_terms)
        if (term.key == FilterKey::Word && !term.isNegated)
            found.append(term.values);
    return found;
}

QStringList RequestFilter::excludedWords() const
{
    QStringList found;
    for (const FilterTerm &term : m_terms)
        if (term.key == FilterKey::Word && term.isNegated)
            found.append(term.values);
    return found;
}

bool RequestFilter::matches(const QueueRow &row, const FilterContext &context) const
{
    return std::all_of(m_conditions.begin(), m_conditions.end(),
                       [&](const FilterTerm &term) { return holds(term, row, context) != term.isNegated; });
}

bool RequestFilter::dependsOnTime() const
{
    return std::any_of(m_conditions.begin(), m_conditions.end(), [](const FilterTerm &term) {
        return term.key == FilterKey::Age || term.key == FilterKey::Due || term.key == FilterKey::Overdue;
    });
}

std::optional<SortWish> RequestFilter::sort() const
{
    for (const FilterTerm &term : m_terms) {
        if (term.key != FilterKey::Sort)
            continue;
        const auto column = SortColumn(term.number);
        return SortWish{.column = column, .isDescending = startsWithLargest(column) != term.isTurned};
    }
    return std::nullopt;
}

Grouping RequestFilter::grouping() const
{
    for (const FilterTerm &term : m_terms)
        if (term.key == FilterKey::Group)
            return Grouping(term.number);
    return Grouping::None;
}

RequestFilter RequestFilter::without(qsizetype term) const
{
    QList<FilterTerm> terms = m_terms;
    terms.remove(term);
    return RequestFilter(std::move(terms));
}

RequestFilter RequestFilter::withoutKey(FilterKey key) const
{
    QList<FilterTerm> terms = m_terms;
    terms.removeIf([key](const FilterTerm &term) { return term.key == key; });
    return RequestFilter(std::move(terms));
}

const QList<std::pair<FilterKey, QString>> &filterKeys()
{
    static const QList<std::pair<FilterKey, QString>> words{
        {FilterKey::State, u"state"_s},
        {FilterKey::Tenant, u"tenant"_s},
        {FilterKey::Api, u"api"_s},
        {FilterKey::App, u"app"_s},
        {FilterKey::Scope, u"scope"_s},
        {FilterKey::Requester, u"requester"_s},
        {FilterKey::Plan, u"plan"_s},
        {FilterKey::Connection, u"connection"_s},
        {FilterKey::Sensitive, u"sensitive"_s},
        {FilterKey::Cost, u"cost"_s},
        {FilterKey::Age, u"age"_s},
        {FilterKey::Due, u"due"_s},
        {FilterKey::Overdue, u"overdue"_s},
        {FilterKey::Sort, u"sort"_s},
        {FilterKey::Group, u"group"_s},
    };
    return words;
}

QString wordFor(FilterKey key)
{
    for (const auto &[each, word] : filterKeys())
        if (each == key)
            return word;
    return {};
}

QString wordFor(SortColumn column)
{
    for (const auto &[each, word] : sortColumns())
        if (each == column)
            return word;
    return {};
}

QString wordFor(Grouping grouping)
{
    return grouping == Grouping::Tenant ? u"tenant"_s : grouping == Grouping::Api ? u"api"_s : u"none"_s;
}

QStringList stateWords()
{
    using gateway::SubscriptionState;
    QStringList words;
    for (const SubscriptionState state :
         {SubscriptionState::Pending, SubscriptionState::Returned, SubscriptionState::Approved,
          SubscriptionState::Rejected, SubscriptionState::Revoked, SubscriptionState::Suspended,
          SubscriptionState::Expired, SubscriptionState::Withdrawn})
        words.append(gateway::wordFor(state));
    for (const Sending sending : {Sending::Sending, Sending::WaitingForNetwork, Sending::Recorded,
                                  Sending::NotRecorded, Sending::DecidedElsewhere})
        words.append(wordFor(sending));
    return words;
}

std::optional<SortColumn> sortColumnOf(const QString &word)
{
    for (const auto &[column, each] : sortColumns())
        if (each == word)
            return column;
    return std::nullopt;
}

bool startsWithLargest(SortColumn column)
{
    return column == SortColumn::Waiting || column == SortColumn::Cost || column == SortColumn::Sensitive;
}

QString quoted(const QString &value)
{
    const bool isPlain =
        !value.isEmpty() && !value.startsWith(u'-') && std::none_of(value.begin(), value.end(), [](QChar c) {
            return c.isSpace() || c == u'"' || c == u'|' || c == u'\\';
        });
    if (isPlain)
        return value;
    QString inside = value;
    inside.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + inside + u'"';
}

bool isOverdue(const gateway::Subscription &request, const QDateTime &now)
{
    return request.dueAt.isValid() && gateway::isRequest(request.state.value) && request.dueAt < now;
}

} // namespace gatehouse::workspace
