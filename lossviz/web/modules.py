"""The JavaScript of the site: one address for each module, and the loader that components carry."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
# the folders modules are served from, each under its own name: they import each other by "../"
FOLDERS = {name: HERE / name / "js" for name in ("stage", "lesson", "frame")}


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of the browser files: the path changes with them, so caches never lie."""
    files = sorted(path for name in FOLDERS for path in (HERE / name).glob("**/*.[jc]s*"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def module(folder: str, name: str) -> Path | None:
    """The file of a module, if there is one of this name in this folder."""
    if folder not in FOLDERS:
        return None
    return {path.name: path for path in FOLDERS[folder].glob("*.js")}.get(name)


def base_path() -> str:
    """The path the site is served under, with a slash at both ends."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def loader(folder: str, name: str) -> str:
    """The script of a component whose `data` names `base` and `version`: it imports the module."""
    return f"""
export default function (component) {{
  const {{ data }} = component;
  // this loader is a blob: it has no address that a path could be relative to
  const path = `${{data.base}}lossviz/static/${{data.version}}/{folder}/{name}`;
  let cleanup = null, gone = false;
  import(new URL(path, location.href).href).then((module) => {{
    if (!gone) cleanup = module.default(component);
  }});
  return () => {{ gone = true; cleanup?.(); }};
}}
"""
