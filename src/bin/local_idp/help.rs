//! What the program says about itself, on the command line and on its home page.

/// For tests: what can be asked for and changed.
pub const CONTROLS: &str = r#"All are POST with JSON, and every field may be left out.

/test/tokens    {"user": "ada", "ttl": 3600, "key": "foreign"}
  A session token that lives an hour unless "ttl" says otherwise. Any header field or claim beside
  "user" replaces that of the token, and null removes it; "key": "foreign" signs it with a key
  nobody knows. No handshake or refresh knows its session.
/test/sessions  {"user": "ada", "claims": {"sts": "pending"}, "ttl": -5, "refresh": false}
  Signs in, in a new browser, and answers its cookies. "claims" hold for all tokens of the session;
  "ttl" for the one in the answer, which has ended already if it is not above zero.
/test/clock     {"offset": 3600}
  The provider lives so many seconds ahead of this machine, or behind.
/test/rotate    {"keep_old": true} or {"restore": true}
  Signs with a new key; the key set shows only that, or the old ones too. Or with the folder's again.
/test/outage    {"jwks": true, "backend": true, "all": true}
  503 for the key sets, for the rest of the backend API, for everything but /test/.
/test/settings  {"omit_azp": true, "token_lifetime": 60, "nonce": "always" | "large" | "never"}
  Whether handshakes and refreshes leave the origin out of tokens, how long these live, and when a
  handshake that may be fetched with a nonce is.
/test/webhooks  {"type": "user.updated", "user": "ada" or "data": {}, "times": 2, "url": "http://…",
                 "id": "msg_1", "timestamp_offset": -600, "secret": "whsec_…", "signatures": "v1,…",
                 "envelope_timestamp": 1700000000000}
  Sends a webhook at once and answers the statuses it got. It goes to --webhook-url, or else to
  /webhooks/clerk of the first application.

Clock, keys, outage and settings are everybody's, until they are set back or the program ends."#;

/// What stands below the options.
pub fn after_help() -> String {
    format!(
        "\
For the application:
  set -a; eval \"$(gitgud-local-idp env)\"; set +a

For people:
  http://127.0.0.1:4455/                 what this is, and who is signed in
  http://127.0.0.1:4455/sign-in          be Ada, Grace, Linus, Margaret or someone new
  http://127.0.0.1:4455/user             another name, or no account any more

For tests:
  curl -d '{{\"user\": \"ada\"}}' http://127.0.0.1:4455/test/tokens

{CONTROLS}"
    )
}
