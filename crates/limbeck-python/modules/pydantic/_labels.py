"""How places of errors name the members of a union."""

from typing import Annotated, Literal, Union, get_args, get_origin


def label(annotation):
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        return label(inner)
    if origin is Literal:
        return f"literal[{','.join(repr(item) for item in get_args(annotation))}]"
    if origin is Union:
        some = [item for item in get_args(annotation) if item is not type(None)]
        if len(some) == 1:
            return f"nullable[{label(some[0])}]"
        return f"union[{','.join(label(item) for item in some)}]"
    if origin is tuple:
        inner = ", ".join(label(item) if item is not ... else "..." for item in get_args(annotation))
        return f"tuple[{inner}]"
    if origin is not None:
        inner = ",".join(label(item) for item in get_args(annotation))
        return f"{getattr(origin, '__name__', origin).lower()}[{inner}]"
    if annotation in (list, set, frozenset, tuple):
        return f"{annotation.__name__}[any]"
    if annotation is dict:
        return "dict[any,any]"
    name = getattr(annotation, "__name__", str(annotation))
    if hasattr(annotation, "__pydantic_fields__"):
        return name
    known = {"Decimal": "decimal", "UUID": "uuid", "Any": "any", "NoneType": "none"}
    if hasattr(annotation, "__members__"):
        return "enum"
    return known.get(name, name)
