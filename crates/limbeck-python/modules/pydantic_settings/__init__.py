"""Settings from arguments, the environment, `.env` files and secrets, as pydantic-settings reads."""

__version__ = VERSION = "2.16.3"

_HOMES = {
    "main": "BaseSettings SettingsConfigDict",
    "sources": """
        DefaultSettingsSource DotEnvSettingsSource EnvSettingsSource ForceDecode InitSettingsSource
        NestedSecretsSettingsSource NoDecode PydanticBaseSettingsSource SecretsSettingsSource
        SettingsError JsonConfigSettingsSource TomlConfigSettingsSource
        PyprojectTomlConfigSettingsSource YamlConfigSettingsSource PydanticBaseEnvSettingsSource""",
    "_cli": """
        CLI_SUPPRESS CliApp CliDualFlag CliExplicitFlag CliImplicitFlag CliMutuallyExclusiveGroup
        CliPositionalArg CliSettingsSource CliSubCommand CliSuppress CliToggleFlag CliUnknownArgs
        CliVariadicArg get_subcommand AWSSecretsManagerSettingsSource
        AWSSystemsManagerSettingsSource AzureKeyVaultSettingsSource
        GoogleSecretManagerSettingsSource""",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is not None:
        module = __import__(f"{__name__}.{home}", None, None, ("__name__",), 0)
        value = globals()[name] = getattr(module, name)
        return value
    if name in ("exceptions", "main", "sources"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
