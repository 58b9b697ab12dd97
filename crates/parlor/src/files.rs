//! How many files, and so how many connections, the system lets this process have open.

use parlor_server::Rules;

/// Of the files that may be open, this part is left for other things than connections: the data, logs, files that are
/// up- or downloaded, connections to elsewhere.
const LEFT_OF: u64 = 16;
/// The least and the most that is left for them.
const LEFT: (u64, u64) = (64, 1024);

/// Raises the lower limit of open files (`RLIMIT_NOFILE`, on many systems 1,024) to the upper one, which needs no rights.
pub fn allow_most() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        if limit.current != limit.maximum
            && let Err(error) =
                setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum })
        {
            tracing::warn!(%error, "the limit of open files could not be raised");
        }
    }
}

/// How many connections there can be; `None`: as many as one likes.
fn connections_max() -> Option<usize> {
    #[cfg(unix)]
    {
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        limit.current.map(fitting)
    }
    #[cfg(not(unix))]
    None
}

/// So many connections fit into a limit of open files.
fn fitting(files: u64) -> usize {
    let left = (files / LEFT_OF).clamp(LEFT.0, LEFT.1);
    usize::try_from(files.saturating_sub(left)).unwrap_or(usize::MAX).max(1)
}

/// As many of the `wanted` connections as the system allows: one more is told that the house is full, where it would
/// otherwise stand at the door unheard.
pub fn bounded(wanted: usize) -> usize {
    let Some(most) = connections_max().filter(|most| *most < wanted) else { return wanted };
    if wanted == Rules::default().connection.connections_max {
        tracing::debug!(most, "connections that the system's limit of open files has room for");
    } else {
        tracing::warn!(
            "limits.connections is {wanted}, but the system's limit of open files has room for {most} only: \
             `ulimit -n` or systemd's `LimitNOFILE` raise it"
        );
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_left_for_other_files() {
        assert_eq!([100, 1_024, 20_000, 1_048_576].map(fitting), [36, 960, 18_976, 1_047_552]);
        assert_eq!(fitting(10), 1);
    }
}
