//! Mako templates: `script.py.mako`, which gives new revision files their text.
//!
//! The template's text is translated into Python source; that translation runs no Python and
//! touches no file. Rendering runs the source in an interpreter. Templates that include,
//! inherit or name other files are refused: there are none beside a `script.py.mako`.

mod lexer;
mod python;
mod translate;

use serde_json::Value;

use crate::{Module, Python, PythonError};
use translate::Lines;

/// What is wrong with a template.
#[derive(Debug, thiserror::Error)]
pub enum MakoError {
    /// It cannot be translated.
    #[error("{path}:{line}: {message}")]
    Syntax {
        /// The template.
        path: String,
        /// Counted from one.
        line: u32,
        /// What is wrong there.
        message: String,
    },
    /// Its Python code raised.
    #[error("{path}:{}: {class}: {message}", line.map_or_else(|| "?".to_owned(), |line| line.to_string()))]
    Raised {
        /// The template.
        path: String,
        /// The line of the template, where it is known.
        line: Option<u32>,
        /// The exception's class.
        class: String,
        /// What it says.
        message: String,
    },
    /// The interpreter failed in another way.
    #[error(transparent)]
    Python(#[from] PythonError),
}

/// A value that a template refers to by name.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateValue {
    /// `None`.
    None,
    /// A `str`.
    Str(String),
    /// A `tuple` of `str`.
    Tuple(Vec<String>),
    /// A `list` of `str`.
    List(Vec<String>),
    /// What JSON gives: numbers, booleans, lists and dictionaries.
    Json(Value),
    /// A `datetime`.
    Date {
        /// Year, month, day, hour, minute, second, microsecond.
        parts: [i64; 7],
        /// Seconds east of UTC; without it, the `datetime` is naive.
        offset: Option<i32>,
    },
    /// The function that joins ids by commas, for `${down_revision | comma,n}`.
    Comma,
}

/// A template, translated.
#[derive(Debug, Clone)]
pub struct MakoTemplate {
    path: String,
    lines: Lines,
}

impl MakoTemplate {
    /// Translates the text of a template; `path` is the name for messages.
    ///
    /// # Errors
    /// [`MakoError::Syntax`].
    ///
    /// ```
    /// use limbeck_python::mako::MakoTemplate;
    ///
    /// let error = MakoTemplate::parse("script.py.mako", "a\n% if b:\n").unwrap_err();
    /// assert_eq!(error.to_string(), "script.py.mako:2: unterminated control keyword: 'if'");
    /// ```
    pub fn parse(path: &str, text: &str) -> Result<Self, MakoError> {
        let nodes = lexer::split(path, text)?;
        let lines = translate::translate(path, nodes)?;
        Ok(MakoTemplate { path: path.to_owned(), lines })
    }

    /// The Python source, whose `render()` returns the text.
    #[must_use]
    pub fn python_source(&self) -> &str {
        &self.lines.source
    }

    /// The line of the template that a line of the Python source stands for.
    #[must_use]
    pub fn template_line(&self, python_line: u32) -> Option<u32> {
        let index = usize::try_from(python_line).ok()?.checked_sub(1)?;
        self.lines.origins.get(index).copied().filter(|line| *line > 0)
    }

    /// Renders the template with `values`, and `objects` that only the interpreter knows.
    ///
    /// # Errors
    /// What the template's code raises, with the template's line.
    pub fn render(
        &self,
        python: &Python,
        values: &[(&str, TemplateValue)],
        objects: &[(&str, Module)],
    ) -> Result<String, MakoError> {
        let mut source = self.lines.source.clone();
        for (name, value) in values {
            let assignment =
                format!("_mako_context[{}] = {}\n", python::literal(name), value.to_python());
            source.push_str(&assignment);
        }
        for (index, (name, _)) in objects.iter().enumerate() {
            source.push_str(&format!("_mako_object_{index} = {}\n", python::literal(name)));
        }
        self.run(python, &source, objects).map_err(|error| self.located(error))
    }

    fn run(
        &self,
        python: &Python,
        source: &str,
        objects: &[(&str, Module)],
    ) -> Result<String, PythonError> {
        let module = python.run_source(&self.path, source)?;
        for (index, (_, object)) in objects.iter().enumerate() {
            if let Some(name) = module.object(python, &format!("_mako_object_{index}"))? {
                module.call_objects(python, "_mako_add", &[name, object.clone()])?;
            }
        }
        match module.call(python, "render", &[], &serde_json::Map::default())? {
            Value::String(text) => Ok(text),
            other => Ok(other.to_string()),
        }
    }

    fn located(&self, error: PythonError) -> MakoError {
        let Some(report) = error.report() else {
            return MakoError::Python(error);
        };
        // The innermost frame may be in what every template calls: the one outside of it counts.
        let lines = report.traceback.lines().rev();
        let line = lines.filter_map(|text| self.line_in_traceback(text)).next();
        MakoError::Raised {
            path: self.path.clone(),
            line,
            class: report.class.clone(),
            message: report.message.clone(),
        }
    }
}

impl MakoTemplate {
    /// The template's line in `File "path", line 3, in name`.
    fn line_in_traceback(&self, text: &str) -> Option<u32> {
        let rest = text.trim_start().strip_prefix("File \"")?.strip_prefix(&self.path)?;
        let rest = rest.strip_prefix("\", line ")?;
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        self.template_line(digits.parse().ok()?)
    }
}

impl TemplateValue {
    fn to_python(&self) -> String {
        let strings = |items: &[String]| -> String {
            items.iter().map(|item| format!("{}, ", python::literal(item))).collect()
        };
        match self {
            TemplateValue::None => "None".to_owned(),
            TemplateValue::Str(text) => python::literal(text),
            TemplateValue::Tuple(items) => format!("({})", strings(items)),
            TemplateValue::List(items) => format!("[{}]", strings(items)),
            TemplateValue::Json(value) => json_to_python(value),
            TemplateValue::Date { parts, offset } => {
                let parts = parts.map(|part| part.to_string()).join(", ");
                let offset =
                    offset.map_or_else(|| "None".to_owned(), |seconds| seconds.to_string());
                format!("_mako_date({parts}, offset={offset})")
            }
            TemplateValue::Comma => "_mako_comma".to_owned(),
        }
    }
}

fn json_to_python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => python::literal(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json_to_python).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", python::literal(key), json_to_python(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
