// SPDX-License-Identifier: BSD-3-Clause
"use strict";
// The controls, the point under the cursor, and the config of what is shown.

const element = (id) => document.getElementById(id);
let hovered = null; // the point under the cursor, null: the chosen one

function options(select, names, text) {
  select.replaceChildren(...names.map((name) => new Option(text(name), name)));
}

/** The axes of the chosen variable, and how it is drawn by itself. */
function chooseVariable(name, keep = {}) {
  const variable = (state.variable = variables.get(name));
  const dims = variable.dims.filter((one) => axes[one].size > 1);
  const bySize = [...dims].sort((a, b) => axes[b].size - axes[a].size);
  const scanned = bySize.filter((one) => one !== "time");
  const planes = scanned.filter((one) => axes[one].size > MOST_CURVES);
  const usual = planes.length > 1 ? planes.sort((a, b) => dims.indexOf(b) - dims.indexOf(a))
    : dims.includes("time") ? ["time", scanned[0] ?? ""] : [bySize[0] ?? "", bySize[1] ?? ""];
  state.x = dims.includes(keep.x) ? keep.x : usual[0];
  state.y = dims.includes(keep.y) && keep.y !== state.x ? keep.y
    : keep.y === "" && keep.x ? "" : usual.find((one) => one && one !== state.x) ?? "";
  state.view = state.y && axes[state.y].size > MOST_CURVES && axes[state.x].size > MOST_CURVES ? "map" : "curves";
  state.scale = isFisher(name) && content.atoms !== null ? 2 : 0;
  state.log.value = false;
  chooseScales();
  options(element("x"), dims, (one) => axes[one].text);
  options(element("y"), ["", ...dims], (one) => (one ? axes[one].text : "nothing"));
  makeSliders(variable.dims);
}

function chooseScales() {
  for (const way of ["x", "y"]) state.log[way] = Boolean(state[way]) && axes[state[way]].spacing === "log";
}

function makeSliders(dims) {
  element("sliders").replaceChildren(...dims.map((name) => {
    const axis = axes[name];
    const box = document.createElement("div");
    const input = document.createElement("input");
    const text = document.createElement("output");
    box.className = "slider";
    Object.assign(input, { type: "range", min: 0, max: axis.size - 1, step: 1, id: `at-${name}`, title: axis.text });
    input.disabled = axis.size === 1;
    input.addEventListener("input", () => {
      state.at[name] = axis.order[Number(input.value)];
      update();
    });
    box.append(labelNode(axis.label), text, input);
    return box;
  }));
}

/** What the controls show is what is chosen. */
function showControls() {
  element("variable").value = state.variable.name;
  element("meaning").textContent = state.variable.text;
  element("x").value = state.x;
  element("y").value = state.y;
  element("views").hidden = !state.y;
  element("log-y-label").hidden = !state.y;
  for (const one of document.getElementsByName("view")) one.checked = one.value === state.view;
  element("scale").value = state.scale;
  element("scale").disabled = content.atoms === null;
  for (const way of ["x", "y"]) {
    element(`log-${way}`).checked = state.log[way];
    element(`log-${way}`).disabled = !state[way] || !byNumbers(axes[state[way]]);
  }
  element("log-value").checked = state.log.value;
  for (const name of state.variable.dims) {
    const [axis, input] = [axes[name], element(`at-${name}`)];
    input.value = axis.order.indexOf(state.at[name]);
    input.parentElement.querySelector("output").textContent = withUnit(shown(axisValue(axis, state.at[name])), axis.unit);
  }
}

function row(name, value, kind) {
  const line = document.createElement("tr");
  const [left, right] = [document.createElement("td"), document.createElement("td")];
  left.append(typeof name === "string" ? name : labelNode(name.label));
  if (name.text) left.title = name.text;
  right.textContent = value;
  if (kind === "lost") right.className = "lost";
  if (kind === "shown") line.className = "shown";
  line.append(left, right);
  return line;
}

const POWERS = { 1: [["/", ""], ["N", "i"]], 2: [["/", ""], ["N", "i"], ["2", "sup"]] };

/** Axes, status and values of a point. */
function showPoint() {
  const at = hovered ?? state.at;
  element("which").textContent = hovered ? "Under the cursor" : "The chosen point";
  const rows = [];
  for (const axis of Object.values(axes)) {
    rows.push(row(axis, withUnit(shown(axisValue(axis, at[axis.name])), axis.unit)));
    for (const member of Object.values(axis.members))
      rows.push(row(member, withUnit(shown(axisValue(member, at[axis.name])), member.unit)));
  }
  const code = statusAt(state.variable, at);
  rows.push(row("status", code ? statusName(state.variable, code) : "good", code ? "lost" : ""));
  for (const variable of content.variables) {
    const [value, lost] = [valueAt(variable, at), statusAt(variable, at)];
    const text = variable.codes[value] ?? withUnit(shown(value), variable.unit);
    const why = lost && !Number.isFinite(value) ? `no value: ${statusName(variable, lost)}` : text;
    rows.push(row(variable, why, variable === state.variable ? "shown" : lost ? "lost" : ""));
    if (variable === state.variable && state.scale && Number.isFinite(value))
      rows.push(row({ label: [...variable.label, ...POWERS[state.scale]], text: variable.text }, shown(value / divisor(at)), "shown"));
  }
  element("values").replaceChildren(...rows);
}

/** What the pictures leave out, or stand for. */
function remark() {
  const found = [];
  for (const way of ["x", "y"]) {
    const left = state[way] ? placed(axes[state[way]], state.log[way]).left : 0;
    if (left) found.push(`${left} of ${axes[state[way]].text} at or below 0: no place on a logarithmic axis.`);
  }
  const status = state.variable.status;
  const lost = status ? numbers(status.values).reduce((sum, code) => sum + (code !== 0), 0) : 0;
  if (lost) found.push(`${lost} of ${numbers(status.values).length} values of this quantity are lost (grey on maps, gaps of curves); the panel on the right says why.`);
  const low = state.log.value ? numbers(state.variable.values).reduce((sum, v) => sum + (v <= 0), 0) : 0;
  if (low) found.push(`${low} values of this quantity at or below 0 have no place on a logarithmic scale.`);
  if (state.y && state.view === "curves" && axes[state.y].size > MOST_CURVES)
    found.push(`${MOST_CURVES} of the ${axes[state.y].size} curves are drawn, that of the point among them.`);
  element("remark").textContent = found.join(" ");
}

/** A piece of the config at the chosen point, as TOML; kept: the coordinates that it scans. */
function filled(hole, kept) {
  if (typeof hole === "string") return hole;
  if (hole.only) {
    const here = kept.includes(hole.only) || hole.words.includes(valueOfCoordinate(hole.only));
    return here ? hole.pieces.map((piece) => filled(piece, kept)).join("") : "";
  }
  const number = (one) => (typeof one === "number" ? one : valueOfCoordinate(one.axis));
  if (hole.polar) {
    const [size, phase] = hole.polar.map(number);
    // Beside an axis over one of them the other one counts, which [0, 0] would not say.
    if (hole.polar.some((one) => kept.includes(one.axis))) return `{ abs = ${size}, phase = ${phase} }`;
    return `[${size * Math.cos(phase)}, ${size * Math.sin(phase)}]`;
  }
  const value = number(hole);
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function valueOfCoordinate(name) {
  if (axes[name]) return axisValue(axes[name], state.at[name]);
  const axis = Object.values(axes).find((one) => one.members[name]);
  return axisValue(axis.members[name], state.at[axis.name]);
}

const chosenConfig = () => [...document.getElementsByName("what")].find((one) => one.checked).value;

/** The config of the chosen point, or of what the pictures scan through it. */
function configText() {
  const { point, axes: entries, mode } = content.config;
  const dims = chosenConfig() === "point" ? [] : [state.y, state.x].filter(Boolean);
  const kept = Object.keys(entries).filter((name) => dims.some((dim) => dim === name || axes[dim].members[name]));
  const [header, ...rest] = point.map((piece) => filled(piece, kept));
  const zipped = mode === "grid" ? "" : `mode = ${JSON.stringify(mode)}, `;
  const scan = kept.length ? `scan = { ${zipped}axes = [${kept.map((name) => entries[name]).join(", ")}] }\n` : "";
  return header + scan + rest.join("");
}

function showConfig() {
  if (content.config) element("config").textContent = configText();
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([configText()], { type: "application/toml" }));
  link.download = `${content.file.replace(/\.[^.]*$/, "") || "point"}.toml`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The choice as the address's fragment, so that a link or a reload shows the same again. */
function remember() {
  const words = new URLSearchParams({ variable: state.variable.name, x: state.x, y: state.y, view: state.view, scale: state.scale,
    what: chosenConfig() });
  for (const way of ["x", "y", "value"]) if (state.log[way]) words.append("log", way);
  for (const [name, i] of Object.entries(state.at)) words.set(`at.${name}`, i);
  try {
    history.replaceState(null, "", `#${words}`);
  } catch {
    // a page inside another one has no address of its own
  }
}

/** Where the first quantity is largest. */
function chooseLargest() {
  const { dims, values } = content.variables[0];
  const all = numbers(values);
  let best = -1;
  for (let i = 0; i < all.length; i++) if (all[i] > (best < 0 ? -Infinity : all[best])) best = i;
  for (const name of [...dims].reverse()) {
    state.at[name] = Math.max(best, 0) % axes[name].size;
    best = Math.floor(Math.max(best, 0) / axes[name].size);
  }
}

function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  chooseLargest();
  for (const name of Object.keys(axes)) {
    const i = Number(words.get(`at.${name}`) ?? NaN);
    if (Number.isInteger(i) && i >= 0 && i < axes[name].size) state.at[name] = i;
  }
  const name = words.get("variable");
  chooseVariable(variables.has(name) ? name : content.variables[0].name, { x: words.get("x"), y: words.get("y") });
  if (state.y && ["map", "curves"].includes(words.get("view"))) state.view = words.get("view");
  if (content.atoms !== null && ["0", "1", "2"].includes(words.get("scale"))) state.scale = Number(words.get("scale"));
  if (words.has("variable"))
    for (const way of ["x", "y"]) state.log[way] = words.getAll("log").includes(way) && state[way] && byNumbers(axes[state[way]]);
  state.log.value = words.getAll("log").includes("value");
  for (const one of document.getElementsByName("what")) if (one.value === words.get("what")) one.checked = true;
}

function update(first) {
  hovered = null;
  showControls();
  showPoint();
  remark();
  showConfig();
  remember();
  return draw(first).then(listen);
}

/** The point of an event of plotly's; null where it is none of the file's. */
function pointOf(id, event) {
  const point = event.points[0];
  if (point.data.indices) {
    const [j, i] = point.pointIndex ?? point.pointNumber;
    return { ...state.at, [state.x]: point.data.indices[0][i], [state.y]: point.data.indices[1][j] };
  }
  if (!point.data.customdata) return null;
  return { ...point.data.meta, [id === "cut-y" ? state.y : state.x]: point.data.customdata[point.pointIndex ?? point.pointNumber] };
}

function listen() {
  for (const id of ["main", "cut-x", "cut-y"]) {
    const graph = element(id);
    if (!graph.on || graph.listening) continue;
    graph.listening = true;
    graph.on("plotly_hover", (event) => {
      hovered = pointOf(id, event);
      showPoint();
    });
    graph.on("plotly_unhover", () => {
      hovered = null;
      showPoint();
    });
    graph.on("plotly_click", (event) => {
      const found = pointOf(id, event);
      if (!found) return;
      Object.assign(state.at, found);
      update();
    });
  }
}

function start() {
  element("title").textContent = content.title;
  element("origin").textContent = [content.file, content.made].filter(Boolean).join(" · ");
  element("notes").replaceChildren(...content.notes.map((note) => {
    const item = document.createElement("li");
    item.textContent = `More than a page can carry: ${note}.`;
    return item;
  }));
  options(element("variable"), [...variables.keys()], (name) => name);
  element("parameters").replaceChildren(
    ...[...Object.entries(content.single), ...content.parameters].map(([key, value]) => row(key, value)));
  element("variable").addEventListener("change", (event) => {
    chooseVariable(event.target.value, { x: state.x, y: state.y });
    update();
  });
  for (const way of ["x", "y"])
    element(way).addEventListener("change", (event) => {
      const [other, before] = [way === "x" ? "y" : "x", state[way]];
      state[way] = event.target.value;
      if (state[other] === state[way]) state[other] = before;
      if (!state.y) state.view = "curves";
      chooseScales();
      update();
    });
  for (const one of document.getElementsByName("view"))
    one.addEventListener("change", () => { state.view = one.value; update(); });
  for (const one of document.getElementsByName("what"))
    one.addEventListener("change", () => { showConfig(); remember(); });
  element("scale").addEventListener("change", (event) => { state.scale = Number(event.target.value); update(); });
  for (const way of ["x", "y", "value"])
    element(`log-${way}`).addEventListener("change", (event) => { state.log[way] = event.target.checked; update(); });
  element("download").addEventListener("click", download);
  element("copy").addEventListener("click", () => navigator.clipboard.writeText(configText()));
  for (const id of ["download", "copy"]) element(id).disabled = !content.config;
  recall();
  const done = (what) => { document.body.dataset[what] = Math.round(performance.now()); };
  update(true).then(() => {
    done("ready");
    // The browser shows it, and takes clicks, before the rest of a large map is drawn.
    setTimeout(() => (isLarge() ? draw() : Promise.resolve()).then(() => done("whole")), 0);
  });
}

start();
