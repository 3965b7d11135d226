// Which modules keep state from one call to the next: their functions assign to a variable of the module, or change an
// object that one holds. What instances of classes do to themselves is not seen.
import { parse } from './acorn.mjs';

/** Methods that change a collection or an array. */
const CHANGING = new Set('add set delete clear push pop shift unshift splice sort reverse fill copyWithin'.split(' '));
const COLLECTIONS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);
/** What esbuild calls its wrappers: what is in them is a module's own code, run when it is loaded. */
const WRAPPERS = new Set(['__commonJS', '__commonJSMin', '__esm', '__esmMin']);

/**
 * @param modules sources by path
 * @returns the paths of those that keep state, or import some that do
 */
export function statefulModules(modules) {
  const imports = new Map();
  const stateful = new Set();
  for (const [path, source] of modules) {
    let found;
    try {
      found = new Reader(source);
    } catch {
      // Not read is not known.
      found = { keepsState: true, imports: [] };
    }
    imports.set(path, found.imports.map((name) => resolved(path, name)));
    if (found.keepsState) {
      stateful.add(path);
    }
  }
  for (let before = -1; before !== stateful.size; ) {
    before = stateful.size;
    for (const [path, wanted] of imports) {
      if (wanted.some((name) => stateful.has(name))) {
        stateful.add(path);
      }
    }
  }
  return [...stateful];
}

function resolved(from, name) {
  return new URL(name, `file:///${from}`).pathname.slice(1);
}

class Scope {
  constructor(parent, isLoad, isFunction) {
    this.parent = parent;
    /** Whether its code runs once, when the module is loaded. */
    this.isLoad = isLoad;
    this.isFunction = isFunction;
    this.names = new Map();
  }

  find(name) {
    for (let scope = this; scope !== null; scope = scope.parent) {
      if (scope.names.has(name)) {
        return scope;
      }
    }
    return undefined;
  }

  /** The scope that a `var` belongs to. */
  ofFunction() {
    return this.isFunction ? this : this.parent.ofFunction();
  }
}

const isFunction = (node) => /Function/.test(node.type);
const isNode = (value) => typeof value?.type === 'string';
const children = (node) => Object.values(node).flat().filter(isNode);

class Reader {
  keepsState = false;
  imports = [];

  constructor(source) {
    const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
    const scope = new Scope(null, true, true);
    this.#hoist(program.body, scope);
    program.body.forEach((node) => this.#visit(node, scope));
  }

  /** Declares what the statements declare, before their code is read. */
  #hoist(statements, scope) {
    for (const node of statements) {
      const declared = /^Export(Named|Default)/.test(node.type) && node.declaration ? node.declaration : node;
      if ((declared.type === 'FunctionDeclaration' || declared.type === 'ClassDeclaration') && declared.id) {
        scope.names.set(declared.id.name, null);
      } else if (declared.type === 'VariableDeclaration' && declared.kind !== 'var') {
        this.#declare(declared, scope);
      } else if (declared.type === 'ImportDeclaration') {
        declared.specifiers.forEach((specifier) => scope.names.set(specifier.local.name, null));
      }
      this.#hoistVariables(node, scope.ofFunction());
    }
  }

  /** The `var`s of a function, in whatever block they are. */
  #hoistVariables(node, scope) {
    if (isFunction(node) || /^Class/.test(node.type)) {
      return;
    }
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      this.#declare(node, scope);
    }
    children(node).forEach((child) => this.#hoistVariables(child, scope));
  }

  #declare(declaration, scope) {
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier') {
        scope.names.set(id.name, init);
      } else {
        this.#bind(id, scope);
      }
    }
  }

  /** The names of a pattern. */
  #bind(pattern, scope) {
    if (pattern === null) {
      return;
    }
    switch (pattern.type) {
      case 'Identifier':
        scope.names.set(pattern.name, null);
        break;
      case 'ObjectPattern':
        pattern.properties.forEach((property) => this.#bind(property.value ?? property.argument, scope));
        break;
      case 'ArrayPattern':
        pattern.elements.forEach((element) => this.#bind(element, scope));
        break;
      case 'AssignmentPattern':
        this.#bind(pattern.left, scope);
        break;
      case 'RestElement':
        this.#bind(pattern.argument, scope);
        break;
      default:
    }
  }

  #visit(node, scope) {
    if (isFunction(node)) {
      this.#visitFunction(node, scope, false);
      return;
    }
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
      case 'ImportExpression':
        if (typeof node.source?.value === 'string') {
          this.imports.push(node.source.value);
        }
        break;
      case 'AssignmentExpression':
        this.#changed(node.left, scope);
        break;
      case 'UpdateExpression':
        this.#changed(node.argument, scope);
        break;
      case 'UnaryExpression':
        if (node.operator === 'delete') {
          this.#changed(node.argument, scope);
        }
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.left.type !== 'VariableDeclaration') {
          this.#changed(node.left, scope);
        }
        break;
      case 'CallExpression':
        if (this.#visitCall(node, scope)) {
          return;
        }
        break;
      default:
    }
    const inner = this.#inner(node, scope);
    children(node).forEach((child) => this.#visit(child, inner));
  }

  /** The scope of what is in a node. */
  #inner(node, scope) {
    const inner = new Scope(scope, scope.isLoad, false);
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
        this.#hoist(node.body, inner);
        return inner;
      case 'SwitchStatement':
        node.cases.forEach((each) => this.#hoist(each.consequent, inner));
        return inner;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const declared = node.type === 'ForStatement' ? node.init : node.left;
        if (declared?.type === 'VariableDeclaration' && declared.kind !== 'var') {
          this.#declare(declared, inner);
        }
        return inner;
      }
      case 'CatchClause':
        this.#bind(node.param, inner);
        return inner;
      case 'ClassExpression':
        if (node.id) {
          inner.names.set(node.id.name, null);
        }
        return inner;
      default:
        return scope;
    }
  }

  #visitFunction(node, scope, isLoad) {
    const inner = new Scope(scope, isLoad, true);
    if (node.type === 'FunctionExpression' && node.id) {
      inner.names.set(node.id.name, null);
    }
    node.params.forEach((param) => this.#bind(param, inner));
    node.params.forEach((param) => this.#visit(param, inner));
    if (node.body.type === 'BlockStatement') {
      this.#hoist(node.body.body, inner);
      node.body.body.forEach((statement) => this.#visit(statement, inner));
    } else {
      this.#visit(node.body, inner);
    }
  }

  /** @returns whether the call has been read */
  #visitCall(node, scope) {
    const { callee } = node;
    if (scope.isLoad && isFunction(callee)) {
      this.#visitFunction(callee, scope, true);
      node.arguments.forEach((argument) => this.#visit(argument, scope));
      return true;
    }
    if (scope.isLoad && callee.type === 'Identifier' && WRAPPERS.has(callee.name)) {
      node.arguments.forEach((argument) => this.#visitWrapped(argument, scope));
      return true;
    }
    if (callee.type === 'MemberExpression' && CHANGING.has(callee.property.name)) {
      const root = rootOf(callee.object);
      const holder = root && scope.find(root.name);
      if (!scope.isLoad && holder?.isLoad && isCollection(holder.names.get(root.name))) {
        this.keepsState = true;
      }
    }
    return false;
  }

  #visitWrapped(argument, scope) {
    if (isFunction(argument)) {
      this.#visitFunction(argument, scope, true);
    } else {
      for (const property of argument.properties ?? []) {
        this.#visitFunction(property.value, scope, true);
      }
    }
  }

  /** Something is assigned to the target, or it is deleted. */
  #changed(target, scope) {
    if (target.type === 'ObjectPattern' || target.type === 'ArrayPattern') {
      const parts = target.type === 'ObjectPattern' ? target.properties.map((each) => each.value ?? each.argument) : target.elements;
      parts.filter((part) => part !== null).forEach((part) => this.#changed(part.type === 'AssignmentPattern' ? part.left : part, scope));
      return;
    }
    const root = rootOf(target);
    if (root !== undefined && !scope.isLoad && scope.find(root.name)?.isLoad) {
      this.keepsState = true;
    }
  }
}

/** The variable that a chain of members begins with. */
function rootOf(node) {
  let root = node;
  while (root.type === 'MemberExpression' || root.type === 'ChainExpression') {
    root = root.object ?? root.expression;
  }
  return root.type === 'Identifier' ? root : undefined;
}

function isCollection(init) {
  return (
    init !== null &&
    init !== undefined &&
    (init.type === 'ArrayExpression' ||
      init.type === 'ObjectExpression' ||
      (init.type === 'NewExpression' && COLLECTIONS.has(init.callee.name)))
  );
}
