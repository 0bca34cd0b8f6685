//! Messages as the provider signs them, and every way they may be wrong.

use super::*;
use axum::http::{HeaderName, HeaderValue};
use proptest::prelude::*;
use serde_json::json;

const SECRET: &str = "whsec_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cw==";
const OTHER: &str = "whsec_YW5vdGhlciBvbmUsIGFzIGxvbmcgYXMgdGhlIGZpcnN0";
const NOW: i64 = 1_790_000_000;

/// A message and its headers, before anything is changed about them.
#[derive(Clone, Debug)]
struct Message {
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    secret: &'static str,
}

/// The signature of the scheme, made independently of what is tested.
fn signature(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = STANDARD
        .decode(secret.trim_start_matches("whsec_"))
        .unwrap();
    let mut signed = format!("{id}.{timestamp}.").into_bytes();
    signed.extend_from_slice(body);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &signed);
    STANDARD.encode(tag)
}

impl Message {
    fn at(timestamp: &str, body: &[u8]) -> Self {
        let signature = signature(SECRET, "msg_1", timestamp, body);
        Self {
            headers: vec![
                (ID, "msg_1".to_owned()),
                (TIMESTAMP, timestamp.to_owned()),
                (SIGNATURE, format!("v1,{signature}")),
            ],
            body: body.to_vec(),
            secret: SECRET,
        }
    }

    fn good() -> Self {
        Self::at(&NOW.to_string(), br#"{"type":"user.updated"}"#)
    }

    fn header(mut self, name: &'static str, change: impl Fn(&str) -> String) -> Self {
        for (other, value) in &mut self.headers {
            if *other == name {
                *value = change(value);
            }
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    fn twice(mut self, name: &'static str) -> Self {
        let again = self.headers.iter().find(|(other, _)| *other == name);
        let again = again.unwrap().clone();
        self.headers.push(again);
        self
    }

    fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    fn secret(mut self, secret: &'static str) -> Self {
        self.secret = secret;
        self
    }

    fn check(&self) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            // What no header can hold cannot arrive.
            let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) else {
                return Err(Refusal::NoMatch);
            };
            headers.append(HeaderName::from_static(name), value);
        }
        let secrets = Secrets::parse(self.secret).unwrap();
        Stamp::read(&headers, NOW)?.verify(&secrets, &self.body)
    }
}

#[test]
fn the_public_example_of_the_scheme_is_genuine() {
    let headers = [
        (ID, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
        (TIMESTAMP, "1649367553"),
        (SIGNATURE, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="),
    ];
    let headers = headers
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .into_iter()
        .collect();
    let stamp = Stamp::read(&headers, 1_649_367_553).unwrap();
    let secrets = Secrets::parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    assert_eq!(stamp.verify(&secrets, body), Ok(()));
}

// The rows of the reference's table, and a few more, in three parts.

type Row = (&'static str, Message, Result<(), Refusal>);

fn check(rows: impl IntoIterator<Item = Row>) {
    for (what, message, expected) in rows {
        assert_eq!(message.check(), expected, "{what}");
    }
}

#[test]
fn a_message_counts_for_five_minutes() {
    let late = |seconds: i64| Message::at(&(NOW + seconds).to_string(), b"{}");
    let written = |timestamp: &str| Message::at(timestamp, b"{}");
    let malformed = Err(Refusal::Header(TIMESTAMP));
    check([
        ("valid", Message::good(), Ok(())),
        ("299 s ago", late(-299), Ok(())),
        ("300 s ago", late(-300), Ok(())),
        ("301 s ago", late(-301), Err(Refusal::TooOld)),
        ("in 299 s", late(299), Ok(())),
        ("in 300 s", late(300), Ok(())),
        ("in 301 s", late(301), Err(Refusal::TooNew)),
        ("an hour ago", late(-3600), Err(Refusal::TooOld)),
        ("a fraction", written(&format!("{NOW}.5")), malformed),
        ("no number", written("soon"), malformed),
        ("letters after", written(&format!("{NOW}abc")), malformed),
        ("a sign before", written(&format!("+{NOW}")), malformed),
        ("a huge number", written(&"9".repeat(30)), malformed),
        ("no time", written(""), malformed),
    ]);
}

#[test]
fn a_message_is_taken_only_as_it_was_signed() {
    let good = Message::good;
    let no_match = Err(Refusal::NoMatch);
    let (id, time, signature) = (
        Err(Refusal::Header(ID)),
        Err(Refusal::Header(TIMESTAMP)),
        Err(Refusal::Header(SIGNATURE)),
    );
    let spaced = br#"{"type": "user.updated"}"#;
    check([
        (
            "another body",
            good().body(br#"{"type":"user.deleted"}"#),
            no_match,
        ),
        ("a space more", good().body(spaced), no_match),
        (
            "another id",
            good().header(ID, |_| "msg_2".into()),
            no_match,
        ),
        ("an empty id", good().header(ID, |_| String::new()), id),
        ("an id too long", good().header(ID, |_| "x".repeat(201)), id),
        ("without id", good().without(ID), id),
        ("without time", good().without(TIMESTAMP), time),
        ("without signature", good().without(SIGNATURE), signature),
        ("id twice", good().twice(ID), id),
        ("time twice", good().twice(TIMESTAMP), time),
        ("signature twice", good().twice(SIGNATURE), signature),
    ]);
}

#[test]
fn one_signature_by_one_key_is_enough() {
    let good = Message::good();
    let bare = good.headers[2].1.trim_start_matches("v1,").to_owned();
    // Hexadecimal in place of base64.
    let hex = format!("v1,{}", "0123456789abcdef".repeat(4));
    let signed = |change: &dyn Fn(&str) -> String| good.clone().header(SIGNATURE, change);
    let with = |secret| good.clone().secret(secret);
    let no_match = Err(Refusal::NoMatch);
    check([
        (
            "first one bad",
            signed(&|good| format!("v1,AAAA {good}")),
            Ok(()),
        ),
        (
            "last one bad",
            signed(&|good| format!("{good} v1,AAAA")),
            Ok(()),
        ),
        (
            "version 2",
            signed(&|good| good.replace("v1", "v2")),
            no_match,
        ),
        (
            "version 1a",
            signed(&|good| good.replace("v1", "v1a")),
            no_match,
        ),
        ("no version", signed(&|_| bare.clone()), no_match),
        ("hexadecimal", signed(&|_| hex.clone()), no_match),
        ("nothing", signed(&|_| "v1,".into()), no_match),
        ("empty", signed(&|_| String::new()), no_match),
        (
            "half of one",
            signed(&|_| format!("v1,{}", &bare[..20])),
            no_match,
        ),
        (
            "secret without prefix",
            with(SECRET.trim_start_matches("whsec_")),
            Ok(()),
        ),
        ("other secret", with(OTHER), no_match),
        ("no secret", with(""), no_match),
        (
            "while secrets are replaced",
            with(concat!(
                "whsec_YW5vdGhlciBvbmUsIGFzIGxvbmcgYXMgdGhlIGZpcnN0, ",
                "whsec_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cw==\n"
            )),
            Ok(()),
        ),
    ]);
}

#[test]
fn other_headers_of_the_scheme_are_not_read() {
    let mut message = Message::good();
    message.headers = [
        ("webhook-id", 0),
        ("webhook-timestamp", 1),
        ("webhook-signature", 2),
    ]
    .map(|(name, index)| (name, message.headers[index].1.clone()))
    .to_vec();
    assert_eq!(message.check(), Err(Refusal::Header(ID)));
}

#[test]
fn a_secret_that_is_none_is_refused() {
    for secret in [
        "whsec_!!!",
        "whsec_",
        "whsec_c2hvcnQ=",
        // Fifteen bytes.
        "MTIzNDU2Nzg5MDEyMzQ1",
        "whsec_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cw==,whsec_c2hvcnQ=",
        "WHSEC_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cw==",
    ] {
        assert_eq!(Secrets::parse(secret).unwrap_err(), BadSecret, "{secret}");
    }
    // Sixteen bytes.
    assert!(
        !Secrets::parse("MTIzNDU2Nzg5MDEyMzQ1Ng==")
            .unwrap()
            .is_empty()
    );
    assert!(Secrets::parse(" ,\n").unwrap().is_empty());
    let printed = format!("{:?}", Secrets::parse(SECRET).unwrap());
    assert!(!printed.contains("dGhl"), "{printed}");
}

proptest! {
    #[test]
    fn any_message_that_was_signed_is_genuine(
        body in proptest::collection::vec(any::<u8>(), 0..300),
        offset in -300_i64..=300,
    ) {
        prop_assert_eq!(Message::at(&(NOW + offset).to_string(), &body).check(), Ok(()));
    }

    #[test]
    fn no_message_stays_genuine_when_a_byte_of_it_is_changed(
        body in proptest::collection::vec(any::<u8>(), 1..100),
        part in 0_usize..4,
        at in any::<proptest::sample::Index>(),
        to in any::<u8>(),
    ) {
        let mut message = Message::at(&NOW.to_string(), &body);
        if part == 3 {
            let at = at.index(body.len());
            prop_assume!(message.body[at] != to);
            message.body[at] = to;
        } else {
            let value = &mut message.headers[part].1;
            let at = at.index(value.len());
            let to = char::from(to & 0x7f);
            prop_assume!(value.as_bytes()[at] != to as u8);
            value.replace_range(at..=at, to.encode_utf8(&mut [0; 4]));
        }
        prop_assert!(message.check().is_err(), "{:?}", message);
    }
}

fn read(event: &Value) -> Event {
    Event::read(event.to_string().as_bytes()).unwrap()
}

#[test]
fn events_say_whom_they_are_about() {
    let user = json!({
        "id": "user_ada", "first_name": "Ada", "last_name": "Lovelace", "username": "al",
        "updated_at": 1_790_000_000_123_i64, "email_addresses": [{"email_address": "ada@example.com"}],
    });
    for kind in [CREATED, UPDATED] {
        let event = json!({"type": kind, "object": "event", "data": user, "timestamp": 1});
        let Event::Told {
            kind: found,
            profile,
        } = read(&event)
        else {
            panic!("{event}");
        };
        assert_eq!(found, kind);
        assert_eq!(profile.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(profile.updated_at.timestamp_millis(), 1_790_000_000_123);
        let nobody = json!({"type": kind, "data": {"first_name": "Ada", "updated_at": 1}});
        assert_eq!(read(&nobody), Event::Unclear);
    }
    let deleted = json!({"type": DELETED, "data": {"id": "user_ada", "deleted": true}});
    let deleted = read(&deleted);
    assert_eq!(deleted, Event::Deleted(UserId::new("user_ada")));
    assert_eq!(deleted.about(), Some((DELETED, &UserId::new("user_ada"))));
    assert_eq!(
        read(&json!({"type": DELETED, "data": {"deleted": true}})),
        Event::Unclear
    );
    assert_eq!(read(&json!({"type": DELETED})), Event::Unclear);
    for kind in [
        "session.ended",
        "session.removed",
        "session.revoked",
        "organization.created",
        "",
    ] {
        assert_eq!(read(&json!({"type": kind, "data": user})), Event::Other);
    }
}

#[test]
fn what_is_no_event_is_refused() {
    for body in [
        "",
        "hello",
        "[]",
        "{}",
        r#"{"type": 1}"#,
        r#"{"type":"user.deleted""#,
    ] {
        assert_eq!(Event::read(body.as_bytes()), Err(NotAnEvent), "{body}");
    }
    assert_eq!(Event::read(b"\xff"), Err(NotAnEvent));
}
