"""The JavaScript and the styles of the site: their addresses, and the loader of components.

All modules come as one script. Each also has an address of its own below its room, where the source
map of that script leads. The styles of what components show come with the front page: a component's
own are sent with every message about it, and there are nine on a page.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

from lossviz.alone import page
from lossviz.stage.bundle import JS, Bundle, bundle, sources

HERE = Path(__file__).parent
SCRIPT, STYLE = "bundle/site.js", "bundle/site.css"
# what is for small and low screens, and for paper, comes after what it changes
STYLES = (
    "stage/stage.css", "stage/lesson.css", "stage/pictures.css", "frame/sharing.css",
    "lectern/lectern.css",     "stage/screens.css", "stage/sight.css", "stage/paper.css",
)  # fmt: skip
# what the front page starts: it is to come before all of Streamlit
START = "site/frame.js"


@lru_cache(maxsize=1)
def bundled() -> Bundle:
    """The script with all modules of the site."""
    return bundle(sources(), SCRIPT, START)


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of what browsers keep: the path changes with it, so caches never lie."""
    styles = [path.read_bytes() for path in sorted(HERE.glob("**/*.css"))]
    return sha256(b"".join([*map(str.encode, bundled()), *styles])).hexdigest()[:12]


@lru_cache(maxsize=1)
def script_files() -> dict[str, str | Path]:
    """What there is to be had below a version: text, or the file that has it."""
    script, source_map = bundled()
    style = "\n".join((HERE / name).read_text("utf-8") for name in STYLES)
    alone, alone_map = page.bundled()
    made = {SCRIPT: script, f"{SCRIPT}.map": source_map, STYLE: style}
    made |= {page.SCRIPT: alone, f"{page.SCRIPT}.map": alone_map}
    return made | {name: JS / name for name in sources()}


def base_path() -> str:
    """The path the site is served under, with a slash at both ends."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def loader(name: str) -> str:
    """The script of a component whose `data` names `base` and `version`: it starts the module."""
    return f"""
export default function (component) {{
  const {{ data }} = component;
  // this loader is a blob: it has no address that a path could be relative to
  const path = `${{data.base}}lossviz/static/${{data.version}}/{SCRIPT}`;
  let cleanup = null, gone = false;
  import(new URL(path, location.href).href).then(({{ module }}) => {{
    if (!gone) cleanup = module("{name}").default(component);
  }});
  return () => {{ gone = true; cleanup?.(); }};
}}
"""
