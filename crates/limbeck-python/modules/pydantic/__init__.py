"""Pydantic as models and settings use it; each name is loaded when it is first asked for."""

VERSION = __version__ = "2.14.3"

_HOMES = {
    "main": "BaseModel create_model",
    "fields": "Field PrivateAttr computed_field AliasPath AliasChoices AliasGenerator FieldInfo",
    "root_model": "RootModel",
    "type_adapter": "TypeAdapter",
    "config": "ConfigDict Extra BaseConfig with_config",
    "functional_validators": """
        AfterValidator BeforeValidator InstanceOf PlainValidator SkipValidation ValidateAs
        WrapValidator field_validator model_validator root_validator validator""",
    "functional_serializers": """
        PlainSerializer SerializeAsAny WrapSerializer field_serializer model_serializer""",
    "_errors": """
        PydanticImportError PydanticSchemaGenerationError PydanticUndefinedAnnotation
        PydanticUserError ValidationError ValidationInfo""",
    "annotated_handlers": "GetCoreSchemaHandler GetJsonSchemaHandler",
    "json_schema": "WithJsonSchema",
    "networks": """
        AmqpDsn AnyHttpUrl AnyUrl AnyWebsocketUrl ClickHouseDsn CockroachDsn EmailStr FileUrl FtpUrl
        HttpUrl IPvAnyAddress IPvAnyInterface IPvAnyNetwork KafkaDsn MariaDBDsn MongoDsn MySQLDsn
        NameEmail NatsDsn PostgresDsn RedisDsn SnowflakeDsn UrlConstraints WebsocketUrl
        validate_email""",
    "types": """
        AllowInfNan AwareDatetime ByteSize DirectoryPath Discriminator FailFast FilePath FiniteFloat
        FutureDate FutureDatetime ImportString Json NaiveDatetime NegativeFloat NegativeInt NewPath
        NonNegativeFloat NonNegativeInt NonPositiveFloat NonPositiveInt OnErrorOmit PastDate
        PastDatetime PositiveFloat PositiveInt Secret SecretBytes SecretStr Strict StrictBool
        StrictBytes StrictFloat StrictInt StrictStr StringConstraints Tag UUID1 UUID3 UUID4 UUID5
        UUID6 UUID7 UUID8 conbytes condate condecimal confloat confrozenset conint conlist conset
        constr""",
    "_functions": "validate_call parse_obj_as ValidatorFunctionWrapHandler FieldSerializationInfo "
    "SerializationInfo SerializerFunctionWrapHandler PydanticDeprecationWarning "
    "PydanticDeprecatedSince20 PydanticExperimentalWarning JsonValue",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_SUBMODULES = frozenset(
    "aliases alias_generators annotated_handlers config dataclasses errors fields "
    "functional_serializers functional_validators json_schema main networks root_model "
    "type_adapter types v1 version".split()
)

__all__ = sorted(set(_HOME_OF) - {"FieldInfo"})


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is not None:
        module = __import__(f"{__name__}.{home}", None, None, ("__name__",), 0)
        value = globals()[name] = getattr(module, name)
        return value
    if name == "BaseSettings":
        from pydantic_settings.old import BaseSettings

        return BaseSettings
    if name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
