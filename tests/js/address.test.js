// Addresses that are given away: of a page, of an exercise; and cameras in them.

import { equal, near, ok } from "./assert.js";
import { readCamera, writeCamera } from "../../lossviz/web/js/drawing/camera.js";
import { TurnView } from "../../lossviz/web/js/drawing/turning.js";
import { BoxView } from "../../lossviz/web/js/drawing/view.js";

/** @type {any} */
const page = {
  origin: "https://x.org",
  pathname: "/margin",
  search: "?M=0.3&seed=2&lang=en&title=a&camera=1_2",
  hash: "",
};
Object.assign(globalThis, { location: page, addEventListener: () => {} });
const { exerciseLink, pageLink, stepText, written } = await import(
  "../../lossviz/web/js/frame/sharing/address.js"
);
const { stages } = await import("../../lossviz/web/js/state/stages.js");

/** @type {(change?: object) => any} */
const shown = (change = {}) => ({
  lesson: "margin",
  scene: "regions",
  alone: false,
  query: "M=0.4",
  looks: new Map(),
  keys: ["M", "c"],
  camera: null,
  ...change,
});

Deno.test("a page's link has what its stages show now, and not whose language it was", () => {
  /** @type {any} */
  const stage = { parts: { root: { isConnected: true } }, shows: () => shown() };
  stages.add(stage);
  equal(pageLink(shown(), []), "https://x.org/margin?seed=2&M=0.4&title=a#regions");
  equal(
    pageLink(shown({ camera: "-30_20" }), [["present", "1"], ["lang", "zh"]]),
    "https://x.org/margin?seed=2&M=0.4&title=a&camera=-30_20&present=1&lang=zh#regions",
  );
  stages.delete(stage);
  equal(pageLink(null, []), "https://x.org/margin?M=0.3&seed=2&title=a");
});

Deno.test("texts stay readable, and no messenger ends a link at their signs", () => {
  equal(written([["title", "Find m (slowly)! a*b 你"]]), "title=Find+m+%28slowly%29%21+a*b+%E4%BD%A0");
  equal(written([["x", "\ud800"]]), "x=%EF%BF%BD");
});

Deno.test("an exercise names its first step's scene, and its others behind it", () => {
  /** @type {[string, string][]} */
  const pairs = [["M", "0.4"], ["title", "a*b!"]];
  const steps = [
    { page: "label_smoothing", scene: "gap", pairs },
    { page: "playground", scene: "playground", pairs },
  ];
  equal(stepText(steps[0]), "label-smoothing*gap*M*0.4*title*a!*b!!");
  equal(
    exerciseLink("/base/", steps, [["lang", "en"]]),
    "https://x.org/base/label-smoothing?M=0.4&title=a*b%21&exercise=gap" +
      "&then=playground*playground*M*0.4*title*a%21*b%21%21&lang=en#gap",
  );
});

Deno.test("a camera is read as it was written, to a degree", () => {
  for (const View of [TurnView, BoxView]) {
    const view = new View();
    const usual = writeCamera(view);
    view.turn(7.3, 0.2);
    const text = writeCamera(view);
    const found = readCamera(text);
    ok(found && text !== usual);
    const other = new View();
    other.aim(found.yaw, found.pitch);
    equal(writeCamera(other), text);
    near(Math.cos(other.yaw), Math.cos(view.yaw), 0.01);
    near(other.pitch, view.pitch, 0.01);
  }
});

Deno.test("a camera that is none is none, and a steep one ends at the pole", () => {
  for (const text of [null, "", "1", "1_2_3", "1.5_2", "<b>_1", "9999_1", "a_b"]) equal(readCamera(text), null);
  equal(readCamera("-180_0")?.pitch, 0);
  equal(writeCamera({ yaw: -Math.PI, pitch: -0 }), "180_0");
  const view = new BoxView();
  view.aim(0, -1);
  ok(view.pitch > 0);
});
