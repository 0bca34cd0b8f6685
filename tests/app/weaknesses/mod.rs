//! Where the original GitGud fell short: a test for each point, in the order they were found. Those
//! that only a browser can show are in end2end/tests/weaknesses.spec.ts.

mod data;
mod input;
mod seen;

use crate::helpers::Caller;
use uuid::Uuid;

const TWO_SUM: &str = "https://leetcode.com/problems/two-sum/";

async fn totals(caller: &Caller<'_>) -> serde_json::Value {
    let dashboard = caller.call("/api/insight/dashboard", &[]).await.expect(200);
    dashboard.json()["totals"].clone()
}

async fn add(caller: &Caller<'_>, link: &str) -> serde_json::Value {
    let id = Uuid::now_v7().to_string();
    let fields = [("fields[id]", id.as_str()), ("fields[link]", link)];
    let added = caller.call("/api/problems/add", &fields).await.expect(200);
    added.json()
}
