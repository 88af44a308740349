// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/filtercompletion.h"

#include "core/workspace/foldedtext.h"

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

namespace {

// A key as it is typed first: with the sign it takes.
QString opening(FilterKey key, const QString &word)
{
    switch (key) {
    case FilterKey::Cost:
    case FilterKey::Age:
        return word + u'>';
    case FilterKey::Due:
        return word + u'<';
    default:
        return word + u':';
    }
}

QStringList valuesOf(FilterKey key, const FilterValues &known)
{
    switch (key) {
    case FilterKey::State:
        return stateWords();
    case FilterKey::Sensitive:
    case FilterKey::Overdue:
        return {u"yes"_s, u"no"_s};
    case FilterKey::Cost:
        return {u"10"_s, u"100"_s, u"1000"_s};
    case FilterKey::Age:
    case FilterKey::Due:
        return {u"1h"_s, u"4h"_s, u"1d"_s, u"1w"_s};
    case FilterKey::Group:
        return {wordFor(Grouping::Tenant), wordFor(Grouping::Api), wordFor(Grouping::None)};
    case FilterKey::Sort: {
        QStringList words;
        for (const SortColumn column :
             {SortColumn::Waiting, SortColumn::Cost, SortColumn::App, SortColumn::Api, SortColumn::Tenant,
              SortColumn::Scope, SortColumn::Requester, SortColumn::Plan, SortColumn::Sensitive,
              SortColumn::Agree, SortColumn::State})
            words.append(wordFor(column));
        return words;
    }
    default: {
        QStringList typed;
        for (const QString &value : known.value(key))
            typed.append(quoted(value));
        return typed;
    }
    }
}

// Those that begin with it, then those that have it.
QStringList matching(const QStringList &all, const QString &typed, qsizetype most)
{
    const QString wanted = foldedText(typed);
    QStringList first;
    QStringList then;
    for (const QString &each : all) {
        QString folded = foldedText(each);
        if (folded.startsWith(u'"'))
            folded.remove(0, 1);
        if (folded.startsWith(wanted))
            first.append(each);
        else if (folded.contains(wanted))
            then.append(each);
    }
    return (first + then).mid(0, most);
}

// Where the token at the cursor begins; a space inside quotes ends none.
int tokenStart(const QString &text, int cursor)
{
    int start = 0;
    bool isQuoted = false;
    for (int i = 0; i < cursor; ++i) {
        if (text.at(i) == u'\\' && isQuoted)
            ++i;
        else if (text.at(i) == u'"')
            isQuoted = !isQuoted;
        else if (text.at(i).isSpace() && !isQuoted)
            start = i + 1;
    }
    return start;
}

} // namespace

void FilterValueCollector::add(const gateway::Subscription &request)
{
    const auto note = [this](FilterKey key, const QString &value) {
        if (!value.isEmpty())
            m_found[key].insert(value);
    };
    note(FilterKey::Tenant, request.tenantName);
    note(FilterKey::Api, request.apiName);
    note(FilterKey::App, request.applicationName);
    for (const QString &scope : request.scopes)
        note(FilterKey::Scope, scope);
    note(FilterKey::Requester, request.requesterName);
    note(FilterKey::Plan, request.plan);
}

FilterValues FilterValueCollector::values(qsizetype most) const
{
    FilterValues values;
    for (auto it = m_found.cbegin(); it != m_found.cend(); ++it) {
        QStringList list(it->cbegin(), it->cend());
        std::sort(list.begin(), list.end(), [](const QString &a, const QString &b) {
            const int folded = a.compare(b, Qt::CaseInsensitive);
            return folded != 0 ? folded < 0 : a < b;
        });
        values.insert(it.key(), list.mid(0, most));
    }
    return values;
}

FilterCompletion completionAt(const QString &text, int cursor, const FilterValues &values, qsizetype most)
{
    cursor = std::clamp(cursor, 0, int(text.size()));
    int start = tokenStart(text, cursor);
    if (start < cursor && text.at(start) == u'-')
        ++start;
    const QString typed = text.mid(start, cursor - start);
    for (const auto &[key, word] : filterKeys()) {
        if (!typed.startsWith(word, Qt::CaseInsensitive) || typed.size() == word.size())
            continue;
        qsizetype at = word.size();
        if (!u":<>="_s.contains(typed.at(at)))
            continue;
        while (at < typed.size() && u":<>="_s.contains(typed.at(at)))
            ++at;
        at = std::max(at, typed.lastIndexOf(u'|') + 1);
        QString value = typed.sliced(at);
        const qsizetype length = value.size();
        if (value.startsWith(u'"'))
            value.remove(0, 1);
        QStringList candidates = matching(valuesOf(key, values), value, most);
        candidates.removeAll(typed.sliced(at)); // nothing to add
        return {.position = start + int(at), .length = int(length), .candidates = candidates};
    }
    QStringList keys;
    for (const auto &[key, word] : filterKeys())
        if (word.startsWith(typed, Qt::CaseInsensitive))
            keys.append(opening(key, word));
    return {.position = start, .length = int(typed.size()), .candidates = keys.mid(0, most)};
}

} // namespace gatehouse::workspace
