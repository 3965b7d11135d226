// Frames between an engine's process and the deployment, as engine.mjs describes them.
import fs from 'node:fs';
import { Socket } from 'node:net';

export const fromHost = { MODE: 0, CODE: 1, DROP: 2, PREPARE: 3, BEGIN: 4, SETTLE: 5, ANSWER: 6, END: 7 };
export const toHost = { READY: 1, SYSCALL: 2, ASK: 3, LOG: 4, USED_TIME: 5, DONE: 6, STUCK: 7, UNPREPARED: 8, UNREAD: 9 };

const LENGTH = 4;
const HEAD = 9;

export class Frames {
  #in;
  #out;
  #read = Buffer.allocUnsafe(1 << 16);
  #start = 0;
  #end = 0;
  #written = Buffer.allocUnsafe(1 << 16);

  constructor(inFd, outFd) {
    this.#in = inFd;
    this.#out = outFd;
  }

  write(kind, call, number, text) {
    // A UTF-16 unit takes at most three bytes.
    const most = LENGTH + HEAD + text.length * 3;
    if (this.#written.length < most) {
      this.#written = Buffer.allocUnsafe(most * 2);
    }
    const bytes = this.#written;
    const length = bytes.write(text, LENGTH + HEAD, 'utf8');
    bytes.writeUInt32BE(HEAD + length, 0);
    bytes[LENGTH] = kind;
    bytes.writeUInt32BE(call, LENGTH + 1);
    bytes.writeUInt32BE(number >>> 0, LENGTH + 5);
    const all = LENGTH + HEAD + length;
    for (let at = 0; at < all; ) {
      at += this.#some(() => fs.writeSync(this.#out, bytes, at, all - at));
    }
    if (bytes.length > 1 << 20) {
      this.#written = Buffer.allocUnsafe(1 << 16);
    }
  }

  /** Asks and waits; an answer's text. */
  ask(kind, call, text) {
    this.write(kind, call, 0, text);
    const frame = this.read();
    if (frame.kind !== fromHost.ANSWER) {
      process.exit(3);
    }
    return frame.text;
  }

  /** Waits for a frame. Ends the process when there are no more. */
  read() {
    for (;;) {
      const frame = this.#next();
      if (frame !== undefined) {
        return frame;
      }
      const count = this.#some(() => fs.readSync(this.#in, this.#read, this.#end, this.#read.length - this.#end, null));
      if (count === 0) {
        process.exit(0);
      }
      this.#end += count;
    }
  }

  /** Hears of frames as they come. Ends the process after the last. */
  listen(listener) {
    const tell = () => {
      for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
        listener(frame);
      }
    };
    tell();
    new Socket({ fd: this.#in, readable: true, writable: false })
      .on('data', (chunk) => {
        while (this.#read.length - this.#end < chunk.length) {
          this.#grow(this.#end + chunk.length);
        }
        this.#end += chunk.copy(this.#read, this.#end);
        tell();
      })
      .on('error', () => process.exit(0))
      .on('close', () => process.exit(0));
  }

  /** What has come whole; room for the next one is there afterwards. */
  #next() {
    const have = this.#end - this.#start;
    const bytes = this.#read;
    const length = have < LENGTH ? 0 : bytes.readUInt32BE(this.#start);
    if (have < LENGTH || have < LENGTH + length) {
      if (this.#start > 0) {
        bytes.copy(bytes, 0, this.#start, this.#end);
        this.#start = 0;
        this.#end = have;
      }
      if (bytes.length < LENGTH + length + 1) {
        this.#grow(LENGTH + length + 1);
      } else if (have === 0 && bytes.length > 1 << 20) {
        this.#read = Buffer.allocUnsafe(1 << 16);
      }
      return undefined;
    }
    const at = this.#start + LENGTH;
    this.#start = at + length;
    return {
      kind: bytes[at],
      call: bytes.readUInt32BE(at + 1),
      number: bytes.readInt32BE(at + 5),
      text: bytes.utf8Slice(at + HEAD, at + length),
    };
  }

  #grow(least) {
    const grown = Buffer.allocUnsafe(Math.max(this.#read.length * 2, least));
    this.#read.copy(grown, 0, 0, this.#end);
    this.#read = grown;
  }

  /** A descriptor that does not wait is asked again. */
  #some(work) {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (error.code === 'EOF') {
          return 0;
        }
        if (error.code !== 'EAGAIN') {
          process.exit(2);
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  }
}
