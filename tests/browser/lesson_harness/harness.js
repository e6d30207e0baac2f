// Plays Python's part: hands data to a scene, a question or a table of symptoms and answers its "change" with new data.
const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
const MODULES = { vote: "question", check: "question", symptoms: "symptoms" };
const { default: mount } = await import(`/lossviz/static/v/frame/${MODULES[query.get("kind")] ?? "scene"}.js`);
document.body.classList.toggle("dark", query.get("theme") === "dark");
window.calls = [];
let visitor = "a";
let answered = null;

async function show() {
  document.documentElement.lang = query.get("lang") || "en";
  const data = await (await fetch(`/data?${query}`)).json();
  if (answered) answered.query ??= data.query;
  window.last = { ...data, visitor, answered };
  window.remount();
}

function setStateValue(name, value) {
  window.calls.push([name, value]);
  if (value?.to === visitor && !query.get("deaf")) window.answer(value);
}

window.remount = () => {
  window.cleanup = mount({ data: window.last, parentElement, setStateValue, setTriggerValue() {} });
};
window.go = (change) => {
  for (const [key, value] of Object.entries(change)) query.set(key, value);
  return show();
};
/** Take this report over. */
window.answer = ({ n, query: state }) => {
  answered = { n };
  return window.go(Object.fromEntries(new URLSearchParams(state)));
};
/** From now on another session answers, which has heard nothing. */
window.restart = (name) => {
  visitor = name;
  answered = null;
  query.delete("deaf");
  return show();
};
show();
