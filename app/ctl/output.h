// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QJsonObject>

namespace gatehouse::ctl {

// Answers go to standard output, sentences about them to standard error.
class Output
{
public:
    explicit Output(bool isJson)
        : m_isJson(isJson)
    {}
    [[nodiscard]] bool isJson() const { return m_isJson; }

    void json(const QJsonObject &object) const; // one line, nothing in it that a terminal would act on
    void text(const QString &text) const;       // as it is: escape what came from a server
    void note(const QString &sentence) const;
    void error(const Error &error) const;

private:
    bool m_isJson = false;
};

} // namespace gatehouse::ctl
