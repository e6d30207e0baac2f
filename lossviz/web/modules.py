"""The JavaScript of the site: one address for each module, and the loader that components carry.

A module lies under `js/` where its address says, below its room, so that the paths by which modules
import each other are the same on disk and in the browser.
"""

import posixpath
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
JS = HERE / "js"
IMPORT = re.compile(r'^(?:import|export)\b[^;"(=]*\bfrom "([^"]+)";', re.MULTILINE)


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of the browser files: the path changes with them, so caches never lie."""
    files = sorted(path for ending in ("js", "css") for path in HERE.glob(f"**/*.{ending}"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    return {path.relative_to(JS).as_posix(): path for path in JS.glob("*/*.js")}


def module(room: str, name: str) -> Path | None:
    """The file of a module, if there is one of this name in this room."""
    return _files().get(f"{room}/{name}")


@lru_cache(maxsize=16)
def needed(name: str) -> tuple[str, ...]:
    """The module "room/name.js" and all that it imports, also by way of others, sorted."""
    found, left = set(), [name]
    while left:
        found.add(at := left.pop())
        paths = IMPORT.findall(_files()[at].read_text("utf-8"))
        imports = {posixpath.normpath(f"{at}/../{path}") for path in paths}
        left += imports - found
    return tuple(sorted(found))


def base_path() -> str:
    """The path the site is served under, with a slash at both ends."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def loader(name: str) -> str:
    """The script of a component whose `data` names `base` and `version`: it imports the module."""
    return f"""
export default function (component) {{
  const {{ data }} = component;
  // this loader is a blob: it has no address that a path could be relative to
  const path = `${{data.base}}lossviz/static/${{data.version}}/{name}`;
  let cleanup = null, gone = false;
  import(new URL(path, location.href).href).then((module) => {{
    if (!gone) cleanup = module.default(component);
  }});
  return () => {{ gone = true; cleanup?.(); }};
}}
"""
