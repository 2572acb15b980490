//! Ctrl-C and SIGTERM: the run is asked to end, and the process ends as one that the signal ended.

use limbeck::Interrupt;

#[cfg(unix)]
pub(crate) use unix::{end, watch};

#[cfg(unix)]
mod unix {
    use super::Interrupt;
    use signal_hook::{
        consts::{SIGINT, SIGTERM},
        iterator::Signals,
        low_level::emulate_default_handler,
    };
    use std::{
        sync::atomic::{AtomicI32, Ordering},
        thread::{Builder, sleep},
        time::Duration,
    };

    /// How often, and how far apart, a run is asked again that does not hear: it waits for a
    /// server, say, that does not answer.
    const ATTEMPTS: u32 = 20;
    const PAUSE: Duration = Duration::from_millis(100);

    /// The signal that ended the run.
    static SIGNAL: AtomicI32 = AtomicI32::new(SIGINT);

    /// Has the first signal interrupt the runs under `interrupt`, and the second end the process.
    pub(crate) fn watch(interrupt: Interrupt) {
        // Without handlers a signal ends the process, which is all that this is to improve.
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        let _ = Builder::new().name("signals".to_owned()).spawn(move || {
            let mut asked = false;
            for signal in signals.forever() {
                SIGNAL.store(signal, Ordering::Relaxed);
                if asked || !interrupt.request() {
                    end();
                }
                asked = true;
                let interrupt = interrupt.clone();
                let _ =
                    Builder::new().name("patience".to_owned()).spawn(move || insist(&interrupt));
            }
        });
    }

    fn insist(interrupt: &Interrupt) {
        for _ in 0..ATTEMPTS {
            sleep(PAUSE);
            if !interrupt.is_pending() {
                return;
            }
            interrupt.request();
        }
        end();
    }

    /// Ends the process the way the signal does, so that a shell's script ends as well.
    pub(crate) fn end() {
        // It does not return where the signal is known, and it is.
        let _ = emulate_default_handler(SIGNAL.load(Ordering::Relaxed));
    }
}

/// Where there are no signals, Ctrl-C ends the process.
#[cfg(not(unix))]
pub(crate) fn watch(_: Interrupt) {}

#[cfg(not(unix))]
pub(crate) fn end() {}
