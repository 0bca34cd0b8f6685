//! The command line.

use crate::{CommandLine, parse_address, parse_origin};
use clap::CommandFactory;

#[test]
fn the_command_line_is_consistent() {
    CommandLine::command().debug_assert();
}

#[test]
fn addresses_that_others_can_reach_are_refused() {
    assert!(parse_address("127.0.0.1:4455").is_ok());
    assert!(parse_address("127.1.2.3:80").is_ok());
    for address in [
        "0.0.0.0:4455",
        "192.168.1.2:4455",
        "[::1]:4455",
        "127.0.0.1:0",
        "localhost:1",
    ] {
        assert!(parse_address(address).is_err(), "{address}");
    }
}

#[test]
fn origins_are_taken_only_as_browsers_write_them() {
    assert!(parse_origin("http://localhost:3000").is_ok());
    for origin in [
        "http://localhost:3000/",
        "http://localhost:80",
        "localhost:3000",
        "file:///",
    ] {
        assert!(parse_origin(origin).is_err(), "{origin}");
    }
}
