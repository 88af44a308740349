// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/auditmodel.h"

#include "ui/models/auditwords.h"
#include "ui/models/figures.h"
#include "ui/models/visibletext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using Row = workspace::AuditTrail::Row;

namespace {

QList<TableColumn> auditColumns()
{
    return {{AuditModel::tr("Time")},    {AuditModel::tr("What")},    {AuditModel::tr("Who")},
            {AuditModel::tr("On what")}, {AuditModel::tr("Outcome")}, {AuditModel::tr("Address")},
            {AuditModel::tr("Source")}};
}

QString textOf(const Row &row, int column)
{
    switch (column) {
    case AuditModel::Time:
        return QLocale().toString(row.event.time.toLocalTime(), u"d MMM HH:mm"_s); // of the last 90 days
    case AuditModel::What:
        return whatOf(row);
    case AuditModel::Who:
        return nameOf(row.event.actor);
    case AuditModel::Target:
        return targetOf(row.event);
    case AuditModel::Result:
        return outcomeOf(row).text;
    case AuditModel::Address:
        return row.event.address.isEmpty() ? figures::unknown() : visibleText(row.event.address);
    case AuditModel::Source:
        return originOf(row);
    default:
        return {};
    }
}

Cell styleOf(int column)
{
    switch (column) {
    case AuditModel::What:
        return Cell::Strong;
    case AuditModel::Result:
        return Cell::Pill;
    default:
        return Cell::Text;
    }
}

} // namespace

AuditModel::AuditModel(QObject *parent)
    : TableModel(auditColumns(), parent)
{}

QString AuditModel::key(const Row &row)
{
    return (row.origin == workspace::AuditTrail::Origin::Console ? u"c/"_s : u"l/"_s) + row.event.id;
}

QVariant AuditModel::cell(const Row &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, column);
    case Qt::ToolTipRole:
        return column == Time ? row.event.time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss.zzz 'UTC'"_s)
                              : QVariant();
    case CellRole:
        return int(styleOf(column));
    case ToneRole:
        return column == Result ? QVariant(int(outcomeOf(row).tone)) : QVariant();
    case KeyRole:
        return key(row);
    default:
        return {};
    }
}

bool AuditModel::orders(const Row &a, const Row &b, int column) const
{
    if (column == Time)
        return a.event.time < b.event.time;
    return textOf(a, column).compare(textOf(b, column), Qt::CaseInsensitive) < 0;
}

} // namespace gatehouse::ui
