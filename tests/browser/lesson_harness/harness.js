// Plays Python's part: hands data to a scene, a question or a table of symptoms and answers its "change" with new data.
const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
/** @type {Record<string, string>} */
const MODULES = { vote: "question", check: "question", symptoms: "symptoms" };
const { default: mount } = await import(`/lossviz/static/v/frame/${MODULES[query.get("kind") ?? ""] ?? "stage"}.js`);
document.body.classList.toggle("dark", query.get("theme") === "dark");
/** @type {[string, unknown][]} */
const calls = [];
let visitor = "a";
/** @type {{ n: number, query?: string } | null} */
let answered = null;
/** @type {object} */
let data;

let asked = 0;

/** One run of Python's script: a later one takes its place. */
async function show() {
  document.documentElement.lang = query.get("lang") || "en";
  asked += 1;
  const own = asked;
  const found = await (await fetch(`/data?${query}`)).json();
  if (own !== asked) return;
  if (answered) answered.query ??= found.query;
  data = { ...found, visitor, answered };
  remount();
}

/**
 * @param {string} name
 * @param {{ to: string, n: number, query: string } | null} value
 */
function setStateValue(name, value) {
  calls.push([name, value]);
  if (value?.to === visitor && !query.get("deaf")) answer(value);
}

function remount() {
  const cleanup = mount({ data, parentElement, setStateValue, setTriggerValue() {} });
  Object.assign(window, { cleanup });
}

/** @param {Record<string, string>} change */
function go(change) {
  for (const [key, value] of Object.entries(change)) query.set(key, value);
  return show();
}

/**
 * Take this report over.
 * @param {{ n: number, query: string }} report
 */
function answer({ n, query: state }) {
  answered = { n };
  return go(Object.fromEntries(new URLSearchParams(state)));
}

/**
 * From now on another session answers, which has heard nothing.
 * @param {string} name
 */
function restart(name) {
  visitor = name;
  answered = null;
  query.delete("deaf");
  return show();
}

// for the tests
Object.assign(window, { calls, remount, go, answer, restart });
show();
