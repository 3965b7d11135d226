// Runs queries, mutations and actions in a process of their own: worlds are contexts of V8 in which modules are evaluated,
// and what their functions want of the deployment is asked for in frames.
//
//   node engine.mjs
//
// The first frame says how. blocking: one call at a time, with the calls inside it. It waits for an answer in the read
// itself, so that one costs no turn of the event loop. waiting: any number of actions at once.
//
// A frame, both ways: the length of what follows (4 bytes), kind (1), call (4), number (4), text in UTF-8; big-endian.
//
// No import of node:process: it would open the standard descriptors, which then do not wait any more.
import fs from 'node:fs';
import { Frames, fromHost, toHost } from './frames.mjs';
import { Code } from './world.mjs';

const frames = new Frames(0, 1);
const codes = new Map();
const calls = new Map();
/** The calls of a blocking process, the innermost last. */
const nested = [];

frames.write(toHost.READY, 0, 0, '');
const isBlocking = frames.read().text === 'blocking';

const printed = (error) => fs.writeSync(2, `${error?.stack ?? error}\n`);
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', printed);

/** Something that runs to an end, and stops on its way there to wait for answers. */
class Task {
  constructor(id) {
    this.id = id;
    this.isDone = false;
    calls.set(id, this);
    if (isBlocking) {
      nested.push(this);
    } else {
      setImmediate(() => this.look());
    }
  }

  /** All that could run has run. */
  look() {
    if (!this.isDone) {
      this.finish(toHost.STUCK, '');
    }
  }

  finish(kind, text, number = 0) {
    if (!this.isDone) {
      this.isDone = true;
      calls.delete(this.id);
      if (isBlocking) {
        nested.splice(nested.indexOf(this), 1);
      }
      frames.write(kind, this.id, number, text);
    }
  }

  settle() {}
}

/** A function that runs: what its world wants of the deployment, and what it waits for. */
class Call extends Task {
  #world;
  #kept;
  /** Questions that were sent and not answered, and timers. */
  #open = 0;
  #lastQuestion = 0;
  /** Functions to call inside this one, one after the other, when its code waits. */
  #later = [];
  #timers = new Set();

  constructor(id, world, kept) {
    super(id);
    this.#world = world;
    this.#kept = kept;
  }

  /** An answer: `0` and JSON, or `1` and a described error. */
  syscall(op, json) {
    if (this.isDone || !isBlocking) {
      return `1${JSON.stringify({ message: `Unknown operation ${op}` })}`;
    }
    return frames.ask(toHost.SYSCALL, this.id, `${op}\n${json}`);
  }

  /** An answer, or the number of one that comes. */
  asyncSyscall(op, json) {
    // What code asks for after it has ended is never answered.
    if (this.isDone) {
      return -1;
    }
    const text = `${op}\n${json}`;
    if (isBlocking && op !== '1.0/runUdf') {
      return frames.ask(toHost.ASK, this.id, text);
    }
    const question = ++this.#lastQuestion;
    if (isBlocking) {
      // It will run in this process, which has to be at rest then.
      this.#later.push([question, text]);
    } else {
      this.#send(question, text);
    }
    return question;
  }

  #send(question, text) {
    this.#open++;
    frames.write(toHost.ASK, this.id, question, text);
  }

  timer(milliseconds) {
    if (this.isDone) {
      return -1;
    }
    const question = ++this.#lastQuestion;
    this.#open++;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.settle(question, '0null');
    }, milliseconds);
    this.#timers.add(timer);
    return question;
  }

  log(level, text) {
    if (!this.isDone) {
      frames.write(toHost.LOG, this.id, 0, `${level}\n${text}`);
    }
  }

  usedTime() {
    if (!this.isDone) {
      frames.write(toHost.USED_TIME, this.id, 0, '');
    }
  }

  unread(report) {
    if (!this.isDone) {
      frames.write(toHost.UNREAD, this.id, 0, report);
    }
  }

  settle(question, envelope) {
    this.#open--;
    if (!this.isDone) {
      this.#world.settle(question, envelope);
      if (!isBlocking) {
        setImmediate(() => this.look());
      }
    }
  }

  look() {
    if (this.isDone || this.#open > 0) {
      return;
    }
    const next = this.#later.shift();
    if (next === undefined) {
      super.look();
    } else {
      this.#send(...next);
    }
  }

  /** The number of a finished call is 1 when its world may be there for the next one. */
  finish(kind, text) {
    if (!this.isDone) {
      this.#timers.forEach(clearTimeout);
      const again = this.#kept && kind === toHost.DONE;
      super.finish(kind, text, again ? 1 : 0);
      if (again) {
        this.#world.giveBack();
      }
    }
  }
}

const handlers = {
  [fromHost.CODE]: (id, number, text) => codes.set(id, new Code(JSON.parse(text))),
  [fromHost.DROP]: (id) => codes.delete(id),
  /** A world is made ready; the modules that keep state come back. */
  [fromHost.PREPARE]: (id, number, text) => {
    const { code, kept, modules, asksForState } = JSON.parse(text);
    const task = new Task(id);
    // Evaluating waits for nothing but microtasks, so that a module that waits for something else is stuck.
    codes
      .get(code)
      .prepare(kept, modules, asksForState)
      .then(
        (stateful) => task.finish(toHost.DONE, JSON.stringify(stateful)),
        (error) => {
          printed(error);
          task.finish(toHost.STUCK, '');
        },
      );
  },
  [fromHost.BEGIN]: (id, number, text) => {
    const { code, kept, terms, invoke } = JSON.parse(text);
    const world = codes.get(code).take(kept);
    if (world === undefined) {
      frames.write(toHost.UNPREPARED, id, 0, '');
      return;
    }
    const call = new Call(id, world, kept);
    world.start(call, (envelope) => call.finish(toHost.DONE, envelope), terms, invoke);
  },
  [fromHost.SETTLE]: (id, number, text) => calls.get(id)?.settle(number, text),
  [fromHost.END]: (id) => calls.get(id)?.finish(toHost.STUCK, ''),
};
const handle = ({ kind, call, number, text }) => handlers[kind](call, number, text);

/** One turn of a blocking process. Node has run all microtasks before it. */
function turn() {
  nested.at(-1)?.look();
  codes.forEach((code) => code.lookOver());
  handle(frames.read());
  setImmediate(turn);
}

if (isBlocking) {
  turn();
} else {
  frames.listen(handle);
}
