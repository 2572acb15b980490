"""An event loop on one thread that waits only for time: what async env.py files need.

Names that are not here come from the standard package, kept as _replaced_asyncio.
"""

import sys
import time

_running = None


def _get_running_loop():
    return _running


def _set_running_loop(loop):
    """Also tells the standard package's native half, whose import is dear, once it is there."""
    global _running
    _running = loop
    if "_asyncio" in sys.modules:
        sys.modules["_asyncio"]._set_running_loop(loop)



class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


TimeoutError = TimeoutError
FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


async def _nothing():
    pass


_probe = _nothing()
_coroutine_type = type(_probe)
_probe.close()


def iscoroutine(value):
    return isinstance(value, _coroutine_type) or (
        hasattr(value, "send") and hasattr(value, "throw") and hasattr(value, "cr_frame")
    )


def iscoroutinefunction(function):
    function = getattr(function, "__func__", function)
    while hasattr(function, "func") and not hasattr(function, "__code__"):
        function = function.func
    code = getattr(function, "__code__", None)
    return code is not None and bool(code.co_flags & 0x80)


class Future:
    _asyncio_future_blocking = False

    def __class_getitem__(cls, item):
        return cls

    def __init__(self, *, loop=None):
        self._loop = loop or get_event_loop()
        self._done = False
        self._result = None
        self._exception = None
        self._cancelled = False
        self._callbacks = []

    def get_loop(self):
        return self._loop

    def done(self):
        return self._done

    def cancelled(self):
        return self._cancelled

    def result(self):
        if not self._done:
            raise InvalidStateError("Result is not set.")
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if not self._done:
            raise InvalidStateError("Exception is not set.")
        if self._cancelled:
            raise self._exception
        return self._exception

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception() if isinstance(exception, type) else exception)

    def cancel(self, msg=None):
        if self._done:
            return False
        self._cancelled = True
        self._finish(None, CancelledError(*([msg] if msg else [])))
        return True

    def _finish(self, result, exception):
        if self._done:
            raise InvalidStateError("invalid state")
        self._done = True
        self._result = result
        self._exception = exception
        for callback in self._callbacks:
            self._loop.call_soon(callback, self)

    def add_done_callback(self, callback, *, context=None):
        if self._done:
            self._loop.call_soon(callback, self)
        else:
            self._callbacks.append(callback)

    def remove_done_callback(self, callback):
        kept = [one for one in self._callbacks if one != callback]
        removed = len(self._callbacks) - len(kept)
        self._callbacks = kept
        return removed

    def __await__(self):
        if not self._done:
            yield self
        return self.result()

    __iter__ = __await__


class Task(Future):
    def __init__(self, coroutine, *, loop=None, name=None, context=None):
        super().__init__(loop=loop)
        self._coroutine = coroutine
        self._name = name or "Task"
        self._must_cancel = None
        self._waits_for = None
        self._loop.call_soon(self._step)

    def get_name(self):
        return self._name

    def set_name(self, name):
        self._name = name

    def get_coro(self):
        return self._coroutine

    def cancel(self, msg=None):
        if self._done:
            return False
        self._must_cancel = CancelledError(*([msg] if msg else []))
        if self._waits_for is not None:
            self._waits_for.remove_done_callback(self._wake)
            self._waits_for = None
            self._loop.call_soon(self._step)
        return True

    def _wake(self, future):
        self._waits_for = None
        self._step()

    def _step(self):
        if self._done:
            return
        before, self._loop._task = self._loop._task, self
        try:
            if self._must_cancel is not None:
                failure, self._must_cancel = self._must_cancel, None
                waited = self._coroutine.throw(failure)
            else:
                waited = self._coroutine.send(None)
        except StopIteration as end:
            self._finish(end.value, None)
        except CancelledError as failure:
            self._cancelled = True
            self._finish(None, failure)
        except (KeyboardInterrupt, SystemExit) as failure:
            self._finish(None, failure)
            raise
        except BaseException as failure:
            self._finish(None, failure)
        else:
            if waited is None:
                self._loop.call_soon(self._step)
            elif hasattr(waited, "add_done_callback"):
                waited._asyncio_future_blocking = False
                self._waits_for = waited
                waited.add_done_callback(self._wake)
            else:
                self._coroutine.throw(
                    RuntimeError(f"Task got bad yield: {waited!r}; only futures can be awaited")
                )
        finally:
            self._loop._task = before


class Handle:
    def __init__(self, callback, args, when=0.0):
        self._callback = callback
        self._args = args
        self._when = when
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def when(self):
        return self._when


TimerHandle = Handle


class AbstractEventLoop:
    pass


class BaseEventLoop(AbstractEventLoop):
    def __init__(self):
        self._ready = []
        self._timers = []
        self._task = None
        self._closed = False
        self._stopping = False

    def time(self):
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        handle = Handle(callback, args)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args)

    def call_at(self, when, callback, *args, context=None):
        handle = Handle(callback, args, when)
        self._timers.append(handle)
        return handle

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coroutine, *, name=None, context=None):
        return Task(coroutine, loop=self, name=name)

    def run_in_executor(self, executor, function, *args):
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except Exception as failure:
            future.set_exception(failure)
        return future

    def run_until_complete(self, future):
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if _get_running_loop() is not None:
            if iscoroutine(future):
                future.close()
            raise RuntimeError("This event loop is already running")
        future = ensure_future(future, loop=self)
        before = _get_running_loop()
        _set_running_loop(self)
        try:
            while not future.done():
                self._turn()
        finally:
            _set_running_loop(before)
        return future.result()

    def run_forever(self):
        self._stopping = False
        _set_running_loop(self)
        try:
            while not self._stopping:
                self._turn()
        finally:
            _set_running_loop(None)

    def stop(self):
        self._stopping = True

    def _turn(self):
        if not self._ready:
            waiting = [timer for timer in self._timers if not timer._cancelled]
            if not waiting:
                raise RuntimeError(
                    "this code waits for something that can never happen here: only "
                    "time, tasks and the database can be waited for"
                )
            first = min(waiting, key=Handle.when)
            delay = first._when - self.time()
            if delay > 0:
                time.sleep(delay)
            waiting.remove(first)
            self._timers = waiting
            self._ready.append(first)
        ready, self._ready = self._ready, []
        for handle in ready:
            if not handle._cancelled:
                handle._callback(*handle._args)

    def is_running(self):
        return _get_running_loop() is self

    def is_closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        pass

    def set_exception_handler(self, handler):
        pass

    def call_exception_handler(self, context):
        pass

    def add_signal_handler(self, *args):
        pass

    def set_default_executor(self, executor):
        pass

    async def shutdown_asyncgens(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass


SelectorEventLoop = EventLoop = BaseEventLoop
_current = None


class AbstractEventLoopPolicy:
    def get_event_loop(self):
        return get_event_loop()

    def new_event_loop(self):
        return new_event_loop()

    def set_event_loop(self, loop):
        set_event_loop(loop)


DefaultEventLoopPolicy = AbstractEventLoopPolicy


def get_event_loop_policy():
    return DefaultEventLoopPolicy()


def set_event_loop_policy(policy):
    pass


def new_event_loop():
    return BaseEventLoop()


def set_event_loop(loop):
    global _current
    _current = loop


def get_event_loop():
    running = _get_running_loop()
    if running is not None:
        return running
    if _current is None:
        set_event_loop(new_event_loop())
    return _current


def get_running_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._loop = (loop_factory or new_event_loop)()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def get_loop(self):
        return self._loop

    def run(self, coroutine, *, context=None):
        if not iscoroutine(coroutine):
            raise ValueError(f"a coroutine was expected, got {coroutine!r}")
        if _get_running_loop() is not None:
            coroutine.close()
            raise RuntimeError("asyncio.run() cannot be called from a running event loop")
        return self._loop.run_until_complete(coroutine)

    def close(self):
        self._loop.close()


def run(main, *, debug=None, loop_factory=None):
    with Runner(loop_factory=loop_factory) as runner:
        return runner.run(main)


def isfuture(value):
    return hasattr(type(value), "_asyncio_future_blocking")


def ensure_future(awaitable, *, loop=None):
    if isfuture(awaitable):
        return awaitable
    loop = loop or get_event_loop()
    if iscoroutine(awaitable):
        return loop.create_task(awaitable)
    if hasattr(awaitable, "__await__"):

        async def wait():
            return await awaitable

        return loop.create_task(wait())
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


def create_task(coroutine, *, name=None, context=None):
    return get_running_loop().create_task(coroutine, name=name)


def current_task(loop=None):
    return (loop or get_running_loop())._task


async def _gather(futures, return_exceptions):
    results = []
    for future in futures:
        try:
            results.append(await future)
        except Exception as failure:
            if not return_exceptions:
                raise
            results.append(failure)
    return results


def gather(*awaitables, return_exceptions=False):
    futures = [ensure_future(one) for one in awaitables]
    return ensure_future(_gather(futures, return_exceptions))


async def sleep(delay, result=None):
    loop = get_running_loop()
    future = loop.create_future()
    if delay <= 0:
        loop.call_soon(future.set_result, None)
    else:
        loop.call_later(delay, future.set_result, None)
    await future
    return result


async def wait_for(awaitable, timeout):
    task = ensure_future(awaitable)
    if timeout is None:
        return await task
    expired = []

    def expire():
        expired.append(True)
        task.cancel()

    handle = get_running_loop().call_later(timeout, expire)
    try:
        return await task
    except CancelledError:
        if expired:
            raise TimeoutError from None
        raise
    finally:
        handle.cancel()


async def shield(awaitable):
    return await awaitable


async def wait(futures, *, timeout=None, return_when=ALL_COMPLETED):
    futures = {ensure_future(one) for one in futures}
    for future in futures:
        try:
            await future
        except Exception:
            pass
    return futures, set()


async def to_thread(function, /, *args, **kwargs):
    return function(*args, **kwargs)


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(f"module 'asyncio' has no attribute {name!r}")
    import _replaced_asyncio

    _set_running_loop(_running)
    return getattr(_replaced_asyncio, name)
