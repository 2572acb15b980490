//! Templates render to what Mako makes of them; `cargo xtask oracle mako_templates` records that.

use limbeck_python::mako::{MakoError, MakoTemplate, TemplateValue};
use limbeck_python::{Module, Options, Python};
use serde_json::Value;

const CONFIG: &str = r#"
class Config:
    def get_main_option(self, name):
        return {"databases": "engine1, engine2"}.get(name)

config = Config()
"#;

/// The context that the recording was made with.
fn values() -> Vec<(&'static str, TemplateValue)> {
    let text = |text: &str| TemplateValue::Str(text.to_owned());
    let all = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    let parts = [2025, 1, 2, 3, 4, 5, 678_901];
    vec![
        ("message", text("add a user's table")),
        ("up_revision", text("abc")),
        ("down_revision", text("def")),
        ("branch_labels", TemplateValue::Tuple(all(&["one"]))),
        ("depends_on", TemplateValue::None),
        ("both", TemplateValue::Tuple(all(&["a", "b"]))),
        ("listed", TemplateValue::List(all(&["x", "y"]))),
        ("nothing", TemplateValue::None),
        ("markup", text("<a href=\"x\">it's & more</a>")),
        ("imports", text("")),
        ("upgrades", text("op.drop_table('t')\n    op.drop_table('u')")),
        ("downgrades", text("")),
        ("engine1_upgrades", text("op.drop_table('t')")),
        ("create_date", TemplateValue::Date { parts, offset: None }),
        ("comma", TemplateValue::Comma),
    ]
}

fn render(python: &Python, config: &Module, name: &str) -> Result<String, MakoError> {
    let path = format!("{}/testdata/mako/{name}.mako", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
    let template = MakoTemplate::parse(&format!("mako/{name}.mako"), &text)?;
    template.render(python, &values(), &[("config", config.clone())])
}

fn python_and_config() -> (Python, Module) {
    let python = Python::start(&Options::default()).expect("an interpreter");
    let module = python.run_source("config.py", CONFIG).expect("the config module");
    let config = module.object(&python, "config").expect("no error").expect("a config");
    (python, config)
}

/// The interpreter recurses in Rust, so that it gets the stack that it asks for.
fn on_a_big_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(limbeck_python::STACK_SIZE).spawn(work);
    thread.expect("a thread").join().expect("the thread's work");
}

#[test]
fn templates_render_as_mako_renders_them() {
    on_a_big_stack(|| {
        let (python, config) = python_and_config();
        let recorded: Vec<Value> =
            serde_json::from_str(include_str!("../testdata/mako.json")).expect("recorded cases");
        assert!(recorded.len() > 40, "only {} cases", recorded.len());
        let mut failures = Vec::new();
        for case in &recorded {
            let name = case["name"].as_str().expect("a name");
            let rendered = render(&python, &config, name);
            match (case["output"].as_str(), &rendered) {
                (Some(expected), Ok(text)) if expected == text => {}
                (None, Err(_)) => {}
                (expected, _) => failures.push(format!("{name}: {expected:?}\n   {rendered:?}")),
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    });
}

#[test]
fn errors_name_the_line_of_the_template() {
    on_a_big_stack(|| {
        let (python, config) = python_and_config();
        let check = |name: &str, expected: &str| {
            let error = render(&python, &config, name).expect_err(name);
            assert_eq!(error.to_string(), expected);
        };
        check("undefined_error", "mako/undefined_error.mako:2: NameError: Undefined");
        check("raising", "mako/raising.mako:4: ZeroDivisionError: division by zero");
        check("wrong_end", "mako/wrong_end.mako:2: 'endif' does not close 'for'");
        check("unclosed_expression", "mako/unclosed_expression.mako:2: expected: | or }");
    });
}

#[test]
fn tags_that_need_other_files_are_refused() {
    let error = MakoTemplate::parse("a.mako", "x\n<%include file=\"b.mako\"/>\n");
    let message = error.expect_err("an include").to_string();
    assert!(message.starts_with("a.mako:2: <%include> is not supported"), "{message}");
}
