# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts that install something.

# say_why REGISTRY WHAT LOG: after a failed fetch, whether the registry could not be reached or what else it was. LOG is
# what the tool said.
say_why() {
    cat "$3" >&2
    if grep -qiE 'could not (resolve|connect|handshake)|connection (refused|timed out|failed)|unable to connect|failed to connect|temporary failure|name or service not known|network is unreachable|timed? ?out|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|proxy' "$3"; then
        echo "$1 could not be reached, so $2 could not be installed. Nothing was skipped: this has failed." >&2
    else
        echo "$1 was reached, but $2 could not be installed; why stands above. Nothing was skipped: this has failed." >&2
    fi
    exit 1
}
