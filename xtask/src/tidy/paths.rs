//! Nothing in git belongs to one machine: no absolute path, no registry's host, no build output.

use super::Complaint;
use super::source::line_of;
use super::tree::{File, Tree};

/// Folders of the machines that Parlor is made on. Spelled in pieces, so that this file does not complain of itself.
const FOLDERS: &[&str] = &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/")];

const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("registry", ".npmjs"),
    concat!("registry", ".yarnpkg"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("deb", ".debian.org"),
    concat!("art", "ifactory"),
];

/// Cargo writes the registry's name into its lock file, and needs it there.
const MAY_NAME_HOSTS: &[&str] = &["Cargo.lock"];

const OUTPUT_FOLDERS: &[&str] =
    &["target", "node_modules", "dist", "__pycache__", "fuzz/corpus", "fuzz/artifacts", "parlor-data"];
const OUTPUT_EXTENSIONS: &[&str] = &[
    "log", "db", "db-wal", "db-shm", "sqlite", "sqlite3", "profraw", "orig", "rej", "pyc", "o", "so", "rlib",
];

/// Files that tell of one machine, or were made by a build.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in &tree.files {
        complaints.extend(machine_paths(file));
        if !MAY_NAME_HOSTS.contains(&file.path.as_str()) {
            complaints.extend(hosts(file));
        }
        if is_output(file) {
            complaints.push(Complaint::file(
                &file.path,
                "is written by a build or a run: take it out of git and name it in .gitignore",
            ));
        }
    }
    complaints
}

fn machine_paths(file: &File) -> impl Iterator<Item = Complaint> {
    FOLDERS.iter().flat_map(move |folder| {
        file.text.match_indices(folder).filter_map(move |(at, _)| {
            // `net` + the folder's name is a path inside of something, not one from the machine's own top.
            let inside = file.text[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.}*/~".contains(c));
            let words = "a path of one machine: say it from the workspace, or let it be a setting";
            (!inside)
                .then(|| Complaint::line(&file.path, line_of(&file.text, at), format!("`{folder}`: {words}")))
        })
    })
}

fn hosts(file: &File) -> impl Iterator<Item = Complaint> {
    HOSTS.iter().flat_map(move |host| {
        file.text.match_indices(host).map(move |(at, _)| {
            let words =
                "names a package registry's host. Where packages come from is each machine's own setting";
            Complaint::line(&file.path, line_of(&file.text, at), format!("`{host}` {words}"))
        })
    })
}

fn is_output(file: &File) -> bool {
    let in_folder = OUTPUT_FOLDERS.iter().any(|folder| {
        file.path.starts_with(&format!("{folder}/")) || file.path.contains(&format!("/{folder}/"))
    });
    in_folder || OUTPUT_EXTENSIONS.iter().any(|extension| file.is(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn machine_paths_are_found() {
        assert_eq!(complaints("a.sh", &["cd /wo", "rk/main"].concat()), 1);
        assert_eq!(complaints("a.rs", &["\"/ho", "me/ann/x\""].concat()), 1);
        assert_eq!(complaints("a.md", &["see docs/wo", "rk/a.md"].concat()), 0);
    }

    #[test]
    fn registry_hosts_are_found_but_in_the_lock_file() {
        let line = ["https://registry", ".npmjs.org/x.tgz"].concat();
        assert_eq!(complaints("webapp/package-lock.json", &line), 1);
        assert_eq!(complaints("Cargo.lock", &["crates", ".io-index"].concat()), 0);
    }

    #[test]
    fn build_output_is_found() {
        for path in
            ["target/debug/x", "webapp/node_modules/a/b.js", "a/run.log", "fuzz/corpus/irc/5", "x.db-wal"]
        {
            assert_eq!(complaints(path, ""), 1, "{path}");
        }
        assert_eq!(complaints("crates/store/src/log.rs", ""), 0);
        assert_eq!(complaints("xtask/src/target.rs", ""), 0);
    }
}
