"""Where the words stand, and the cures as code: in the checkout, or with an installed library."""

import sysconfig
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[1] / "assets"
INSTALLED = Path(sysconfig.get_path("data")) / "share" / "lossviz"


def folder(name: str) -> Path:
    """The folder `name` of the assets.

    Raises:
      FileNotFoundError: it is in neither place.
    """
    found = next((at / name for at in (ASSETS, INSTALLED) if (at / name).is_dir()), None)
    if found is None:
        raise FileNotFoundError(f"neither {ASSETS} nor {INSTALLED} has a folder {name}")
    return found
