// Writes dist/custom-elements.json: what editors, linters and catalogues know of the elements. Attributes and
// their defaults come from the tables that the elements themselves read, all else from types and comments.
//
// https://github.com/webcomponents/custom-elements-manifest

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
// The compiler of the types stage has no API that other programs may rely on yet.
import ts from 'typescript-embind';
import { ROOT } from './steps.mjs';

const SCHEMA = '2.1.0';

/** The elements: their class, and where their attributes and events stand. */
const ELEMENTS = [
  {
    tagName: 'life-sim',
    className: 'LifeSimElement',
    table: { module: 'life/attributes', name: 'ATTRIBUTES' },
    events: { module: 'life/events', name: 'LifeSimDetails' },
    shadow: 'life/shadow',
  },
  {
    tagName: 'meteor-shower',
    className: 'MeteorShowerElement',
    table: { module: 'meteor/attributes', name: 'METEOR_ATTRIBUTES' },
    events: { module: 'meteor/events', name: 'MeteorShowerDetails' },
    shadow: 'meteor/shadow',
  },
  {
    tagName: 'script-scene',
    className: 'ScriptSceneElement',
    table: { module: 'scene/attributes', name: 'SCENE_ATTRIBUTES' },
    events: { module: 'scene/events', name: 'ScriptSceneDetails' },
    shadow: 'scene/shadow',
  },
];

/** What the browser and the element's bases call; no part of what users do. */
const NOT_FOR_USERS = /Callback$|^addEventListener$/;

const source = (module) => join(ROOT, 'web', 'elements', `${module}.ts`);

/** The compiler's view of the elements' sources. */
function compile() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(String(messageText)) };
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.page.json'), {}, host);
  const roots = ELEMENTS.flatMap(({ tagName, events }) => [source(tagName), source(events.module)]);
  const program = ts.createProgram(roots, config.options);
  return { program, checker: program.getTypeChecker() };
}

function fail(reason) {
  throw new Error(`custom-elements.json: ${reason}`);
}

/**
 * The manifest of all elements.
 *
 * @param buildModule bundles a TypeScript file into a module that Node runs, and gives its path
 */
export async function customElementsManifest(buildModule) {
  const compiled = compile();
  const modules = [];
  for (const element of ELEMENTS) modules.push(await moduleOf(element, compiled, buildModule));
  return { schemaVersion: SCHEMA, readme: 'README.md', modules };
}

async function moduleOf(element, { program, checker }, buildModule) {
  const { tagName, className, table, events, shadow } = element;
  const exported = (module, name) => {
    const file = checker.getSymbolAtLocation(program.getSourceFile(source(module)));
    return checker.getExportsOfModule(file).find((one) => one.name === name) ?? fail(`web/elements/${module}.ts has no ${name}`);
  };
  const symbol = exported(tagName, className);
  const [declaration] = symbol.declarations;
  // Tables of the same name are built one after the other into the same file.
  const tables = `${pathToFileURL(await buildModule(relative(ROOT, source(table.module))))}?${tagName}`;
  const { [table.name]: attributeTable } = await import(tables);
  const members = membersOf(checker, checker.getDeclaredTypeOfSymbol(symbol), declaration, attributeTable);
  const attributes = attributesOf(attributeTable, members);
  const tagged = tagsOf(declaration);
  const path = `dist/elements/${tagName}.js`;
  return {
    kind: 'javascript-module',
    path,
    declarations: [
      {
        kind: 'class',
        customElement: true,
        name: className,
        tagName,
        description: textOf(checker, symbol),
        superclass: { name: 'HTMLElement', package: 'global:' },
        attributes,
        members,
        events: eventsOf(checker, checker.getDeclaredTypeOfSymbol(exported(events.module, events.name))),
        slots: tagged.filter(({ tag }) => tag === 'slot').map(({ name, description }) => ({ name, description })),
        cssParts: tagged.filter(({ tag }) => tag === 'csspart').map(({ name, description }) => ({ name, description })),
        cssProperties: cssPropertiesOf(tagged, readFileSync(source(shadow), 'utf8')),
      },
    ],
    exports: [
      { kind: 'js', name: className, declaration: { name: className, module: path } },
      { kind: 'custom-element-definition', name: tagName, declaration: { name: className, module: path } },
    ],
  };
}

/**
 * What users may read, set and call: what the element's own class has, what reflects its attributes, and what its bases have.
 * Properties of attributes are declared by interfaces, since the element makes them of its table.
 */
function membersOf(checker, type, own, table) {
  const members = [[], [], []];
  for (const symbol of checker.getPropertiesOfType(type)) {
    const declarations = (symbol.declarations ?? []).filter(
      ({ parent }) => (ts.isClassDeclaration(parent) || ts.isInterfaceDeclaration(parent)) && !isOfPlatform(parent),
    );
    const [first] = declarations;
    if (first === undefined || ts.isPrivateIdentifier(first.name) || NOT_FOR_USERS.test(symbol.name)) continue;
    if ((ts.getCombinedModifierFlags(first) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0) continue;
    const memberType = checker.getTypeOfSymbol(symbol);
    const common = { name: symbol.name, description: textOf(checker, symbol) };
    const [signature] = memberType.getCallSignatures();
    const group = members[first.parent === own ? 0 : table.properties.includes(symbol.name) ? 1 : 2];
    if (ts.isMethodDeclaration(first)) group.push({ kind: 'method', ...common, ...signatureOf(checker, signature) });
    else {
      const readonly = !declarations.some((one) => ts.isSetAccessor(one) || ts.isPropertySignature(one));
      group.push({ kind: 'field', ...common, type: typeOf(checker, memberType), ...(readonly ? { readonly } : {}) });
    }
  }
  return members.flat();
}

const isOfPlatform = (node) => !node.getSourceFile().fileName.startsWith(join(ROOT, 'web'));

function signatureOf(checker, signature) {
  const parameters = signature.getParameters().map((parameter) => {
    const { valueDeclaration } = parameter;
    const optional = valueDeclaration.questionToken !== undefined || valueDeclaration.initializer !== undefined;
    const description = textOf(checker, parameter);
    return {
      name: parameter.name,
      type: typeOf(checker, checker.getTypeOfSymbol(parameter)),
      ...(optional ? { optional } : {}),
      ...(description === '' ? {} : { description }),
    };
  });
  const returns = signature.getJsDocTags().find(({ name }) => name === 'returns');
  const description = ts.displayPartsToString(returns?.text);
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    return: { type: typeOf(checker, signature.getReturnType()), ...(description === '' ? {} : { description }) },
  };
}

/** The table's attributes, each with the member it reflects; that one gets its attribute. */
function attributesOf(table, members) {
  const ofField = (fieldName) => members.find(({ name }) => name === fieldName);
  const reflect = (fieldName, attribute, byDefault) => {
    const field = ofField(fieldName) ?? fail(`attribute ${attribute} reflects ${fieldName}, which no user sees`);
    Object.assign(field, { attribute, reflects: true, default: byDefault });
    return { name: attribute, fieldName, description: field.description, type: field.type, default: byDefault };
  };
  const values = Object.entries(table.rules).map(([name, { attribute, byDefault }]) => reflect(name, attribute, literal(byDefault)));
  const switches = Object.entries(table.switches).map(([name, attribute]) => {
    if (!attribute.startsWith('no-')) return reflect(name, attribute, 'false');
    // A switch that turns something off: its property says the opposite.
    const field = ofField(name) ?? fail(`attribute ${attribute} turns ${name} off, which no user sees`);
    field.default = 'true';
    return { name: attribute, description: field.description, type: field.type, default: 'false' };
  });
  return [...values, ...switches];
}

const literal = (value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

function eventsOf(checker, details) {
  return checker.getPropertiesOfType(details).map((symbol) => {
    const detail = typeOf(checker, checker.getTypeOfSymbol(symbol)).text;
    return { name: symbol.name, description: textOf(checker, symbol), type: { text: `CustomEvent<${detail}>` } };
  });
}

/** The slots, parts and custom properties that a class's comment names: `@csspart name - what it is`. */
function tagsOf(declaration) {
  return ts.getJSDocTags(declaration).map((tag) => {
    const text = ts.getTextOfJSDocComment(tag.comment) ?? '';
    const [, name = '', description = ''] =
      /^(\S*?)\s*-\s+(.*)$/s.exec(text) ?? fail(`@${tag.tagName.text} ${text}: expected 'name - text'`);
    return { tag: tag.tagName.text, name, description: description.replaceAll('\n', ' ') };
  });
}

/** The custom properties, with what the style sheet takes where a page sets none. */
function cssPropertiesOf(tagged, style) {
  return tagged
    .filter(({ tag }) => tag === 'cssprop')
    .map(({ name, description }) => {
      const byDefault = new RegExp(`var\\(${name}, ([^)]+)\\)`).exec(style)?.[1];
      return { name, description, ...(byDefault === undefined ? {} : { default: byDefault }) };
    });
}

const textOf = (checker, symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll('\n', ' ');

/** A type as text, with the values of a union rather than its name. */
function typeOf(checker, type) {
  const { NoTruncation, InTypeAlias, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags;
  const flags = NoTruncation | UseSingleQuotesForStringLiteralType | (type.isUnion() ? InTypeAlias : 0);
  return { text: checker.typeToString(type, undefined, flags) };
}
