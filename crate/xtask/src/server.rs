//! A static server for this machine only: the right types, no caching, nothing outside its folder.

use crate::run::Outcome;
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

/// A server that has its port and does not answer yet.
pub struct Listening {
    server: Arc<Server>,
    /// Where the page is.
    pub address: String,
}

/// Takes `port` on 127.0.0.1; 0 lets the system choose.
pub fn listen(port: u16) -> Outcome<Listening> {
    let server = Server::http(("127.0.0.1", port)).map_err(|reason| {
        format!("port {port} cannot be used ({reason}). Choose another one: cargo xtask serve --port 8081")
    })?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    Ok(Listening { server: Arc::new(server), address: format!("http://127.0.0.1:{port}/") })
}

impl Listening {
    /// Serves `folder` until the process ends.
    pub fn serve(self, folder: &Path) {
        // A browser opens about six connections at once; tiny_http hands each request to whoever is free.
        let servants: Vec<_> = (0..6)
            .map(|_| {
                let (server, folder) = (Arc::clone(&self.server), folder.to_owned());
                thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        answer(request, &folder);
                    }
                })
            })
            .collect();
        for servant in servants {
            let _ = servant.join();
        }
    }
}

fn answer(request: Request, folder: &Path) {
    let allowed = matches!(request.method(), Method::Get | Method::Head);
    let found = file_for(folder, request.url()).and_then(|path| Some((File::open(&path).ok()?, path)));
    // A browser that hung up is no error of ours.
    let _ = match (allowed, found) {
        (false, _) => request.respond(Response::from_string("only GET and HEAD").with_status_code(405)),
        (true, None) => request.respond(Response::from_string("not found").with_status_code(404)),
        (true, Some((file, path))) => {
            let mut response = Response::from_file(file);
            for (name, value) in [
                ("Content-Type", media_type(&path)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ] {
                if let Ok(header) = Header::from_bytes(name, value) {
                    response.add_header(header);
                }
            }
            request.respond(response)
        }
    };
}

/// The file a URL asks for; `None` for whatever is not a file inside `folder`.
fn file_for(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let decoded = percent_decode(path)?;
    let mut relative = decoded.trim_start_matches('/').to_owned();
    if relative.is_empty() || relative.ends_with('/') {
        relative.push_str("index.html");
    }
    // Only plain names: no `..`, no drive letters, no backslashes that Windows would take for separators.
    let plain = Path::new(&relative).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || relative.contains(['\\', ':', '\0']) {
        return None;
    }
    let inside = folder.canonicalize().ok()?;
    let file = folder.join(relative).canonicalize().ok()?;
    (file.starts_with(&inside) && file.is_file()).then_some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next()?)? * 16 + digit(rest.next()?)?).ok()?,
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "zip" => "application/zip",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn place(name: &str) -> PathBuf {
        let place = std::env::temp_dir().join(format!("watchglass-server-{name}-{}", std::process::id()));
        fs::create_dir_all(place.join("site/sub")).unwrap();
        fs::write(place.join("secret.txt"), "secret").unwrap();
        for file in ["index.html", "sub/index.html", "a b.txt", "glass_bg.wasm", "学.txt"] {
            fs::write(place.join("site").join(file), file).unwrap();
        }
        place
    }

    #[test]
    fn only_files_inside_the_folder_are_found() {
        let place = place("paths");
        let site = place.join("site");
        let found = |url: &str| file_for(&site, url).map(|path| fs::read_to_string(path).unwrap());
        for (url, expected) in [
            ("/", Some("index.html")),
            ("/?v=1#x", Some("index.html")),
            ("/sub/", Some("sub/index.html")),
            ("/a%20b.txt", Some("a b.txt")),
            ("/%E5%AD%A6.txt", Some("学.txt")),
            ("/none.txt", None),
            ("/sub", None),
            ("/../secret.txt", None),
            ("/sub/../../secret.txt", None),
            ("/%2e%2e/secret.txt", None),
            ("/..%2fsecret.txt", None),
            ("/..%5csecret.txt", None),
            ("/%00", None),
            ("/%zz", None),
            ("/%e", None),
            ("/C:/secret.txt", None),
        ] {
            assert_eq!(found(url).as_deref(), expected, "{url}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.join("secret.txt"), site.join("link.txt")).unwrap();
            assert_eq!(found("/link.txt"), None, "a link that leads outside");
        }
        fs::remove_dir_all(&place).unwrap();
    }

    #[test]
    fn a_browser_gets_types_and_no_caching() {
        let place = place("answers");
        let listening = listen(0).unwrap();
        let host = listening.address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let site = place.join("site");
        thread::spawn(move || listening.serve(&site));
        let ask = |line: &str| {
            let mut stream = TcpStream::connect(&host).unwrap();
            write!(stream, "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let wasm = ask("GET /glass_bg.wasm?v=7");
        assert!(wasm.starts_with("HTTP/1.1 200"), "{wasm}");
        assert!(wasm.contains("Content-Type: application/wasm\r\n"), "{wasm}");
        assert!(wasm.contains("Cache-Control: no-store\r\n"), "{wasm}");
        assert!(ask("GET /none").starts_with("HTTP/1.1 404"));
        assert!(ask("GET /../secret.txt").starts_with("HTTP/1.1 404"));
        assert!(ask("POST /").starts_with("HTTP/1.1 405"));
        fs::remove_dir_all(&place).unwrap();
    }
}
