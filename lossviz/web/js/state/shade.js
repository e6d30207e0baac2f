// Light, dark, or for a projector: chosen on this device, else what the system says.
//
// Streamlit goes by what the browser says of the system's colours, and follows when that changes. So the choice is told
// as if the system had made it: its widgets and our pictures change together, and no server is asked.

/** @typedef {"system" | "light" | "dark" | "projector"} Name */

const KEY = "lossviz-colours";
const DARK = "(prefers-color-scheme: dark)";
/** @type {Name[]} */
export const SHADES = ["system", "light", "dark", "projector"];

/** Tells "changed" where other colours are to be shown. */
class Shade extends EventTarget {
  /** @type {Name} */
  #chosen = "system";

  /** What is chosen. */
  get chosen() {
    return this.#chosen;
  }

  /** What is shown: the system's word counts where nothing is chosen. */
  get now() {
    return this.#chosen === "system" ? (this.system?.matches ? "dark" : "light") : this.#chosen;
  }

  /** @param {Name} name */
  choose(name) {
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // storage can be switched off; the choice then lives as long as the page
    }
    this.#follow(name);
  }

  /** From now on the browser says of the system's colours what was chosen. To be called before Streamlit asks. */
  keep() {
    const asked = matchMedia.bind(globalThis);
    this.system = asked(DARK);
    this.system.addEventListener("change", () => this.#tell());
    addEventListener("storage", ({ key, newValue }) => key === KEY && this.#follow(newValue));
    /** @type {Map<string, Scheme>} */
    const schemes = new Map();
    globalThis.matchMedia = (query) => {
      if (!query.includes("prefers-color-scheme")) return asked(query);
      const scheme = schemes.get(query) ?? new Scheme(query, this);
      schemes.set(query, scheme);
      return /** @type {any} */ (scheme);
    };
    this.#follow(kept());
  }

  /** @param {string | null} name */
  #follow(name) {
    this.#chosen = SHADES.find((one) => one === name) ?? "system";
    this.#tell();
  }

  #tell() {
    document.documentElement.dataset.shade = this.now;
    this.dispatchEvent(new Event("changed"));
  }
}

/** What stands for the browser's own answer to whether the system's colours are dark, or light. */
class Scheme extends EventTarget {
  /** @type {((event: Event) => void) | null} */
  onchange = null;

  /**
   * @param {string} media
   * @param {Shade} shade
   */
  constructor(media, shade) {
    super();
    this.media = media;
    this.shade = shade;
    shade.addEventListener("changed", () => {
      const event = Object.assign(new Event("change"), { matches: this.matches, media });
      this.dispatchEvent(event);
      this.onchange?.(event);
    });
  }

  get matches() {
    return this.media.includes("dark") === (this.shade.now === "dark");
  }

  /** @param {(event: Event) => void} listener */
  addListener(listener) {
    this.addEventListener("change", listener);
  }

  /** @param {(event: Event) => void} listener */
  removeListener(listener) {
    this.removeEventListener("change", listener);
  }
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const shade = new Shade();
