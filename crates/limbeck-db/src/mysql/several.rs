//! Several queries in one round trip: their texts joined, while the server is told to take that.
//!
//! Packets sent without waiting for answers would do too, but some proxies read no second one
//! before they have answered the first. A text of several statements is one packet to everybody.

use limbeck_core::statement::{DatabaseError, Rows, Statement};
use mysql_common::constants::StatusFlags;

use super::{connection::MysqlConnection, error::is_lost, message::without_values};
use crate::{
    Session,
    connection::{add_rows, return_one_by_one},
};

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
        let texts: Vec<String> = queries.iter().map(|query| query.sql.clone()).collect();
        let mut answers: Vec<Answer> = Vec::with_capacity(queries.len());
        while answers.len() < queries.len() {
            let rest = answers.len()..;
            self.run_some(&queries[rest.clone()], &texts[rest], &mut answers);
        }
        self.leave_several();
        answers
    }

    /// [`Session::return_all`].
    pub(super) fn return_each(
        &mut self,
        statements: &[Statement],
    ) -> Result<Rows, (usize, DatabaseError)> {
        let template = |(place, error): (usize, DatabaseError)| {
            let sql = statements[place].sql.clone();
            (place, DatabaseError { statement: Some(sql), ..error })
        };
        let texts = statements.iter().enumerate();
        let texts: Result<Vec<String>, _> =
            texts.map(|(at, statement)| self.text_of(statement).map_err(|e| (at, e))).collect();
        let texts = texts.map_err(template)?;
        if statements.len() < 2 || !self.allow_several(true) {
            return return_one_by_one(self, statements);
        }
        self.use_transaction();
        let (mut all, mut place) = (Rows::default(), 0);
        let mut failure = None;
        while place < statements.len() && failure.is_none() {
            let mut answers = Vec::new();
            self.run_some(&statements[place..], &texts[place..], &mut answers);
            for answer in answers {
                match answer {
                    Ok(rows) => add_rows(&mut all, rows),
                    Err(error) => {
                        let has_values = !statements[place].params.is_empty();
                        failure = Some((place, without_values(error, has_values)));
                        break;
                    }
                }
                place += 1;
            }
        }
        self.leave_several();
        failure.map_or(Ok(all), Err)
    }

    /// Sends as many of `queries` as fit, and adds an answer for the first of them at least: a
    /// server stops at one that fails. `texts` are what is sent for them.
    fn run_some(&mut self, queries: &[Statement], texts: &[String], answers: &mut Vec<Answer>) {
        let texts = &texts[..fitting(texts)];
        let mut sent = self.wire().and_then(|wire| wire.query(&texts.join(";\n")));
        for query in &queries[..texts.len()] {
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

    // A session that takes several statements is not the one that was opened.
    fn leave_several(&mut self) {
        if !self.allow_several(false) {
            self.close();
        }
    }

    fn allow_several(&mut self, on: bool) -> bool {
        let answer = self.wire().and_then(|wire| wire.allow_several(on));
        if answer.as_ref().is_err_and(is_lost) {
            self.close();
        }
        answer.is_ok()
    }
}

/// How many of the texts, one at least, are sent as one.
fn fitting(texts: &[String]) -> usize {
    let mut length = 0;
    let fits = |text: &&String| {
        length += text.len() + 2;
        length <= MOST
    };
    texts.iter().take_while(fits).count().max(1)
}
