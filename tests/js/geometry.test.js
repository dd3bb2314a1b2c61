// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, drawnUnits } from "../../static/js/store/columns.js";
import { along, capacityOf, edgeAt, unitsDrawn } from "../../static/js/views/geometry.js";
import { targetAt } from "../../static/js/elements/network_pointing.js";
import { DATA, DESIGN, geometryOf } from "./worlds.js";

const wide = { ...DESIGN, layers: [{ kind: "dense", units: 128, activation: "relu" }, ...DESIGN.layers.slice(1)] };

test("there is a column for the inputs and one a layer, from left to right", () => {
  const { columns } = geometryOf();
  assert.deepEqual(columns.map(({ layer, units }) => [layer, units]), [[-1, 2], [0, 3], [1, 1]]);
  assert.ok(columns[0].x < columns[1].x && columns[1].x < columns[2].x);
});

test("a wide layer shows the first units, how many are left out, and the last", () => {
  assert.deepEqual(drawnUnits(128, 6, []), { drawn: [0, 1, 2, 3, 127], before: 4, hidden: 123 });
});

test("a pinned unit is shown between the first and the last", () => {
  assert.deepEqual(drawnUnits(128, 6, [64]), { drawn: [0, 1, 2, 64, 127], before: 3, hidden: 123 });
});

test("what is drawn and what is hidden are all units, however many are pinned", () => {
  for (const pins of [[], [3], [50, 20, 50], [127, 500, -1]]) {
    const { drawn, hidden } = drawnUnits(128, 8, pins);
    assert.equal(drawn.length + hidden, 128);
    assert.deepEqual(drawn, [...new Set(drawn)].sort((a, b) => a - b));
  }
});

test("a layer that fits is shown whole", () => {
  assert.equal(drawnUnits(8, capacityOf(600, 8, false), []).hidden, 0);
});

test("ten classes are all shown in a window of modest height", () => {
  assert.ok(capacityOf(510, 10, true) >= 10);
});

test("tiles of a column do not overlap, and lie within the height", () => {
  for (const height of [320, 600, 1400]) {
    for (const { slots, tile } of geometryOf(wide, DATA, { height }).columns) {
      slots.slice(1).forEach(({ y }, k) => assert.ok(y - slots[k].y >= tile));
      assert.ok(slots[0].y - tile / 2 > 0 && slots[slots.length - 1].y + tile / 2 < height);
    }
  }
});

test("the session is told which units of which layer are drawn", () => {
  assert.deepEqual(unitsDrawn(geometryOf()), [[0, 1, 2], [0]]);
});

test("many layers on a narrow screen make the plane wider than the screen", () => {
  const deep = { ...DESIGN, layers: Array.from({ length: 7 }, () => DESIGN.layers[0]) };
  assert.ok(geometryOf(deep, DATA, { width: 360 }).width > 600);
  assert.equal(geometryOf(DESIGN, DATA, { width: 800 }).width, 800);
});

test("dropout stands for the units before it", () => {
  const design = { ...DESIGN, layers: [DESIGN.layers[0], { kind: "dropout", rate: 0.5 }, DESIGN.layers[1]] };
  assert.deepEqual(columnsOf(design, DATA).map(({ units, dense }) => [units, dense]), [[2, false], [3, true], [3, false], [1, true]]);
});

test("an image is one tile, and its edges are bundles without a number", () => {
  const digits = { ...DATA, shape: /** @type {const} */ ("image"), image_size: /** @type {[number, number]} */ ([8, 8]), feature_names: Array.from({ length: 64 }, (_, k) => `p${k}`) };
  const { columns, groups } = geometryOf(DESIGN, digits);
  assert.equal(columns[0].slots.length, 1);
  assert.deepEqual([groups[0].role, groups[0].name], ["bundle", null]);
});

test("the point of an edge halfway is found as that edge", () => {
  const geometry = geometryOf();
  const group = geometry.groups[1];
  const [x, y] = along(group.ends, 2, 0.5);
  const found = edgeAt(geometry, x, y + 1);
  assert.deepEqual([found?.group.layer, found?.k], [1, 2]);
});

test("the dashes of an edge begin where it begins, lie on it, and leave gaps", () => {
  const group = geometryOf().groups[0];
  const dashes = group.dashes[1];
  assert.deepEqual([...dashes.subarray(0, 2)], [...group.ends.subarray(4, 6)]);
  assert.ok(dashes.length >= 4 * 5);
  for (let at = 4; at < dashes.length; at += 4) {
    const gap = Math.hypot(dashes[at] - dashes[at - 2], dashes[at + 1] - dashes[at - 1]);
    assert.ok(gap > 4.5 && gap < 6.5);
    assert.ok(edgeAt(geometryOf(), dashes[at], dashes[at + 1], 1));
  }
});

test("far from every edge there is none", () => {
  assert.equal(edgeAt(geometryOf(), 400, 5), null);
});

test("a tile, the corner of a tile and an edge are different things to point at", () => {
  const geometry = geometryOf();
  const column = geometry.columns[1];
  const { x, y } = column.slots[1];
  assert.deepEqual(targetAt(geometry, x, y), { kind: "neuron", layer: 0, unit: 1 });
  const corner = targetAt(geometry, x - column.tile / 2, y + column.tile / 2);
  assert.deepEqual(corner, { kind: "parameter", name: "layers/0/bias", index: [1], layer: 0, unit: 1, input: null });
  const [ex, ey] = along(geometry.groups[0].ends, 3, 0.5);
  const edge = targetAt(geometry, ex, ey);
  assert.equal(edge?.kind === "parameter" && edge.name, "layers/0/weight");
});
