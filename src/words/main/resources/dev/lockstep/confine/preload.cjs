// Loaded into every Node of a confined process, before anything else. There is no network in there; this leads each TCP
// connection to the relay outside instead. It is for convenience: what may be reached is decided by the relay.
//
// A socket is connected to a port of this process's own, from where its bytes go to the relay and back: thus it stays what
// it is, a TCP handle that TLS, fetch, npm and ws may do with as they like.
'use strict';

const net = require('node:net');

const RELAY = '/run/lockstep/relay.sock';
const LONGEST_ANSWER = 4096;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [options, onConnect] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
  const port = Number(options.port);
  if (options.path || !(Number.isInteger(port) && port > 0 && port < 65536)) {
    // A socket of the file system, or something that Node itself will complain about.
    return connect.apply(this, args);
  }
  if (onConnect) {
    this.once('connect', onConnect);
  }
  this.connecting = true;
  const { lookup, localAddress, localPort, ...rest } = options;
  ask(options.host || 'localhost', port, (error, far, first) => {
    if (this.destroyed) {
      far?.destroy();
    } else if (error) {
      this.destroy(error);
    } else {
      bridge(far, first, (own) =>
        this.destroyed
          ? far.destroy()
          : connect.call(this, { ...rest, host: '127.0.0.1', port: own, family: 4, autoSelectFamily: false }),
      );
    }
  });
  return this;
};

/** Asks the relay for a connection. @param done gets the error, or the connection and what arrived on it already */
function ask(host, port, done) {
  const far = new net.Socket({ allowHalfOpen: true });
  let answer = Buffer.alloc(0);
  const fail = (code, message) => {
    far.destroy();
    done(Object.assign(new Error(message), { code, syscall: 'connect', address: host, port }));
  };
  const broken = (error) => fail(error.code ?? 'ECONNREFUSED', `connect ${error.code} ${host}:${port}`);
  const ended = () => fail('ECONNRESET', `connect ECONNRESET ${host}:${port}`);
  far.once('error', broken);
  far.once('end', ended);
  far.on('data', function read(bytes) {
    answer = Buffer.concat([answer, bytes]);
    const end = answer.indexOf(10);
    if (end < 0 && answer.length <= LONGEST_ANSWER) {
      return;
    }
    far.off('data', read);
    far.off('end', ended);
    far.off('error', broken);
    far.on('error', () => far.destroy());
    far.pause();
    const words = JSON.parse(answer.subarray(0, Math.max(end, 0)).toString() || '{}');
    if (words.ok) {
      done(null, far, answer.subarray(end + 1));
    } else {
      fail(words.code ?? 'ECONNREFUSED', words.message ?? `connect ECONNREFUSED ${host}:${port}`);
    }
  });
  connect.call(far, { path: RELAY });
  far.write(`${JSON.stringify({ host, port })}\n`);
}

/** Opens a port for one connection, which is led to the relay's. None of it keeps the process alive: its socket does. */
function bridge(far, first, ready) {
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    server.close();
    near.unref();
    near.on('error', () => far.destroy());
    near.once('close', () => near.errored && far.destroy());
    far.once('close', () => far.errored && near.destroy());
    if (first.length > 0) {
      near.write(first);
    }
    far.unref();
    near.pipe(far);
    far.pipe(near);
  });
  server.once('error', () => far.destroy());
  server.listen(0, '127.0.0.1', () => ready(server.address().port));
  server.unref();
}
