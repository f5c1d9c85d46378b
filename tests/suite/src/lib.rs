//! Tests of the whole workspace; see `tests/`. There is nothing here to use.
