// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QLineEdit;

namespace gatehouse::ui {

class KeyButton;
class PlainLabel;

// A line in the head of the page that asks for the name of a view. Enter takes it, Esc does not.
class ViewNameLine : public QWidget
{
    Q_OBJECT
public:
    explicit ViewNameLine(QWidget *parent = nullptr);

    struct Judgement
    {
        bool canTake = true;
        QString text = {};
    };
    // `judge` says what a name would do; `take` gets the name.
    void ask(const QString &question, const QString &name, std::function<Judgement(const QString &)> judge,
             std::function<void(const QString &)> take);

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void update();
    void finish(bool takes);

    PlainLabel *m_question = nullptr;
    QLineEdit *m_name = nullptr;
    PlainLabel *m_note = nullptr;
    KeyButton *m_save = nullptr;
    std::function<Judgement(const QString &)> m_judge;
    std::function<void(const QString &)> m_take;
};

} // namespace gatehouse::ui
