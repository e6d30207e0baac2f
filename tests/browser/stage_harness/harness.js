// Plays Python's part: hands data to the stage and answers its "change" with new data.
import mount from "/js/stage.js";

const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
document.body.classList.toggle("dark", query.get("theme") === "dark");
document.documentElement.lang = query.get("lang") || "en";
window.calls = [];
let answered = 0;

async function show() {
  const data = await (await fetch(`/data?${query}`)).json();
  window.last = { ...data, answered };
  window.remount();
}

function setStateValue(name, value) {
  window.calls.push([name, value]);
  if (name !== "change" || query.get("deaf")) return;
  query.set(value.name, value.value);
  answered = value.n;
  show();
}

window.remount = () => {
  window.cleanup = mount({ data: window.last, parentElement, setStateValue, setTriggerValue() {} });
};
window.go = (change) => {
  for (const [key, value] of Object.entries(change)) query.set(key, value);
  return show();
};
show();
