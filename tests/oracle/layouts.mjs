// Lays one graph out with a JavaScript library, for layouts.py: a task comes in as JSON, places and times go out.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Packages are looked for where the script is called, not where it lies.
const require = createRequire(pathToFileURL(join(process.cwd(), "any.js")));
const { which, n, ties } = JSON.parse(readFileSync(0, "utf8"));

let state = 7;
const chance = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;

let begin;
let begun;
const start = () => {
  begin = process.cpuUsage();
  begun = Date.now();
};

let places;
if (which === "fa2") {
  const Graph = require("graphology");
  const forceAtlas2 = require("graphology-layout-forceatlas2");
  const graph = new Graph();
  for (let i = 0; i < n; i++) graph.addNode(i, { x: chance() * 100, y: chance() * 100 });
  for (const [a, b] of ties) graph.addEdge(a, b);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: n > 500 };
  start();
  const found = forceAtlas2(graph, { iterations: 300, settings });
  places = Array.from({ length: n }, (_, i) => [found[i].x, found[i].y]);
} else {
  const d3 = await import(pathToFileURL(require.resolve("d3-force")));
  const nodes = Array.from({ length: n }, (_, index) => ({ index }));
  start();
  d3.forceSimulation(nodes)
    .force("link", d3.forceLink(ties.map(([source, target]) => ({ source, target }))))
    .force("charge", d3.forceManyBody())
    .stop()
    .tick(300);
  places = nodes.map(({ x, y }) => [x, y]);
}
const { user, system } = process.cpuUsage(begin);
process.stdout.write(JSON.stringify({ places, cpu: (user + system) / 1e3, wall: Date.now() - begun }));
