//! The statements of the list, put together from fixed pieces of text; whatever a person typed is
//! bound. Why they are built, and what guards them: docs/decisions/011.
//!
//! Three statements serve every query, order and place. None of them leaves the planner a choice
//! that a wrong guess makes slow: a part that must be small is read first and kept.
//!
//! * [`Statements::walk`] reads along the order's index. Good when much of the list matches.
//! * [`Statements::whole`] finds everything that matches, then orders it. Good when little does.
//! * [`Statements::count`] counts, up to a limit.

use super::{
    db_terms::{push_like, push_test},
    edge::{Edge, FindRequest, Key},
    model::{Column, Sort, Term, Test},
};
use crate::{auth::model::UserId, paging::Place, problem::model::Difficulty};
use sqlx::{Arguments, Postgres, QueryBuilder, postgres::PgArguments};

/// A statement with its values.
pub(super) type Statement = QueryBuilder<Postgres>;

/// How far the ways to a page go before another is tried. Tests make them small.
#[derive(Copy, Clone, Debug)]
pub(super) struct Limits {
    /// Totals are not counted beyond this.
    pub count: i64,
    /// So many problems are read for words when a total is estimated.
    pub look: i64,
    /// So many rows of the order are walked at first.
    pub window: i64,
    /// So many are walked when no word helps.
    pub long_window: i64,
    /// A word found in more problems, or more attempts, than this does not help to find the rest.
    pub hits: i64,
}

/// The limits of the app; see docs/PLANS.md for what they cost.
pub(super) const LIMITS: Limits = Limits {
    count: 1_000,
    look: 1_000,
    window: 500,
    long_window: 3_000,
    hits: 8_000,
};

/// What a row of the list shows; `p` is the problem and `g` where it stands. Enums as text: asking
/// the database about a type of ours would displace a statement that is not kept prepared.
const COLUMNS: &str = "p.id, p.title, p.url, p.platform, p.difficulty::text, coalesce(p.tags, '{}') as tags, \
     p.created_at, p.updated_at, p.starred, p.revision, g.attempts, g.solved_attempts, g.latest_status::text, \
     g.latest_attempted_at, g.latest_local_date, g.best_minutes, g.last_minutes, \
     g.noted_attempts, g.coded_attempts, p.review_paused, p.mastered, p.postponed_at, p.postponed_until, \
     p.practise_from, g.state, g.due_on, g.stability, g.memory_difficulty, g.reviewed_on, g.reviewed_at, \
     g.last_grade, g.last_was_recall, g.reps, g.lapses, g.agains, g.clean, g.expected_minutes";

/// What an order reads. `key` is to the letter the expression of its index.
struct Order {
    table: &'static str,
    id: &'static str,
    key: &'static str,
    /// Whether the key is a text that a row does not show as it is compared.
    text: bool,
}

fn order(sort: Sort) -> Order {
    let (key, text) = match (sort.column, sort.descending) {
        (Column::Added, _) => ("p.created_at", false),
        (Column::Title, _) => (r#"left(lower(p.title), 64) collate "C""#, true),
        (Column::Site, false) => (
            r#"left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C""#,
            true,
        ),
        (Column::Site, true) => (r#"left(coalesce(p.site, ''), 100) collate "C""#, true),
        (Column::Tag, false) => (
            r#"left(coalesce(p.tags[1], E'\U0010FFFF'), 64) collate "C""#,
            true,
        ),
        (Column::Tag, true) => (r#"left(coalesce(p.tags[1], ''), 64) collate "C""#, true),
        (Column::Difficulty, _) => ("p.difficulty", false),
        (Column::Status, false) => (
            "(case g.latest_status when 'solved' then 1 when 'partial' then 2 when 'failed' then 3 else 4 end)",
            false,
        ),
        (Column::Status, true) => (
            "(case g.latest_status when 'solved' then 1 when 'partial' then 2 when 'failed' then 3 else 0 end)",
            false,
        ),
        (Column::Attempts, _) => ("g.attempts", false),
        (Column::Best, false) => ("coalesce(g.best_minutes, 2147483647)", false),
        (Column::Best, true) => ("coalesce(g.best_minutes, -1)", false),
        (Column::Last, false) => ("coalesce(g.last_minutes, 2147483647)", false),
        (Column::Last, true) => ("coalesce(g.last_minutes, -1)", false),
        (Column::Touched, false) => ("coalesce(g.latest_attempted_at, 'infinity')", false),
        (Column::Touched, true) => ("coalesce(g.latest_attempted_at, '-infinity')", false),
    };
    let (table, id) = if key.contains("p.") {
        ("problems p", "p.id")
    } else {
        ("problem_progress g", "g.problem_id")
    };
    Order {
        table,
        id,
        key,
        text,
    }
}

/// Which terms of a query.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Which {
    /// Those about the problem and where it stands.
    Facts,
    /// Those that read texts.
    Texts,
    /// All.
    All,
}

/// The statements of one request.
pub(super) struct Statements<'a> {
    /// Whose journal.
    pub user: &'a UserId,
    /// What is asked for.
    pub request: &'a FindRequest,
    /// Rows to read, one more than a page shows.
    pub rows: i64,
    /// How far to go.
    pub limits: Limits,
    /// Stands before each statement; empty, or `explain`.
    pub head: &'static str,
}

impl Statements<'_> {
    fn start(&self) -> Statement {
        let mut arguments = PgArguments::default();
        // A text can always be encoded.
        let _ = arguments.add(self.user.as_str());
        QueryBuilder::with_arguments(self.head, arguments)
    }

    fn terms(&self, which: Which) -> impl Iterator<Item = &Term> {
        self.request.query.terms.iter().filter(move |term| {
            let text = matches!(term.test, Test::Text(_));
            match which {
                Which::Facts => !text,
                Which::Texts => text,
                Which::All => true,
            }
        })
    }

    /// Whether a query has terms that read texts.
    pub fn reads_texts(&self) -> bool {
        self.terms(Which::Texts).next().is_some()
    }

    /// Reads along the order's index from the edge on: a page, if enough of the next `window` rows
    /// match.
    pub fn walk(&self, window: i64) -> Statement {
        let order = order(self.request.sort);
        let mut sql = self.start();
        sql.push("select ")
            .push(if order.text { "page.key" } else { "null" })
            .push("::text as key, ")
            .push(COLUMNS)
            .push(" from (select ")
            .push(order.key)
            .push(" as key, ")
            .push(order.id)
            .push(" as id from ")
            .push(order.table)
            .push(" where user_id = $1");
        self.push_place(&mut sql, order.key, order.id);
        self.push_order(&mut sql, order.key, order.id);
        sql.push(" limit ").push_bind(window).push(
            ") page join problems p on p.user_id = $1 and p.id = page.id \
             join problem_progress g on g.user_id = $1 and g.problem_id = page.id where true",
        );
        self.push_tests(&mut sql, Which::All, None);
        self.push_order(&mut sql, "page.key", "page.id");
        sql.push(" limit ").push_bind(self.rows);
        sql
    }

    /// Finds everything that matches and reads one page of it. Rows also tell how many match
    /// (`matching`, up to the limit and one) and how often the word of `by` was found
    /// (`hits`); when no row is on the page, one row without an id tells it.
    ///
    /// With `by`, only problems in which that word stands are looked at: none, when it stands in
    /// too many and `limited` is set.
    pub fn whole(&self, by: Option<&str>, limited: bool) -> Statement {
        let order = order(self.request.sort);
        let mut sql = self.start();
        sql.push("with ");
        if let Some(word) = by {
            push_hits(&mut sql, word, limited.then_some(self.limits.hits));
        }
        sql.push("fitting as materialized (select p.id, p.search_text, ")
            .push(order.key)
            .push(" as key from ");
        sql.push(if by.is_some() {
            "known join problems p on p.user_id = $1 and p.id = known.id \
             join problem_progress g on g.user_id = $1 and g.problem_id = p.id where true"
        } else {
            "problems p join problem_progress g on g.user_id = $1 and g.problem_id = p.id \
             where p.user_id = $1"
        });
        self.push_tests(&mut sql, Which::Facts, None);
        sql.push("), matching as materialized (select p.id, p.key from fitting p where true");
        self.push_tests(&mut sql, Which::Texts, by);
        sql.push(") select found.matching, found.hits, ")
            .push(if order.text { "page.key" } else { "null" })
            .push("::text as key, ")
            .push(COLUMNS)
            .push(" from (select (select count(*) from (select from matching limit ")
            .push_bind(self.limits.count + 1)
            .push(") counted) as matching, ")
            .push(if by.is_some() {
                "(select count(*) from hits)"
            } else {
                "0::bigint"
            })
            .push(" as hits) found left join (select key, id from matching where true");
        self.push_place(&mut sql, "key", "id");
        self.push_order(&mut sql, "key", "id");
        sql.push(" limit ").push_bind(self.rows).push(
            ") page on true left join problems p on p.user_id = $1 and p.id = page.id \
             left join problem_progress g on g.user_id = $1 and g.problem_id = page.id",
        );
        self.push_order(&mut sql, "page.key", "page.id");
        sql
    }

    /// Counts what matches, to the limit and one (`matching`). For words only some of the problems
    /// that fit otherwise are read (`looked_at`).
    pub fn count(&self) -> Statement {
        let mut sql = self.start();
        sql.push(
            "with fitting as materialized (select p.id, p.search_text from problems p \
             join problem_progress g on g.user_id = $1 and g.problem_id = p.id where p.user_id = $1",
        );
        self.push_tests(&mut sql, Which::Facts, None);
        sql.push(" limit ")
            .push_bind(if self.reads_texts() {
                self.limits.look
            } else {
                self.limits.count + 1
            })
            .push(") select (select count(*) from (select from fitting p where true");
        self.push_tests(&mut sql, Which::Texts, None);
        sql.push(" limit ")
            .push_bind(self.limits.count + 1)
            .push(") counted) as matching, (select count(*) from fitting) as looked_at");
        sql
    }

    /// Where the page begins: beyond the edge, in the direction that is read.
    fn push_place(&self, sql: &mut Statement, key: &str, id: &str) {
        let (Place::After(edge) | Place::Before(edge)) = &self.request.at else {
            return;
        };
        sql.push(" and (").push(key).push(", ").push(id);
        sql.push(if self.reads_down() { ") < (" } else { ") > (" });
        push_key(sql, edge, self.request.sort);
        sql.push(", ").push_bind(edge.id).push(")");
    }

    fn push_order(&self, sql: &mut Statement, key: &str, id: &str) {
        let direction = if self.reads_down() { " desc" } else { "" };
        sql.push(" order by ").push(key).push(direction);
        sql.push(", ").push(id).push(direction);
    }

    /// Whether rows are read greatest first: towards the edge's other side, the list runs backwards.
    fn reads_down(&self) -> bool {
        self.request.sort.descending != matches!(self.request.at, Place::Before(_))
    }

    /// The terms' conditions, but for a word that is known to stand there.
    fn push_tests(&self, sql: &mut Statement, which: Which, known: Option<&str>) {
        for term in self.terms(which) {
            if !term.negated
                && matches!(&term.test, Test::Text(word) if Some(word.as_str()) == known)
            {
                continue;
            }
            sql.push(" and (");
            push_test(sql, &term.test, self.request.today);
            // What cannot be told (a value that is missing) is not the case, and its opposite is.
            sql.push(if term.negated { ") is not true" } else { ")" });
        }
    }
}

/// The problems in whose texts, or in the texts of whose attempts, a word stands.
fn push_hits(sql: &mut Statement, word: &str, at_most: Option<i64>) {
    sql.push("hits as materialized ((select a.problem_id as id from attempts a where a.user_id = $1 and ");
    push_like(sql, "a", word);
    let limit = |sql: &mut Statement| {
        if let Some(hits) = at_most {
            sql.push(" limit ").push_bind(hits + 1);
        }
    };
    limit(sql);
    sql.push(") union all (select p.id from problems p where p.user_id = $1 and ");
    push_like(sql, "p", word);
    limit(sql);
    sql.push(")), known as materialized (select distinct id from hits");
    if let Some(hits) = at_most {
        sql.push(" where (select count(*) from hits) <= ")
            .push_bind(hits);
    }
    sql.push("), ");
}

/// The value at the edge, as the order compares it.
fn push_key(sql: &mut Statement, edge: &Edge, sort: Sort) {
    match &edge.key {
        Key::Time(at) => sql.push_bind(*at),
        Key::Never if sort.descending => sql.push("'-infinity'::timestamptz"),
        Key::Never => sql.push("'infinity'::timestamptz"),
        Key::Text(text) => sql.push_bind(text.clone()),
        Key::Number(number) => sql.push_bind(*number),
        Key::Difficulty(Difficulty::Easy) => sql.push("'easy'::difficulty"),
        Key::Difficulty(Difficulty::Medium) => sql.push("'medium'::difficulty"),
        Key::Difficulty(Difficulty::Hard) => sql.push("'hard'::difficulty"),
    };
}
