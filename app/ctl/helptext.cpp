// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"

namespace gatehouse::ctl {

QString helpText()
{
    return QStringLiteral(R"(gatehousectl [--connection NAME] [--json] COMMAND

Manages a gateway from a terminal or a script. It shares connections, session and
journal with the Gatehouse console.

  connect NAME --api URL --issuer URL --client-id ID
          [--scope SCOPE …] [--ports PORT,…] [--stage production|staging|development|sandbox]
          [--no-offline]        adds or replaces a connection; without --ports the browser comes back
                                to 18181, 19191, 24242 or 28282 (0 is any free port), and with
                                --no-offline no session outlives the command
  connections                   lists the connections
  connections export NAME       prints a connection to be handed on; it holds no secrets
  connections import FILE       adds or replaces one from such a file
  signin [--no-browser]         signs in through the browser; prints the address when none opens
  signin --device               signs in with a code on another device, where the connection allows it
  whoami                        who is signed in, and what that person may do
  signout                       ends the session here and at the provider
  requests list [--tenant NAME] [--api NAME] [--find TEXT]
                                the requests waiting for a decision, oldest first
  requests watch [--tenant NAME] [--api NAME] [--find TEXT]
                                the same, and then what comes, changes and goes, until Ctrl+C
  requests show ID              one request with its decisions
  requests approve ID [--reason TEXT] [--expires DAY] [--scopes SCOPE,…] [--plan PLAN]
  requests reject ID --reason TEXT
  requests ask-back ID --reason QUESTION
  requests revoke|suspend ID --reason TEXT
  requests resume ID [--reason TEXT]
  requests extend ID --until DAY [--reason TEXT]
                                with --dry-run each only says what would happen
  requests decide --from-stdin [--dry-run] [--wait SECONDS]
                                decides many: a JSON object a line, {"id", "verdict"} and, where
                                wanted, "reason", "expires_at", "scopes", "plan"; one result for
                                each line. Waits so long (30) for what is not confirmed at once
  requests resume [--wait SECONDS]
                                settles what an earlier run left open: asks the gateway, and sends
                                what is unchanged and less than a day old with the same key
  usage [--from DAY] [--to DAY] [--by tenant|api|none] [--measure requests|errors|tokens|cost]
                                per day, or per hour up to two days; times are UTC
  audit verify [FILE]           checks the hash chain of this computer's audit trail, or of an export
  audit list [--from DAY] [--to DAY] [--actor SUB] [--action WORD]
                                what was decided here and what became of it
  audit export [--format jsonl|csv|cef|syslog] [--from …] [--to …] [--actor …] [--action …]
  audit report [--from DAY] [--to DAY] [--actor SUB]
                                who decided what, how long it took, exceptions; an HTML page
  jws verify --jwks FILE [--alg ALG,…] [TOKEN|-]
                                checks a signed token; prints its payload, or the rule that failed
  idtoken verify --jwks FILE --issuer URL --client-id ID --nonce NONCE|--no-nonce
          [--at TIME] [--alg ALG,…] [--skew SECONDS] [--subject SUB] [--audience AUD,…]
          [--access-token TOKEN] [--acr ACR,…] [--max-age SECONDS] [TOKEN|-]
                                the same with every rule a sign-in is held to

  --connection NAME  which connection; without it the current or the only one
  --json             one JSON object a line, for scripts
  --help, --version

Exit codes
  0  done
  1  something else failed; of verify: the token is refused
  2  the command line was not understood
  3  not signed in, or the sign-in was refused
  4  refused by the gateway, or by the connection's role rules: no right, not found, or
     input it does not take
  5  the gateway or the provider is unreachable; a decision may still be open and is
     read back by the next command
  6  somebody else changed or decided the request first

Environment
  BROWSER            the program that opens the sign-in page, e.g. firefox
  XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME
)");
}

} // namespace gatehouse::ctl
