// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/base/jsonduplicates.h"
#include "core/base/jsonprivate.h"

#include <QJsonDocument>

#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace gatehouse {

namespace {

// simdjson does not say where it stopped. QJsonDocument often does, and failing is rare enough to ask it.
QString locate(QByteArrayView utf8)
{
    constexpr qsizetype worthIt = 1024 * 1024;
    if (utf8.size() > worthIt)
        return {};
    QJsonParseError error;
    (void)QJsonDocument::fromJson(QByteArray::fromRawData(utf8.data(), utf8.size()), &error);
    if (error.error == QJsonParseError::NoError)
        return {};
    const QByteArrayView before = utf8.first(std::min<qsizetype>(error.offset, utf8.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return u"line %1, byte %2: "_s.arg(line).arg(before.size());
}

QString reason(simdjson::error_code code)
{
    switch (code) {
    case simdjson::EMPTY:
        return u"empty"_s;
    case simdjson::UTF8_ERROR:
        return u"not valid UTF-8"_s;
    case simdjson::DEPTH_ERROR:
        return u"nested too deep"_s;
    case simdjson::STRING_ERROR:
        return u"bad string or lone surrogate"_s;
    case simdjson::UNESCAPED_CHARS:
        return u"control character in a string"_s;
    case simdjson::UNCLOSED_STRING:
        return u"string without end"_s;
    case simdjson::NUMBER_ERROR:
        return u"bad number or out of range"_s;
    default:
        return u"not JSON"_s;
    }
}

} // namespace

Result<JsonDocument> JsonDocument::parse(QByteArrayView utf8, JsonLimits limits)
{
    if (utf8.size() > limits.bytes)
        return failure(Error::Kind::TooLarge,
                       u"JSON of %1 bytes, at most %2"_s.arg(utf8.size()).arg(limits.bytes));
    if (utf8.startsWith("\xEF\xBB\xBF"))
        return failure(Error::Kind::Decode, u"line 1, byte 0: byte-order mark"_s);

    // An answer without a body is a null view, which simdjson would copy from.
    const char *bytes = utf8.isNull() ? "" : utf8.data();
    simdjson::dom::parser parser;
    simdjson::dom::document parsed;
    // simdjson counts the document itself as a level, and no level for an empty array or object.
    simdjson::error_code error =
        parser.allocate(static_cast<std::size_t>(utf8.size()), static_cast<std::size_t>(limits.depth) + 1);
    if (error == simdjson::SUCCESS)
        error = parser.parse_into_document(parsed, bytes, static_cast<std::size_t>(utf8.size())).error();
    if (error != simdjson::SUCCESS)
        return failure(Error::Kind::Decode, locate(utf8) + reason(error));

    auto d = std::make_unique<Private>();
    d->tape = JsonTape(std::move(parsed.tape), std::move(parsed.string_buf));
    if (const QString duplicate = findDuplicateName(d->tape); !duplicate.isNull())
        return failure(Error::Kind::Decode, duplicate);
    return JsonDocument(std::move(d));
}

JsonDocument::JsonDocument(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{}

JsonDocument::JsonDocument(JsonDocument &&) noexcept = default;
JsonDocument &JsonDocument::operator=(JsonDocument &&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonReader JsonDocument::root() const
{
    JsonReader reader(d.get(), JsonTape::root, nullptr, {}, -1);
    if (d->tape.type(JsonTape::root) != JsonTape::Type::Object)
        reader.fail({}, "object");
    return reader;
}

std::optional<Error> JsonDocument::takeFailure() const
{
    if (d->failure.isNull())
        return {};
    return Error{.kind = Error::Kind::Decode, .detail = std::exchange(d->failure, QString())};
}

} // namespace gatehouse
