//! Exceptions as text, as Python 3.11 prints them, with the user's frames only.

use crate::{
    caret,
    error::{class_name, text},
    source::read_source,
};
use rustpython_vm::{
    AsObject, PyObjectRef, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyCode, PyList},
};
use std::{collections::HashSet, fmt::Write as _, path::Path};

const CAUSED: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const WHILE_HANDLING: &str =
    "\nDuring handling of the above exception, another exception occurred:\n\n";
/// How often Python prints the same frame before it counts.
const REPEATS_SHOWN: usize = 3;

/// One line of a traceback.
#[derive(PartialEq, Eq)]
struct Frame {
    file: String,
    line: u32,
    /// The bytes of the line that failed; to its end where the code goes on in the next.
    columns: (usize, usize),
    function: String,
}

/// The exception and what led to it, ended by a newline.
pub(crate) fn render(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let mut output = String::new();
    render_chain(exception, &mut HashSet::new(), &mut output, vm);
    output
}

/// The user's file and line where the exception was raised, or that a syntax error names.
pub(crate) fn location(
    exception: &PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> Option<(String, u32)> {
    if exception.fast_isinstance(vm.ctx.exceptions.syntax_error)
        && let Some(file) = attribute(exception, "filename", vm)
        && let Some(line) = attribute(exception, "lineno", vm)
        && let Ok(line) = line.try_to_value::<u32>(vm)
    {
        return Some((text(&file, vm), line));
    }
    frames(exception).pop().map(|frame| (frame.file, frame.line))
}

fn render_chain(
    exception: &PyBaseExceptionRef,
    seen: &mut HashSet<usize>,
    output: &mut String,
    vm: &VirtualMachine,
) {
    seen.insert(exception.get_id());
    let cause = exception.__cause__();
    let context = exception.__context__().filter(|_| !suppresses_context(exception, vm));
    let link = match (cause, context) {
        (Some(cause), _) => Some((cause, CAUSED)),
        (None, Some(context)) => Some((context, WHILE_HANDLING)),
        (None, None) => None,
    };
    if let Some((earlier, words)) = link
        && !seen.contains(&earlier.get_id())
    {
        render_chain(&earlier, seen, output, vm);
        output.push_str(words);
    }
    render_frames(&frames(exception), output);
    render_exception(exception, output, vm);
}

fn suppresses_context(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
    attribute(exception, "__suppress_context__", vm)
        .is_some_and(|value| value.is(vm.ctx.true_value.as_object()))
}

/// The frames of code that has a file; ours and the standard library have none.
fn frames(exception: &PyBaseExceptionRef) -> Vec<Frame> {
    let Some(traceback) = exception.__traceback__() else { return Vec::new() };
    traceback
        .iter()
        .map(|entry| Frame {
            file: entry.frame.code.source_path().to_string(),
            line: entry.lineno.get() as u32,
            columns: columns(&entry.frame.code, entry.lasti),
            function: entry.frame.code.obj_name.to_string(),
        })
        .filter(|frame| is_users(&frame.file))
        .collect()
}

fn columns(code: &PyCode, lasti: u32) -> (usize, usize) {
    // A traceback counts in bytes of code, two an instruction.
    let Some((start, end)) = code.code.locations.get(lasti as usize / 2) else {
        return (0, 0);
    };
    let end = match start.line == end.line {
        true => end.character_offset.to_zero_indexed(),
        false => usize::MAX,
    };
    (start.character_offset.to_zero_indexed(), end)
}

/// Frozen code carries its module's name in place of a path.
fn is_users(file: &str) -> bool {
    file.contains(['/', '\\', '<']) || file.ends_with(".py")
}

fn render_frames(frames: &[Frame], output: &mut String) {
    if frames.is_empty() {
        return;
    }
    output.push_str("Traceback (most recent call last):\n");
    let mut start = 0;
    while start < frames.len() {
        let frame = &frames[start];
        let run = frames[start..].iter().take_while(|next| *next == frame).count();
        for _ in 0..run.min(REPEATS_SHOWN) {
            let Frame { file, line, columns, function } = frame;
            let _ = writeln!(output, "  File \"{file}\", line {line}, in {function}");
            if let Some(source) = source_line(file, *line) {
                let _ = writeln!(output, "    {}", source.trim());
                if let Some(marks) = caret::marks(&source, columns.0, columns.1) {
                    let _ = writeln!(output, "    {marks}");
                }
            }
        }
        if run > REPEATS_SHOWN {
            let more = run - REPEATS_SHOWN;
            let plural = if more == 1 { "" } else { "s" };
            let _ = writeln!(output, "  [Previous line repeated {more} more time{plural}]");
        }
        start += run;
    }
}

fn source_line(file: &str, line: u32) -> Option<String> {
    let source = read_source(Path::new(file)).ok()?;
    let line = source.lines().nth(line.checked_sub(1)? as usize)?;
    (!line.trim().is_empty()).then(|| line.to_owned())
}

fn render_exception(exception: &PyBaseExceptionRef, output: &mut String, vm: &VirtualMachine) {
    let object = exception.as_object();
    let class = class_name(object, vm);
    let message = if exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        render_syntax_error(exception, output, vm)
    } else {
        text(object, vm)
    };
    output.push_str(&class);
    if !message.is_empty() {
        let _ = write!(output, ": {message}");
    }
    if let Some(name) = rustpython_vm::suggestion::offer_suggestions(exception, vm) {
        let _ = write!(output, ". Did you mean: '{}'?", name.to_string_lossy());
    }
    output.push('\n');
    let notes = attribute(exception, "__notes__", vm);
    if let Some(notes) = notes.as_ref().and_then(|notes| notes.downcast_ref::<PyList>()) {
        for note in notes.borrow_vec().to_vec() {
            let _ = writeln!(output, "{}", text(&note, vm));
        }
    }
}

/// The place of a syntax error with a mark under it; gives back its message.
fn render_syntax_error(
    exception: &PyBaseExceptionRef,
    output: &mut String,
    vm: &VirtualMachine,
) -> String {
    let number = |name| attribute(exception, name, vm)?.try_to_value::<i64>(vm).ok();
    let file = attribute(exception, "filename", vm).map(|file| text(&file, vm));
    let message = attribute(exception, "msg", vm).map(|message| text(&message, vm));
    if let Some(line) = number("lineno") {
        let file = file.as_deref().unwrap_or("<string>");
        let _ = writeln!(output, "  File \"{file}\", line {line}");
        let source = attribute(exception, "text", vm)
            .map(|line| text(&line, vm))
            .or_else(|| source_line(file, line as u32));
        if let Some(source) = source {
            let source = source.trim_end_matches(['\n', '\r']);
            let shown = source.trim_start_matches([' ', '\n', '\x0c', '\t']);
            let _ = writeln!(output, "    {shown}");
            let indent = (source.chars().count() - shown.chars().count()) as i64;
            if let Some(offset) = number("offset") {
                let same_line = number("end_lineno").is_none_or(|end| end == line);
                let end = number("end_offset").filter(|end| same_line && *end > offset);
                let start = offset - 1 - indent;
                let width = (end.unwrap_or(offset + 1) - offset).max(1) as usize;
                if start >= 0 {
                    let _ =
                        writeln!(output, "    {}{}", " ".repeat(start as usize), "^".repeat(width));
                }
            }
        }
    }
    message.unwrap_or_else(|| text(exception.as_object(), vm))
}

fn attribute(
    exception: &PyBaseExceptionRef,
    name: &'static str,
    vm: &VirtualMachine,
) -> Option<PyObjectRef> {
    let value = vm.get_attribute_opt(exception.as_object().to_owned(), name).ok().flatten()?;
    (!vm.is_none(&value)).then_some(value)
}
