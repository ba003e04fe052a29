"""Stands in for Pyodide's `jsbind`: how a JavaScript function is called that has no types of its own, and no other."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default

no_default = object()


def _any_arguments(*args: object, **kwargs: object) -> None:
    pass


default_signature = JsFuncSignature(
    _any_arguments, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
