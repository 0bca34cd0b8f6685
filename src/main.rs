//! The binary: parses the command line and calls the server.

#[cfg(feature = "ssr")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(feature = "ssr")]
fn main() -> std::process::ExitCode {
    gitgud::server::cli::run()
}

/// Without the server there is nothing to run: the browser half starts in the library.
#[cfg(not(feature = "ssr"))]
fn main() {}
