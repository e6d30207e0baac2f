// Where on the page one is: the step that the address names after #. It stays when the query changes.

// what the browser alone writes into the query: Python leaves it out
const CARRIED = ["present"];

/** Tells "moved" where somebody goes to another step. */
class Place extends EventTarget {
  /** @type {Map<string, string>} */
  #carried = new Map();

  /** The name of the step; "" at the top of the page. */
  get now() {
    const written = location.hash.slice(1);
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  }

  /**
   * One is at this step now. The history gets no entry: nobody goes back through what he has scrolled by.
   * @param {string} name
   */
  set(name) {
    if (name === this.now) return;
    const { pathname, search } = location;
    history.replaceState(history.state, "", `${pathname}${search}${name ? `#${encodeURIComponent(name)}` : ""}`);
    this.dispatchEvent(new Event("moved"));
  }

  /**
   * What the address says for a key of the browser's own; null for nothing.
   * @param {string} key
   */
  carried(key) {
    return this.#carried.get(key) ?? null;
  }

  /**
   * Write a key of the browser's own into the address, or (null) take it out.
   * @param {string} key
   * @param {string | null} value
   */
  carry(key, value) {
    if (value === this.carried(key)) return;
    if (value === null) this.#carried.delete(key);
    else this.#carried.set(key, value);
    const { pathname, search, hash } = location;
    history.replaceState(history.state, "", this.#whole(`${pathname}${search}${hash}`));
  }

  /**
   * Streamlit writes addresses without what is after #, and without what the browser alone knows: on the same page it is
   * to stay.
   */
  keep() {
    const asked = new URLSearchParams(location.search);
    for (const key of CARRIED) if (asked.has(key)) this.#carried.set(key, asked.get(key) ?? "");
    for (const way of /** @type {const} */ (["pushState", "replaceState"])) {
      const write = history[way].bind(history);
      history[way] = (state, unused, url) => write(state, unused, url && this.#whole(String(url)));
    }
    addEventListener("hashchange", () => this.dispatchEvent(new Event("moved")));
  }

  /**
   * The address with the place and what is carried, if it is one of the page that is shown.
   * @param {string} url
   */
  #whole(url) {
    const { pathname, searchParams, hash } = new URL(url, location.href);
    if (pathname !== location.pathname) {
      this.#carried.clear();
      return url;
    }
    const carries = CARRIED.some((key) => searchParams.get(key) !== this.carried(key));
    const stays = !hash && (url.includes("?") || this.#carried.size) ? location.hash : "";
    if (!carries) return url + stays;
    const [path, query = ""] = url.split("#")[0].split("?");
    const kept = query.split("&").filter((part) => part && !CARRIED.includes(part.split("=")[0]));
    const all = [...kept, ...[...this.#carried].map(([key, value]) => `${key}=${encodeURIComponent(value)}`)];
    return `${path}${all.length ? `?${all.join("&")}` : ""}${hash || stays}`;
  }
}

export const place = new Place();
