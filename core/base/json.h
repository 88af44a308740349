// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <limits>
#include <memory>
#include <optional>
#include <string_view>

// Strict JSON (RFC 8259): no byte-order mark, valid UTF-8 without lone surrogates, no duplicate member names,
// limited depth and size, nothing after the value. The parser is simdjson; see docs/adr/0006-json.md.
namespace gatehouse {

struct JsonLimits
{
    qsizetype bytes = 64 * 1024 * 1024;
    int depth = 32;
};

class JsonReader;
class JsonTape;

// A parsed document. Keeps what its readers point into; movable, not copyable, any thread but one at a time.
class JsonDocument
{
public:
    [[nodiscard]] static Result<JsonDocument> parse(QByteArrayView utf8, JsonLimits limits = {});
    JsonDocument(JsonDocument &&) noexcept;
    JsonDocument &operator=(JsonDocument &&) noexcept;
    ~JsonDocument();

    // Reads the root with `decode(JsonReader &) -> T`; the first thing that did not fit is the error, with
    // its path: "$.items[3].state: expected string".
    template <typename Decode>
    [[nodiscard]] auto read(Decode &&decode) const -> Result<std::invoke_result_t<Decode, JsonReader &>>;

private:
    friend class JsonReader;
    struct Private;
    explicit JsonDocument(std::unique_ptr<Private> d);
    [[nodiscard]] JsonReader root() const;
    [[nodiscard]] std::optional<Error> takeFailure() const;
    std::unique_ptr<Private> d;
};

// A cursor at one JSON value (object unless said otherwise). Missing or mistyped required fields are recorded
// as the document's first failure, with the path, and reading goes on with an empty value, so a decoder is a
// flat list of fields. "Optional" means absent or null. Lives no longer than its document and its parent
// reader.
class JsonReader
{
public:
    [[nodiscard]] bool ok() const; // nothing in the document has failed so far
    [[nodiscard]] bool has(std::string_view name) const;

    [[nodiscard]] QString string(std::string_view name);
    [[nodiscard]] std::optional<QString> optionalString(std::string_view name);
    [[nodiscard]] qint64 integer(std::string_view name, qint64 least = std::numeric_limits<qint64>::min(),
                                 qint64 most = std::numeric_limits<qint64>::max());
    [[nodiscard]] std::optional<qint64> optionalInteger(std::string_view name,
                                                        qint64 least = std::numeric_limits<qint64>::min(),
                                                        qint64 most = std::numeric_limits<qint64>::max());
    [[nodiscard]] double number(std::string_view name); // finite
    [[nodiscard]] bool boolean(std::string_view name);
    [[nodiscard]] std::optional<bool> optionalBoolean(std::string_view name);
    // RFC 3339 with a zone; UTC with milliseconds.
    [[nodiscard]] QDateTime time(std::string_view name);
    [[nodiscard]] std::optional<QDateTime> optionalTime(std::string_view name);
    [[nodiscard]] QStringList strings(std::string_view name);         // array of strings
    [[nodiscard]] QStringList optionalStrings(std::string_view name); // absent: empty
    [[nodiscard]] QList<qint64> integers(std::string_view name);      // array of integers
    [[nodiscard]] QJsonValue raw(std::string_view name) const;        // as it came; Undefined when absent
    [[nodiscard]] QJsonObject rawObject() const; // this object as it came, to survive an edit
    [[nodiscard]] QStringList memberNames() const;

    template <typename F> // f(JsonReader &)
    void object(std::string_view name, F &&f)
    {
        if (std::optional<JsonReader> child = childObject(name, true))
            f(*child);
    }
    template <typename F> // f(JsonReader &); returns whether it was there
    bool optionalObject(std::string_view name, F &&f)
    {
        std::optional<JsonReader> child = childObject(name, false);
        if (child)
            f(*child);
        return child.has_value();
    }
    // f(JsonReader &element) for each object of an array.
    template <typename F>
    void objects(std::string_view name, F &&f)
    {
        eachObject(
            name, true,
            [](void *context, JsonReader &r) { (*static_cast<std::remove_reference_t<F> *>(context))(r); },
            const_cast<void *>(static_cast<const void *>(&f)));
    }
    template <typename F>
    void optionalObjects(std::string_view name, F &&f)
    {
        eachObject(
            name, false,
            [](void *context, JsonReader &r) { (*static_cast<std::remove_reference_t<F> *>(context))(r); },
            const_cast<void *>(static_cast<const void *>(&f)));
    }

    // Records a failure of a rule the decoder itself checks: fail("state", "known state").
    void fail(std::string_view name, std::string_view expected);

private:
    friend class JsonDocument;
    JsonReader(JsonDocument::Private *document, std::size_t node, const JsonReader *parent,
               std::string_view name, qsizetype index);
    // The word of the member's value on the tape; 0 when absent (findPresent: or null).
    [[nodiscard]] std::size_t find(std::string_view name) const;
    [[nodiscard]] std::size_t findPresent(std::string_view name) const;
    [[nodiscard]] QString path() const;
    void failAt(std::string_view name, qsizetype index, std::string_view expected);
    template <typename T>
    [[nodiscard]] std::optional<T> value(std::string_view name, bool required, std::string_view expected,
                                         std::optional<T> (*convert)(const JsonTape &, std::size_t));
    template <typename T>
    [[nodiscard]] QList<T> list(std::string_view name, bool required, std::string_view expected,
                                std::optional<T> (*convert)(const JsonTape &, std::size_t));
    [[nodiscard]] std::optional<qint64> ranged(std::string_view name, bool required, qint64 least,
                                               qint64 most);
    [[nodiscard]] std::optional<JsonReader> childObject(std::string_view name, bool required);
    void eachObject(std::string_view name, bool required, void (*f)(void *, JsonReader &), void *context);

    JsonDocument::Private *m_document;
    std::size_t m_node;         // this value on the tape
    mutable std::size_t m_next; // where the next search for a member starts
    const JsonReader *m_parent;
    std::string_view m_name; // in the parent; with m_index, an element of that member
    qsizetype m_index;
};

template <typename Decode>
auto JsonDocument::read(Decode &&decode) const -> Result<std::invoke_result_t<Decode, JsonReader &>>
{
    JsonReader reader = root();
    auto value = decode(reader);
    if (std::optional<Error> error = takeFailure())
        return failure(*std::move(error));
    return value;
}

// Parses and decodes in one go.
template <typename Decode>
[[nodiscard]] auto readJson(QByteArrayView utf8, Decode &&decode, JsonLimits limits = {})
    -> Result<std::invoke_result_t<Decode, JsonReader &>>
{
    Result<JsonDocument> document = JsonDocument::parse(utf8, limits);
    if (!document)
        return failure(document.error());
    return document->read(std::forward<Decode>(decode));
}

// Compact JSON. Integers beyond 2^53 keep their digits, up to the range of qint64. Larger numbers are rounded
// to a double, and may then be written as an integer of more than 64 bits, which the reader above refuses.
[[nodiscard]] QByteArray writeJson(const QJsonObject &object);
// The object as it was read, with `changes` laid over it (objects merge, null removes, all else replaces:
// RFC 7396), so that members we do not know survive an edit.
[[nodiscard]] QJsonObject overlaid(const QJsonObject &asRead, const QJsonObject &changes);

} // namespace gatehouse
