// A read-only field with the link and a button that copies it.
// The address is the browser's own, so it is right behind any proxy.
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
    said.textContent = (await copied(field)) ? data.text.copied : data.text.failed;
  };
  return () => {
    button.onclick = field.onfocus = null;
  };
}

// navigator.clipboard exists on https and localhost only; a class in one room often has neither
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
