//! Changes in several places at once: who makes one weakens the policy that forbids it with the same commit,
//! or dates it back; and faults of which each is to be mended by itself.

use super::{Edit, PYTHONS, Several, TIERS, WASI};

const LOCK: &str = "locks:\n";
const BEFORE_BETA_1: &str = "beta-1: {expected: 2027-05-04}";

/// Beta 1 of 3.16 has passed, and its lock was recorded before it.
const HELD: &[Edit] = &[(PYTHONS, BEFORE_BETA_1, "beta-1: {actual: 2027-05-04}"), RECORDED];
const RECORDED: Edit = (
    WASI,
    LOCK,
    "locks:\n  \"3.16\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2027-04-20, source: https://example.org}\n",
);
const WASI_OF_3_15: Edit = (WASI, r#""3.15": {wasi: "0.1""#, r#""3.15": {wasi: "0.2""#);
const TRIPLE_OF_3_15: Edit = (
    WASI,
    "\"3.15\":\n    tier: 2\n    triple: wasm32-wasip1",
    "\"3.15\":\n    tier: 2\n    triple: wasm32-wasip2",
);
const TRIPLE_OF_3_16: Edit = (
    WASI,
    "\"3.16\":\n    tier: 2\n    triple: wasm32-wasip1",
    "\"3.16\":\n    tier: 2\n    triple: wasm32-wasip2",
);
const MOVED: Edit = (WASI, r#""3.16": {wasi: "0.1""#, r#""3.16": {wasi: "0.2""#);
const CHANGES: &str = "changes:\n";
const CHANGED_BEFORE: Edit = (
    WASI,
    CHANGES,
    "changes:\n  - {python: \"3.16\", component: wasi, from: \"0.1\", to: \"0.2\", on: 2027-05-01, why: A step., \
     source: https://example.org}\n",
);
const CHANGED_AFTER: Edit = (
    WASI,
    CHANGES,
    "changes:\n  - {python: \"3.16\", component: wasi, from: \"0.1\", to: \"0.2\", on: 2027-05-10, why: A step., \
     source: https://example.org}\n",
);
/// That of WASI, whose changes the steering council decides.
const POLICY: &str = "change: steering council, since: \"3.15\"";
const PROMOTED: Edit = (
    TIERS,
    "notes: 64-bit Raspberry Pi OS, gcc\n        contacts: [Savannah Ostrowski]\n        approved: unknown\n",
    "notes: 64-bit Raspberry Pi OS, gcc\n        contacts: [Savannah Ostrowski]\n",
);
const NEW_TARGET: Edit = (
    TIERS,
    "targets:\n",
    "targets:\n  - id: sparc\n    events:\n      - {on: 2026-09-01, tier: 3, triple: sparc, contacts: [One], source: https://example.org}\n",
);
const NO_PROMOTION: Edit = (TIERS, "promotion: steering council\n", "");

pub(super) const MUTATIONS: &[Several] = &[
    Several {
        name: "WASI of 3.15 moves in silence, and what it is built for",
        before: &[],
        after: &[WASI_OF_3_15, TRIPLE_OF_3_15],
        breaks: &["lock-moved"],
    },
    Several {
        name: "WASI of 3.15 moves in silence, and what it is built for stays",
        before: &[],
        after: &[WASI_OF_3_15],
        breaks: &["lock-moved", "triple-of-another-version"],
    },
    Several {
        name: "the lock of 3.16 is recorded anew around beta 1, which is still expected",
        before: &[RECORDED],
        after: &[(WASI, "wasi-sdk: \"33\", recorded: 2027-04-20", "wasi-sdk: \"34\", recorded: 2027-05-20")],
        breaks: &[],
    },
    Several {
        name: "two digits of 3.16 are swapped, and what speaks of 3.16 is at a loss",
        before: &[],
        after: &[(PYTHONS, "\"3.16\":\n  pep: 826", "\"3.61\":\n  pep: 826")],
        breaks: &[
            "python-out-of-turn",
            "unknown-python",
            "unknown-python",
            "unknown-python",
            "unknown-python",
            "unknown-python",
        ],
    },
    Several {
        name: "WASI of 3.16 moves after beta 1",
        before: HELD,
        after: &[MOVED, TRIPLE_OF_3_16, CHANGED_AFTER],
        breaks: &["change-without-approval"],
    },
    Several {
        name: "WASI of 3.16 moves after beta 1, and the entry is dated before it",
        before: HELD,
        after: &[MOVED, TRIPLE_OF_3_16, CHANGED_BEFORE],
        breaks: &["lock-moved", "change-without-approval"],
    },
    Several {
        name: "WASI of 3.16 moves, and its policy is up to the maintainers now",
        before: HELD,
        after: &[
            MOVED,
            TRIPLE_OF_3_16,
            CHANGED_AFTER,
            (WASI, POLICY, "change: maintainers, since: \"3.15\""),
        ],
        breaks: &["change-without-approval"],
    },
    Several {
        name: "WASI of 3.15 moves, and its policy begins later now",
        before: &[],
        after: &[
            WASI_OF_3_15,
            TRIPLE_OF_3_15,
            (
                WASI,
                CHANGES,
                "changes:\n  - {python: \"3.15\", component: wasi, from: \"0.1\", to: \"0.2\", on: 2026-06-10, \
                 why: A step., source: https://example.org}\n",
            ),
            (WASI, POLICY, "change: steering council, since: \"3.16\""),
        ],
        breaks: &["change-without-approval"],
    },
    Several {
        name: "WASI of 3.16 moves, and beta 1 was later now",
        before: HELD,
        after: &[
            MOVED,
            TRIPLE_OF_3_16,
            CHANGED_AFTER,
            (PYTHONS, "beta-1: {actual: 2027-05-04}", "beta-1: {actual: 2027-05-20}"),
        ],
        breaks: &["change-without-approval"],
    },
    Several {
        name: "WASI of 3.16 moves, and its policy holds from the final release now",
        before: HELD,
        after: &[
            MOVED,
            TRIPLE_OF_3_16,
            CHANGED_AFTER,
            (
                WASI,
                "lock: {from: beta 1, change: steering council",
                "lock: {from: final, change: steering council",
            ),
        ],
        breaks: &["change-without-approval"],
    },
    Several {
        name: "WASI of 3.16 moves, and beta 1 is yet to come now",
        before: HELD,
        after: &[
            MOVED,
            TRIPLE_OF_3_16,
            CHANGED_AFTER,
            (PYTHONS, "beta-1: {actual: 2027-05-04}", BEFORE_BETA_1),
        ],
        breaks: &["change-without-approval", "milestone-taken-back"],
    },
    Several {
        name: "a target is added, and nobody approves promotions now",
        before: &[],
        after: &[NEW_TARGET, NO_PROMOTION],
        breaks: &["promotion-without-approval"],
    },
    Several {
        name: "an approval is taken out, and nobody approves promotions now",
        before: &[],
        after: &[PROMOTED, NO_PROMOTION],
        breaks: &["promotion-without-approval"],
    },
    Several {
        name: "nobody approves promotions now, and none is new",
        before: &[],
        after: &[NO_PROMOTION],
        breaks: &[],
    },
    Several {
        name: "a lock moves in silence, and beta 1 is yet to come now",
        before: &[],
        after: &[
            (WASI, r#""3.15": {wasi: "0.1", wasi-sdk: "33""#, r#""3.15": {wasi: "0.1", wasi-sdk: "32""#),
            (PYTHONS, "beta-1: {actual: 2026-05-07}", "beta-1: {expected: 2026-05-07}"),
        ],
        breaks: &["milestone-taken-back", "lock-moved"],
    },
    Several {
        name: "a lock moves in silence to a version that must not be locked",
        before: &[],
        after: &[(
            WASI,
            r#""3.15": {wasi: "0.1", wasi-sdk: "33""#,
            r#""3.15": {wasi: "0.1", wasi-sdk: "27""#,
        )],
        breaks: &["skipped-version-locked", "lock-moved"],
    },
    Several {
        name: "a lock moves in silence to less than that of an older Python",
        before: &[],
        after: &[(
            WASI,
            r#""3.15": {wasi: "0.1", wasi-sdk: "33""#,
            r#""3.15": {wasi: "0.1", wasi-sdk: "23""#,
        )],
        breaks: &["lock-goes-back", "lock-moved"],
    },
    Several {
        name: "a lock moves in silence to what its component has no target for",
        before: &[],
        after: &[(WASI, r#""3.15": {wasi: "0.1""#, r#""3.15": {wasi: "0.3""#)],
        breaks: &["lock-not-targetable", "lock-moved"],
    },
    Several {
        name: "the history begins a day earlier",
        before: &[],
        after: &[(TIERS, "begins: 2022-06-08", "begins: 2022-06-07")],
        breaks: &["promotion-without-approval"],
    },
    Several {
        name: "an event has another day and another commit",
        before: &[],
        after: &[(
            TIERS,
            "      - on: 2026-07-28\n        tier: 2\n        contacts: [Steve Dower, Diego Russo, Chris Eibl]\n        \
             approved: unknown\n        source: https://github.com/python/peps/commit/7a3cf605d31a01c1940c937dbbfaa1cb6499894e\n",
            "      - on: 2026-07-27\n        tier: 2\n        contacts: [Steve Dower, Diego Russo, Chris Eibl]\n        \
             approved: unknown\n        source: https://example.org\n",
        )],
        breaks: &["event-edited"],
    },
];
