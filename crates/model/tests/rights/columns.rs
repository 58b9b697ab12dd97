//! The columns of the page: askers in groups, those of a group who are answered alike in one column.

use crate::askers::{Asker, Listed, Stand};
use parlor_model::Role;

pub(crate) struct Group {
    pub(crate) name: &'static str,
    /// The first is who the group is named after.
    pub(crate) askers: Vec<(&'static str, Asker)>,
}

fn group(name: &'static str, askers: &[(&'static str, Asker)]) -> Group {
    Group { name, askers: askers.to_vec() }
}

pub(crate) fn groups() -> Vec<Group> {
    let stranger = Asker::new(Stand::Outside);
    let inside = |role| Asker::new(Stand::Inside(role));
    let (member, voice) = (inside(Role::Plain), inside(Role::Voice));
    vec![
        group(
            "stranger",
            &[
                ("with an account", stranger),
                ("guest", stranger.guest()),
                ("muted", stranger.listed(Listed::Muted)),
                ("banned", stranger.listed(Listed::Banned)),
                ("excepted", stranger.listed(Listed::Excepted)),
                ("invite exception", stranger.listed(Listed::Awaited)),
                ("invited", stranger.listed(Listed::Invited)),
                ("invited though banned", stranger.listed(Listed::InvitedBanned)),
            ],
        ),
        group(
            "member",
            &[
                ("with an account", member),
                ("guest", member.guest()),
                ("muted", member.listed(Listed::Muted)),
                ("banned", member.listed(Listed::Banned)),
                ("excepted", member.listed(Listed::Excepted)),
            ],
        ),
        group(
            "voice `+`",
            &[
                ("with an account", voice),
                ("guest", voice.guest()),
                ("muted", voice.listed(Listed::Muted)),
                ("banned", voice.listed(Listed::Banned)),
            ],
        ),
        group("half-op `%`", &[("", inside(Role::HalfOperator))]),
        group(
            "operator `@`, admin `&`",
            &[("operator", inside(Role::Operator)), ("admin", inside(Role::Admin))],
        ),
        group("owner `~`", &[("owner", inside(Role::Owner)), ("founder", Asker::new(Stand::Founder))]),
        group(
            "server operator",
            &[
                ("server operator", Asker::new(Stand::ServerOperator)),
                ("the house", Asker::new(Stand::House)),
            ],
        ),
    ]
}

/// One column: its header, and who of all askers (by place) is in it.
pub(crate) struct Column {
    pub(crate) header: String,
    pub(crate) asker: usize,
}

/// Puts those of a group together who have the same cells. `cells` are per row one cell for each asker of all groups.
pub(crate) fn columns(rows: &[Vec<String>]) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut first = 0;
    for group in groups() {
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        for asker in first..first + group.askers.len() {
            let like = |other: usize| rows.iter().all(|row| row[asker] == row[other]);
            match clusters.iter_mut().find(|cluster| like(cluster[0])) {
                Some(cluster) => cluster.push(asker),
                None => clusters.push(vec![asker]),
            }
        }
        for (i, cluster) in clusters.iter().enumerate() {
            let names: Vec<_> = cluster.iter().map(|asker| group.askers[asker - first].0).collect();
            let header = match i {
                0 => group.name.to_owned(),
                _ => format!("{}: {}", group.name.split(" `").next().unwrap_or_default(), names.join(", ")),
            };
            columns.push(Column { header, asker: cluster[0] });
        }
        first += group.askers.len();
    }
    columns
}

/// All askers of the page, group after group.
pub(crate) fn askers() -> Vec<Asker> {
    groups().iter().flat_map(|group| group.askers.iter().map(|(_, asker)| *asker)).collect()
}
