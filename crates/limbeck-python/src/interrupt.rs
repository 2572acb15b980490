//! Interrupts Python code from another thread, as Ctrl-C does.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use rustpython_vm::{VirtualMachine, signal::UserSignalSender};

/// Raises `KeyboardInterrupt` in an interpreter, at the next instruction that it runs or when
/// the host has answered, whichever is first.
#[derive(Debug, Clone)]
pub struct Interrupter {
    sender: UserSignalSender,
    asked: Arc<AtomicBool>,
}

impl Interrupter {
    /// For the interpreter that has the receiver.
    pub(crate) fn new(sender: UserSignalSender) -> Self {
        Interrupter { sender, asked: Arc::default() }
    }

    /// Interrupts; an interpreter that has ended needs none.
    pub fn interrupt(&self) {
        self.asked.store(true, Ordering::Release);
        let interrupter = self.clone();
        let raise = move |vm: &VirtualMachine| match interrupter.take() {
            true => Err(vm.new_exception_empty(vm.ctx.exceptions.keyboard_interrupt.to_owned())),
            false => Ok(()),
        };
        let _ = self.sender.send(Box::new(raise));
    }

    /// Whether an interrupt has not been raised yet.
    pub fn is_pending(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }

    /// Whether there was an interrupt that the caller is to raise, as [`HostError::Interrupted`].
    ///
    /// [`HostError::Interrupted`]: crate::HostError::Interrupted
    pub fn take(&self) -> bool {
        self.asked.swap(false, Ordering::AcqRel)
    }
}
