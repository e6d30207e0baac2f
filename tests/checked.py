"""How types are checked at run time: as jaxtyping does, with Python's rule that 1 is a float too."""

from beartype import BeartypeConf, beartype

typechecker = beartype(conf=BeartypeConf(is_pep484_tower=True))
