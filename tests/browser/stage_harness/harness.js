// Plays Python's part: hands data to the stage and answers its reports with new data.
import first from "/js/playground/stage.js";

const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
document.body.classList.toggle("dark", query.get("theme") === "dark");
document.documentElement.lang = query.get("lang") || "en";
window.calls = [];
let mount = first;
let visitor = "a";
let answered = null;

async function show() {
  const data = await (await fetch(`/data?${query}`)).json();
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
  for (const [key, value] of Object.entries(change)) {
    if (value === null) query.delete(key);
    else query.set(key, value);
  }
  return show();
};
/** Take this report over. */
window.answer = ({ n, values }) => {
  answered = n;
  return window.go(values);
};
/** From now on another session answers, which has heard nothing. */
window.restart = (name) => {
  visitor = name;
  answered = null;
  return window.go({ deaf: null });
};
/** The page goes on with another version of the modules. */
window.upgrade = async () => {
  mount = (await import("/next/js/playground/stage.js")).default;
  return show();
};
show();
