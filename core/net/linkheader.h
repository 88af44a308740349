// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <optional>

namespace gatehouse::net {

// Where the answer says its next page is: the first link with the relation "next" among its Link headers (RFC
// 8288), resolved against the answer's own address and without a fragment. Nothing unless scheme, host, port
// and path are those of the answer: whoever follows it sends the token along. Nothing either with user info,
// with more than 8 KiB of headers or more than 64 links. It may be the very address that was asked.
[[nodiscard]] std::optional<QUrl> nextLink(const Response &response);
// Whether the answer says there is a next page at all, wherever that is: one that nextLink() does not give is
// no end of the list.
[[nodiscard]] bool namesNext(const Response &response);

} // namespace gatehouse::net
