"""The learner's own table: choose a file and its label column, or read what is wrong."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lossviz.upload import Table, UploadError, keep, parse
from lossviz.web.site.state import PageState, change, page_state
from lossviz.web.site.text import escaped, say


def upload_controls(state: PageState) -> None:
    """The file chooser, the answer to the last file, and the choice of its label column.

    A file that is refused changes nothing: the answer stands here, the picture stays.
    """
    file = st.file_uploader(
        say("controls.upload.file"),
        key=f"{state.name}-file",
        on_change=_received,
        args=(state.name,),
    )
    columns: tuple[str, ...] = ()
    if state.refusal is not None:
        st.error(say("controls.upload.refused", reason=_words(state.refusal)))
        columns = state.refusal.columns
    elif state.table is not None:
        st.success(_accepted(state.table))
        columns = state.table.columns
    if columns and file is not None:
        _label_choice(state, columns)
    st.caption(say("controls.upload.about"))


def _label_choice(state: PageState, columns: tuple[str, ...]) -> None:
    key = f"{state.name}-label"
    shown = state.label if state.label in columns else columns[-1]
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    st.selectbox(
        say("controls.upload.column"),
        columns,
        key=key,
        on_change=_label_chosen,
        args=(state.name,),
    )


def _received(name: str) -> None:
    page_state(name).label = None
    _read(name)


def _label_chosen(name: str) -> None:
    page_state(name).label = st.session_state[f"{name}-label"]
    _read(name)


def _read(name: str) -> None:
    """Read the file under the label chosen for it, and show it or say what is wrong with it."""
    file = st.session_state[f"{name}-file"]
    state = page_state(name)
    state.refusal = None
    if not isinstance(file, UploadedFile):  # taken away, or one the server has lost
        return
    try:
        state.table = keep(parse(file.getvalue(), file.name, state.label))
    except UploadError as error:
        state.refusal = error
        return
    change(name, dataset="upload")


def _accepted(table: Table) -> str:
    rows, features = table.values.shape
    counts = say(
        "controls.upload.accepted",
        name=escaped(table.name),
        rows=rows,
        features=features,
        classes=len(table.class_names),
    )
    return "\n\n".join([counts, *map(_words, table.notes)])


def _words(answer) -> str:
    """An answer of lossviz.upload in the session's language."""
    fields = {key: escaped(value) for key, value in answer.fields.items()}
    return say(f"upload.{answer.code}", **fields)
