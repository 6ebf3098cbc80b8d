//! The report, as text and as JSON.

use conformance::oracle::{Evidence, Location, Oracle, Rule};
use conformance::report::{
    Case, Check, CheckResult, Counter, Failure, Hole, Report, write_json, write_text,
};
use conformance::spec::Spec;
use conformance::workspace::Workspace;

fn at(file: &str, line: usize) -> Location {
    Location {
        file: file.to_owned(),
        line,
    }
}

fn case(id: &str, operation: &str, evidence: Evidence, checks: &[(Check, &[Failure])]) -> Case {
    let result = |(check, failures): &(Check, &[Failure])| CheckResult {
        check: *check,
        failures: failures.to_vec(),
    };
    Case {
        id: id.to_owned(),
        operation: operation.to_owned(),
        evidence,
        at: at("tests/documented/license/create.json", 1),
        checks: checks.iter().map(result).collect(),
    }
}

fn passing() -> Report {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Report {
        operations: names(&["license_create", "license_get", "deal_list"]),
        documented: names(&["license.create.documented", "license.get.documented"]),
        cases: vec![
            case(
                "license.create.documented",
                "license_create",
                Evidence::Documented,
                &[(Check::Wire, &[]), (Check::Reply, &[])],
            ),
            case(
                "license.get.documented",
                "license_get",
                Evidence::Documented,
                &[(Check::Wire, &[]), (Check::Reply, &[])],
            ),
            case(
                "license.get.extid",
                "license_get",
                Evidence::Inferred,
                &[(Check::Ids, &[])],
            ),
            case(
                "schema.License",
                "schemas",
                Evidence::Documented,
                &[(Check::Schema, &[])],
            ),
        ],
        holes: vec![Hole {
            operation: "deal_list".to_owned(),
            missing: "no exchange is documented".to_owned(),
        }],
        ..Report::default()
    }
}

fn rule() -> Rule {
    let oracle = Oracle::read(&Workspace::default()).expect("the oracle can be read");
    oracle
        .rule("license.create.required")
        .expect("it is documented")
        .clone()
}

fn failing() -> Report {
    let failures: Vec<Failure> = (0..10)
        .map(|index| Failure::new("value", &format!("body /{index}"), "5000", "5000.0"))
        .collect();
    let mut report = passing();
    report.cases.remove(1);
    report.cases[0].checks = vec![
        CheckResult {
            check: Check::Wire,
            failures,
        },
        CheckResult {
            check: Check::Reply,
            failures: vec![],
        },
        CheckResult {
            check: Check::Accessors,
            failures: vec![
                Failure::new("missing", "", "a\nb".repeat(200), "nothing").against(&rule()),
            ],
        },
    ];
    report
}

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    write_text(report, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

fn json(report: &Report) -> serde_json::Value {
    let mut out = Vec::new();
    write_json(report, &mut out).expect("a vector takes everything");
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn a_clean_run_is_a_table_and_its_counts() {
    let report = passing();
    assert!(report.is_clean());
    assert_eq!(
        text(&report),
        "\
against a server that replays the documents

operation       wire  reply  ids  schema
license_create  1/1   1/1    -    -
license_get     1/1   1/1    1/1  -
deal_list       -     -      -    -
schemas         -     -      -    1/1

2 of 2 documented exchanges
1 of 1 other documented cases
1 of 1 inferred cases
1 hole
  deal_list: no exchange is documented
"
    );
}

#[test]
fn a_failure_tells_what_is_needed_to_mend_it() {
    let (report, rule) = (failing(), rule());
    assert!(!report.is_clean());
    let told = text(&report);
    for line in [
        "license_create  0/1 FAILED  1/1    0/1 FAILED  -    -",
        "FAILED  license.create.documented  license_create  wire",
        "  value at body /0\n    expected  5000\n    found     5000.0",
        "  and 2 more; `--format json` has them all",
        &format!(
            "  missing at the whole value
    rule      {} ({}, {})
",
            rule.says, rule.id, rule.at
        ),
        "  stands    tests/documented/license/create.json:1",
        "  run       cargo run -p conformance -- --case license.create.documented",
        "0 of 2 documented exchanges",
        "NOT RUN  license.get.documented",
        "1 case failed",
    ] {
        assert!(told.contains(line), "{line:?} is not told:\n{told}");
    }
    let longest = told
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    assert!(longest < 400, "a line of {longest} characters");
    assert!(told.contains("… (600 characters in all)"), "{told}");
}

#[test]
fn the_json_report_has_everything() {
    let report = json(&failing());
    assert_eq!(report["clean"], false);
    assert_eq!(report["summary"]["documented_exchanges"]["passed"], 0);
    assert_eq!(report["summary"]["documented_exchanges"]["of"], 2);
    assert_eq!(report["summary"]["not_run"][0], "license.get.documented");
    assert_eq!(report["summary"]["failed"][0], "license.create.documented");
    assert_eq!(
        report["cases"][0]["checks"][0]["failures"]
            .as_array()
            .map(Vec::len),
        Some(10)
    );
    assert_eq!(report["cases"][0]["at"]["line"], 1);
    assert_eq!(
        report["cases"][0]["checks"][2]["failures"][0]["rule"]["id"],
        "license.create.required"
    );
    assert_eq!(report["table"][0]["operation"], "license_create");
    assert_eq!(json(&passing())["clean"], true);
}

#[test]
fn a_documented_exchange_that_did_not_run_is_not_passed_over() {
    let mut report = passing();
    report.cases.remove(0);
    assert!(!report.is_clean());
    assert_eq!(report.documented_exchanges(), Counter { passed: 1, of: 2 });
}

#[test]
fn a_case_alone_leaves_the_others_out_on_purpose_and_must_exist() {
    let mut report = passing();
    report.cases.truncate(1);
    report.only = Some("license.create.documented".to_owned());
    assert!(report.is_clean());
    assert!(
        text(&report).contains(
            "only license.create.documented was asked for: 1 run, everything else was not"
        )
    );
    report.cases.clear();
    assert!(!report.is_clean());
    assert!(text(&report).contains("there is no case license.create.documented"));
}

#[test]
fn the_plan_misses_nothing_that_oracle_and_spec_name() {
    let workspace = Workspace::default();
    let oracle = Oracle::read(&workspace).expect("the oracle can be read");
    let spec = Spec::read(&workspace.spec()).expect("the spec can be read");
    let plan = Report::plan(&oracle, &spec);
    assert_eq!((plan.operations.len(), plan.documented.len()), (18, 17));
    let holes: Vec<_> = plan
        .holes
        .iter()
        .map(|hole| hole.operation.as_str())
        .collect();
    assert_eq!(holes, ["deal_list", "product_get", "product_list"]);
    assert_eq!(plan.not_run().len(), 17);
    assert!(!plan.is_clean(), "nothing ran");

    let mut poorer = oracle.clone();
    poorer
        .resources
        .retain(|resource| resource.folder != "license");
    let plan = Report::plan(&poorer, &spec);
    assert_eq!(plan.documented.len(), 17, "a lost file is no hole");
    assert!(
        plan.documented
            .contains(&"license.bulk_upsert.documented".to_owned())
    );
}
