// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

struct Row
{
    Setting setting;
    QString key;
    QVariant standard;
    QStringList allowed; // empty: any value of the standard's type
};

QStringList hoursOfTheDay()
{
    QStringList hours;
    for (int hour = 0; hour < 24; ++hour)
        hours.append(QString::number(hour));
    return hours;
}

const QList<Row> &table()
{
    static const QList<Row> rows{
        {Setting::Theme, u"ui/theme"_s, u"system"_s, {u"system"_s, u"light"_s, u"dark"_s}},
        {Setting::CurrentConnection, u"connection/current"_s, QString(), {}},
        {Setting::WindowGeometry, u"ui/geometry"_s, QByteArray(), {}},
        {Setting::RailCollapsed, u"ui/railCollapsed"_s, false, {}},
        {Setting::ApprovalsColumns, u"approvals/columns"_s, QByteArray(), {}},
        {Setting::ApprovalsSplit, u"approvals/split"_s, QByteArray(), {}},
        {Setting::ApprovalsViews, u"approvals/views"_s, QByteArray(), {}},
        {Setting::IdleLockMinutes, u"security/idleLockMinutes"_s, 10, {u"0"_s, u"5"_s, u"10"_s, u"30"_s}},
        {Setting::Locked, u"security/locked"_s, false, {}},
        {Setting::UnlockedSince, u"security/unlockedSince"_s, QString(), {}},
        {Setting::SessionLimitMinutes,
         u"security/sessionLimitMinutes"_s,
         720,
         {u"0"_s, u"60"_s, u"240"_s, u"480"_s, u"720"_s}},
        {Setting::UsageRange, u"usage/range"_s, u"30d"_s, {u"7d"_s, u"30d"_s, u"90d"_s, u"365d"_s}},
        {Setting::UsageGrouping, u"usage/grouping"_s, u"tenant"_s, {u"tenant"_s, u"api"_s, u"none"_s}},
        {Setting::Notices, u"notices/on"_s, true, {}},
        {Setting::NoticesQuiet, u"notices/quiet"_s, false, {}},
        {Setting::NoticesQuietFrom, u"notices/quietFrom"_s, 19, hoursOfTheDay()},
        {Setting::NoticesQuietTo, u"notices/quietTo"_s, 7, hoursOfTheDay()},
        {Setting::NoticesWeekends, u"notices/weekends"_s, true, {}},
    };
    return rows;
}

const Row &rowOf(Setting setting)
{
    return *std::find_if(table().begin(), table().end(),
                         [setting](const Row &row) { return row.setting == setting; });
}

} // namespace

struct Settings::Private
{
    explicit Private(const QString &filePath)
        : path(filePath)
        , file(filePath, QSettings::IniFormat)
    {}
    QString path;
    QSettings file;
    QHash<int, QVariant> thisRun; // what could not be written
};

Settings::Settings(const QString &filePath, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(filePath))
{}

Settings::~Settings() = default;

QVariant Settings::value(Setting setting) const
{
    const Row &row = rowOf(setting);
    QVariant value = d->thisRun.value(static_cast<int>(setting), d->file.value(row.key, row.standard));
    if (!value.convert(row.standard.metaType()) ||
        (!row.allowed.isEmpty() && !row.allowed.contains(value.toString())))
        return row.standard;
    return value;
}

Result<void> Settings::set(Setting setting, const QVariant &value)
{
    if (this->value(setting) == value)
        return {};
    Result<void> result = makePrivateDirectory(QFileInfo(d->path).absolutePath());
    if (result) {
        d->file.setValue(rowOf(setting).key, value);
        d->file.sync();
        if (d->file.status() != QSettings::NoError)
            result = failure(Error::Kind::Storage, u"cannot write %1"_s.arg(d->path), d->path);
        else
            QFile::setPermissions(d->path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    if (!result)
        d->thisRun.insert(static_cast<int>(setting), value);
    emit changed(setting);
    return result;
}

} // namespace gatehouse::store
