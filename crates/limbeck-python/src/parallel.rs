//! One function over many values on all cores.

use std::thread;

/// Below this, starting threads costs more than it saves.
const WORTH_A_THREAD: usize = 16;

/// `work` over all `inputs`, in their order.
pub(crate) fn map<I: Send, O: Send>(inputs: Vec<I>, work: impl Fn(I) -> O + Sync) -> Vec<O> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(inputs.len() / WORTH_A_THREAD);
    if threads < 2 {
        return inputs.into_iter().map(work).collect();
    }
    let share = inputs.len().div_ceil(threads);
    let mut inputs = inputs.into_iter();
    let work = &work;
    thread::scope(|scope| {
        let mut handles = Vec::with_capacity(threads);
        for _ in 0..threads {
            let part: Vec<I> = inputs.by_ref().take(share).collect();
            handles.push(scope.spawn(move || part.into_iter().map(work).collect::<Vec<O>>()));
        }
        let join = |handle: thread::ScopedJoinHandle<'_, Vec<O>>| match handle.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        handles.into_iter().flat_map(join).collect()
    })
}
