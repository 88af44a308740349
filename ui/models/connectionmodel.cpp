// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connectionmodel.h"

#include "ui/theme/tokens.h"

#include <array>

namespace gatehouse::ui {
namespace {

Tone toneOf(workspace::Stage stage)
{
    switch (stage) {
    case workspace::Stage::Production:
        return Tone::Wrong;
    case workspace::Stage::Staging:
        return Tone::Look;
    case workspace::Stage::Development:
        return Tone::Good;
    case workspace::Stage::Sandbox:
        return Tone::Accent;
    }
    return Tone::Muted;
}

} // namespace

ConnectionModel::ConnectionModel(QObject *parent)
    : TableModel({{tr("Name")}, {tr("Stage")}, {tr("Gateway")}, {tr("Sign-in at")}}, parent)
{}

QString ConnectionModel::stageText(workspace::Stage stage)
{
    switch (stage) {
    case workspace::Stage::Production:
        return tr("production");
    case workspace::Stage::Staging:
        return tr("staging");
    case workspace::Stage::Development:
        return tr("development");
    case workspace::Stage::Sandbox:
        return tr("sandbox");
    }
    return {};
}

QString ConnectionModel::text(const workspace::Connection &row, int column)
{
    switch (column) {
    case Name:
        return row.name;
    case Stage:
        return stageText(row.stage);
    case Api:
        return row.api.toDisplayString();
    case Issuer:
        return row.issuer.url().toDisplayString();
    default:
        return {};
    }
}

QVariant ConnectionModel::cell(const workspace::Connection &row, int column, int role) const
{
    static constexpr std::array cells{Cell::Strong, Cell::Pill, Cell::Mono, Cell::Mono};
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case CellRole:
        return int(cells.at(size_t(column)));
    case ToneRole:
        return column == Stage ? QVariant(int(toneOf(row.stage))) : QVariant();
    case KeyRole:
        return row.name;
    default:
        return {};
    }
}

bool ConnectionModel::orders(const workspace::Connection &a, const workspace::Connection &b, int column) const
{
    return text(a, column).compare(text(b, column), Qt::CaseInsensitive) < 0;
}

} // namespace gatehouse::ui
