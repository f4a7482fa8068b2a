// SPDX-License-Identifier: BSD-3-Clause
"use strict";
// The pictures: a map or curves, and cuts through the chosen point.

const MOST_CURVES = 12;
const FIRST_CELLS = 60; // along each axis of a map's first picture
const COLOURS = ["#1f5fa8", "#d1602b", "#2a8a57", "#8a4fa3", "#a8861f", "#2b9bb3", "#b33a5b",
  "#5a6b2f", "#6a6fc1", "#8c5a3c", "#3c7a7a", "#777777"];
const ACCENT = "#d0342c";
const FONT = { family: "system-ui, Segoe UI, Roboto, Helvetica Neue, DejaVu Sans, sans-serif", size: 13 };
const CONFIG = { displaylogo: false, responsive: true, displayModeBar: true, modeBarButtonsToRemove: ["lasso2d", "select2d"] };
const SMALL = { ...CONFIG, displayModeBar: false };

/** Whether an axis is drawn by its numbers; lists and words have cells of equal width. */
const byNumbers = (axis) => axis.numbers && axis.spacing !== "list";

/** The positions of an axis that have a place in a picture, in order: {indices, places, left}. */
function placed(axis, log) {
  const indices = log ? axis.order.filter((i) => axis.numbers[i] > 0) : axis.order;
  const places = byNumbers(axis) ? indices.map((i) => axis.numbers[i]) : indices.map((_, i) => i);
  return { indices, places, left: axis.size - indices.length };
}

/** Of cells around these places: where each begins and the last one ends. */
function edges(places, log) {
  const to = log ? Math.log : (v) => v;
  const back = log ? Math.exp : (v) => v;
  const at = places.map(to);
  if (at.length === 1) return [back(at[0] - 0.5), back(at[0] + 0.5)];
  const n = at.length;
  const middle = at.slice(1).map((v, i) => (v + at[i]) / 2);
  return [1.5 * at[0] - 0.5 * at[1], ...middle, 1.5 * at[n - 1] - 0.5 * at[n - 2]].map(back);
}

/** Of a logarithmic axis over a decade and a half or more: labels at decades alone. */
function decadeTicks(values) {
  let [low, high] = [Infinity, 0];
  for (const v of values) if (v > 0 && v < Infinity) [low, high] = [Math.min(low, v), Math.max(high, v)];
  const decades = Math.log10(high / low);
  return decades >= 1.5 ? { dtick: Math.ceil(decades / 6), minor: { ticks: "outside", ticklen: 3 } } : {};
}

/** plotly's axis for one of the file's. */
function axisLayout(axis, log, more) {
  const layout = { title: { text: labelText(axis.label, axis.unit) }, type: log ? "log" : "linear",
    zeroline: false, ticks: "outside", automargin: true, linecolor: "#7a8594", exponentformat: "power", ...more };
  if (log) Object.assign(layout, decadeTicks(axis.numbers));
  if (!byNumbers(axis)) {
    const step = Math.ceil(axis.size / 14);
    const at = axis.order.map((_, i) => i).filter((i) => i % step === 0);
    layout.tickvals = at;
    layout.ticktext = at.map((i) => labelText([[shown(axisValue(axis, axis.order[i])), ""]], ""));
  }
  return layout;
}

function layout(x, y, more) {
  return { xaxis: x, yaxis: y, font: FONT, showlegend: false, hovermode: "closest",
    margin: { l: 64, r: 16, t: 34, b: 52 }, paper_bgcolor: "white", plot_bgcolor: "white", ...more };
}

function valueText() {
  const power = ["", "/<i>N</i>", "/<i>N</i><sup>2</sup>"][state.scale];
  return labelText(state.variable.label, "") + power +
    (state.variable.unit ? labelText([[` (${state.variable.unit})`, ""]], "") : "");
}
const valueAxis = (values) => ({ title: { text: valueText() }, type: state.log.value ? "log" : "linear",
  automargin: true, zeroline: false, ticks: "outside", linecolor: "#7a8594", exponentformat: "power",
  ...(state.log.value ? decadeTicks(values) : {}) });

/** "kappa = 1, time = 0.02" of the axes that are not in `without`, as plotly's text. */
function whereText(without) {
  return state.variable.dims.filter((name) => !without.includes(name)).map((name) => {
    const axis = axes[name];
    return `${labelText(axis.label, "")} = ${labelText([[withUnit(shown(axisValue(axis, state.at[name])), axis.unit), ""]], "")}`;
  }).join(", ");
}
const titled = (text) => ({ title: { text, x: 0.02, xanchor: "left", font: { ...FONT, size: 13 } } });

/** All points of a curve are marked, or of very many those between missing ones, which have no line. */
function pointsOf(values) {
  if (values.length <= 60) return { mode: "lines+markers", marker: { size: 4 } };
  const there = (i) => Number.isFinite(values[i]);
  const sizes = values.map((_, i) => (there(i) && !there(i - 1) && !there(i + 1) ? 4 : 0));
  return sizes.some(Boolean) ? { mode: "lines+markers", marker: { size: sizes, opacity: 1 } } : { mode: "lines" };
}

/** Curves over `name`, one for each of `others`: {at, colour, width, label}. */
function drawCurves(id, name, others, title) {
  const axis = axes[name];
  const log = name === state.x ? state.log.x : name === state.y ? state.log.y : axis.spacing === "log";
  const { indices, places } = placed(axis, log);
  const traces = others.map((one) => {
    const y = line(name, indices, one.at);
    return {
      type: "scatter", ...pointsOf(y), x: places, y, name: one.label, customdata: indices,
      line: { color: one.colour, width: one.width }, meta: one.at, opacity: one.opacity ?? 1,
      hovertemplate: "%{y:.6~g}<extra></extra>",
    };
  });
  const here = indices.indexOf(state.at[name]);
  if (here >= 0)
    traces.push({ type: "scatter", mode: "markers", x: [places[here]], y: line(name, [state.at[name]], state.at),
      marker: { color: ACCENT, size: 10, line: { color: "white", width: 2 } }, hoverinfo: "skip", showlegend: false });
  const shapes = here < 0 ? [] : [{ type: "line", x0: places[here], x1: places[here], yref: "paper",
    y0: 0, y1: 1, line: { color: ACCENT, width: 1, dash: "dot" } }];
  const legend = others.length > 1;
  const height = Math.max(120, document.getElementById(id).clientHeight - 130); // below the axis title
  return Plotly.react(id, traces, layout(axisLayout(axis, log), valueAxis(traces.flatMap((one) => one.y)), { shapes,
    showlegend: legend, legend: { orientation: "h", y: -60 / height, yanchor: "top" }, ...titled(title) }), id === "main" ? CONFIG : SMALL);
}

/** Every k-th, so that no more than `most` are left. */
function thinned(values, most) {
  const step = Math.ceil(values.length / most);
  return step > 1 ? values.filter((_, i) => i % step === 0) : values;
}

/** The smallest and the largest number of rows. */
function extent(rows) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) for (const v of row) if (v === v) [low, high] = [Math.min(low, v), Math.max(high, v)];
  return [low, high];
}

/** Whether a map has more cells than are drawn at once. */
const isLarge = () => state.y && state.view === "map" && Math.max(axes[state.x].size, axes[state.y].size) > 2 * FIRST_CELLS;

/** A map; first: of a large one some cells, in the colours of all. Plotly draws what it draws first
 *  twice, before it knows the margins, and a hundred thousand cells take it a while. */
function drawMap(id, first) {
  const [x, y] = [axes[state.x], axes[state.y]];
  const [across, up] = [placed(x, state.log.x), placed(y, state.log.y)];
  const z = up.indices.map((j) => line(state.x, across.indices, { ...state.at, [state.y]: j }));
  const colours = { title: { text: valueText(), side: "right" }, thickness: 14, outlinewidth: 0, exponentformat: "power" };
  let shownZ = z;
  if (state.log.value) {
    shownZ = z.map((row) => row.map((v) => (v > 0 ? Math.log10(v) : NaN)));
    const [low, high] = extent(shownZ);
    const step = Math.max(1, Math.ceil((high - low) / 6));
    if (high - low >= 1) {
      colours.tickvals = [];
      for (let v = Math.ceil(low); v <= high; v += step) colours.tickvals.push(v);
      colours.ticktext = colours.tickvals.map((v) => `10<sup>${v}</sup>`);
    } else {
      colours.tickvals = [low, (low + high) / 2, high];
      colours.ticktext = colours.tickvals.map((v) => shown(Number(Math.pow(10, v).toPrecision(3))));
    }
  }
  const [low, high] = extent(shownZ);
  const most = first && isLarge() ? FIRST_CELLS : Infinity;
  const some = (rows) => thinned(rows, most).map((row) => thinned(row, most));
  const traces = [{ type: "heatmap", z: some(shownZ), text: some(z), colorscale: "Viridis", colorbar: colours, zsmooth: false,
    x: edges(thinned(across.places, most), state.log.x), y: edges(thinned(up.places, most), state.log.y),
    ...(low < high ? { zmin: low, zmax: high } : {}),
    hovertemplate: "%{text:.6~g}<extra></extra>", indices: [thinned(across.indices, most), thinned(up.indices, most)] }];
  const here = [across.indices.indexOf(state.at[state.x]), up.indices.indexOf(state.at[state.y])];
  if (here[0] >= 0 && here[1] >= 0)
    traces.push({ type: "scatter", mode: "markers", x: [across.places[here[0]]], y: [up.places[here[1]]],
      marker: { color: ACCENT, size: 12, symbol: "circle-open", line: { width: 3 } }, hoverinfo: "skip", cliponaxis: false });
  const box = (places, log) => edges(places, log).filter((_, i, all) => i === 0 || i === all.length - 1)
    .map((v) => (log ? Math.log10(v) : v));
  return Plotly.react(id, traces, layout(
    axisLayout(x, state.log.x, { range: box(across.places, state.log.x), showgrid: false }),
    axisLayout(y, state.log.y, { range: box(up.places, state.log.y), showgrid: false }),
    { plot_bgcolor: "#c9ced6", ...titled(whereText([state.x, state.y])) }), CONFIG);
}

/** The curves of the main picture: all of the axis upwards, or those around the point. */
function family() {
  if (!state.y) return [{ at: state.at, colour: COLOURS[0], width: 2.5, label: "" }];
  const axis = axes[state.y];
  const here = axis.order.indexOf(state.at[state.y]);
  const count = Math.min(axis.size, MOST_CURVES);
  const chosen = Array.from({ length: count }, (_, i) => Math.round((i * (axis.size - 1)) / Math.max(1, count - 1)));
  if (!chosen.includes(here)) chosen[chosen.findIndex((i, n) => n === count - 1 || chosen[n + 1] > here)] = here;
  return chosen.map((i, n) => ({
    at: { ...state.at, [state.y]: axis.order[i] }, colour: COLOURS[n % COLOURS.length],
    width: i === here ? 3.5 : 1.8, opacity: i === here ? 1 : 0.75,
    label: `${labelText(axis.label, "")} = ${labelText([[withUnit(shown(axisValue(axis, axis.order[i])), axis.unit), ""]], "")}`,
  }));
}

/** Everything, at the chosen point; first: as much of a map as is drawn at once. */
function draw(first = false) {
  const one = [{ at: state.at, colour: COLOURS[0], width: 2.2, label: "" }];
  const map = state.y && state.view === "map";
  const shownCuts = { "cut-x": map, "cut-y": Boolean(state.y) };
  for (const [id, is] of Object.entries(shownCuts)) document.getElementById(id).hidden = !is;
  document.getElementById("pictures").classList.toggle("alone", !state.y);
  if (!state.x) return Promise.resolve();
  const drawn = [map ? drawMap("main", first) : drawCurves("main", state.x, family(), whereText([state.x, state.y]))];
  if (shownCuts["cut-x"]) drawn.push(drawCurves("cut-x", state.x, one, whereText([state.x])));
  if (shownCuts["cut-y"]) drawn.push(drawCurves("cut-y", state.y, one, whereText([state.y])));
  return Promise.all(drawn);
}
