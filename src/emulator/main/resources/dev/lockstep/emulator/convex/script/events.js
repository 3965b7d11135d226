// Events and abort signals. Evaluated when code first names one of them.
(function (host, web) {
  'use strict';
  class Event {
    #stopped = false;
    #target = null;
    defaultPrevented = false;
    constructor(type, init = {}) {
      if (arguments.length === 0) {
        throw new TypeError('Event needs a type');
      }
      this.type = String(type);
      this.bubbles = Boolean(init?.bubbles);
      this.cancelable = Boolean(init?.cancelable);
      this.composed = Boolean(init?.composed);
      this.timeStamp = 0;
      this.isTrusted = false;
    }
    static send(event, target) {
      event.#target = target;
      event.#stopped = false;
    }
    static isStopped(event) {
      return event.#stopped;
    }
    get target() {
      return this.#target;
    }
    get currentTarget() {
      return this.#target;
    }
    preventDefault() {
      this.defaultPrevented = this.cancelable;
    }
    stopPropagation() {}
    stopImmediatePropagation() {
      this.#stopped = true;
    }
    composedPath() {
      return this.#target === null ? [] : [this.#target];
    }
  }
  const { send, isStopped } = Event;
  delete Event.send;
  delete Event.isStopped;
  class CustomEvent extends Event {
    constructor(type, init) {
      super(type, init);
      this.detail = init?.detail ?? null;
    }
  }
  class ErrorEvent extends Event {
    constructor(type, init) {
      super(type, init);
      this.message = init?.message ?? '';
      this.error = init?.error;
    }
  }
  class MessageEvent extends Event {
    constructor(type, init) {
      super(type, init);
      this.data = init?.data ?? null;
      this.origin = init?.origin ?? '';
    }
  }
  class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options) {
      const entries = this.#listeners.get(String(type)) ?? [];
      if (listener === null || listener === undefined || entries.some((entry) => entry.listener === listener)) {
        return;
      }
      if (options?.signal?.aborted) {
        return;
      }
      options?.signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
      this.#listeners.set(String(type), [...entries, { listener, once: options?.once === true }]);
    }
    removeEventListener(type, listener) {
      const entries = this.#listeners.get(String(type)) ?? [];
      this.#listeners.set(
        String(type),
        entries.filter((entry) => entry.listener !== listener),
      );
    }
    dispatchEvent(event) {
      send(event, this);
      // What a listener throws is reported and keeps no other from hearing.
      const tell = (listener) => {
        try {
          if (typeof listener === 'function') {
            listener.call(this, event);
          } else {
            listener.handleEvent(event);
          }
        } catch (error) {
          console.error(error);
        }
      };
      const own = this['on' + event.type];
      if (typeof own === 'function') {
        tell(own);
      }
      for (const { listener, once } of this.#listeners.get(event.type) ?? []) {
        if (isStopped(event)) {
          break;
        }
        if (once) {
          this.removeEventListener(event.type, listener);
        }
        tell(listener);
      }
      return !event.defaultPrevented;
    }
  }
  let end;
  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason = undefined;
    #followers = [];
    onabort = null;
    get aborted() {
      return this.#aborted;
    }
    get reason() {
      return this.#reason;
    }
    throwIfAborted() {
      if (this.#aborted) {
        throw this.#reason;
      }
    }
    static #end(signal, reason) {
      if (signal.#aborted) {
        return;
      }
      signal.#aborted = true;
      signal.#reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
      signal.dispatchEvent(new Event('abort'));
      signal.#followers.splice(0).forEach((follower) => AbortSignal.#end(follower, signal.#reason));
    }
    static {
      end = (signal, reason) => AbortSignal.#end(signal, reason);
    }
    static abort(reason) {
      const signal = new AbortSignal();
      end(signal, reason);
      return signal;
    }
    static timeout(delay) {
      const signal = new AbortSignal();
      web.wait(delay, () => end(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
      return signal;
    }
    static any(signals) {
      const all = [...signals];
      const done = all.find((signal) => signal.aborted);
      if (done !== undefined) {
        return AbortSignal.abort(done.reason);
      }
      const follower = new AbortSignal();
      all.forEach((signal) => signal.#followers.push(follower));
      return follower;
    }
  }
  class AbortController {
    #signal = new AbortSignal();
    get signal() {
      return this.#signal;
    }
    abort(reason) {
      end(this.#signal, reason);
    }
  }
  // Two ends of a wire; what goes in one comes out of the other a microtask later.
  class MessagePort extends EventTarget {
    #other = null;
    #closed = false;
    onmessage = null;
    static join(one, other) {
      one.#other = other;
      other.#other = one;
    }
    postMessage(data) {
      const event = new MessageEvent('message', { data: structuredClone(data) });
      queueMicrotask(() => this.#other.#closed || this.#other.dispatchEvent(event));
    }
    start() {}
    close() {
      this.#closed = true;
    }
  }
  const { join } = MessagePort;
  delete MessagePort.join;
  class MessageChannel {
    constructor() {
      this.port1 = new MessagePort();
      this.port2 = new MessagePort();
      join(this.port1, this.port2);
    }
  }
  return { Event, CustomEvent, ErrorEvent, MessageEvent, EventTarget, AbortSignal, AbortController, MessagePort, MessageChannel };
});
