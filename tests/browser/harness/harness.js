// Plays Python's part: hands data to a scene, a question, a table of symptoms or the stage of a run, and answers its
// "change" with new data.
const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
/** @type {Record<string, string>} */
const MODULES = { vote: "question", check: "question", symptoms: "symptoms" };
// what is no part of a state
const OWN = ["lang", "theme", "deaf", "scene", "kind"];
const isRun = !query.has("scene") && !query.has("kind");
const { module } = await bundle("../bundle/site.js");
let mount = mountOf(module);
document.body.classList.toggle("dark", query.get("theme") === "dark");
document.body.classList.toggle("run", isRun);
/** what was told, and how many milliseconds after the last key was pressed
 * @type {[string, unknown, number][]} */
const calls = [];
let pressed = -Infinity;
addEventListener("keydown", () => pressed = performance.now(), { capture: true });
let visitor = "a";
/** @type {{ n: number, query?: string } | null} */
let answered = null;
/** @type {object} */
let data;
let asked = 0;

/**
 * The script with all modules.
 * @param {string} path
 */
function bundle(path) {
  return import(new URL(path, import.meta.url).href);
}

/** @param {(name: string) => Record<string, any>} module */
function mountOf(module) {
  return module(`frame/${MODULES[query.get("kind") ?? ""] ?? "stage"}.js`).default;
}

/** One run of Python's script: a later one takes its place. */
async function show() {
  document.documentElement.lang = query.get("lang") || "en";
  asked += 1;
  const own = asked;
  const found = await (await fetch(`data?${query}`)).json();
  if (own !== asked) return;
  // a scene's report is said to have led to what is shown then
  if (answered) answered.query ??= found.query;
  data = { ...found, visitor, answered };
  remount();
}

/**
 * @param {string} name
 * @param {{ to: string, n: number, query: string } | null} value
 */
function setStateValue(name, value) {
  calls.push([name, value, performance.now() - pressed]);
  if (value?.to === visitor && value.n && !query.get("deaf")) answer(value);
}

function remount() {
  const cleanup = mount({ data, parentElement, setStateValue, setTriggerValue() {} });
  Object.assign(window, { cleanup });
}

/** @param {Record<string, string | null>} change */
function go(change) {
  for (const [key, value] of Object.entries(change)) {
    if (value === null) query.delete(key);
    else query.set(key, value);
  }
  return show();
}

/**
 * Take this report over, or another state in its place.
 * @param {{ n: number, query: string }} report
 * @param {string} state
 */
function answer(report, state = report.query) {
  answered = isRun ? { n: report.n, query: report.query } : { n: report.n };
  for (const key of [...query.keys()]) if (!OWN.includes(key)) query.delete(key);
  for (const [key, value] of new URLSearchParams(state)) query.set(key, value);
  return show();
}

/**
 * From now on another session answers, which has heard nothing.
 * @param {string} name
 */
function restart(name) {
  visitor = name;
  answered = null;
  return go({ deaf: null });
}

/** The page goes on with another version of the modules. */
async function upgrade() {
  mount = mountOf((await bundle("../../next/bundle/site.js")).module);
  return show();
}

// for the tests
Object.assign(window, { module, calls, remount, go, answer, restart, upgrade });
show();
