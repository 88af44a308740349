// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"
#include "ui/theme/theme.h"

namespace gatehouse::ui {

class KeyButton;
class KeyValueList;
class NoticeCard;
class PlainLabel;
class SegmentedControl;

// Appearance, what this computer keeps, and what this program is.
class SettingsPage : public Page
{
    Q_OBJECT
public:
    struct Facts
    {
        QString keyStore;     // how the session is kept, a sentence
        QString cacheFile;    // where the last known lists are
        QString journalFile;  // where decisions on their way are
        QString settingsFile; //
        bool operator==(const Facts &) const = default;
    };

    explicit SettingsPage(QWidget *parent = nullptr);

    void setScheme(Theme::Scheme scheme);
    void setFacts(const Facts &facts);
    // `most`: what the administrator of this computer allows; 0: no limit.
    void setIdleLock(int minutes, int most);
    void setSessionLimit(int minutes, int most); // likewise
    void setErased(const QString &sentence);     // what came of erasing
    [[nodiscard]] NoticeCard *notices() const { return m_notices; }

    void activate() override;

signals:
    void schemeChosen(gatehouse::ui::Theme::Scheme scheme);
    void idleLockChosen(int minutes); // 0: never
    void sessionLimitChosen(int minutes);
    void eraseRequested(); // confirmed by the person

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void confirm(bool asking);

    SegmentedControl *m_scheme = nullptr;
    SegmentedControl *m_idleLock = nullptr;
    PlainLabel *m_idleLockText = nullptr;
    SegmentedControl *m_sessionLimit = nullptr;
    PlainLabel *m_sessionLimitText = nullptr;
    NoticeCard *m_notices = nullptr;
    KeyValueList *m_kept = nullptr;
    PlainLabel *m_eraseText = nullptr;
    KeyButton *m_erase = nullptr;
    KeyButton *m_really = nullptr;
    KeyButton *m_keep = nullptr;
};

} // namespace gatehouse::ui
