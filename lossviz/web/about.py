"""A loss in words: formula, what it does, parameters, source, and how other code differs."""

import streamlit as st

from lossviz import formulas
from lossviz.losses import CATALOGUE, Loss, Parameter
from lossviz.web.site.text import language, phrases, say
from lossviz.words.mentions import marked

# the letter m stands for four different things
MARGINS = {
    "arcface": "m_angle",
    "cosface": "m_cosine",
    "l_softmax": "m_multiple",
    "sphereface": "m_multiple",
}


def about_loss(key: str) -> None:
    """Everything the page says about one loss."""
    loss = CATALOGUE[key]
    st.header(say(f"losses.{key}.title"), anchor=False)
    st.latex(formulas.formula(key))
    if psi := formulas.target_logit(key):
        st.latex(psi)
    st.markdown(marked(say(f"losses.{key}.what"), language()))
    if loss.parameters:
        st.markdown("\n".join(f"- {_parameter(loss, p)}" for p in loss.parameters))
    differs = phrases(language()).get(f"losses.{key}.differs")
    if differs:
        st.markdown(f"**{say('about.differs')}** {differs}")
    st.caption(f"{say('about.source')} {loss.source}")


def _parameter(loss: Loss, p: Parameter) -> str:
    name = MARGINS.get(loss.key, "m_score") if p.key == "m" else p.key
    meaning = say(f"losses.parameters.{name}")
    unit = f" {p.unit}" if p.unit else ""
    return say(
        "about.parameter",
        symbol=f"${p.latex}$",
        meaning=meaning,
        low=f"{p.low:g}",
        high=f"{p.high:g}{unit}",
        default=f"{p.default:g}{unit}",
    )
