// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/preferences.h"

#include "core/base/logging.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using store::Setting;

namespace {

// What a page remembers is a convenience: when it cannot be written it holds for this run, and the log says
// so.
void keep(store::Settings &settings, Setting setting, const QVariant &value)
{
    if (const Result<void> kept = settings.set(setting, value); !kept)
        qCWarning(log::workspace) << "a preference could not be written:" << kept.error().detail;
}

} // namespace

Preferences::Preferences(store::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    connect(&settings, &store::Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::Theme)
            emit themeChanged();
    });
}

QString Preferences::theme() const
{
    return m_settings.value(Setting::Theme).toString();
}

void Preferences::setTheme(const QString &theme)
{
    keep(m_settings, Setting::Theme, theme);
}

QByteArray Preferences::windowGeometry() const
{
    return m_settings.value(Setting::WindowGeometry).toByteArray();
}

void Preferences::setWindowGeometry(const QByteArray &bytes)
{
    keep(m_settings, Setting::WindowGeometry, bytes);
}

bool Preferences::isRailCollapsed() const
{
    return m_settings.value(Setting::RailCollapsed).toBool();
}

void Preferences::setRailCollapsed(bool collapsed)
{
    keep(m_settings, Setting::RailCollapsed, collapsed);
}

QByteArray Preferences::approvalsColumns() const
{
    return m_settings.value(Setting::ApprovalsColumns).toByteArray();
}

void Preferences::setApprovalsColumns(const QByteArray &bytes)
{
    keep(m_settings, Setting::ApprovalsColumns, bytes);
}

QByteArray Preferences::approvalsSplit() const
{
    return m_settings.value(Setting::ApprovalsSplit).toByteArray();
}

void Preferences::setApprovalsSplit(const QByteArray &bytes)
{
    keep(m_settings, Setting::ApprovalsSplit, bytes);
}

SavedViews Preferences::approvalsViews() const
{
    const QByteArray bytes = m_settings.value(Setting::ApprovalsViews).toByteArray();
    if (bytes.isEmpty())
        return {};
    Result<SavedViews> views = decodeViews(bytes);
    if (!views)
        qCWarning(log::workspace) << "the saved views could not be read:" << views.error().detail;
    return std::move(views).value_or(SavedViews());
}

void Preferences::setApprovalsViews(const SavedViews &views)
{
    keep(m_settings, Setting::ApprovalsViews, encodeViews(views));
}

int Preferences::idleLockMinutes() const
{
    return m_settings.value(Setting::IdleLockMinutes).toInt();
}

void Preferences::setIdleLockMinutes(int minutes)
{
    keep(m_settings, Setting::IdleLockMinutes, minutes);
}

bool Preferences::isLocked() const
{
    return m_settings.value(Setting::Locked).toBool();
}

void Preferences::setLocked(bool isLocked)
{
    keep(m_settings, Setting::Locked, isLocked);
    setUnlockedSince({});
}

QStringList Preferences::unlockedSince() const
{
    return m_settings.value(Setting::UnlockedSince).toString().split(u'\n', Qt::SkipEmptyParts);
}

void Preferences::setUnlockedSince(const QStringList &keys)
{
    keep(m_settings, Setting::UnlockedSince, keys.join(u'\n'));
}

int Preferences::sessionLimitMinutes() const
{
    return m_settings.value(Setting::SessionLimitMinutes).toInt();
}

void Preferences::setSessionLimitMinutes(int minutes)
{
    keep(m_settings, Setting::SessionLimitMinutes, minutes);
}

int Preferences::usageDays() const
{
    const QString range = m_settings.value(Setting::UsageRange).toString(); // "30d"
    return range.chopped(std::min<qsizetype>(1, range.size())).toInt();
}

void Preferences::setUsageDays(int days)
{
    keep(m_settings, Setting::UsageRange, QString(QString::number(days) + u'd'));
}

QString Preferences::usageGrouping() const
{
    return m_settings.value(Setting::UsageGrouping).toString();
}

void Preferences::setUsageGrouping(const QString &grouping)
{
    keep(m_settings, Setting::UsageGrouping, grouping);
}

NoticeChoices Preferences::notices() const
{
    return {.isOn = m_settings.value(Setting::Notices).toBool(),
            .hasQuietHours = m_settings.value(Setting::NoticesQuiet).toBool(),
            .quietFrom = m_settings.value(Setting::NoticesQuietFrom).toInt(),
            .quietTo = m_settings.value(Setting::NoticesQuietTo).toInt(),
            .quietWeekends = m_settings.value(Setting::NoticesWeekends).toBool()};
}

void Preferences::setNotices(const NoticeChoices &choices)
{
    keep(m_settings, Setting::Notices, choices.isOn);
    keep(m_settings, Setting::NoticesQuiet, choices.hasQuietHours);
    keep(m_settings, Setting::NoticesQuietFrom, choices.quietFrom);
    keep(m_settings, Setting::NoticesQuietTo, choices.quietTo);
    keep(m_settings, Setting::NoticesWeekends, choices.quietWeekends);
}

} // namespace gatehouse::workspace
