// SPDX-License-Identifier: GPL-3.0-or-later
// Text to terms: RequestFilter::parse().
#include "core/workspace/requestfilter.h"

#include <QBitArray>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

namespace {

using Kind = FilterError::Kind;

// What stands between spaces, without its quotes.
struct Token
{
    QString text;
    QBitArray isQuoted; // of each character
    int position = 0;
    int length = 0; // in the line, quotes included
};

tl::expected<QList<Token>, FilterError> tokensOf(const QString &text)
{
    QList<Token> tokens;
    qsizetype at = 0;
    while (at < text.size()) {
        if (text.at(at).isSpace()) {
            ++at;
            continue;
        }
        Token token{.text = {}, .isQuoted = {}, .position = int(at)};
        QList<bool> quotes;
        qsizetype quote = -1;
        bool hasQuotes = false;
        for (; at < text.size() && (quote >= 0 || !text.at(at).isSpace()); ++at) {
            QChar c = text.at(at);
            if (c == u'"') {
                hasQuotes = true;
                quote = quote < 0 ? at : -1;
                continue;
            }
            const bool isEscaped = quote >= 0 && c == u'\\' && at + 1 < text.size() &&
                                   (text.at(at + 1) == u'"' || text.at(at + 1) == u'\\');
            if (isEscaped)
                c = text.at(++at);
            token.text.append(c);
            quotes.append(quote >= 0);
        }
        if (quote >= 0)
            return tl::unexpected(FilterError{
                .kind = Kind::UnclosedQuote, .position = int(quote), .length = int(text.size() - quote)});
        token.length = int(at) - token.position;
        token.isQuoted.resize(quotes.size());
        for (qsizetype i = 0; i < quotes.size(); ++i)
            token.isQuoted.setBit(i, quotes.at(i));
        if (!token.text.isEmpty() || hasQuotes)
            tokens.append(token);
    }
    return tokens;
}

// Whether one slip of the finger lies between the words: a letter more, less, other, or two swapped.
bool isOneSlipApart(const QString &a, const QString &b)
{
    const qsizetype shorter = std::min(a.size(), b.size());
    qsizetype same = 0;
    while (same < shorter && a.at(same) == b.at(same))
        ++same;
    const QStringView x = QStringView(a).sliced(same);
    const QStringView y = QStringView(b).sliced(same);
    if (x.size() == y.size() + 1)
        return x.sliced(1) == y;
    if (y.size() == x.size() + 1)
        return y.sliced(1) == x;
    if (x.size() != y.size() || x.isEmpty())
        return false;
    if (x.sliced(1) == y.sliced(1))
        return true;
    return x.size() > 1 && x.at(0) == y.at(1) && x.at(1) == y.at(0) && x.sliced(2) == y.sliced(2);
}

QString keyNearTo(const QString &word)
{
    constexpr qsizetype shortest = 4; // below that too many scopes would be near to a key
    for (const auto &[key, each] : filterKeys())
        if (each.size() >= shortest && isOneSlipApart(word, each))
            return each;
    return {};
}

std::optional<qint64> microsOf(const QString &text)
{
    const bool isPlain =
        std::all_of(text.begin(), text.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (!isPlain || !isNumber || number > 9e12)
        return std::nullopt;
    return std::llround(number * 1e6);
}

// One token, from left to right.
class TermReader
{
public:
    explicit TermReader(const Token &token)
        : m_token(token)
    {}

    tl::expected<FilterTerm, FilterError> read()
    {
        const qsizetype start = isBare(0, u'-') && m_token.text.size() > 1 ? 1 : 0;
        m_term.isNegated = start == 1;
        qsizetype end = start;
        while (end < m_token.text.size() && !m_token.isQuoted.testBit(end) && m_token.text.at(end).isLetter())
            ++end;
        const QString word = m_token.text.sliced(start, end - start).toLower();
        const bool hasSign = isBare(end, u':') || isBare(end, u'<') || isBare(end, u'>') || isBare(end, u'=');
        if (word.isEmpty() || !hasSign)
            return readWord(start);
        m_term.key = keyOf(word);
        if (m_term.key == FilterKey::Word) {
            const QString near = keyNearTo(word);
            if (near.isEmpty())
                return readWord(start);
            return fail(Kind::UnknownKey, word, near);
        }
        readSign(word, end);
        return readValues();
    }

private:
    [[nodiscard]] bool isBare(qsizetype at, QChar c) const
    {
        return at < m_token.text.size() && !m_token.isQuoted.testBit(at) && m_token.text.at(at) == c;
    }

    [[nodiscard]] static FilterKey keyOf(const QString &word)
    {
        for (const auto &[key, each] : filterKeys())
            if (each == word)
                return key;
        return FilterKey::Word;
    }

    tl::expected<FilterTerm, FilterError> readWord(qsizetype start)
    {
        m_term.key = FilterKey::Word;
        m_term.values = {m_token.text.sliced(start)};
        if (m_term.values.constFirst().isEmpty())
            return fail(Kind::NeedsValue);
        return m_term;
    }

    void readSign(const QString &word, qsizetype end)
    {
        const QChar sign = m_token.text.at(end);
        m_at = end + 1;
        const bool orEqual = (sign == u'<' || sign == u'>') && isBare(m_at, u'=');
        m_at += orEqual ? 1 : 0;
        m_hasColon = sign == u':';
        if (sign == u'<')
            m_term.comparison = orEqual ? Comparison::AtMost : Comparison::Less;
        else if (sign == u'>')
            m_term.comparison = orEqual ? Comparison::AtLeast : Comparison::Greater;
        m_key = word + m_token.text.sliced(end, m_at - end);
    }

    tl::expected<FilterTerm, FilterError> readValues()
    {
        QList<bool> wereQuoted;
        QString value;
        bool wasQuoted = false;
        for (qsizetype i = m_at; i <= m_token.text.size(); ++i) {
            if (i < m_token.text.size() && !isBare(i, u'|')) {
                wasQuoted = wasQuoted || m_token.isQuoted.testBit(i);
                value.append(m_token.text.at(i));
                continue;
            }
            m_term.values.append(value);
            wereQuoted.append(std::exchange(wasQuoted, false));
            value.clear();
        }
        if (m_term.values.contains(QString()))
            return fail(needed());
        switch (m_term.key) {
        case FilterKey::Cost:
            return readNumber(microsOf(single()), Kind::NeedsNumber);
        case FilterKey::Age:
        case FilterKey::Due:
            if (m_term.comparison == Comparison::Is)
                return fail(Kind::NeedsComparison, single());
            return readNumber(durationOf(single()), Kind::NeedsDuration);
        default:
            break;
        }
        if (!m_hasColon)
            return fail(Kind::NeedsColon);
        return readText(wereQuoted);
    }

    // What an empty value lacks.
    [[nodiscard]] Kind needed() const
    {
        switch (m_term.key) {
        case FilterKey::Cost:
            return Kind::NeedsNumber;
        case FilterKey::Age:
        case FilterKey::Due:
            return m_term.comparison == Comparison::Is ? Kind::NeedsComparison : Kind::NeedsDuration;
        case FilterKey::Sensitive:
        case FilterKey::Overdue:
            return Kind::NeedsYesOrNo;
        case FilterKey::Sort:
            return Kind::UnknownColumn;
        case FilterKey::Group:
            return Kind::UnknownGrouping;
        default:
            return Kind::NeedsValue;
        }
    }

    [[nodiscard]] QString single() const { return m_term.values.join(u'|'); }

    tl::expected<FilterTerm, FilterError> readNumber(std::optional<qint64> number, Kind otherwise)
    {
        if (!number)
            return fail(otherwise, single());
        m_term.number = *number;
        return m_term;
    }

    tl::expected<FilterTerm, FilterError> readText(const QList<bool> &wereQuoted)
    {
        const QString word = single().toLower();
        switch (m_term.key) {
        case FilterKey::Sensitive:
        case FilterKey::Overdue:
            if (word != "yes"_L1 && word != "no"_L1)
                return fail(Kind::NeedsYesOrNo, single());
            m_term.number = word == "yes"_L1 ? 1 : 0;
            m_term.values = {word};
            return m_term;
        case FilterKey::State:
            for (qsizetype i = 0; i < m_term.values.size(); ++i)
                if (!wereQuoted.at(i) && !stateWords().contains(m_term.values.at(i).toLower()))
                    return fail(Kind::UnknownState, m_term.values.at(i));
            return m_term;
        case FilterKey::Sort:
            return readSort(word);
        case FilterKey::Group:
            for (const Grouping grouping : {Grouping::None, Grouping::Tenant, Grouping::Api})
                if (wordFor(grouping) == word)
                    return m_term.isNegated ? fail(Kind::NotNegatable)
                                            : readNumber(qint64(grouping), Kind::UnknownGrouping);
            return fail(Kind::UnknownGrouping, single());
        default:
            return m_term;
        }
    }

    tl::expected<FilterTerm, FilterError> readSort(const QString &word)
    {
        m_term.isTurned = word.endsWith(u'-');
        const QString name = m_term.isTurned ? word.chopped(1) : word;
        const std::optional<SortColumn> column = sortColumnOf(name);
        if (!column)
            return fail(Kind::UnknownColumn, single());
        if (m_term.isNegated)
            return fail(Kind::NotNegatable);
        m_term.values = {name};
        m_term.number = qint64(*column);
        return m_term;
    }

    [[nodiscard]] tl::unexpected<FilterError> fail(Kind kind, const QString &value = {},
                                                   const QString &suggestion = {}) const
    {
        return tl::unexpected(FilterError{.kind = kind,
                                          .position = m_token.position,
                                          .length = m_token.length,
                                          .key = m_key,
                                          .value = value,
                                          .suggestion = suggestion});
    }

    const Token &m_token;
    FilterTerm m_term;
    QString m_key;
    qsizetype m_at = 0;
    bool m_hasColon = false;
};

} // namespace

tl::expected<RequestFilter, FilterError> RequestFilter::parse(const QString &text)
{
    const tl::expected<QList<Token>, FilterError> tokens = tokensOf(text);
    if (!tokens)
        return tl::unexpected(tokens.error());
    QList<FilterTerm> terms;
    for (const Token &token : *tokens) {
        const tl::expected<FilterTerm, FilterError> term = TermReader(token).read();
        if (!term)
            return tl::unexpected(term.error());
        const bool isOnce = term->key == FilterKey::Sort || term->key == FilterKey::Group;
        const bool isThere = std::any_of(terms.begin(), terms.end(),
                                         [&](const FilterTerm &each) { return each.key == term->key; });
        if (isOnce && isThere)
            return tl::unexpected(FilterError{.kind = Kind::Twice,
                                              .position = token.position,
                                              .length = token.length,
                                              .key = wordFor(term->key) + u':'});
        terms.append(*term);
    }
    return RequestFilter(std::move(terms));
}

std::optional<qint64> durationOf(const QString &text)
{
    struct Unit
    {
        QLatin1StringView word;
        qint64 seconds;
    };
    static constexpr std::array<Unit, 6> units{
        Unit{"min"_L1, 60}, Unit{"w"_L1, 604'800}, Unit{"d"_L1, 86'400},
        Unit{"h"_L1, 3600}, Unit{"m"_L1, 60},      Unit{"s"_L1, 1},
    };
    constexpr qsizetype mostDigits = 6;
    qint64 seconds = 0;
    QStringView rest(text);
    while (!rest.isEmpty()) {
        qsizetype digits = 0;
        while (digits < rest.size() && rest.at(digits) >= u'0' && rest.at(digits) <= u'9')
            ++digits;
        if (digits == 0 || digits > mostDigits)
            return std::nullopt;
        const qint64 number = rest.first(digits).toLongLong();
        rest = rest.sliced(digits);
        const auto *const unit = std::find_if(units.begin(), units.end(), [&](const Unit &each) {
            return rest.startsWith(each.word, Qt::CaseInsensitive);
        });
        if (unit == units.end())
            return std::nullopt;
        seconds += number * unit->seconds;
        rest = rest.sliced(unit->word.size());
    }
    return text.isEmpty() ? std::nullopt : std::optional(seconds);
}

} // namespace gatehouse::workspace
