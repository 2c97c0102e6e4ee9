//! Mutations that are a change which the policy does not allow.

use super::{Mutation, TIERS, WASI};

const LOCK_3_14: &str = "  \"3.14\": {wasi: \"0.1\", wasi-sdk: \"24\", recorded: 2025-12-08, source: https://github.com/python/peps/pull/4732}\n";
const CHANGE_3_12: &str = "  - python: \"3.12\"
    component: wasi-sdk
    from: \"16\"
    to: \"21\"
    on: 2025-12-17
    why: A correction of the first record. CPython's buildbot builds this version with WASI SDK 21.
    source: https://github.com/python/peps/pull/4748
";

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "the SDK of 3.14 moves in silence",
        file: WASI,
        old: r#""3.14": {wasi: "0.1", wasi-sdk: "24""#,
        new: r#""3.14": {wasi: "0.1", wasi-sdk: "25""#,
        as_of: None,
        breaks: "lock-moved",
    },
    Mutation {
        name: "the SDK of 3.15 moves in silence, under the policy",
        file: WASI,
        old: r#""3.15": {wasi: "0.1", wasi-sdk: "33""#,
        new: r#""3.15": {wasi: "0.1", wasi-sdk: "32""#,
        as_of: None,
        breaks: "lock-moved",
    },
    Mutation {
        name: "the SDK of 3.15 moves, and its day with it",
        file: WASI,
        old: r#"wasi-sdk: "33", recorded: 2026-05-27"#,
        new: r#"wasi-sdk: "32", recorded: 2026-05-06"#,
        as_of: None,
        breaks: "lock-moved",
    },
    Mutation {
        name: "the lock of 3.14 is taken out",
        file: WASI,
        old: LOCK_3_14,
        new: "",
        as_of: None,
        breaks: "lock-vanished",
    },
    Mutation {
        name: "the lock of 3.15 is taken out, which the policy asks for",
        file: WASI,
        old: "  \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://github.com/python/peps/pull/4984}\n",
        new: "",
        as_of: None,
        breaks: "lock-vanished",
    },
    Mutation {
        name: "the SDK is taken out of the lock of 3.14",
        file: WASI,
        old: r#""3.14": {wasi: "0.1", wasi-sdk: "24", "#,
        new: r#""3.14": {wasi: "0.1", "#,
        as_of: None,
        breaks: "lock-vanished",
    },
    Mutation {
        name: "the change of 3.12 is taken out",
        file: WASI,
        old: CHANGE_3_12,
        new: "",
        as_of: None,
        breaks: "change-erased",
    },
    Mutation {
        name: "the change of 3.12 is of another day",
        file: WASI,
        old: "  - python: \"3.12\"\n    component: wasi-sdk\n    from: \"16\"\n    to: \"21\"\n    on: 2025-12-17",
        new: "  - python: \"3.12\"\n    component: wasi-sdk\n    from: \"16\"\n    to: \"21\"\n    on: 2025-12-18",
        as_of: None,
        breaks: "change-erased",
    },
    Mutation {
        name: "the change of 3.11 is from another version",
        file: WASI,
        old: "  - python: \"3.11\"\n    component: wasi-sdk\n    from: \"16\"",
        new: "  - python: \"3.11\"\n    component: wasi-sdk\n    from: \"19\"",
        as_of: None,
        breaks: "change-erased",
    },
    Mutation {
        name: "the lock of 3.15 is recorded in time, after all",
        file: WASI,
        old: "recorded: 2026-05-27",
        new: "recorded: 2026-05-07",
        as_of: None,
        breaks: "lock-record-edited",
    },
    Mutation {
        name: "WASI was promoted on another day",
        file: TIERS,
        old: "      - on: 2024-02-08\n",
        new: "      - on: 2024-02-09\n",
        as_of: None,
        breaks: "event-edited",
    },
    Mutation {
        name: "powerpc64le was never demoted",
        file: TIERS,
        old: "      - on: 2024-01-24\n        tier: 3\n        contacts: [Victor Stinner]\n        source: https://github.com/python/peps/commit/c9d5a8524051fdc649633f7ba939d9d8b2969a5f\n        remark: One of the two contacts stepped down.\n",
        new: "",
        as_of: None,
        breaks: "event-removed",
    },
    Mutation {
        name: "Windows on ARM was promoted to tier 1",
        file: TIERS,
        old: "      - on: 2026-07-28\n        tier: 2\n",
        new: "      - on: 2026-07-28\n        tier: 1\n",
        as_of: None,
        breaks: "event-edited",
    },
    Mutation {
        name: "s390x always had another triple",
        file: TIERS,
        old: "triple: s390x-unknown-linux-gnu",
        new: "triple: s390x-ibm-linux-gnu",
        as_of: None,
        breaks: "event-edited",
    },
    Mutation {
        name: "a target has another id",
        file: TIERS,
        old: "  - id: s390x-linux-gnu-gcc\n",
        new: "  - id: s390x-linux-gnu\n",
        as_of: None,
        breaks: "event-removed",
    },
    Mutation {
        name: "a target was never there",
        file: TIERS,
        old: "  - id: riscv64-linux-gnu-gcc
    events:
      - on: 2026-08-22
        tier: 3
        triple: riscv64-unknown-linux-gnu
        notes: glibc, gcc
        contacts: [Stan Ulbrych, Emma Smith]
        approved: unknown
        source: https://github.com/python/peps/commit/98ae5f42030023756b217e590020b4c72b3f439d
",
        new: "",
        as_of: None,
        breaks: "event-removed",
    },
    Mutation {
        name: "a contact was always another",
        file: TIERS,
        old: "contacts: [Steve Dower, Diego Russo, Chris Eibl]",
        new: "contacts: [Steve Dower, Diego Russo, Somebody Else]",
        as_of: None,
        breaks: "event-reworded",
    },
    Mutation {
        name: "the promotion of WASI has another source",
        file: TIERS,
        old: "https://github.com/python/peps/commit/8a344a572a017d7840380f3b00ab4d3499352a20",
        new: "https://github.com/python/peps/pull/3655",
        as_of: None,
        breaks: "event-reworded",
    },
    Mutation {
        name: "the approval of WASI's promotion is lost",
        file: TIERS,
        old: "approved: https://github.com/python/steering-council/issues/223",
        new: "approved: unknown",
        as_of: None,
        breaks: "event-reworded",
    },
    Mutation {
        name: "a lock moves before what is said to be its beta 1, which has passed",
        file: WASI,
        old: r#""3.14": {wasi: "0.1", wasi-sdk: "24""#,
        new: r#""3.14": {wasi: "0.1", wasi-sdk: "28""#,
        as_of: Some("2024-01-01"),
        breaks: "lock-moved",
    },
];
