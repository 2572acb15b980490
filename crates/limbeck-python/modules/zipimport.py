"""Stands for the standard module, which every start would load: nothing here is in a zip."""


class ZipImportError(ImportError):
    pass


class zipimporter:
    def __init__(self, path):
        raise ZipImportError(f"not a Zip file: {path!r}", path=path)
