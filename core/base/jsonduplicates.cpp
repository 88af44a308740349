// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/jsonduplicates.h"
#include "core/base/jsontape.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace gatehouse {

namespace {

class Search
{
public:
    explicit Search(const JsonTape &tape)
        : m_tape(tape)
    {}

    // Whether the value holds a duplicate; then `where` is its path below this value, and the complaint.
    bool inValue(std::size_t at, QString &where)
    {
        switch (m_tape.type(at)) {
        case JsonTape::Type::Object:
            return inObject(at, where);
        case JsonTape::Type::Array:
            return inArray(at, where);
        default:
            return false;
        }
    }

private:
    struct Name
    {
        std::uint64_t print; // length and first bytes: differs for most names that differ
        std::string_view text;
        bool operator==(const Name &) const = default;
        bool operator<(const Name &o) const { return print != o.print ? print < o.print : text < o.text; }
    };

    static Name nameOf(std::string_view text)
    {
        std::uint64_t print = 0;
        std::memcpy(&print, text.data(), std::min<std::size_t>(text.size(), sizeof print));
        return {print ^ (static_cast<std::uint64_t>(text.size()) << 56), text};
    }

    bool inArray(std::size_t at, QString &where)
    {
        const std::size_t end = m_tape.end(at);
        qsizetype index = 0;
        for (std::size_t value = at + 1; value != end; value = m_tape.after(value), ++index) {
            if (inValue(value, where)) {
                where.prepend(u"[%1]"_s.arg(index));
                return true;
            }
        }
        return false;
    }

    bool inObject(std::size_t at, QString &where)
    {
        const std::size_t mark = m_names.size(); // one vector serves every level
        const std::size_t end = m_tape.end(at);
        for (std::size_t name = at + 1; name != end; name = m_tape.after(name + 1)) {
            const std::string_view text = m_tape.text(name);
            if (inValue(name + 1, where)) {
                where.prepend(u"."_s + shown(text));
                return true;
            }
            m_names.push_back(nameOf(text));
        }
        const auto twin = findTwin(m_names.begin() + static_cast<std::ptrdiff_t>(mark), m_names.end());
        if (twin != m_names.end()) {
            where = u": duplicate name \"%1\""_s.arg(shown(twin->text));
            return true;
        }
        m_names.resize(mark);
        return false;
    }

    using Iterator = std::vector<Name>::iterator;
    static Iterator findTwin(Iterator first, Iterator last)
    {
        constexpr std::ptrdiff_t few = 24;
        if (last - first > few) {
            std::sort(first, last); // not hashed: nobody can choose names that collide
            return std::adjacent_find(first, last);
        }
        for (Iterator a = first; a != last; ++a) {
            if (std::find(first, a, *a) != a)
                return a;
        }
        return last;
    }

    static QString shown(std::string_view name) { return toQString(name).left(64); }

    const JsonTape &m_tape;
    std::vector<Name> m_names;
};

} // namespace

QString findDuplicateName(const JsonTape &tape)
{
    QString where;
    if (!Search(tape).inValue(JsonTape::root, where))
        return {};
    return u"$"_s + where;
}

} // namespace gatehouse
