//! What a run is at, on a terminal, for what takes longer than a second. Nothing is shown in a pipe or in CI.

use std::io::IsTerminal as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What has ended by then is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is drawn.
const TICK: Duration = Duration::from_millis(100);

/// The line that is shown, if there is one, for whoever has to write below it.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A line that says what a run is at, until it is dropped.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A line about something, which shows once that takes long.
    pub fn start(about: &str) -> Self {
        let has = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        if !std::io::stderr().is_terminal() || has("CI") || is_dumb {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{spinner} {prefix}: {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_prefix(visible(about));
        *shown() = Some(bar.clone());
        let late = bar.downgrade();
        thread::spawn(move || {
            thread::sleep(PATIENCE);
            let shown = shown();
            if let Some(bar) = late
                .upgrade()
                .filter(|it| !it.is_finished() && shown.is_some())
            {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        });
        Self(Some(bar))
    }

    /// What is done from here on.
    pub fn says(&self, stage: &'static str) {
        if let Some(it) = &self.0 {
            it.set_message(stage);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.0.is_some() {
            clear();
        }
    }
}

/// Takes the line away, if there is one: something else is about to be written.
pub fn clear() {
    if let Some(it) = shown().take() {
        it.finish_and_clear();
    }
}

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A name in one line, without what a terminal would act upon.
fn visible(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}
