// The one way out of a confined process, which has no network: it asks here, at a Unix socket, for a connection to
// host:port, and gets one or the reason why not. Runs outside. Node alone, no packages.
//
//   process: {"host":"api.example.com","port":443}\n
//   relay:   {"ok":true}\n, and from then on the connection's own bytes, both ways
//         or {"code":"ECONNREFUSED","message":"…"}\n, and the end

import { lookup } from 'node:dns/promises';
import net from 'node:net';
import os from 'node:os';

const LONGEST_REQUEST = 1024;
const REQUEST_MS = 10_000;
const CONNECT_MS = 30_000;
const MOST_CONNECTIONS = 512;

const shown = (host, port) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** A BlockList of ranges in CIDR notation. */
function ranges(texts, family) {
  const list = new net.BlockList();
  for (const text of texts) {
    const [start, bits] = text.split('/');
    list.addSubnet(start, Number(bits), family);
  }
  return list;
}

/**
 * @param socket where to listen; at most 107 bytes, so a path from the working directory is best
 * @param policy {allowed: ["host:port"], specialV4: [cidr], publicV6: cidr, specialV6: [cidr]}: what may be reached besides
 *     the public internet, and what is not public
 * @return when it listens
 */
export function relay(socket, policy) {
  const allowed = new Set(policy.allowed.map((place) => place.toLowerCase()));
  const specialV4 = ranges(policy.specialV4, 'ipv4');
  const publicV6 = ranges([policy.publicV6], 'ipv6');
  const specialV6 = ranges(policy.specialV6, 'ipv6');

  function isPublic({ address, family }) {
    const own = Object.values(os.networkInterfaces()).some((all) => all.some((one) => one.address === address));
    return (
      !own &&
      (family === 4
        ? !specialV4.check(address, 'ipv4')
        : publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6'))
    );
  }

  /** The addresses that may be connected to, looked up now: whoever connects must not look them up again. */
  async function permitted(host, port) {
    const found = await lookup(host, { all: true });
    if (allowed.has(shown(host, port))) {
      return found;
    }
    const good = found.filter((one) => allowed.has(shown(one.address, port)) || isPublic(one));
    if (good.length === 0) {
      throw Object.assign(
        new Error(
          `${shown(host, port)} is out of this sandbox's reach: it reaches the public internet, its own deployment,` +
            ' and what LOCKSTEP_SANDBOX_ALLOW names',
        ),
        { code: 'ECONNREFUSED' },
      );
    }
    return good;
  }

  function serve(near) {
    let request = Buffer.alloc(0);
    near.setTimeout(REQUEST_MS, () => near.destroy());
    near.on('error', () => near.destroy());
    near.on('data', function read(bytes) {
      request = Buffer.concat([request, bytes]);
      const end = request.indexOf(10);
      if (end < 0 && request.length <= LONGEST_REQUEST) {
        return;
      }
      near.off('data', read);
      near.pause();
      near.setTimeout(0);
      if (end >= 0 && end < request.length - 1) {
        near.unshift(request.subarray(end + 1));
      }
      forward(near, request.subarray(0, Math.max(end, 0)).toString());
    });
  }

  async function forward(near, request) {
    const answer = (words) => near.write(`${JSON.stringify(words)}\n`);
    const refuse = (error) => near.destroyed || near.end(`${JSON.stringify({ code: error.code ?? 'EINVAL', message: error.message })}\n`);
    try {
      const { host, port } = JSON.parse(request);
      const name = String(host).toLowerCase();
      if (!(Number.isInteger(port) && port > 0 && port < 65536)) {
        throw new Error('A port is a number from 1 to 65535');
      }
      const addresses = await permitted(name, port);
      const far = net.connect({
        host: name,
        port,
        allowHalfOpen: true,
        lookup: (unused, options, done) =>
          options.all ? done(null, addresses) : done(null, addresses[0].address, addresses[0].family),
      });
      const late = setTimeout(() => far.destroy(Object.assign(new Error(`connect ETIMEDOUT ${shown(name, port)}`), { code: 'ETIMEDOUT' })), CONNECT_MS);
      near.once('close', () => far.destroy());
      far.once('close', () => clearTimeout(late));
      far.once('error', refuse);
      far.once('connect', () => {
        clearTimeout(late);
        far.off('error', refuse);
        far.on('error', () => near.destroy());
        far.once('close', () => far.errored && near.destroy());
        answer({ ok: true });
        near.pipe(far);
        far.pipe(near);
      });
    } catch (error) {
      refuse(error);
    }
  }

  const server = net.createServer({ allowHalfOpen: true }, serve);
  server.maxConnections = MOST_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
}
