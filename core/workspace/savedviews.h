// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace gatehouse::workspace {

// A way to look at the queue, under a name.
struct SavedView
{
    QString name = {};
    QString filter = {};     // as RequestFilter::text()
    QString sort = {};       // as after "sort:"; empty: as the rows come
    QByteArray columns = {}; // the table's own bytes
    bool operator==(const SavedView &) const = default;
};

// Those of one person, in the order they were made. Names differ.
struct SavedViews
{
    QList<SavedView> views = {};
    QString standard = {}; // the name of the one to begin with; empty: none
    bool operator==(const SavedViews &) const = default;

    [[nodiscard]] const SavedView *find(const QString &name) const;
    // In the place of the one of that name, or as the last.
    void put(const SavedView &view);
    // False when there is no such view, or another of the new name.
    [[nodiscard]] bool rename(const QString &from, const QString &to);
    void remove(const QString &name);
};

[[nodiscard]] QByteArray encodeViews(const SavedViews &views);
[[nodiscard]] Result<SavedViews> decodeViews(const QByteArray &bytes);

} // namespace gatehouse::workspace
