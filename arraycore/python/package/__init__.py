"""arraycore, fairplay's reference array, under the names of NumPy and of the array API.

It computes by the rules of NumPy's newest release; `with arraycore.release("1.26"):` chooses another one. What NumPy
has as scalars are arrays without axes here. Names that arraycore lacks raise NotImplementedError when they are called.
"""

from . import _missing, char, fft, linalg, random, strings
from ._core import dtype, ndarray, promote_types
from ._calendar import *  # noqa: F403
from ._creation import *  # noqa: F403
from ._dtypes import *  # noqa: F403
from ._einsum_path import *  # noqa: F403
from ._elementwise import *  # noqa: F403
from ._errors import AxisError
from ._files import *  # noqa: F403
from ._functional import *  # noqa: F403
from ._indices import *  # noqa: F403
from ._namespace_info import __array_namespace_info__
from ._printing import *  # noqa: F403
from ._products import *  # noqa: F403
from ._poly1d import *  # noqa: F403
from ._polynomials import *  # noqa: F403
from ._reductions import *  # noqa: F403
from ._selection import *  # noqa: F403
from ._shapes import *  # noqa: F403
from ._sorting import *  # noqa: F403
from ._statistics import *  # noqa: F403
from ._state import errstate, getbufsize, geterr, geterrcall, release, setbufsize, seterr, seterrcall
from ._text_files import *  # noqa: F403
from ._type_questions import *  # noqa: F403
from ._ufuncs import *  # noqa: F403
from ._ufuncs import ufunc
from . import _methods  # noqa: F401, I001

__array_api_version__ = "2025.12"
_missing.fill_in(globals())
