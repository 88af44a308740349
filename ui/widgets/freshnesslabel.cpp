// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/freshnesslabel.h"

#include "ui/widgets/chartscale.h"

#include <QLocale>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

QString readText(const QDateTime &readAt, const QDateTime &now)
{
    const qint64 seconds = std::max<qint64>(0, readAt.secsTo(now));
    if (seconds < 2)
        return FreshnessLabel::tr("Read just now");
    if (seconds < 60)
        return FreshnessLabel::tr("Read %1\u2009s ago").arg(seconds);
    if (seconds < 3600)
        return FreshnessLabel::tr("Read %1\u2009min ago").arg(seconds / 60);
    const QDateTime local = readAt.toLocalTime();
    const bool isToday = local.date() == now.toLocalTime().date();
    return FreshnessLabel::tr("From %1").arg(isToday
                                                 ? chartscale::timeText(local.time())
                                                 : QLocale().toString(local.date(), QLocale::ShortFormat) +
                                                       u' ' + chartscale::timeText(local.time()));
}

// Why the last reading failed, in a word or two; the sentence stands in the message bar.
QString failureWord(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Offline:
    case Error::Kind::Timeout:
        return FreshnessLabel::tr("offline");
    case Error::Kind::Unauthorized:
        return FreshnessLabel::tr("signed out");
    case Error::Kind::RateLimited:
        return FreshnessLabel::tr("slowed down by the gateway");
    default:
        return FreshnessLabel::tr("last reading failed");
    }
}

} // namespace

FreshnessLabel::FreshnessLabel(const Clock &clock, QWidget *parent)
    : PlainLabel({}, Type::Caption, Tone::Muted, parent)
    , m_clock(clock)
{
    setObjectName(u"freshness"_s);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &FreshnessLabel::showText);
}

void FreshnessLabel::setFreshness(const workspace::Freshness &freshness)
{
    m_freshness = freshness;
    showText();
}

void FreshnessLabel::setPrefix(const QString &prefix)
{
    m_prefix = prefix;
    showText();
}

QString FreshnessLabel::textFor(const workspace::Freshness &freshness, const QDateTime &now)
{
    if (freshness.readAt.isNull()) {
        if (freshness.loading)
            return tr("Reading…");
        return freshness.error ? tr("Nothing read yet · %1").arg(failureWord(*freshness.error))
                               : tr("Nothing read yet");
    }
    QStringList facts{readText(freshness.readAt, now)};
    if (freshness.error)
        facts.append(failureWord(*freshness.error));
    else if (freshness.fromCache)
        facts.append(tr("kept on this computer"));
    else
        facts.append(freshness.complete ? tr("complete") : tr("not complete"));
    if (freshness.loading)
        facts.append(tr("reading again…"));
    return facts.join(u" · "_s);
}

void FreshnessLabel::showEvent(QShowEvent *event)
{
    PlainLabel::showEvent(event);
    showText();
}

void FreshnessLabel::showText()
{
    const QString own = textFor(m_freshness, m_clock.now());
    const QString text = m_prefix.isEmpty() ? own : m_prefix + u" · "_s + own;
    if (text != this->text()) // once a second: no layout when nothing changed
        setText(text);
    setTone(m_freshness.error ? Tone::Look : Tone::Muted);
    // The text only grows older by itself while somebody looks at it.
    if (isVisible() && !m_freshness.readAt.isNull())
        m_timer.start();
    else
        m_timer.stop();
}

} // namespace gatehouse::ui
