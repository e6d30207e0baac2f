// Plays Python's part: hands data to the stage and answers its reports with new data.
import first from "/js/frame/stage.js";

const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
document.body.classList.toggle("dark", query.get("theme") === "dark");
document.documentElement.lang = query.get("lang") || "en";
/** @type {[string, unknown][]} */
const calls = [];
let mount = first;
let visitor = "a";
/** @type {{ n: number, query: string } | null} */
let answered = null;
// what is no part of a state
const OWN = ["lang", "theme", "deaf"];
/** @type {object} */
let data;

async function show() {
  data = { ...await (await fetch(`/data?${query}`)).json(), visitor, answered };
  remount();
}

/**
 * @param {string} name
 * @param {{ to: string, n: number, query: string } | null} value
 */
function setStateValue(name, value) {
  calls.push([name, value]);
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
  answered = { n: report.n, query: report.query };
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
  mount = (await import("/next/js/frame/stage.js")).default;
  return show();
}

// for the tests
Object.assign(window, { calls, remount, go, answer, restart, upgrade });
show();
