//! The listener for the browser extension, on real ports of this machine.

use crate::tokens::access_token;
use gitgud::{
    auth::model::UserId,
    inbox::{
        db,
        listen::{ListenError, Settings, open},
    },
    token::{self, model::Scope},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::{fmt::Write as _, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use uuid::Uuid;

const ORIGIN: &str = "chrome-extension://cjnmckjndlpiamhfimnnjmnckgghkjbl";

fn ada() -> UserId {
    UserId::new("user_ada")
}

/// A listener on a port that nobody has.
struct Door {
    addresses: Vec<SocketAddr>,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

impl Door {
    async fn open(pool: &PgPool, secret: &str) -> Self {
        let settings = Settings {
            ports: vec![0],
            token: secret.to_owned().into(),
        };
        let listening = open(settings).await.unwrap();
        let addresses = listening.addresses();
        let (stop, stopping) = watch::channel(false);
        let ended = tokio::spawn(listening.serve(pool.clone(), stopping));
        Self {
            addresses,
            stop,
            ended,
        }
    }

    /// Sends bytes as they are; answers with the status and the body.
    async fn send(&self, request: &[u8]) -> (u16, String) {
        send(self.addresses[0], request).await
    }

    /// Sends what the extension would, but for these headers; an empty value leaves one out.
    async fn post(&self, changed: &[(&str, &str)], body: &str) -> (u16, String) {
        self.send(&request(self.addresses[0].port(), changed, body))
            .await
    }

    async fn end(self) {
        self.stop.send_replace(true);
        self.ended.await.unwrap();
    }
}

async fn send(to: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

fn request(port: u16, changed: &[(&str, &str)], body: &str) -> Vec<u8> {
    let host = format!("localhost:{port}");
    let length = body.len().to_string();
    let mut headers = vec![
        ("host", host.as_str()),
        ("content-type", "application/json"),
        ("content-length", &length),
        ("origin", ORIGIN),
        ("sec-fetch-site", "none"),
        ("connection", "close"),
    ];
    headers.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    headers.extend(changed.iter().filter(|(_, value)| !value.is_empty()));
    let mut request = String::from("POST / HTTP/1.1\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    (request + "\r\n" + body).into_bytes()
}

fn problem(name: &str, url: &str) -> String {
    json!({
        "name": name, "group": "Codeforces - Educational Codeforces Round 40", "url": url,
        "tests": [{"input": "1\n", "output": "2\n"}], "batch": {"id": Uuid::now_v7(), "size": 1},
    })
    .to_string()
}

fn castle_defense() -> String {
    let url = "https://codeforces.com/problemset/problem/954/G";
    problem("G. Castle Defense", url)
}

async fn waiting(pool: &PgPool) -> i64 {
    db::count(pool, &ada()).await.unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn what_the_extension_sends_waits_in_the_inbox(pool: PgPool) {
    let (_, secret) = access_token(&pool, "ada", Scope::Write).await;
    // As it comes out of a file.
    let door = Door::open(&pool, &format!("{secret}\n")).await;
    let (status, answer) = door.post(&[], &castle_defense()).await;
    assert_eq!(status, 202, "{answer}");
    let told: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(told["outcome"], "new");
    let (status, answer) = door.post(&[], &castle_defense()).await;
    assert_eq!(status, 202);
    let again: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(again, json!({"outcome": "again", "id": told["id"]}));
    // As it is sent to the tool CHelper.
    let chelper = format!("json\n{}", castle_defense());
    let plain = [("content-type", "text/plain;charset=UTF-8")];
    assert_eq!(door.post(&plain, &chelper).await.0, 202);
    assert_eq!(waiting(&pool).await, 1);
    // Under each of the machine's addresses.
    for address in &door.addresses {
        let sent = request(address.port(), &[], &castle_defense());
        assert_eq!(send(*address, &sent).await.0, 202, "{address}");
    }

    let url = "https://leetcode.com/problems/two-sum/";
    let fields = gitgud::problem::fields::ProblemFields::from_pasted(Uuid::now_v7(), url);
    let draft = fields.parse().unwrap();
    gitgud::problem::db::add(&pool, &ada(), &draft)
        .await
        .unwrap();
    let (status, answer) = door.post(&[], &problem("Two Sum", url)).await;
    assert_eq!(status, 200);
    let there: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(there, json!({"outcome": "in-journal", "id": draft.id}));
    assert_eq!(waiting(&pool).await, 1);
    door.end().await;
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_not_the_extensions_is_refused_with_a_reason_and_kept_nowhere(pool: PgPool) {
    let (_, secret) = access_token(&pool, "ada", Scope::Write).await;
    let door = Door::open(&pool, &secret).await;
    let body = castle_defense();
    for (headers, status) in [
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", "http://localhost:3000")], 403),
        (vec![("host", "evil.example:80")], 403),
        (vec![("host", "localhost:3000")], 403),
        (vec![("content-type", "")], 415),
        (vec![("content-type", "text/html")], 415),
        (
            vec![("origin", "null"), ("content-type", "text/plain")],
            415,
        ),
        (vec![("origin", ""), ("content-type", "text/plain")], 415),
        (vec![("content-length", "4194305")], 413),
    ] {
        let (found, reason) = door.post(&headers, &body).await;
        assert_eq!(found, status, "{headers:?}: {reason}");
        assert!(reason.ends_with(".\n"), "{headers:?}: {reason}");
    }
    for (body, told) in [
        ("two sum".to_owned(), "body: This has to be a JSON object"),
        (
            problem("X", "javascript:alert(1)"),
            "url: There is no web address",
        ),
        (
            problem(&"x".repeat(301), ""),
            "name: This is too long: 301 of 300",
        ),
    ] {
        let (status, reason) = door.post(&[], &body).await;
        assert_eq!(status, 422);
        assert!(reason.starts_with(told), "{reason}");
    }
    // A page that asks first gets no leave, and so sends nothing.
    let port = door.addresses[0].port();
    let asked = format!(
        "OPTIONS / HTTP/1.1\r\nhost: localhost:{port}\r\norigin: null\r\nconnection: close\r\n\
         access-control-request-method: POST\r\naccess-control-request-headers: content-type\r\n\r\n"
    );
    let mut stream = TcpStream::connect(door.addresses[0]).await.unwrap();
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    assert!(
        !answer.to_lowercase().contains("access-control"),
        "{answer}"
    );
    let got = format!("GET / HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    assert_eq!(door.send(got.as_bytes()).await.0, 405);
    // One that does not say how long it is, and is too long.
    let mut endless = request(
        port,
        &[("content-length", ""), ("transfer-encoding", "chunked")],
        "",
    );
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16));
    for _ in 0..65 {
        endless.extend(chunk.as_bytes());
    }
    let mut stream = TcpStream::connect(door.addresses[0]).await.unwrap();
    let (mut read, mut write) = stream.split();
    let mut start = [0; 12];
    let (_, answered) = tokio::join!(write.write_all(&endless), read.read_exact(&mut start));
    answered.unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
    assert_eq!(waiting(&pool).await, 0);
    door.end().await;
}

#[sqlx::test(migrations = "./migrations")]
async fn a_token_that_is_revoked_or_may_only_read_keeps_nothing(pool: PgPool) {
    let (id, secret) = access_token(&pool, "ada", Scope::Write).await;
    let door = Door::open(&pool, &secret).await;
    assert_eq!(door.post(&[], &castle_defense()).await.0, 202);
    token::db::revoke(&pool, &ada(), id).await.unwrap();
    let other = problem("X", "https://leetcode.com/problems/3sum/");
    let (status, reason) = door.post(&[], &other).await;
    assert_eq!(status, 403);
    assert!(reason.contains("not good any more"), "{reason}");
    door.end().await;
    let (_, reads) = access_token(&pool, "ada", Scope::Read).await;
    let door = Door::open(&pool, &reads).await;
    let (status, reason) = door.post(&[], &other).await;
    assert_eq!(status, 403);
    assert!(reason.contains("may only read"), "{reason}");
    assert!(!reason.contains(&reads));
    assert_eq!(waiting(&pool).await, 1);
    door.end().await;
}

#[sqlx::test(migrations = "./migrations")]
async fn a_contest_is_taken_from_all_ports_at_once_and_a_flood_is_not(pool: PgPool) {
    let (_, secret) = access_token(&pool, "ada", Scope::Write).await;
    let door = Door::open(&pool, &secret).await;
    let send = async |number: usize| {
        let url = format!("https://codeforces.com/contest/1/problem/{number}");
        door.post(&[], &problem("X", &url)).await.0
    };
    for _ in 0..8 {
        for number in 1..=40 {
            assert_eq!(send(number).await, 202);
        }
    }
    assert_eq!(waiting(&pool).await, 40);
    let mut refused = 0;
    for _ in 0..600 {
        refused += usize::from(send(1).await == 429);
    }
    assert!(refused > 0);
    door.end().await;
}

#[sqlx::test(migrations = "./migrations")]
async fn the_end_waits_for_what_is_under_way(pool: PgPool) {
    let (_, secret) = access_token(&pool, "ada", Scope::Write).await;
    let door = Door::open(&pool, &secret).await;
    let whole = request(door.addresses[0].port(), &[], &castle_defense());
    let (first, rest) = whole.split_at(whole.len() - 5);
    let mut stream = TcpStream::connect(door.addresses[0]).await.unwrap();
    stream.write_all(first).await.unwrap();
    // Another one has been answered, so the first has been seen.
    assert_eq!(door.post(&[], &problem("Y", "")).await.0, 202);
    let address = door.addresses[0];
    let ending = tokio::spawn(door.end());
    // Until nobody listens any more.
    while TcpStream::connect(address).await.is_ok() {}
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!ending.is_finished(), "it waits for the rest");
    stream.write_all(rest).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    ending.await.unwrap();
    assert_eq!(waiting(&pool).await, 2);
}

#[tokio::test]
async fn a_port_of_another_program_is_left_to_it() {
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = other.local_addr().unwrap().port();
    let settings = |ports: &[u16]| Settings {
        ports: ports.to_vec(),
        token: String::new().into(),
    };
    let listening = open(settings(&[taken, 0])).await.unwrap();
    let free = listening.addresses()[0].port();
    assert_ne!(free, taken);
    assert!(
        listening
            .addresses()
            .iter()
            .all(|address| address.ip().is_loopback())
    );
    let none = open(settings(&[taken, free])).await.unwrap_err();
    assert!(matches!(none, ListenError::NoPort { .. }));
    let told = none.to_string();
    assert!(told.contains(&format!("{taken}, {free}")), "{told}");
}
