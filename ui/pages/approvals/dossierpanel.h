// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dossier.h"

#include <QWidget>

class QVBoxLayout;

namespace gatehouse::ui {

class KeyValueList;
class PlainLabel;
class Sparkline;

// The evidence below a request: what follows from a yes, what the application did in the last thirty days,
// who has the same right already. A part that is still being read, or could not be, says so where it would
// stand.
class DossierPanel : public QWidget
{
    Q_OBJECT
public:
    explicit DossierPanel(QWidget *parent = nullptr);

    // `subject`: the person who decides; `isOpen`: the request still waits for a decision.
    void show(const gateway::Subscription &request, const workspace::Dossier &dossier, const QString &subject,
              bool isOpen);
    using QWidget::show;

private:
    void showCautions(const gateway::Subscription &request, const workspace::Dossier &dossier,
                      const QString &subject, bool isOpen);
    void showUse(const workspace::Dossier &dossier);
    void showHolders(const gateway::Subscription &request, const workspace::Dossier &dossier);

    PlainLabel *m_ifHeading = nullptr;
    QWidget *m_cautions = nullptr;
    QVBoxLayout *m_cautionLayout = nullptr;
    QList<std::pair<int, QString>>
        m_cautionTexts; // what stands there, so that it is made anew only when changed
    KeyValueList *m_effects = nullptr;
    PlainLabel *m_useHeading = nullptr;
    QWidget *m_use = nullptr;
    Sparkline *m_calls = nullptr;
    PlainLabel *m_callsText = nullptr;
    Sparkline *m_cost = nullptr;
    PlainLabel *m_costText = nullptr;
    PlainLabel *m_useState = nullptr;
    KeyValueList *m_holders = nullptr;
};

} // namespace gatehouse::ui
