// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/savedviews.h"

#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

namespace {

constexpr JsonLimits limits{.bytes = 1024 * 1024, .depth = 8};

template <typename Views>
auto placeOf(Views &views, const QString &name)
{
    return std::find_if(views.begin(), views.end(), [&](const SavedView &view) { return view.name == name; });
}

} // namespace

const SavedView *SavedViews::find(const QString &name) const
{
    const auto place = placeOf(views, name);
    return place == views.end() ? nullptr : &*place;
}

void SavedViews::put(const SavedView &view)
{
    const auto place = placeOf(views, view.name);
    if (place == views.end())
        views.append(view);
    else
        *place = view;
}

bool SavedViews::rename(const QString &from, const QString &to)
{
    const auto place = placeOf(views, from);
    if (place == views.end() || to.isEmpty() || (to != from && find(to)))
        return false;
    place->name = to;
    if (standard == from)
        standard = to;
    return true;
}

void SavedViews::remove(const QString &name)
{
    views.removeIf([&](const SavedView &view) { return view.name == name; });
    if (standard == name)
        standard.clear();
}

QByteArray encodeViews(const SavedViews &views)
{
    QJsonArray list;
    for (const SavedView &view : views.views)
        list.append(QJsonObject{{u"name"_s, view.name},
                                {u"filter"_s, view.filter},
                                {u"sort"_s, view.sort},
                                {u"columns"_s, QString::fromLatin1(view.columns.toBase64())}});
    return writeJson({{u"standard"_s, views.standard}, {u"views"_s, list}});
}

Result<SavedViews> decodeViews(const QByteArray &bytes)
{
    return readJson(
        bytes,
        [](JsonReader &r) {
            SavedViews views{.standard = r.string("standard")};
            r.objects("views", [&views](JsonReader &each) {
                const SavedView view{.name = each.string("name"),
                                     .filter = each.string("filter"),
                                     .sort = each.string("sort"),
                                     .columns = QByteArray::fromBase64(each.string("columns").toLatin1())};
                if (view.name.isEmpty() || views.find(view.name))
                    each.fail("name", "a name of its own");
                views.views.append(view);
            });
            return views;
        },
        limits);
}

} // namespace gatehouse::workspace
