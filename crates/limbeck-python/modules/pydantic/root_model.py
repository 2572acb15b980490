"""Models of one value."""

from .main import BaseModel


class RootModel(BaseModel):
    """A model whose value is its `root`."""

    def __init__(self, root=None, /, **data):
        super().__init__(root=data if root is None else root)

    def __class_getitem__(cls, item):
        return type(cls)(f"{cls.__name__}[{getattr(item, '__name__', item)}]", (cls,),
                         {"__annotations__": {"root": item}, "__module__": cls.__module__})

    @classmethod
    def __pydantic_check__(cls, value, ctx):
        if isinstance(value, cls):
            return value
        from ._checks import Context
        from ._filling import filled

        return filled(cls.__new__(cls), {"root": value}, Context(ctx.context, ctx.strict,
                                                                   cls.model_config))

    def model_dump(self, **options):
        from ._dump import plain

        return plain(self.root, {"mode": options.get("mode", "python")})
