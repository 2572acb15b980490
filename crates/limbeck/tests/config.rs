//! Configuration files read as Alembic reads them; `cargo xtask oracle config` records that.

use indexmap::IndexMap;
use limbeck::config::{
    Config, ConfigError, ConfigFiles, ConfigRequest, Environment, Hook, OptionValue, PathList,
    UrlSource,
};
use serde_json::{Value, json};
use std::fmt::Display;

fn folder() -> String {
    format!("{}/testdata/config", env!("CARGO_MANIFEST_DIR"))
}

fn load(name: &str) -> Result<Config, ConfigError> {
    let files = ConfigFiles {
        ini: Some(format!("{name}.ini")),
        pyproject: Some(format!("{name}.toml")),
        limbeck: None,
    };
    let environment = Environment::in_directory(folder());
    Config::from_files(files, "alembic", &IndexMap::new(), &environment)
}

/// A result in the form of the recording.
fn outcome<T>(result: Result<T, ConfigError>, to_json: impl FnOnce(T) -> Value) -> Value {
    match result {
        Ok(value) => json!({ "value": to_json(value) }),
        Err(error) => failure(&error),
    }
}

fn failure(error: &ConfigError) -> Value {
    match error.is_command_error() {
        true => json!({ "failed": error.to_string() }),
        false => json!({ "raised": true }),
    }
}

fn paths(list: PathList) -> Value {
    let mut result = json!({ "value": list.paths });
    if !list.warnings.is_empty() {
        let warnings = list.warnings.iter().map(ToString::to_string);
        result["warnings"] = warnings.collect();
    }
    result
}

fn hooks(hooks: Vec<Hook>) -> Value {
    let with_name = |hook: Hook| {
        let mut options = json!(hook.options);
        options["_hook_name"] = json!(hook.name);
        options
    };
    hooks.into_iter().map(with_name).collect()
}

fn option(value: Option<OptionValue>) -> Value {
    match value {
        None => Value::Null,
        Some(OptionValue::Str(text)) => json!(text),
        Some(OptionValue::List(items)) => json!(items),
        Some(OptionValue::Table(table)) => json!(table),
        Some(OptionValue::Tables(tables)) => json!(tables),
        Some(OptionValue::Int(number)) => json!(number),
        Some(OptionValue::Bool(flag)) => json!(flag),
    }
}

fn options(config: &Config) -> Value {
    let ini = config.ini();
    let of_section = |section: &str| -> Value {
        let names = ini.items_raw(section).unwrap_or_default().into_keys();
        let read = |name: String| (name.clone(), outcome(ini.get(section, &name), |v| json!(v)));
        Value::Object(names.map(read).collect())
    };
    let sections = ini.sections().map(|section| (section.to_owned(), of_section(section)));
    json!({ "value": Value::Object(sections.collect()) })
}

fn read(name: &str, config: &Config) -> Value {
    let path_list = |result: Result<Option<PathList>, ConfigError>| match result {
        Ok(Some(list)) => paths(list),
        Ok(None) => json!({ "value": null }),
        Err(error) => failure(&error),
    };
    let prepended =
        config.prepend_sys_path().map(|list| Some(list).filter(|l| !l.paths.is_empty()));
    let mut results = json!({
        "name": name,
        "options": options(config),
        "section": outcome(config.get_section("alembic"), |items| json!(items)),
        "main": outcome(config.get_main_option("script_location"), |value| json!(value)),
        "script_location": outcome(config.script_location(), |value| json!(value)),
        "version_locations": path_list(config.version_locations()),
        "prepend_sys_path": path_list(prepended),
        "recursive": outcome(config.recursive_version_locations(), |flag| json!(flag)),
        "revision_environment": outcome(config.revision_environment(), |flag| json!(flag)),
        "slug_length": outcome(config.truncate_slug_length(), |length| json!(length)),
        "hooks": outcome(config.hooks(), hooks),
    });
    for key in ["file_template", "timezone", "sqlalchemy.url", "custom_table", "nowhere"] {
        results[format!("key {key}")] = outcome(config.get_alembic_option(key), option);
    }
    results
}

/// Which exception Python raises is no matter, only that it does.
fn without_exceptions(value: Value) -> Value {
    match value {
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| match key.as_str() {
                "raised" => (key, json!(true)),
                _ => (key, without_exceptions(value)),
            })
            .collect(),
        other => other,
    }
}

#[test]
fn files_read_as_alembic_reads_them() {
    let recorded = include_str!("../testdata/config.json").replace("HERE", &folder());
    let recorded: Vec<Value> = serde_json::from_str(&recorded).expect("recorded cases");
    assert!(recorded.len() > 35, "only {} cases", recorded.len());
    for case in recorded {
        let case = without_exceptions(case);
        let name = case["name"].as_str().expect("a name");
        match load(name) {
            Ok(config) => {
                let found = read(name, &config);
                for (key, expected) in case.as_object().expect("a case") {
                    assert_eq!(&found[key], expected, "{name}: {key}");
                }
            }
            // A file that is wrong as a whole fails at once, for whatever would be read first.
            Err(error) => assert_eq!(failure(&error), case["script_location"], "{name}"),
        }
    }
}

#[test]
fn errors_name_file_and_line() {
    let check = |name: &str, read: fn(&Config) -> Result<Option<String>, ConfigError>, expected| {
        let error = load(name).and_then(|config| read(&config)).expect_err(name);
        assert_eq!(chain(&error), expected);
    };
    let nothing = |_: &Config| Ok(None);
    check(
        "duplicate_case",
        nothing,
        "duplicate_case.ini:3: option \"script_location\" in section [alembic] already exists",
    );
    check(
        "duplicate_section",
        nothing,
        "duplicate_section.ini:4: section [alembic] already exists",
    );
    check("no_header", nothing, "no_header.ini:1: \"a = 1\" stands before the first [section]");
    check(
        "not_options",
        nothing,
        "not_options.ini:3: \"no delimiter here\" is neither option nor section\nnot_options.ini:4: \"= no name\" is neither option nor section\nnot_options.ini:5: \"[open\" is neither option nor section",
    );
    check(
        "toml_syntax",
        nothing,
        "toml_syntax.toml:2: string values must be quoted, expected literal string",
    );
    check(
        "bad_interpolation",
        |config| config.get_main_option("bad"),
        "bad_interpolation.ini:3: option \"bad\" in section [alembic]: '%' must be followed by '%' or '(', found: \"% \"; write %% for a percent sign",
    );
    check(
        "bad_interpolation",
        |config| config.get_main_option("missing"),
        "bad_interpolation.ini:6: option \"missing\" in section [alembic]: it refers to \"nowhere\", which neither this section nor [DEFAULT] has",
    );
    check(
        "toml_bad",
        |config| config.script_location().map(Some),
        "toml_bad.toml: key \"script_location\": no value is called \"nowhere\"; known are here",
    );
    check(
        "lengths_bad",
        |config| config.truncate_slug_length().map(|_| None),
        "lengths_bad.ini, lengths_bad.toml: truncate_slug_length = \"ten\": expected a whole number",
    );
    check(
        "sep_wrong",
        |config| config.version_locations().map(|_| None),
        "'comma' is not a valid value for path_separator; expected 'space', 'newline', 'os', ':', ';'",
    );
    check(
        "booleans_bad",
        |config| config.revision_environment().map(|_| None),
        "String is not true/false: 'maybe'",
    );
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    text
}

#[test]
fn files_are_chosen_by_option_variable_and_default() {
    let check = |names: &[&str], variable: &str, expected: Result<[&str; 3], &str>| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut environment = Environment::in_directory("/");
        environment.vars.insert("ALEMBIC_CONFIG".to_owned(), variable.to_owned());
        let found = ConfigFiles::resolve(&names, &environment).map_err(|error| error.to_string());
        let expected =
            expected.map_err(str::to_owned).map(|[ini, pyproject, limbeck]| ConfigFiles {
                ini: Some(ini.to_owned()),
                pyproject: Some(pyproject.to_owned()),
                limbeck: Some(limbeck.to_owned()),
            });
        assert_eq!(found, expected, "{names:?} {variable}");
    };
    let defaults = ["alembic.ini", "pyproject.toml", "limbeck.toml"];
    check(&[], "", Ok(defaults));
    check(&[], "x/other.ini", Ok(["x/other.ini", defaults[1], defaults[2]]));
    check(&[], "x/pyproject.toml", Ok([defaults[0], "x/pyproject.toml", defaults[2]]));
    check(&["a.ini"], "x/other.ini", Ok(["a.ini", defaults[1], defaults[2]]));
    check(&["b/pyproject.toml", "a.ini"], "", Ok(["a.ini", "b/pyproject.toml", defaults[2]]));
    check(&["b/limbeck.toml"], "", Ok([defaults[0], defaults[1], "b/limbeck.toml"]));
    check(&["a.ini", "b.ini"], "", Err("only one ini file may be indicated"));
    check(
        &["pyproject.toml", "x/pyproject.toml"],
        "",
        Err("pyproject.toml indicated more than once"),
    );
}

/// A project folder with these files.
fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Environment) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let environment = Environment::in_directory(folder.path());
    (folder, environment)
}

fn shown<T: std::fmt::Debug>(result: Result<T, impl Display>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn limbeck_toml_comes_last_and_has_keys_of_its_own() {
    let (folder, environment) = project(&[
        ("alembic.ini", "[alembic]\nscript_location = from_ini\n"),
        ("pyproject.toml", "[tool.alembic]\ntimezone = 'UTC'\n"),
        (
            "limbeck.toml",
            "script_location = 'from_toml'\ntimezone = 'x'\nfile_template = '%(here)s'\n\
             python = '.venv/bin/python'\nrevision_ids = 'sequential:4'\ncompare = 'full'\n",
        ),
    ]);
    let config = Config::load(&ConfigRequest::default(), &environment).expect("a configuration");
    assert_eq!(shown(config.script_location()), "\"from_ini\"");
    assert_eq!(shown(config.timezone()), "Some(\"UTC\")");
    assert_eq!(shown(config.file_template()), format!("{:?}", folder.path()));
    assert_eq!(config.python().ok().flatten(), Some(folder.path().join(".venv/bin/python")));
    assert_eq!(shown(config.revision_ids()), "Sequential { width: 4, prefix: \"\" }");
    assert_eq!(shown(config.compare()), "Full");
    let (_folder, environment) = project(&[("limbeck.toml", "scripts = 'x'\n")]);
    let error = shown(Config::load(&ConfigRequest::default(), &environment));
    assert!(error.starts_with("limbeck.toml: unknown key \"scripts\"; known keys are"), "{error}");
}

#[test]
fn the_database_is_named_outside_of_env_py_only_with_limbeck_toml() {
    let check = |files: &[(&str, &str)], variable: &str, expected: Option<(&str, UrlSource)>| {
        let (_folder, mut environment) = project(files);
        environment.vars.insert("DATABASE_URL".to_owned(), variable.to_owned());
        environment.vars.insert("PASSWORD".to_owned(), "secret".to_owned());
        let config = Config::load(&ConfigRequest::default(), &environment).expect("configuration");
        let url = config.database_url().expect("a database");
        let url = url.as_ref().map(|found| (found.url.as_str(), found.source));
        assert_eq!(url, expected, "{files:?} {variable}");
    };
    let ini = ("alembic.ini", "[alembic]\nscript_location = x\n");
    let own = ("limbeck.toml", "script_location = 'x'\nurl = 'sqlite:///%(here)s.db'\n");
    let bare = ("limbeck.toml", "script_location = 'x'\n");
    let dotenv = (
        ".env",
        "# comment\nexport HOST=\"db\" # inline\nEMPTY\nQUOTED='a b'\n\
         DATABASE_URL=postgresql://u:${PASSWORD}@${HOST}/${NAME:-app}\n",
    );
    check(&[ini, dotenv], "postgresql://x", None);
    check(&[bare], "", None);
    check(&[bare, dotenv], "", Some(("postgresql://u:secret@db/app", UrlSource::DotEnv)));
    check(&[own, dotenv], "sqlite://", Some(("sqlite://", UrlSource::Variable)));
    let (folder, environment) = project(&[own]);
    let config = Config::load(&ConfigRequest::default(), &environment).expect("configuration");
    let url = config.database_url().expect("a database").expect("a url");
    assert_eq!(url.url, format!("sqlite:///{}.db", folder.path().display()));
    assert!(!format!("{url:?}").contains("sqlite"), "the URL is not shown");
}

#[test]
fn options_change_at_run_time() {
    let mut config = Config::programmatic(&Environment::in_directory("/app"));
    config.set_main_option("script_location", "%(here)s/scripts").expect("an option");
    assert_eq!(shown(config.get_main_option("Script_Location")), "Some(\"./scripts\")");
    config.set_section_option("engine1", "sqlalchemy.url", "a%%b").expect("an option");
    assert_eq!(shown(config.get_section_option("engine1", "sqlalchemy.url")), "Some(\"a%b\")");
    let error = config.set_main_option("x", "%(here)s%%50% off");
    assert_eq!(shown(error), "invalid interpolation syntax in '%(here)s%%50% off' at position 2");
    assert!(config.remove_main_option("script_location"));
    let missing = "No 'script_location' key found in configuration.";
    assert_eq!(shown(config.script_location()), missing);
    let section = "No config file None found, or file has no '[nowhere]' section";
    assert_eq!(shown(config.get_section_option("nowhere", "x")), section);
    config.set_x_arguments(vec!["a=1=2".to_owned(), "b".to_owned(), "a=3".to_owned()]);
    assert_eq!(shown::<_>(Ok::<_, String>(config.x_dictionary())), "{\"a\": \"3\", \"b\": \"\"}");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let check = |text: &str, read: fn(&Config) -> Result<(), ConfigError>, expected: &str| {
        let ini = format!("[alembic]\n{text}\n");
        let (_folder, environment) = project(&[("alembic.ini", &ini)]);
        let config = Config::load(&ConfigRequest::default(), &environment).expect("configuration");
        let found = shown(read(&config));
        assert!(found.starts_with(expected), "{text}: {found}");
    };
    check("output_encoding = UTF_8", Config::check_output_encoding, "()");
    check(
        "output_encoding = latin-1",
        Config::check_output_encoding,
        "alembic.ini, pyproject.toml, limbeck.toml: output_encoding = \"latin-1\": expected utf-8",
    );
    check("sourceless = false", Config::check_sourceless, "()");
    check(
        "sourceless = true",
        Config::check_sourceless,
        "sourceless = true: revision files without",
    );
}
