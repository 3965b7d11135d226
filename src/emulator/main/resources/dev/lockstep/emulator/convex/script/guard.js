// Holds the built-ins of a world that serves one call after the other: nothing can be added to them or taken away, what
// can be overwritten, as their methods can, is compared after each call, and whatever makes that impossible is noted.
(function () {
  'use strict';
  const own = Reflect.ownKeys;
  const describe = Object.getOwnPropertyDescriptor;
  const define = Object.defineProperty;
  const prototypeOf = Object.getPrototypeOf;
  const symbolsOf = Object.getOwnPropertySymbols;
  const reset = /^/;
  const guarded = new WeakSet();
  let checks = [];
  let isTouched = false;
  let symbols = 0;

  /** Notes when a function that changes what a property is gets one of the guarded objects. */
  function watch(holder, name) {
    const original = holder[name];
    const { length } = original;
    const watched = {
      [name](...given) {
        isTouched ||= guarded.has(given[0]);
        return original.apply(this, given);
      },
    }[name];
    define(holder, name, { value: define(watched, 'length', { value: length }) });
  }

  /** Objects that no name leads to. */
  function hidden() {
    const iterators = [[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)];
    const functions = [async () => undefined, function* () {}, async function* () {}];
    return [
      ...iterators.map(prototypeOf),
      ...functions.flatMap((made) => [prototypeOf(made), made.prototype && prototypeOf(made.prototype)]),
    ];
  }

  function reachable(roots) {
    const found = new Set();
    const waiting = [...roots];
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (next === null || (typeof next !== 'object' && typeof next !== 'function') || next === globalThis || found.has(next)) {
        continue;
      }
      found.add(next);
      waiting.push(prototypeOf(next));
      for (const key of own(next)) {
        const property = describe(next, key);
        waiting.push(property.value, property.get, property.set);
      }
    }
    return [...found];
  }

  /** A function that says whether all that can be overwritten in an object is as it is now. */
  function check(object) {
    const names = own(object).filter((key) => describe(object, key).writable === true);
    const values = names.map((name) => object[name]);
    const symbols = names.filter((name) => typeof name === 'symbol');
    const same = names.map((name, at) => {
      const place = typeof name === 'symbol' ? `s[${symbols.indexOf(name)}]` : JSON.stringify(name);
      return `o[${place}]===v[${at}]`;
    });
    return names.length === 0 ? [] : [new Function('o', 'v', 's', `return () => ${same.join('&&')}`)(object, values, symbols)];
  }

  // Before any module can take one for later.
  watch(Object, 'freeze');
  watch(Object, 'defineProperty');
  watch(Object, 'defineProperties');
  watch(Reflect, 'defineProperty');

  return {
    seal() {
      for (const name of own(globalThis)) {
        // Reading makes what is made when it is first named.
        void globalThis[name];
      }
      const globals = own(globalThis).map((name) => [name, describe(globalThis, name)]);
      const objects = reachable([...globals.map(([, property]) => property.value), ...hidden()]);
      for (const [name, property] of globals) {
        if (property.configurable) {
          // All of it: a context's global forgets what is left out.
          define(globalThis, name, { ...property, configurable: false });
        }
      }
      objects.forEach((object) => Object.seal(object));
      objects.forEach((object) => guarded.add(object));
      checks = objects.flatMap(check);
      symbols = symbolsOf(globalThis).length;
    },
    isClean() {
      // A match leaves its text behind in RegExp.
      reset.test('');
      // The global's other names are seen from outside.
      if (isTouched || symbolsOf(globalThis).length !== symbols) {
        return false;
      }
      for (let i = 0; i < checks.length; i++) {
        if (!checks[i]()) {
          return false;
        }
      }
      return true;
    },
  };
})();
