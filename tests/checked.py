"""How types are checked at run time: by beartype, with Python's rule that 1 is a float too."""

from beartype import BeartypeConf, beartype

typechecker = beartype(conf=BeartypeConf(is_pep484_tower=True))
