// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/usagecommand.h"

#include "app/ctl/requesttext.h"
#include "app/ctl/texttable.h"

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

QString word(Measure measure)
{
    switch (measure) {
    case Measure::Requests:
        return u"requests"_s;
    case Measure::Errors:
        return u"errors"_s;
    case Measure::Tokens:
        return u"tokens"_s;
    case Measure::Cost:
        return u"cost_micros"_s;
    }
    return {};
}

QString valueText(qint64 value, Measure measure, const QString &currency)
{
    return measure == Measure::Cost ? moneyText({.micros = value, .currency = currency})
                                    : QString::number(value);
}

QDateTime startOf(const analytics::UsageTable &table, qsizetype bucket)
{
    return table.start.addSecs(table.bucketSeconds * bucket);
}

} // namespace

qint64 measured(const analytics::UsageSeries &series, Measure measure, qsizetype bucket)
{
    switch (measure) {
    case Measure::Requests:
        return series.requests.value(bucket);
    case Measure::Errors:
        return series.errors.value(bucket);
    case Measure::Tokens:
        return series.tokensIn.value(bucket) + series.tokensOut.value(bucket);
    case Measure::Cost:
        return series.costMicros.value(bucket);
    }
    return 0;
}

QString usageText(const analytics::UsageTable &table, Measure measure)
{
    QStringList heads{u"START (UTC)"_s};
    QSet<qsizetype> right;
    for (const analytics::UsageSeries &series : table.series) {
        heads.append(series.label);
        right.insert(heads.size() - 1);
    }
    heads.append(u"TOTAL"_s);
    right.insert(heads.size() - 1);

    TextTable text(heads, right);
    QList<qint64> sums(table.series.size() + 1, 0);
    const bool isHourly = table.bucketSeconds < 86'400;
    for (qsizetype bucket = 0; bucket < table.buckets; ++bucket) {
        QStringList cells{
            startOf(table, bucket).toString(isHourly ? u"yyyy-MM-dd HH:mm"_s : u"yyyy-MM-dd"_s)};
        qint64 total = 0;
        for (qsizetype i = 0; i < table.series.size(); ++i) {
            const qint64 value = measured(table.series.at(i), measure, bucket);
            sums[i] += value;
            total += value;
            cells.append(valueText(value, measure, table.currency));
        }
        sums.last() += total;
        cells.append(valueText(total, measure, table.currency));
        text.add(cells);
    }
    QStringList totals{u"TOTAL"_s};
    for (const qint64 sum : std::as_const(sums))
        totals.append(valueText(sum, measure, table.currency));
    text.add(totals);
    return text.text();
}

void UsageCommand::start()
{
    if (isDenied(u"usage.read"_s))
        return;
    follow(m_link.source().usage(m_arguments.usage, m_lifetime.token()), this,
           [this](const Result<analytics::UsageTable> &table) {
               if (table)
                   report(*table);
               else
                   fail(table.error());
           });
}

void UsageCommand::report(const analytics::UsageTable &table)
{
    const Measure measure = m_arguments.measure;
    if (m_output.isJson()) {
        for (qsizetype bucket = 0; bucket < table.buckets; ++bucket) {
            for (const analytics::UsageSeries &series : table.series) {
                QJsonObject line{{u"start"_s, startOf(table, bucket).toUTC().toString(Qt::ISODateWithMs)},
                                 {u"key"_s, series.key},
                                 {u"label"_s, series.label},
                                 {word(measure), measured(series, measure, bucket)}};
                if (measure == Measure::Cost)
                    line.insert(u"currency"_s, table.currency);
                m_output.json(line);
            }
        }
    } else {
        m_output.text(usageText(table, measure));
    }
    const QDateTime end = startOf(table, table.buckets);
    if (table.completeUntil < end)
        m_output.note(
            u"Complete until %1; what is later is still filling."_s.arg(timeText(table.completeUntil)));
    emit finished(ExitCode::Done);
}

} // namespace gatehouse::ctl
