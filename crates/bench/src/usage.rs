//! What a process has used so far, from what the kernel keeps about it.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

/// The kernel's unit in `/proc/PID/stat`, the same on every Linux that people run.
const TICKS_PER_SECOND: u64 = 100;

/// Processor time of the process `pid` so far: of all threads, those that ended included, in the kernel and out of it.
///
/// # Errors
/// There is no such process any more.
pub fn cpu_of(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the server is gone")?;
    let ticks = ticks(&stat).context("read the server's processor time")?;
    // Only the ticks know of threads that ended; only the threads' own accounts are exact.
    Ok(threads(pid).max(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND)))
}

/// Processor time of this process so far.
pub fn own_cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// `utime` and `stime` of a line of `/proc/PID/stat`. The name in it may hold blanks and brackets.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11);
    Some(times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?)
}

/// What each living thread ran, to the nanosecond.
fn threads(pid: u32) -> Duration {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return Duration::ZERO };
    let ran = threads.flatten().filter_map(|thread| {
        let account = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        account.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(ran.sum())
}

/// Memory that the process `pid` has in use, in bytes: the exact figure where the kernel has it; the cheap one may be some
/// hundred kilobytes off.
///
/// # Errors
/// There is no such process any more.
pub fn resident(pid: u32) -> Result<u64> {
    let exact = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    if let Some(bytes) = kilobytes(&exact, "Rss:") {
        return Ok(bytes);
    }
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("the server is gone")?;
    kilobytes(&status, "VmRSS:").context("read the server's memory")
}

fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Cores this process may run on.
pub fn cores() -> Vec<usize> {
    let Ok(set) = sched_getaffinity(None) else { return Vec::new() };
    (0..CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect()
}

/// Runs this thread, and what it starts from now on, on these cores only.
pub fn run_on(cores: &[usize]) -> Result<()> {
    let mut set = CpuSet::new();
    cores.iter().for_each(|core| set.set(*core));
    sched_setaffinity(None, &set).context("choose the cores to run on")
}

/// Asks that this process, and what it starts from now on, go before others. Whoever may not ask measures all the same.
pub fn go_first() {
    let _ = rustix::process::nice(-10);
}

/// Lets this process, and what it starts from now on, open as many files as the system allows; answers how many.
pub fn open_many_files() -> u64 {
    let most = fs::read_to_string("/proc/sys/fs/nr_open").ok().and_then(|text| text.trim().parse().ok());
    let most = most.unwrap_or(0);
    // Raising the upper limit needs rights; raising the lower one to the upper does not.
    let now = getrlimit(Resource::Nofile);
    if now.current < Some(most)
        && setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: Some(most) }).is_err()
    {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: now.maximum, maximum: now.maximum });
    }
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_is_no_field() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 25 17 0 0 20 0 1 0 100 0 0";
        assert_eq!(ticks(stat), Some(42));
        assert_eq!(ticks("7 (a) S 1"), None);
    }

    #[test]
    fn sizes_have_a_unit() {
        assert_eq!(kilobytes("Name: x\nVmRSS:\t    12 kB\n", "VmRSS:"), Some(12 * 1024));
        assert_eq!(kilobytes("Rss:    12\n", "Rss:"), None);
    }

    #[test]
    fn this_process_has_used_something() {
        let pid = std::process::id();
        assert!(resident(pid).unwrap() > 100_000);
        assert!(own_cpu() > Duration::ZERO);
        assert!(cpu_of(pid).unwrap() > Duration::ZERO);
    }
}
