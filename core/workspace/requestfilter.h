// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/settlement.h"

#include <QDateTime>
#include <QStringList>

#include <optional>
#include <tl/expected.hpp>

// The language of the filter line over the queue, as values:
//     state:pending|returned tenant:"Fraud Analysts" -scope:llm cost>100 age>2h overdue:yes sort:cost
//     group:api
// Words that name no key are looked for anywhere in the row. All terms must hold; "|" separates values of
// which one must; "-" in front turns a term round; quotes hold spaces, with \" and \\ inside.
namespace gatehouse::workspace {

enum class FilterKey {
    Word,
    State,
    Tenant,
    Api,
    App,
    Scope,
    Requester,
    Plan,
    Connection,
    Sensitive,
    Cost,
    Age,
    Due,
    Overdue,
    Sort,
    Group
};
enum class Comparison { Is, Less, AtMost, Greater, AtLeast };
enum class SortColumn { App, Api, Scope, Tenant, Waiting, Cost, State, Requester, Plan, Sensitive, Agree };
enum class Grouping { None, Tenant, Api };

struct FilterTerm
{
    FilterKey key = FilterKey::Word;
    bool isNegated = false;
    Comparison comparison = Comparison::Is;
    QStringList values = {}; // as typed, without the quotes; a word has one
    // What the value says: Cost in millionths, Age and Due in seconds, Sensitive and Overdue 1 for yes; Sort
    // a SortColumn, Group a Grouping.
    qint64 number = 0;
    bool isTurned = false; // sort: the other way round
    bool operator==(const FilterTerm &) const = default;
};

struct FilterError
{
    enum class Kind {
        UnclosedQuote,
        UnknownKey, // one letter beside a key: `suggestion`
        NeedsValue,
        NeedsColon,      // tenant>x
        NeedsComparison, // age:2h
        NeedsNumber,
        NeedsDuration,
        NeedsYesOrNo,
        UnknownState,
        UnknownColumn,
        UnknownGrouping,
        Twice,       // of sort and group one is enough
        NotNegatable // sort and group exclude nothing
    };
    Kind kind = Kind::NeedsValue;
    int position = 0; // in the text
    int length = 0;
    QString key = {}; // as typed, with its sign: "cost>"
    QString value = {};
    QString suggestion = {};
    bool operator==(const FilterError &) const = default;
};

// What a condition is held against.
struct FilterContext
{
    QDateTime now;
    QString connection = {}; // the name of the connection the rows come from
};

struct SortWish
{
    SortColumn column = SortColumn::Waiting;
    bool isDescending = true;
    bool operator==(const SortWish &) const = default;
};

class RequestFilter
{
public:
    RequestFilter() = default;
    explicit RequestFilter(QList<FilterTerm> terms);
    [[nodiscard]] static tl::expected<RequestFilter, FilterError> parse(const QString &text);

    [[nodiscard]] const QList<FilterTerm> &terms() const { return m_terms; }
    // Parses to the same terms.
    [[nodiscard]] QString text() const;
    [[nodiscard]] static QString textOf(const FilterTerm &term);

    // For a RowFilter over searchText(): words that must, and words that must not occur.
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] QStringList excludedWords() const;
    // Whether anything but words has to be looked at.
    [[nodiscard]] bool hasConditions() const { return !m_conditions.isEmpty(); }
    // Whether the row meets all terms but the words. Any thread.
    [[nodiscard]] bool matches(const QueueRow &row, const FilterContext &context) const;
    // The answer changes with the clock.
    [[nodiscard]] bool dependsOnTime() const;

    // Figures begin with the largest, and what waits longest; texts with A. `sort:cost-` turns that round.
    [[nodiscard]] std::optional<SortWish> sort() const;
    [[nodiscard]] Grouping grouping() const;

    [[nodiscard]] RequestFilter without(qsizetype term) const;
    [[nodiscard]] RequestFilter withoutKey(FilterKey key) const;
    bool operator==(const RequestFilter &other) const { return m_terms == other.m_terms; }

private:
    QList<FilterTerm> m_terms;
    QList<FilterTerm> m_conditions; // neither words nor sort and group, with folded values
};

// The words of the language, for parser, completion and the texts on the page.
[[nodiscard]] const QList<std::pair<FilterKey, QString>> &filterKeys();
[[nodiscard]] QString wordFor(FilterKey key); // empty for Word
[[nodiscard]] QString wordFor(SortColumn column);
[[nodiscard]] QString wordFor(Grouping grouping);
[[nodiscard]] QStringList stateWords(); // the gateway's, then what becomes of a decision of ours
[[nodiscard]] std::optional<SortColumn> sortColumnOf(const QString &word);
[[nodiscard]] bool startsWithLargest(SortColumn column);
// A value as it is typed: quoted where it has to be.
[[nodiscard]] QString quoted(const QString &value);

// "2h", "1h30m", "45min", "3d", "2w" in seconds.
[[nodiscard]] std::optional<qint64> durationOf(const QString &text);
[[nodiscard]] bool isOverdue(const gateway::Subscription &request, const QDateTime &now);

} // namespace gatehouse::workspace
