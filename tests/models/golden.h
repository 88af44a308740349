// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/roles.h"

#include <QAbstractItemModel>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// Golden files: what each cell of a model says. With GATEHOUSE_WRITE_GOLDEN=1 they are written anew; look at
// the difference before committing it.
namespace gatehouse::test {

inline QJsonObject goldenCell(const QModelIndex &index)
{
    static const QList<std::pair<QString, int>> roles{
        {QStringLiteral("text"), Qt::DisplayRole},        {QStringLiteral("tip"), Qt::ToolTipRole},
        {QStringLiteral("told"), Qt::AccessibleTextRole}, {QStringLiteral("tone"), ui::ToneRole},
        {QStringLiteral("cell"), ui::CellRole},           {QStringLiteral("sort"), ui::SortRole},
        {QStringLiteral("state"), ui::StateRole}};
    QJsonObject cell;
    for (const auto &[name, role] : roles) {
        const QVariant value = index.data(role);
        if (value.isValid())
            cell.insert(name, QJsonValue::fromVariant(value));
    }
    return cell;
}

inline QJsonArray goldenRows(const QAbstractItemModel &model)
{
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QJsonObject cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.insert(model.headerData(column, Qt::Horizontal).toString(),
                         goldenCell(model.index(row, column)));
        rows.append(QJsonObject{{QStringLiteral("key"), model.index(row, 0).data(ui::KeyRole).toString()},
                                {QStringLiteral("cells"), cells}});
    }
    return rows;
}

// Where two lists of rows differ, in words; empty when they do not.
inline QString firstDifference(const QJsonArray &now, const QJsonArray &golden)
{
    if (now.size() != golden.size())
        return QStringLiteral("%1 rows instead of %2").arg(now.size()).arg(golden.size());
    for (qsizetype row = 0; row < now.size(); ++row) {
        const QJsonObject cells = now.at(row)[QStringLiteral("cells")].toObject();
        const QJsonObject expected = golden.at(row)[QStringLiteral("cells")].toObject();
        const QString key = now.at(row)[QStringLiteral("key")].toString();
        if (cells.keys() != expected.keys())
            return QStringLiteral("row %1 has other columns").arg(key);
        for (const QString &column : cells.keys()) {
            const QJsonObject is = cells.value(column).toObject();
            const QJsonObject was = expected.value(column).toObject();
            for (const QString &what : is.keys() + was.keys())
                if (is.value(what) != was.value(what))
                    return QStringLiteral("row %1, column %2: the %3 is \"%4\" and was \"%5\"")
                        .arg(key, column, what, is.value(what).toVariant().toString(),
                             was.value(what).toVariant().toString());
        }
    }
    return now == golden ? QString() : QStringLiteral("the keys of the rows differ");
}

[[nodiscard]] inline QString differenceFromGolden(const QAbstractItemModel &model, const QString &folder,
                                                  const QString &name)
{
    const QJsonArray now = goldenRows(model);
    QFile file(folder + u'/' + name);
    if (qEnvironmentVariableIsSet("GATEHOUSE_WRITE_GOLDEN")) {
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(now).toJson()) < 0)
            return file.errorString();
        return {};
    }
    if (!file.open(QIODevice::ReadOnly))
        return file.fileName() + u' ' + file.errorString();
    const QString difference = firstDifference(now, QJsonDocument::fromJson(file.readAll()).array());
    return difference.isEmpty()
               ? QString()
               : difference + QStringLiteral(" (if that is right, run once with GATEHOUSE_WRITE_GOLDEN=1)");
}

} // namespace gatehouse::test
