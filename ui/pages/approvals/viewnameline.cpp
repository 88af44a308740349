// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/viewnameline.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

namespace {

constexpr int longestName = 60;
constexpr int nameWidth = 240;

} // namespace

ViewNameLine::ViewNameLine(QWidget *parent)
    : QWidget(parent)
    , m_question(new PlainLabel({}, Type::Body, Tone::Muted, this))
    , m_name(new QLineEdit(this))
    , m_note(new PlainLabel({}, Type::Caption, Tone::Muted, this))
    , m_save(new KeyButton(tr("Save"), KeyButton::Kind::Primary, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metrics::gap);
    m_name->setObjectName(u"view-name"_s);
    m_name->setMaxLength(longestName);
    m_name->setFixedWidth(nameWidth);
    m_name->setMinimumHeight(metrics::controlHeight);
    m_note->setElided(true);
    auto *cancel = new KeyButton(tr("Cancel"), KeyButton::Kind::Secondary, this);
    layout->addWidget(m_question);
    layout->addWidget(m_name);
    layout->addWidget(m_save);
    layout->addWidget(cancel);
    layout->addWidget(m_note, 1);
    connect(m_name, &QLineEdit::textChanged, this, &ViewNameLine::update);
    connect(m_save, &QPushButton::clicked, this, [this] { finish(true); });
    connect(cancel, &QPushButton::clicked, this, [this] { finish(false); });
    hide();
}

void ViewNameLine::ask(const QString &question, const QString &name,
                       std::function<Judgement(const QString &)> judge,
                       std::function<void(const QString &)> take)
{
    m_judge = std::move(judge);
    m_take = std::move(take);
    m_question->setText(question);
    m_name->setAccessibleName(question);
    m_name->setText(name);
    m_name->selectAll();
    update();
    show();
    m_name->setFocus(Qt::OtherFocusReason);
}

void ViewNameLine::update()
{
    const QString name = m_name->text().trimmed();
    const Judgement judgement = name.isEmpty() || !m_judge ? Judgement{.canTake = false} : m_judge(name);
    m_save->setEnabled(judgement.canTake);
    m_note->setText(judgement.text);
    m_name->setAccessibleDescription(judgement.text);
}

void ViewNameLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return finish(false);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_save->isEnabled())
            finish(true);
        return;
    }
    QWidget::keyPressEvent(event);
}

void ViewNameLine::finish(bool takes)
{
    const auto take = std::exchange(m_take, {});
    hide();
    if (takes && take)
        take(m_name->text().trimmed());
    emit closed();
}

} // namespace gatehouse::ui
