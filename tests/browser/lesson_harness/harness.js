// Plays Python's part: hands data to a scene or a question and answers its "change" with new data.
const parentElement = document.getElementById("here");
const query = new URLSearchParams(location.search);
const { default: mount } = await import(`/lossviz/static/v/lesson/${query.has("kind") ? "question" : "scene"}.js`);
document.body.classList.toggle("dark", query.get("theme") === "dark");
window.calls = [];

async function show() {
  document.documentElement.lang = query.get("lang") || "en";
  window.last = await (await fetch(`/data?${query}`)).json();
  window.remount();
}

function setStateValue(name, value) {
  window.calls.push([name, value]);
  if (!query.get("deaf")) window.go(Object.fromEntries(new URLSearchParams(value.query)));
}

window.remount = () => {
  window.cleanup = mount({ data: window.last, parentElement, setStateValue, setTriggerValue() {} });
};
window.go = (change) => {
  for (const [key, value] of Object.entries(change)) query.set(key, value);
  return show();
};
show();
