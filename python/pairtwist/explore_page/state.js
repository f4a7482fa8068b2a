// SPDX-License-Identifier: BSD-3-Clause
"use strict";
// The file's content, what is chosen of it, and how to look numbers up. Draws nothing.

const content = JSON.parse(document.getElementById("content").textContent);
const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array, i1: Int8Array };

function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** The numbers of {type, data}, decoded once. */
function numbers(item) {
  if (!item.decoded) {
    item.decoded = new TYPES[item.type](bytesOf(item.data).buffer);
    item.data = "";
  }
  return item.decoded;
}

/** One of them; of what nobody has drawn so far only its own bytes are decoded. */
function numberAt(item, i) {
  if (item.decoded) return item.decoded[i];
  const size = TYPES[item.type].BYTES_PER_ELEMENT;
  const [first, last] = [Math.floor((i * size) / 3), Math.floor((i * size + size - 1) / 3)];
  const bytes = bytesOf(item.data.slice(4 * first, 4 * (last + 1)));
  const from = i * size - 3 * first;
  return new TYPES[item.type](bytes.slice(from, from + size).buffer)[0];
}

const axes = content.axes;
for (const [name, axis] of Object.entries(axes)) {
  axis.name = name;
  axis.numbers = axis.values ? numbers(axis.values) : null;
  for (const member of Object.values(axis.members))
    member.numbers = member.values ? numbers(member.values) : null;
  // Positions, from the smallest value to the largest; words stay as they are.
  axis.order = Array.from({ length: axis.size }, (_, i) => i);
  if (axis.numbers) axis.order.sort((a, b) => axis.numbers[a] - axis.numbers[b]);
}
const variables = new Map(content.variables.map((variable) => [variable.name, variable]));

/** What is chosen: the variable, the dimensions across and upwards, the index along each axis. */
const state = { variable: null, x: "", y: "", view: "map", scale: 0, at: {}, log: {} };
for (const name of Object.keys(axes)) state.at[name] = axes[name].order[0];

const isFisher = (name) => /^(qfi|cfi)/.test(name) && !name.endsWith("_time");

/** The place of a point in the flat array of something with these dims. */
function place(dims, at) {
  let index = 0;
  for (const name of dims) index = index * axes[name].size + at[name];
  return index;
}

/** How far apart neighbours along an axis are in that array; 0 where it has no such axis. */
function stride(dims, name) {
  const found = dims.indexOf(name);
  if (found < 0) return 0;
  return dims.slice(found + 1).reduce((product, one) => product * axes[one].size, 1);
}

/** N at a point, null where the file does not say it. */
function atomsAt(at) {
  if (typeof content.atoms !== "string") return content.atoms;
  if (axes[content.atoms]) return axes[content.atoms].numbers[at[content.atoms]];
  for (const axis of Object.values(axes))
    if (axis.members[content.atoms]) return axis.members[content.atoms].numbers[at[axis.name]];
  return null;
}

/** Whether N changes along an axis. */
const changesAtoms = (name) => content.atoms === name || Boolean(axes[name].members[content.atoms]);

const divisor = (at) => (state.scale ? Math.pow(atomsAt(at), state.scale) : 1);
const valueAt = (variable, at) => numberAt(variable.values, place(variable.dims, at));

/** The code of a variable's status at a point, 0 where all is good. */
function statusAt(variable, at) {
  const status = variable.status;
  return status ? numberAt(status.values, place(status.dims, at)) : 0;
}
const statusName = (variable, code) => variable.status.names[code] || `status ${code}`;

/** Of the chosen variable, over the divisor: the values along `name`, at `positions` of it. */
function line(name, positions, at) {
  const variable = state.variable;
  const all = numbers(variable.values);
  const step = stride(variable.dims, name);
  const from = place(variable.dims, { ...at, [name]: 0 });
  if (changesAtoms(name)) return positions.map((i) => all[from + step * i] / divisor({ ...at, [name]: i }));
  const by = divisor(at);
  return positions.map((i) => all[from + step * i] / by);
}

/** A number for people. */
function shown(value) {
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no value" : String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7)
    ? value.toExponential(5).replace(/\.?0+e/, "e").replace("e+", "e")
    : String(Number(value.toPrecision(7)));
}

const axisValue = (axis, i) => (axis.numbers ? axis.numbers[i] : axis.texts[i]);
const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);

/** A label's pieces as plotly's text, which has tags: everything of the file is escaped. */
function labelText(pieces, unit) {
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const text = pieces.map(([t, tag]) => (tag ? `<${tag}>${escaped(t)}</${tag}>` : escaped(t))).join("");
  return unit ? `${text} (${escaped(unit)})` : text;
}

/** The same as elements. */
function labelNode(pieces) {
  const node = document.createElement("span");
  for (const [text, tag] of pieces) {
    const part = tag ? document.createElement(tag) : document.createTextNode(text);
    if (tag) part.textContent = text;
    node.append(part);
  }
  return node;
}
