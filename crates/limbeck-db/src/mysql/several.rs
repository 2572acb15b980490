//! Several queries in one round trip: their texts joined, while the server is told to take that.
//!
//! Packets sent without waiting for answers would do too, but some proxies read no second one
//! before they have answered the first. A text of several statements is one packet to everybody.

use limbeck_core::statement::{DatabaseError, Rows, Statement};
use mysql_common::constants::StatusFlags;

use super::{connection::MysqlConnection, error::is_lost};
use crate::Session;

/// Far below any server's `max_allowed_packet`.
const MOST: usize = 64 * 1024;

type Answer = Result<Rows, DatabaseError>;

impl MysqlConnection {
    /// [`Session::query_each`].
    pub(super) fn run_each(&mut self, queries: &[Statement]) -> Vec<Answer> {
        let is_plain = queries.iter().all(|query| query.params.is_empty());
        if queries.len() < 2 || !is_plain || !self.allow_several(true) {
            return queries.iter().map(|query| self.execute(query)).collect();
        }
        self.use_transaction();
        let mut answers: Vec<Answer> = Vec::with_capacity(queries.len());
        while answers.len() < queries.len() {
            let rest = &queries[answers.len()..];
            self.run_some(&rest[..fitting(rest)], &mut answers);
        }
        // A session that takes several statements is not the one that was opened.
        if !self.allow_several(false) {
            self.close();
        }
        answers
    }

    /// Adds an answer for the first of `queries` at least: a server stops at one that fails.
    fn run_some(&mut self, queries: &[Statement], answers: &mut Vec<Answer>) {
        let texts: Vec<&str> = queries.iter().map(|query| query.sql.as_str()).collect();
        let mut sent = self.wire().and_then(|wire| wire.query(&texts.join(";\n")));
        for query in queries {
            let answer = sent.and_then(|()| self.receive_one());
            let is_last = !self.has(StatusFlags::SERVER_MORE_RESULTS_EXISTS);
            let failed = answer.is_err();
            if answer.as_ref().is_err_and(is_lost) {
                self.close();
            }
            let sql = query.sql.clone();
            answers.push(answer.map_err(|error| DatabaseError { statement: Some(sql), ..error }));
            if failed || is_last {
                return;
            }
            sent = Ok(());
        }
        // Nothing may be left for the next statement to take for its own answer.
        while self.has(StatusFlags::SERVER_MORE_RESULTS_EXISTS) && self.receive_one().is_ok() {}
    }

    fn allow_several(&mut self, on: bool) -> bool {
        let answer = self.wire().and_then(|wire| wire.allow_several(on));
        if answer.as_ref().is_err_and(is_lost) {
            self.close();
        }
        answer.is_ok()
    }
}

/// How many of `queries`, one at least, go into one text.
fn fitting(queries: &[Statement]) -> usize {
    let mut length = 0;
    let fits = |query: &&Statement| {
        length += query.sql.len() + 2;
        length <= MOST
    };
    queries.iter().take_while(fits).count().max(1)
}
