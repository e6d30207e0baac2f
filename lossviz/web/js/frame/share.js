// A read-only field with the link and a button that copies it.
// The address is the browser's own, so it is right behind any proxy.

import { copied } from "./clipboard.js";

// Streamlit calls it again with new data, and takes the nodes with their listeners away in the end
export default function ({ data, parentElement }) {
  const field = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("output");
  const { origin, pathname } = window.location;
  field.value = origin + pathname + (data.query ? `?${data.query}` : "");
  field.setAttribute("aria-label", data.text.link);
  button.textContent = data.text.copy;
  field.onfocus = () => field.select();
  button.onclick = async () => {
    said.textContent = (await copied(field.value, () => field.select())) ? data.text.copied : data.text.failed;
  };
}
