//! Ctrl-C → a line that says what has become of the files.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether files are being put in place: then signals wait, and whoever writes tells what was done.
static WRITING: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C says that nothing was changed, before it ends the process as it would have done.
pub fn tell() {
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGINT;
        use signal_hook::iterator::Signals;

        let Ok(mut signals) = Signals::new([SIGINT]) else {
            return;
        };
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if !WRITING.load(Ordering::SeqCst) {
                    crate::terminal::err("interrupted; nothing was changed\n");
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        });
    }
}

/// Says that files are being put in place, or that they are.
pub fn writing(is: bool) {
    WRITING.store(is, Ordering::SeqCst);
}
