"""Names about JSON schemas, for modules that import them."""

JsonSchemaValue = dict


class WithJsonSchema:
    def __init__(self, json_schema, mode=None):
        self.json_schema = json_schema


class SkipJsonSchema:
    def __class_getitem__(cls, item):
        return item


class GenerateJsonSchema:
    pass
