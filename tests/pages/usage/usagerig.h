// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/usageboard.h"
#include "tests/fakes/heldsource.h"
#include "tests/pages/accountfixture.h"
#include "ui/pages/usage/usagebody.h"
#include "ui/pages/usage/usagepage.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/stattile.h"
#include "ui/widgets/tableview.h"

namespace gatehouse::test {

inline const QList<Group> teams{{u"t1"_s, u"Fraud Analysts"_s, 100, 3, 10, 2'000},
                                {u"t2"_s, u"Customer Support"_s, 50, 0, 900, 40'000},
                                {u"other"_s, u"other"_s, 10, 0, 0, 0}};

// The usage page on a board whose answers come when told.
struct UsageRig : AccountFixture
{
    HeldSource source;
    workspace::UsageBoard board{source, *cache, clock, scope};
    ui::UsagePage page{preferences, clock};

    explicit UsageRig(QList<identity::RoleRule> roleRules = {})
        : AccountFixture(std::move(roleRules))
    {
        preferences.setUsageDays(7);
    }
    ~UsageRig() { page.setBoard(nullptr, nullptr); }

    void open(QSize size = {1268, 850})
    {
        page.setRange(7);
        page.setGrouping(u"tenant"_s);
        page.setBoard(&board, &account);
        show(page, size);
        page.activate();
        QTRY_COMPARE(source.asked.size(), 1);
    }
    void openWith(const QList<Group> &groups, QSize size = {1268, 850})
    {
        open(size);
        answerLast(groups);
        QTRY_VERIFY(page.body());
    }
    void answerLast(const QList<Group> &groups)
    {
        const qsizetype last = source.asked.size() - 1;
        source.answer(last, tableOf(source.asked.at(last), groups));
    }
    void failLast(Error::Kind kind) { source.answer(source.asked.size() - 1, failure(Error{.kind = kind})); }
    // Leaves something in the cache, as an earlier run.
    void keepTable()
    {
        workspace::UsageBoard earlier(source, *cache, clock, scope);
        earlier.show(7, analytics::Grouping::Tenant);
        QTRY_COMPARE(source.asked.size(), 1);
        answerLast(teams);
        QTRY_VERIFY(resultOf(cache->read(scope, u"usage/7/tenant"_s)).value_or(std::nullopt));
        source.clear();
    }
    template <typename T>
    [[nodiscard]] T *part() const
    {
        return page.findChild<T *>();
    }
    [[nodiscard]] ui::EmptyState *empty() const
    {
        auto *state = part<ui::EmptyState>();
        return state->isVisible() ? state : nullptr;
    }
    [[nodiscard]] ui::ChoiceButton *choice(const QString &label) const
    {
        for (ui::ChoiceButton *button : page.findChildren<ui::ChoiceButton *>())
            if (button->accessibleName().startsWith(label))
                return button;
        return nullptr;
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const ui::PlainLabel *label : page.findChildren<ui::PlainLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
    [[nodiscard]] QString tile(const QString &caption) const
    {
        for (const ui::StatTile *each : page.findChildren<ui::StatTile *>())
            if (each->accessibleName() == caption)
                return each->accessibleDescription();
        return {};
    }
    [[nodiscard]] QString cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return part<ui::TableView>()->model()->index(row, column).data(role).toString();
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(page.windowHandle(), Qt::Key(code), modifiers);
    }
};

} // namespace gatehouse::test
