// Where on the page one is: the step that the address names after #. It stays when the query changes.

/** Tells "moved" where somebody goes to another step. */
class Place extends EventTarget {
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

  /** Streamlit writes addresses without what is after #: on the same page it is to stay. */
  keep() {
    for (const way of /** @type {const} */ (["pushState", "replaceState"])) {
      const write = history[way].bind(history);
      history[way] = (state, unused, url) => write(state, unused, url && whole(String(url)));
    }
    addEventListener("hashchange", () => this.dispatchEvent(new Event("moved")));
  }
}

/**
 * The address with the place, if it is one of the page that is shown and names none itself.
 * @param {string} url
 */
function whole(url) {
  const { pathname } = new URL(url, location.href);
  const stays = !url.includes("#") && pathname === location.pathname && url.includes("?") && location.hash;
  return stays ? url + location.hash : url;
}

export const place = new Place();
