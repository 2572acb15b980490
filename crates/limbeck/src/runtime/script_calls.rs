//! What Python code asks of the script directory: revisions as dictionaries.

use limbeck_core::graph::{HistoryRange, ResolveError, RevIx, display};
use limbeck_python::{HostError, Reply};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    Run,
    host::{read, unknown},
    migrate::module_name,
};
use crate::{Error, scripts::Scripts};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Question {
    revision: Option<Symbols>,
    base: Option<String>,
    head: Option<String>,
    upper: Option<Symbols>,
    lower: Option<Symbols>,
    consider_depends_on: bool,
    labels: bool,
    tree: bool,
    doc: bool,
    parents: bool,
}

/// One identifier or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Symbols {
    One(String),
    Many(Vec<String>),
}

impl Symbols {
    fn list(self) -> Vec<String> {
        match self {
            Symbols::One(one) => vec![one],
            Symbols::Many(many) => many,
        }
    }
}

impl Run {
    pub(super) fn script_call(&self, call: &str, payload: Json) -> Result<Reply, HostError> {
        let scripts = self.scripts_of(payload.get("config"))?;
        if call == "steps" {
            return self.possible_steps(&scripts, read(payload)?);
        }
        if call == "run_env" {
            return self.run_env(&scripts, payload);
        }
        if call == "module" {
            return self.script_module(&scripts, &read::<String>(payload["revision"].clone())?);
        }
        let question: Question = read(payload)?;
        let answer = script_answer(&scripts, call, question);
        answer.map(Reply::Json).map_err(|error| self.raise(error))
    }

    /// The script of a revision, loaded.
    fn script_module(&self, scripts: &Scripts, revision: &str) -> Result<Reply, HostError> {
        let graph = &scripts.graph;
        let found = graph.revision(revision).map_err(|error| self.raise(error))?;
        let Some(ix) = found else { return Ok(Reply::NONE) };
        let path = &graph.get(ix).path;
        let module = self.python()?.load_file(&module_name(path), path)?;
        Ok(Reply::Object(module))
    }
}

fn script_answer(scripts: &Scripts, call: &str, question: Question) -> Result<Json, Error> {
    let graph = &scripts.graph;
    let shown = display::Line {
        parents: question.parents,
        labels: question.labels,
        tree: question.tree,
        doc: question.doc,
        current: false,
    };
    let symbols = question.revision.map(Symbols::list).unwrap_or_default();
    let many = |places: Vec<RevIx>| {
        Json::Array(places.into_iter().map(|ix| described(scripts, ix)).collect())
    };
    Ok(match call {
        "heads" if question.consider_depends_on => json!(graph.ids(graph.real_heads())),
        "heads" => json!(graph.ids(graph.heads())),
        "bases" => json!(graph.ids(graph.bases())),
        "get_revision" => match symbols.first() {
            Some(symbol) => graph.revision(symbol)?.map_or(Json::Null, |ix| described(scripts, ix)),
            None => Json::Null,
        },
        "line" => match symbols.first() {
            Some(id) => {
                graph.revision(id)?.map_or(Json::Null, |ix| json!(display::line(graph, ix, shown)))
            }
            None => Json::Null,
        },
        "get_revisions" => many(graph.revisions(&symbols)?),
        "all_current" => many(graph.effective_heads(&symbols)?),
        "as_revision_number" => revision_number(scripts, symbols)?,
        "walk_revisions" => many(between(scripts, question.base, question.head)?),
        "iterate_revisions" => {
            let side = |symbols: Option<Symbols>| {
                symbols.map(Symbols::list).and_then(|ids| ids.into_iter().next())
            };
            let lower = side(question.lower);
            let mut found = between(scripts, lower.clone(), side(question.upper))?;
            // The lower end itself is not part of the way to it.
            if let Some(end) = lower.filter(|lower| lower != "base") {
                let end = graph.revision(&end)?;
                found.retain(|ix| Some(*ix) != end);
            }
            many(found)
        }
        _ => return Err(Error::Unsupported(unknown(&format!("script.{call}")).to_string())),
    })
}

/// What env.py gets for a revision argument: symbols are resolved, the rest stays as given.
fn revision_number(scripts: &Scripts, symbols: Vec<String>) -> Result<Json, ResolveError> {
    let graph = &scripts.graph;
    let Some(first) = symbols.into_iter().next() else { return Ok(Json::Null) };
    let symbol = first.rsplit_once('@').map_or(first.as_str(), |(_, symbol)| symbol);
    Ok(match symbol {
        _ if first == "heads" => json!(graph.ids(graph.real_heads())),
        "head" => graph.revision(&first)?.map_or(Json::Null, |ix| json!(graph.id(ix))),
        "heads" => json!(graph.ids(&graph.revisions(&[&first])?).first()),
        "base" => Json::Null,
        given => json!(given),
    })
}

fn between(
    scripts: &Scripts,
    lower: Option<String>,
    upper: Option<String>,
) -> Result<Vec<RevIx>, ResolveError> {
    scripts.graph.history(&HistoryRange { lower, upper }, &[])
}

/// A revision as Python's `Script` reads it.
pub(super) fn described(scripts: &Scripts, ix: RevIx) -> Json {
    let graph = &scripts.graph;
    let revision = graph.get(ix);
    let scalar = |ids: &[String]| match ids {
        [] => Json::Null,
        [one] => json!(one),
        many => json!(many),
    };
    json!({
        "revision": revision.id,
        "down_revision": scalar(&revision.down_revision),
        "branch_labels": graph.branch_labels(ix).collect::<Vec<_>>(),
        "dependencies": scalar(&revision.depends_on),
        "nextrev": graph.ids(graph.children(ix)),
        "path": revision.path,
        "doc": display::short_doc(&revision.doc),
        "longdoc": display::long_doc(&revision.doc),
        "is_head": graph.is_head(ix),
        "is_branch_point": graph.is_branch_point(ix),
        "log_entry": display::record(graph, ix, false),
    })
}
