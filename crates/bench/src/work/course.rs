//! Workloads that can be taken further a slice at a time, so that servers are measured in turn: the speed of a machine that
//! others share changes by two within seconds, and what is measured one after another has nothing to be compared with.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::Report;

/// How long one server goes on before the next one does.
const SLICE: Duration = Duration::from_millis(100);

/// A workload under way on one server.
pub(super) trait Course {
    /// Goes on for about so long, until nothing is under way any more. `false`: that was the end.
    fn go_on(&mut self, time: Duration) -> Result<bool>;

    /// What came of it.
    fn report(self: Box<Self>) -> Result<Report>;
}

/// From beginning to end.
pub(super) fn run(mut course: Box<dyn Course>) -> Result<Report> {
    while course.go_on(Duration::MAX)? {}
    course.report()
}

/// All of them, each a slice in its turn; what came of each, in their order.
pub(super) fn in_turn(courses: Vec<Result<Box<dyn Course>>>) -> Vec<Result<Report>> {
    let mut under_way: Vec<(Result<Box<dyn Course>>, bool)> =
        courses.into_iter().map(|course| (course, true)).collect();
    while under_way.iter().any(|(_, more)| *more) {
        for (course, more) in under_way.iter_mut().filter(|(_, more)| *more) {
            let went = course.as_mut().ok().map(|course| course.go_on(SLICE));
            match went {
                Some(Ok(goes_on)) => *more = goes_on,
                Some(Err(fault)) => (*course, *more) = (Err(fault), false),
                None => *more = false,
            }
        }
    }
    under_way.into_iter().map(|(course, _)| course?.report().context("look at what came of it")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Figure, Spent};
    use anyhow::bail;
    use std::cell::RefCell;
    use std::rc::Rc;

    struct Walk {
        name: &'static str,
        left: usize,
        breaks: bool,
        went: Rc<RefCell<String>>,
    }

    impl Course for Walk {
        fn go_on(&mut self, _: Duration) -> Result<bool> {
            *self.went.borrow_mut() += self.name;
            self.left -= 1;
            if self.breaks && self.left == 0 {
                bail!("{} broke off", self.name);
            }
            Ok(self.left > 0)
        }

        fn report(self: Box<Self>) -> Result<Report> {
            let none = Duration::ZERO;
            let spent = Spent { wall: none, server: None, generator: none, busy: none, reads: 0 };
            Ok(Report::new(self.name, "walk".into(), Figure::rate("steps/s", 1.0), 0, &spent))
        }
    }

    #[test]
    fn each_goes_on_in_its_turn_and_one_that_fails_stops_no_other() {
        let went = Rc::new(RefCell::new(String::new()));
        let walk = |name, left, breaks| -> Result<Box<dyn Course>> {
            Ok(Box::new(Walk { name, left, breaks, went: Rc::clone(&went) }))
        };
        let courses = vec![
            walk("a", 3, false),
            Err(anyhow::anyhow!("b did not begin")),
            walk("c", 2, true),
            walk("d", 1, false),
        ];
        let reports: Vec<String> = in_turn(courses)
            .into_iter()
            .map(|report| report.map_or_else(|fault| fault.to_string(), |report| report.server))
            .collect();
        assert_eq!(*went.borrow(), "acdaca");
        assert_eq!(reports, ["a", "b did not begin", "c broke off", "d"]);
    }
}
